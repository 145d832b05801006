"""A form on paper: two A4 pages with all that is in it, blank and filled in, and big enough to read."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from shutil import which

import pytest

from rus_sheets.book.model import Book
from rus_sheets.book.raw import RawSheet, Scalar, ref_of
from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.excel.make.forms import FormPress
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.followup.form import Forms
from rus_sheets.followup.terms import GivenTerms
from rus_sheets.layout.blueprint import NewSheet
from rus_sheets.resources import folder
from rus_sheets.schema.model import CellType
from rus_sheets.usecases.next_year import workbook_from
from rus_sheets.usecases.opened.opening import open_book
from tests import libreoffice
from tests.merge import world

EXAMPLES = ("2022", "2026", "bidrag-2026")
TERMS = GivenTerms("2026-12-15", "Sekretariatet, sekretariatet@example.org")
SMALLEST = 0.7
PAPER = {False: 210.0, True: 297.0}
"""How wide A4 is, upright and lying."""
MARGINS = 25.4
HEADING = "Regional träff om genomförandet av åtgärdsprogrammet för miljön"  # as long as the longest in the examples
TYPED: dict[CellType, Scalar] = {
    CellType.DATE: 46_093, CellType.INTEGER: 40, CellType.MONEY: 12_500, CellType.DAYS: 7.5, CellType.NUMBER: 3
}  # fmt: skip


LONG_PLANS = ("Kulturmiljö",)
"""What is planned is so long that it runs on a page of its own, where the form says both until when and whom to ask."""


def book_of(example: str) -> Book:
    return open_book(next((folder("examples") / example).glob("*.xlsx")))


def parts_of(book: Book) -> set[str]:
    """The units with rows of a table that the plan fills and nobody adds to: their texts need pages of their own."""
    given = [child.table for child in book.declaration.followup.child_tables if not child.new_id]
    return {unit for table in given for unit in book[table].by_parent}


def filled(made: bytes, path: Path, book: Book) -> None:
    """The form with as many rows as its tables have room for in a new year all written in."""
    path.write_bytes(made)
    raw = read_package(Package(path.name, made))
    patch_cells(path, path, {sheet.name: dict(_answers(sheet, book)) for sheet in raw.sheets if sheet.tables})


def _answers(sheet: RawSheet, book: Book) -> list[tuple[str, Scalar]]:
    cells: list[tuple[str, Scalar]] = []
    for table in sheet.tables:
        declared = next(each for each in book.declaration.table if table.name.startswith(each.excel_name))
        count = next(each.new_rows for each in book.declaration.followup.child_tables if each.table == declared.key)
        for place, header in enumerate(table.columns, table.first_column):
            column = declared.by_header.get(header)
            if column is None or column.edited_by != "owner":
                continue
            typed: Scalar = TYPED.get(column.type, HEADING)
            if column.type is CellType.REF:
                typed = next(iter(book[column.references].by_id))
            if column.type is CellType.CHOICE:
                typed = book.declaration.choices(column.list).values[0]
            cells += [(ref_of(row, place), typed) for row in range(table.first_row + 1, table.first_row + count + 1)]
    return cells


def forms_of(book: Book, out: Path) -> dict[Path, int]:
    """Each unit's form, blank and filled in, and each owner's, with how many pages it may be."""
    out.mkdir()
    forms, press = Forms(book, world.SENT, TERMS), FormPress()
    units = book[book.declaration.followup.unit]
    more = parts_of(book)
    owners: dict[str, list[str]] = {}
    found = {}
    for row in units.rows:
        blank = out / f"{row.id}.xlsx"
        blank.write_bytes(press.make(forms.of(row.id)))
        owners.setdefault(row.text(book.declaration.followup.owner), []).append(row.id)
        if row.id not in more:
            full = out / f"{row.id} ifylld.xlsx"
            filled(blank.read_bytes(), full, book)
            most = 2 + (row.title in LONG_PLANS)
            found |= {blank: most, full: most}
    for number, own in enumerate(own for own in owners.values() if len(own) > 1 and not more & set(own)):
        path = out / f"ansvarig {number}.xlsx"
        path.write_bytes(press.make(forms.of_several(own, "Ansvarig")))
        longer = sum(units.by_id[unit].title in LONG_PLANS for unit in own)
        found[path] = 1 + 2 * len(own) + longer
    return found


def pages(pdf: Path) -> int:
    said = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    found = re.search(r"^Pages:\s+(\d+)", said, re.MULTILINE)
    assert found
    return int(found[1])


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.skipif(which("pdfinfo") is None, reason="counts the pages")
@pytest.mark.parametrize("example", EXAMPLES)
def test_a_form_is_two_pages(example: str, tmp_path: Path) -> None:
    """When it is sent, and with twelve events and eight expenses. What 2022 has of outcomes is the year's to come."""
    if example == "2022":
        source = folder("examples") / example / "verksamhet-2022.xlsx"
        workbook_from(source, tmp_path / "verksamhet-2023.xlsx", 2023)
        book = open_book(tmp_path / "verksamhet-2023.xlsx")
    else:
        book = book_of(example)
    most = forms_of(book, tmp_path / "ut")
    assert len(most) > 40
    made = libreoffice.convert_all(list(most), "pdf", tmp_path / "pdf", timeout=900)
    counted = dict(zip(most, map(pages, made), strict=True))
    assert {path.name: count for path, count in counted.items() if count > most[path]} == {}


@pytest.mark.parametrize("example", EXAMPLES)
def test_it_is_printed_big_enough_to_read(example: str) -> None:
    book = book_of(example)
    forms = Forms(book, world.SENT, TERMS)
    given = {book.declaration.table_of(child.table).sheet
             for child in book.declaration.followup.child_tables if not child.new_id}  # fmt: skip
    for unit in book[book.declaration.followup.unit].by_id:
        for sheet in forms.of(unit).sheets:
            if sheet.state == "visible" and sheet.name not in given:
                assert scale(sheet) >= SMALLEST, (unit, sheet.name)


def scale(sheet: NewSheet) -> float:
    """How much of its size is left when it is as wide as the paper."""
    last = sheet.printed[1] if sheet.printed else max(sheet.widths)
    shown = [width for place, width in sheet.widths.items() if place <= last and place not in sheet.hidden_columns]
    points = sum(width * 7 + 5 for width in shown) * 0.75
    return (PAPER[sheet.landscape] - MARGINS) * 72 / 25.4 / points


def test_what_is_printed_takes_all_that_can_be_written_but_why_it_is_wrong() -> None:
    made = world.sent(world.small_book())
    sheet = Forms(world.small_book(), world.SENT).of("A01").sheets[1]
    assert sheet.printed
    rows, columns = sheet.printed
    written = [at for at, style in made.sheets[1].blank_styles.items() if not made.styles[style].locked]
    assert max(row for row, _ in written) == rows
    assert max(column for _, column in written) < columns
