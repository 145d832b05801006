"""patch_cells on small packages: what is written, what must follow, what is refused."""

from __future__ import annotations

import datetime as dt
import os
import sys
import zipfile
from pathlib import Path
from typing import Any

import pandas
import pytest

from rus_sheets.book.raw import CellError, RawCell, RichText
from rus_sheets.errors import UnusableInputError, UserError
from rus_sheets.excel.edit.patch import BadValueError, Cached, CellValue, Formula, Patch, PatchRefusedError, patch_cells
from rus_sheets.excel.read.reader import read_workbook
from tests.excel.small import MAIN, members_of, package, relation, table_xml, zipped

SHEET = "xl/worksheets/sheet1.xml"
CHAIN = "xl/calcChain.xml"
SHARED = (
    "<row r='1'><c r='A1'><v>1</v></c><c r='B1'><f t='shared' ref='B1:B3' si='0'>A1*2</f><v>2</v></c></row>"
    "<row r='2'><c r='A2'><v>2</v></c><c r='B2'><f t='shared' si='0'/><v>4</v></c></row>"
    "<row r='3'><c r='A3'><v>3</v></c><c r='B3'><f t='shared' si='0'/><v>6</v></c></row>"
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "plan.xlsx"


def patched(book: Path, content: str, values: dict[str, CellValue], **rest: Any) -> dict[str, str]:
    """The parts of a workbook with that one sheet after the patch, as texts."""
    book.write_bytes(package({"Plan": content}, **rest))
    patch_cells(book, book, {"Plan": values})
    return {name: data.decode() for name, data in members_of(book).items()}


def rows_after(book: Path, content: str, values: dict[str, CellValue]) -> str:
    text = patched(book, content, values)[SHEET]
    return text[text.index("<sheetData") : text.index("</worksheet>")]


def cell_of(book: Path, ref: str = "A1") -> RawCell:
    return next(cell for cell in read_workbook(book).sheets[0].cells.values() if cell.ref == ref)


ONE = "<row r='1'><c r='A1' s='2' t='s'><v>0</v></c></row>"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "<c r='A1' s='2'/>"),
        (7, "<c r='A1' s='2'><v>7</v></c>"),
        (0.1, "<c r='A1' s='2'><v>0.1</v></c>"),
        (pandas.Series([0.25]).iloc[0], "<c r='A1' s='2'><v>0.25</v></c>"),
        (True, "<c r='A1' s='2' t=\"b\"><v>1</v></c>"),
        (CellError("#N/A"), "<c r='A1' s='2' t=\"e\"><v>#N/A</v></c>"),
        ("å & <b>", "<c r='A1' s='2' t=\"inlineStr\"><is><t>å &amp; &lt;b&gt;</t></is></c>"),
        (" x\n", "<c r='A1' s='2' t=\"inlineStr\"><is><t xml:space=\"preserve\"> x\n</t></is></c>"),
        ("a\r\x07_x0041_", "<c r='A1' s='2' t=\"inlineStr\"><is><t>a_x000D__x0007__x005F_x0041_</t></is></c>"),
        (Formula("=A2&\"<\"", "x<"), "<c r='A1' s='2' t=\"str\"><f>A2&amp;\"&lt;\"</f><v>x&lt;</v></c>"),
        (Formula("1+1"), "<c r='A1' s='2'><f>1+1</f></c>"),
    ],
)  # fmt: skip
def test_each_kind_of_value(book: Path, value: CellValue, written: str) -> None:
    assert rows_after(book, ONE, {"A1": value}) == f"<sheetData><row r='1'>{written}</row></sheetData>"


def test_a_text_that_looks_like_a_formula_stays_a_text(book: Path) -> None:
    for text in ("=1+1", "+46 8", "- punkt", "@namn", "'citat"):
        parts = patched(book, ONE, {"A1": text, "B1": "=2"})
        assert cell_of(book).value == text
        assert cell_of(book).formula is None
        assert parts["xl/styles.xml"].count('quotePrefix="1"') == 2
        assert '<cellXfs count="7">' in parts["xl/styles.xml"]
        assert not read_workbook(book).styles[cell_of(book).style].locked
    patch_cells(book, book, {"Plan": {"A1": 5}})
    assert cell_of(book).style == 2  # a number has no use for it, and a formula would become a text when edited


def test_dates_get_a_date_format_only_where_there_is_none(book: Path) -> None:
    content = "<row r='1'><c r='A1'/><c r='B1' s='3'/><c r='C1'/></row>"
    values = {"A1": dt.date(2026, 5, 1), "B1": dt.date(2026, 5, 1), "C1": dt.datetime(2026, 5, 1, 18, 0)}  # noqa: DTZ001
    patched(book, content, values)
    found = read_workbook(book)
    cells = [found.sheets[0].at(1, column) for column in (1, 2, 3)]
    assert [cell.value for cell in cells] == [46143, 46143, 46143.75]
    assert [found.style_of(cell).number_format for cell in cells] == [
        "mm-dd-yy",
        "yyyy\\-mm\\-dd\\ hh:mm",
        "m/d/yy h:mm",
    ]
    patched(book, content, {"A1": dt.date(2026, 5, 1)}, properties="<workbookPr date1904='true'/>")
    assert cell_of(book).value == 46143 - 1462
    patched(book, content, {"A1": dt.date(1904, 1, 1)}, properties="<workbookPr date1904='true'/>")
    assert cell_of(book).value == 0
    for day, serial in ((dt.date(1900, 1, 1), 1), (dt.date(1900, 2, 28), 59), (dt.date(1900, 3, 1), 61)):
        patched(book, content, {"A1": day})
        assert cell_of(book).value == serial


def test_rich_text_keeps_the_cells_font(book: Path) -> None:
    runs = (("fet", "b"), (" vanlig ", ""), ("båda", "bi"))
    text = patched(book, ONE, {"A1": RichText(runs)})[SHEET]
    assert cell_of(book).runs == runs
    assert '<rPr><b/><sz val="11"/><color theme="1"/><rFont val="Calibri"/><family val="2"/></rPr><t>fet</t>' in text


def test_new_cells_and_rows_stand_in_order(book: Path) -> None:
    content = (
        "<dimension ref='B2:C4'/><cols><col min='5' max='6' style='2'/></cols><sheetData><row r='2' spans='2:3' s='1' "
        "customFormat='1'><c r='B2'><v>1</v></c></row><row r='4'/></sheetData>"
    )
    text = patched(book, content, {"E2": 1, "A2": 2, "E4": 3, "A3": 4, "G9": 5, "H9": None})[SHEET]
    assert "<row r='2' spans='2:3' s='1'".replace("spans='2:3'", 'spans="1:5"') in text
    assert (
        '<c r="A2" s="1"><v>2</v></c><c r=\'B2\'><v>1</v></c><c r="E2" s="1"><v>1</v></c></row>'
        '<row r="3"><c r="A3"><v>4</v></c></row><row r=\'4\'><c r="E4" s="2"><v>3</v></c></row>'
        '<row r="9"><c r="G9"><v>5</v></c></row></sheetData>'
    ) in text
    assert '<dimension ref="A2:G9"/>' in text


def test_a_dimension_that_makes_no_sense_is_left_alone(book: Path) -> None:
    assert "ref='FZ'" in patched(book, "<dimension ref='FZ'/><sheetData/>", {"B2": 1})[SHEET]


def test_an_empty_sheet_and_a_prefixed_one(book: Path) -> None:
    assert rows_after(book, "<sheetData/>", {"B2": 1}) == (
        '<sheetData><row r="2"><c r="B2"><v>1</v></c></row></sheetData>'
    )
    book.write_bytes(package({"Plan": "<row r='1'/>"}))
    parts = members_of(book)
    strange = "<!-- <x:c r='A1'/> --><x:row r='1'><x:c r='A1' t='str'><x:v><![CDATA[<x:c r='B1'>]]></x:v></x:c></x:row>"
    parts[SHEET] = f"<x:worksheet xmlns:x='{MAIN}'><x:sheetData>{strange}</x:sheetData></x:worksheet>".encode()
    book.write_bytes(zipped(parts))
    patch_cells(book, book, {"Plan": {"B1": "ny", "A2": Formula("1", 1)}})
    assert [cell_of(book, ref).value for ref in ("A1", "B1", "A2")] == ["<x:c r='B1'>", "ny", 1]
    assert b"<!-- <x:c r='A1'/> -->" in members_of(book)[SHEET]


def test_only_the_stored_value(book: Path) -> None:
    content = "<row r='1'><c r='A1' cm='1' t='str'><f ca='1'>B1</f><v>x</v></c><c r='B1'><v>1</v></c></row>"
    assert "<c r='A1' cm='1'><f ca='1'>B1</f><v>4</v></c>" in rows_after(book, content, {"A1": Cached(4)})
    assert "<c r='A1' cm='1'><f ca='1'>B1</f></c>" in rows_after(book, content, {"A1": Cached(None)})
    assert "<c r='A1' cm='1' t=\"str\"><f ca='1'>B1</f><v>-y</v></c>" in rows_after(book, content, {"A1": Cached("-y")})
    with pytest.raises(PatchRefusedError, match="Plan!B1: Cellen har ingen formel"):
        rows_after(book, content, {"B1": Cached(4)})


def test_a_shared_formula_is_handed_over(book: Path) -> None:
    text = rows_after(book, SHARED, {"B1": 5})
    assert "<c r='B1'><v>5</v></c>" in text
    assert "<c r='B2'><f t='shared' si='0' ref=\"B2:B3\">A2*2</f><v>4</v></c>" in text
    assert {ref: cell_of(book, ref).formula for ref in ("B2", "B3")} == {"B2": "A2*2", "B3": "A3*2"}
    rows_after(book, SHARED, {"B1": Formula("9", 9), "B2": Cached(7), "A2": "x"})
    assert [cell_of(book, ref).value for ref in ("B1", "B2", "B3")] == [9, 7, 6]
    assert cell_of(book, "B3").formula == "A3*2"
    rows_after(book, SHARED, {"B1": 1, "B2": 2, "B3": 3})
    assert cell_of(book, "B3").formula is None


@pytest.mark.parametrize(
    ("left", "chain"),
    [
        ({"A1": 1}, '<c r="B1" i="1" l="1"/><c r=\'B2\'/><c r=\'B3\'/>'),
        ({"B1": 1}, "<c r='B2' i=\"1\"/><c r='B3'/>"),
        ({"B1": 1, "B2": 1}, "<c r='B3' i=\"1\"/>"),
        ({"B2": 1}, "<c r='B1' i='1' l='1'/><c r='B3'/>"),
        ({"B2": Formula("1", 1)}, "<c r='B1' i='1' l='1'/><c r='B2'/><c r='B3'/>"),
    ],
)
def test_the_calculation_chain_follows(book: Path, left: dict[str, CellValue], chain: str) -> None:
    rest: Any = {
        "parts": {CHAIN: f"<calcChain xmlns='{MAIN}'>"
                  "<c r='B1' i='1' l='1'/><c r='B2'/><c r='B3'/></calcChain>"},
        "relations": {"xl/workbook.xml": relation("rC", "calcChain", "calcChain.xml")},
        "types": {f"/{CHAIN}": "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"},
    }  # fmt: skip
    parts = patched(book, SHARED, left, **rest)
    assert chain.replace("'", '"') in parts[CHAIN].replace("'", '"')
    parts = patched(book, SHARED, {"B1": 1, "B2": 2, "B3": 3}, **rest)
    assert CHAIN not in parts
    assert "calcChain" not in parts["[Content_Types].xml"] + parts["xl/_rels/workbook.xml.rels"]


TABLE: Any = {
    "parts": {"xl/tables/t.xml": table_xml("Plan", "A1:B3", ["Id", "Dagar"])},
    "relations": {SHEET: relation("rId1", "table", "../tables/t.xml")},
}
TABLE_ROWS = (
    "<row r='1'><c r='A1' t='inlineStr'><is><t>Id</t></is></c><c r='B1' t='inlineStr'><is><t>Dagar</t></is></c></row>"
    "<row r='2'><c r='B2'><v>1</v></c></row>"
)


def test_a_table_header_takes_its_column_along(book: Path) -> None:
    parts = patched(book, TABLE_ROWS, {"B1": 'Dagar "plan" &\nutfall'}, **TABLE)
    assert '<tableColumn id="2" name="Dagar &quot;plan&quot; &amp;_x000a_utfall"/>' in parts["xl/tables/t.xml"]
    assert read_workbook(book).sheets[0].tables[0].columns == ("Id", 'Dagar "plan" &\nutfall')
    refused: list[tuple[CellValue, str]] = [("ID", "redan en kolumn"), (None, "måste vara en text"), (5, "måste vara")]
    for value, words in refused:
        with pytest.raises(PatchRefusedError, match=words):
            patched(book, TABLE_ROWS, {"B1": value}, **TABLE)
    used = TABLE_ROWS + "<row r='9'><c r='D9'><f>SUM(Plan[Dagar])</f><v>1</v></c></row>"
    with pytest.raises(PatchRefusedError, match="Plan!B1: Rubriken Dagar används i formler"):
        patched(book, used, {"B1": "Arbetsdagar"}, **TABLE)


@pytest.mark.parametrize("source", ["ref='A1:B3' sheet='Plan'", "name='Plan'"])
def test_a_pivot_cache_over_changed_cells_is_refreshed(book: Path, source: str) -> None:
    cache = "xl/pivotCache/p.xml"
    rest: Any = {
        "parts": TABLE["parts"] | {cache: f"<pivotCacheDefinition xmlns='{MAIN}'>"
                  f"<cacheSource type='worksheet'><worksheetSource {source}/></cacheSource></pivotCacheDefinition>"},
        "relations": TABLE["relations"]
        | {"xl/workbook.xml": relation("rP", "pivotCacheDefinition", "pivotCache/p.xml")},
    }  # fmt: skip
    assert 'refreshOnLoad="1"' in patched(book, TABLE_ROWS, {"B2": 7}, **rest)[cache]
    assert "refreshOnLoad" not in patched(book, TABLE_ROWS, {"D2": 7}, **rest)[cache]


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        ("B2", "matrisformel"),
        ("A1", "matrisformel"),
        ("E6", "sammanfogade"),
        ("D10", "pivottabell"),
        ("H3", "summarad"),
    ],
)
def test_what_must_not_be_overwritten(book: Path, ref: str, words: str) -> None:
    content = (
        "<sheetData><row r='1'><c r='A1'><f t='array' ref='A1:B2'>D1:E2</f><v>1</v></c></row></sheetData>"
        "<mergeCells><mergeCell ref='D5:E6'/></mergeCells>"
    )
    pivot = f"<pivotTableDefinition xmlns='{MAIN}'><location ref='C9:D12'/>"
    rest: Any = {
        "parts": {
            "xl/t.xml": table_xml("T", "H1:H3", ["Id"], "", "totalsRowCount='1'"),
            "xl/p.xml": pivot + "</pivotTableDefinition>",
        },
        "relations": {SHEET: relation("rId1", "table", "../t.xml") + relation("rId2", "pivotTable", "../p.xml")},
    }
    book.write_bytes(package({"Plan": content}, **rest))
    before = book.read_bytes()
    with pytest.raises(PatchRefusedError, match=words) as caught:
        patch_cells(book, book, {"Plan": {"D5": "den första går", ref: 1}})
    assert caught.value.place == f"Plan!{ref}"
    assert book.read_bytes() == before
    patch_cells(book, book, {"Plan": {"D5": "den första går", "A1": Cached(8)}})
    assert cell_of(book, "A1").value == 8


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), pandas.NaT, 10**400, "x" * 32_768, "😀" * 20_000, "\ud800", dt.date(1899, 1, 1),
     Formula(" "), Formula("a\x00"), Formula("1", float("nan")), Cached(float("nan")), RichText(())],
    ids=lambda value: repr(value)[:20],
)  # fmt: skip
def test_values_that_cannot_stand_in_a_cell(book: Path, value: CellValue) -> None:
    book.write_bytes(package({"Plan": ONE}))
    with pytest.raises(BadValueError) as caught:
        patch_cells(book, book, {"Plan": {"A1": value}})
    assert isinstance(caught.value, ValueError)
    assert caught.value.place == "Plan!A1"


def test_unknown_sheets_and_cells_are_guessed(book: Path) -> None:
    book.write_bytes(package({"Inställningar": ONE, "Plan": ONE}))
    with pytest.raises(UserError, match=r"Menade du Plan\?"):
        patch_cells(book, book, {"plan": {"A1": 1}})
    with pytest.raises(UserError, match=r"Välj bland: Inställningar, Plan\."):
        patch_cells(book, book, {"Xyzzy": {"A1": 1}})
    with pytest.raises(UserError, match=r"Menade du B7\?"):
        patch_cells(book, book, {"Plan": {"b7": 1}})
    for ref in ("", "7", "A0", "XFE1", "A1048577", "A1:B2"):
        with pytest.raises(UserError, match=r"ingen cell\. Ange"):  # and nothing is guessed
            patch_cells(book, book, {"Plan": {ref: 1}})


def test_the_last_cell_of_a_sheet_is_one(book: Path) -> None:
    book.write_bytes(package({"Plan": ONE}))
    patch_cells(book, book, {"Plan": {"XFD1048576": 7}})
    assert cell_of(book, "XFD1048576").value == 7


def test_a_sheet_that_isnt_there_is_told_at_once(book: Path) -> None:
    book.write_bytes(package({"Plan": ONE}))
    with pytest.raises(UserError, match=r"som heter Plam"):
        Patch(book).set_cells("Plam", {})


def test_nothing_is_written_when_the_value_is_there(book: Path, tmp_path: Path) -> None:
    book.write_bytes(package({"Plan": SHARED}, strings="<si><t>=x</t></si>"))
    os.utime(book, (1, 1))
    patch_cells(book, book, {"Plan": {"A1": 1.0, "B2": Formula("A2*2", 4), "B3": Cached(6), "Z99": None}})
    assert book.stat().st_mtime == 1
    patch_cells(book, tmp_path / "kopia.xlsx", {"Plan": {"A1": 1}})
    assert (tmp_path / "kopia.xlsx").read_bytes() == book.read_bytes()


def test_members_keep_their_bytes_and_the_target_its_mode(book: Path) -> None:
    book.write_bytes(package({"Plan": ONE, "Andra": ONE}))
    book.chmod(0o640)
    before = raw_members(book)
    patch_cells(book, book, {"Plan": {"A1": 5}})
    after = raw_members(book)
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {SHEET}
    assert sys.platform == "win32" or book.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in book.parent.iterdir()) == [book.name]


def raw_members(path: Path) -> dict[str, tuple[object, ...]]:
    """Each member's packed bytes, date, flags and extra field."""
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {
            info.filename: (
                data[info.header_offset : info.header_offset + 30 + len(info.filename) + info.compress_size],
                info.date_time,
                info.extra,
                info.external_attr,
            )
            for info in archive.infolist()
        }


def test_a_workbook_that_cannot_be_written_is_as_before(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book.write_bytes(package({"Plan": ONE}))
    before = book.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnusableInputError, match="kan inte skrivas"):
        patch_cells(book, book, {"Plan": {"A1": 5}})
    assert book.read_bytes() == before
    assert list(book.parent.iterdir()) == [book]
    (book.parent / f"~${book.name}").write_bytes(b"")
    with pytest.raises(UnusableInputError, match="öppen i Excel"):
        patch_cells(book, book, {"Plan": {"A1": 5}})


def test_calculation_on_load(book: Path) -> None:
    for workbook in ("", "<definedNames/>", "<definedNames/><calcPr calcId='1'/>"):
        book.write_bytes(package({"Plan": SHARED}, workbook=workbook))
        patch_cells(book, book, {"Plan": {"A1": 5}}, recalculate=True)
        text = members_of(book)["xl/workbook.xml"].decode()
        assert text.endswith('fullCalcOnLoad="1"/></workbook>')
        assert Patch(book).to_bytes() == book.read_bytes()
