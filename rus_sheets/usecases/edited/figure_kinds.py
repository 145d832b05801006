"""Which of a workbook's figures tell of the plan, which of the outcome, and which of what is left.

An outcome's are those that owners report, and the expenses; what is reckoned from them alone is an outcome's as well,
and what is reckoned from both tells what is left. All others are the plan's. Where anything of a row, or of the whole,
isn't reported, its outcome isn't known: empty is not zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property

from rus_sheets.book.model import Book, BookTable, Row
from rus_sheets.documents.money import waiting_posts
from rus_sheets.schema.columns import Column, Editor, Term
from rus_sheets.texts.declared_units import unit_of
from rus_sheets.texts.known_figures import WHOLE, FigureKey, above, groups_of
from rus_sheets.texts.stated import Unit
from rus_sheets.usecases.edited.role_words import Role

_POSTS, _EXPENSES = "budget", "expenses"
_Sets = dict[FigureKey, dict[Role, set[float]]]


class FigureKinds:
    """Those of a workbook."""

    def __init__(self, book: Book) -> None:
        self._book = book
        followup = book.declaration.followup
        self._same = (followup.unit, followup.answer)
        self._reported = {followup.answer, _EXPENSES, *(child.table for child in followup.child_tables)}
        self._kind = cache(self._kind_of)
        self._of_unit = cache(self._sets)

    def of(self, role: Role, keys: Iterable[FigureKey], unit: str) -> set[float]:
        """The figures of that kind of the rows and of what belongs to them; WHOLE has all there are."""
        sets = self._of_unit(unit)
        return set[float]().union(*(sets.get(key, {}).get(role, ()) for key in self._alike(keys)))

    def is_known(self, keys: Sequence[FigureKey], unit: str) -> bool:
        """Is all reported of these rows?"""
        return not self._waiting(unit) & {*self._alike(keys)} and bool(self.of(Role.OUTCOME, keys, unit))

    def _alike(self, keys: Iterable[FigureKey]) -> Iterator[FigureKey]:
        """The keys; an activity and its answer are one."""
        for key in keys:
            yield from ((table, key[1]) for table in self._same) if key[0] in self._same else (key,)

    # -------------------------------------------------------------- what is whose

    def _kind_of(self, table: str, column: str) -> Role:
        declared = self._columns.get((table, column))
        if declared is None:
            return Role.PLAN
        if declared.recompute:
            return self._kind_of_terms(declared.recompute)
        is_answer = table == _EXPENSES or declared.edited_by is Editor.OWNER
        return Role.OUTCOME if table in self._reported and is_answer else Role.PLAN

    def _kind_of_terms(self, terms: Iterable[Term]) -> Role:
        """That of what is summed: of plan and outcome together it is what is left."""
        kinds = {self._kind(*term.sum.split(".", 1)) for term in terms if term.sum}
        return kinds.pop() if len(kinds) == 1 else Role.REST if kinds else Role.PLAN

    @cached_property
    def _columns(self) -> dict[tuple[str, str], Column]:
        tables = self._book.tables.items()
        return {(key, column.key): column for key, table in tables for column in table.table.columns}

    def _sets(self, unit: str) -> _Sets:
        found: _Sets = {}
        for key, table in self._book.tables.items():
            columns = [column for column in table.table.columns if table.table.id and unit_of(column) == unit]
            for column in columns:
                self._add(found, table, column.key, self._kind(key, column.key))
        declared = {row.key: row for row in self._book.declaration.summary.named()}
        for total in self._book.totals.values():
            if declared[total.key].type.value == unit and total.value is not None:
                kind = self._kind_of_terms(declared[total.key].recompute)
                found.setdefault(WHOLE, {}).setdefault(kind, set()).add(total.number)
        return found

    def _add(self, found: _Sets, table: BookTable, column: str, kind: Role) -> None:
        """The figures of a column one by one, and their sums: of all, and by each choice and reference."""
        sums: dict[tuple[FigureKey, str, str], float] = {}
        for row in table.rows:
            if not row.text(column):
                continue
            number = row.number_of(column)
            for key in self._holders(row):
                found.setdefault(key, {}).setdefault(kind, set()).add(number)
                for by, name in groups_of(row):
                    sums[key, by, name] = sums.get((key, by, name), 0) + number
        for (key, *_), number in sums.items():
            found[key][kind].add(number)

    def _holders(self, row: Row) -> set[FigureKey]:
        """The row, all that it belongs to, what that belongs to, and the whole."""
        found = {WHOLE, *above(row)}
        for table, row_id in above(row):
            held = self._book.tables.get(table) if table != row.table.key else None
            upper = held.by_id.get(row_id) if held is not None else None
            found |= {*above(upper)} if upper is not None else set()
        return found

    # -------------------------------------------------------------- what isn't reported

    def _waiting(self, unit: str) -> set[FigureKey]:
        """What nothing, or not all, is reported of."""
        return set[FigureKey]().union(*map(self._holders, self._waiting_rows(unit)))

    def _waiting_rows(self, unit: str) -> Iterable[Row]:
        if unit == Unit.MONEY and _POSTS in self._book.tables:
            return waiting_posts(self._book)
        units, answers = (self._book.tables.get(key) for key in self._same)
        if units is None or answers is None:
            return ()
        own = [column.key for column in answers.table.columns if unit_of(column) == unit]
        own = [key for key in own if unit == Unit.DAYS and self._kind(self._same[1], key) is Role.OUTCOME]
        told = own or [self._book.declaration.followup.answered_by]
        answer_of = answers.by_id.get
        return [
            row for row in units.rows if not (answer := answer_of(row.id)) or not all(answer.text(key) for key in told)
        ]
