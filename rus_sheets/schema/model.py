"""The declaration of a workbook as typed, frozen values.

``rus_sheets.schema.load`` makes these from a TOML file and checks them; nothing else makes them. Code speaks of
tables and columns by their English ``key``; ``header``, ``sheet`` and choices are the users' Swedish words and stand
only in the declaration.
"""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct

from rus_sheets.schema.calendar import CalendarRows, CalendarWords
from rus_sheets.schema.columns import (
    Blank,
    Case,
    CellType,
    ChoiceList,
    Column,
    Editor,
    Setting,
    Table,
    TableKind,
    Term,
)
from rus_sheets.schema.coverage import Coverage
from rus_sheets.schema.exchange import Exchange, ExchangeColumn, ExchangeEncoding
from rus_sheets.schema.newsletter import LetterKind, LetterPartWords, NewsletterWords
from rus_sheets.schema.sheets import (
    BlockColumn,
    BlockKind,
    BlockRow,
    ChartKind,
    Cover,
    CoverSection,
    Legend,
    MapState,
    Summary,
    SummaryBlock,
    SummaryChart,
    SummaryMap,
)
from rus_sheets.schema.uses import (
    MAIL_NAMES,
    ChildTable,
    CompareWords,
    Document,
    DocumentCommand,
    DocumentContext,
    DraftWords,
    Followup,
    MergeWords,
    NextYear,
)
from rus_sheets.schema.years import YearsTable, YearsWords

__all__ = [
    "MAIL_NAMES",
    "Blank",
    "BlockColumn",
    "BlockKind",
    "BlockRow",
    "CalendarRows",
    "CalendarWords",
    "Case",
    "CellType",
    "ChartKind",
    "ChildTable",
    "ChoiceList",
    "Column",
    "CompareWords",
    "Cover",
    "CoverSection",
    "Coverage",
    "Declaration",
    "Document",
    "DocumentCommand",
    "DocumentContext",
    "DraftWords",
    "Editor",
    "Exchange",
    "ExchangeColumn",
    "ExchangeEncoding",
    "Followup",
    "Legend",
    "LetterKind",
    "LetterPartWords",
    "MapState",
    "MergeWords",
    "NewsletterWords",
    "NextYear",
    "Setting",
    "Summary",
    "SummaryBlock",
    "SummaryChart",
    "SummaryMap",
    "Table",
    "TableKind",
    "Term",
    "YearsTable",
    "YearsWords",
]


class Declaration(Struct, frozen=True, dict=True):
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
    years: YearsWords | None = None
    calendar: CalendarWords | None = None
    newsletter: NewsletterWords | None = None
    exchange: tuple[Exchange, ...] = ()
    coverage: tuple[Coverage, ...] = ()
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
        return next((document for document in self.document if document.command is command), None)

    def exchange_of(self, name: str) -> Exchange | None:
        """The profile of that name, None where there is none."""
        return next((profile for profile in self.exchange if profile.name == name), None)

    def setting_of(self, key: str) -> Setting:
        """The setting of that key."""
        return self._settings[key]

    @property
    def sheets(self) -> tuple[str, ...]:
        """Every declared sheet, in the order of the workbook: front sheet, summary, tables."""
        return (self.cover.sheet, self.summary.sheet, *(table.sheet for table in self.table))
