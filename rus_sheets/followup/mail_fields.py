"""The fields of a unit as lines in a mail, for who answers without Excel, and the code that stands for their base.

A code tells which workbook, unit and fields the lines are of, and of each field whether it was blank when it was handed
out, or else a mark of what stood there. That a field holds what it was handed out with can be told by it; what it held
otherwise can't.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from rus_sheets.book.choices import allowed
from rus_sheets.book.convert import tidy, to_scalar
from rus_sheets.book.model import Book
from rus_sheets.book.raw import Scalar
from rus_sheets.book.shown import as_text, shown_as
from rus_sheets.followup.form import asked_columns
from rus_sheets.followup.mail_rows import labels, told_how
from rus_sheets.schema.model import CellType, Column
from rus_sheets.texts.text import one_line

_BLANK = "0"
"""Stands for a field that was handed out blank; no mark has that character."""
_CODE = re.compile(
    r"\[\s*(?P<unit>\S{1,60})\s+(?P<sent>\d{4}-\d\d-\d\d)\s+(?P<code>[A-Z2-7]{5}(?:-(?:0|[A-Z2-7]{4}))*)\s*\]"
)
_END = re.compile(r"\[\s*slut\s+(?P<unit>\S{1,60}?)\s*\]", re.IGNORECASE)


def field_lines(book: Book, units: Sequence[str], sent: dt.date) -> str:
    """The lines of the units with those ids, each with an empty place after its colon."""
    columns = asked_columns(book)
    lines = list(told_how_to_answer(book))
    for unit in units:
        title = book[book.declaration.followup.unit].by_id[unit].title
        lines += ["", one_line(f"{unit} {title}"), f"[{unit} {sent.isoformat()} {_code(book, unit)}]"]
        lines += [f"{column.header}:" for column in columns]
        lines += [f"{label}:" for label in labels(book, unit)]
        lines.append(f"[slut {unit}]")
    return "\n".join(lines)


def told_how_to_answer(book: Book) -> Iterator[str]:
    """What is said above the lines of how they are filled in."""
    for column in asked_columns(book):
        if column.type is CellType.CHOICE:
            yield f"Skriv som {column.header} något av: {', '.join(allowed(book, column))}."
    yield from told_how(book)


def current(book: Book, unit: str, column: Column) -> Scalar:
    """What stands in the workbook's field now."""
    row = book[book.declaration.followup.answer].by_id.get(unit)
    cell = row.cells.get(column.key) if row else None
    if cell is None:
        return None
    return cell.raw.value if cell.fault else to_scalar(cell.value)


class Code(Struct, frozen=True):
    """A code as it came back."""

    unit: str
    sent: dt.date
    text: str

    def is_of(self, book: Book) -> bool:
        """Whether the lines are of this workbook, and of a unit that still has its name and is asked the same."""
        parts = self.text.split("-")
        return parts[0] == _of(book, self.unit) and len(parts) == len(asked_columns(book)) + 1

    def was_blank(self, book: Book, column: Column) -> bool:
        """Whether the field was blank when it was handed out."""
        return self._mark(book, column) == _BLANK

    def was(self, book: Book, column: Column, value: Scalar) -> bool:
        """Whether the field was handed out with that value."""
        return self._mark(book, column) == _mark(book, self.unit, column, value)

    def _mark(self, book: Book, column: Column) -> str:
        return self.text.split("-")[1 + asked_columns(book).index(column)]


class LineMark(NamedTuple):
    """Where a unit's lines begin (its code) or ``end`` (its id), and what stands before and after it on the line."""

    before: str
    after: str
    code: Code | None = None
    end: str = ""


def find_mark(line: str) -> LineMark | None:
    """The first mark that stands in a line, None where none does."""
    found = sorted(filter(None, (_CODE.search(line), _END.search(line))), key=lambda match: match.start())
    for match in found:
        around, named = (line[: match.start()], line[match.end() :]), match.groupdict()
        if "code" not in named:
            return LineMark(*around, end=named["unit"])
        try:
            return LineMark(*around, Code(named["unit"], dt.date.fromisoformat(named["sent"]), named["code"]))
        except ValueError:
            continue
    return None


def _code(book: Book, unit: str) -> str:
    return "-".join((_of(book, unit), *_marks(book, unit)))


def _marks(book: Book, unit: str) -> Iterator[str]:
    for column in asked_columns(book):
        yield _mark(book, unit, column, current(book, unit, column))


def _mark(book: Book, unit: str, column: Column, value: Scalar) -> str:
    text = tidy(as_text(shown_as(value, column.type)))
    return _short(4, book.workbook_id, unit, column.header, text) if text else _BLANK


def _of(book: Book, unit: str) -> str:
    row = book[book.declaration.followup.unit].by_id.get(unit)
    title = tidy(row.title) if row else ""
    headers = (column.header for column in asked_columns(book))
    return _short(5, book.workbook_id, book.declaration.name, book.declaration.version, unit, title, *headers)


def _short(length: int, *texts: str) -> str:
    return base64.b32encode(hashlib.sha256("\n".join(texts).encode()).digest()).decode()[:length]
