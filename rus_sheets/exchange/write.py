"""An export as a file: text for other programs (.csv, .jsonl), or a workbook."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

from rus_sheets.book.dates import from_serial
from rus_sheets.book.model import Book
from rus_sheets.book.raw import Scalar
from rus_sheets.errors import UnusableInputError
from rus_sheets.exchange.base import HandedOut
from rus_sheets.exchange.outside import as_said, going_out, harmless
from rus_sheets.layout.blueprint import NewCell, NewSheet, NewTable, NewWorkbook, Style
from rus_sheets.schema.model import CellType, Column, Exchange, ExchangeColumn

_WIDEST = 60


def csv_file(book: Book, profile: Exchange, sent: HandedOut) -> bytes:
    """The export as text with a separator; what may be taken for a formula has an apostrophe first.

    Raises UnusableInputError where a letter can't be written in the profile's encoding.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=profile.separator, lineterminator="\r\n")
    writer.writerow(map(harmless, profile.headers))
    for row in _rows(book, profile, sent):
        writer.writerow(_letters(value, column, profile) for value, column in row)
    return _encoded(text.getvalue(), profile.encoding.value)


def json_lines(book: Book, profile: Exchange, sent: HandedOut) -> bytes:
    """The export as one JSON object a line, by the outside names. Raises as ``csv_file``."""
    lines = []
    for row in _rows(book, profile, sent):
        values = (as_said(value, column, ".") if column.type is CellType.DATE and value is not None else value
                  for value, column in row)  # fmt: skip
        lines.append(json.dumps(dict(zip(profile.headers, values, strict=True)), ensure_ascii=False))
    return _encoded("".join(f"{line}\n" for line in lines), "utf-8")


def workbook(book: Book, profile: Exchange, sent: HandedOut) -> NewWorkbook:
    """The export as a workbook with one table. Texts are texts, whatever they begin with."""
    columns = [column for _, column in _columns(book, profile)]
    cells = [NewCell(1, place, header, Style.HEADER) for place, header in enumerate(profile.headers, 1)]
    for number, row in enumerate(_rows(book, profile, sent), 2):
        for place, ((value, column), wanted) in enumerate(zip(row, (*profile.columns, None), strict=True), 1):
            style = Style.ANSWER if wanted and wanted.returns else Style.GIVEN
            dated = column.type is not CellType.DATE or (isinstance(value, (int, float)) and from_serial(value))
            cells.append(NewCell(number, place, value, style, column.type if dated else CellType.ANY))
    headers = tuple((header, "") for header in profile.headers)
    widths = [min(column.width or 0, _WIDEST) for column in columns]
    sheet = NewSheet(
        name=profile.name,
        cells=tuple(cells),
        tables=(NewTable(profile.name.replace("-", "_"), 1, 1, max(1, len(sent.rows)), headers),),
        widths={place: max(width, len(header) + 4)
                for place, (width, header) in enumerate(zip((*widths, 14), profile.headers, strict=True), 1)},
        frozen=(1, 1),
        landscape=True,
        repeat_header=True,
    )  # fmt: skip
    author = book.setting_text("organisation") or book.declaration.title
    return NewWorkbook(sheets=(sheet,), title=f"{profile.title} {book.year or ''}".strip(), author=author)


_STAMP = Column(key="stamp", header="", type=CellType.TEXT)


def _columns(book: Book, profile: Exchange) -> Iterator[tuple[ExchangeColumn, Column]]:
    for wanted in profile.columns:
        yield wanted, book.declaration.table_of(wanted.table).column(wanted.key)


def _rows(book: Book, profile: Exchange, sent: HandedOut) -> Iterator[list[tuple[Scalar, Column]]]:
    """Each row's values on their way out with their columns, the stamp last."""
    columns = list(_columns(book, profile))
    stamp: tuple[Scalar, Column] = sent.stamp, _STAMP
    for row in sent.rows.values():
        yield [*((going_out(row.values[wanted.column], column, wanted), column) for wanted, column in columns), stamp]


def _letters(value: Scalar, column: Column, profile: Exchange) -> str:
    text = as_said(value, column, profile.decimal)
    return harmless(text) if isinstance(value, str) else text


def _encoded(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        around = text[max(0, error.start - 20) : error.end + 20]
        fault = f"Tecknet ”{text[error.start]}” finns inte i {encoding} (”{' '.join(around.split())}”)."
        remedy = "Byt tecknet i arbetsboken, eller skriv encoding = ”utf-8-sig” i profilen."
        raise UnusableInputError(fault, remedy=remedy) from None
