"""Compares the formula that stands in a cell with the one that is declared."""

from __future__ import annotations

from enum import Enum, auto

from rus_sheets.checks.expected_formulas import ExpectedFormula
from rus_sheets.formulas.areas import Area
from rus_sheets.formulas.resolver import Resolver
from rus_sheets.formulas.tokens import Token, tokens


class Verdict(Enum):
    """What a cell that should hold a formula holds."""

    SAME = auto()
    OVERTYPED = auto()
    MISSING = auto()
    SHORT = auto()
    EARLIER = auto()
    DIFFERENT = auto()
    UNKNOWN = auto()


def compare(resolver: Resolver, expected: ExpectedFormula) -> Verdict:
    """What the cell holds. UNKNOWN where the formula's meaning can't be told here (a renamed column, say).

    EARLIER is a formula that was declared when the workbook was made.
    """
    raw = expected.raw
    if raw.formula is None:
        return _without_formula(expected)
    if raw.formula == expected.formula or _squeezed(raw.formula) == _squeezed(expected.formula):
        return Verdict.SAME
    row, column = raw.row, raw.column
    sheet = expected.place.sheet
    wanted = resolver.canonical(expected.formula, sheet, row, column)
    stored = resolver.canonical(raw.formula, sheet, row, column)
    if any(stored == resolver.canonical(formula, sheet, row, column) for formula in expected.earlier):
        return Verdict.EARLIER
    structured = (token for token in tokens(expected.formula) if token.kind == "structured")
    if not all(_resolves(resolver, token, expected) for token in structured):
        return Verdict.UNKNOWN
    part = len(stored) == len(wanted) and all(map(_same_or_part, stored, wanted))
    return Verdict.SAME if stored == wanted else Verdict.SHORT if part else Verdict.DIFFERENT


def _without_formula(expected: ExpectedFormula) -> Verdict:
    raw = expected.raw
    if raw.shared_or_array:
        return Verdict.UNKNOWN
    if raw.value is not None and raw.value != "":
        return Verdict.OVERTYPED
    return Verdict.MISSING if expected.filled else Verdict.UNKNOWN


def _resolves(resolver: Resolver, token: Token, expected: ExpectedFormula) -> bool:
    raw = expected.raw
    return resolver.area(token, expected.place.sheet, raw.row, raw.column) is not None


def _squeezed(formula: str) -> str:
    return formula.replace(" ", "").replace("\n", "")


def _same_or_part(stored: object, wanted: object) -> bool:
    """The same, or a part of the same columns: rows have fallen outside."""
    if stored == wanted:
        return True
    if not isinstance(stored, Area) or not isinstance(wanted, Area) or stored.sheet != wanted.sheet:
        return False
    same_columns = stored.first_column == wanted.first_column and stored.last_column == wanted.last_column
    inside = wanted.first_row <= stored.first_row and stored.last_row <= wanted.last_row
    return same_columns and inside and wanted.first_row < wanted.last_row
