"""Rows typed by hand into a table that the document was given: no sum in it counts them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from rus_sheets.word.memory.record import plain_text
from rus_sheets.word.read.controls import DocumentLine, EditedDocument

ALONE = re.compile(r"[-–\u2212+]?\s?\d[\d \u00a0\u2009\u202f.]*(?:,\d+)?\s?%?")
"""A number that stands alone in a table cell."""


class TypedRow(Struct, frozen=True):
    """A row that wasn't written by us. ``figures`` are its lines with a number in a column of ours.

    ``again`` is true where the same row stands in the table once more.
    """

    label: str
    figures: tuple[DocumentLine, ...]
    again: bool


def typed_rows(document: EditedDocument) -> Iterator[TypedRow]:
    """Every row that says a number in a column where other rows have fields, and was given neither field nor mark."""
    tables: dict[int, dict[int, list[DocumentLine]]] = {}
    for line in document.lines:
        table, row = line.cell.place
        if table >= 0:
            tables.setdefault(table, {}).setdefault(row, []).append(line)
    for rows in tables.values():
        yield from _in_table(list(rows.values()))


def _in_table(rows: Sequence[Sequence[DocumentLine]]) -> Iterator[TypedRow]:
    marks = [{number for line in row for number, *_ in line.marks} for row in rows]
    labels = [plain_text(row[0].cell.label).casefold() for row in rows]
    known: dict[tuple[str, ...], int] = {}
    for place, row in enumerate(rows):
        others = set[int]().union(*(numbers for other, numbers in enumerate(marks) if other != place))
        tags = row[0].cell.row
        if tags:
            # A row that was copied with its fields has no mark: two bookmarks can't have one name.
            same = known.setdefault(tags, place)
            if same != place:
                copy = row if marks[same] - others or not marks[place] - others else rows[same]
                yield TypedRow(copy[0].cell.label, tuple(copy), again=True)
            continue
        figures = tuple(line for line in row if line.cell.column and ALONE.fullmatch(line.text.strip()))
        if figures and not marks[place] - others:
            yield TypedRow(row[0].cell.label, figures, again=labels.count(labels[place]) > 1)
