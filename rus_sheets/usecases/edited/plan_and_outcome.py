"""What was planned and what came of it, for each row and for the whole: a text may tell the one, the other or both.

A row whose outcome isn't reported has none, and the whole has none until every row of it has: empty is not zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from rus_sheets.book.model import Book, BookTable, Row
from rus_sheets.documents.money import reported_posts, waiting_posts
from rus_sheets.texts.declared_units import unit_of
from rus_sheets.texts.known_figures import WHOLE, FigureKey, above
from rus_sheets.texts.stated import Unit

_POSTS, _BUDGET, _SPENT = "budget", "budget", "spent"
_OF_ALL_MONEY = ("budget", "funding")
"""The totals that what was spent is held against."""


class PlanAndOutcome(Struct, frozen=True):
    """Two figures of one thing."""

    plan: float
    outcome: float

    @property
    def difference(self) -> float:
        """How much more it became than was planned; less than nought where it became less."""
        return self.outcome - self.plan


Pairs = Mapping[FigureKey, tuple[PlanAndOutcome, ...]]


class PlansAndOutcomes:
    """Those of a workbook."""

    def __init__(self, book: Book) -> None:
        self._book = book
        followup = book.declaration.followup
        self._units, self._answers = book.tables.get(followup.unit), book.tables.get(followup.answer)

    def of(self, keys: Iterable[FigureKey], unit: str) -> list[PlanAndOutcome]:
        """Those of the rows, as far as they have both; WHOLE is the plan as such."""
        pairs = self._by_unit.get(unit, {})
        return [pair for key in dict.fromkeys(keys) for pair in pairs.get(key, ())]

    @cached_property
    def _by_unit(self) -> dict[str, Pairs]:
        return {Unit.DAYS: self._of_units(Unit.DAYS), Unit.MONEY: dict(self._of_posts())}

    def _of_units(self, unit: str) -> Pairs:
        """Those of what is followed up, and of what it belongs to."""
        if self._units is None or self._answers is None:
            return {}
        planned, reached = _own_column(self._units, unit), _own_column(self._answers, unit)
        if not planned or not reached:
            return {}
        parts: dict[FigureKey, list[PlanAndOutcome | None]] = {}
        for row in self._units.rows:
            answer = self._answers.by_id.get(row.id)
            is_known = answer is not None and answer.text(reached) and row.text(planned)
            pair = PlanAndOutcome(row.number_of(planned), answer.number_of(reached)) if answer and is_known else None
            for key in {WHOLE, (self._answers.table.key, row.id), *above(row), *self._higher(row)}:
                parts.setdefault(key, []).append(pair)
        alone = self._planned_without_units(unit)
        return {
            key: (PlanAndOutcome(sum(pair.plan for pair in known), sum(pair.outcome for pair in known)),)
            for key, pairs in parts.items()
            if len(known := [pair for pair in pairs if pair is not None]) == len(pairs) and key not in alone
        }

    def _planned_without_units(self, unit: str) -> set[FigureKey]:
        """What has days of its own, which nobody reports: neither it nor what it belongs to has an outcome."""
        found = set[FigureKey]()
        for table in self._book.tables.values():
            column = _own_column(table, unit)
            if column and table is not self._units and table is not self._answers and table.table.id:
                for row in table.rows:
                    if row.number_of(column):
                        found |= {WHOLE, *above(row)}
        return found

    def _higher(self, row: Row) -> Iterator[FigureKey]:
        for table, row_id in above(row):
            held = self._book.tables.get(table) if table != row.table.key else None
            upper = held.by_id.get(row_id) if held is not None else None
            yield from above(upper) if upper is not None else ()

    def _of_posts(self) -> Iterator[tuple[FigureKey, tuple[PlanAndOutcome, ...]]]:
        posts = self._book.tables.get(_POSTS)
        if posts is None or not {_BUDGET, _SPENT} <= {column.key for column in posts.table.columns}:
            return
        for row in reported_posts(self._book):
            if row.text(_BUDGET):
                yield (_POSTS, row.id), (PlanAndOutcome(row.number_of(_BUDGET), row.number_of(_SPENT)),)
        totals = self._book.totals
        if not waiting_posts(self._book) and _SPENT in totals and totals[_SPENT].number:
            planned: Sequence[float] = [totals[key].number for key in _OF_ALL_MONEY if key in totals]
            yield WHOLE, tuple(PlanAndOutcome(plan, totals[_SPENT].number) for plan in planned if plan)


def _own_column(table: BookTable, unit: str) -> str:
    """The column of that unit that people fill in, "" where there is none or more than one."""
    found = [column.key for column in table.table.columns if unit_of(column) == unit]
    own = [key for key in found if not (table.table.column(key).derive or table.table.column(key).recompute)]
    return own[0] if len(own) == 1 else ""
