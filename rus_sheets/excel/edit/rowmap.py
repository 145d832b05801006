"""Where the cells of a table go when some of its rows are taken away and those below move up within its columns.

What refers to the cells follows as when rows are deleted in Excel, with one difference: rows that are vacated at the
table's end are only emptied, so formulas that read them keep reading them (the table will grow there again).
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from msgspec import Struct

from rus_sheets.formulas.areas import corners
from rus_sheets.formulas.tokens import Token, rewritten, unquoted

GONE = "#REF!"


class RowMap(Struct, frozen=True, dict=True):
    """Rows ``removed`` of a table whose rows (header excluded, totals row included) are ``first_row`` to ``last_row``.

    At least one row stays.
    """

    sheet: str
    first_row: int
    last_row: int
    first_column: int
    last_column: int
    removed: frozenset[int]

    @cached_property
    def kept(self) -> tuple[int, ...]:
        """The rows that stay, by their old numbers."""
        return tuple(row for row in range(self.first_row, self.last_row + 1) if row not in self.removed)

    @cached_property
    def _order(self) -> tuple[int, ...]:
        return tuple(sorted(self.removed))

    @property
    def new_last_row(self) -> int:
        """The table's last row afterwards."""
        return self.first_row + len(self.kept) - 1

    @property
    def columns(self) -> range:
        """The table's columns."""
        return range(self.first_column, self.last_column + 1)

    def at(self, row: int) -> int | None:
        """The new number of a row, None for one that is taken away."""
        if row in self.removed:
            return None
        if not self.first_row <= row <= self.last_row:
            return row
        return row - bisect_left(self._order, row)

    def source(self, row: int) -> int | None:
        """The old number of the row that comes to stand there, None where nothing does."""
        place = row - self.first_row
        return self.kept[place] if 0 <= place < len(self.kept) else None

    def moved(self, ref: str, *, trimmed: bool = False) -> str | None:
        """``B7`` or ``$A$2:$C$9`` on the table's sheet as it reads afterwards, None where nothing of it is left.

        Rows vacated at the table's end are kept in it, unless ``trimmed``.
        """
        found = corners(ref)
        if not found:
            return ref
        first, last = found
        inside = self.first_column <= first.column and last.column <= self.last_column
        if not inside and not (first.column <= self.first_column and last.column >= self.last_column):
            return ref
        rows = self._rows(first.row, last.row, trimmed=trimmed)
        if rows is None:
            return None
        start = str(first._replace(row=rows[0]))
        return f"{start}:{last._replace(row=rows[1])}" if ":" in ref else start

    def _rows(self, first: int, last: int, *, trimmed: bool) -> tuple[int, int] | None:
        vacated = range(self.kept[-1] + 1, self.last_row + 1)
        if not trimmed and first in vacated:
            return first, last
        kept_end = last in vacated and not trimmed
        new_first, new_last = self._after(first), last if kept_end else self._before(last)
        return (new_first, new_last) if new_first <= new_last else None

    def _after(self, row: int) -> int:
        """Where the first row that stays, from ``row`` on, goes."""
        while (found := self.at(row)) is None:
            row += 1
        return found

    def _before(self, row: int) -> int:
        while (found := self.at(row)) is None:
            row -= 1
        return found

    def formula(self, text: str, sheet: str = "", *, trimmed: bool = False) -> str:
        """A formula (without ``=``) as it reads afterwards; ``sheet`` is where it stands, "" for nowhere."""

        def change(token: Token) -> str:
            if token.kind != "range":
                return token.text
            prefix, mark, ref = token.text.rpartition("!")
            own = unquoted(prefix) if mark else sheet
            if own.casefold() != self.sheet.casefold():
                return token.text
            new = self.moved(ref, trimmed=trimmed)
            return GONE if new is None else prefix + mark + new

        return rewritten(text, change)

    def refs(self, refs: str) -> str:
        """A list of ranges with spaces between, trimmed to what is left of them."""
        return " ".join(filter(None, (self.moved(ref, trimmed=True) for ref in refs.split())))
