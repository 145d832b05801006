"""The declaration of a workbook as typed, frozen values.

``rus_sheets.schema.load`` makes these from a TOML file and checks them; nothing else makes them. Code speaks of
tables and columns by their English ``key``; ``header``, ``sheet`` and choices are the users' Swedish words and stand
only in the declaration.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any


class CellType(StrEnum):
    """What a cell of a column holds, and so how it is read, checked, formatted and shown."""

    ID = "id"
    REF = "ref"
    REFS = "refs"
    TEXT = "text"
    LONGTEXT = "longtext"
    CHOICE = "choice"
    INTEGER = "integer"
    NUMBER = "number"
    DAYS = "days"
    MONEY = "money"
    DATE = "date"
    EMAIL = "email"
    ANY = "any"

    @property
    def is_number(self) -> bool:
        """Integer, number, days and money are Excel numbers."""
        return self in _NUMBERS


_NUMBERS = frozenset({CellType.INTEGER, CellType.NUMBER, CellType.DAYS, CellType.MONEY})


class Editor(StrEnum):
    """Who may change a cell: the secretariat, the activity's owner (and the secretariat), or only the toolkit."""

    SECRETARIAT = "secretariat"
    OWNER = "owner"
    TOOLKIT = "toolkit"


class TableKind(StrEnum):
    """Ordinary rows, or one of the tables that the toolkit treats by itself."""

    ROWS = "rows"
    SETTINGS = "settings"
    LISTS = "lists"
    LOG = "log"


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


class DocumentCommand(StrEnum):
    """The commands that write a document; ``short`` is ``report --short``."""

    PLAN = "plan"
    REPORT = "report"
    APPLICATION = "application"
    SHORT = "short"


class DocumentContext(StrEnum):
    """What a document's template can ask for: every table as it is, or the names made for one kind of document."""

    GENERAL = "general"
    PLAN = "plan"
    REPORT = "report"
    APPLICATION = "application"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a recomputation: a sum of a column, a count of rows, or the product of two settings.

    ``sum`` is "table.column", ``count`` a table. ``where`` maps columns to what they must equal: a literal, "*" (not
    blank), "" (blank), or "$id" / "$row" / "$column", bound by the block. "ref.column" follows a reference. The term is
    multiplied by ``times``.
    """

    sum: str = ""
    count: str = ""
    setting: str = ""
    times_setting: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    times: int = 1


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a derived value: where ``when`` fits, it is ``value``, or what stands in ``value_of`` unless blank.

    Columns are keys of the same table; "group.area" follows the reference in ``group`` first.
    """

    when: Mapping[str, str] = field(default_factory=dict)
    value: str = ""
    value_of: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """A dropdown's choices. ``roles`` names the choices code asks for; an ``open`` list may be added to by users."""

    key: str
    header: str
    values: tuple[str, ...]
    roles: Mapping[str, str] = field(default_factory=dict)
    open: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    ``formula`` is as in a file (``=Plan[[#This Row],[Dagar]]``), "" for an input column. ``width`` is in characters.
    ``expected`` fields are what an answer must have to be complete. ``minimum`` and ``maximum`` are inclusive. A
    workbook may lack an ``optional`` column: it was declared after workbooks had been made.
    """

    key: str
    header: str
    type: CellType
    help: str = ""
    width: float = 16
    required: bool = False
    expected: bool = False
    edited_by: Editor = Editor.SECRETARIAT
    list: str = ""
    references: str = ""
    pattern: str = ""
    example: str = ""
    minimum: float | None = None
    maximum: float | None = None
    formula: str = ""
    derive: tuple[Case, ...] = ()
    recompute: tuple[Term, ...] = ()
    style: str = ""
    optional: bool = False


@dataclass(frozen=True)
class Table:
    """A data sheet: one Excel table of the same name as the sheet. ``id`` and ``title`` are column keys ("" for none).

    ``parent`` is the column that says which unit a row belongs to. ``one_for_each`` names the table that this one
    must follow row by row.
    """

    key: str
    sheet: str
    columns: tuple[Column, ...]
    kind: TableKind = TableKind.ROWS
    id: str = ""
    title: str = ""
    parent: str = ""
    one_for_each: str = ""
    protected: bool = False
    help: str = ""

    @property
    def excel_name(self) -> str:
        """The name of the Excel table: the sheet's."""
        return self.sheet

    @cached_property
    def _by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}

    @cached_property
    def by_header(self) -> Mapping[str, Column]:
        """The columns by the users' headers."""
        return {column.header: column for column in self.columns}

    def column(self, key: str) -> Column:
        """The column of that key; KeyError for a programming mistake."""
        return self._by_key[key]

    def has(self, key: str) -> bool:
        """Whether the table declares that column."""
        return key in self._by_key


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of the settings sheet."""

    key: str
    label: str
    type: CellType
    help: str = ""
    required: bool = False
    default: Any = None
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class CoverSection:
    """A heading with lines on the front sheet."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Legend:
    """What the cell styles mean, on the front sheet."""

    heading: str
    input: str
    formula: str
    help: str


@dataclass(frozen=True, slots=True)
class Cover:
    """The front sheet."""

    sheet: str
    intro: str
    sheets_heading: str
    legend: Legend
    section: tuple[CoverSection, ...] = ()


@dataclass(frozen=True, slots=True)
class BlockColumn:
    """A column of a summary block. ``recompute_id`` marks the column that holds the row's id."""

    key: str
    header: str
    type: CellType = CellType.TEXT
    formula: str = ""
    recompute: tuple[Term, ...] = ()
    recompute_id: bool = False


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A row of a totals or checks block; ``name`` is the defined name its value gets."""

    key: str
    label: str
    formula: str
    name: str = ""
    type: CellType = CellType.TEXT
    recompute: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the summary sheet. Which fields it needs depends on ``kind``."""

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


@dataclass(frozen=True, slots=True)
class SummaryChart:
    """A chart on the summary sheet; ``series`` are column keys of the block (or its column list's key)."""

    block: str
    kind: ChartKind
    title: str
    categories: str
    series: tuple[str, ...]
    alt: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The sheet of totals, live checks and charts."""

    sheet: str
    title: str
    help: str
    ok: str
    fault: str
    block: tuple[Block, ...] = ()
    chart: tuple[SummaryChart, ...] = ()

    def named(self) -> Iterator[BlockRow]:
        """Every total with a defined name."""
        for block in self.block:
            yield from (row for row in block.rows if row.name)


@dataclass(frozen=True, slots=True)
class ChildTable:
    """A table in the follow-up form; ``new_id`` is the pattern of the ids that its empty rows carry."""

    table: str
    new_rows: int = 0
    new_id: str = ""


@dataclass(frozen=True, slots=True)
class Reminder:
    """The mail to late owners; {year}, {owner}, {activities} (one a line) and {sender} are filled in."""

    file_name: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Followup:
    """The form sent to each owner: one per row of ``unit``, answering the row of ``answer``.

    ``owner`` and ``email`` are the columns of ``unit`` that tell who answers and where, "" for none.
    """

    unit: str
    answer: str
    sheet: str
    title: str
    file_name: str
    intro: str
    facts_heading: str
    answer_heading: str
    earlier: str
    done: str
    missing: str
    missing_count: str
    optional: str
    state_header: str
    whole_label: str
    facts: tuple[str, ...]
    owner: str = ""
    email: str = ""
    child_tables: tuple[ChildTable, ...] = ()
    reminder: Reminder | None = None


@dataclass(frozen=True, slots=True)
class MergeWords:
    """The words of a merge: what the log calls each decision, and the workbook in which conflicts are decided on.

    ``headers`` are the conflict workbook's columns by key: number, activity, place, base, current, returned, who, file,
    why, choice and own.
    """

    taken: str
    confirmed: str
    kept: str
    own: str
    sheet: str
    title: str
    intro: str
    choice_keep: str
    choice_take: str
    choice_own: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CompareWords:
    """The workbook that shows what differs between two workbooks.

    ``headers`` are its columns by key: kind, sheet, row, title, column, a, b and difference. In title and intro, {a}
    and {b} are the files' names.
    """

    sheet: str
    title: str
    intro: str
    new: str
    ended: str
    changed: str
    total: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NextYear:
    """What doesn't follow along when next year's workbook is made from this year's; all else does.

    Columns are "table.column". ``after_period`` are emptied only when the year isn't in the period that the setting
    ``period`` tells. ``shown`` says which column shows this year's value of another one.
    """

    empty_tables: tuple[str, ...] = ()
    empty_columns: tuple[str, ...] = ()
    empty_settings: tuple[str, ...] = ()
    period: str = ""
    after_period: tuple[str, ...] = ()
    shown: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """A Word document: ``template`` is a file in ``reports/``; {year} is filled in in ``title`` and ``file_name``.

    ``file_name`` has no ending.
    """

    command: DocumentCommand
    template: str
    title: str
    file_name: str
    context: DocumentContext = DocumentContext.GENERAL


@dataclass(frozen=True)
class Declaration:
    """A whole workbook. ``source`` is the file it was read from, for messages."""

    name: str
    version: str
    title: str
    file_name: str
    year_setting: str
    list_names: str
    list: tuple[ChoiceList, ...]
    setting: tuple[Setting, ...]
    cover: Cover
    table: tuple[Table, ...]
    followup: Followup
    merge: MergeWords
    summary: Summary
    compare: CompareWords | None = None
    next_year: NextYear | None = None
    document: tuple[Document, ...] = ()
    source: str = ""

    @cached_property
    def _tables(self) -> dict[str, Table]:
        return {table.key: table for table in self.table}

    @cached_property
    def _lists(self) -> dict[str, ChoiceList]:
        return {choices.key: choices for choices in self.list}

    @cached_property
    def _settings(self) -> dict[str, Setting]:
        return {setting.key: setting for setting in self.setting}

    def tables(self, kind: TableKind) -> tuple[Table, ...]:
        """The tables of one kind, in sheet order."""
        return tuple(table for table in self.table if table.kind is kind)

    def table_of(self, key: str) -> Table:
        """The table of that key; KeyError for a programming mistake."""
        return self._tables[key]

    def has_table(self, key: str) -> bool:
        """Whether the declaration has that table."""
        return key in self._tables

    def table_on(self, sheet: str) -> Table | None:
        """The table of the sheet with that name."""
        return next((table for table in self.table if table.sheet == sheet), None)

    def choices(self, key: str) -> ChoiceList:
        """The list of that key."""
        return self._lists[key]

    def role(self, list_key: str, role: str) -> str:
        """The users' word for a choice that code asks for, e.g. ``role("status", "done")``."""
        return self._lists[list_key].roles[role]

    def document_of(self, command: DocumentCommand) -> Document | None:
        """The document that a command writes, None where there is none."""
        return next((each for each in self.document if each.command is command), None)

    def setting_of(self, key: str) -> Setting:
        """The setting of that key."""
        return self._settings[key]

    @property
    def sheets(self) -> tuple[str, ...]:
        """Every declared sheet, in the order of the workbook: front sheet, summary, tables."""
        return (self.cover.sheet, self.summary.sheet, *(table.sheet for table in self.table))
