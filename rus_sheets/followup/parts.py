"""The pieces that follow-up sheets are built of: heights, state formulas, rules and what is handed out."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rus_sheets.book.blueprint import NewCell, NewSheet, Rule, Style
from rus_sheets.book.choices import allowed
from rus_sheets.book.convert import Value, to_scalar
from rus_sheets.book.model import Book, Row
from rus_sheets.book.raw import Scalar, column_letters
from rus_sheets.schema.model import CellType, Column, Followup

LISTS = "rus-val"
_LINE = 15.0  # points for a line of Calibri 11
_TALLEST = 400.0  # Excel stops at 409
_ERROR_FREE = 'IF(ISERROR({ref}),"{missing}",{rest})'


@lru_cache(maxsize=4096, typed=True)
def height(text: Hashable, width: float, least: float = 0.0) -> float:
    """Points that a wrapped text needs in a column of that width, with a little air."""
    shown = "" if text is None else str(text)
    lines = 1
    if len(shown) * 0.9 > width or "\n" in shown:
        lines = sum(max(1, math.ceil(len(line) * 0.9 / width)) for line in shown.split("\n"))
    return min(max(lines * _LINE + 4, least), _TALLEST)


def room(column: Column) -> float:
    """Points that an input cell gets so that there is room to write; longer columns hold longer texts."""
    return 60 + max(0.0, column.width - 44) * 2.5 if column.type is CellType.LONGTEXT else _LINE + 5


def handed_out(row: Row | None, column: Column) -> tuple[Scalar, tuple[tuple[str, str], ...]]:
    """What the form shows of a workbook's cell (dates in the form's own date system), and its marks."""
    cell = row.cells.get(column.key) if row else None
    if cell is None:
        return None, ()
    if cell.fault:
        return cell.raw.value, ()
    runs = cell.raw.runs if len(cell.raw.runs) > 1 and isinstance(cell.value, str) else ()
    return to_scalar(cell.value), runs


def state(form: Followup, column: Column, ref: str, value: Value | Scalar) -> tuple[str, str]:
    """The live state of an input cell: its formula and the formula's value now."""
    blank = form.missing if column.expected else form.optional
    if column.type.is_number or column.type is CellType.DATE:
        test = f'IF(ISNUMBER({ref}),"{form.done}",IF(TRIM({ref})="","{blank}","{form.missing}"))'
        now = form.done if isinstance(value, (int, float)) else blank if _blank(value) else form.missing
    else:
        test = f'IF(TRIM({ref})="","{blank}","{form.done}")'
        now = blank if _blank(value) else form.done
    return "=" + _ERROR_FREE.format(ref=ref, missing=form.missing, rest=test), now


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


@dataclass(frozen=True)
class Sources:
    """The dropdowns' words on a very hidden sheet: one column for each that the form uses."""

    columns: tuple[tuple[str, tuple[str, ...]], ...]

    @staticmethod
    def of(book: Book, columns: Iterator[Column]) -> Sources:
        """The words of all choice and reference columns."""
        return Sources(tuple({_source_key(each): allowed(book, each) for each in columns if _source_key(each)}.items()))

    def words(self, column: Column) -> tuple[str, ...]:
        """The words of a column's dropdown."""
        return dict(self.columns).get(_source_key(column), ())

    def formula(self, column: Column) -> str:
        """The dropdown's source, "" for a column without (or without words to choose)."""
        for number, (key, words) in enumerate(self.columns, 1):
            if key == _source_key(column) and words:
                letters = column_letters(number)
                return f"='{LISTS}'!${letters}$1:${letters}${len(words)}"
        return ""

    def sheet(self) -> NewSheet:
        """The sheet that holds the words."""
        cells = [
            NewCell(row, place, word, Style.PLAIN)
            for place, (_, words) in enumerate(self.columns, 1)
            for row, word in enumerate(words, 1)
        ]
        return NewSheet(LISTS, tuple(cells), state="veryHidden", protected=True)


def _source_key(column: Column) -> str:
    if column.type is CellType.CHOICE:
        return f"list {column.list}"
    return f"table {column.references}" if column.type is CellType.REF else ""


def rule(book: Book, sources: Sources, column: Column, area: tuple[int, int, int, int], message: str = "") -> Rule:
    """The rule of an input cell or column: dropdown, number, date or free text."""
    strict = column.type is not CellType.CHOICE or not book.declaration.choices(column.list).open
    title = column.header[:32] if message else ""
    return Rule(
        *area, column.type, sources.formula(column), column.minimum, column.maximum, title, message[:255], strict
    )


def quoted(sheet: str) -> str:
    """A sheet's name as formulas have it."""
    return "'" + sheet.replace("'", "''") + "'"
