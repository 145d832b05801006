"""The general context: what a template can say of any declared workbook, by the words that the workbook itself uses.

* a setting by its label: ``{{ diarienummer }}``
* the rows of a sheet by its name: ``{%p for rad in län %}``, each column by its header: ``{{ rad.tilldelade_medel }}``;
  rows of other sheets that belong to the row by that sheet's name: ``rad.insatser`` is a list, and ``rad.redovisning``
  the only one where a sheet has one row for each
* a total by its defined name: ``{{ summor.tilldelat_totalt }}``
* the rows of a block of the summary by its heading: ``{%p for rad in summering.per_kategori %}``
  (``rad.redovisad`` is false while nothing is known of what the row waits for)
* what the rows of such a block add up to, by column: ``{{ summor_per.per_kategori.genomfört }}``
* what a total lacks, by its defined name (``wholes.gap_names``): ``{{ luckor.tilldelat_totalt.saknas }}``; and what a
  number lacks that owners must give, by sheet and header: ``{{ luckor.insatser_belopp.delar }}``
* whether a figure of a row isn't whole, by its header: ``{% if rad.luckor.använt %}``; whether it is in a state that a
  map shows, by the state's words: ``{% if rad.läge.bara_delvis %}``
* a chart of the summary by its title: ``{{p diagram.använt_per_kategori }}``, empty while all its figures are nought;
  a map likewise, empty while it has no rows
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rus_sheets.book.gaps import Gaps, gaps, owed
from rus_sheets.book.model import Book, Row, Total
from rus_sheets.documents.alphabet import listed
from rus_sheets.documents.common import setting_names
from rus_sheets.documents.figures import NO_SHARE, name_of, said_so_far, tagged, total
from rus_sheets.documents.so_far import so_far
from rus_sheets.documents.summary_blocks import WITH_ROWS, BlockLine, chart_of, line_names, lines_of, sums_of
from rus_sheets.documents.tilemap import states, tile_map
from rus_sheets.documents.views import Names, blank_names, row_names, text_of, title_of
from rus_sheets.documents.wholes import gap_names, terms_of
from rus_sheets.schema.model import (
    BlockColumn,
    BlockKind,
    CellType,
    Editor,
    SummaryBlock,
    Table,
    TableKind,
)
from rus_sheets.texts.content import Figure


def general_context(book: Book) -> Names:
    """The names that any workbook gives; where two of them are the same, the later in the list above holds."""
    names = setting_names(book)
    for setting in book.declaration.setting:
        if setting.type is CellType.LONGTEXT:
            names[name_of(setting.label)] = text_of(book.settings.get(setting.key))
    for table in book.declaration.tables(TableKind.ROWS):
        names[name_of(table.sheet)] = [_row(book, row) for row in listed(book, table)]
    blocks = {block.key: block for block in book.declaration.summary.block if block.kind in WITH_ROWS}
    lines = {key: list(lines_of(book, block)) for key, block in blocks.items()}
    names["summor"] = {name_of(sum_.name): _total(book, sum_) for sum_ in book.totals.values()}
    names["summering"] = {
        name_of(block.heading): [line_names(book, block, line) for line in lines[key]] for key, block in blocks.items()
    }
    names["luckor"] = {**_gaps_of_totals(book, lines), **_owed(book)}
    names["summor_per"] = {name_of(block.heading): sums_of(book, block, lines[key]) for key, block in blocks.items()}
    charts = [chart for chart in book.declaration.summary.chart if chart.block in blocks]
    drawn = {name_of(chart.title): chart_of(book, chart, lines[chart.block]) for chart in charts}
    for map_ in book.declaration.summary.map:
        drawn[name_of(map_.title)] = tile_map(book, map_, listed(book, book[map_.table].table))
    names["diagram"] = drawn
    return names


# ------------------------------------------------------------------ rows


def _row(book: Book, row: Row) -> Names:
    names = _own(book, row) | {"läge": states(book, row)}
    for table in _children(book, row.table):
        rows = book[table.key].by_parent.get(row.id, ()) if row.id else ()
        if table.one_for_each:
            names[name_of(table.sheet)] = _own(book, rows[0]) if rows else _none_of(table)
        else:
            names[name_of(table.sheet)] = [_own(book, row) for row in rows]
    return names


def _own(book: Book, row: Row) -> Names:
    """The row's columns; a sum that lacks a part (``luckor``) says what is known of it, or that it isn't known.

    The latter where it is the plan's part: that is never told in part.
    """
    names, partial = row_names(row), dict[str, bool]()
    for cell in (cell for cell in row.cells.values() if cell.column.recompute):
        name, binding = name_of(cell.column.header), {"$id": row.id}
        theirs = gaps(book, cell.column.recompute, binding, owed) if cell.value is not None else Gaps()
        planned = gaps(book, cell.column.recompute, binding)
        partial[name] = bool(theirs or planned)
        if partial[name]:
            known = None if planned else row.number_of(cell.column.key)
            names[name] = tagged(said_so_far(known), cell.tag, title_of(cell))
    return names | {"luckor": partial}


def _none_of(table: Table) -> Names:
    """The names of a row that isn't there."""
    partial = {name_of(column.header): False for column in table.columns if column.recompute}
    return blank_names(table) | {"luckor": partial}


def _children(book: Book, parent: Table) -> Iterator[Table]:
    for table in book.declaration.tables(TableKind.ROWS):
        if table.parent and table.column(table.parent).references == parent.key:
            yield table


# ------------------------------------------------------------------ summary


def _total(book: Book, summed: Total) -> Figure:
    """A total; it isn't nought while none of its outcomes is known, or rows that owners have added lack their part.

    It then says what the cells that it adds up say. What isn't reported yet is no outcome: it is the whole of it.
    """
    is_known = summed.value or not (
        so_far(book, summed.key).all_blank or gaps(book, terms_of(book, summed.key), {}, owed)
    )
    if is_known:
        return total(summed)
    unknown = next((column.unknown for _, column in _columns_of(book, summed.key) if column.unknown), NO_SHARE)
    return tagged(unknown, summed.tag, summed.label)


def _columns_of(book: Book, key: str) -> Iterator[tuple[SummaryBlock, BlockColumn]]:
    """The columns of rows whose figures add up to that total."""
    for block in book.declaration.summary.block:
        if block.kind is BlockKind.PER_ROW:
            yield from ((block, column) for column in block.columns if column.total == key)


def _gaps_of_totals(book: Book, lines: Mapping[str, list[BlockLine]]) -> Names:
    """What each total lacks: its part of the plan, or else of what owners answer."""
    made: Names = {}
    for key, summed in book.totals.items():
        planned, known = gaps(book, terms_of(book, key), {}), summed.number
        for block, column in _columns_of(book, key) if planned else ():
            known = sum(line.values[column.header] or 0 for line in lines[block.key])
        made[name_of(summed.name)] = gap_names(planned or so_far(book, key), summed.tag, summed.label, known)
    return made


def _owed(book: Book) -> Names:
    """What the numbers lack that owners must give on each row they add."""
    made: Names = {}
    for table in book.declaration.tables(TableKind.ROWS):
        for column in table.columns:
            found = owed(book, table.key, column)
            if column.required and column.edited_by is Editor.OWNER and column.type.is_number:
                known = sum(row.number_of(column.key) for row in found.rows)
                place = f"{table.sheet}/{column.header}"
                made[name_of(place)] = gap_names(found, place, place.replace("/", " "), known)
    return made
