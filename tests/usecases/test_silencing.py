"""A finding silenced with a reason, as narrowly as it can be told; what can't be is left alone."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import openpyxl
import pytest

from rus_sheets.errors import UserError
from rus_sheets.findings import Finding
from rus_sheets.resources import folder
from rus_sheets.usecases.opened.finding_rows import key_of
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.silencing import LONGEST, SilencedNow, silence
from rus_sheets.usecases.undo import undo
from rus_sheets.usecases.validate import validate

NOW = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Three rows with the same fault, in a file that no program has calculated."""
    path = Path(shutil.copy(folder("examples") / "2026" / "verksamhet-2026.xlsx", tmp_path))
    book = openpyxl.load_workbook(path)
    plan = book["Plan"]
    headers = {cell.value: cell.column for cell in plan[1]}
    for row in (3, 4, 5):
        plan.cell(row, headers["Dagar"]).value = "12 dagar"
    book.save(path)
    return path


def at(workbook: Path, code: str, cell: str = "") -> Finding:
    return next(each for each in validate(workbook).findings if each.code == code and each.cell.startswith(cell))


def silenced(workbook: Path, finding: Finding, reason: str = "Det är rätt") -> SilencedNow:
    return silence(workbook, key_of(finding), reason, now=NOW)


def test_only_that_cell(workbook: Path) -> None:
    before = workbook.read_bytes()
    findings = [each for each in validate(workbook).findings if each.code == "RS101"]
    assert len(findings) == 3
    done = silenced(workbook, findings[0])
    assert done.also == ()
    after = validate(workbook)
    assert [each for each in after.findings if each.code == "RS101"] == findings[1:]
    assert [(each.finding, each.reason) for each in after.silenced] == [(findings[0], "Det är rätt")]
    row = open_book(workbook)["exceptions"].rows[-1]
    assert (row.text("row"), row.text("field")) == (findings[0].row_id, "Dagar")
    assert set(after.findings) - {*findings} == {*done.appeared}
    assert undo(workbook).note.operation == "tystningen"
    assert workbook.read_bytes() == before


def test_what_the_write_itself_mends_is_told(workbook: Path) -> None:
    before = workbook.read_bytes()
    with pytest.raises(UserError, match="försvinner när arbetsboken sparas"):
        silenced(workbook, at(workbook, "RS207"))
    assert workbook.read_bytes() == before


def test_what_cant_be_silenced(workbook: Path) -> None:
    finding = at(workbook, "RS101")
    before = workbook.read_bytes()
    for reason in ("", " \n", "x" * (LONGEST + 1)):
        with pytest.raises(UserError, match="Skälet"):
            silenced(workbook, finding, reason)
    with pytest.raises(UserError, match="finns inte längre"):
        silence(workbook, "0" * 16, "x", now=NOW)
    assert workbook.read_bytes() == before
    book = openpyxl.load_workbook(workbook)
    del book["Undantag"]
    book.save(workbook)
    with pytest.raises(UserError, match="Bladet Undantag finns inte"):
        silenced(workbook, at(workbook, "RS101"))
    book = openpyxl.load_workbook(workbook)
    del book["Plan"]
    book.save(workbook)
    blocker = next(each for each in validate(workbook).findings if each.severity.value == "blocker")
    with pytest.raises(UserError, match="Ett stopp kan inte tystas"):
        silenced(workbook, blocker)
