"""A new workbook as plain data: what stands in which cell, in which style, with which dropdowns and protection.

The canonical workbook, the follow-up form and the conflict workbook are described with these;
``rus_sheets.excel.make.workbook`` is the only place that turns them into a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct, field

from rus_sheets.book.raw import Runs, Scalar
from rus_sheets.schema.model import CellType, ChartKind


class Style(StrEnum):
    """How a cell looks and whether it is locked. Only INPUT, ANSWER and SPARE are unlocked.

    ANSWER and GIVEN are the follow-up form's input and its locked facts: all at the left, and what is typed as an
    answer in a text column stays that text ("- a point" is no formula, 1-2 no date). SPARE takes what ANSWER takes and
    isn't seen, so that it isn't printed while it is blank. A LONG_LINK goes on on the next line.
    """

    PLAIN = "plain"
    TITLE = "title"
    HEADING = "heading"
    HELP = "help"
    LABEL = "label"
    HEADER = "header"
    INPUT = "input"
    FORMULA = "formula"
    FACT = "fact"
    STATE = "state"
    ANSWER = "answer"
    SPARE = "spare"
    LINK = "link"
    LONG_LINK = "long link"
    GIVEN = "given"


WRAPPED = frozenset(Style) - {Style.PLAIN, Style.TITLE, Style.HEADING, Style.STATE, Style.LINK}
"""Styles whose texts go on on the next line where the column ends."""


class NewCell(NamedTuple):
    """One cell. ``type`` gives the number format and alignment; a ``formula`` begins with ``=``.

    ``runs`` (text, marks) make rich text; ``value`` is then the whole text. With a formula, ``value`` is the value to
    store, or None to have it calculated when the workbook is made.
    """

    row: int
    column: int
    value: Scalar = None
    style: Style = Style.PLAIN
    type: CellType = CellType.TEXT
    formula: str = ""
    runs: Runs = ()


class Rule(Struct, frozen=True):
    """Data validation over a range (rows and columns from 1, inclusive).

    ``source`` is a dropdown's source (a formula such as ``=Lista_Status``) or "" ; ``type`` decides which values are
    let in otherwise. ``title`` (<= 32 characters) and ``message`` (<= 255) are shown when the cell is chosen.
    """

    first_row: int
    first_column: int
    last_row: int
    last_column: int
    type: CellType
    source: str = ""
    minimum: float | None = None
    maximum: float | None = None
    title: str = ""
    message: str = ""
    strict: bool = True


class Highlight(Struct, frozen=True):
    """Conditional format over a range: cells whose text is ``text`` get the look of ``good`` or ``bad``.

    With ``other``, those whose text is anything else.
    """

    first_row: int
    first_column: int
    last_row: int
    last_column: int
    text: str
    good: bool
    other: bool = False


class NewTable(Struct, frozen=True):
    """An Excel table. ``row`` and ``column`` are its header's first cell; ``rows`` the number of body rows, 1 or more.

    ``columns`` are (header, formula) with formula "" for none, as stored in a file.
    """

    name: str
    row: int
    column: int
    rows: int
    columns: tuple[tuple[str, str], ...]


class NewChart(Struct, frozen=True):
    """A native chart: ``categories`` and each series' (name cell, values) are ranges (sheet is the chart's own).

    ``from_nought`` is for one that has nothing below it: programs would begin the axis where they like.
    """

    row: int
    column: int
    kind: ChartKind
    title: str
    alt: str
    categories: tuple[int, int, int, int]
    series: tuple[tuple[tuple[int, int], tuple[int, int, int, int]], ...]
    from_nought: bool = False


class NewSheet(Struct, frozen=True):
    """A sheet. ``widths`` are characters by column, ``heights`` points by row; ``frozen`` rows and columns stay put.

    The heights are those that the texts need at first: programs make a row higher when more is written in it.
    ``cursor`` is the cell that is chosen when the sheet is opened.

    ``repeat_header`` prints the first table's header on every page. ``hyperlinks`` (row, column) -> internal target
    such as ``#Plan!A1``. ``printed`` are the first rows and columns that
    are printed, all where it is None. ``joined`` (first row and column, last row and column) are
    cells made one.
    """

    name: str
    cells: tuple[NewCell, ...] = ()
    tables: tuple[NewTable, ...] = ()
    rules: tuple[Rule, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    charts: tuple[NewChart, ...] = ()
    widths: Mapping[int, float] = field(default_factory=dict)
    heights: Mapping[int, float] = field(default_factory=dict)
    frozen: tuple[int, int] = (0, 0)
    cursor: tuple[int, int] = (1, 1)
    protected: bool = False
    landscape: bool = False
    repeat_header: bool = False
    state: str = "visible"
    hyperlinks: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden_columns: tuple[int, ...] = ()
    printed: tuple[int, int] | None = None
    joined: tuple[tuple[int, int, int, int], ...] = ()


class NewWorkbook(Struct, frozen=True):
    """A whole new workbook. ``names`` are defined names -> formula; ``custom`` are custom document properties.

    ``locked`` keeps sheets from being added, renamed or removed.
    """

    sheets: tuple[NewSheet, ...]
    title: str
    author: str
    names: Mapping[str, str] = field(default_factory=dict)
    custom: Mapping[str, str] = field(default_factory=dict)
    active: str = ""
    locked: bool = False
