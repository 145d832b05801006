"""Which rows a mail's lines are: by the id before the colon, or the next one after those that were handed out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from rus_sheets.answers.interpret import interpret
from rus_sheets.answers.returned import ReturnedCell
from rus_sheets.answers.rowids import new_row_id, new_row_number
from rus_sheets.book.convert import to_scalar
from rus_sheets.book.model import Book, Row
from rus_sheets.book.shown import as_scalar, normal
from rus_sheets.book.total_rows import adds_up, says_sum
from rus_sheets.followup.mail_lines import FieldBlock, FoundField
from rus_sheets.followup.mail_rows import TEXTS, MailTable, ReadRow, mail_tables, rows_in
from rus_sheets.schema.model import CellType, Column

_NO_ID = "Raden har inget id, så det går inte att veta om den redan finns i arbetsboken."


class MailedRow(Struct, frozen=True):
    """A row that a mail tells of: its fields' texts by column key, and why it isn't sure that they are that.

    ``row`` is "" where the ids have come to their end, so that it can't be any row of the workbook's.
    ``places`` are where it stands, ``many`` that it stands there otherwise as well, ``number`` is the mail's line.
    """

    table: str
    row: str
    texts: Mapping[str, str]
    doubt: str
    many: bool
    quoted: bool
    number: int
    places: tuple[FoundField, ...]


class _Written(Struct, frozen=True):
    """A row in one place, and the id before its colon, "" where it has none of its own."""

    row_id: str
    read: ReadRow
    place: FoundField


class MailedRows(Struct, frozen=True):
    """The rows of a unit in a mail's blocks."""

    book: Book
    unit: str
    blocks: Sequence[FieldBlock]

    def rows(self) -> Iterator[MailedRow]:
        """Each row once, whole."""
        for kind in mail_tables(self.book):
            places = [
                place
                for block in self.blocks
                for place in block.fields
                if place.row and place.row.table == kind.table.key
            ]
            yield from self._of_table(kind, places)

    def _of_table(self, kind: MailTable, places: Sequence[FoundField]) -> Iterator[MailedRow]:
        written = list(_written(self.book, kind, places))
        labelled: dict[str, list[_Written]] = {}
        for row in written:
            if row.row_id:
                labelled.setdefault(row.row_id, []).append(row)
        for row_id, versions in labelled.items():
            yield _row(kind, row_id, versions, "")
        own = [row.read.texts for row in written if not row.place.quoted]
        others = [row for row in written if not row.row_id and not (row.place.quoted and row.read.texts in own)]
        yield from self._without_id(kind, places, others)

    def _without_id(
        self, kind: MailTable, places: Sequence[FoundField], rows: Sequence[_Written]
    ) -> Iterator[MailedRow]:
        """Rows with the next ids after those in the mail; where it has none, after the workbook's, and asked about.

        The same every time the mail is read, so that reading it twice adds nothing twice.
        """
        known = [place.row.row for place in places if place.row and place.row.row]
        there = self.book[kind.table.key].by_parent.get(self.unit, ())
        numbers = (new_row_number(id_, kind.table, kind.child, self.unit) for id_ in known or [row.id for row in there])
        following = max((number for number in numbers if number is not None), default=0) + 1
        for row in rows:
            same = next((other.id for other in there if not known and self._is_same(kind, row.read, other)), None)
            row_id = same or new_row_id(kind.table, kind.child, self.unit, following) or ""
            following += same is None
            yield _row(kind, row_id, [row], "" if known else _NO_ID)

    def _is_same(self, kind: MailTable, read: ReadRow, row: Row) -> bool:
        """Whether the workbook's row holds just what is written."""
        for column in kind.columns:
            cell = ReturnedCell(kind.table.key, row.id, column.key, None, read.texts.get(column.key))
            stands = row.cells.get(column.key)
            now = None if stands is None else stands.raw.value if stands.fault else to_scalar(stands.value)
            said = as_scalar(interpret(self.book, column, cell).value)
            if normal(said, column.type) != normal(now, column.type):
                return False
        return True


def sum_rows(book: Book, rows: Sequence[MailedRow]) -> Iterator[MailedRow]:
    """Those of the rows that look like sums of the others, by the same rules as a form's (``rows``)."""
    for kind in mail_tables(book):
        own = [row for row in rows if row.table == kind.table.key]
        numbers = [{column.key: value for column in kind.columns if column.type.is_number
                    and isinstance(value := _meant(book, kind, column, row), (int, float))} for row in own]  # fmt: skip
        for place, row in enumerate(own):
            texts = [
                row.texts[column.key] for column in kind.columns if column.type in TEXTS and column.key in row.texts
            ]
            dated = any(column.type is CellType.DATE and column.key in row.texts for column in kind.columns)
            (key, number), *more = numbers[place].items() or [("", 0.0)]
            above, below = (
                [found[key] for found in part if key in found] for part in (numbers[:place], numbers[place + 1 :])
            )
            adds = key and not more and not (dated and texts) and adds_up(" ".join(texts), number, above, below)
            if adds or any(map(says_sum, texts)):
                yield row


def _meant(book: Book, kind: MailTable, column: Column, row: MailedRow) -> object:
    return interpret(
        book, column, ReturnedCell(kind.table.key, row.row, column.key, None, row.texts.get(column.key))
    ).value


def _written(book: Book, kind: MailTable, places: Sequence[FoundField]) -> Iterator[_Written]:
    for place in places:
        for number, read in enumerate(rows_in(book, kind, place.lines)):
            yield _Written(place.row.row if place.row and not number else "", read, place)


def _row(kind: MailTable, row_id: str, versions: Sequence[_Written], doubt: str) -> MailedRow:
    """One row of what stands under its id: rather what is written than what is quoted."""
    chosen = [version for version in versions if not version.place.quoted] or versions
    first, many = chosen[0], any(version.read.texts != chosen[0].read.texts for version in chosen)
    return MailedRow(
        kind.table.key, row_id, first.read.texts, f"{first.read.doubt} {doubt}".strip(), many, first.place.quoted,
        first.place.number, tuple(version.place for version in versions),
    )  # fmt: skip
