"""Days that no rule could read: asked about, so that an activity without days is one that the document gives none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from itertools import pairwise, takewhile

from rus_sheets.intake.drafts import DraftRow
from rus_sheets.intake.facts import field_of
from rus_sheets.intake.passages import Passage, RowLine
from rus_sheets.intake.patterns import phrases, plain
from rus_sheets.intake.ranks import WITHOUT
from rus_sheets.intake.reader import Reader
from rus_sheets.intake.readings import ReadingState, around
from rus_sheets.intake.rules import Means
from rus_sheets.intake.structure import Structure
from rus_sheets.intake.words import words

_SOME = rf"\b{words('time', 'some')} {words('time', 'some_of')}"
_DAYS = re.compile(rf"{phrases()['days']}|{_SOME}", re.IGNORECASE)
_OWN = "Är det aktivitetens dagar? Skriv dem i så fall."
_MONEY = re.compile(phrases()["money"], re.IGNORECASE)
_NEED = "Är det aktivitetens behov av reda pengar? Skriv in det i så fall."
_HEADING = "Är ”{name}” en aktivitet? Skriv i så fall in den med sina dagar."
_WITHIN = "Är ”{name}” en egen aktivitet? Skriv då in den, och flytta dit texten och de dagar som är dess."
_TABLE = "Tabellen har en kolumn med dagar, men ingen som säger vilka aktiviteter det är. Skriv in dem som är det."


def said_days(text: str) -> str:
    """The first days, weeks or hours that a text tells, "" for none."""
    found = _DAYS.search(plain(text))
    return found[0] if found else ""


def ask_days(reader: Reader, structure: Structure, rows: Mapping[int, DraftRow]) -> None:
    """Ask about days in the texts of activities that have none, nor a group whose days they are part of.

    ``rows`` are the rows of activities and groups by the identity of their parts.
    """
    asked = {(told.table, told.row) for told in reader.readings.all if told.column == "days"}
    for part in structure.activities:
        row, group = rows[id(part)], rows.get(id(part.group), {})
        own = reader.drafts.id_of("plan", row)
        timed = row.get("days") is not None or group.get("days") is not None
        if timed or ("plan", own) in asked or not reader.drafts.has("plan", "days"):
            continue
        for passage in (part.heading, *part.body):
            text = passage.rest if passage.title else passage.text
            if passage.grid is None and (said := said_days(text)):
                reader.readings.add(ReadingState.ASKED, passage, around(text, said), table="plan", row=own,
                                    column="days", rule="dagar i texten", note=_OWN)  # fmt: skip


def ask_money(reader: Reader, structure: Structure, rows: Mapping[int, DraftRow]) -> None:
    """Ask about the first amount of money in the text of an activity that no need of money was found for."""
    asked = {(told.table, told.row) for told in reader.readings.all if told.column in ("cash", "amount")}
    asked |= {
        ("plan", str(row["activity"])) for row in reader.drafts.rows.get("allocations", ()) if row.get("activity")
    }
    compared = (ReadingState.RIGHT, ReadingState.WRONG)
    sums = {told.place for told in reader.readings.all if told.state in compared}
    for part in structure.activities:
        row = rows[id(part)]
        own = reader.drafts.id_of("plan", row)
        if row.get("cash") is not None or ("plan", own) in asked or not reader.drafts.has("plan", "cash"):
            continue
        texts = [
            (one, one.rest if one.title else one.text) for one in (part.heading, *part.body) if _may_need(one, sums)
        ]
        told = [(one, text, found[0]) for one, text in texts if (found := _MONEY.search(plain(text)))]
        for passage, text, said in told[:1]:
            reader.readings.add(ReadingState.ASKED, passage, around(text, said), table="plan", row=own,
                                column="cash", rule="pengar i texten", note=_NEED)  # fmt: skip


def ask_headings_within(reader: Reader, structure: Structure, rows: Mapping[int, DraftRow]) -> None:
    """Ask about lines in the texts of activities that look as their names do, where no name has a style.

    What stands under such a line may be an activity of its own, and so may the days that follow.
    """
    said = Counter(passage.text for part in structure.activities for passage in part.body)
    for part in structure.activities:
        if part.heading.level or part.heading.rest or part.heading.is_item or isinstance(part.heading.line, RowLine):
            continue
        for passage, following in pairwise(part.body):
            own = passage.maybe and not (passage.level or passage.is_item or passage.facts or passage.means)
            label = passage.text.endswith(":") or field_of(plain(passage.text), reader.rules)
            over = not (following.maybe or following.is_item or following.grid or following.facts)
            alike = passage.line.bold == part.heading.line.bold and said[passage.text] == 1
            if own and over and alike and not (label or passage.status or passage.is_caption):
                note = _WITHIN.format(name=passage.text)
                row = reader.drafts.id_of("plan", rows[id(part)])
                reader.readings.add(ReadingState.ASKED, passage, table="plan", row=row, column="name",
                                    rule="rubrik i texten", note=note)  # fmt: skip


def _may_need(passage: Passage, sums: Container[str]) -> bool:
    """May an amount in the paragraph be the activity's need? Not one that was compared as a sum of several."""
    told = any(fact.is_sum and "amount" in fact.values for fact in passage.facts)
    return passage.grid is None and not (told and passage.line.place in sums)


def _has_days(passage: Passage) -> bool:
    return any("days" in fact.values for fact in passage.facts)


def ask_headings(reader: Reader, found: Sequence[Passage]) -> None:
    """Ask about headings with a style that nothing was made of though a text right under them tells days."""
    for at, heading in enumerate(found):
        if not heading.level or heading.title or heading.means or heading.area or heading.zone in WITHOUT:
            continue
        below = list(takewhile(lambda other: not other.level, found[at + 1 :]))
        if any(other.title or other.listing or _has_days(other) for other in below):
            continue
        timed = [(other, said) for other in below if other.grid is None and (said := said_days(other.text))]
        for passage, said in timed[:1]:
            note = _HEADING.format(name=heading.text)
            reader.readings.add(ReadingState.ASKED, passage, around(passage.text, said), table="plan", column="days",
                                rule="dagar i texten", note=note)  # fmt: skip


def ask_table(reader: Reader, passage: Passage) -> None:
    """Ask about a table of which nothing was made, where one of its columns is of days."""
    header = passage.grid.rows[0] if passage.grid and passage.grid.rows and passage.zone is not Means.ASIDE else ()
    if passage.grid is not None and any(field_of(plain(cell.text), reader.rules) == "plan.days" for cell in header):
        text = " | ".join(cell.text for cell in header if cell.text)
        at = Passage(RowLine(passage.line.number, text, style=passage.grid.place(0)), text, heading=passage.heading)
        reader.readings.add(ReadingState.ASKED, at, table="plan", column="days", note=_TABLE)
