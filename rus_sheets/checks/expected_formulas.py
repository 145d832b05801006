"""The cells that the declaration gives a formula: what should stand there, and what it should come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from rus_sheets.book import recompute
from rus_sheets.book.convert import Value
from rus_sheets.book.formula_columns import ComputedRows
from rus_sheets.book.model import Book, BookTable, Row
from rus_sheets.book.raw import RawCell, RawSheet
from rus_sheets.checks.place import Place
from rus_sheets.checks.summary import SummaryPlace
from rus_sheets.layout.summary_layout import CellRole, SummaryCell
from rus_sheets.schema.formulas import structured_references
from rus_sheets.schema.model import BlockKind, CellType


class ExpectedFormula(Struct, frozen=True):
    """A cell that should hold ``formula`` (no leading =) and, where ``known``, come to ``value`` (None for blank).

    ``filled`` is false in table rows where nobody has written anything: no formula is missed there. ``block`` and
    ``key`` name the column of a summary block, "" in tables. ``earlier`` are the formulas (no leading =) that workbooks
    made before have there. ``held_back``: ``formula`` is one of those, since the workbook lacks what today's speaks of.
    """

    place: Place
    sheet: RawSheet
    raw: RawCell
    formula: str
    type: CellType
    label: str
    value: Value = None
    known: bool = True
    filled: bool = True
    block: str = ""
    key: str = ""
    earlier: tuple[str, ...] = ()
    held_back: bool = False


def expected_formulas(book: Book, summary: Iterable[SummaryPlace]) -> Iterator[ExpectedFormula]:
    """Every such cell of the workbook, sheet by sheet; ``summary`` are the cells of its summary."""
    for table in book.tables.values():
        if table.raw:
            yield from _of_table(book, table)
    sheet = book.raw.sheet(book.declaration.summary.sheet)
    if sheet:
        yield from _of_summary(book, sheet, summary)


def _of_table(book: Book, book_table: BookTable) -> Iterator[ExpectedFormula]:
    columns = [column for column in book_table.table.columns if column.formula and column.key in book_table.columns]
    if not columns or not book_table.raw:
        return
    sheet = next(sheet for sheet in book.raw.sheets if book_table.raw in sheet.tables)
    rows = {row.number: row for row in book_table.rows}
    fitting = {column.key: _fitting(book, column.formula, column.earlier) for column in columns}
    used = max((row for row, _ in sheet.cells), default=0)  # below it a table may go on for a million blank rows
    for number in range(book_table.raw.first_row + 1, min(book_table.raw.last_row, used) + 1):
        row = rows.get(number)
        row_id, title = (row.id, row.title) if row else ("", "")
        for column in columns:
            raw = sheet.at(number, book_table.columns[column.key])
            place = Place(sheet.name, raw.ref, row_id, title[:80], column.header)
            value = row.cells[column.key].value if row else None
            formula, *earlier = fitting[column.key]
            yield ExpectedFormula(
                place, sheet, raw, formula, column.type, column.header, value,
                known=row is not None, filled=row is not None, earlier=tuple(earlier),
                held_back=len(earlier) < len(column.earlier),
            )  # fmt: skip


# ------------------------------------------------------------------ summary


def _of_summary(book: Book, sheet: RawSheet, places: Iterable[SummaryPlace]) -> Iterator[ExpectedFormula]:
    rows = ComputedRows(book)
    slots = _Slots(book)
    labels: dict[tuple[str, int], str] = {}
    headers: dict[tuple[str, int], str] = {}
    split = {block.key for block in book.declaration.summary.block if block.kind is BlockKind.CROSS}
    for place in places:
        cell = place.cell
        if cell.part is CellRole.LABEL and cell.text:
            labels[cell.block, cell.row] = cell.text
        if cell.part is CellRole.HEADER:
            headers[cell.block, cell.column] = cell.text
        if not cell.formula:
            continue
        label = labels.get((cell.block, cell.row), "")
        header = headers.get((cell.block, cell.column), "")
        row_id = cell.name or label or slots.id(cell)
        known, value = slots.value(rows, cell)
        formula, *earlier = _fitting(book, cell.formula, cell.earlier)
        yield ExpectedFormula(
            Place(sheet.name, place.raw.ref, row_id, label or slots.title(cell), cell.key if cell.slot else ""),
            sheet, place.raw, formula, cell.type,
            ", ".join(filter(None, [label, header if cell.block in split or not label else ""])), value, known,
            block=cell.block, key=cell.key, earlier=tuple(earlier),
            held_back=len(earlier) < len(cell.earlier),
        )  # fmt: skip


def _fitting(book: Book, formula: str, earlier: tuple[str, ...]) -> list[str]:
    """The formula and its earlier ones, without =, from the first that the workbook has all columns of.

    A workbook that lacks an optional column, or table, goes on with the formula from before it.
    """
    formulas = [text.removeprefix("=") for text in (formula, *earlier)]
    for place, text in enumerate(formulas):
        if not any(_is_left_out(book, name, header) for name, header in structured_references(text)):
            return formulas[place:]
    return formulas


def _is_left_out(book: Book, excel_name: str, header: str) -> bool:
    found = next((table for table in book.tables.values() if table.table.excel_name == excel_name), None)
    column = found.table.by_header.get(header) if found else None
    if not found or not column:
        return False
    return (found.table.optional and not found.raw) or (column.optional and column.key not in found.columns)


class _Slots:
    """What the rows of a per-row block stand for: the table's first row, second row and so on."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._blocks = {block.key: block for block in book.declaration.summary.block}
        self._rows: dict[str, dict[int, Row]] = {}

    def row(self, cell: SummaryCell) -> Row | None:
        block = self._blocks[cell.block]
        if block.kind is not BlockKind.PER_ROW:
            return None
        table = self._book.tables[block.table]
        if block.table not in self._rows:
            self._rows[block.table] = {row.number: row for row in table.rows}
        return self._rows[block.table].get(table.raw.first_row + cell.slot) if table.raw else None

    def id(self, cell: SummaryCell) -> str:
        row = self.row(cell)
        return row.id if row else ""

    def title(self, cell: SummaryCell) -> str:
        row = self.row(cell)
        return row.title[:80] if row else ""

    def value(self, rows: ComputedRows, cell: SummaryCell) -> tuple[bool, Value]:
        """Whether the cell's value can be told from the rows, and it."""
        if not cell.slot:
            return bool(cell.terms), recompute.total(rows, cell.terms, dict(cell.binding)) if cell.terms else None
        row = self.row(cell)
        if cell.terms:
            return True, recompute.total(rows, cell.terms, {"$id": row.id}) if row and row.id else None
        return self._copied(row, cell)

    def _copied(self, row: Row | None, cell: SummaryCell) -> tuple[bool, Value]:
        """A cell that shows a column of its table's row as text."""
        if cell.is_id:
            return True, (row.id or None) if row else None
        named = list(structured_references(cell.formula))
        table = self._book.tables[self._blocks[cell.block].table].table
        if len(named) != 1 or named[0][0] != table.excel_name or named[0][1] not in table.by_header:
            return False, None
        return True, (row.text(table.by_header[named[0][1]].key) or None) if row else None


def named_place(book: Book, key: str) -> Place:
    """The place of a named total on the summary; the sheet as a whole where the name is lost."""
    total = book.totals[key]
    return Place(total.sheet or book.declaration.summary.sheet, total.ref, total.name, total.label)
