"""An export of the small workbook in memory, changed as another program or a person changes it, and read again."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from rus_sheets.answers.returned import Note, Returned
from rus_sheets.book.model import Book
from rus_sheets.exchange.answer import answers
from rus_sheets.exchange.base import HandedOut, handed_out
from rus_sheets.exchange.read import text_table
from rus_sheets.exchange.write import csv_file
from rus_sheets.schema.model import Exchange
from tests.merge import world

TODAY = dt.date(2026, 11, 2)
WHEN = "2026-12-01T10:00:00Z"
DONE, NOT_DONE = "Har skett som planerat", "Har ej skett"


def profile(name: str = "atgardslista") -> Exchange:
    found = world.declaration().exchange_of(name)
    assert found
    return found


def sent(book: Book, name: str = "atgardslista") -> tuple[HandedOut, list[list[str]]]:
    """What was handed out, and the file's lines."""
    base = handed_out(book, profile(name), TODAY)
    text = csv_file(book, profile(name), base).decode("utf-8-sig")
    return base, list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def changed(lines: list[list[str]], cells: Mapping[tuple[int, str], str]) -> list[list[str]]:
    """The lines with other texts, by row (as a program numbers them) and header."""
    copy = [[*line] for line in lines]
    for (row, header), text in cells.items():
        copy[row - 1][lines[0].index(header)] = text
    return copy


def as_bytes(lines: Sequence[Sequence[str]], encoding: str = "utf-8-sig", separator: str = ";") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode(encoding)


def read(book: Book, data: bytes, *bases: HandedOut, when: str = WHEN, path: str = "svar.csv") -> list[Returned]:
    table = text_table(path, data, [book.declaration])
    assert table
    return answers(book, replace(table, when=when), {base.stamp: base for base in bases}.get)


def notes(files: Sequence[Returned]) -> list[Note]:
    return [note for file in files for note in file.notes]
