"""Days that a program may have swapped with their months, where nothing in the cell itself tells.

An English program makes 3 December of ``12/3-26``, and stores it with the short date of the computer's own language,
as a Swedish one does with the right day. What gives it away is the calendar: what has happened can't be later than the
day that the file was saved.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from rus_sheets.answers.returned import Note, ReturnedCell, differs
from rus_sheets.book.dates import first_and_last_day, from_serial
from rus_sheets.book.formats import LOCAL_DATES
from rus_sheets.schema.model import CellType, Declaration

_MONTHS = 12


def swapped_days(
    declaration: Declaration, cells: Iterable[ReturnedCell], saved: str, year: int | None, sent: dt.date
) -> Iterator[Note]:
    """A note for each day after the one that the file was ``saved`` (ISO, "" for unknown) that is earlier swapped.

    Nobody was ready before the file was ``sent``.
    """
    if not saved:
        return
    day = dt.date.fromisoformat(saved[:10])
    first, _ = first_and_last_day(year)
    form = declaration.followup
    for cell in cells:
        column = declaration.table_of(cell.table).column(cell.column)
        if column.type is not CellType.DATE or cell.code not in LOCAL_DATES or not differs(cell, column.type):
            continue
        date = from_serial(cell.value) if isinstance(cell.value, (int, float)) else None
        if date and date > day and date.day <= _MONTHS:
            meant = date.replace(month=date.day, day=date.month)
            ready = (cell.table, cell.column) == (form.answer, form.answered_on)
            if (max(first, sent) if ready else first) <= meant <= day:
                told = f"{column.header} {date.isoformat()} är efter dagen då filen sparades ({day.isoformat()})."
                asked = f"Ett program på engelska byter dag och månad. Menades {meant.isoformat()}?"
                yield Note(cell.place, told, asked)
