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

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.book import recompute
from rus_sheets.book.formula_columns import ComputedRows
from rus_sheets.book.gaps import Gaps, gaps, owed
from rus_sheets.book.model import Book, Row, Total
from rus_sheets.documents.alphabet import swedish_order
from rus_sheets.documents.charts import parts_of_whole, with_waiting
from rus_sheets.documents.common import setting_names
from rus_sheets.documents.figures import LACKING, NO_SHARE, NOT_WHOLE, name_of, number, shown, tagged, total
from rus_sheets.documents.so_far import so_far, terms_of
from rus_sheets.documents.tilemap import states, tile_map
from rus_sheets.documents.unreported import waiting_units
from rus_sheets.documents.views import Names, blank_names, row_names, text_of, title_of
from rus_sheets.documents.wholes import gap_names
from rus_sheets.schema.model import (
    BlockColumn,
    BlockKind,
    CellType,
    ChartKind,
    Editor,
    SummaryBlock,
    SummaryChart,
    Table,
    TableKind,
)
from rus_sheets.texts.content import ITEM, Chart, Figure, Series, Text


def general_context(book: Book) -> Names:
    """The names that any workbook gives; where two of them are the same, the later in the list above holds."""
    names = setting_names(book)
    for setting in book.declaration.setting:
        if setting.type is CellType.LONGTEXT:
            names[name_of(setting.label)] = text_of(book.settings.get(setting.key))
    for table in book.declaration.tables(TableKind.ROWS):
        names[name_of(table.sheet)] = [_row(book, row) for row in listed(book, table)]
    blocks = {block.key: block for block in book.declaration.summary.block if block.kind in _WITH_ROWS}
    lines = {key: list(_lines(book, block)) for key, block in blocks.items()}
    names["summor"] = {name_of(sum_.name): _total(book, sum_) for sum_ in book.totals.values()}
    names["summering"] = {
        name_of(block.heading): [_line_names(book, block, line) for line in lines[key]] for key, block in blocks.items()
    }
    names["luckor"] = {**_gaps_of_totals(book, lines), **_owed(book)}
    names["summor_per"] = {name_of(block.heading): _sums(book, block, lines[key]) for key, block in blocks.items()}
    charts = [chart for chart in book.declaration.summary.chart if chart.block in blocks]
    drawn = {name_of(chart.title): _chart(book, chart, lines[chart.block]) for chart in charts}
    for map_ in book.declaration.summary.map:
        drawn[name_of(map_.title)] = tile_map(book, map_, listed(book, book[map_.table].table))
    names["diagram"] = drawn
    return names


# ------------------------------------------------------------------ rows


def listed(book: Book, table: Table) -> list[Row]:
    """The rows in the order that documents list them; rows that follow another table's are listed like that one's."""
    rows = list(book[table.key].rows)
    if table.one_for_each:
        order = {row.id: place for place, row in enumerate(listed(book, book.declaration.table_of(table.one_for_each)))}
        return sorted(rows, key=lambda row: order.get(row.text(table.parent), len(order)))
    return sorted(rows, key=lambda row: swedish_order(row.text(table.listed_by))) if table.listed_by else rows


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
            names[name] = tagged(_so_far(known), cell.tag, title_of(cell))
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


def _gaps_of_totals(book: Book, lines: Mapping[str, list[_BlockLine]]) -> Names:
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


_WITH_ROWS = (BlockKind.PER_ROW, BlockKind.CROSS)


class _BlockLine(Struct, frozen=True):
    """A row of a block: ``key`` is the id or the choice that it is about, ``values`` by header.

    A value is None while it isn't known; ``words`` are then what documents say, by header. ``so_far`` is what is known
    of it all the same. ``lacks`` are the headers of the sums that some row lacks its part of, ``unplanned`` those of
    them where it is a row of the plan, and ``told`` those that owners have told all of, if only to say nought.
    """

    key: str
    title: str
    values: dict[str, float | None]
    words: dict[str, str]
    so_far: dict[str, float | None]
    lacks: frozenset[str] = frozenset()
    unplanned: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()


def _lines(book: Book, block: SummaryBlock) -> Iterator[_BlockLine]:
    if block.kind is BlockKind.PER_ROW:
        computed = [column for column in block.columns if column.recompute]
        for row in listed(book, book[block.table].table):
            if row.id:
                yield _line(book, computed, row.id, shown(row.title), {"$id": row.id})
        return
    columns, waiting = _cross_columns(book, block), any(unit.rows for unit in waiting_units(book))
    for label in book.declaration.choices(block.row_list).values:
        line = _line(book, columns, label, label, {"$row": label})
        yield _without_noughts(line) if waiting else line


def _line(book: Book, columns: Iterable[BlockColumn], key: str, title: str, binding: Mapping[str, str]) -> _BlockLine:
    rows = ComputedRows(book)
    values: dict[str, float | None] = {}
    words: dict[str, str] = {}
    known: dict[str, float | None] = {}
    lacks: set[str] = set()
    unplanned: set[str] = set()
    told: set[str] = set()
    for column in columns:
        bound, header = {**binding, "$column": column.header}, column.header
        planned, theirs = gaps(book, column.recompute, bound), gaps(book, column.recompute, bound, owed)
        known[header] = None if theirs.all_blank else recompute.total(rows, column.recompute, bound)
        values[header] = None if planned or theirs else known[header]
        words[header] = column.unknown
        if planned:
            words[header] = LACKING if len(column.recompute) == len(planned.rows) == 1 else NOT_WHOLE
        elif theirs:
            words[header] = (column.unknown or LACKING) if theirs.all_blank else _so_far(known[header])
        lacks |= {header} if planned or theirs else set()
        unplanned |= {header} if planned else set()
        told |= {header} if theirs.rows and values[header] is not None else set()
    return _BlockLine(key, title, values, words, known, frozenset(lacks), frozenset(unplanned), frozenset(told))


def _so_far(value: float | None) -> str:
    """A sum that lacks a part of what owners answer: what is known of it, so that the sum of the rows agrees."""
    return NOT_WHOLE if value is None else f"{number(value)} hittills"


def _without_noughts(line: _BlockLine) -> _BlockLine:
    """The line of a choice while some units haven't answered: nothing told of it so far isn't known to be nought."""
    known = line.lacks | line.told
    unknown = [header for header, value in line.values.items() if not value and header not in known]
    return replace(
        line,
        values={**line.values, **dict.fromkeys(unknown, None)},
        words={**line.words, **dict.fromkeys(unknown, NO_SHARE)},
    )


def _cross_columns(book: Book, block: SummaryBlock) -> list[BlockColumn]:
    choices = book.declaration.choices(block.column_list).values
    inner = [BlockColumn(block.column_list, choice, block.type, block.formula, block.recompute) for choice in choices]
    return [*inner, *block.extra_columns]


def _line_names(book: Book, block: SummaryBlock, line: _BlockLine) -> Names:
    sheet = book.declaration.summary.sheet
    unknown = {column.header: column.unknown for column in block.columns}
    figures = {
        name_of(header): tagged(
            _said(line, header),
            f"{sheet}/{line.key}/{header}",
            f"{sheet} {line.key}, {header}",
        )
        for header in line.values
    }
    waits = [line.values[header] is None for header, word in unknown.items() if word]
    known = not waits or not all(waits)
    return {**figures, "namn": line.title, "id": line.key, "redovisad": known, ITEM: f"{sheet}/{line.key}"}


def _sums(book: Book, block: SummaryBlock, lines: list[_BlockLine]) -> Names:
    """What the rows of a block add up to, by column; only of columns whose figures may be added."""
    sheet = book.declaration.summary.sheet
    return {
        name_of(header): tagged(
            _sum(header, lines),
            f"{sheet}/{block.heading}/{header}",
            f"{sheet} {block.heading}, {header}",
        )
        for header in (lines[0].values if lines else ())
    }


def _sum(header: str, lines: list[_BlockLine]) -> str:
    """What is known so far; not nought where some of it may be more."""
    if any(header in line.unplanned for line in lines):
        return NOT_WHOLE
    known = sum(line.so_far[header] or 0 for line in lines)
    told = any(header in line.told for line in lines) or all(line.values[header] is not None for line in lines)
    return number(known) if known or told else NO_SHARE


def _said(line: _BlockLine, header: str) -> str:
    value = line.values[header]
    return line.words[header] if value is None else number(value)


def _chart(book: Book, chart: SummaryChart, lines: list[_BlockLine]) -> Text:
    block = next(block for block in book.declaration.summary.block if block.key == chart.block)
    columns = _cross_columns(book, block) if block.kind is BlockKind.CROSS else block.columns
    headers = [column.header for key in chart.series for column in columns if column.key == key]
    if not any(line.values[header] for line in lines for header in headers):
        return Text()
    names = tuple(line.title for line in lines)
    series = tuple(Series(header, tuple(line.values[header] for line in lines)) for header in headers)
    unknown = {column.header: column.unknown for column in columns}
    told = "; ".join(
        f"{name}: " + ", ".join(f"{header} {_said(line, header)}" for header in headers)
        for name, line in zip(names, lines, strict=True)
    )
    words = [unknown[header] for header in headers]
    if chart.whole:
        known = {column.key: tuple(line.so_far[column.header] for line in lines) for column in columns
                 if column.recompute and column.key != chart.whole}  # fmt: skip
        incomplete = [bool(line.lacks & set(headers)) for line in lines]
        series = parts_of_whole(chart, series, words, known, incomplete)
    else:
        series = with_waiting(series, words)
    waiting = (
        ""
        if any(unknown[header] for header in headers)
        else "".join(f" {unit.counted}." for unit in waiting_units(book) if unit.rows)
    )
    title = f"{chart.title} {book.year or ''}".rstrip()
    kind = ChartKind.STACKED if chart.whole else chart.kind
    return Text((Chart(kind.value, title, names, series, f"{chart.title}. {told}.{waiting}"),))
