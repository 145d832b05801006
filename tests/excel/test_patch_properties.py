"""Random values in random cells come back as they were put in, whoever reads them; damage is always told as damage."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import random
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rus_sheets.book.raw import CellError, RawSheet, RichText, Scalar, position_of, ref_of
from rus_sheets.errors import UserError
from rus_sheets.excel.edit.patch import CellValue, Formula, Patch
from rus_sheets.excel.read.escapes import escape
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from tests.excel.small import package, relation, table_xml, zipped

SHARED = "".join(
    f"<row r='{row}'><c r='A{row}' t='s'><v>0</v></c><c r='C{row}'>"
    + ("<f t='shared' ref='C2:C6' si='0'>A2*2</f>" if row == 2 else "<f t='shared' si='0'/>")
    + f"<v>{row}</v></c><c r='E{row}' s='2'/></row>"
    for row in range(2, 7)
)
BOOK = package({"Blad1": SHARED, "Blad2": ""})

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(
    ["=1+1", "-", "@x", " ", "\n", "a\r\nb", "_x0041_", "]]>", "&amp;", "<!--", "ÅÄÖ", "'", "😀"]
)
numbers = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
plain = st.none() | st.booleans() | numbers | texts | st.sampled_from([CellError("#REF!"), CellError("#N/A")])
runs = st.lists(st.tuples(texts, st.sampled_from(["", "b", "i", "bi"])), min_size=1, max_size=3)
values = plain | plain.map(lambda value: Formula("1+1", value)) | runs.map(lambda found: RichText(tuple(found)))
refs = st.builds(ref_of, st.integers(1, 9), st.integers(1, 6)) | st.sampled_from(["XFD1048576", "AA12", "E1048576"])
edits = st.dictionaries(refs, values, max_size=8)


def after(data: bytes, cells: dict[str, CellValue], sheet: str = "Blad1") -> bytes:
    patch = Patch(Package("plan.xlsx", data))
    patch.set_cells(sheet, cells)
    return patch.to_bytes()


def read(data: bytes, sheet: str = "Blad1") -> RawSheet:
    found = read_package(Package("plan.xlsx", data)).sheet(sheet)
    assert found is not None
    return found


def stored(value: CellValue) -> Scalar:
    if isinstance(value, RichText):
        return value.text
    assert not isinstance(value, dt.date)
    return value.cached if isinstance(value, Formula) else value  # type: ignore[return-value]


@given(edits)
@settings(deadline=None)
def test_what_is_put_in_comes_back_and_the_rest_stays(cells: dict[str, CellValue]) -> None:
    before, data = read(BOOK), after(BOOK, cells)
    now = read(data)
    for ref, value in cells.items():
        cell = now.at(*position_of(ref))
        assert cell.value == stored(value)
        assert isinstance(cell.value, bool) == isinstance(stored(value), bool)
        assert cell.formula == (value.text if isinstance(value, Formula) else None)
        if isinstance(value, RichText):
            assert cell.runs == value.runs
    for place, cell in before.cells.items():
        if cell.ref not in cells:
            left = now.cells[place]
            assert (left.value, left.formula, left.style) == (cell.value, cell.formula, cell.style)
    assert after(data, cells) == data


@given(edits, edits)
@settings(deadline=None)
def test_edits_of_different_cells_come_in_any_order(first: dict[str, CellValue], second: dict[str, CellValue]) -> None:
    second = {ref: value for ref, value in second.items() if ref not in first}
    one, other = after(after(BOOK, first), second), after(after(BOOK, second), first)
    both = after(BOOK, first | second)
    views = [
        {cell.ref: (cell.value, cell.formula) for cell in read(data).cells.values()} for data in (one, other, both)
    ]
    assert views[0] == views[1] == views[2]


@given(st.dictionaries(refs, st.booleans() | numbers | texts.filter(lambda text: escape(text) == text), max_size=6))
@settings(deadline=None, max_examples=40)
def test_openpyxl_reads_what_was_put_in(cells: dict[str, CellValue]) -> None:
    cells = {ref: value for ref, value in cells.items() if "1048576" not in ref}
    sheet = openpyxl.load_workbook(io.BytesIO(after(BOOK, cells, "Blad2")))["Blad2"]
    for ref, value in cells.items():
        assert sheet[ref].value == value
        assert sheet[ref].data_type != "f"


@given(st.dates(dt.date(1900, 3, 1), dt.date(9999, 12, 31)), st.booleans())
@settings(deadline=None, max_examples=40)
def test_openpyxl_reads_the_same_date(day: dt.date, date1904: bool) -> None:
    day = max(day, dt.date(1904, 1, 2)) if date1904 else day
    book = package({"Blad1": ""}, properties="<workbookPr date1904='1'/>" if date1904 else "")
    cell = openpyxl.load_workbook(io.BytesIO(after(book, {"A1": day})))["Blad1"]["A1"]
    assert cell.value == dt.datetime.combine(day, dt.time())


@pytest.mark.parametrize("seed", range(6))
def test_damage_is_told_as_damage(seed: int) -> None:
    """Cut, flipped and overwritten bytes give a UserError or are of no matter; nothing else comes out."""
    chance = random.Random(seed)  # noqa: S311  (the damage is to be the same each time)
    table = {
        "parts": {"xl/t.xml": table_xml("Plan", "A1:C6", ["Id", "b", "c"])},
        "relations": {"xl/worksheets/sheet1.xml": relation("rId1", "table", "../t.xml")},
    }
    whole = package({"Blad1": SHARED, "Blad2": ""}, **table)  # type: ignore[arg-type]
    for _ in range(100):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)) :]
        with contextlib.suppress(UserError):
            damaged = Package("plan.xlsx", bytes(data))
            read_package(damaged)
            patch = Patch(damaged)
            patch.append_rows("Blad1", "Plan", [{"Id": 1}])
            patch.set_cells("Blad1", {"C2": 5})
            read_package(Package("plan.xlsx", patch.to_bytes()))


@pytest.mark.parametrize("seed", range(4))
def test_damaged_xml_is_told_as_damage(seed: int) -> None:
    """As above, but inside the parts, behind right checksums: attributes and values that make no sense."""
    chance = random.Random(seed)  # noqa: S311
    with zipfile.ZipFile(io.BytesIO(BOOK)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(100):
        name = chance.choice(sorted(parts))
        content = bytearray(parts[name])
        for _ in range(chance.randint(1, 3)):
            content[chance.randrange(len(content))] = chance.choice(b"0123456789-<>/\"' =:AZaz\x00\xff")
        data = zipped(parts | {name: bytes(content)})
        with contextlib.suppress(UserError):
            read_package(Package("plan.xlsx", data))
            after(data, {"A1": dt.date(2026, 1, 1), "C2": 5, "Z3": "=x"})
