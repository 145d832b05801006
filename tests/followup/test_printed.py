"""A form on paper: two A4 pages with all that is in it, blank and filled in, and big enough to read."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Collection, Iterator
from pathlib import Path
from shutil import which

import pytest

from rus_sheets.answers.returned import Returned
from rus_sheets.book.model import Book
from rus_sheets.book.raw import RawSheet, Scalar, ref_of
from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.excel.make.forms import FormPress
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.followup.form import Forms
from rus_sheets.followup.terms import GivenTerms
from rus_sheets.layout.blueprint import WRAPPED, NewSheet
from rus_sheets.layout.heights import LINE, line_count
from rus_sheets.merge.decide import decide
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


THREE = {"2022": {"A22": "eighteen parts", "A23": "twenty courses", "A36": "an outcome of 41 lines"}}
"""Forms of the examples that take a page more, and what on it."""
A_PAGE = 1095
"""Points of rows on an upright A4 at seven tenths of the size."""


def book_of(example: str) -> Book:
    return open_book(next((folder("examples") / example).glob("*.xlsx")))


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


def forms_of(book: Book, out: Path, more: Collection[str] = ()) -> dict[Path, int]:
    """Each unit's form, blank and filled in, and each owner's, with how many pages it may be; ``more`` take three."""
    out.mkdir()
    forms, press = Forms(book, world.SENT, TERMS), FormPress()
    units = book[book.declaration.followup.unit]
    owners: dict[str, list[str]] = {}
    found = {}
    for row in units.rows:
        blank = out / f"{row.id}.xlsx"
        blank.write_bytes(press.make(forms.of(row.id)))
        owners.setdefault(row.text(book.declaration.followup.owner), []).append(row.id)
        found[blank] = 2 + (row.id in more)
        if not more:
            full = out / f"{row.id} ifylld.xlsx"
            filled(blank.read_bytes(), full, book)
            found[full] = 2
    for number, own in enumerate(own for own in owners.values() if len(own) > 1):
        path = out / f"ansvarig {number}.xlsx"
        path.write_bytes(press.make(forms.of_several(own, "Ansvarig")))
        found[path] = 1 + 2 * len(own) + len(set(own) & set(more))
    return found


def pages(pdf: Path) -> int:
    said = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    found = re.search(r"^Pages:\s+(\d+)", said, re.MULTILINE)
    assert found
    return int(found[1])


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.skipif(which("pdfinfo") is None, reason="counts the pages")
@pytest.mark.parametrize("example", [*EXAMPLES, "2023"])
def test_a_form_is_two_pages(example: str, tmp_path: Path) -> None:
    """When it is sent, and with twelve events and eight expenses; that of 2022 with its outcomes, and a year later."""
    if example == "2023":
        source = folder("examples") / "2022" / "verksamhet-2022.xlsx"
        workbook_from(source, tmp_path / "verksamhet-2023.xlsx", 2023)
        most = forms_of(open_book(tmp_path / "verksamhet-2023.xlsx"), tmp_path / "ut", ["A22"])
    else:
        most = forms_of(book_of(example), tmp_path / "ut", THREE.get(example, ()))
    assert len(most) > 40
    made = libreoffice.convert_all(list(most), "pdf", tmp_path / "pdf", timeout=900)
    counted = dict(zip(most, map(pages, made), strict=True))
    assert {path.name: count for path, count in counted.items() if count > most[path]} == {}


def every_sheet(example: str) -> Iterator[tuple[str, NewSheet]]:
    book = book_of(example)
    forms = Forms(book, world.SENT, TERMS)
    for unit in book[book.declaration.followup.unit].by_id:
        yield from ((unit, sheet) for sheet in forms.of(unit).sheets if sheet.state == "visible")


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_sheet_is_a_page(example: str) -> None:
    """By its own measures, which are Excel's: with what is handed out, and what is answered already."""
    longer = THREE.get(example, {})
    high = [(unit, sheet.name) for unit, sheet in every_sheet(example) if height_of(sheet) > A_PAGE]
    assert [unit for unit, _ in high] == [unit for unit in longer if unit != "A22"], high


def height_of(sheet: NewSheet) -> float:
    last = sheet.printed[0] if sheet.printed else max(cell.row for cell in sheet.cells)
    return sum(sheet.heights.get(row, LINE) for row in range(1, last + 1))


@pytest.mark.parametrize("example", EXAMPLES)
def test_no_text_is_cut(example: str) -> None:
    """Not even one that needs more than the 409 points that a row can have."""
    for unit, sheet in every_sheet(example):
        joined = {area[:2]: area for area in sheet.joined}
        for cell in sheet.cells:
            if isinstance(cell.value, str) and cell.style in WRAPPED:
                at = (cell.row, cell.column)
                top, left, bottom, right = joined.get(at, (*at, *at))
                width = sum(sheet.widths[column] for column in range(left, right + 1))
                room = sum(sheet.heights[row] for row in range(top, bottom + 1))
                assert line_count(cell.value, width) * LINE <= room + 4, (unit, sheet.name, cell.value[:40])


def test_a_plan_that_no_row_has_room_for_is_not_cut_and_comes_back_unchanged() -> None:
    text = "Vad som ska göras, och varför. " * 160
    plan = [{"id": "A01", "group": "G1", "name": HEADING, "description": text, "deliverables": "En sak.\n" * 60}]
    book = world.small_book(plan=plan)
    (front, *_) = Forms(book, world.SENT, TERMS).of("A01").sheets
    assert len(front.joined) == 2
    for top, left, bottom, _ in front.joined:
        (cell,) = [cell for cell in front.cells if (cell.row, cell.column) == (top, left)]
        room = sum(front.heights[row] for row in range(top, bottom + 1))
        assert line_count(cell.value, front.widths[left]) * LINE <= room
    assert not {cell.row for cell in front.cells if cell.column == 1} & {bottom for _, _, bottom, _ in front.joined}
    file = world.read(world.saved(world.sent(book)))
    assert isinstance(file, Returned)
    assert (decide(book, [file]).decisions, file.notes) == ((), ())


def test_long_plans_of_several_owners_are_two_pages() -> None:
    texts = {"description": "Vad som ska göras, och varför. " * 48, "deliverables": "En sak som länen får. " * 68}
    owners = "; ".join(f"Förnamn Efternamn, Länsstyrelsen {county}" for county in ("Norrbotten", "Blekinge", "Skåne"))
    plan = [{"id": "A01", "group": "G1", "name": HEADING, "days": 10, "owner": owners, **texts}]
    sheets = Forms(world.small_book(plan=plan), world.SENT, TERMS).of("A01").sheets
    assert all(height_of(sheet) <= A_PAGE for sheet in sheets if sheet.state == "visible")


@pytest.mark.parametrize("example", EXAMPLES)
def test_it_is_printed_big_enough_to_read(example: str) -> None:
    for unit, sheet in every_sheet(example):
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
