"""From a tag in a document back to the workbook: today's text, and the cell it comes from.

The texts are those of the documents themselves: every context is made anew and its figures are gathered by tag, so
that a figure is formatted by the very code that printed it. What no document shows today (a row whose days are blank,
an area without days) is added from the cells, so that a blank cell can be told from a row that is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from msgspec import Struct

from rus_sheets.book.model import Book, Cell
from rus_sheets.book.raw import Position, RawCell, RawSheet
from rus_sheets.documents.contexts import names_for
from rus_sheets.documents.figures import LACKING, NO_SHARE, NOT_WHOLE, SUM_NOT_WHOLE, figure, number, total
from rus_sheets.documents.views import Names
from rus_sheets.schema.model import BlockKind, CellType, Declaration, DocumentCommand
from rus_sheets.texts.content import BulletList, Chart, DataTable, Figure, NumberedList, Paragraph, Text, words


class Source(Struct, frozen=True):
    """What a tag stands for today. ``text`` is "" for a blank cell; ``ref`` is "" where the cell can't be told.

    ``choice`` is true for a status, a priority and the like, by which documents also sort things under headings;
    ``choices`` are then the words that it may be.
    """

    tag: str
    text: str
    title: str
    sheet: str
    ref: str
    choice: bool = False
    choices: tuple[str, ...] = ()

    @property
    def cell(self) -> str:
        """``Plan!K4``, or the sheet alone."""
        return f"{self.sheet}!{self.ref}" if self.ref else self.sheet


class Sources(Struct, frozen=True):
    """Everything that documents take from one workbook.

    ``names`` are what each document's template can ask for. ``sheets`` are the names that tags of ours begin with;
    ``charts`` the documents' charts as they would be drawn today; ``texts`` everything the documents say today, for
    figures that stand in no content control; ``unknown`` what they say of a figure that isn't known. ``instead`` is
    what a tag stands for on a line with another one, in documents written before: by both of them.
    """

    names: Mapping[DocumentCommand, Names]
    by_tag: Mapping[str, Source]
    sheets: frozenset[str]
    charts: tuple[Chart, ...]
    texts: tuple[str, ...]
    unknown: frozenset[str]
    instead: Mapping[tuple[str, str], str] = {}

    def is_ours(self, tag: str) -> bool:
        """Does the tag name a sheet of ours and something on it?"""
        sheet, slash, rest = tag.partition("/")
        return bool(slash and rest) and sheet in self.sheets

    def meant(self, tag: str, beside: Iterable[str]) -> str:
        """The tag that is meant by one that stands on a line with those ``beside``."""
        return next((self.instead[tag, other] for other in beside if (tag, other) in self.instead), tag)

    def find(self, tag: str) -> Source | None:
        """The source, None when its row is gone."""
        source = self.by_tag.get(tag)
        if source is None:  # a sign of a status that is blank today
            cell = self.by_tag.get(tag.rpartition("/")[0])
            return cell if cell and not cell.text else None
        return source


def sources(book: Book) -> Sources:
    """The sources of every figure in every document that the workbook gives."""
    names = {document.command: names_for(document, book) for document in book.declaration.document}
    shown = list(_values(names))
    figures = {value.tag: value for value in shown if isinstance(value, Figure) and value.tag}
    cells = {cell.tag: cell for cell in _cells(book)}
    found = {tag: _of_cell(book, cell, figures.get(tag)) for tag, cell in cells.items()}
    for summed in book.totals.values():
        made = figures.get(summed.tag) or total(summed)
        for sheet in (summed.sheet, book.declaration.summary.sheet):  # the name may have been lost since
            tag = f"{sheet}/{summed.name}"
            found[tag] = Source(tag, made.text, made.title, summed.sheet or sheet, summed.ref)
    for source in _sums(book, figures):
        found.setdefault(source.tag, source)
    for tag, made in figures.items():  # what is counted or reckoned from several cells has no cell of its own
        cell = found.get(tag.rpartition("/")[0])
        found.setdefault(tag, Source(tag, made.text, made.title, tag.partition("/")[0], cell.ref if cell else ""))
    charts = tuple({value.alt: value for value in shown if isinstance(value, Chart)}.values())
    texts = tuple(dict.fromkeys(_text(value) for value in shown if not isinstance(value, Chart)))
    declared = {table.sheet: _sheet_of(book, table.key) for table in book.declaration.table if table.key in book.tables}
    for before, now in declared.items():
        if now != before:  # the sheet has been given another name since the document was written
            renamed = [(tag, source) for tag, source in found.items() if tag.startswith(f"{now}/")]
            found |= {before + tag.removeprefix(now): source for tag, source in renamed}
    sheets = {book.declaration.summary.sheet, *declared, *declared.values()}
    words_ = (*_unknown(book.declaration), NO_SHARE, LACKING, NOT_WHOLE, SUM_NOT_WHOLE)
    instead = {(made.instead_of, made.beside): tag for tag, made in figures.items() if made.instead_of}
    return Sources(names, found, frozenset(sheets), charts, texts, frozenset(filter(None, words_)), instead)


def _unknown(declaration: Declaration) -> Iterator[str]:
    """What documents say, by the declaration, of a figure that isn't known."""
    yield from (column.unknown for table in declaration.table for column in table.columns)
    for block in declaration.summary.block:
        yield from (column.unknown for column in (*block.columns, *block.extra_columns))
        yield from (row.unknown for row in block.rows)


def _sheet_of(book: Book, table: str) -> str:
    """The sheet's name in this workbook."""
    raw = book[table].raw
    return next((sheet.name for sheet in book.raw.sheets if raw in sheet.tables), book[table].table.sheet)


def _values(value: object) -> Iterator[Figure | Text | Chart | str]:
    """Every figure, text and chart in a context, however deep."""
    match value:
        case Figure() | str():
            yield value
        case Text(blocks=blocks):
            yield value
            for block in blocks:
                yield from _in_block(block)
        case Mapping():
            for item in value.values():
                yield from _values(item)
        case list() | tuple():
            for item in value:
                yield from _values(item)


def _in_block(block: object) -> Iterator[Figure | Text | Chart | str]:
    match block:
        case Chart():
            yield block
        case DataTable(rows=rows):
            yield from _values(rows)
        case Paragraph(runs=runs):
            yield from (run for run in runs if isinstance(run, Figure))
        case BulletList(items=items) | NumberedList(items=items):
            yield from (run for item in items for run in item if isinstance(run, Figure))


def _text(value: Figure | Text | str | Chart) -> str:
    return words(value) if isinstance(value, Text) else str(value)


def _cells(book: Book) -> Iterator[Cell]:
    """Every cell that its tag tells from all others; a setting's own cell, since it has the setting's type."""
    yield from (cell for table in book.tables.values() for row in table for cell in row.cells.values() if cell.row_id)
    yield from book.settings.values()


def _of_cell(book: Book, cell: Cell, printed: Figure | None) -> Source:
    made = printed or figure(cell)
    title = made.title or f"{cell.sheet} {cell.row_id}, {cell.column.header}"
    choice = cell.column.type is CellType.CHOICE
    choices = book.declaration.choices(cell.column.list).values if choice else ()
    return Source(cell.tag, made.text, title, cell.sheet, cell.ref, choice, tuple(choices))


def _sums(book: Book, figures: Mapping[str, Figure]) -> Iterator[Source]:
    """The sums by row and by choice on the summary sheet."""
    summary = book.declaration.summary
    places = _Places(book.raw.sheet(summary.sheet))
    for row_id, header in _sum_names(book):
        tag = f"{summary.sheet}/{row_id}/{header}"
        cell = places.find(row_id, header)
        # A sum that no document shows today is mostly one of nothing, and blank in them; the sheet has nought for it.
        value = cell.value if cell and isinstance(cell.value, (int, float)) else 0
        made = figures.get(tag) or Figure(number(value) if value else "", tag, f"{summary.sheet} {row_id}, {header}")
        yield Source(tag, made.text, made.title, summary.sheet, cell.ref if cell else "")


def _sum_names(book: Book) -> Iterator[tuple[str, str]]:
    """Row id (or choice) and header of every such sum."""
    for block in book.declaration.summary.block:
        headers = [column.header for column in (*block.columns, *block.extra_columns) if column.recompute]
        if block.kind is BlockKind.PER_ROW:
            yield from ((row.id, header) for row in book[block.table] if row.id for header in headers)
        elif block.kind is BlockKind.CROSS:
            headers += book.declaration.choices(block.column_list).values
            yield from product(book.declaration.choices(block.row_list).values, headers)


class _Places:
    """The summary's texts and where they stand; blocks may have been moved, so nothing is taken for granted."""

    def __init__(self, sheet: RawSheet | None) -> None:
        self._sheet = sheet
        self._of: dict[str, list[Position]] = {}
        for place, cell in sheet.cells.items() if sheet else ():
            if isinstance(cell.value, str):
                self._of.setdefault(cell.value, []).append(place)

    def find(self, row_id: str, header: str) -> RawCell | None:
        """The cell on the row of the id, in the column of the nearest such header above."""
        for row, _ in sorted(self._of.get(row_id, ())):
            above = [place for place in self._of.get(header, ()) if place[0] < row]
            if above and self._sheet:
                return self._sheet.at(row, max(above)[1])
        return None
