"""Our workbooks pass Microsoft's accessibility rules for Excel, as far as a file tells: the errors and the warnings."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from rus_sheets.excel.make.style_formats import BAD, GOOD, look
from rus_sheets.followup.form import Forms
from rus_sheets.layout.blueprint import Style
from rus_sheets.layout.heights import AIR, LINE, TALLEST, line_count
from rus_sheets.resources import folder
from rus_sheets.schema.model import CellType
from rus_sheets.usecases.opened.opening import open_book
from tests.cli.run import rus_sheets

EXAMPLES = sorted(folder("examples").glob("*/*.xlsx"))


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("ut")
    assert rus_sheets("split", folder("examples") / "2026" / "verksamhet-2026.xlsx", target, "--only", "A14").code == 0
    return next(target.glob("*.xlsx"))


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("år") / "aren.xlsx"
    both = [path for path in EXAMPLES if path.stem.startswith("verksamhet")]
    assert rus_sheets("years", *both, "-o", target).code == 0
    return target


@pytest.fixture(params=[*EXAMPLES, "form", "years"], ids=lambda each: each if isinstance(each, str) else each.stem)
def path(request: pytest.FixtureRequest) -> Path:
    return request.getfixturevalue(request.param) if isinstance(request.param, str) else request.param


@pytest.fixture
def sheets(path: Path) -> list[Worksheet]:
    book = openpyxl.load_workbook(path)
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]


def test_the_file_has_a_title(path: Path) -> None:
    assert len(openpyxl.load_workbook(path).properties.title or "") > 8


def test_sheets_have_telling_names_and_begin_in_a1(sheets: list[Worksheet]) -> None:
    for sheet in sheets:
        assert not re.fullmatch(r"(Sheet|Blad|Tabell)\d*", sheet.title)
        assert sheet["A1"].value, sheet.title


def test_tables_have_a_header_row_without_gaps_and_names_of_their_own(sheets: list[Worksheet]) -> None:
    for sheet in sheets:
        for table in sheet.tables.values():
            assert table.headerRowCount != 0
            assert all(column.name.strip() for column in table.tableColumns)
            assert not re.fullmatch(r"(Table|Tabell)\d*", table.displayName)


def test_no_cells_are_merged(sheets: list[Worksheet]) -> None:
    assert not any(sheet.merged_cells.ranges for sheet in sheets)


@pytest.mark.parametrize("example", ["2022", "2026", "bidrag-2026"])
def test_a_form_merges_cells_only_down_a_column_for_a_text_that_no_row_has_room_for(example: str) -> None:
    """A row in Excel is at most 409 points."""
    book = open_book(next((folder("examples") / example).glob("*.xlsx")))
    forms = Forms(book, dt.date(2026, 12, 1))
    for unit in book[book.declaration.followup.unit].by_id:
        for sheet in forms.of(unit).sheets:
            texts = {(cell.row, cell.column): cell.value for cell in sheet.cells}
            for top, left, bottom, right in sheet.joined:
                assert left == right, unit
                assert line_count(texts[top, left], sheet.widths[left]) * LINE > (bottom - top) * TALLEST - AIR, unit


def test_everything_drawn_has_an_alternative_text(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        drawings = [
            archive.read(name).decode() for name in archive.namelist() if re.match(r"xl/drawings/drawing", name)
        ]
    for drawing in drawings:
        for drawn in re.findall(r"<xdr:cNvPr [^>]*>", drawing):
            assert re.search(r'descr="[^"]{20,}"', drawn), drawn


def test_links_say_where_they_lead(sheets: list[Worksheet]) -> None:
    for sheet in sheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.hyperlink:
                    assert not re.match(r"(https?:|här|klicka|länk)", str(cell.value), re.IGNORECASE), cell.value


def luminance(colour: str) -> float:
    parts = [int(colour.lstrip("#")[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("style", [*Style, "good", "bad"])
def test_text_stands_out_from_its_background(style: Style | str) -> None:
    """WCAG 2.1, 1.4.3: a contrast of at least 4.5:1."""
    given = {"good": GOOD, "bad": BAD}.get(str(style)) or look(Style(style), CellType.TEXT)
    light, dark = sorted((luminance(given.get("bg_color", "#FFFFFF")), luminance(given["font_color"])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_colour_is_never_alone(path: Path) -> None:
    """Conditional formats colour only cells whose own text says the same."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for rules in sheet.conditional_formatting:
            for rule in rules.rules:
                assert rule.type in ("cellIs", "expression"), sheet.title
                assert rule.formula, sheet.title
