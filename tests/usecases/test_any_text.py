"""Whatever stands in the workbook's texts: validate tells of it, and every file that is made of them can be opened."""

from __future__ import annotations

import datetime as dt
import io
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from rus_sheets.answers.returned import Returned
from rus_sheets.book.build import build_book
from rus_sheets.book.model import Book
from rus_sheets.documents.figures import tagged
from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.excel.edit.properties import with_properties
from rus_sheets.excel.make.forms import FormPress
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.followup.form import Forms
from rus_sheets.followup.read import read_form
from rus_sheets.layout.blueprint import NewCell, NewSheet, NewWorkbook
from rus_sheets.office.xmltext import whole
from rus_sheets.resources import folder
from rus_sheets.schema.model import CellType, DocumentCommand, TableKind
from rus_sheets.texts.content import Chart, Series, Text
from rus_sheets.texts.text import parse
from rus_sheets.usecases.documents import write_document
from rus_sheets.usecases.merging import merge
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.split import split
from rus_sheets.usecases.validate import validate
from rus_sheets.word.make.render import render
from rus_sheets.word.parts.package import DocumentProperties
from tests.merge.world import change
from tests.word.documents import NAMES
from tools.maker.markup import block, p
from tools.maker.package import package

EXAMPLE = folder("examples") / "2026" / "verksamhet-2026.xlsx"
NOW = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
ODD = {
    "styrtecken": "\x01\x08\x1b[31m\x1f\x0b\x0cslut",
    "inga tecken": "\ufffe\uffff\x7f\x85\x9f",
    "ser ut som något annat": "_x0001_ _x000B__xD800_<b>&amp;]]>\"'",
}
SETTINGS = ("organisation", "short_name", "vision")

texts = st.text(max_size=40) | st.text(
    st.sampled_from("a _x0041D8\x00\x01\x0b\x0c\r\n\t\x1b\x85\ufffe\uffff\ud800\udfff\U0001f600<&]>\"'"), max_size=20
)


def parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Every part of an Office file, those of workbooks in charts too."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            yield name, archive.read(name)
            if name.endswith(".xlsx"):
                yield from parts(archive.read(name))


def check_opens(data: bytes, opening: Callable[[io.BytesIO], object]) -> None:
    for name, content in parts(data):
        if name.endswith((".xml", ".rels")):
            etree.fromstring(content)  # no recovery: as strict as Office
    opening(io.BytesIO(data))


@cache
def the_book() -> Book:
    return open_book(EXAMPLE)


def with_odd_texts(target: Path, odd: str) -> set[str]:
    """The example with ``odd`` last in every text and name; returns the cells."""
    book = the_book()
    kinds = (CellType.TEXT, CellType.LONGTEXT)
    cells = [
        cell
        for table in book.tables.values()
        if table.table.kind is not TableKind.SETTINGS
        for row in table.rows
        for cell in row.cells.values()
        if cell.column.type in kinds and isinstance(cell.value, str) and cell.raw.formula is None
    ]
    cells += [book.settings[key] for key in SETTINGS]
    values: dict[str, dict[str, str]] = {}
    for cell in cells:
        values.setdefault(cell.sheet, {})[cell.raw.ref] = f"{cell.value}{odd}"
    patch_cells(EXAMPLE, target, values)
    return {f"{cell.sheet}!{cell.raw.ref}" for cell in cells}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_odd_characters_in_every_text_of_the_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, odd: str
) -> None:
    monkeypatch.setattr("rus_sheets.usecases.documents.program", lambda: None)  # page numbers are another matter
    workbook = tmp_path / "verksamhet-2026.xlsx"
    cells = with_odd_texts(workbook, odd)
    if any(ord(each) < 32 or 127 <= ord(each) < 160 or each in "\ufffe\uffff" for each in odd):
        told = {f"{each.sheet}!{each.cell}" for each in validate(workbook).findings if each.code == "RS113"}
        assert not {each for each in cells if not each.startswith("Logg!")} - told
    sent = split(workbook, tmp_path / "utskick", only=["A01", "A03"], today=NOW.date())
    for each in sent:
        check_opens(each.path.read_bytes(), openpyxl.load_workbook)
    merged = merge(workbook, [tmp_path / "utskick"], now=NOW, dry_run=True)
    assert [each.message for each in merged.decisions.files if each.state == "refused"] == []
    assert not merged.decisions.decisions
    for command in DocumentCommand:
        (target,) = write_document(command, workbook, now=NOW, output=tmp_path / f"{command}.docx")
        check_opens(target.path.read_bytes(), docx.Document)


@settings(max_examples=60, deadline=None)
@given(title=texts, author=texts, value=texts)
@example(title="\x0b", author="\ud800", value="\udfff\x01")
def test_any_text_in_what_is_made_of_cells_and_properties(title: str, author: str, value: str) -> None:
    cells = (
        NewCell(1, 1, value), NewCell(2, 1, f"x{value}", runs=(("x", "b"), (value or "y", ""))),
        NewCell(3, 1, value, formula='=A1&""'),
    )  # fmt: skip
    new = NewWorkbook((NewSheet("Blad", cells),), title, author, custom={"Egenskap": value})
    made = make_workbook(new, lambda _: {})
    for data in (made, FormPress().make(new), with_properties(Package("bok", made), {"Egen": value, "Ny": title})):
        check_opens(data, openpyxl.load_workbook)
        assert read_package(Package("bok", data)).sheets


@settings(max_examples=25, deadline=None)
@given(texts)
@example("\ud800\x0b\ufffe")
def test_any_text_in_a_document(text: str) -> None:
    chart = Chart("bar", text, (text, "b"), (Series(text, (1, 2)),), text)
    values = {
        "text": parse(text),
        "siffra": tagged(text, f"Plan/{text}", text),
        "rad": text,
        "bild": Text((chart,)),
    }
    properties = DocumentProperties(text, text, NOW.replace(tzinfo=None), text)
    made = render(template(), {**NAMES, **values}, properties)
    check_opens(made, docx.Document)


@cache
def template() -> Path:
    """A Word template that takes every kind of value."""
    path = Path(tempfile.mkdtemp()) / "mall.docx"
    body = p("{{ rad }}") + p("Siffra: {{ siffra }}") + block("text") + block("bild")
    path.write_bytes(package("Mall", body, cover=False))
    return path


@pytest.mark.skipif(sys.platform != "linux", reason="other systems' file names are text")
def test_a_name_that_is_no_text_stops_nothing(tmp_path: Path) -> None:
    workbook = Path(shutil.copy(EXAMPLE, tmp_path))
    (sent,) = split(workbook, tmp_path / "in", only=["A03"], today=NOW.date())
    raw = read_package(Package(sent.path))
    place = next(cell for cell in raw.sheets[0].cells.values() if cell.value == "Kort utfall")
    answered = tmp_path / "in" / os.fsdecode(b"A03 svar \xe5.xlsx")
    patch_cells(sent.path, answered, {raw.sheets[0].name: {f"B{place.row}": "Klart."}})
    sent.path.unlink()
    merged = merge(workbook, [tmp_path / "in"], now=NOW)
    assert [each.returned for each in merged.decisions.decisions] == ["Klart."]
    assert merged.backup
    assert open_book(workbook)["log"].rows[-1].text("file") == "A03 svar \ufffd.xlsx"


@settings(max_examples=30, deadline=None)
@given(name=texts, owner=texts, organisation=texts)
@example(name="\x0b\ufffe", owner="\x01", organisation="\x1b")
def test_any_names_in_a_form(name: str, owner: str, organisation: str) -> None:
    """It opens, and is read as the form of its activity."""
    book = the_book()
    row = book["plan"].by_id["A03"]
    raw = book.raw
    for cell, text in (
        (row.cell("name"), name),
        (row.cell(book.declaration.followup.owner), owner),
        (book.settings["organisation"], organisation),
    ):
        raw = change(raw, cell.sheet, {cell.raw.ref: whole(text)})  # no workbook holds half a pair
    changed = build_book(book.declaration, raw)
    data = FormPress().make(Forms(changed, NOW.date()).of("A03"))
    check_opens(data, openpyxl.load_workbook)
    found = read_form(read_package(Package("svar", data)), [book.declaration])
    assert isinstance(found, Returned), found
    assert found.unit == "A03"
    assert not [cell for cell in found.cells if cell.value != cell.base]
