"""From a raw workbook and a declaration to a typed ``Book``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec.structs import replace

from rus_sheets.book import recompute
from rus_sheets.book.convert import Converted, Value, convert, plain, tidy
from rus_sheets.book.formula_columns import ComputedRows
from rus_sheets.book.gaps import gaps
from rus_sheets.book.model import Book, BookTable, Cell, Row, Total
from rus_sheets.book.raw import CellError, RawCell, RawSheet, RawTable, RawWorkbook, position_of
from rus_sheets.schema.model import Column, Declaration, Setting, Table, TableKind


def build_book(declaration: Declaration, raw: RawWorkbook) -> Book:
    """The typed workbook. What the workbook lacks is empty in the book; checks tell of it."""
    tables = {table.key: _table(table, raw) for table in declaration.table if table.kind is not TableKind.LISTS}
    settings = _settings(declaration, tables, raw)
    book = Book(declaration, raw, MappingProxyType(tables), MappingProxyType(settings), MappingProxyType({}))
    rows = ComputedRows(book, finished=False)
    full = {key: replace(table, rows=tuple(_filled_in(row, rows) for row in table)) for key, table in tables.items()}
    book = replace(book, tables=MappingProxyType(full))
    return replace(book, totals=MappingProxyType(_totals(book)))


def find_table(table: Table, raw: RawWorkbook) -> tuple[RawSheet, RawTable] | None:
    """The sheet and Excel table that hold a declared table: by the table's name, else the only table on its sheet.

    Of an optional table most headers must be there: else it is people's own by the same name.
    """
    for sheet in raw.sheets:
        for found in sheet.tables:
            if found.name.casefold() == table.excel_name.casefold() and _is_of(table, found):
                return sheet, found
    own = raw.sheet(table.sheet)
    return (own, own.tables[0]) if own and len(own.tables) == 1 and _is_of(table, own.tables[0]) else None


def _is_of(table: Table, found: RawTable) -> bool:
    there = {tidy(header) for header in found.columns}
    wanted = [column.header for column in table.columns if not column.optional]
    return not table.optional or 2 * sum(header in there for header in wanted) > len(wanted)


def _table(table: Table, raw: RawWorkbook) -> BookTable:
    found = find_table(table, raw)
    if not found:
        return BookTable(table, (), None, MappingProxyType({}))
    sheet, excel = found
    places = {tidy(header): excel.first_column + offset for offset, header in reversed(list(enumerate(excel.columns)))}
    columns = {column.key: places[column.header] for column in table.columns if column.header in places}
    # Only rows that hold something: a table may be drawn out to the end of the sheet, by habit or by malice.
    numbers = sorted({row for row, _ in sheet.cells if excel.first_row < row <= excel.last_row})
    rows = (_row(table, sheet, number, columns, raw) for number in numbers)
    return BookTable(table, tuple(row for row in rows if _filled(row)), excel, MappingProxyType(columns))


def _row(table: Table, sheet: RawSheet, number: int, columns: Mapping[str, int], raw: RawWorkbook) -> Row:
    present = [(column, sheet.at(number, columns[column.key])) for column in table.columns if column.key in columns]
    read = [(column, cell, convert(cell, column.type, date1904=raw.date1904)) for column, cell in present]
    ids = [str(made.value) for column, _, made in read if column.key == table.id and made.value is not None]
    row_id = ids[0] if ids else ""
    cells = {column.key: _cell(column, sheet.name, row_id, cell, made) for column, cell, made in read}
    return Row(table, number, MappingProxyType(cells))


def _cell(column: Column, sheet: str, row_id: str, raw: RawCell, converted: Converted) -> Cell:
    value = None if column.formula else converted.value
    return Cell(column, sheet, row_id, raw, value, converted.value, converted.fault, converted.meant)


def _filled(row: Row) -> bool:
    """A row counts when somebody has written in it; a formula alone doesn't make a row."""
    return any(cell.raw.value is not None and not cell.column.formula for cell in row.cells.values())


def _settings(declaration: Declaration, tables: Mapping[str, BookTable], raw: RawWorkbook) -> dict[str, Cell]:
    by_label = {setting.label: setting for setting in declaration.setting}
    found: dict[str, Cell] = {}
    for table in (found for found in tables.values() if found.table.kind is TableKind.SETTINGS):
        for row in table.rows:
            setting = by_label.get(row.id)
            if setting and "value" in row.cells:
                found.setdefault(setting.key, _setting_cell(setting, row, raw))
    return found


def _setting_cell(setting: Setting, row: Row, raw: RawWorkbook) -> Cell:
    cell = row.cell("value")
    converted = convert(cell.raw, setting.type, date1904=raw.date1904)
    return cell._replace(value=converted.value, stored=converted.value, fault=converted.fault, meant=converted.meant)


def _filled_in(row: Row, rows: ComputedRows) -> Row:
    """The row with its formula columns recomputed."""
    recomputed = {
        key: cell._replace(value=rows.value(row, row.table.key, key))
        for key, cell in row.cells.items()
        if cell.column.formula
    }
    return Row(row.table, row.number, MappingProxyType({**row.cells, **recomputed})) if recomputed else row


def _totals(book: Book) -> dict[str, Total]:
    totals = {}
    rows = ComputedRows(book)
    for declared in book.declaration.summary.named():
        sheet, cell = _named_cell(book.raw, declared.name)
        value = recompute.total(rows, declared.recompute, {})
        stored = convert(cell, declared.type).value if cell else None
        ref = cell.ref if cell else ""
        totals[declared.key] = Total(
            declared.key, declared.name, declared.label, value, stored, sheet, ref, declared.unknown,
            whole=not gaps(book, declared.recompute, {}),
        )  # fmt: skip
    return totals


def _named_cell(raw: RawWorkbook, name: str) -> tuple[str, RawCell | None]:
    target = raw.defined_names.get(name, "")
    sheet_name, _, ref = target.rpartition("!")
    sheet = raw.sheet(sheet_name.strip("'").replace("''", "'"))
    try:
        return (sheet.name, sheet.at(*position_of(ref))) if sheet else ("", None)
    except ValueError:
        return sheet_name, None


def shown(value: Value | CellError | bool) -> str:
    """A value as it is quoted in messages and in the log: "" for blank, ISO dates, whole numbers without decimals."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return plain(value)
    return str(value)
