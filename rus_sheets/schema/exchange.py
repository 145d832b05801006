"""The declaration of which rows and columns go out to another system, under which names, and which come back."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field


class ExchangeEncoding(StrEnum):
    """How the letters of a text file are written; ``utf-8-sig`` begins with the mark that Excel knows UTF-8 by."""

    UTF_8_MARKED = "utf-8-sig"
    UTF_8 = "utf-8"
    UTF_16 = "utf-16"
    WINDOWS = "cp1252"


class ExchangeColumn(Struct, frozen=True):
    """A column of an exchange: ``column`` is "table.column", ``header`` what it is called outside.

    ``choices`` are our choices and the words for them outside; ``returns`` for a column whose values may come back.
    """

    column: str
    header: str
    choices: Mapping[str, str] = field(default_factory=dict)
    returns: bool = False

    @property
    def table(self) -> str:
        """The key of the table."""
        return self.column.partition(".")[0]

    @property
    def key(self) -> str:
        """The key of the column in its table."""
        return self.column.partition(".")[2]


class Exchange(Struct, frozen=True):
    """A profile: one row for each unit of follow-up, with its ``columns`` in their order.

    One of the columns holds the units' ids: rows are matched by it. ``stamp`` is the last column, which tells what was
    handed out. ``separator``, ``decimal`` and ``encoding`` are those of a text file (.csv).
    """

    name: str
    title: str
    stamp: str
    columns: tuple[ExchangeColumn, ...]
    separator: str = ";"
    decimal: str = ","
    encoding: ExchangeEncoding = ExchangeEncoding.UTF_8_MARKED

    @property
    def headers(self) -> tuple[str, ...]:
        """The outside names in their order, the stamp's last."""
        return (*(column.header for column in self.columns), self.stamp)
