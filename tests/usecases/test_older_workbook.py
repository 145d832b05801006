"""A workbook made before formulas, rows and choices were declared otherwise goes on working, and follows by --fix."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace
from openpyxl.worksheet.table import Table as Table_

from rus_sheets.excel.calc.stored import calculate_new
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.findings import Severity
from rus_sheets.layout.blueprint import NewSheet
from rus_sheets.layout.canonical import canonical_workbook
from rus_sheets.resources import declaration_path, folder
from rus_sheets.schema.load import load_declaration
from rus_sheets.schema.model import Declaration, SummaryBlock, Table
from rus_sheets.usecases.fix import fix
from rus_sheets.usecases.merging import merge
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.rows_as_text import load_rows
from rus_sheets.usecases.split import split
from rus_sheets.usecases.validate import validate
from tests.cli.run import rus_sheets
from tests.mixed import MIXED, PLAN
from tests.mixed import rows_of as mixed_rows
from tests.word.documents import lines

NOW = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
EXAMPLES = {"verksamhet": "2022", "bidrag": "bidrag-2026"}


def _table(table: Table) -> Table:
    columns = (
        replace(each, formula=each.earlier[-1] if each.earlier else each.formula)
        for each in table.columns
        if not each.optional
    )
    return replace(table, columns=tuple(columns))


def _block(block: SummaryBlock) -> SummaryBlock:
    def older(each):  # columns and rows alike
        return replace(each, formula=each.earlier[-1] if each.earlier else each.formula)

    rows = (
        replace(older(row), label=(row.earlier_labels or (row.label,))[0]) for row in block.rows if not row.optional
    )
    return replace(
        block,
        rows=tuple(rows),
        columns=tuple(map(older, block.columns)),
        extra_columns=tuple(map(older, block.extra_columns)),
    )


def older(declaration: Declaration) -> Declaration:
    """The declaration as it was before whatever has been added or changed."""
    lists = (
        replace(each, values=tuple(value for value in each.values if value not in each.added))
        for each in declaration.list
        if not each.optional
    )
    summary = replace(declaration.summary, block=tuple(map(_block, declaration.summary.block)))
    tables = tuple(_table(each) for each in declaration.table if not each.optional)
    return replace(declaration, list=tuple(lists), table=tables, summary=summary)


@pytest.fixture(params=EXAMPLES)
def workbook(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    newest = load_declaration(declaration_path(request.param))
    declaration = older(newest)
    kept = {table.key: {column.key for column in table.columns} | {"key", "value"} for table in declaration.table}
    rows = {
        key: [{name: value for name, value in row.items() if name in kept[key]} for row in each]
        for key, each in load_rows(newest, folder("examples") / EXAMPLES[request.param]).items()
        if key in kept
    }
    path = tmp_path / "gammal.xlsx"
    path.write_bytes(make_workbook(canonical_workbook(declaration, rows), calculate_new))
    return path


def _codes(workbook: Path) -> set[str]:
    findings = validate(workbook).findings
    assert not {each.severity for each in findings} & {Severity.BLOCKER, Severity.ERROR}, findings
    return {each.code for each in findings}


def test_it_is_told_of_once_and_mended_by_fix(workbook: Path) -> None:
    assert _codes(workbook) <= {"RS203", "RS014"}
    assert [each.code for each in validate(workbook).findings].count("RS203") == 1
    fixed = fix(workbook, now=NOW)
    assert not fixed.refused
    assert _codes(workbook) <= {"RS014"}
    book = open_book(workbook)
    stored = {key: each.stored if each.stored != "" else None for key, each in book.totals.items() if each.ref}
    assert stored == {key: book.totals[key].value for key in stored}
    assert fix(workbook, now=NOW).repairs == ()
    if book.declaration.name == "verksamhet":
        labels = {each.label for each in book.totals.values()}
        sheet = book.raw.sheet(book.declaration.summary.sheet)
        assert sheet
        shown = {cell.value for (_, column), cell in sheet.cells.items() if column == 1}
        assert any("allra viktigast" in str(each) for each in shown & labels)


def test_the_year_goes_on(workbook: Path) -> None:
    sent = split(workbook, workbook.parent / "utskick", today=NOW.date())
    assert len(sent) > 20
    merged = merge(workbook, [workbook.parent / "utskick"], now=NOW)
    assert (merged.decisions.summary["conflict"], merged.decisions.summary["refuse"]) == (0, 0)
    document = workbook.parent / "ut.docx"
    assert rus_sheets("report", workbook, "-o", document).code == 0
    assert rus_sheets("verify", document, workbook).code == 0


ADDED = {"Plan": "Ledigt id", "Finansiering": "Läge", "Områden": "Dagar löpande"}


def test_a_column_whose_header_is_typed_beside_its_table_gets_its_formulas(tmp_path: Path) -> None:
    declaration = older(PLAN)
    made = canonical_workbook(declaration, mixed_rows(MIXED, declaration))
    sheets = (_with_header(each, ADDED[each.name]) if each.name in ADDED else each for each in made.sheets)
    workbook = tmp_path / "gammal.xlsx"
    workbook.write_bytes(make_workbook(replace(made, sheets=tuple(sheets)), calculate_new))
    assert not fix(workbook, now=NOW).refused
    book = open_book(workbook)
    areas = book["areas"].by_id
    assert [areas[key].cell("running_days").stored for key in ("O1", "O2")] == [148, 7]
    assert all(row.cell("next_id").raw.formula for row in book["plan"])
    assert book.totals["funding"].stored == book.totals["funding"].value == 550_000
    sheet = book.raw.sheet("Summering")
    assert sheet
    assert "Beslutad finansiering, kr" in {cell.value for cell in sheet.cells.values()}
    assert not {each.code for each in validate(workbook).findings} & {"RS202", "RS203", "RS214"}


def _with_header(sheet: NewSheet, header: str) -> NewSheet:
    table = sheet.tables[0]
    return replace(sheet, tables=(replace(table, columns=(*table.columns, (header, ""))),))


def test_a_new_year_tells_which_columns_and_sheets_have_been_declared_since(tmp_path: Path) -> None:
    declaration = older(PLAN)
    workbook = tmp_path / "gammal.xlsx"
    workbook.write_bytes(make_workbook(canonical_workbook(declaration, mixed_rows(MIXED, declaration)), calculate_new))
    ran = rus_sheets("new", tmp_path / "ny.xlsx", "--year", 2022, "--from", workbook)
    told = " ".join(ran.out.split())
    assert ran.code == 0
    assert "Plan: Ledigt id, Underrubrik, Ny" in told
    assert "Finansiering: Läge" in told
    assert "Bilagor" in told.partition("Frivilliga blad")[2]
    assert told.count("Vill ni ha dem: rus-sheets validate ny.xlsx --fix --extend") == 1


def _with_own_sheet(workbook: Path, headers: list[str], row: list[object]) -> None:
    """The workbook as people leave it with a sheet and a table of their own called Medel."""
    book = openpyxl.load_workbook(workbook)
    sheet = book.create_sheet("Medel")
    sheet.append(headers)
    sheet.append(row)
    sheet.add_table(Table_(displayName="Medel", ref=f"A1:{sheet.cell(2, len(headers)).coordinate}"))
    book.save(workbook)


def test_a_sheet_of_allocations_that_is_added_by_hand_is_read(workbook: Path) -> None:
    table = load_declaration(declaration_path("verksamhet")).table_of("allocations")
    if open_book(workbook).declaration.name != "verksamhet":
        pytest.skip("only a plan has such a sheet")
    row = {"id": "MD01", "activity": "A21", "amount": 700000, "source": "Andra", "year": 2022, "state": "Beslutad"}
    before = _codes(workbook)
    _with_own_sheet(workbook, [column.header for column in table.columns], [row.get(c.key) for c in table.columns])
    assert [each["amount"] for each in open_book(workbook)["allocations"]] == [700000]
    assert _codes(workbook) - before <= {"RS207"}  # openpyxl stores no values
    document = workbook.parent / "ut.docx"
    assert rus_sheets("plan", workbook, "-o", document).code == 0
    assert any("Medel till aktiviteterna" in line for line in lines(document.read_bytes()))


def test_a_sheet_of_ones_own_by_that_name_is_left(workbook: Path) -> None:
    before = _codes(workbook)
    _with_own_sheet(workbook, ["Konto", "Saldo"], ["4010", 12])
    assert _codes(workbook) - before <= {"RS207"}
    if open_book(workbook).declaration.name == "verksamhet":
        document = workbook.parent / "ut.docx"
        assert rus_sheets("plan", workbook, "-o", document).code == 0
        assert not any("Medel till aktiviteterna" in line for line in lines(document.read_bytes()))
