"""The example years show the figures of the real plan (2026) and the real annual report (2022)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rus_sheets.book.model import Book
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.layout.summary_layout import CellRole, summary_layout
from rus_sheets.resources import folder
from rus_sheets.usecases.generate import generated
from rus_sheets.usecases.opened.opening import open_book
from tests.libreoffice import convert

YEARS = ("2022", "2026")


def example(year: str) -> Path:
    return folder("examples") / year / f"verksamhet-{year}.xlsx"


@pytest.fixture(scope="module", params=YEARS)
def year(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def book(year: str) -> Book:
    return open_book(example(year))


FIGURES = {
    "2026": {
        "activities": 28, "prioritised": 14, "days": 755, "capacity": 756, "budget": 4_500_000, "spent": 0,
        "funding": 4_500_000, "answered": 0, "missing": 28,
    },
    "2022": {
        "activities": 49, "prioritised": 19, "days": 809, "budget": 5_342_500, "spent": 4_393_523,
        "funding": 5_039_500, "unspent_year": 357_977, "unspent": 645_977, "answered": 49, "missing": 0,
    },
}  # fmt: skip


def test_totals_are_the_sources_and_stored_as_recomputed(book: Book, year: str) -> None:
    assert {key: book.totals[key].value for key in FIGURES[year]} == FIGURES[year]
    assert {key: total.stored for key, total in book.totals.items()} == {
        key: total.value for key, total in book.totals.items()
    }


AREAS = {"2026": [("O1", 253), ("O2", 321), ("O3", 181)], "2022": [("O1", 273), ("O2", 364), ("O3", 172)]}


def test_days_per_area(book: Book, year: str) -> None:
    assert [(row.id, row["days"]) for row in book["areas"]] == AREAS[year]
    assert [(row.id, row.cell("days").stored) for row in book["areas"]] == AREAS[year]


def test_the_plan_of_2026_has_what_it_should() -> None:
    book = open_book(example("2026"))
    assert len(book["goals"]) == 16
    assert len(book["messages"]) == 7
    assert [row["budget"] for row in book["budget"]] == [3_350_000, 200_000, 900_000, 50_000]
    assert all(row["top"] is None for row in book["plan"])


def test_2022_counts_group_days_and_activity_days_once() -> None:
    book = open_book(example("2022"))
    running = book.declaration.role("kind", "running")
    assert [row["days"] for row in book["groups"] if row["kind"] == running] == [148, 95, 144]
    assert sum(row.number_of("days") for row in book["plan"]) == 125 + 269 + 28
    assert len(book["parts"]) == 18
    assert all(part["result"] for part in book["parts"])


STATUSES = {  # the report's own summary: as planned, partly, not done, not relevant
    "top": (3, 1, 0, 0), "prio": (0, 0, 0, 0), "first": (12, 3, 0, 0), "second": (6, 4, 0, 1),
    "running": (19, 0, 0, 0), "none": (0, 0, 0, 0),
}  # fmt: skip


def test_status_by_priority_is_the_reports_own_summary() -> None:
    book = open_book(example("2022"))
    sheet = book.raw.sheet(book.declaration.summary.sheet)
    assert sheet is not None
    roles = book.declaration.choices("priority_class").roles
    rows = {
        cell.text: tuple(sheet.at(cell.row, column).value for column in range(2, 6))
        for cell in summary_layout(book.declaration)
        if cell.block == "priorities" and cell.part is CellRole.LABEL
    }
    assert rows == {roles[role]: counts for role, counts in STATUSES.items()}


@pytest.mark.libreoffice
def test_every_stored_value_is_what_libreoffice_calculates(book: Book, year: str, tmp_path: Path) -> None:
    again = read_workbook(convert(example(year), "xlsx", tmp_path))
    compared = 0
    for sheet in book.raw.sheets:
        other = again.sheet(sheet.name)
        assert other is not None
        for (row, column), cell in sheet.cells.items():
            if cell.formula is not None:
                compared += 1
                assert (sheet.name, cell.ref, cell.value or None) == (
                    sheet.name,
                    cell.ref,
                    other.at(row, column).value or None,
                )
    assert compared > 300


def test_all_live_checks_are_ok(book: Book) -> None:
    sheet = book.raw.sheet(book.declaration.summary.sheet)
    assert sheet is not None
    checks = [cell for cell in summary_layout(book.declaration) if cell.part is CellRole.CHECK]
    assert checks
    assert {sheet.at(cell.row, cell.column).value for cell in checks} == {book.declaration.summary.ok}


def test_what_is_generated_is_current() -> None:
    stale = [path.name for path, make in generated().items() if path.read_bytes() != make()]
    assert stale == []


def test_no_private_person_has_a_name_in_the_examples(book: Book) -> None:
    assert all(row["name"] is None for row in book["seats"])
    mails = {row.text("email") for row in book["plan"]}
    assert all(re.fullmatch(r"[a-z0-9.-]+@example\.org", mail) for mail in mails)
