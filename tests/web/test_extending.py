"""An older workbook gets what has come since on the page too, and its amounts a sheet of their own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from rus_sheets.book.lacking import Lacking, lacking
from rus_sheets.excel.calc.stored import calculate_new
from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.layout.canonical import canonical_workbook
from rus_sheets.usecases.opened.opening import open_book
from tests.mixed import MIXED, PLAN
from tests.mixed import rows_of as mixed_rows
from tests.usecases.test_older_workbook import older
from tests.web.conftest import Browser, text_of
from tests.web.desk import hidden


@pytest.fixture
def gammal(workbook: Path) -> Path:
    """The chosen workbook, of an older declaration, with an amount on the plan."""
    declaration = older(PLAN)
    made = make_workbook(canonical_workbook(declaration, mixed_rows(MIXED, declaration)), calculate_new)
    workbook.write_bytes(made)
    rows = open_book(workbook)["plan"].rows
    cells = {row.cell("amount").ref: None for row in rows}
    cells |= {rows[0].cell("cash").ref: "Ja", rows[0].cell("amount").ref: 40_000}
    patch_cells(workbook, workbook, {"Plan": cells})
    return workbook


def test_what_is_ticked_is_shown_and_done(browser: Browser, key: str, gammal: Path) -> None:
    where, before = f"/bok/{key}/kontroll/laga", gammal.read_bytes()
    offered = text_of(browser.get(where))
    assert "har kommit till i mallen" in offered
    assert "till bladet Medel, en rad för varje" in offered
    shown = browser.get(f"{where}?utokat=ja&belopp=ja")
    said = text_of(shown)
    assert "Skulle lägga till bladet Medel, sist." in said
    assert "Skulle flytta 1 belopp till Medel." in said
    assert re.search(r"40\s000 kr flyttas till raden MD01", said)
    assert gammal.read_bytes() == before
    assert _carried(shown) == {"utokat", "belopp"}
    done = text_of(browser.post(where, seen=hidden(shown, "seen")[0], utokat="ja", belopp="ja"))
    assert "Lade till bladet Medel, sist." in done
    assert "Flyttade 1 belopp till Medel." in done
    book = open_book(gammal)
    assert lacking(book) == Lacking({}, (), (), ())
    assert [row.number_of("amount") for row in book["allocations"]] == [40000]
    again = text_of(browser.get(f"{where}?utokat=ja&belopp=ja"))
    assert "Inget har kommit till i mallen som arbetsboken saknar." in again
    assert "Inga belopp att flytta." in again


def test_amounts_without_their_sheet_ask_for_both(browser: Browser, key: str, gammal: Path) -> None:
    said = text_of(browser.get(f"/bok/{key}/kontroll/laga?belopp=ja"))
    remedy = "Lägg till det på samma gång med knappen Fyll i och lägg tillbaka och båda rutorna"
    assert f"Bladet Medel saknas. {remedy}" in said


def test_what_is_not_ticked_is_not_done(browser: Browser, key: str, gammal: Path) -> None:
    shown = browser.get(f"/bok/{key}/kontroll/laga")
    assert not _carried(shown)
    assert "Skulle lägga till bladet" not in text_of(shown)


def _carried(shown: Any) -> set[str]:
    """What the form that does it says beside what was seen."""
    return set(re.findall(r'type="hidden" name="(\w+)" value="ja"', shown.text))
