"""``rus-sheets compare``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rus_sheets.book.convert import Shown
from rus_sheets.cli.options import EXIT_NEEDS_A_PERSON, NEW_PATH, PATH, format_option
from rus_sheets.cli.terminal import WIDTH, say, say_json, say_styled

if TYPE_CHECKING:
    from rus_sheets.book.compare import CellChange, Differences, RowChange, SameRow, TotalChange

_LEAD = 12
"""Characters that two long texts have in common and that are still shown before they part."""
_SHORTEST = 10


@click.command()
@click.argument("first", metavar="A", type=PATH)
@click.argument("second", metavar="B", type=PATH)
@click.option("-o", "--output", metavar="FIL.xlsx", type=NEW_PATH, help="Skriv skillnaderna dit.")
@click.option("--by-id", is_flag=True, help="Jämför på id även när id:na är olika planers.")
@click.option("--all", "whole", is_flag=True, help="Visa alla skillnader även när de flesta namn är andra.")
@format_option
def command(first: Path, second: Path, output: Path | None, by_id: bool, whole: bool, form: str) -> None:
    """Visa vad som är nytt, avslutat och ändrat från arbetsboken A till B.

    Rader jämförs på sitt id, inte på sin plats, och på sitt namn när id:na är olika planers. Kolumner som räknas ut
    visas inte, men summor som skiljer gör det.

    Exempel: rus-sheets compare verksamhet-2026.xlsx verksamhet-2027.xlsx
    """
    from rus_sheets.usecases.compare import as_data, compare_files  # noqa: PLC0415

    compared = compare_files(first, second, output, by_id=by_id, whole=whole)
    found = compared.found
    if form == "json":
        say_json(as_data(compared, str(first), str(second)))
    else:
        for sentence in compared.told:
            say(sentence)
        if compared.told:
            say()
        show(found, tuple(table.sheet for table in compared.declaration.table))
        if not found and not compared.told:
            say(f"Inget skiljer {second.name} från {first.name}.")
        if output is not None:
            say(f"Klart: {output}")
        if compared.withheld:
            say("Se skillnaderna ändå: lägg till --all, eller --by-id för att jämföra på id.")
    if compared.withheld:
        raise SystemExit(EXIT_NEEDS_A_PERSON)


def show(found: Differences, sheets: tuple[str, ...]) -> None:
    """The differences sheet by sheet, each on a line of its own."""
    for sheet in sheets:
        new = [change for change in found.new if change.sheet == sheet]
        ended = [change for change in found.ended if change.sheet == sheet]
        changed = [change for change in found.changed if change.sheet == sheet]
        same = [row for row in found.same if row.sheet == sheet]
        if new or ended or changed or same:
            say_styled(sheet, "bold")
            _show_lines("Samma enligt namnet", list(_pairs(same)), len(same))
            _show_lines("Osäkra, kan vara samma", [_perhaps(row) for row in found.unsure if row.sheet == sheet])
            _show_rows("Nya", new)
            _show_rows("Avslutade", ended)
            _show_lines("Ändrade", list(_changes(changed)), len(changed))
            say()
    if found.totals:
        say_styled("Summor", "bold")
        for line in map(_total, found.totals):
            say(line, indent=2)
        say()


def _show_rows(heading: str, rows: list[RowChange]) -> None:
    _show_lines(heading, [_cut(f"{row.row} {' '.join(row.title.split())}".strip(), WIDTH - 4) for row in rows])


def _show_lines(heading: str, lines: list[str], count: int | None = None) -> None:
    if lines:
        say(f"{heading} ({len(lines) if count is None else count})", indent=2)
        for line in lines:
            say(line, indent=4)


def _pairs(rows: list[SameRow]) -> Iterator[str]:
    """Each on a line; those that have both their id and their name are many, and only counted up."""
    alike = [row.b for row in rows if row.a == row.b and row.title_a == row.title_b]
    for row in rows:
        if row.b not in alike:
            ids = row.b if row.a == row.b else f"{row.a} → {row.b}"
            yield _cut(f"{ids} {' '.join(row.title_b.split())}".strip(), WIDTH - 4)
    if alike:
        yield f"{', '.join(alike)}: samma id och namn"


def _perhaps(row: SameRow) -> str:
    room = (WIDTH - 4 - len(row.a) - len(row.b) - 7) // 2
    before, now = (_cut(" ".join(title.split()), room) for title in (row.title_a, row.title_b))
    return f"{row.a} {before} – {row.b} {now}?"


def _changes(cells: list[CellChange]) -> Iterator[str]:
    for cell in cells:
        # A setting is its own title; what its column is called says nothing more.
        head = f"{cell.row}: " if cell.title == cell.row else f"{cell.row} {cell.header}: "
        room = max((WIDTH - 4 - len(head) - 3) // 2, _SHORTEST)
        a, b = _excerpts(_one_line(cell.a), _one_line(cell.b), room)
        yield f"{head}{a} → {b}"


def _excerpts(a: str, b: str, room: int) -> tuple[str, str]:
    """Two texts from a little before where they part, so that the difference is seen though they are cut."""
    common = next((place for place, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    skip = 0
    if common > _LEAD and max(len(a), len(b)) > room:
        skip = common - _LEAD
        space = a.rfind(" ", skip, common)
        skip = skip if space < 0 else space + 1
    start = "…" if skip else ""
    return tuple(_cut(start + text[skip:], room) if text else "(tomt)" for text in (a, b))  # type: ignore[return-value]


def _total(total: TotalChange) -> str:
    from rus_sheets.book.display import amount  # noqa: PLC0415

    by = total.difference
    told = "" if by is None else f" ({'+' if by > 0 else ''}{amount(by)})"
    first, second = ("–" if value is None else amount(value) for value in (total.a, total.b))
    return _cut(f"{total.label}: {first} → {second}{told}", WIDTH - 2)


def _one_line(value: Shown) -> str:
    from rus_sheets.book.shown import as_text  # noqa: PLC0415

    text = " ".join(as_text(value).split())
    return text.replace(".", ",") if isinstance(value, float) else text


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 1].rstrip()}…"
