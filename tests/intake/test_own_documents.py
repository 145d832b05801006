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

PLAN = {
    "areas": ("id", "name", "intro"),
    "groups": ("id", "area", "name", "kind", "priority", "days", "resource_note"),
    "goals": ("id", "area", "text"),
    "plan": ("id", "group", "name", "priority", "top", "description", "deliverables", "partners", "owner", "days",
             "messages", "project_plan", "project_decided", "summary", "subheading", "new", "resource_note",
             "cash_note"),
    "parts": ("id", "activity", "subheading", "text"),
    "budget": ("id", "name", "budget", "description"),
    "funding": ("id", "source", "kind", "amount", "comment"),
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
    "funding": ("id", "source", "kind", "amount", "comment"),
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
    """A value as documents show it: spaces, the signs of lists and the beginnings of addresses don't matter."""
    if isinstance(value, (int, float)):
        return float(value)
    text = "; ".join(value) if isinstance(value, tuple) else str("" if value is None else value)
    text = re.sub(r"https?://", "", text)
    return " ".join(re.sub(r"(?m)^\s*(?:[-•]|\d+\.)\s+", "", text).split())


def differing(book: Book, read: Understood, table: str, columns: tuple[str, ...]) -> list[tuple[str, object, object]]:
    rows = read.rows[table]
    assert len(rows) == len(book[table])
    return [
        (f"{row.id}.{column}", here, there)
        for row, own in zip(book[table], rows, strict=True)
        for column in columns
        if (here := value(row, column)) != (there := plain(own.get(column)))
    ]


def value(row: Row, column: str) -> object:
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
