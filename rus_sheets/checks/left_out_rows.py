"""Which rows fall outside the parts of a total, and which findings on cells tell why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from rus_sheets.book.formula_columns import ComputedRows
from rus_sheets.book.model import Row
from rus_sheets.book.recompute import fits
from rus_sheets.checks.causes import of_cells, of_ids
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Teller
from rus_sheets.schema.model import SummaryBlock, Term


class Fallout:
    """The rows that a block's parts don't count, or count twice, each with the findings that tell why."""

    def __init__(self, context: Context, block: SummaryBlock) -> None:
        self._context = context
        self._rows = ComputedRows(context.book)
        self._block = block
        self._beyond: frozenset[str] = frozenset()
        self._parts = self._allowed()

    def _allowed(self) -> dict[str, Counter[str]]:
        """What $id, $row and $column stand for, each value with how many parts have it."""
        block, declaration = self._block, self._context.book.declaration
        if not block.table:
            lists = {"$row": block.row_list, "$column": block.column_list}
            return {
                name: Counter(value.casefold() for value in declaration.choices(key).values)
                for name, key in lists.items()
            }
        table = self._context.book.tables[block.table]
        first = table.raw.first_row if table.raw else 0
        shown = [row for row in table if row.number - first <= block.slots]
        self._beyond = frozenset(row.id.casefold() for row in table if row not in shown)
        return {"$id": Counter(row.id.casefold() for row in shown if row.id)}

    def causes(
        self, terms: tuple[Term, ...], whole: tuple[Term, ...]
    ) -> Iterator[tuple[tuple[str, int], frozenset[Teller]]]:
        """Each row (table and number) outside the parts, and the findings of which any one tells why.

        ``terms`` are the parts' and ``whole`` the total's: a row that it doesn't count either is left out of nothing.
        """
        for term in terms:
            table, _, column = (term.sum or term.count).partition(".")
            counting = [other.where for other in whole if (other.sum, other.count) == (term.sum, term.count)]
            fixed = {path: wanted for path, wanted in term.where.items() if wanted not in self._parts}
            bound = {path: self._parts[name] for path, name in term.where.items() if name in self._parts}
            for row in self._context.book[table]:
                if term.sum and not self._rows.value(row, table, column):
                    continue
                if not self._fit(row, fixed) or not any(self._fit(row, where) for where in counting):
                    continue
                for path, parts in bound.items():
                    value = str(self._rows.value(row, table, path) or "").casefold()
                    if parts[value] != 1:
                        yield (table, row.number), frozenset({*self._of_path(row, path), *self._of_parts(value)})

    def _fit(self, row: Row, where: Mapping[str, str]) -> bool:
        return all(fits(self._rows.value(row, row.table.key, path), wanted) for path, wanted in where.items())

    def _of_parts(self, value: str) -> Iterator[Teller]:
        """Why the parts themselves miss a value or have it twice."""
        if self._block.table:
            table = self._context.book[self._block.table]
            yield from of_ids(table)
            if value in self._beyond:
                yield "RS015", table.table.sheet, ""

    def _of_path(self, row: Row, path: str) -> Iterator[Teller]:
        """Findings on the cells that "column" or "reference.column" is read from, through formulas and references."""
        first, _, rest = path.partition(".")
        column = row.table.column(first)
        if column.formula:
            for case in column.derive:
                for path_ in (*case.when, *([case.value_of] if case.value_of else [])):
                    yield from self._of_path(row, path_)
        elif first in row.cells:
            yield from of_cells([row.cells[first]])
        else:
            yield "RS003", row.table.sheet, ""
        if rest:
            target = self._context.book[column.references]
            other = target.by_id.get(str(self._rows.value(row, row.table.key, first) or ""))
            yield from self._of_path(other, rest) if other else of_ids(target)
