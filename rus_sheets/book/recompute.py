"""Figures a second way: every declared formula computed in Python from the rows, never from stored values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from rus_sheets.book.convert import Value
from rus_sheets.schema.model import Blank, Case, Term

Binding = Mapping[str, str]
"""What $id, $row and $column stand for."""


class RowSource(Protocol):
    """What a recomputation asks of a workbook."""

    def rows_of(self, table: str) -> Iterable[object]:
        """The rows of a table."""

    def value(self, row: object, table: str, path: str) -> Value:
        """The value of "column" or "reference.column" in a row."""

    def setting(self, key: str) -> Value:
        """The value of a setting."""


def derive(rows: RowSource, row: object, table: str, cases: Iterable[Case]) -> Value:
    """The value of the first case that fits; None where none does."""
    for case in cases:
        if not all(fits(rows.value(row, table, path), wanted) for path, wanted in case.when.items()):
            continue
        value = rows.value(row, table, case.value_of) if case.value_of else case.value
        if value is not None:
            return value
    return None


def total(rows: RowSource, terms: Iterable[Term], binding: Binding) -> float | None:
    """The sum of the terms; None where one of them says that it isn't known."""
    parts: list[float] = []
    found: list[bool] = []
    for term in terms:
        numbers = _numbers(rows, term, binding)
        if term.blank is Blank.ANY and numbers:
            return None
        if term.blank is Blank.NONE:
            found.append(bool(numbers))
        parts.append(term.times * sum(numbers))
    return None if found and not any(found) else _tight(sum(parts))


def fits(value: Value, wanted: str) -> bool:
    """Whether a value is what a ``where`` wants: "*" anything, "" nothing, ">0" a number above 0, else that text.

    Of several ids in a cell, one of them is enough.
    """
    if isinstance(value, tuple) and wanted not in ("*", ""):
        return any(fits(part, wanted) for part in value)
    if wanted == "*":
        return value is not None
    if wanted == "":
        return value is None
    if wanted == ">0":
        return _number(value) > 0
    return value is not None and str(value).casefold() == wanted.casefold()


def _numbers(rows: RowSource, term: Term, binding: Binding) -> list[float]:
    """What the term adds up: the column's numbers in the rows that fit, or 1 for each of them."""
    if term.setting:
        factor = _number(rows.setting(term.times_setting)) if term.times_setting else 1
        return [_number(rows.setting(term.setting)) * factor]
    table, _, column = (term.sum or term.count).partition(".")
    wanted = {path: binding.get(value, value) if value.startswith("$") else value for path, value in term.where.items()}
    values = (
        rows.value(row, table, column) if term.sum else 1
        for row in rows.rows_of(table)
        if all(fits(rows.value(row, table, path), value) for path, value in wanted.items())
    )
    return [value for value in values if isinstance(value, (int, float))]


def _number(value: Value) -> float:
    return value if isinstance(value, (int, float)) else 0


def _tight(number: float) -> float:
    rounded = round(number, 6)
    return int(rounded) if float(rounded).is_integer() else rounded
