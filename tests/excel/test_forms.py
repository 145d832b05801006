"""A pressed form is byte for byte the form that XlsxWriter makes: every form of both examples, empty and answered."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from msgspec.structs import replace

from benchmarks.synthetic import workbook
from rus_sheets.book.build import build_book
from rus_sheets.book.model import Book
from rus_sheets.book.raw import CellError
from rus_sheets.excel.make.forms import FormPress
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.followup.form import form
from rus_sheets.layout.blueprint import NewCell, NewSheet, NewWorkbook, Style
from rus_sheets.resources import folder
from rus_sheets.schema.model import CellType
from rus_sheets.usecases.opened.opening import declaration_of, open_book

_SENT = dt.date(2026, 10, 1)


def _example(year: int) -> Book:
    return open_book(folder("examples") / str(year) / f"verksamhet-{year}.xlsx")


def _answered() -> Book:
    raw = read_package(Package("besvarad", workbook(28, answered=True)))
    return build_book(declaration_of(raw), raw)


def _forms(book: Book) -> list[NewWorkbook]:
    return [form(book, unit, sent=_SENT) for unit in book[book.declaration.followup.unit].by_id]


def _parts(data: bytes) -> dict[str, str]:
    package = Package("ny", data)
    return {info.filename: package.read(info.filename).decode() for info in package.infos}


@pytest.mark.parametrize(("book", "count"), [(_example(2022), 49), (_example(2026), 28), (_answered(), 28)])
def test_every_form_is_what_xlsxwriter_makes(book: Book, count: int) -> None:
    press = FormPress()
    forms = _forms(book)
    assert len(forms) == count
    for each in forms:
        assert press.make(each) == make_workbook(each, lambda _: {}), each.title


def test_every_kind_of_value_and_character() -> None:
    values = [
        None,
        "",
        " a ",
        'x & "y" <z>',
        "_x0041_\x01\ttab\nline",
        1,
        -2.5,
        1e21,
        0.1,
        True,
        False,
        "=1+1",
        CellError("#N/A"),
    ]
    runs = (("fet", "b"), (" & ", ""), ("både och", "bi"))
    cells = [NewCell(row, 1, value, Style.INPUT, CellType.ANY) for row, value in enumerate(values, 1)]
    cells += [NewCell(20, 1, "fet & både och", runs=runs), NewCell(21, 1, "fet", runs=(("fet", "b"),))]
    cells += [
        NewCell(row, 2, value, Style.STATE, formula="=IF(A1>1,1,2)")
        for row, value in enumerate(values, 1)
        if value is not None
    ]
    heights = {1: 15.0, 2: 20.0, 3: 31.3}
    made = NewWorkbook((NewSheet("Ö & b", tuple(cells), heights=heights),), "Titel & ”mer”", "Län")
    press = FormPress()
    turned = [
        cell._replace(value=cells[-1 - number].value, runs=()) for number, cell in enumerate(cells) if not cell.formula
    ]
    sheets = (replace(made.sheets[0], cells=tuple(turned)),)
    for each in (made, replace(made, sheets=sheets), made):
        assert _parts(press.make(each)) == _parts(make_workbook(each, lambda _: {}))


def test_forms_of_one_shape_hold_nothing_of_each_other() -> None:
    press = FormPress()
    first, second = (NewWorkbook((NewSheet("Blad", (NewCell(1, 1, text),)),), text, "") for text in ("hemligt", "eget"))
    press.make(first)
    package = Package("eget", press.make(second))
    assert not any(b"hemligt" in package.read(info.filename) for info in package.infos)


def test_what_one_process_has_had_made_another_takes_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forms = _forms(_example(2026))
    alone = [FormPress().make(each) for each in forms]
    assert [FormPress(tmp_path).make(each) for each in forms] == alone
    monkeypatch.setattr("rus_sheets.excel.make.workbook.make_workbook", None)
    assert [FormPress(tmp_path).make(each) for each in forms] == alone
