"""Rows appended to a table, and the ranges that grow with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rus_sheets.book.raw import RawTable
from rus_sheets.errors import UserError
from rus_sheets.excel.edit.grow import grown_range
from rus_sheets.excel.edit.patch import Formula, Patch, PatchRefusedError
from rus_sheets.excel.read.reader import read_workbook
from tests.excel.small import members_of, package, relation, table_xml

SHEET = "xl/worksheets/sheet1.xml"
HEADERS = "".join(
    f"<c r='{c}1' t='inlineStr'><is><t>{t}</t></is></c>" for c, t in zip("ABC", ("Id", "Dagar", "Dubbelt"), strict=True)
)
ROWS = (
    f"<row r='1'>{HEADERS}</row><row r='2'><c r='A2' t='inlineStr'><is><t>x</t></is></c><c r='B2' s='2'><v>1</v></c>"
    "<c r='C2' s='2'><f>Plan[[#This Row],[Dagar]]*2+B2</f><v>3</v></c></row>"
)  # fmt: skip
EXTRA = (
    "<conditionalFormatting sqref='B2:B2 E1:E9'><cfRule type='x'/></conditionalFormatting>"
    "<dataValidations><dataValidation sqref='A2'/><dataValidation sqref='B2:B99'/></dataValidations>"
    "<extLst><ext xmlns:x14='x14' xmlns:xm='xm'><x14:dv>"
    "<x14:f><xm:f>Plan!$A$2</xm:f></x14:f><xm:sqref>C2</xm:sqref></x14:dv></ext></extLst>"
)
NAMES = (
    "<definedNames><definedName name='Tomt'/>"
    "<definedName name='_xlnm.Print_Area' localSheetId='0'>'Års plan'!$A$1:$H$2</definedName>"
    "<definedName name='Id'>'Års plan'!$A$2:$A$2</definedName><definedName name='Rubrik'>'Års plan'!$A$1</definedName>"
    "</definedNames>"
)


def make(path: Path, rows: str = ROWS, ref: str = "A1:C2", below: str = "", attributes: str = "") -> Path:
    rest: Any = {
        "parts": {"xl/t.xml": table_xml("Plan", ref, ["Id", "Dagar", "Dubbelt"], "", attributes)},
        "relations": {SHEET: relation("rId1", "table", "../t.xml")},
        "workbook": NAMES,
    }
    content = f"<dimension ref='A1:C2'/><sheetData>{rows}{below}</sheetData>{EXTRA}"
    path.write_bytes(package({"Års plan": content}, **rest))
    return path


def test_rows_take_formats_and_formulas_and_ranges_grow(tmp_path: Path) -> None:
    book = make(tmp_path / "plan.xlsx")
    patch = Patch(book)
    assert patch.append_rows("Års plan", "Plan", [{"Id": "=a", "Dagar": 5}, {"Dubbelt": Formula("7", 7)}]) == (3, 4)
    assert patch.append_rows("Års plan", "Plan", [{"Id": "sist"}]) == (5,)
    patch.write(book)
    sheet = read_workbook(book).sheets[0]
    assert [sheet.at(row, 1).value for row in (3, 4, 5)] == ["=a", None, "sist"]
    assert [sheet.at(row, 2).style for row in (3, 4, 5)] == [2, 2, 2]
    assert sheet.at(3, 3).formula == "Plan[[#This Row],[Dagar]]*2+B3"
    assert (sheet.at(4, 3).formula, sheet.at(4, 3).value) == ("7", 7)
    assert sheet.tables[0].last_row == 5
    text = members_of(book)[SHEET].decode()
    for piece in ('<dimension ref="A1:C5"/>', 'sqref="B2:B5 E1:E9"', 'sqref="A2:A5"', "sqref='B2:B99'",
                  "<x14:f><xm:f>Plan!$A$2</xm:f></x14:f><xm:sqref>C2:C5</xm:sqref>"):  # fmt: skip
        assert piece in text
    assert members_of(book)["xl/t.xml"].decode().count('ref="A1:C5"') == 2
    workbook = members_of(book)["xl/workbook.xml"].decode()
    for piece in ("!$A$1:$H$5<", "!$A$2:$A$5<", "!$A$1<"):
        assert piece in workbook
    assert "fullCalcOnLoad" not in workbook  # nobody has asked for it


def test_no_rows_change_nothing(tmp_path: Path) -> None:
    book = make(tmp_path / "plan.xlsx")
    patch = Patch(book)
    assert patch.append_rows("Års plan", "Plan", []) == ()
    assert patch.to_bytes() == book.read_bytes()


def test_equal_values_of_other_types_stay_what_they_are(tmp_path: Path) -> None:
    book = make(tmp_path / "plan.xlsx")
    values = [1, True, "1", 1.5, "1", False, 0]
    patch = Patch(book)
    numbers = patch.append_rows("Års plan", "Plan", [{"Dagar": value} for value in values])
    patch.write(book)
    sheet = read_workbook(book).sheets[0]
    found = [sheet.at(number, 2).value for number in numbers]
    assert [(type(value), value) for value in found] == [(type(value), value) for value in values]


def test_a_formula_over_an_area_is_the_area_s_alone(tmp_path: Path) -> None:
    area = ROWS.replace("<f>Plan[[#This Row],[Dagar]]*2+B2</f>", "<f t='array' ref='C2:C2'>B2*2</f>")
    book = make(tmp_path / "plan.xlsx", area)
    patch = Patch(book)
    patch.append_rows("Års plan", "Plan", [{"Id": "a"}])
    patch.write(book)
    assert read_workbook(book).sheets[0].at(3, 3).formula is None


BLANK = ROWS.replace("<is><t>x</t></is>", "").replace("<v>1</v>", "").replace(" t='inlineStr'></c>", "></c>")


@pytest.mark.parametrize(
    ("typed", "numbers"), [({}, (2, 3)), ({"A2": None}, (2, 3)), ({"D2": "bredvid"}, (2, 3)), ({"B2": 4}, (3, 4))]
)
def test_a_row_that_gets_a_value_first_is_blank_no_more(
    typed: dict[str, Any], numbers: tuple[int, ...], tmp_path: Path
) -> None:
    patch = Patch(make(tmp_path / "plan.xlsx", BLANK))
    patch.set_cells("Års plan", typed)
    assert patch.append_rows("Års plan", "Plan", [{"Id": "a"}, {"Id": "b"}]) == numbers
    patch.write(tmp_path / "ny.xlsx")
    sheet = read_workbook(tmp_path / "ny.xlsx").sheets[0]
    assert [sheet.at(row, 3).formula for row in numbers] == [f"Plan[[#This Row],[Dagar]]*2+B{row}" for row in numbers]


def test_the_blank_row_of_an_empty_table_is_used_first(tmp_path: Path) -> None:
    book = make(tmp_path / "plan.xlsx", BLANK, attributes="insertRow='1'")
    patch = Patch(book)
    assert patch.append_rows("Års plan", "Plan", [{"Id": "a", "Dagar": 1}]) == (2,)
    assert patch.append_rows("Års plan", "Plan", [{"Id": "b"}]) == (3,)
    patch.write(book)
    sheet = read_workbook(book).sheets[0]
    assert [sheet.at(row, 1).value for row in (2, 3)] == ["a", "b"]
    assert sheet.at(2, 3).formula == "Plan[[#This Row],[Dagar]]*2+B2"
    assert sheet.tables[0].last_row == 3
    assert "insertRow" not in members_of(book)["xl/t.xml"].decode()


@pytest.mark.parametrize(
    ("rest", "words"),
    [
        ({"below": "<row r='9'><c r='C9'><v>1</v></c></row>"}, "Års plan!C9: Under tabellen Plan står något annat"),
        ({"ref": "A1:C3", "attributes": "totalsRowCount='1'"}, "har en summarad"),
    ],
)
def test_tables_without_room_are_refused(tmp_path: Path, rest: dict[str, str], words: str) -> None:
    book = make(tmp_path / "plan.xlsx", **rest)
    with pytest.raises(PatchRefusedError, match=words):
        Patch(book).append_rows("Års plan", "Plan", [{"Id": "a"}])


def test_unknown_tables_and_columns_are_guessed(tmp_path: Path) -> None:
    patch = Patch(make(tmp_path / "plan.xlsx"))
    with pytest.raises(UserError, match=r"Menade du Plan\?"):
        patch.append_rows("Års plan", "Plans", [{}])
    with pytest.raises(UserError, match=r"Menade du Dagar\?"):
        patch.append_rows("Års plan", "Plan", [{"dagar": 1}])


@pytest.mark.parametrize(
    ("ref", "printed", "grown"),
    [
        ("B3:B9", False, "B3:B12"),
        ("B2:B9", False, "B2:B12"),
        ("$B$3:$D$9", False, "$B$3:$D$12"),
        ("B4:B9", False, "B4:B9"),
        ("B3:B8", False, "B3:B8"),
        ("A3:B9", False, "A3:B9"),
        ("A1:F9", False, "A1:F9"),
        ("A1:F9", True, "A1:F12"),
        ("B:B", True, "B:B"),
    ],
)
def test_which_ranges_grow(ref: str, printed: bool, grown: str) -> None:
    table = RawTable("T", 2, 9, 2, 4, ("a", "b", "c"))
    assert grown_range(ref, table, 12, printed=printed) == grown


def test_a_sheet_never_gets_larger_than_can_be_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = make(tmp_path / "plan.xlsx")
    before = book.read_bytes()
    monkeypatch.setattr("rus_sheets.excel.edit.patch.MAX_XML", 5_000)
    patch = Patch(book)
    patch.append_rows("Års plan", "Plan", [{"Id": f"rad {number}"} for number in range(100)])
    with pytest.raises(PatchRefusedError, match="för stort") as caught:
        patch.write(book)
    assert caught.value.place == "Års plan"
    assert book.read_bytes() == before
