"""Days of running and of development work, by area: in plan and report, with cells, and where a workbook lacks them."""

from __future__ import annotations

import pytest

from rus_sheets.book.build import build_book
from rus_sheets.documents.sources import sources
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.schema.model import Declaration
from tests.documents.books import book_of, example, rendered
from tests.documents.test_planned_gaps import said
from tests.mixed import MIXED, PLAN, made, rows_of
from tests.usecases.test_older_workbook import older
from tests.usecases.years import row
from tests.usecases.years import rows_of as year

SENTENCE = "(löpande arbete 148, utvecklingsarbete 125 arbetsdagar)"


@pytest.mark.parametrize("kind", ["plan", "report"])
def test_each_area_tells_its_days_and_a_table_sums_them(kind: str) -> None:
    told = said(rendered(kind, example(2022)))
    assert [line for line in told if SENTENCE in line]
    assert [line for line in told if line.startswith("Övrigt | ") and line.endswith(" | 144 | 28 | 172")]
    assert [line for line in told if line.startswith("Summa | ") and line.endswith(" | 387 | 422 | 809")]


@pytest.mark.parametrize("kind", ["plan", "report"])
def test_a_plan_that_does_not_tell_them_apart_says_nothing_of_them(kind: str) -> None:
    told = said(rendered(kind, example(2026)))
    assert not [line for line in told if "(löpande arbete" in line or "| Utvecklingsarbete |" in line]


def test_days_of_neither_are_told_of() -> None:
    told = said(rendered("plan", book_of(rows_of(MIXED, PLAN))))
    assert "I arbetsdagarna ingår 19,5 i grupper som inte har någon typ." in told


@pytest.mark.parametrize("declaration", [PLAN, older(PLAN)], ids=["now", "before the columns"])
def test_the_figures_are_those_of_the_cells_and_known_without_them(declaration: Declaration) -> None:
    found = sources(build_book(PLAN, read_workbook(made(MIXED, declaration))))
    told = {tag: source.text for tag, source in found.by_tag.items()}
    assert told["Områden/O1/Dagar löpande"] == "148"
    assert told["Områden/O1/Dagar utveckling"] == "30,5"
    assert told["Områden/O2/Dagar löpande"] == "7"
    assert told["Summering/Dagar_löpande_totalt"] == "155"
    assert bool(found.by_tag["Områden/O1/Dagar löpande"].ref) == (declaration is PLAN)


def test_days_that_are_missing_are_not_told_in_part() -> None:
    rows = year("2022")
    row(rows, "plan", "A09").pop("days")
    told = said(rendered("plan", book_of(rows)))
    assert [line for line in told if line.endswith("| 148 | ännu inte känt | ännu inte känt")]
    assert not [line for line in told if SENTENCE in line]
