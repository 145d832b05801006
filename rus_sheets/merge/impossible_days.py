"""Days on which nothing can have been answered: before the form was sent, or still to come. They are told of.

The day that an owner was ready (``Followup.answered_on``) is typed by hand, often in January with last year's number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rus_sheets.answers.interpret import interpret
from rus_sheets.answers.returned import Note, Returned, differs
from rus_sheets.book.dates import in_year
from rus_sheets.book.model import Book

_SLACK = dt.timedelta(days=1)  # time zones; and who sends the answer tomorrow writes tomorrow
_MONTHS = 12
_REMEDY = "Rätta i arbetsboken om det blev fel."


def impossible_days(book: Book, file: Returned, today: dt.date) -> Iterator[Note]:
    """A note for each day of the file's that can't be when its owner was ready; ``today`` is when it is read."""
    form = book.declaration.followup
    for cell in file.cells:
        if (cell.table, cell.column) != (form.answer, form.answered_on):
            continue
        column = book.declaration.table_of(cell.table).column(cell.column)
        meant = interpret(book, column, cell) if not cell.gone and differs(cell, column.type) else None
        day = meant.value if meant and not meant.fault else None
        fault = _fault(day, file.earliest, today) if isinstance(day, dt.date) else ""
        if isinstance(day, dt.date) and fault and not _is_told(file, cell.place, day):
            likely = _likely(day, file.earliest, today)
            remedy = f"Menades {likely.isoformat()}? {_REMEDY}" if likely else _REMEDY
            yield Note(cell.place, f"{column.header} {day.isoformat()} {fault}", remedy)


def _fault(day: dt.date, earliest: dt.date | None, today: dt.date) -> str:
    if earliest and day < earliest:
        return f"är före dagen då filen lämnades ut ({earliest.isoformat()})."
    return "har inte varit än." if day > today + _SLACK else ""


def _is_told(file: Returned, place: str, day: dt.date) -> bool:
    """Whether the file tells of the day already: that a program may have swapped it with its month."""
    return any(note.place == place and day.isoformat() in note.text for note in file.notes)


def _likely(day: dt.date, earliest: dt.date | None, today: dt.date) -> dt.date | None:
    """The one day that it can have been, with another year, or with day and month the other way round."""
    if earliest is None:
        return None
    others = [in_year(day, year) for year in range(earliest.year, today.year + 1)]
    others += [day.replace(month=day.day, day=day.month)] if day.day <= _MONTHS else []
    found = {other for other in others if other and earliest <= other <= today}
    return found.pop() if len(found) == 1 else None
