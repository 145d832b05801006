"""The pieces that follow-up sheets are built of: heights, state formulas, rules and what is handed out."""

from __future__ import annotations

import math
from collections.abc import Hashable

from rus_sheets.book.convert import to_scalar
from rus_sheets.book.dates import first_and_last_day, to_serial
from rus_sheets.book.model import Book, Row
from rus_sheets.book.raw import Runs, Scalar
from rus_sheets.followup.form_lists import FormLists
from rus_sheets.followup.readable import Readable, text_of
from rus_sheets.layout.blueprint import Rule
from rus_sheets.schema.model import CellType, Column, Followup

_LINE = 15.0  # points for a line of Calibri 11
_TALLEST = 400.0  # Excel stops at 409


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


def handed_out(row: Row | None, column: Column) -> tuple[Scalar, Runs]:
    """What the form shows of a workbook's cell (dates in the form's own date system), and its marks."""
    cell = row.cells.get(column.key) if row else None
    if cell is None:
        return None, ()
    if cell.fault:
        return cell.raw.value, ()
    runs = cell.raw.runs if len(cell.raw.runs) > 1 and isinstance(cell.value, str) else ()
    return to_scalar(cell.value), runs


def state(form: Followup, readable: Readable, column: Column, ref: str, value: Scalar) -> tuple[str, str]:
    """The live state of an input cell: its formula and the formula's value now."""
    blank = form.missing if column.expected else form.optional
    refused = unreadable(form)
    told = f'CHOOSE(1+{readable.formula(column, ref)},"{refused}","{unsure(form)}","{form.done}")'
    formula = f'=IF(ISERROR({ref}),"{refused}",IF({text_of(ref)}="","{blank}",{told}))'
    if value is None or (isinstance(value, str) and not value.strip()):
        return formula, blank
    return formula, form.done if readable.holds(column, value) else refused


def unreadable(form: Followup) -> str:
    """The word for what the merge would refuse."""
    return form.unreadable or form.missing


def unsure(form: Followup) -> str:
    """The word for what only the merge can tell whether it reads."""
    return form.unsure or unreadable(form)


def wanting(form: Followup) -> tuple[str, ...]:
    """The words of what isn't done, the most pressing first."""
    return tuple(dict.fromkeys((unreadable(form), form.missing, unsure(form))))


def rule(book: Book, sources: FormLists, column: Column, area: tuple[int, int, int, int], message: str = "") -> Rule:
    """The rule of an input cell or column: dropdown, number, date or free text."""
    strict = column.type is not CellType.CHOICE or not book.declaration.choices(column.list).open
    title = column.header[:32] if message else ""
    low, high = column.minimum, column.maximum
    if column.type is CellType.DATE:
        low, high = map(to_serial, first_and_last_day(book.year))
    return Rule(*area, column.type, sources.formula(column), low, high, title, message[:255], strict)


def quoted(sheet: str) -> str:
    """A sheet's name as formulas have it."""
    return "'" + sheet.replace("'", "''") + "'"
