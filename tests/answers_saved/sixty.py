"""The form that sixty entries are typed in, and what becomes of each when a program has saved it.

The form is the declaration's own, with more fields of the kinds that an outcome has, so that one file holds them all.
"""

from __future__ import annotations

import datetime as dt
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rus_sheets.answers.decisions import Action, Decision
from rus_sheets.book.build import build_book
from rus_sheets.book.model import Book
from rus_sheets.book.raw import ref_of
from rus_sheets.book.shown import as_text
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.followup.form import form
from rus_sheets.merge.decide import decide
from rus_sheets.merge.questions import is_asked
from rus_sheets.resources import declaration_path
from rus_sheets.schema.load import load_declaration
from rus_sheets.schema.model import Declaration
from rus_sheets.usecases.create import workbook_bytes
from rus_sheets.usecases.inbox.collecting import collect
from rus_sheets.usecases.inbox.reading import read_candidates

HERE = Path(__file__).parent
SENT = dt.date(2026, 11, 1)
UNIT = "A01"
_ROWS = {
    "settings": [{"key": "År", "value": 2026}],
    "areas": [{"id": "O1", "name": "Område"}],
    "groups": [{"id": "G1", "area": "O1", "name": "Grupp"}],
    "plan": [{"id": UNIT, "group": "G1", "name": "Kurser", "days": 10}],
    "outcomes": [{"id": UNIT}],
    "budget": [{"id": "P1", "name": "Möten", "budget": 1000}, {"id": "P2", "name": "Resor", "budget": 500}],
}
_FILLER = {"events": ("heading", "Kurs nummer {}"), "expenses": ("text", "Utgift nummer {}")}
"""What else is typed in a row of its own, so that it is one."""


class Entry(NamedTuple):
    """Something that people type in a field of that kind (see ``entries.toml``); ``means`` is "" where unknown."""

    table: str
    key: str
    typed: str
    means: str
    daily: bool
    shown: Mapping[str, str]
    asked_in: Sequence[str]


class Place(NamedTuple):
    """A field of the form: in the workbook (table, row and column) and in the file."""

    table: str
    row: str
    key: str
    sheet: str
    ref: str


class Word(StrEnum):
    IN = "in"
    SHOWN = "shown"
    PROPOSED = "proposed"
    ASKED = "asked"
    WRONG = "wrong"
    LOST = "lost"


class Became(NamedTuple):
    """What became of an entry: taken as it was meant (IN) or as the program shows it, asked about, or a fault."""

    word: Word
    value: str = ""
    why: str = ""


@cache
def entries() -> tuple[Entry, ...]:
    found = tomllib.loads((HERE / "entries.toml").read_text(encoding="utf-8"))["entry"]
    return tuple(
        Entry(
            *each["column"].split("."),
            each["typed"],
            as_text(each.get("means")),
            each.get("daily", False),
            each.get("shown", {}),
            each.get("asked_in", ()),
        )
        for each in found
    )


@cache
def declaration() -> Declaration:
    """The year's, with a field more in the outcome for each entry that would stand in a field that is taken."""
    text = declaration_path("verksamhet").read_text(encoding="utf-8")
    for key in ("status", "days", "short"):
        line = next(line for line in text.splitlines() if line.startswith(f'  {{ key = "{key}"') and "owner" in line)
        head = line.split('header = "')[1].split('"')[0]
        more = [
            line.replace(f'key = "{key}"', f'key = "{key}_{number}"').replace(f'"{head}"', f'"{head} {number}"')
            for number in range(2, sum(1 for each in entries() if each.key == key) + 1)
        ]
        text = text.replace(line, "\n".join([line, *more]), 1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "verksamhet.toml"
        path.write_text(text, encoding="utf-8")
        return load_declaration(path)


@cache
def book() -> Book:
    data = workbook_bytes(declaration(), _ROWS)  # type: ignore[arg-type]
    return build_book(declaration(), read_package(Package("bok.xlsx", data)))


@cache
def blank() -> bytes:
    """The form as it is sent."""
    return make_workbook(form(book(), UNIT, sent=SENT), lambda _: {})


def places() -> Iterator[tuple[Entry, Place]]:
    """Where each entry is typed."""
    raw = read_package(Package("blank.xlsx", blank()))
    front = raw.sheets[0]
    labels = {cell.value: cell for cell in front.cells.values() if cell.column == 1}
    counts: dict[tuple[str, str], int] = {}
    for entry in entries():
        number = counts[entry.table, entry.key] = counts.get((entry.table, entry.key), 0) + 1
        if entry.table == "outcomes":
            key = entry.key if number == 1 else f"{entry.key}_{number}"
            label = labels[declaration().table_of("outcomes").column(key).header]
            yield entry, Place("outcomes", UNIT, key, front.name, ref_of(label.row, 2))
        else:
            row = f"{UNIT}-{'H' if entry.table == 'events' else 'U'}{number:02}"
            yield entry, _in_row(entry.table, row, entry.key)


def _in_row(table: str, row: str, key: str) -> Place:
    raw = read_package(Package("blank.xlsx", blank()))
    header = declaration().table_of(table).column(key).header
    sheet, own = next((sheet, cell) for sheet in raw.sheets for cell in sheet.cells.values() if cell.value == row)
    column = max(
        (cell.row, cell.column) for cell in sheet.cells.values() if cell.value == header and cell.row < own.row
    )[1]
    return Place(table, row, key, sheet.name, ref_of(own.row, column))


def to_type() -> list[tuple[str, str, str, str]]:
    """All that is typed: sheet, cell, text, and the type of its column."""
    found = [(place, entry.typed) for entry, place in places()]
    rows = sorted({(place.table, place.row) for place, _ in found if place.table in _FILLER})
    for table, row in rows:
        key, text = _FILLER[table]
        found.append((_in_row(table, row, key), text.format(row[-2:])))
    return [
        (place.sheet, place.ref, text, declaration().table_of(place.table).column(place.key).type.value)
        for place, text in found
    ]


@cache
def became(path: Path) -> list[tuple[Entry, Became]]:
    """What each entry becomes when a file of that program's (it is named so) is merged."""
    files = read_candidates(collect([path], path.with_name("bok.xlsx")), [declaration()], book=book())
    decisions = {(each.table, each.row, each.key): each for each in decide(book(), files).decisions}
    return [
        (entry, _judged(entry, decisions.get((place.table, place.row, place.key)), path.stem))
        for entry, place in places()
    ]


def _judged(entry: Entry, decision: Decision | None, program: str) -> Became:
    if decision is None or decision.action not in (Action.TAKE, Action.REFUSE, Action.CONFLICT):
        return Became(Word.LOST)
    value, taken = as_text(decision.value), decision.action is Action.TAKE
    shown = taken and value == entry.shown.get(program)
    if value == entry.means or shown:
        word = Word.SHOWN if shown else Word.IN if taken else Word.PROPOSED if value else Word.ASKED
    else:
        word = Word.WRONG if taken or (value and entry.means) else Word.PROPOSED if value else Word.ASKED
    return Became(word if taken or is_asked(decision) else Word.LOST, value, decision.message)
