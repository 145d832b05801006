"""The pieces that follow-up sheets are built of: room to write, state formulas, rules and what is handed out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from rus_sheets.book.convert import to_scalar
from rus_sheets.book.dates import first_and_last_day, to_serial
from rus_sheets.book.display import seen
from rus_sheets.book.model import Book, Row
from rus_sheets.book.numbers import tight
from rus_sheets.book.raw import Runs, Scalar
from rus_sheets.followup.form_lists import FormLists
from rus_sheets.followup.readable import Readable, text_of
from rus_sheets.layout.blueprint import NewCell, Rule, Style
from rus_sheets.layout.heights import AIR, LINE, TALLEST, heights, line_count
from rus_sheets.schema.model import CellType, Column, Followup

TITLE_HEIGHT = 28.0
JoinedCells = tuple[int, int, int, int]
"""The first row and column of cells made one, and the last."""
_HYPHEN = re.compile(r"(?<=\d)-(?=\d)")
_LITERAL = 255
"""Characters that Excel takes between the quotation marks in a formula."""


def room(column: Column) -> int:
    """Lines that an input cell gets so that there is room to write; longer columns hold longer texts."""
    return 2 + int(max(0.0, column.width - 44) // 12) if column.type is CellType.LONGTEXT else 1


def lines(count: int) -> str:
    """Line breaks after a text of one line, in a row that is to be that many lines high while it is blank.

    Not by its height alone: that follows the texts, each time that something is written in the row.
    """
    return "\n" * (count - 1)


def as_high(text: str, count: int, width: float) -> str:
    """The text with line breaks after it, so that it is that many lines high in a column of that width."""
    return text + lines(1 + count - line_count(text, width))


def row_heights(
    cells: Iterable[NewCell], widths: Mapping[int, float], joined: Iterable[JoinedCells] = ()
) -> dict[int, float]:
    """The heights of all rows, so that forms with longer and shorter texts have the same ones to be given.

    What stands in one of the ``joined`` areas has the whole of it.
    """
    known = tuple(cells)
    areas = {area[:2]: area for area in joined}
    found = dict.fromkeys((cell.row for cell in known), LINE)
    found |= heights([cell for cell in known if (cell.row, cell.column) not in areas], widths)
    for cell in known:
        if area := areas.get((cell.row, cell.column)):
            top, left, bottom, right = area
            needed = line_count(cell.value, sum(widths[at] for at in range(left, right + 1))) * LINE + AIR
            for row in range(top, bottom + 1):
                found[row] = min(max(found.get(row, LINE), needed / (bottom - top + 1)), TALLEST)
    return found


def unbroken(text: str) -> str:
    """A text whose dates (2026-05-17) aren't broken at their hyphens where a line ends."""
    return _HYPHEN.sub("\u2011", text)


def literal(text: str) -> str:
    """A text in a formula."""
    pieces = [text[start : start + _LITERAL] for start in range(0, len(text), _LITERAL)] or [""]
    return "&".join(_quoted(piece) for piece in pieces)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""').replace("\n", '"&CHAR(10)&"') + '"'


def handed_out(row: Row | None, column: Column) -> tuple[Scalar, Runs]:
    """What the form shows of a workbook's cell (dates in the form's own date system), and where it is bold or italic.

    Nothing in a form is struck through or raised when it goes out: what is when it comes back, its owner has done.
    """
    cell = row.cells.get(column.key) if row else None
    if cell is None:
        return None, ()
    if cell.fault:
        return cell.raw.value, ()
    runs = cell.raw.runs if len(cell.raw.runs) > 1 and isinstance(cell.value, str) else ()
    return to_scalar(cell.value), tuple((text, "".join(mark for mark in marks if mark in "bi")) for text, marks in runs)


def filled(cell: NewCell, value: Scalar, runs: Runs) -> NewCell:
    """An input cell with what is handed out: a date looks as one, while a blank field has no format of its own."""
    dated = cell.type is CellType.DATE and cell.style is Style.ANSWER and isinstance(value, (int, float))
    return cell._replace(value=value, runs=runs, style=Style.INPUT if dated else cell.style)


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


def how(book: Book, column: Column) -> str:
    """How an answer is written so that it can be read: what is said where it can't."""
    if column.type is CellType.DATE:
        first, last = first_and_last_day(book.year)
        return f"Skriv datumet så här: {book.year or first.year}-05-17. Åren {first.year}–{last.year}."
    if column.type.is_number:
        return f"Skriv bara ett {'heltal' if column.type is CellType.INTEGER else 'tal'}{_bounds(column)}."
    return "Välj i listan." if column.type in (CellType.CHOICE, CellType.REF) else "Skriv en text."


def _bounds(column: Column) -> str:
    low, high = (None if number is None else seen(tight(number)) for number in (column.minimum, column.maximum))
    if low is not None and high is not None:
        return f", {low}–{high}"
    return f", minst {low}" if low is not None else f", högst {high}" if high is not None else ""


def rule(book: Book, sources: FormLists, column: Column, area: tuple[int, int, int, int]) -> Rule:
    """The rule of an input cell or column: dropdown, number, date or free text, and what is said when it is chosen."""
    strict = column.type is not CellType.CHOICE or not book.declaration.choices(column.list).open
    low, high = column.minimum, column.maximum
    message = column.help
    if column.type is CellType.DATE:
        low, high = map(to_serial, first_and_last_day(book.year))
    if column.type is CellType.DATE or column.type.is_number:
        message = f"{column.help} {how(book, column)}".strip()
    title = column.header[:32] if message else ""
    return Rule(*area, column.type, sources.formula(column), low, high, title, message[:255], strict)


def quoted(sheet: str) -> str:
    """A sheet's name as formulas have it."""
    return "'" + sheet.replace("'", "''") + "'"
