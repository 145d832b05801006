"""How many rows of each kind a workbook has, and how many of them are reported: of all, and under each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from rus_sheets.book.model import Book, Row
from rus_sheets.documents.money import reported_posts, waiting_posts
from rus_sheets.texts.known_figures import WHOLE, FigureKey, above

Sizes = Mapping[FigureKey, int]
"""How many rows there are: under WHOLE all, and those that belong to each row."""

_POSTS = "budget"


class RowSizes:
    """The counts of a workbook's rows, by the key of their table."""

    def __init__(self, book: Book) -> None:
        self._book = book
        followup = book.declaration.followup
        self._unit, self._answer, self._answered_by = followup.unit, followup.answer, followup.answered_by
        self._children = {child.table for child in followup.child_tables}

    @cached_property
    def all(self) -> dict[str, Counter[FigureKey]]:
        """How many there are."""
        return {key: self._count(table.rows) for key, table in self._book.tables.items()}

    def reported(self, table: str) -> Sizes | None:
        """How many of them are reported; None where no one reports such rows."""
        if table in self._children:  # they come with the answers
            return self.all[table]
        if table == _POSTS:
            return self._count(reported_posts(self._book))
        return self._answered if table == self._unit else None

    def waiting(self, table: str) -> Sizes | None:
        """How many of them aren't; None where that can't be told."""
        if table == _POSTS:
            return self._count(waiting_posts(self._book))
        sizes = self.all[table]
        return Counter({key: sizes[key] - self._answered[key] for key in sizes}) if table == self._unit else None

    def untouched(self, table: str) -> Sizes:
        """How many of them have neither an answer nor a row that belongs to one: none where that isn't asked of them.

        One that has begun may be said to have reported or not.
        """
        units = self._book.tables[self._unit] if table == self._unit else ()
        begun = {key for child in self._children for row in self._book.tables.get(child) or () for key in above(row)}
        return self._count([row for row in units if row.id not in self._known and (self._unit, row.id) not in begun])

    @cached_property
    def any_of(self) -> dict[str, set[float]]:
        """Every count that there is: of all, by what they belong to and by choice, and those of the totals."""
        found: dict[str, set[float]] = {}
        for key, table in self._book.tables.items():
            choices = Counter(
                (cell.column.key, cell.value)
                for row in table.rows
                for cell in row.cells.values()
                if cell.column.type.value == "choice" and isinstance(cell.value, str)
            )
            found[key] = {float(size) for size in (*self.all[key].values(), *choices.values())}
        for row in self._book.declaration.summary.named():
            total = self._book.totals.get(row.key)
            for term in row.recompute if total is not None and total.value is not None else ():
                if term.count:
                    counted = self._unit if term.count == self._answer else term.count
                    found.setdefault(counted, set()).add(total.number if total else 0)
        return found

    @cached_property
    def _answered(self) -> Counter[FigureKey]:
        units = self._book.tables.get(self._unit)
        return self._count([row for row in units or () if row.id in self._known])

    @cached_property
    def _known(self) -> set[str]:
        """The ids of those that are reported."""
        answers = self._book.tables.get(self._answer)
        return {row.id for row in answers or () if row.text(self._answered_by)}

    def _count(self, rows: Sequence[Row]) -> Counter[FigureKey]:
        found: Counter[FigureKey] = Counter({WHOLE: 0})
        for row in rows:
            if row.id:
                found.update({WHOLE, *self._holders(row)})
        return found

    def _holders(self, row: Row) -> Iterator[FigureKey]:
        """What the row belongs to, and what that belongs to in turn."""
        for key in above(row):
            if key[0] != row.table.key:
                yield key
                upper = self._book.tables[key[0]].by_id.get(key[1]) if key[0] in self._book.tables else None
                yield from self._holders(upper) if upper is not None else ()
