"""Tables, their columns and choices: what the cells of a declared workbook hold."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Any

from msgspec import Struct, field


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

    @property
    def is_free_text(self) -> bool:
        """Text and longtext hold whatever people write."""
        return self in _FREE_TEXTS


_FREE_TEXTS = frozenset({CellType.TEXT, CellType.LONGTEXT})
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


class Blank(StrEnum):
    """When a term makes its whole figure blank, since nought would say that something is known.

    ``none``: while no row fits (for a sum: has a number); of several such terms one with a row is enough. ``any``:
    while some row fits; such a term adds nothing.
    """

    NEVER = ""
    NONE = "none"
    ANY = "any"


class Term(Struct, frozen=True):
    """One term of a recomputation: a sum of a column, a count of rows, or the product of two settings.

    ``sum`` is "table.column", ``count`` a table. ``where`` maps columns to what they must equal: a literal, "*" (not
    blank), "" (blank), ">0", or "$id" / "$row" / "$column", bound by the block. "ref.column" follows a reference. The
    term is multiplied by ``times``, and ``blank`` says when the figure isn't known.
    """

    sum: str = ""
    count: str = ""
    setting: str = ""
    times_setting: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    times: int = 1
    blank: Blank = Blank.NEVER


class Case(Struct, frozen=True):
    """One case of a derived value: where ``when`` fits, it is ``value``, or what stands in ``value_of`` unless blank.

    Columns are keys of the same table; "group.area" follows the reference in ``group`` first.
    """

    when: Mapping[str, str] = field(default_factory=dict)
    value: str = ""
    value_of: str = ""


class ChoiceList(Struct, frozen=True):
    """A dropdown's choices. ``roles`` names the choices code asks for; an ``open`` list may be added to by users.

    ``added`` are those that workbooks made before may lack; they may lack the whole of an ``optional`` list.
    ``said`` are a text's other words for a choice, with the choice: ``genomfördes inte``; "*" is any choice. Of
    several with a bar between, the words may mean the first, or all of them: ``genomfördes``.
    """

    key: str
    header: str
    values: tuple[str, ...]
    roles: Mapping[str, str] = field(default_factory=dict)
    open: bool = False
    added: tuple[str, ...] = ()
    optional: bool = False
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def other_words(self) -> Mapping[str, tuple[str, ...]]:
        """``said``, with the choices that each may mean."""
        return {words: tuple(choices.split(" | ")) for words, choices in self.said.items()}


class Column(Struct, frozen=True):
    """One column of a table.

    ``formula`` is as in a file (``=Plan[[#This Row],[Dagar]]``), "" for an input column. ``width`` is in characters.
    ``needed_unless`` is the path of what may stand instead (``group.days``): once any row has either, a row with
    neither is a gap in every sum of the column. ``open_while`` are columns and their values with which a ``required``
    one may wait: what it is isn't known yet. ``expected`` fields are what an answer must have to be complete.
    ``minimum`` and ``maximum`` are inclusive. A workbook may lack an ``optional`` column: it was declared after
    workbooks had been made. ``earlier`` are formulas that the column had then. ``unknown`` is what documents say where
    the formula comes to nothing. ``counts`` are the words by which a text says what the figures count: ``deltagare``.
    Where a reference is ``as_above``, a blank one means the same as in the row above. The formula of a column that
    ``suggests`` shows the next free id beside a row that has none.
    """

    key: str
    header: str
    type: CellType
    help: str = ""
    width: float = 16
    required: bool = False
    needed_unless: str = ""
    open_while: tuple[Mapping[str, str], ...] = ()
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
    earlier: tuple[str, ...] = ()
    unknown: str = ""
    counts: tuple[str, ...] = ()
    as_above: bool = False
    suggests: bool = False


class Table(Struct, frozen=True, dict=True):
    """A data sheet: one Excel table of the same name as the sheet. ``id`` and ``title`` are column keys ("" for none).

    ``parent`` is the column that says which unit a row belongs to. ``one_for_each`` names the table that this one
    must follow row by row. ``listed_by`` is the column whose words documents list the rows by, in Swedish alphabetical
    order; without it they keep the sheet's. ``called`` is what several rows are called, where that isn't the sheet's
    name. ``known_rows`` are those that documents ask for by their ids, by column
    key: a new workbook begins with them, and a row with another id is read by nothing. A workbook may lack an
    ``optional`` table, or have a sheet of its own by that name: it was declared after workbooks had been made.
    """

    key: str
    sheet: str
    columns: tuple[Column, ...]
    kind: TableKind = TableKind.ROWS
    id: str = ""
    title: str = ""
    parent: str = ""
    one_for_each: str = ""
    listed_by: str = ""
    called: str = ""
    protected: bool = False
    help: str = ""
    known_rows: tuple[Mapping[str, str], ...] = ()
    optional: bool = False

    @property
    def known_ids(self) -> tuple[str, ...]:
        """The ids that documents ask for."""
        return tuple(row[self.id] for row in self.known_rows)

    def known_row(self, row_id: str) -> Mapping[str, str]:
        """The known row with that id, by column key; empty where there is none."""
        return next((row for row in self.known_rows if row[self.id] == row_id), {})

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


class Setting(Struct, frozen=True):
    """A row of the settings sheet. A workbook made before an ``optional`` one was declared lacks it."""

    key: str
    label: str
    type: CellType
    help: str = ""
    required: bool = False
    default: Any = None
    minimum: float | None = None
    maximum: float | None = None
    optional: bool = False
