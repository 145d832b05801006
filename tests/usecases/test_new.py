"""A new workbook has all that the design names, seen by other programs than ours."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace
from openpyxl.worksheet.worksheet import Worksheet

from rus_sheets.documents.contexts import names_for
from rus_sheets.documents.figures import name_of
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.layout.summary_layout import CellRole, summary_layout
from rus_sheets.resources import declaration_path, folder
from rus_sheets.schema.load import load_declaration
from rus_sheets.schema.model import CellType, Declaration, DraftWords, Editor, TableKind
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.validate import validate
from rus_sheets.word.make.render import render
from rus_sheets.word.parts.package import DocumentProperties
from tests.cli.run import rus_sheets
from tests.libreoffice import convert
from tools.maker.templates import templates

EXCEL_2016 = {
    "ABS", "AND", "COUNTA", "COUNTIFS", "IF", "IFERROR", "INDEX", "ISNUMBER", "MATCH", "MAX", "MID", "N", "OR",
    "SEARCH", "SUBSTITUTE", "SUM", "SUMIFS", "SUMPRODUCT",
}  # fmt: skip


@pytest.fixture(scope="module")
def declaration() -> Declaration:
    return load_declaration(declaration_path("verksamhet"))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ny") / "verksamhet-2027.xlsx"
    assert rus_sheets("new", path, "--year", 2027).code == 0
    return path


@pytest.fixture(scope="module")
def book(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def sheet(book: openpyxl.Workbook, name: str) -> Worksheet:
    found = book[name]
    assert isinstance(found, Worksheet)
    return found


def test_every_sheet_holds_its_table_with_its_headers(book: openpyxl.Workbook, declaration: Declaration) -> None:
    assert tuple(book.sheetnames) == declaration.sheets
    for table in declaration.table:
        found = sheet(book, table.sheet).tables
        assert list(found) == [table.excel_name]
        headers = [column.header for column in table.columns] or [choices.header for choices in declaration.list]
        assert [column.name for column in found[table.excel_name].tableColumns] == headers
        first, last = found[table.excel_name].ref.split(":")
        assert first == "A1"
        assert sheet(book, table.sheet).max_row == int(re.sub(r"\D", "", last)), "something stands below the table"


def test_input_formula_and_help_cells_have_a_style_each(book: openpyxl.Workbook, declaration: Declaration) -> None:
    plan = sheet(book, declaration.table_of("plan").sheet)
    by_header = {cell.value: plan.cell(2, cell.column) for cell in plan[1]}
    column = declaration.table_of("plan").column
    fills = {key: by_header[column(key).header].fill.fgColor.rgb for key in ("id", "days", "area", "priority_class")}
    assert fills["id"] == fills["days"] != fills["area"] == fills["priority_class"]


MAILS = ["mejl-uppfoljning", "mejl-paminnelse"]


def drafts(declaration: Declaration) -> list[DraftWords]:
    """The mails that the declaration has words for."""
    return [words for words in (declaration.followup.invitation, declaration.followup.reminder) if words]


def test_the_texts_that_documents_ask_for_are_there_with_what_each_is_for(path: Path, declaration: Declaration) -> None:
    table = declaration.table_of("texts")
    rows = open_book(path)["texts"].rows
    assert tuple(row.id for row in rows) == table.known_ids
    assert all(row.text("use") and row.text("document") for row in rows)
    assert [row.id for row in rows if row.text("text")] == MAILS
    assert validate(path).findings == ()


def test_the_known_texts_are_those_that_the_templates_ask_for(declaration: Declaration) -> None:
    asked = {key for made in templates().values() for key in re.findall(r"texter\.(\w+)", _xml(made))}
    letter = declaration.newsletter
    assert letter
    others = {name_of(key) for key in (*MAILS, letter.intro, letter.closing)}
    assert asked | others == {name_of(key) for key in declaration.table_of("texts").known_ids}
    assert [declared.row for declared in drafts(declaration)] == MAILS


def test_texts_that_nobody_has_written_print_nothing(path: Path, declaration: Declaration) -> None:
    """With the rows that a new workbook has, and without them: the same documents."""
    book, properties = open_book(path), DocumentProperties("Prov", "Kansliet", dt.datetime(2027, 1, 1))  # noqa: DTZ001
    without = replace(book, tables={**book.tables, "texts": replace(book["texts"], rows=())})
    for document in declaration.document:
        template = folder("reports") / document.template
        made, plain = (render(template, names_for(document, each), properties) for each in (book, without))
        assert _xml(made) == _xml(plain)


def _xml(document: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return archive.read("word/document.xml").decode()


def test_every_choice_and_reference_has_a_dropdown(book: openpyxl.Workbook, declaration: Declaration) -> None:
    for table in declaration.tables(TableKind.ROWS):
        validations = sheet(book, table.sheet).data_validations.dataValidation
        for place, column in enumerate(table.columns, 1):
            typed_in = not column.formula and column.edited_by is not Editor.TOOLKIT
            if typed_in and column.type in (CellType.CHOICE, CellType.REF):
                cell = sheet(book, table.sheet).cell(2, place).coordinate
                rules = [rule for rule in validations if cell in rule.sqref]
                assert [rule.type for rule in rules] == ["list"], (table.sheet, column.header)
                assert rules[0].formula1.lstrip("=") in book.defined_names


def test_protection_is_where_it_should_be(book: openpyxl.Workbook, declaration: Declaration) -> None:
    log = declaration.tables(TableKind.LOG)[0].sheet
    protected = {name for name in book.sheetnames if sheet(book, name).protection.sheet}
    assert protected == {declaration.cover.sheet, declaration.summary.sheet, log}
    assert all(not sheet(book, name).protection.password for name in protected)
    summary = sheet(book, declaration.summary.sheet)
    assert all(cell.protection.locked for row in summary.iter_rows() for cell in row if cell.value is not None)


def test_totals_have_their_names(book: openpyxl.Workbook, declaration: Declaration) -> None:
    names = {row.name for row in declaration.summary.named()}
    assert {"Dagar_totalt", "Budget_totalt", "Utfall_totalt", "Finansiering_totalt"} <= names
    for name in names:
        target, ref = next(iter(book.defined_names[name].destinations))
        assert target == declaration.summary.sheet
        assert str(sheet(book, target)[ref].value).startswith("=")


def test_formulas_are_structured_and_know_only_what_excel_2016_knows(path: Path, declaration: Declaration) -> None:
    formulas = [cell.formula for each in read_workbook(path).sheets for cell in each.cells.values() if cell.formula]
    assert len(formulas) > 150
    used = {name for formula in formulas for name in re.findall(r"([A-ZÅÄÖ.]+)\(", re.sub(r'"[^"]*"', "", formula))}
    assert used <= EXCEL_2016
    data = {table.sheet for table in declaration.table}
    assert not any(re.search(rf"'?({'|'.join(data)})'?!", formula) for formula in formulas), "a range, not a table"


def test_print_set_up_is_a4(book: openpyxl.Workbook) -> None:
    for name in book.sheetnames:
        setup = sheet(book, name).page_setup
        assert (str(setup.paperSize), setup.fitToHeight) == ("9", 0), name


def test_there_are_no_merged_cells(book: openpyxl.Workbook) -> None:
    assert not any(sheet(book, name).merged_cells.ranges for name in book.sheetnames)


def test_charts_have_alt_text(path: Path, declaration: Declaration) -> None:
    with zipfile.ZipFile(path) as archive:
        drawings = "".join(archive.read(name).decode() for name in archive.namelist() if "/drawing" in name)
        charts = [name for name in archive.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
    assert len(charts) == len(declaration.summary.chart)
    assert all(f'descr="{chart.alt}"' in drawings for chart in declaration.summary.chart)


def test_the_same_input_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    again = tmp_path / path.name
    assert rus_sheets("new", again, "--year", 2027).code == 0
    assert again.read_bytes() == path.read_bytes()


@pytest.mark.libreoffice
def test_libreoffice_calculates_the_same_in_an_empty_workbook(path: Path, tmp_path: Path) -> None:
    ours, again = read_workbook(path), read_workbook(convert(path, "xlsx", tmp_path))
    for each in ours.sheets:
        other = again.sheet(each.name)
        assert other is not None
        for (row, column), cell in each.cells.items():
            if cell.formula is not None:
                assert (cell.ref, cell.value or None) == (cell.ref, other.at(row, column).value or None)


def test_the_live_checks_of_an_empty_workbook_are_ok(path: Path, declaration: Declaration) -> None:
    summary = read_workbook(path).sheet(declaration.summary.sheet)
    assert summary is not None
    checks = [cell for cell in summary_layout(declaration) if cell.part is CellRole.CHECK]
    assert {summary.at(cell.row, cell.column).value for cell in checks} == {declaration.summary.ok}


def test_validate_finds_nothing_in_it(path: Path) -> None:
    ran = rus_sheets("validate", path)
    assert (ran.code, "inga anmärkningar" in ran.out) == (0, True)
