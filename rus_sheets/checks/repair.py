"""What can be put back: what the checks of overtyped, missing, changed and too short formulas report, and rows that
must be there for rows of another table.

Pure: a book in, repairs out. A formula that means the same but is written otherwise is no fault and is left alone. So
are findings that a person has silenced, and cells where putting the formula back could do harm: where it names what the
workbook lacks (Excel would find the file damaged), and on the summary where the text beside the cell is another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct, field

from rus_sheets.book.model import Book
from rus_sheets.book.raw import CellError, Scalar
from rus_sheets.checks.compare import Verdict
from rus_sheets.checks.context import Context
from rus_sheets.checks.expected_formulas import ExpectedFormula
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.putting_back import PuttingBack
from rus_sheets.checks.registry import CHECKS
from rus_sheets.checks.rs1_values import rs111_missing_counterpart as rs111
from rus_sheets.checks.rs2_formulas.rs203_changed_formula import told_together
from rus_sheets.checks.silence import exemptions, sort_out
from rus_sheets.layout.rowlooks import row_looks

_CODES = frozenset({"RS201", "RS202", "RS203", "RS204"})
_BARE = "RS019"
_BROKEN = frozenset({Verdict.OVERTYPED, Verdict.MISSING, Verdict.DIFFERENT, Verdict.SHORT, Verdict.EARLIER})


class BareRows(Struct, frozen=True):
    """Rows of a declared table (``key``) to give the formats, dropdowns and conditional formats of its other rows.

    ``ref`` is where they lack them on the sheet, ``message`` what they lack (Swedish).
    """

    key: str
    sheet: str
    ref: str
    rows: range
    message: str

    def as_json(self) -> dict[str, Scalar]:
        """For programs."""
        return {"sheet": self.sheet, "cells": self.ref, "message": self.message}


class NewRows(Struct, frozen=True):
    """Rows to add to a declared table (``key``): one for each of ``ids``, with that id and the table's formulas."""

    key: str
    sheet: str
    ids: tuple[str, ...]

    @property
    def ref(self) -> str:
        """They have no cells yet."""
        return ""

    def as_json(self) -> dict[str, object]:
        """For programs."""
        return {"sheet": self.sheet, "ids": list(self.ids)}


class Repair(Struct, frozen=True):
    """A formula to put back. ``now`` and ``now_formula`` (None where it is a value) are what stands in the cell;
    ``formula`` is what will, as in a file, without ``=``. ``label`` is the cell's header or label. ``texts`` are labels
    beside it, by A1 reference, that say what the formula counts: they are written with it.
    """

    sheet: str
    ref: str
    row_id: str
    row_title: str
    label: str
    now: Scalar
    now_formula: str | None
    formula: str
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def now_text(self) -> str:
        """What stands there, whole and exact, as the user sees it: once it is gone nobody can guess it."""
        if self.now_formula is not None:
            return f"={self.now_formula}"
        if self.now is None or self.now == "":
            return "tomt"
        if isinstance(self.now, bool):
            return "SANT" if self.now else "FALSKT"
        if isinstance(self.now, int | float):
            return f"{self.now:,}".replace(",", " ").replace(".", ",")
        return str(self.now)

    def as_json(self) -> dict[str, object]:
        """For programs: the value itself, or the formula with ``=``."""
        value = str(self.now) if isinstance(self.now, CellError) else self.now
        return {
            "sheet": self.sheet,
            "cell": self.ref,
            "row": self.row_id,
            "title": self.row_title,
            "now": value if self.now_formula is None else f"={self.now_formula}",
            "becomes": f"={self.formula}",
        }


def repairs(book: Book) -> tuple[Repair, ...]:
    """Every declared formula that should be put back, sheet by sheet."""
    context = Context(book)
    standing = set(standing_of(context, _CODES))
    together = told_together(context)
    if any((column[0].place.sheet, column[0].place.ref) in standing for column in together):
        standing |= {(formula.place.sheet, formula.place.ref) for column in together for formula in column}
    back = PuttingBack(context)
    return tuple(
        _repair(expected, back.labels(expected))
        for expected, verdict in context.verdicts
        if verdict in _BROKEN
        and (expected.place.sheet, expected.place.ref) in standing
        and not back.hindrance(expected)
    )


def bare_rows(book: Book) -> tuple[BareRows, ...]:
    """Rows that lack what the other rows of their table have, but those that a person has silenced."""
    context = Context(book)
    standing = standing_of(context, {_BARE})
    found = []
    for table in context.tables():
        looks = row_looks(book, table.table.key)
        for first, last in looks.runs():
            ref = looks.ref(first, last)
            if (looks.sheet, ref) in standing:
                rows = range(first, last + 1)
                found.append(BareRows(table.table.key, looks.sheet, ref, rows, standing[looks.sheet, ref]))
    return tuple(found)


def new_rows(book: Book) -> tuple[NewRows, ...]:
    """The rows that tables lack for rows of those they follow, also before there are any, but those that a person has
    silenced. None for a table where a row may be meant for one of those that seem to have none.
    """
    context = Context(book)
    standing = _unsilenced(context, ((rs111.CHECK, hit) for hit in rs111.find(context, asked=True)))
    return tuple(
        NewRows(book_table.table.key, book_table.table.sheet, tuple(row.id for row in missing))
        for book_table, missing in rs111.missing_rows(context, asked=True)
        if rs111.place_of(context, book_table, missing) in standing and rs111.is_sure(context, book_table)
    )


def standing_of(context: Context, codes: Collection[str]) -> dict[tuple[str, str], str]:
    """What checks say that nobody has silenced, by sheet and cell."""
    return _unsilenced(
        context, ((check, hit) for check in CHECKS if check.code in codes for hit in check.find(context))
    )


def _unsilenced(context: Context, hits: Iterable[tuple[Check, Hit]]) -> dict[tuple[str, str], str]:
    found = sort_out(hits, exemptions(context.book)).standing
    return {(finding.sheet, finding.cell): finding.message for finding in found}


def _repair(expected: ExpectedFormula, texts: Mapping[str, str]) -> Repair:
    place, raw = expected.place, expected.raw
    return Repair(
        place.sheet, place.ref, place.row_id, place.row_title, expected.label,
        raw.value, raw.formula, expected.formula, texts,
    )  # fmt: skip
