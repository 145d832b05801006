"""What our own plan and report write comes back equal to the workbook, in every column that they print."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from rus_sheets.book.model import Book, Row
from rus_sheets.intake.readings import ReadingState
from rus_sheets.intake.understand import Understood
from rus_sheets.resources import folder
from rus_sheets.schema.model import DocumentCommand
from rus_sheets.usecases.documents import write_document
from rus_sheets.usecases.opened.opening import open_book
from tests.intake.sources import understood
from tests.third_plan.test_third_plan import YEAR, workbook_of

MONEY = ("activity", "post", "amount", "low", "high", "purpose", "source", "year", "state")
PLAN = {
    "areas": ("id", "name", "intro"),
    "groups": ("id", "area", "name", "kind", "priority", "days", "resource_note"),
    "goals": ("id", "area", "text"),
    "plan": ("id", "group", "name", "priority", "top", "description", "deliverables", "partners", "owner", "days",
             "messages", "project_plan", "project_decided", "summary", "subheading", "new", "resource_note",
             "cash_note"),
    "parts": ("id", "activity", "subheading", "text"),
    "budget": ("id", "name", "budget", "description"),
    "funding": ("id", "source", "kind", "amount", "state", "comment"),
    "allocations": ("id", *MONEY),
    "candidates": ("hand", "name", "description"),
    "appendices": ("heading", "decided", "text", "activity"),
    "seats": ("body", "name", "affiliation", "role", "period"),
    "messages": ("number", "text"),
}  # fmt: skip
REPORT = {
    "areas": ("id", "name"),
    "groups": ("id", "area", "name", "kind", "priority", "days", "resource_outcome"),
    "plan": ("id", "group", "name", "priority", "top", "description", "owner", "days"),
    "parts": ("id", "activity", "subheading", "text", "result"),
    "outcomes": ("id", "status", "deviation", "effects", "next"),
    "events": ("id", "activity", "date", "type", "heading", "participants"),
    "budget": ("id", "name", "budget", "comment"),
    "funding": ("id", "source", "kind", "amount", "state", "comment"),
    "allocations": ("id", *MONEY),
    "seats": ("body", "name", "affiliation", "role", "period"),
}
CASH_PRINTED = ("Ja", "Eventuellt")


def written(year: str, command: DocumentCommand, tmp_path: Path) -> Understood:
    made = tmp_path / "dokument.docx"
    write_document(command, workbook(year), now=dt.datetime(2026, 3, 1, tzinfo=dt.UTC), output=made, pages=False)
    return understood(made)


def workbook(year: str) -> Path:
    return folder("examples") / year / f"verksamhet-{year}.xlsx"


def plain(value: object) -> object:
    """A value as documents show it: spaces, the signs of lists don't matter."""
    if isinstance(value, (int, float)):
        return float(value)
    text = "; ".join(value) if isinstance(value, tuple) else str("" if value is None else value)
    return " ".join(re.sub(r"(?m)^\s*(?:[-•]|\d+\.)\s+", "", text).split())


def differing(book: Book, read: Understood, table: str, columns: tuple[str, ...]) -> list[tuple[str, object, object]]:
    rows = read.rows[table]
    assert len(rows) == len(book[table])
    return [
        (f"{row.id}.{column}", here, there)
        for row, own in zip(printed(book, table), rows, strict=True)
        for column in columns
        if (here := value(row, column)) != (there := plain(own.get(column)))
    ]


def printed(book: Book, table: str) -> list[Row]:
    """The rows in the order of the document: of what is proposed, the first hand comes first."""
    hands = list(book.declaration.choices("hand").values)
    return sorted(book[table], key=lambda row: hands.index(row.text("hand")) if table == "candidates" else 0)


def value(row: Row, column: str) -> object:
    """What the document says; that money is decided goes without saying there."""
    if (row.table.key, column, row.text(column)) == ("funding", "state", "Beslutad"):
        return ""
    return plain(row.cell(column).value) if column in row.cells else ""


@pytest.mark.parametrize("year", ["2022", "2026"])
def test_a_plan(year: str, tmp_path: Path) -> None:
    read, book = written(year, DocumentCommand.PLAN, tmp_path), open_book(workbook(year))
    for table, columns in PLAN.items():
        assert differing(book, read, table, columns) == []
    printed = [row["cash"] if row["cash"] in CASH_PRINTED else None for row in book["plan"]]
    assert [row.get("cash") for row in read.rows["plan"]] == printed
    assert read.readings.of(ReadingState.ASKED) == []
    assert read.readings.of(ReadingState.WRONG) == []
    assert read.readings.of(ReadingState.RIGHT)


def test_a_report(tmp_path: Path) -> None:
    read, book = written("2022", DocumentCommand.REPORT, tmp_path), open_book(workbook("2022"))
    for table, columns in REPORT.items():
        assert differing(book, read, table, columns) == []
    ranked = [row for row in book["plan"] if row["priority"]]
    short = {str(row["id"]): plain(row.get("short")) for row in read.rows["outcomes"]}
    assert [short[row.id] for row in ranked] == [value(book["outcomes"].by_id[row.id], "short") for row in ranked]
    assert read.readings.of(ReadingState.WRONG) == []


def test_a_report_before_anything_is_reported(tmp_path: Path) -> None:
    read, book = written("2026", DocumentCommand.REPORT, tmp_path), open_book(workbook("2026"))
    assert differing(book, read, "plan", ("id", "group", "name", "priority", "days")) == []
    assert not any(row.get("status") for row in read.rows["outcomes"])


def both(tmp_path: Path, text: str = YEAR, command: DocumentCommand = DocumentCommand.PLAN) -> tuple[Understood, Book]:
    """The third year's document as it is read, and its workbook."""
    made, path = tmp_path / "dokument.docx", workbook_of(tmp_path, text)
    write_document(command, path, now=dt.datetime(2021, 3, 1, tzinfo=dt.UTC), output=made, pages=False)
    return understood(made), open_book(path)


def test_headings_within_a_group_in_a_report(tmp_path: Path) -> None:
    read, book = both(tmp_path, YEAR, DocumentCommand.REPORT)
    assert any(row.text("subheading") for row in book["plan"])
    assert differing(book, read, "plan", ("id", "group", "name", "subheading", "days")) == []


def test_the_third_plan(tmp_path: Path) -> None:
    read, book = both(tmp_path, YEAR.replace("konsult och", "Konsult och"))  # printed with a small letter
    for table, columns in PLAN.items():
        # A group's priority is read as that of each of its activities.
        assert differing(book, read, table, tuple(each for each in columns if each != "priority")) == []
    assert read.readings.of(ReadingState.ASKED) == []
    assert read.readings.of(ReadingState.WRONG) == []


OPEN = YEAR.replace("Belopp | Avser    | År   | Läge", "Belopp | Från | Till  | Avser    | Källa | År   | Läge")
OPEN = re.sub(
    r"MD01 .*\nMD02 .*\nMD03 .*",
    """\
MD01     | A02           | P2      | 60000  |      |       | Möten    | Kvar från förut | 2020 | Beslutad
MD02     | A02           |         |        | 5000 | 20000 | Konsult  | Fonden | | Möjlig
MD03     | A04           | P2      |        |      |       | Resor    |        | 2021 | Väntad
MD04     | A04           |         |        | 5000 |       | Bilder   | Fonden | 2021 | Möjlig
MD05     | A04           |         |        |      | 9000  | Lokal    | Fonden | 2021 | Möjlig
MD06     | A04           |         | 3000   |      |       | Porto    | Kvar från 2020 | 2020 | Beslutad
MD07     |               | P1      | 14000  |      |       | Tryck    |        | 2021 | Beslutad""",
    OPEN,
).replace("Kvar från förut", "Kvar från 2020")


@pytest.mark.parametrize("command", [DocumentCommand.PLAN, DocumentCommand.REPORT])
def test_money_of_each_kind(command: DocumentCommand, tmp_path: Path) -> None:
    read, book = both(tmp_path, OPEN.replace("| 40000  | Väntad", "|        | Väntad"), command)
    assert differing(book, read, "allocations", ("id", *MONEY)) == []
    assert differing(book, read, "funding", ("source", "kind", "amount", "state")) == []
    assert differing(book, read, "parts", ("activity", "subheading", "text")) == []
    assert not [reading for reading in read.readings.of(ReadingState.ASKED) if reading.table == "allocations"]
