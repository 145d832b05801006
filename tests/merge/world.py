"""A small world in memory: a workbook, its follow-up files, owners who answer, and edits carried out. No files."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from functools import cache

from msgspec.structs import replace

from rus_sheets.answers.decisions import Decisions, Edits, RowFormula, Written
from rus_sheets.answers.returned import RefusedFile, Returned
from rus_sheets.book.build import build_book, find_table
from rus_sheets.book.model import Book
from rus_sheets.book.raw import (
    Position,
    RawCell,
    RawSheet,
    RawStyle,
    RawTable,
    RawWorkbook,
    RichText,
    Scalar,
    position_of,
    ref_of,
)
from rus_sheets.book.shown import as_scalar
from rus_sheets.followup.form import form
from rus_sheets.followup.read import read_form
from rus_sheets.layout.blueprint import NewSheet, NewWorkbook, Style
from rus_sheets.layout.canonical import canonical_workbook
from rus_sheets.merge.apply import edits
from rus_sheets.merge.decide import decide
from rus_sheets.merge.readback import differences
from rus_sheets.resources import declaration_path
from rus_sheets.schema.load import load_declaration
from rus_sheets.schema.model import CellType, Declaration

SENT = dt.date(2026, 11, 1)
NOW = dt.datetime(2027, 1, 10, 9, 0, tzinfo=dt.UTC)
_DATE = "yyyy\\-mm\\-dd"
_STYLES = (
    RawStyle(),
    RawStyle(locked=False),
    RawStyle(_DATE, is_date=True),
    RawStyle(_DATE, is_date=True, locked=False),
)
_SMALL = {
    "settings": [{"key": "År", "value": 2026}],
    "areas": [{"id": "O1", "name": "Område"}],
    "groups": [{"id": "G1", "area": "O1", "name": "Grupp"}],
    "plan": [
        {"id": "A01", "group": "G1", "name": "Första", "days": 10, "owner": "Samordnare, Västra Götaland"},
        {"id": "A02", "group": "G1", "name": "Andra", "days": 5},
    ],
    "budget": [{"id": "P1", "name": "Resor", "budget": 1000}, {"id": "P2", "name": "Möten", "budget": 500}],
}


_HEADER = 4
"""The row of the headers of a form's first table."""


ROWS = "Händelser och utgifter"
"""A form's sheet with the tables that new rows are written in."""


def examples(count: int) -> int:
    """How many examples a property is tried on: more of them now and then (``RUS_SHEETS_EXAMPLES=10``)."""
    return count * int(os.environ.get("RUS_SHEETS_EXAMPLES", "1"))


@cache
def declaration() -> Declaration:
    return load_declaration(declaration_path("verksamhet"))


def as_raw(new: NewWorkbook, path: str = "bok.xlsx", **properties: str) -> RawWorkbook:
    """The blueprint as a reader would have read its file."""
    named = {"creator": new.author, "last_modified_by": new.author, **new.custom, **properties}
    sheets = tuple(_sheet(each) for each in new.sheets)
    return RawWorkbook(path, sheets, _STYLES, properties=named)


def _sheet(new: NewSheet) -> RawSheet:
    cells: dict[Position, RawCell] = {}
    blanks: dict[Position, int] = {}
    for cell in new.cells:
        style = (cell.style in (Style.INPUT, Style.ANSWER, Style.SPARE)) + 2 * (cell.type is CellType.DATE)
        if cell.value is None and not cell.formula:
            blanks[cell.row, cell.column] = style
        else:
            value = as_scalar(cell.value) if isinstance(cell.value, dt.date) else cell.value
            cells[cell.row, cell.column] = RawCell(
                cell.row, cell.column, value, cell.formula.removeprefix("=") or None, style, runs=cell.runs
            )
    tables = []
    for table in new.tables:
        headers = tuple(header for header, _ in table.columns)
        for place, header in enumerate(headers, table.column):
            cells[table.row, place] = RawCell(table.row, place, header)
        last = table.column + len(headers) - 1
        tables.append(RawTable(table.name, table.row, table.row + table.rows, table.column, last, headers))
    return RawSheet(new.name, new.state, cells, tuple(tables), protected=new.protected, blank_styles=blanks)


def small_book(**rows: Sequence[Mapping[str, object]]) -> Book:
    """Two activities without outcomes; ``rows`` replaces or adds tables by key."""
    new = canonical_workbook(declaration(), {**_SMALL, **rows})  # type: ignore[dict-item]
    return build_book(declaration(), as_raw(new))


def change(raw: RawWorkbook, sheet: str, cells: Mapping[str, Scalar]) -> RawWorkbook:
    """The workbook with these cells typed over, formats kept. ``[Rubrik]5`` is row 5 of the column with that header.

    In a form ``sheet`` may be a table that shares its sheet with others.
    """
    found = sheet_of(raw, sheet)
    now, blanks = dict(found.cells), dict(found.blank_styles)
    for ref, value in refs_in(raw, sheet, cells).items():
        row, column = position_of(ref)
        style = blanks[row, column] = found.at(row, column).style
        now.pop((row, column), None)
        if value is not None:
            now[row, column] = RawCell(row, column, value, style=style)
    changed = replace(found, cells=now, blank_styles=blanks)
    return replace(raw, sheets=tuple(changed if each is found else each for each in raw.sheets))


def sheet_of(raw: RawWorkbook, name: str) -> RawSheet:
    """The sheet of that name, or of the table of that name in a form."""
    found = raw.sheet(name) or raw.sheet(" ".join([*name.split()[:-1], ROWS]))
    assert found, name
    return found


def refs_in(raw: RawWorkbook, name: str, cells: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """The cells by their references; ``[Rubrik]5`` is the first row of the column with that header in a form's table.

    Other places are as they are.
    """
    sheet = sheet_of(raw, name)
    own = name.rsplit(maxsplit=1)[-1]
    heading = max((row for (row, _), cell in sheet.cells.items() if cell.value == own), default=0)
    table = min(
        (table for table in sheet.tables if table.first_row > heading), key=lambda table: table.first_row, default=None
    )

    def ref(place: str) -> str:
        header, closed, row = place.removeprefix("[").rpartition("]")
        if not closed:
            return place
        assert table
        moved = table.first_row - _HEADER if heading else 0
        return ref_of(int(row) + moved, table.first_column + table.columns.index(header))

    return {ref(place): value for place, value in cells.items()}


def sent(book: Book, unit: str = "A01") -> RawWorkbook:
    """The follow-up file of a unit, as read back."""
    return as_raw(form(book, unit, sent=SENT), f"{unit}.xlsx")


def place_of(raw: RawWorkbook, label: str) -> str:
    """Where the input of a label stands on the first sheet."""
    sheet = raw.sheets[0]
    row = next(at[0] for at, cell in sheet.cells.items() if cell.value == label and at[1] == 1)
    return f"B{row}"


def fill(raw: RawWorkbook, answers: Mapping[str, Scalar], events: Sequence[Mapping[str, Scalar]] = ()) -> RawWorkbook:
    """Answers by label, and events by header in the first rows of their sheet."""
    raw = change(raw, raw.sheets[0].name, {place_of(raw, label): value for label, value in answers.items()})
    for number, event in enumerate(events, 5):
        raw = change(raw, "Händelser", {f"[{header}]{number}": value for header, value in event.items()})
    return raw


def saved(raw: RawWorkbook, who: str = "Ansvarig", day: int = 1, path: str = "") -> RawWorkbook:
    """The file as it lies when ``who`` has saved it that day in December."""
    when = f"2026-12-{day:02}T10:00:00Z"
    properties = {**raw.properties, "last_modified_by": who, "created": "2026-01-01T00:00:00Z", "modified": when}
    return replace(raw, path=path or f"{who} {day}.xlsx", properties=properties)


def read(raw: RawWorkbook) -> Returned | RefusedFile:
    return read_form(raw, [declaration()])


def answer(
    book: Book, answers: Mapping[str, Scalar], *, who: str = "Ansvarig", day: int = 1, unit: str = "A01",
    events: Sequence[Mapping[str, Scalar]] = (), path: str = "",
) -> Returned:  # fmt: skip
    """A unit's file, filled in and read."""
    returned = read(saved(fill(sent(book, unit), answers, events), who, day, path))
    assert isinstance(returned, Returned), returned
    return returned


def merged(book: Book, *files: Returned | RefusedFile) -> tuple[Book, Decisions]:
    """The workbook after a merge, and the decisions: what was decided stands there, and nothing else has changed."""
    decisions = decide(book, files, now=NOW)
    changes = edits(book, decisions, NOW)
    after = carried_out(book, changes)
    assert differences(book, after, decisions, changes) == ()
    return after, decisions


def carried_out(book: Book, changes: Edits) -> Book:
    """The workbook with the edits, as the excel layer would write them."""
    raw = book.raw
    for sheet, cells in changes.cells.items():
        raw = change(raw, sheet, {ref: _scalar(value) for ref, value in cells.items()})
    for key, rows in changes.rows.items():
        raw = _appended(raw, book, key, rows)
    return build_book(book.declaration, raw)


def edited(book: Book, table: str, row: str, column: str, value: Scalar) -> Book:
    """The workbook after the secretariat has typed in a cell."""
    cell = book[table].by_id[row].cells[column]
    return build_book(book.declaration, change(book.raw, cell.sheet, {cell.ref: value}))


def without(book: Book, table: str, row: str) -> Book:
    """The workbook after the secretariat has emptied a row."""
    cells = book[table].by_id[row].cells.values()
    raw = change(book.raw, next(iter(cells)).sheet, {cell.ref: None for cell in cells})
    return build_book(book.declaration, raw)


def value(book: Book, label_key: str, unit: str = "A01") -> object:
    return book["outcomes"].by_id[unit][label_key]


def contents(book: Book) -> dict[tuple[str, str, str], object]:
    """Every value that owners can touch."""
    return {
        (key, row.id, column): cell.value if cell.fault is None else cell.raw.value
        for key in ("outcomes", "events", "expenses", "parts")
        for row in book[key].rows
        for column, cell in row.cells.items()
        if not cell.column.formula
    }


def _appended(raw: RawWorkbook, book: Book, key: str, rows: Sequence[Mapping[str, Written]]) -> RawWorkbook:
    table = book.declaration.table_of(key)
    found = find_table(table, raw)
    assert found
    sheet, excel = found
    places = {header: excel.first_column + offset for offset, header in enumerate(excel.columns)}
    body = range(excel.first_row + 1, excel.last_row + 1)
    blank = all(sheet.at(n, c).value is None for n in body for c in places.values())
    last = excel.first_row if blank else excel.last_row
    cells = dict(sheet.cells)
    for number, row in enumerate(rows, last + 1):
        for column, each in row.items():
            place = places[table.column(column).header]
            scalar = _scalar(each)
            if scalar is not None:
                cells[number, place] = RawCell(number, place, scalar)
    grown = replace(excel, last_row=max(last + len(rows), excel.last_row))
    new = replace(sheet, cells=cells, tables=tuple(grown if t is excel else t for t in sheet.tables))
    return replace(raw, sheets=tuple(new if each is sheet else each for each in raw.sheets))


def _scalar(value: Written) -> Scalar:
    if isinstance(value, RowFormula):
        return None
    if isinstance(value, RichText):
        return "".join(text for text, _ in value.runs)
    return as_scalar(value)
