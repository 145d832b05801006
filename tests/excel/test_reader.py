"""Every kind of cell, and what stands around the cells."""

from __future__ import annotations

import warnings
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import to_excel

from rus_sheets.book.raw import CellError, RawCell, Scalar
from rus_sheets.errors import UnusableInputError
from rus_sheets.excel.read.cell_formats import is_date_format
from rus_sheets.excel.read.escapes import escape, unescape
from rus_sheets.excel.read.reader import read_workbook
from tests.conftest import SHARED
from tests.excel.small import package, relation, table_xml

STRINGS = (
    "<si><t>Plan</t></si>"
    "<si><r><rPr><b/></rPr><t>fet</t></r><r><rPr><i/><b val='0'/></rPr><t> kursiv</t></r><r><t> slut</t></r></si>"
    "<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh></si>"
    "<si><t>rad 1_x000D_&#10;rad 2 _x005F_x0041_</t></si>"
)


def read(tmp_path: Path, rows: str, **rest: Any) -> dict[str, RawCell]:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(package({"Blad1": rows}, strings=STRINGS, **rest))
    return {cell.ref: cell for cell in read_workbook(path).sheets[0].cells.values()}


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("<c r='A1'><v>7</v></c>", 7),
        ("<c r='A1'><v>7.0</v></c>", 7),
        ("<c r='A1' t='n'><v>-1.5E-3</v></c>", -0.0015),
        ("<c r='A1'><v>12345678901234567890</v></c>", 12345678901234567890.0),
        ("<c r='A1' t='b'><v>1</v></c>", True),
        ("<c r='A1' t='b'><v>0</v></c>", False),
        ("<c r='A1' t='e'><v>#SPILL!</v></c>", CellError("#SPILL!")),
        ("<c r='A1' t='s'><v>0</v></c>", "Plan"),
        ("<c r='A1' t='s'><v>2</v></c>", "東京"),
        ("<c r='A1' t='s'><v>3</v></c>", "rad 1\r\nrad 2 _x0041_"),
        ("<c r='A1' t='inlineStr'><is><t>här</t></is></c>", "här"),
        ("<c r='A1' t='inlineStr'><is><t/></is></c>", ""),
        ("<c r='A1' t='d'><v>2026-05-01T12:00:00Z</v></c>", 46143.5),
        ("<c r='A1' t='str'><f>B1</f><v></v></c>", ""),
        ("<c r='A1'><f>B1</f></c>", None),
        ("<c><v>7</v></c>", 7),
        ("<c r='A1' t='str'><is><t>felskriven typ</t></is></c>", "felskriven typ"),
        ("<c r='A1'><v>1e999</v></c>", "1e999"),  # one odd cell, told as it stands, is no damaged file
    ],
)
def test_values_are_what_is_stored(tmp_path: Path, cell: str, value: Scalar) -> None:
    found = read(tmp_path, f"<row r='1'>{cell}</row>")["A1"].value
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "cell",
    [
        "<c r='A1'><v>sju</v></c>",
        "<c r='A1'><v>NaN</v></c>",
        "<c r='A1'><v>1_000</v></c>",
        "<c r='A1' t='s'><v>99</v></c>",
        "<c r='A1' t='s'><v>-1</v></c>",
        "<c r='A1' t='x'><v>1</v></c>",
        "<c r='A2'><v>1</v></c>",
        "<c r='XFE1'><v>1</v></c>",
        "<c r='A1'><v>1</v></c><c r='A1'><v>2</v></c>",
        "<c r='A1'><f t='shared' si='4'/><v>2</v></c>",
    ],
)
def test_what_cannot_be_a_value_is_damage(tmp_path: Path, cell: str) -> None:
    with pytest.raises(UnusableInputError, match="bladet Blad1"):
        read(tmp_path, f"<row r='1'>{cell}</row>")


def test_rich_text_keeps_its_runs(tmp_path: Path) -> None:
    cell = read(tmp_path, "<row r='1'><c r='A1' t='s'><v>1</v></c></row>")["A1"]
    assert cell.value == "fet kursiv slut"
    assert cell.runs == (("fet", "b"), (" kursiv", "i"), (" slut", ""))


def test_formulas_of_all_kinds(tmp_path: Path) -> None:
    cells = read(
        tmp_path,
        "<row r='1'><c r='A1'><f>SUM(B1,&quot;x&quot;)</f><v>1</v></c>"
        "<c r='B1'><f t='shared' ref='B1:B2' si='0'>$C1+D1*2</f><v>1</v></c>"
        "<c r='C1'><f t='array' ref='C1:D2'>E1:F2</f>"
        "<v>1</v></c><c r='D1'><v>2</v></c></row>"
        "<row r='2'><c r='B2'><f t='shared' si='0'/><v>3</v></c><c r='D2'><v>4</v></c>"
        "<c r='E2'><v>5</v></c></row>",
    )
    formulas = {ref: (cell.formula, cell.shared_or_array) for ref, cell in cells.items()}
    assert formulas == {
        "A1": ('SUM(B1,"x")', False),
        "B1": ("$C1+D1*2", True),
        "B2": ("$C2+D2*2", True),
        "C1": ("E1:F2", True),
        "D1": (None, True),
        "D2": (None, True),
        "E2": (None, False),
    }


def test_what_stands_around_the_cells(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsm"
    sheet = (
        "<cols><col min='2' max='3' hidden='1'/></cols><sheetData>"
        "<row r='1'><c r='A1' s='1'><v>1</v></c><c r='B1' s='2'/>"
        "</row><row r='4' hidden='1'/></sheetData><sheetProtection sheet='1'/>"
        "<mergeCells><mergeCell ref='A6:B7'/></mergeCells>"
        "<hyperlinks><hyperlink ref='A1' r:id='rId1'/><hyperlink ref='A2' location='Blad2!A1'/></hyperlinks>"
    )
    table = table_xml("Plan", "A1:B5", ["Id", "Rad_x000a_två"], "<x/>", "totalsRowCount='1'").replace(
        '<tableColumn id="2" name="Rad_x000a_två"/>',
        '<tableColumn id="2" name="Rad_x000a_två">'
        "<calculatedColumnFormula>Plan[[#This Row],[Id]]</calculatedColumnFormula>"
        "</tableColumn>",
    )
    link = '<Relationship Id="rId1" Type="x/hyperlink" Target="https://example.org/" TargetMode="External"/>'
    names = (
        "<definedNames><definedName name='Dagar'>Blad1!$A$1</definedName>"
        "<definedName name='_xlnm.Print_Area' localSheetId='1'>Blad2!$A$1:$B$2</definedName></definedNames>"
        "<calcPr calcMode='manual'/>"
    )
    path.write_bytes(
        package(
            {"Blad1": sheet, "Blad2": ""},
            workbook=names,
            properties="<workbookPr date1904='1'/>",
            parts={"xl/tables/t.xml": table, "xl/vbaProject.bin": "x"},
            relations={
                "xl/worksheets/sheet1.xml": link + relation("rId2", "table", "../tables/t.xml"),
                "xl/workbook.xml": relation("rV", "vbaProject", "vbaProject.bin"),
            },
        )
    )
    book = read_workbook(path)
    found = book.sheets[0]
    (plan,) = found.tables
    assert (plan.name, plan.first_row, plan.last_row, plan.totals_row) == ("Plan", 1, 4, True)
    assert plan.columns == ("Id", "Rad\ntvå")
    assert plan.column_formulas == {"Rad\ntvå": "Plan[[#This Row],[Id]]"}
    assert (found.hidden_columns, found.hidden_rows, found.merged) == ({2, 3}, {4}, ("A6:B7",))
    assert found.hyperlinks == {"A1": "https://example.org/", "A2": "#Blad2!A1"}
    assert (found.protected, found.filtered) == (True, False)
    assert book.style_of(found.at(1, 1)).is_date
    assert not book.style_of(found.at(1, 2)).locked
    assert found.at(9, 9) == RawCell(9, 9, None)
    assert book.defined_names == {"Dagar": "Blad1!$A$1", "Blad2!_xlnm.Print_Area": "Blad2!$A$1:$B$2"}
    assert (book.date1904, book.calc_mode, book.has_macros) == (True, "manual", True)
    assert [sheet.name for sheet in read_workbook(path, ["Blad2"]).sheets] == ["Blad2"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("General", False), ("0.00", False), ("yyyy-mm-dd", True), ("h:mm", True), ("[h]:mm", False),
        ('0" dagar"', False),
        ("[Red]0", False), ("[$-41D]d mmmm yyyy", True), ("#,##0\\ \\d", False), ("0;yyyy", False), ("@", False),
    ],
)  # fmt: skip
def test_which_formats_are_dates(code: str, expected: bool) -> None:
    assert is_date_format(code) is expected


@given(st.text(st.sampled_from("_x0041DEF\r\n\x01\uffffå ")) | st.text())
def test_escapes_are_each_others_opposites(text: str) -> None:
    assert unescape(escape(text)) == text


@pytest.mark.shared
@pytest.mark.parametrize("path", sorted((SHARED / "workbooks").glob("*.xlsx")), ids=lambda path: path.stem)
def test_openpyxl_reads_the_same(path: Path) -> None:
    book = read_workbook(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        values, formulas = (openpyxl.load_workbook(path, data_only=only) for only in (True, False))
    for sheet in book.sheets:
        for row in values[sheet.name].iter_rows():
            for other in row:
                ours = sheet.at(other.row, other.column)
                theirs = other.value
                if isinstance(theirs, date | datetime | time):
                    assert book.style_of(ours).is_date
                    theirs = to_excel(theirs)
                mine = ours.value.code if isinstance(ours.value, CellError) else ours.value
                assert (mine or None) == pytest.approx(theirs or None) or (mine, theirs) == ("", None)
                formula = formulas[sheet.name].cell(other.row, other.column).value
                if isinstance(formula, str) and formula.startswith("="):
                    assert ours.formula == formula[1:]
