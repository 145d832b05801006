"""From a tag in a document back to the workbook: today's text, and the cell it comes from.

The texts are those of the documents themselves: every context is made anew and its figures are gathered by tag, so that
a figure is formatted by the very code that printed it. What no document shows today (a row whose days are blank, an area
without days) is added from the cells, so that "the cell is blank" can be told from "the row is gone".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rus_sheets.book.content import BulletList, Chart, DataTable, Figure, NumberedList, Paragraph, Text, words
from rus_sheets.book.model import Book, Cell
from rus_sheets.book.raw import RawSheet, ref_of
from rus_sheets.documents.application import application_context
from rus_sheets.documents.figures import figure, number, total
from rus_sheets.documents.plan import plan_context
from rus_sheets.documents.report import report_context, short_context
from rus_sheets.schema.model import BlockKind


@dataclass(frozen=True, slots=True)
class Source:
    """What a tag stands for today. ``text`` is "" for a blank cell; ``ref`` is "" where the cell can't be told."""

    tag: str
    text: str
    title: str
    sheet: str
    ref: str

    @property
    def cell(self) -> str:
        """``Plan!K4``, or the sheet alone."""
        return f"{self.sheet}!{self.ref}" if self.ref else self.sheet


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything that documents take from one workbook.

    ``sheets`` are the names that tags of ours begin with; ``charts`` the documents' charts as they would be drawn today;
    ``texts`` everything the documents say today, for figures that stand in no content control.
    """

    by_tag: Mapping[str, Source]
    sheets: frozenset[str]
    charts: tuple[Chart, ...]
    texts: tuple[str, ...]

    def is_ours(self, tag: str) -> bool:
        """Does the tag name a sheet of ours and something on it?"""
        sheet, slash, rest = tag.partition("/")
        return bool(slash and rest) and sheet in self.sheets

    def find(self, tag: str) -> Source | None:
        """The source, None when its row is gone."""
        return self.by_tag.get(tag)


def sources(book: Book) -> Sources:
    """The sources of every figure in every document that the workbook gives."""
    shown = list(_values([make(book) for make in (plan_context, report_context, short_context, application_context)]))
    figures = {value.tag: value for value in shown if isinstance(value, Figure) and value.tag}
    cells = {cell.tag: cell for cell in _cells(book)}
    found = {tag: _of_cell(cell, figures.get(tag)) for tag, cell in cells.items()}
    for each in book.totals.values():
        made = total(each)
        found[made.tag] = Source(made.tag, made.text, made.title, each.sheet, each.ref)
    for source in _sums(book, figures):
        found.setdefault(source.tag, source)
    charts = tuple({value.alt: value for value in shown if isinstance(value, Chart)}.values())
    texts = tuple(dict.fromkeys(_text(value) for value in shown if not isinstance(value, Chart)))
    sheets = frozenset(tag.partition("/")[0] for tag in found) | {book.declaration.summary.sheet}
    return Sources(found, sheets | {table.sheet for table in book.declaration.table}, charts, texts)


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
            for each in value.values():
                yield from _values(each)
        case list() | tuple():
            for each in value:
                yield from _values(each)


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


def _of_cell(cell: Cell, printed: Figure | None) -> Source:
    made = printed or figure(cell)
    title = made.title or f"{cell.sheet} {cell.row_id}, {cell.column.header}"
    return Source(cell.tag, made.text, title, cell.sheet, cell.ref)


def _sums(book: Book, figures: Mapping[str, Figure]) -> Iterator[Source]:
    """The sums by row and by choice on the summary sheet. One that no document shows today is nought."""
    summary = book.declaration.summary
    sheet = book.raw.sheet(summary.sheet)
    for block in summary.block:
        headers = [column.header for column in (*block.columns, *block.extra_columns) if column.recompute]
        if block.kind is BlockKind.PER_ROW:
            ids = [row.id for row in book[block.table] if row.id]
        elif block.kind is BlockKind.CROSS:
            ids = list(book.declaration.choices(block.row_list).values)
            headers += book.declaration.choices(block.column_list).values
        else:
            continue
        for row_id in ids:
            for header in headers:
                tag = f"{summary.sheet}/{row_id}/{header}"
                shown = figures.get(tag)
                title = shown.title if shown else f"{summary.sheet} {row_id}, {header}"
                ref = _sum_ref(sheet, row_id, header) if sheet else ""
                yield Source(tag, shown.text if shown else number(0), title, summary.sheet, ref)


def _sum_ref(sheet: RawSheet, row_id: str, header: str) -> str:
    """Where a sum stands: on the row of its id, in the column of the nearest such header above."""
    headers = [place for place, cell in sheet.cells.items() if cell.value == header]
    for row, _ in sorted(place for place, cell in sheet.cells.items() if cell.value == row_id):
        above = [place for place in headers if place[0] < row]
        if above:
            return ref_of(row, max(above)[1])
    return ""
