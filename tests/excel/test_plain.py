"""Parts that are read by patterns give what the tree gives, and what isn't plain is left to the tree."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from rus_sheets.book.raw import RawWorkbook
from rus_sheets.errors import UnusableInputError
from rus_sheets.excel.read import reader
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.plainxml import NotPlainError
from rus_sheets.resources import folder
from tests.conftest import SHARED
from tests.excel.small import package
from tests.libreoffice import convert
from tests.robust.hostile import damaged, members, packed

EXAMPLE = folder("examples") / "2026" / "verksamhet-2026.xlsx"


@contextlib.contextmanager
def by_tree() -> Iterator[None]:
    with mock.patch.object(reader, "cut", side_effect=NotPlainError):
        yield


@contextlib.contextmanager
def by_patterns() -> Iterator[None]:
    """Whatever goes to the tree is a fault."""
    with mock.patch.object(reader, "read_cells", side_effect=AssertionError("a sheet went to the tree")):
        yield


def read(data: bytes) -> RawWorkbook | str:
    try:
        return reader.read_package(Package("bok", data))
    except UnusableInputError as error:
        return error.message


def both(data: bytes) -> tuple[RawWorkbook | str, RawWorkbook | str]:
    with by_tree():
        tree = read(data)
    return read(data), tree


def sheet(rows: str, strings: str = "<si><t>x</t></si>") -> bytes:
    return package({"Blad1": f"<sheetData>{rows}</sheetData>"}, strings=strings)


@pytest.mark.parametrize("path", sorted(folder("examples").glob("*/*.xlsx")), ids=lambda path: path.name)
def test_our_workbooks_are_plain(path: Path) -> None:
    with by_patterns():
        plain = read(path.read_bytes())
    with by_tree():
        assert plain == read(path.read_bytes())


def test_openpyxl_writes_plainly(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(EXAMPLE)
    book.save(tmp_path / "bok.xlsx")
    with by_patterns():
        plain = read((tmp_path / "bok.xlsx").read_bytes())
    with by_tree():
        assert plain == read((tmp_path / "bok.xlsx").read_bytes())


@pytest.mark.libreoffice
def test_libreoffice_writes_plainly(tmp_path: Path) -> None:
    data = convert(EXAMPLE, "xlsx", tmp_path).read_bytes()
    with by_patterns():
        plain = read(data)
    with by_tree():
        assert plain == read(data)


@pytest.mark.shared
@pytest.mark.parametrize("path", sorted(SHARED.glob("workbooks/*.xlsx")), ids=lambda path: path.name)
def test_what_excel_has_written(path: Path) -> None:
    ours, tree = both(path.read_bytes())
    assert ours == tree


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"/><row r="4" hidden="1" spans="1:3"><c r="A4" s="3"/><c r="C4"><v>1.5</v></c></row><row r="9"/>',
        '<row><c r="A1"><v>1</v></c></row><row r="5"/><row><c r="A6" t="b"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="str"><f>B1&amp;"&lt;"</f><v>a &amp; b</v></c><c r="B1"><f>1+1</f></c></row>',
        '<row r="1"><c r="A1" t="str"><f aca="false">B1</f><v/></c><c r="B1" t="e"><v>#N/A</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>&#229;&#38;</v></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> _x000D_å </t></is></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t>fet</t></r><r><t>text</t></r></is></c></row>',
        '<row r="1" x14ac:dyDescent="0.25" xmlns:x14ac="urn:x"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"></c><c r="B1"><v></v></c></row>',
        "",
    ],
)
def test_plain_rows(rows: str) -> None:
    with by_patterns():
        plain = read(sheet(rows))
    with by_tree():
        assert plain == read(sheet(rows))
    assert isinstance(plain, RawWorkbook)


@pytest.mark.parametrize(
    "rows",
    [
        "<row r='1'><c r='A1'><v>1</v></c></row>",
        '<row r="1"><!-- A --><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v><![CDATA[1]]></v></c></row>',
        '<row r="1">\r<c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>&#x41;&#10;</v></c></row>',
        (
            '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">1+1</f><v>2</v></c></row>'
            '<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row>'
        ),
        '<row r="1"><c r="A1"><f t="array" ref="A1:B2">1+1</f><v>2</v></c><c r="B1"><v>2</v></c></row>',
        '<row r="1"><c r="A1" cm="1"><v>1</v></c></row>',
        '<row r="1"><c><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="d"><v>2026-05-01</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v><extLst/></c></row>',
        '<row r="1"/>text mellan raderna<row r="2"/>',
        '<row r="1"><row r="2"><c r="A2"/></row></row>',
        '<c r="A1"><v>1</v></c><row r="2"/>',
    ],
)
def test_what_is_not_plain_is_read_from_the_tree(rows: str) -> None:
    ours, tree = both(sheet(rows))
    assert ours == tree
    assert isinstance(ours, RawWorkbook)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1" s="1"/><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="9999999"><c r="A9999999"><v>1</v></c></row>',
        '<row r="1" r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>9</v></c></row>',
        '<row r="1"><c r="A1" t="x"><v>9</v></c></row>',
        '<row r="1"><c r="A1"><v>nio</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>&#01;&#65534;</v></c></row>',
        '<row r="1"><c r="A1"><v>&nbsp;</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>a]]>b</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>a\x01b</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>a\ufffeb</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></row></c>',
        '<row r="1"><c r="A1" t="inlineStr"><is><t>a</is></c></row>',
    ],
)
def test_faults_are_told_by_the_tree(rows: str) -> None:
    ours, tree = both(sheet(rows))
    assert ours == tree
    assert isinstance(ours, str)


def test_a_text_that_is_no_utf8() -> None:
    parts = members(sheet('<row r="1"><c r="A1" t="str"><v>XX</v></c></row>'))
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b"XX", b"\xff\xfe")
    ours, tree = both(packed(parts))
    assert ours == tree
    assert isinstance(ours, str)


def test_a_text_longer_than_any_parser_takes() -> None:
    text = "x" * 11_000_000
    inline = sheet(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>')
    shared = sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=f"<si><t>{text}</t></si>")
    for data in (inline, shared):
        ours, tree = both(data)
        assert ours == tree
        assert isinstance(ours, str) or etree.LIBXML_VERSION < (2, 12), "2.11, in Windows' wheels, takes it"


@pytest.mark.parametrize(
    "content",
    [
        "<!-- <sheetData><row r='1'><c r='A1'><v>1</v></c></row></sheetData> --><sheetData/>",
        '<x xmlns="urn:annat"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></x>',
        '<sheetData><row r="1"/></sheetData><sheetData><row r="2"/></sheetData>',
    ],
)
def test_a_sheet_data_that_is_none(content: str) -> None:
    ours, tree = both(package({"Blad1": content}))
    assert ours == tree


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=8), max_size=5))
def test_shared_strings(texts: list[str]) -> None:
    items = "".join(f"<si><t>{text.replace('&', '&amp;').replace('<', '&lt;')}</t></si>" for text in texts)
    cells = "".join(f'<c r="{"ABCDE"[n]}1" t="s"><v>{n}</v></c>' for n in range(len(texts)))
    ours, tree = both(sheet(f'<row r="1">{cells}</row>', strings=items))
    assert ours == tree


@pytest.mark.parametrize("seed", range(300))
def test_damaged_workbooks_are_read_alike_or_refused_alike(seed: int) -> None:
    data = damaged(EXAMPLE.read_bytes(), random.Random(seed))  # noqa: S311 - not for secrets
    ours, tree = both(data)
    assert ours == tree


@pytest.mark.parametrize("digits", ["9" * 5000, "²", "٣", "１", "+1", "1_0", " 1 ", ""])
@pytest.mark.parametrize("cell", ['<c r="A1" t="s"><v>{}</v></c>', '<c r="A1" s="{}"><v>1</v></c>', '<c r="A{}"/>'])
def test_digits_that_python_takes_or_refuses_in_its_own_way(cell: str, digits: str) -> None:
    plain, tree = both(sheet(f'<row r="1">{cell.format(digits)}</row>'))
    assert plain == tree


def test_files_with_the_same_sheet_have_texts_of_their_own() -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>7</v></c></row>'
    one, other = (reader.read_package(Package("bok", sheet(rows, f"<si><t>{text}</t></si>"))) for text in "xy")
    assert [book.sheets[0].at(1, 1).value for book in (one, other)] == ["x", "y"]
    assert one.sheets[0].at(1, 2) == other.sheets[0].at(1, 2)


def test_a_text_that_is_missing_in_one_of_them_is_told_of() -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>1</v></c></row>'
    whole, damaged_ = sheet(rows, "<si><t>x</t></si><si><t>y</t></si>"), sheet(rows, "<si><t>x</t></si>")
    assert isinstance(read(whole), RawWorkbook)
    assert "den delade texten 1" in str(read(damaged_))
