"""The matrix of goals as a workbook: marks, sums that are formulas, and what it refuses."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.resources import folder
from rus_sheets.usecases.coverage import coverage, write_coverage
from rus_sheets.usecases.opened.opening import open_book
from tests.checks.workbooks import lettered
from tests.cli.run import rus_sheets
from tests.libreoffice import convert, soffice

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return Path(shutil.copy(folder("examples") / "2026" / "verksamhet-2026.xlsx", tmp_path))


def sums(path: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Of the sheet of messages: how many activities each message has, and how many messages each activity."""
    sheet = openpyxl.load_workbook(path, data_only=True)["Aktiviteter per budskap"]
    rows = list(sheet.iter_rows(values_only=True))
    total, header, body = rows[3], rows[4], rows[5:12]
    return (
        {str(row[0]).partition(".")[0]: row[1] for row in body},
        {str(name).split()[0]: count for name, count in zip(header[2:], total[2:], strict=True) if name},
    )


def test_the_sums_are_those_of_the_plan(workbook: Path, tmp_path: Path) -> None:
    output = tmp_path / "matris.xlsx"
    write_coverage(coverage(workbook), output, workbook, NOW)
    plan = {row.id: row["messages"] or () for row in open_book(workbook)["plan"]}
    messages = {key: sum(key in named for named in plan.values()) for key in "1234567"}
    assert sums(output) == (messages, {key: len(named) for key, named in plan.items()})
    formulas = openpyxl.load_workbook(output)["Aktiviteter per budskap"]
    assert str(formulas["B6"].value).startswith("=COUNTIF(C6:")


@pytest.mark.skipif(soffice() is None, reason="LibreOffice isn't here")
def test_libreoffice_gets_the_same_sums(workbook: Path, tmp_path: Path) -> None:
    output = tmp_path / "matris.xlsx"
    write_coverage(coverage(workbook), output, workbook, NOW)
    assert sums(convert(output, "xlsx", tmp_path / "lo")) == sums(output)


def test_a_gap_is_named_and_what_nobody_has_told_is_none(workbook: Path) -> None:
    column = lettered("{Plan[Budskap]}")
    rows = {f"{column}{row}": "1" for row in range(2, 30)} | {f"{column}2": None}
    patch_cells(workbook, workbook, {"Plan": rows})
    ran = rus_sheets("coverage", workbook)
    said = " ".join(ran.out.split())
    assert ran.code == 0
    assert "1 av 7 budskap har minst en aktivitet. Utan aktivitet: 2. Stärk den interna dialogen" in said
    assert "inte är knutna till något budskap: Medverkan i fördjupad utvärdering" in said
    told = json.loads(rus_sheets("coverage", workbook, "--format", "json").out)
    assert told["coverages"][0]["gaps"] == list("234567")
    patch_cells(workbook, workbook, {"Plan": dict.fromkeys(rows, None)})
    assert "Aktiviteter per budskap: ingen aktivitet är knuten till något." in rus_sheets("coverage", workbook).out


def test_what_was_there_is_kept_and_what_cannot_be_is_told(workbook: Path, tmp_path: Path) -> None:
    output = tmp_path / "matris.xlsx"
    output.write_bytes(b"annat")
    assert "Den förra filen finns kvar" in rus_sheets("coverage", workbook, "-o", output).out
    for name, code, fault in (("m.docx", 2, "skrivs som .xlsx"), (workbook.name, 3, "Det är arbetsboken.")):
        ran = rus_sheets("coverage", workbook, "-o", tmp_path / name)
        assert (ran.code, fault in ran.err) == (code, True), ran.err
    ran = rus_sheets("coverage", folder("examples") / "2022" / "verksamhet-2022.xlsx", "-o", tmp_path / "x.xlsx")
    assert ran.code == 3
    assert "Ingen aktivitet är knuten till något." in ran.err
    grant = rus_sheets("coverage", folder("examples") / "bidrag-2026" / "bidrag-2026.xlsx")
    assert grant.code == 2
    assert "Lägg till [[coverage]]" in grant.err
