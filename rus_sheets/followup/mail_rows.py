"""Rows of a unit's child tables as lines in a mail: an event or an expense a line, its fields with semicolons between.

Each line that is handed out has the id of a spare row, which the form gives out as well. What doesn't follow the order
that was asked for is put where it seems to belong, and asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from rus_sheets.answers.halfrow import owners
from rus_sheets.answers.interpret import folded, interpret
from rus_sheets.answers.returned import ReturnedCell
from rus_sheets.answers.rowids import new_row_number
from rus_sheets.book.choices import allowed
from rus_sheets.book.convert import tidy
from rus_sheets.book.dates import first_and_last_day
from rus_sheets.book.model import Book
from rus_sheets.followup.tables import child_columns, next_ids
from rus_sheets.schema.model import CellType, ChildTable, Column, Table

_LINES = 3
"""Lines of each table that a mail hands out."""
TEXTS = (CellType.TEXT, CellType.LONGTEXT)
_COMMAS = re.compile(r",\s+|\s+\|\s+")
_NO, _MAYBE, _SURE = range(3)
EXAMPLE = "Det är exemplet i mejlet."
ORDER = "Raden följer inte ordningen i mejlet ({order}), så det är inte säkert vad som är vad."
BROKEN = "Mejlprogrammet kan ha brutit raden. Den är satt ihop igen."


class MailTable(Struct, frozen=True):
    """A child table that can be answered in a mail: what one of its rows is called, and what is written in it."""

    table: Table
    child: ChildTable
    word: str
    columns: tuple[Column, ...]

    @property
    def order(self) -> str:
        """The fields in the order that they are asked for."""
        return "; ".join(column.header for column in self.columns)


class RowLabel(NamedTuple):
    """What stands before a row's colon: its table's key, and its id, "" for none."""

    table: str
    row: str


class ReadRow(NamedTuple):
    """A row as it is written: its fields' texts by column key, and why it isn't sure that they are that."""

    texts: Mapping[str, str]
    doubt: str


def mail_tables(book: Book) -> tuple[MailTable, ...]:
    """Those of the workbook's child tables that new rows can be written in."""
    found = []
    for child in book.declaration.followup.child_tables:
        table, there = book.declaration.table_of(child.table), book[child.table].columns
        columns = tuple(
            column for column in child_columns(table) if owners(column) and (not column.optional or column.key in there)
        )
        if child.new_id and columns:
            found.append(MailTable(table, child, child.word or table.sheet, columns))
    return tuple(found)


def told_how(book: Book) -> Iterator[str]:
    """How rows are written: the order of the fields, an example, and what there is to choose among."""
    for kind in mail_tables(book):
        example = "; ".join(_example(book, column) for column in kind.columns)
        yield f"{kind.word} skrivs i den här ordningen, med semikolon emellan: {kind.order}. Till exempel: {example}."
        for column in kind.columns:
            if column.type is CellType.CHOICE:
                yield f"{column.header} är något av: {', '.join(allowed(book, column))}."
            elif column.type is CellType.REF:
                rows = book[column.references].by_id
                yield f"{column.header} är något av: {', '.join(tidy(f'{id_} {rows[id_].title}') for id_ in rows)}."


def _example(book: Book, column: Column) -> str:
    words = allowed(book, column)
    if words:
        return words[0]
    if column.type is CellType.DATE:
        return f"{book.year or first_and_last_day(book.year)[0].year}-05-17"
    return "40" if column.type.is_number else "Vad det var"


def labels(book: Book, unit: str) -> Iterator[str]:
    """The labels of the lines that are handed out for a unit."""
    for kind in mail_tables(book):
        yield from (f"{kind.word} {row_id}" for row_id in next_ids(book, kind.child, unit)[:_LINES])


def find_label(tables: Sequence[MailTable], label: str, unit: str) -> RowLabel | None:
    """What a label says of which row of the unit's, with its id or without; None for no row's."""
    said = tidy(label).strip("*_ ->")
    *before, last = said.split(" ") if said else [""]
    for kind in tables:
        words = {folded(kind.word), folded(kind.table.sheet)}
        row_id = _row_id(kind, last, unit)
        if row_id and (not before or folded(" ".join(before)) in words):
            return RowLabel(kind.table.key, row_id)
        if folded(said) in words:
            return RowLabel(kind.table.key, "")
    return None


def _row_id(kind: MailTable, text: str, unit: str) -> str:
    """The id as the form makes it, in whatever case it is written; "" where it is none of the unit's."""
    for known in (text, text.upper()):
        if new_row_number(known, kind.table, kind.child, unit) is not None:
            return known
    return ""


def rows_in(book: Book, kind: MailTable, lines: Sequence[str]) -> list[ReadRow]:
    """The rows that stand in the lines after a label: one a line, or several lines that a program has broken."""
    joined: list[tuple[str, bool]] = []
    for line in filter(None, map(tidy, lines)):
        if joined and _goes_on(book, kind, joined[-1][0], line):
            joined[-1] = f"{joined[-1][0]} {line}", True
        else:
            joined.append((line, False))
    return [_row(book, kind, text, BROKEN if broken else "") for text, broken in joined]


def _goes_on(book: Book, kind: MailTable, before: str, line: str) -> bool:
    """Whether a line is the rest of the one before: together they have no more fields than there are."""
    first, count = kind.columns[0], before.count(";") + line.count(";") + 1
    begins = first.type not in TEXTS and _fit(book, kind, first, line.partition(";")[0]) == _SURE
    return ";" in before and count <= len(kind.columns) and not begins


def _row(book: Book, kind: MailTable, text: str, doubt: str) -> ReadRow:
    parts = [part.strip() for part in (text.split(";") if ";" in text else _COMMAS.split(text))]
    while parts and not parts[-1]:
        parts.pop()
    in_order = dict(zip((column.key for column in kind.columns), parts, strict=False))
    if ";" in text and len(parts) <= len(kind.columns) and _is_in_order(book, kind, in_order):
        example = EXAMPLE if _is_example(book, kind, in_order) else ""
        return ReadRow(_filled(in_order), f"{example} {doubt}".strip())
    guessed = _by_kind(book, kind, parts, "; " if ";" in text else ", ")
    return ReadRow(_filled(guessed), f"{ORDER.format(order=kind.order)} {doubt}".strip())


def _is_example(book: Book, kind: MailTable, texts: Mapping[str, str]) -> bool:
    """Whether a row has the words of the example in it, or, where that has none, all that it says."""
    worded = [column for column in kind.columns if column.type in TEXTS] or kind.columns
    return all(folded(texts.get(column.key, "")) == folded(_example(book, column)) for column in worded)


def _is_in_order(book: Book, kind: MailTable, texts: Mapping[str, str]) -> bool:
    """Whether each text can be what stands at its place, and none is rather something that is lacking."""
    left = [column for column in kind.columns if column.type not in TEXTS and not texts.get(column.key)]
    for column in kind.columns:
        text = texts.get(column.key, "")
        if not text:
            continue
        if column.type not in TEXTS and not _fit(book, kind, column, text):
            return False
        if column.type in TEXTS and any(_fit(book, kind, other, text) == _SURE for other in left):
            return False
    return True


def _by_kind(book: Book, kind: MailTable, parts: Sequence[str], between: str) -> dict[str, str]:
    """Each part where it fits best, and the rest as the row's text."""
    left, found = list(parts), {}
    for wanted in (_SURE, _MAYBE):
        for column in kind.columns:
            if column.type in TEXTS or column.key in found:
                continue
            part = next((part for part in left if part and _fit(book, kind, column, part) == wanted), None)
            if part is not None:
                found[column.key] = part
                left.remove(part)
    text = next((column.key for column in kind.columns if column.type in TEXTS), kind.columns[-1].key)
    rest = between.join(filter(None, left))
    return found | ({text: rest} if rest and text not in found else {})


def _fit(book: Book, kind: MailTable, column: Column, text: str) -> int:
    """Whether a text can be a field's: surely, maybe or not. What isn't among the choices is none of them."""
    if column.type is CellType.CHOICE and folded(text) not in map(folded, allowed(book, column)):
        return _NO
    meant = interpret(book, column, ReturnedCell(kind.table.key, "", column.key, None, text))
    if meant.value is None:
        return _NO
    return _MAYBE if meant.fault else _SURE


def _filled(texts: Mapping[str, str]) -> dict[str, str]:
    return {key: text for key, text in texts.items() if text}
