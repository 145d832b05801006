"""Rows taken out of a table: what moves, what stays, and all that refers to them, part by part."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rus_sheets.book.raw import RawSheet
from rus_sheets.errors import UserError
from rus_sheets.excel.edit.patch import PatchRefusedError
from rus_sheets.excel.edit.rowmap import RowMap
from rus_sheets.excel.edit.shrink import remove_rows
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.resources import folder
from tests.conftest import SHARED
from tests.excel.small import members_of, package, relation, table_xml

MAP = RowMap("Plan", 2, 10, 1, 5, frozenset({4, 5, 10}))
FORMULAS = [
    # a formula, as it reads afterwards, as a trimmed name reads
    ("B3+B6*2", "B3+B4*2", "B3+B4*2"),
    ("B4", "#REF!", "#REF!"),
    ("SUM($B$2:$B$10)", "SUM($B$2:$B$10)", "SUM($B$2:$B$7)"),
    ("SUM(B2:B9)", "SUM(B2:B7)", "SUM(B2:B7)"),
    ("SUM(B4:B5)", "SUM(#REF!)", "SUM(#REF!)"),
    ("SUM(B5:B6)", "SUM(B4:B4)", "SUM(B4:B4)"),
    ("SUM(B2:B99)", "SUM(B2:B99)", "SUM(B2:B99)"),
    ("B10", "B10", "#REF!"),
    ("'Plan'!B6&\"B6\"", "'Plan'!B4&\"B6\"", "'Plan'!B4&\"B6\""),
    ("plan!A6:Z6", "plan!A4:Z4", "plan!A4:Z4"),
    ("Annat!B6", "Annat!B6", "Annat!B6"),
    ("[1]Plan!B6", "[1]Plan!B6", "[1]Plan!B6"),
    ("'[x.xlsx]Plan'!B6", "'[x.xlsx]Plan'!B6", "'[x.xlsx]Plan'!B6"),
    ("Plan[B6]+Plan[[#This Row],[B6]]", "Plan[B6]+Plan[[#This Row],[B6]]", "Plan[B6]+Plan[[#This Row],[B6]]"),
    ("Z6+LOG10(B6)+B:B+6:6", "Z6+LOG10(B4)+B:B+6:6", "Z6+LOG10(B4)+B:B+6:6"),
]


@pytest.mark.parametrize(("text", "moved", "trimmed"), FORMULAS)
def test_formulas_follow_the_rows(text: str, moved: str, trimmed: str) -> None:
    assert MAP.formula(text, "Plan") == moved
    assert MAP.formula(text, "Plan", trimmed=True) == trimmed


def test_a_formula_on_another_sheet_only_follows_by_the_sheets_name() -> None:
    assert MAP.formula("B6+Plan!B6", "Annat") == "B6+Plan!B4"


@given(st.sets(st.integers(2, 10), max_size=8))
def test_what_stays_keeps_its_order_and_closes_up(removed: set[int]) -> None:
    rows = RowMap("Plan", 2, 10, 1, 5, frozenset(removed))
    kept = [row for row in range(2, 11) if row not in removed]
    assert [rows.at(row) for row in kept] == list(range(2, 2 + len(kept)))
    assert [rows.source(row) for row in range(2, rows.new_last_row + 1)] == kept
    assert rows.source(rows.new_last_row + 1) is None


# ---------------------------------------------------------------- a sheet with all that can hang on a row

PLAN = "xl/worksheets/sheet1.xml"
TEXT = "<c r='{0}' t='inlineStr' s='{2}'><is><t>{1}</t></is></c>"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"


def row(number: int, attributes: str = "") -> str:
    """Id, days, a formula typed by hand, a shared formula; E stands beside the table."""
    shared = f"<f t='shared' si='0' ref='D2:D{6}'>B2+1</f>" if number == 2 else "<f t='shared' si='0'/>"
    return (
        f"<row r='{number}' spans='1:5' {attributes}>{TEXT.format(f'A{number}', f'id{number}', number % 3)}"
        f"<c r='B{number}'><v>{number}</v></c><c r='C{number}'><f>B{number}*2</f><v>{number * 2}</v></c>"
        f"<c r='D{number}'>{shared}<v>{number + 1}</v></c>{TEXT.format(f'E{number}', f'intill{number}', 0)}</row>"
    )


HEADERS = "".join(
    f"<c r='{column}1' t='inlineStr'><is><t>{name}</t></is></c>"
    for column, name in zip("ABCD", ("Id", "Dagar", "Dubbelt", "Ett till"), strict=True)
)
ROWS = f"<row r='1'>{HEADERS}</row>" + "".join(
    row(number, {4: "ht='99' customHeight='1'", 5: "hidden='1'"}.get(number, "")) for number in range(2, 7)
)
AFTER = (
    "<conditionalFormatting sqref='B2:B6'><cfRule type='expression'><formula>$B4&gt;1</formula></cfRule>"
    "</conditionalFormatting><conditionalFormatting sqref='C3'><cfRule type='x'><formula>B3</formula></cfRule>"
    "</conditionalFormatting>"
    "<dataValidations count='2'><dataValidation sqref='A3'/><dataValidation sqref='A5:A6 E5'/></dataValidations>"
    "<hyperlinks><hyperlink ref='A3' location='Annat!A1'/><hyperlink ref='A5' location='Annat!A5'/></hyperlinks>"
    "<legacyDrawing r:id='rVml'/>"
)
OTHER = (
    "<row r='1'><c r='A1'><f>Plan!B5</f><v>5</v></c><c r='B1'><f>SUM(Plan!B2:B6)</f><v>20</v></c>"
    "<c r='C1'><f t='shared' si='7' ref='C1:C2'>Plan!B4+1</f><v>5</v></c></row>"
    "<row r='2'><c r='C2'><f t='shared' si='7'/><v>6</v></c></row>"
)
NAMES = (
    "<definedNames><definedName name='Femman'>Plan!$B$5</definedName>"
    "<definedName name='Alla'>Plan!$B$2:$B$6</definedName></definedNames><calcPr calcId='1'/>"
)


def note_shape(number: int) -> str:
    return (
        f"<v:shape id='s{number}'><x:ClientData ObjectType='Note'>"
        f"<x:Anchor>1, 15, {number - 1}, 2, 3, 15, {number + 2}, 4</x:Anchor>"
        f"<x:Row>{number - 1}</x:Row><x:Column>0</x:Column></x:ClientData></v:shape>"
    )


def make(path: Path, rows: str = ROWS, after: str = AFTER, extra: str = "") -> Path:
    comments = "".join(f"<comment ref='A{n}' authorId='0'><text><t>om id{n}</t></text></comment>" for n in (3, 5))
    threads = "".join(
        f"<threadedComment ref='A{n}' id='{{{n}}}'><text>tråd{n}</text></threadedComment>" for n in (3, 5)
    )
    chain = "".join(f"<c r='{column}{n}' i='1'/>" for n in range(2, 7) for column in "CD") + "<c r='A1' i='2'/>"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts = {
        "xl/t.xml": table_xml("Plan", "A1:D6", ["Id", "Dagar", "Dubbelt", "Ett till"]),
        "xl/comments1.xml": f"<comments xmlns='{main}'><commentList>{comments}</commentList></comments>",
        "xl/threads1.xml": f"<ThreadedComments xmlns='{THREADS}'>{threads}</ThreadedComments>",
        "xl/notes.vml": f"<xml xmlns:v='v' xmlns:x='x'>{note_shape(3)}{note_shape(5)}</xml>",
        "xl/chart1.xml": f"<c:chart xmlns:c='{CHART}'><c:f>Plan!$B$4:$B$5</c:f><c:f>Annat!$A$5</c:f></c:chart>",
        "xl/calcChain.xml": f"<calcChain xmlns='{main}'>{chain}</calcChain>",
        "xl/orord.xml": "<x>Plan!B5</x>",
    }
    kinds = ("table", "../t.xml"), ("comments", "../comments1.xml"), ("threadedComment", "../threads1.xml")
    related = "".join(relation(f"r{number}", *each) for number, each in enumerate(kinds))
    path.write_bytes(
        package(
            {"Plan": f"<sheetData>{rows}</sheetData>{extra}{after}", "Annat": OTHER},
            workbook=NAMES,
            parts=parts,
            relations={
                PLAN: related + relation("rVml", "vmlDrawing", "../notes.vml"),
                "xl/workbook.xml": relation("rChain", "calcChain", "calcChain.xml"),
            },
            types={
                "/xl/chart1.xml": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
                "/xl/t.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml",
            },
        )
    )
    return path


@pytest.fixture
def after(tmp_path: Path) -> Path:
    """The workbook without row 3."""
    made = make(tmp_path / "plan.xlsx")
    made.write_bytes(remove_rows(Package(made), "Plan", "Plan", {3}))
    return made


def sheet(path: Path, name: str = "Plan") -> RawSheet:
    found = read_package(Package(path)).sheet(name)
    assert found
    return found


def test_cells_move_up_with_their_formats_and_what_stands_beside_stays(after: Path) -> None:
    plan = sheet(after)
    assert [plan.at(row, 1).value for row in range(2, 7)] == ["id2", "id4", "id5", "id6", None]
    assert [plan.at(row, 1).style for row in range(2, 6)] == [2, 1, 2, 0]
    assert [plan.at(row, 5).value for row in range(2, 7)] == [f"intill{row}" for row in range(2, 7)]
    assert (6, 1) not in plan.blank_styles
    assert plan.tables[0].last_row == 5
    assert members_of(after)["xl/t.xml"].count(b'ref="A1:D5"') == 2


def test_heights_and_hiding_go_with_the_row(after: Path) -> None:
    assert sheet(after).hidden_rows == {4}
    assert b"<row r=\"3\" ht='99'" in members_of(after)[PLAN]


def test_formulas_in_the_rows_read_as_before(after: Path) -> None:
    plan = sheet(after)
    assert [plan.at(row, 3).formula for row in range(2, 6)] == [f"B{row}*2" for row in range(2, 6)]
    assert [plan.at(row, 4).formula for row in range(2, 6)] == [f"B{row}+1" for row in range(2, 6)]
    assert [plan.at(row, 3).value for row in range(2, 6)] == [4, 8, 10, 12]
    assert plan.at(6, 3).formula is None


def test_formulas_elsewhere_follow(after: Path) -> None:
    other = sheet(after, "Annat")
    assert [other.at(1, column).formula for column in (1, 2, 3)] == ["Plan!B4", "SUM(Plan!B2:B5)", "Plan!B3+1"]
    assert other.at(2, 3).formula == "Plan!B4+1"


def test_names_and_charts_follow(after: Path) -> None:
    members = members_of(after)
    assert b">Plan!$B$4<" in members["xl/workbook.xml"]
    assert b">Plan!$B$2:$B$5<" in members["xl/workbook.xml"]
    assert b"<c:f>Plan!$B$3:$B$4</c:f><c:f>Annat!$A$5</c:f>" in members["xl/chart1.xml"]


def test_rules_and_links_follow_or_go_with_their_row(after: Path) -> None:
    text = members_of(after)[PLAN].decode()
    assert '<conditionalFormatting sqref="B2:B5">' in text
    assert "<formula>$B3&gt;1</formula>" in text
    assert "type='x'" not in text
    assert '<dataValidations count="1"><dataValidation sqref="A4:A5 E5"/></dataValidations>' in text
    assert sheet(after).hyperlinks == {"A4": "#Annat!A5"}


def test_notes_and_threads_follow_or_go_with_their_row(after: Path) -> None:
    members = members_of(after)
    assert b"om id3" not in members["xl/comments1.xml"]
    assert b"<comment ref=\"A4\" authorId='0'><text><t>om id5" in members["xl/comments1.xml"]
    assert b'ref="A4"' in members["xl/threads1.xml"]
    assert "tråd3".encode() not in members["xl/threads1.xml"]
    assert b"<x:Anchor>1, 15, 3, 2, 3, 15, 6, 4</x:Anchor><x:Row>3</x:Row>" in members["xl/notes.vml"]
    assert b"id='s3'" not in members["xl/notes.vml"]


def test_the_calculation_chain_loses_only_cells_without_formula(after: Path) -> None:
    chain = members_of(after)["xl/calcChain.xml"]
    assert b"'C6'" not in chain
    assert b"'D6'" not in chain
    assert chain.count(b"<c ") == 9


def test_no_other_part_is_touched(tmp_path: Path) -> None:
    path = make(tmp_path / "plan.xlsx")
    before = members_of(path)
    path.write_bytes(remove_rows(Package(path), "Plan", "Plan", {3}))
    after = members_of(path)
    assert before.keys() == after.keys()
    same = {name for name in before if before[name] == after[name]}
    assert same == {
        "[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml",
        "xl/worksheets/_rels/sheet1.xml.rels", "xl/orord.xml",
    }  # fmt: skip


def test_the_last_rows_are_vacated_and_formulas_keep_their_ranges(tmp_path: Path) -> None:
    path = make(tmp_path / "plan.xlsx")
    path.write_bytes(remove_rows(Package(path), "Plan", "Plan", {3, 4, 5, 6}))
    plan = sheet(path)
    assert plan.tables[0].last_row == 2
    assert [plan.at(row, 1).value for row in range(2, 7)] == ["id2", None, None, None, None]
    assert sheet(path, "Annat").at(1, 2).formula == "SUM(Plan!B2:B6)"
    assert b">Plan!$B$2:$B$2<" in members_of(path)["xl/workbook.xml"]
    assert b"<hyperlinks" not in members_of(path)[PLAN]


def test_a_totals_row_moves_up(tmp_path: Path) -> None:
    path = make(tmp_path / "plan.xlsx")
    members = members_of(path)
    table = members["xl/t.xml"].replace(b'ref="A1:D6" ', b'ref="A1:D6" totalsRowCount="1" ', 1)
    members["xl/t.xml"] = table.replace(b'autoFilter ref="A1:D6"', b'autoFilter ref="A1:D5"')
    from tests.excel.small import zipped  # noqa: PLC0415

    path.write_bytes(zipped(members))
    path.write_bytes(remove_rows(Package(path), "Plan", "Plan", {5}))
    plan = sheet(path)
    assert [plan.at(row, 1).value for row in range(2, 7)] == ["id2", "id3", "id4", "id6", None]
    assert (plan.tables[0].last_row, plan.tables[0].totals_row) == (4, True)
    assert b'autoFilter ref="A1:D4"' in members_of(path)["xl/t.xml"]


REFUSED = [
    ("<mergeCells count='1'><mergeCell ref='A5:B5'/></mergeCells>", "sammanfogade"),
    ("<extLst><ext xmlns:x14='x14' xmlns:xm='xm'><x14:sparkline><xm:sqref>D5</xm:sqref></x14:sparkline></ext></extLst>",
     "miniatyrdiagram"),
]  # fmt: skip


@pytest.mark.parametrize(("extra", "words"), REFUSED)
def test_what_cannot_move_is_refused_by_name(tmp_path: Path, extra: str, words: str) -> None:
    path = make(tmp_path / "plan.xlsx", extra=extra, after="")
    with pytest.raises(PatchRefusedError, match=words):
        remove_rows(Package(path), "Plan", "Plan", {3})


def test_an_array_formula_in_the_rows_is_refused(tmp_path: Path) -> None:
    rows = ROWS.replace("<f>B5*2</f>", "<f t='array' ref='C5'>B5*2</f>")
    with pytest.raises(PatchRefusedError, match="matrisformel"):
        remove_rows(Package(make(tmp_path / "plan.xlsx", rows)), "Plan", "Plan", {3})


def test_a_table_that_is_not_there_is_a_users_mistake(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="finns inte"):
        remove_rows(Package(make(tmp_path / "plan.xlsx")), "Plan", "Plann", {3})


def test_nothing_to_remove_gives_the_same_bytes(tmp_path: Path) -> None:
    path = make(tmp_path / "plan.xlsx")
    assert remove_rows(Package(path), "Plan", "Plan", ()) == path.read_bytes()


def body(found: RawSheet, name: str, without: frozenset[int] = frozenset()) -> list[list[object]]:
    table = next(each for each in found.tables if each.name == name)
    columns = range(table.first_column, table.last_column + 1)
    rows = (row for row in range(table.first_row, table.last_row + 1) if row not in without)
    return [[found.at(row, column).value for column in columns] for row in rows]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "on", "table"),
    [
        ("poi__DataTableCities.xlsx", "Table", "BigCity"),
        ("poi__DataTableCities.xlsx", "Table", "SmallCity"),
        ("poi__simple-monthly-budget.xlsx", "Simple Monthly Budget", "tblExpenses"),
    ],
)
def test_workbooks_of_excel_keep_every_other_row_and_cell(name: str, on: str, table: str) -> None:
    source = Package(SHARED / "workbooks" / name)
    before = read_package(source).sheet(on)
    assert before
    raw = next(each for each in before.tables if each.name == table)
    gone = frozenset({raw.first_row + 2, raw.first_row + 3})
    after = read_package(Package(name, remove_rows(source, on, table, gone))).sheet(on)
    assert after
    assert body(after, table) == body(before, table, gone)
    columns = range(raw.first_column, raw.last_column + 1)
    beside = [
        {place: cell.value for place, cell in each.cells.items() if place[1] not in columns} for each in (before, after)
    ]
    assert beside[0] == beside[1]


def test_a_real_plan_keeps_its_other_rows(tmp_path: Path) -> None:
    source = Package(folder("examples") / "2022" / "verksamhet-2022.xlsx")
    before = read_package(source).sheet("Plan")
    gone = frozenset({2, 7, 8, 20})
    path = tmp_path / "bok.xlsx"
    path.write_bytes(remove_rows(source, "Plan", "Plan", gone))
    assert before
    assert body(sheet(path), "Plan") == body(before, "Plan", gone)
