"""The front sheet and the summary sheet of a declared workbook."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from rus_sheets.schema.columns import CellType, Term


class BlockKind(StrEnum):
    """How a block of the summary sheet is laid out."""

    TOTALS = "totals"
    PER_ROW = "per_row"
    CROSS = "cross"
    CHECKS = "checks"


class ChartKind(StrEnum):
    """The charts that both Excel and Word get natively."""

    BAR = "bar"
    COLUMN = "column"
    STACKED = "stacked"


class CoverSection(Struct, frozen=True):
    """A heading with lines on the front sheet."""

    heading: str
    lines: tuple[str, ...]


class Legend(Struct, frozen=True):
    """What the cell styles mean, on the front sheet."""

    heading: str
    input: str
    formula: str
    help: str


class Cover(Struct, frozen=True):
    """The front sheet."""

    sheet: str
    intro: str
    sheets_heading: str
    legend: Legend
    section: tuple[CoverSection, ...] = ()


class BlockColumn(Struct, frozen=True):
    """A column of a summary block. ``recompute_id`` marks the column that holds the row's id.

    ``total`` is the key of the total that the column's figures add up to. ``earlier`` are formulas of workbooks made
    before. ``unknown`` is what documents say where a figure is blank.
    """

    key: str
    header: str
    type: CellType = CellType.TEXT
    formula: str = ""
    recompute: tuple[Term, ...] = ()
    recompute_id: bool = False
    total: str = ""
    earlier: tuple[str, ...] = ()
    unknown: str = ""


class BlockRow(Struct, frozen=True):
    """A row of a totals or checks block; ``name`` is the defined name its value gets.

    ``told_by`` are the checks of validate that tell the fact of a row of checks, ``RS305``, or a cause of it in a
    table, ``RS110:plan``.
    A workbook may lack an ``optional`` row, and have an ``earlier`` formula under one of the ``earlier_labels``.
    ``unknown`` is what documents say while the value is blank.
    """

    key: str
    label: str
    formula: str
    name: str = ""
    type: CellType = CellType.TEXT
    recompute: tuple[Term, ...] = ()
    told_by: tuple[str, ...] = ()
    optional: bool = False
    earlier: tuple[str, ...] = ()
    earlier_labels: tuple[str, ...] = ()
    unknown: str = ""


class SummaryBlock(Struct, frozen=True):
    """A block of the summary sheet. Which fields it needs depends on ``kind``.

    ``total`` is the key of the total that the cells of a cross add up to.
    """

    key: str
    kind: BlockKind
    heading: str
    columns: tuple[BlockColumn, ...] = ()
    rows: tuple[BlockRow, ...] = ()
    table: str = ""
    slots: int = 0
    row_list: str = ""
    column_list: str = ""
    corner: str = ""
    type: CellType = CellType.INTEGER
    formula: str = ""
    recompute: tuple[Term, ...] = ()
    extra_columns: tuple[BlockColumn, ...] = ()
    total: str = ""


class SummaryChart(Struct, frozen=True):
    """A chart on the summary sheet; ``series`` are column keys of the block (or its column list's key).

    ``whole`` is the one of them that the others are parts of, and ``rest`` what is left of it: documents then draw one
    bar for each row, of its parts, instead of a bar for each series. ``left_in`` is the column that tells how much is
    left: as long as it tells of less, the rest isn't told of yet.
    """

    block: str
    kind: ChartKind
    title: str
    categories: str
    series: tuple[str, ...]
    alt: str
    whole: str = ""
    rest: str = ""
    left_in: str = ""


class MapState(Struct, frozen=True):
    """What the rows of a map may be in: those where ``recompute`` comes to more than nought ("$id" is the row).

    The last state of a map has none: it is that of the rows that are in no other, and drawn as what isn't told yet.
    """

    label: str
    recompute: tuple[Term, ...] = ()


class SummaryMap(Struct, frozen=True):
    """A map in documents, of one tile for each row of ``table``, that shows which ``state`` each is in.

    ``label`` is the column that a tile bears. ``grid`` places the rows by id: a line of text is a line of tiles, with
    words apart by spaces, and "." where there is none. Rows that it doesn't place stand below.
    """

    title: str
    table: str
    label: str
    alt: str
    state: tuple[MapState, ...]
    grid: tuple[str, ...]

    def places(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """Each id of the grid with its column and line, from 1 at the top left."""
        for line, words in enumerate(self.grid, start=1):
            yield from ((word, (place, line)) for place, word in enumerate(words.split(), start=1) if word != ".")


class Summary(Struct, frozen=True):
    """The sheet of totals, live checks and charts, and the maps that documents have beside them."""

    sheet: str
    title: str
    help: str
    ok: str
    fault: str
    block: tuple[SummaryBlock, ...] = ()
    chart: tuple[SummaryChart, ...] = ()
    map: tuple[SummaryMap, ...] = ()

    def named(self) -> Iterator[BlockRow]:
        """Every total with a defined name."""
        for block in self.block:
            yield from (row for row in block.rows if row.name)
