"""One sheet's bytes before and after an edit: what is written where, and what is left as it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from rus_sheets.book.raw import CellError, RichText, position_of
from rus_sheets.excel.edit.cell_content import Cached, CellValue, Formula, PatchRefusedError
from rus_sheets.excel.edit.cellwriter import CellEdit, WorkbookTraits
from rus_sheets.excel.edit.sheetedit import SheetEditor, same_value
from rus_sheets.excel.edit.styles_part import StyleSheet
from rus_sheets.excel.read.sheetxml import MAX_CELLS, read_cells, rows_of
from rus_sheets.excel.read.strings import SharedStrings
from rus_sheets.office.markup import spliced
from rus_sheets.office.safexml import parse
from tests.excel.small import STYLES, sheet_xml

PLAIN, DATE, UNLOCKED, WRAPS = 0, 1, 2, 5
WRAPPED = STYLES.replace('<cellXfs count="5">', '<cellXfs count="6">').replace(
    "</cellXfs>", '<xf numFmtId="0" fontId="0"><alignment wrapText="1"/></xf></cellXfs>'
)


def editor(content: str) -> SheetEditor:
    data = sheet_xml(content).encode()
    root = parse(data)
    cells = read_cells(rows_of(root), SharedStrings(parse(b"<sst/>")), date1904=False, max_blanks=MAX_CELLS)
    return SheetEditor("Blad", data, root, cells)


def edited(content: str, values: dict[str, Any], *, fits_rows: bool = False) -> str:
    """What stands in the worksheet after the edits that change anything. A value may be a CellEdit."""
    sheet = editor(content)
    styles = WRAPPED.encode()
    traits = WorkbookTraits(StyleSheet(styles, parse(styles)), date1904=False, fits_rows=fits_rows)
    edits = {position_of(ref): it if isinstance(it, CellEdit) else CellEdit(it) for ref, it in values.items()}
    text = spliced(sheet.data, sheet.splices(sheet.effective(edits, traits), {}, traits)).decode()
    return text[text.index(">", text.index("<worksheet")) + 1 : text.index("</worksheet>")]


def rows(content: str, values: dict[str, Any], **more: Any) -> str:
    return edited(content, values, **more).removeprefix("<sheetData>").removesuffix("</sheetData>")


ONE, TRUE = '<row r="1"><c r="A1"><v>1.0</v></c></row>', '<row r="1"><c r="A1" t="b"><v>1</v></c></row>'
TEXT = '<row r="1"><c r="A1" t="str"><v>a</v></c></row>'
SUM = '<row r="1"><c r="A1"><f>1+0</f><v>1.0</v></c></row>'
ARRAY = '<row r="1"><c r="A1"><f t="array" ref="A1:A1">1+0</f><v>1.0</v></c></row>'
DAY = '<row r="1"><c r="A1" s="1"><v>46000.0</v></c></row>'
RICH = '<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r><r><rPr><b/></rPr><t>b</t></r></is></c></row>'
RUNS = RichText((("a", ""), ("b", "b")))
A_DAY = dt.date(2025, 12, 9)


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (ONE, 1), (ONE, 1.0), (TRUE, True), (TEXT, "a"), (DAY, A_DAY), (RICH, RUNS), (SUM, Formula("=1+0", 1)),
        (SUM, Cached(1)), (ARRAY, Cached(1)), (ONE, CellEdit(1, 5)),
        ('<row r="1"><c r="A1" s="2"/></row>', None), ("", None),
    ],
)  # fmt: skip
def test_what_stands_there_already_is_left_as_it_is_written(content: str, value: CellValue | CellEdit) -> None:
    assert rows(content, {"A1": value}) == rows(content, {})


@pytest.mark.parametrize(
    ("content", "value", "cell"),
    [
        (ONE, True, '<c r="A1" t="b"><v>1</v></c>'),
        (TRUE, 1, '<c r="A1"><v>1</v></c>'),
        (ONE, "1", '<c r="A1" t="inlineStr"><is><t>1</t></is></c>'),
        (TEXT, "b", '<c r="A1" t="inlineStr"><is><t>b</t></is></c>'),
        (ONE, 2, '<c r="A1"><v>2</v></c>'),
        (ONE, None, '<c r="A1"/>'),
        (SUM, 1, '<c r="A1"><v>1</v></c>'),  # a formula gives way to its own value
        (ARRAY, 1, '<c r="A1"><v>1</v></c>'),
        ('<row r="1"><c r="A1"><f t="dataTable" ref="A1"/><v>1</v></c></row>', 1, '<c r="A1"><v>1</v></c>'),
        (SUM, Formula("=1+0", 2), '<c r="A1"><f>1+0</f><v>2</v></c>'),
        (SUM, Formula("2+0", 1), '<c r="A1"><f>2+0</f><v>1</v></c>'),
        (SUM, Cached(2), '<c r="A1"><f>1+0</f><v>2</v></c>'),
        (SUM, Cached("x"), '<c r="A1" t="str"><f>1+0</f><v>x</v></c>'),
        (SUM, Cached(None), '<c r="A1"><f>1+0</f></c>'),
        (SUM, Cached(CellError("#N/A")), '<c r="A1" t="e"><f>1+0</f><v>#N/A</v></c>'),
        (ARRAY, Cached(2), '<c r="A1"><f t="array" ref="A1:A1">1+0</f><v>2</v></c>'),
        (DAY, dt.date(2025, 12, 10), '<c r="A1" s="1"><v>46001</v></c>'),
        ('<row r="1"><c r="A1" s="2"><v>46000</v></c></row>', A_DAY, '<c r="A1" s="6"><v>46000</v></c>'),
        ('<row r="1"><c r="A1" s="1"><f>B1</f><v>46000</v></c></row>', A_DAY, '<c r="A1" s="1"><v>46000</v></c>'),
        ('<row r="1"><c r="A1" s="2"/></row>', "x", '<c r="A1" s="2" t="inlineStr"><is><t>x</t></is></c>'),
        ('<row r="1"><c r="A1" s="2"/></row>', "=x", '<c r="A1" s="6" t="inlineStr"><is><t>=x</t></is></c>'),
        ('<row r="1"><c r="A1" s="2"/></row>', CellEdit(1, 5), '<c r="A1" s="2"><v>1</v></c>'),
        ('<row r="1"><c r="A1" s="2"><v>1</v></c></row>', CellEdit(9, 5, keeps=True), '<c r="A1" s="5"><v>1</v></c>'),
        ('<row r="1"><c r="A1" t="str"><f>B1</f><v>x</v></c></row>', Cached(2), '<c r="A1"><f>B1</f><v>2</v></c>'),
        # vm, ph and cm belong to what is replaced; cm to a formula that stays
        ('<row r="1"><c r="A1" vm="1" cm="1" ph="1"><v>1</v></c></row>', 2, '<c r="A1"><v>2</v></c>'),
        (
            '<row r="1"><c r="A1" vm="1" cm="1" ph="1"><f>B1</f><v>1</v></c></row>',
            Cached(2),
            '<c r="A1" cm="1"><f>B1</f><v>2</v></c>',
        ),
        (
            '<row r="1"><c r="A1"><v>1</v><extLst><ext uri="x"/></extLst></c></row>',
            None,
            '<c r="A1"><extLst><ext uri="x"/></extLst></c>',
        ),
    ],
)
def test_a_cell_that_is_there(content: str, value: CellValue | CellEdit, cell: str) -> None:
    assert rows(content, {"A1": value}) == f'<row r="1">{cell}</row>'


SMALL = '<sz val="11"/><color theme="1"/><rFont val="Calibri"/><family val="2"/>'


@pytest.mark.parametrize(("text", "style"), [("a", ""), ("=a", ' s="6"')])
def test_a_text_in_runs(text: str, style: str) -> None:
    cell = rows(TEXT, {"A1": RichText(((text, ""), ("b", "b")))})
    runs = f"<r><rPr>{SMALL}</rPr><t>{text}</t></r><r><rPr><b/>{SMALL}</rPr><t>b</t></r>"
    assert cell == f'<row r="1"><c r="A1"{style} t="inlineStr"><is>{runs}</is></c></row>'
    assert rows(RICH, {"A1": RichText((("a", ""), ("b", "i")))}) != rows(RICH, {})


@pytest.mark.parametrize(
    ("stored", "value", "same"),
    [
        (True, True, True), (True, 1, False), (1, True, False), (False, 0, False), (1, 1.0, True), (1, 2, False),
        ("1", 1, False), (1, "1", False), ("a", "a", True), ("a", "b", False), (None, None, True), (None, "", False),
        (CellError("#N/A"), CellError("#N/A"), True), (CellError("#N/A"), "#N/A", False), ("a", True, False),
    ],
)  # fmt: skip
def test_the_same_value_is_of_the_same_kind(stored: Any, value: Any, same: bool) -> None:
    assert same_value(stored, value) is same


BETWEEN = '<row r="2" spans="2:4" ht="20"><c r="B2"><v>1</v></c><c r="D2"><v>2</v></c></row><row r="5"/>'
TWO, FIVE = BETWEEN[: BETWEEN.index('<row r="5"')], '<row r="5"/>'


def _two(inner: str, spans: str = "2:4") -> str:
    return f'<row r="2" spans="{spans}" ht="20">{inner}</row>'


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ({"A1": 7}, '<row r="1"><c r="A1"><v>7</v></c></row>' + BETWEEN),
        ({"A3": 7}, TWO + '<row r="3"><c r="A3"><v>7</v></c></row>' + FIVE),
        ({"A9": 7}, BETWEEN + '<row r="9"><c r="A9"><v>7</v></c></row>'),
        ({"B4": 7, "A4": 8}, TWO + '<row r="4"><c r="A4"><v>8</v></c><c r="B4"><v>7</v></c></row>' + FIVE),
        ({"A3": None}, BETWEEN),
        ({"A3": CellEdit(None, 2), "B3": 1}, TWO + '<row r="3"><c r="A3" s="2"/><c r="B3"><v>1</v></c></row>' + FIVE),
        ({"A5": 7}, TWO + '<row r="5"><c r="A5"><v>7</v></c></row>'),
        ({"A2": 7}, _two('<c r="A2"><v>7</v></c><c r="B2"><v>1</v></c><c r="D2"><v>2</v></c>', "1:4") + FIVE),
        ({"C2": 7}, _two('<c r="B2"><v>1</v></c><c r="C2"><v>7</v></c><c r="D2"><v>2</v></c>') + FIVE),
        ({"F2": 7}, _two('<c r="B2"><v>1</v></c><c r="D2"><v>2</v></c><c r="F2"><v>7</v></c>', "2:6") + FIVE),
        ({"B2": 1, "D2": 3, "E2": None}, _two('<c r="B2"><v>1</v></c><c r="D2"><v>3</v></c>') + FIVE),
        # a text of one style in row after row is written alike, and of another style not
        (
            {"A7": CellEdit("x", 2), "B7": CellEdit("x", 2), "C7": CellEdit("y", 2), "D7": CellEdit("x", 3), "E7": "x"},
            BETWEEN + '<row r="7">' + "".join(
                f'<c r="{column}7"{style} t="inlineStr"><is><t>{text}</t></is></c>'
                for column, style, text in (
                    ("A", ' s="2"', "x"), ("B", ' s="2"', "x"), ("C", ' s="2"', "y"), ("D", ' s="3"', "x"),
                    ("E", "", "x"),
                )
            ) + "</row>",
        ),
    ],
)  # fmt: skip
def test_where_new_cells_and_rows_come_in(values: dict[str, Any], wanted: str) -> None:
    assert rows(BETWEEN, values) == wanted


@pytest.mark.parametrize("spans", ["2:9", "2:3 4:9", "1:16384"])
@pytest.mark.parametrize("ref", ["B1", "C1", "I1"])
def test_a_hint_that_is_wide_enough_is_left(spans: str, ref: str) -> None:
    assert f'spans="{spans}"' in rows(f'<row r="1" spans="{spans}"/>', {ref: 1})


@pytest.mark.parametrize(
    ("spans", "wanted"),
    [("2:4", "1:7"), ("1:9", "1:9"), ("1:7", "1:7"), ("2:3 4:9", "1:9"), ("x:4", "1:7"), ("²:4", "1:7"), ("x", "1:7")],
)
def test_the_hint_of_a_rows_width_is_never_too_narrow(spans: str, wanted: str) -> None:
    assert f'spans="{wanted}"' in rows(f'<row r="1" spans="{spans}"/>', {"A1": 1, "G1": 2})
    assert 'spans="1:7"' in rows('<row r="1" spans="1:4"/>', {"C1": 1, "G1": 2})


@pytest.mark.parametrize(
    ("dimension", "values", "wanted"),
    [
        ("B2:C3", {"A9": 1}, "A2:C9"), ("B2:C3", {"E1": 1}, "B1:E3"), ("B2:C3", {"B2": 1}, "B2:C3"),
        ("A1", {"B2": 1}, "A1:B2"),
        ("B2:C3", {"A9": None}, "B2:C3"), ("nonsens", {"A9": 1}, "nonsens"), ("", {"B2": 1}, "A1:B2"),
    ],
)  # fmt: skip
def test_the_sheets_extent(dimension: str, values: dict[str, Any], wanted: str) -> None:
    content = f'<dimension ref="{dimension}"/><sheetData><row r="9"><c r="A9"><v>5</v></c></row></sheetData>'
    assert edited(content, values).startswith(f'<dimension ref="{wanted}"/>')


COLUMNS = '<cols><col min="2" max="3" style="2"/><col min="5" max="5"/></cols>'


@pytest.mark.parametrize(
    ("row", "ref", "style"),
    [
        ("", "A1", ""), ("", "B1", ' s="2"'), ("", "C1", ' s="2"'), ("", "D1", ""), ("", "E1", ""),
        ('<row r="1" s="3" customFormat="1"/>', "B1", ' s="3"'), ('<row r="1" s="3"/>', "B1", ' s="2"'),
        ('<row r="1" s="3"/>', "A1", ""),
    ],
)  # fmt: skip
def test_a_new_cell_has_the_format_of_its_row_or_column(row: str, ref: str, style: str) -> None:
    written = edited(f"{COLUMNS}<sheetData>{row}</sheetData>", {ref: 1})
    assert f'<c r="{ref}"{style}><v>1</v></c>' in written


def test_what_is_alike_in_cell_after_cell_is_only_that_in_one_format() -> None:
    content = f"{COLUMNS}<sheetData/>"
    assert '<c r="A1" t="inlineStr"' in edited(content, {"A1": "x", "B1": "x"})
    assert '<c r="B1" s="2" t="inlineStr"' in edited(content, {"A1": "x", "B1": "x"})
    assert '<c r="B1" s="2" t="b">' in edited(content, {"A1": CellEdit(1, 2), "B1": CellEdit(True, 2)})


def test_a_place_is_told_where_an_edit_is_refused() -> None:
    assert editor("").refusal("Fel", "Gör om.").place == "Blad"
    assert editor("").refusal("Fel", "Gör om.", (2, 3)).place == "Blad!C2"


LONG = "ord " * 60
WIDE = (
    '<cols><col min="1" max="2" width="20"/><col min="3" max="3" width="20" hidden="1"/>'
    '<col min="4" max="4" width="x"/>'
    '<col min="5" max="5"/><col min="6" max="16384" width="20"/></cols>'
)


@pytest.mark.parametrize(
    ("ref", "value", "grows"),
    [
        ("A1", CellEdit(LONG, WRAPS), True),
        ("B1", CellEdit(RichText(((LONG, "b"),)), WRAPS), True),
        ("A1", CellEdit(LONG, PLAIN), False),
        ("A1", CellEdit("kort", WRAPS), False),
        ("A1", CellEdit("ord " * 6, WRAPS), True),  # two lines
        ("A1", CellEdit(10**9, WRAPS), False),
        ("A1", LONG, False),  # no cell, and so no format
        ("C1", CellEdit(LONG, WRAPS), False),
        ("D1", CellEdit(LONG, WRAPS), False),
        ("E1", CellEdit(LONG, WRAPS), False),
        ("F1", CellEdit(LONG, WRAPS), True),
        ("GX1", CellEdit(LONG, WRAPS), True),
        ("GY1", CellEdit(LONG, WRAPS), False),  # too far out to be looked at
        ("A1", CellEdit(Formula("A1+" * 60 + "1"), WRAPS), False),
        ("G1", LONG, True),
    ],
)
@pytest.mark.parametrize("row", ["", '<row r="1"><c r="G1" s="5"/></row>'])
def test_a_row_becomes_as_high_as_its_new_text(row: str, ref: str, value: Any, grows: bool) -> None:
    content = f"{WIDE}<sheetData>{row}</sheetData>"
    grows = grows and (ref != "G1" or bool(row))
    assert ('ht="' in edited(content, {ref: value}, fits_rows=True)) is grows
    assert 'ht="' not in edited(content, {ref: value})


@pytest.mark.parametrize(
    ("now", "then"), [("400", "400"), ("40", "more"), ("x", "more"), ("15.5", "more"), ("99999", "more")]
)
def test_a_row_is_never_made_lower(now: str, then: str) -> None:
    row = f'<row r="1" ht="{now}"><c r="A1" s="5"/></row>'
    written = edited(f"{WIDE}<sheetData>{row}</sheetData>", {"A1": LONG, "B1": 1}, fits_rows=True)
    assert (f'ht="{now}"' in written) is (then == now)


def test_the_tallest_of_its_texts_tells() -> None:
    alone = edited(f"{WIDE}<sheetData/>", {"A1": CellEdit(LONG, WRAPS)}, fits_rows=True)
    beside = edited(f"{WIDE}<sheetData/>", {"A1": CellEdit(LONG, WRAPS), "B1": CellEdit(1, WRAPS)}, fits_rows=True)
    assert alone[: alone.index("<c ")] == beside[: beside.index("<c ")]


@pytest.mark.parametrize("tag", ["<sheetData/>", "<sheetData />"])
def test_an_empty_sheet_is_opened(tag: str) -> None:
    assert edited(tag, {"B2": 1}).replace(" ", "") == '<sheetData><rowr="2"><cr="B2"><v>1</v></c></row></sheetData>'


@pytest.mark.parametrize(
    "content",
    [
        "<sheetData/><sheetData/>",
        '<sheetData><row r="2"/><row r="1"/></sheetData>',
        '<sheetData><row r="1"/><row r="1"/></sheetData>',
        '<sheetData><row r="1"/><extLst><row/></extLst></sheetData>',
    ],
)
def test_a_sheet_that_is_not_understood_is_left_alone(content: str) -> None:
    with pytest.raises(PatchRefusedError):
        editor(content)


@pytest.mark.parametrize("cells", ['<c r="B1"/><c r="A1"/>', '<c r="A1"/><extLst><c/></extLst>'])
def test_nor_is_a_row(cells: str) -> None:
    with pytest.raises(PatchRefusedError, match="rad 1"):
        rows(f'<row r="1">{cells}</row>', {"D1": 7})
