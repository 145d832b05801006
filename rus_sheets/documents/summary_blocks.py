"""The blocks of the summary as documents tell them: a line for each row, what the lines add up to, and their charts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.book import recompute
from rus_sheets.book.formula_columns import ComputedRows
from rus_sheets.book.gaps import gaps, owed
from rus_sheets.book.model import Book
from rus_sheets.documents.alphabet import listed
from rus_sheets.documents.charts import parts_of_whole, titled, with_waiting
from rus_sheets.documents.figures import LACKING, NO_SHARE, NOT_WHOLE, name_of, number, said_so_far, shown, tagged
from rus_sheets.documents.unreported import waiting_units
from rus_sheets.documents.views import Names
from rus_sheets.schema.model import BlockColumn, BlockKind, ChartKind, SummaryBlock, SummaryChart
from rus_sheets.texts.content import ITEM, Chart, Series, Text

WITH_ROWS = (BlockKind.PER_ROW, BlockKind.CROSS)
"""The blocks of the summary that are rows: the others are single figures."""


class BlockLine(Struct, frozen=True):
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


def lines_of(book: Book, block: SummaryBlock) -> Iterator[BlockLine]:
    """The block's rows, in the order of documents."""
    if block.kind is BlockKind.PER_ROW:
        computed = [column for column in block.columns if column.recompute]
        for row in listed(book, book[block.table].table):
            if row.id:
                yield line_of(book, computed, row.id, shown(row.title), {"$id": row.id})
        return
    columns, waiting = _cross_columns(book, block), any(unit.rows for unit in waiting_units(book))
    known = book.declaration.choices(block.row_list).values
    for label in known:
        line = line_of(book, columns, label, label, {"$row": label})
        yield _without_noughts(line) if waiting else line
    for label in _others(book, block, known):  # so that the rows add up to the sum
        title = label or f"Utan {block.corner.lower()}"
        yield line_of(book, columns, title, title, {"$row": label})


def _others(book: Book, block: SummaryBlock, known: Collection[str]) -> list[str]:
    """What stands in the cells that sort a block's rows and isn't in their list; "" last, where any is blank."""
    terms = (*block.recompute, *(term for column in block.extra_columns for term in column.recompute))
    sorting = {
        ((term.sum or term.count).partition(".")[0], path)
        for term in terms
        for path, wanted in term.where.items()
        if wanted == "$row"
    }
    rows, listed_ = ComputedRows(book), {value.casefold() for value in known}
    found = dict.fromkeys(str(rows.value(row, table, path) or "") for table, path in sorting for row in book[table])
    return sorted((value for value in found if value.casefold() not in listed_), key=lambda value: not value)


def line_of(book: Book, columns: Iterable[BlockColumn], key: str, title: str, binding: Mapping[str, str]) -> BlockLine:
    """The row of a block that is about that id or choice; ``binding`` is as in ``recompute.total``."""
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
            words[header] = (column.unknown or LACKING) if theirs.all_blank else said_so_far(known[header])
        lacks |= {header} if planned or theirs else set()
        unplanned |= {header} if planned else set()
        told |= {header} if theirs.rows and values[header] is not None else set()
    return BlockLine(key, title, values, words, known, frozenset(lacks), frozenset(unplanned), frozenset(told))


def _without_noughts(line: BlockLine) -> BlockLine:
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


def line_names(book: Book, block: SummaryBlock, line: BlockLine) -> Names:
    """What a template can say of a row of the block."""
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


def sums_of(book: Book, block: SummaryBlock, lines: list[BlockLine]) -> Names:
    """What the rows of a block add up to, by column; only of columns whose figures may be added.

    Where a list gives the columns, also what is in none of them (``utan_status``).
    """
    sheet = book.declaration.summary.sheet
    return _beyond(book, block, lines) | {
        name_of(header): tagged(
            _sum(header, lines),
            f"{sheet}/{block.heading}/{header}",
            f"{sheet} {block.heading}, {header}",
        )
        for header in (lines[0].values if lines else ())
    }


def _beyond(book: Book, block: SummaryBlock, lines: list[BlockLine]) -> Names:
    """How much of a block's total is of rows whose choice of column is blank or of no list; 0 where none is."""
    if block.kind is not BlockKind.CROSS or block.total not in book.totals:
        return {}
    columns = book.declaration.choices(block.column_list)
    beside = book.totals[block.total].number - sum(
        line.so_far[value] or 0 for line in lines for value in columns.values
    )
    words = f"Utan {columns.header.lower()}"
    place = f"{book.declaration.summary.sheet}/{block.heading}/{words}"
    return {name_of(words): tagged(number(beside), place, place.replace("/", " "))}


def _sum(header: str, lines: list[BlockLine]) -> str:
    """What is known so far; not nought where some of it may be more."""
    if any(header in line.unplanned for line in lines):
        return NOT_WHOLE
    known = sum(line.so_far[header] or 0 for line in lines)
    told = any(header in line.told for line in lines) or all(line.values[header] is not None for line in lines)
    return number(known) if known or told else NO_SHARE


def _said(line: BlockLine, header: str) -> str:
    value = line.values[header]
    return line.words[header] if value is None else number(value)


def chart_of(book: Book, chart: SummaryChart, lines: list[BlockLine]) -> Text:
    """The chart of the block with these rows, empty while all its figures are nought."""
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
    title = titled(chart.title, book.year)
    kind = ChartKind.STACKED if chart.whole else chart.kind
    return Text((Chart(kind.value, title, names, series, f"{chart.title}. {told}.{waiting}"),))
