"""A cell of the plan that is emptied after the document was written: refresh never puts in what is left of the sum."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from rus_sheets.excel.calc.stored import calculate_new
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.layout.canonical import canonical_workbook
from rus_sheets.schema.model import DocumentCommand
from rus_sheets.usecases import documents
from rus_sheets.usecases.documents import write_document
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.refresh import refresh
from rus_sheets.usecases.verify import verify
from tests.documents.test_planned_gaps import PARTS, said
from tests.documents.years import State, declaration_of, path, rows

pytestmark = pytest.mark.slow

NOW = dt.datetime(2026, 12, 18, tzinfo=dt.UTC)
BLANK = (("funding", "amount", 0), ("budget", "budget", 1), ("plan", "days", 6))
TOTALS = ("budget", "days", "funding")


@pytest.fixture(scope="module")
def emptied(tmp_path_factory: pytest.TempPathFactory) -> dict[State, Path]:
    """The workbooks of 2026 with a blank amount of funding, a blank budget and an activity without days."""
    made: dict[State, Path] = {}
    for state in ("empty", "complete"):
        known = rows("2026", state)
        for table, column, place in BLANK:
            known[table][place] = {**known[table][place], column: None}
        made[state] = tmp_path_factory.mktemp(state) / "2026.xlsx"
        made[state].write_bytes(make_workbook(canonical_workbook(declaration_of("2026"), known), calculate_new))
    return made


@pytest.mark.parametrize(("command", "state"), [("plan", "empty"), ("application", "empty"), ("report", "complete")])
def test_a_sum_that_loses_a_part_is_no_longer_known_and_comes_back(
    command: str, state: State, emptied: dict[State, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "program", lambda: None)
    document, whole, lacking = tmp_path / "d.docx", path("2026", state), emptied[state]
    write_document(DocumentCommand(command), whole, now=NOW, output=document)
    before = said(document.read_bytes())
    refresh(document, lacking, now=NOW)
    after = said(document.read_bytes())
    partial = [open_book(lacking).totals[each].number for each in TOTALS]
    sums = "|".join(f"{int(each):,}".replace(",", " ") if each else "0 kr" for each in partial)
    of = re.compile(rf"(?<![\d,] )(?<![\d,])(?:{sums})(?! ?[\d,.])")
    assert [row for row in after if of.search(row) and not PARTS.search(row)] == []
    assert any("ännu inte känt" in line for line in after)
    assert not [line for line in after if "saknas kr" in line]
    assert not [line for line in after if re.search("(av|på|omfattar|sammanlagt) ännu inte känt", line)]
    assert [each.message for each in verify(document, lacking).disagreements if each.kind != "chart"] == []
    refresh(document, whole, now=NOW)
    assert said(document.read_bytes()) == before
