"""What a mail draft says: the subject and the text as people have written them in the workbook, else as declared."""

from __future__ import annotations

from msgspec.structs import replace

from rus_sheets.book.model import Book, Row
from rus_sheets.errors import UnusableInputError
from rus_sheets.schema.model import CellType, DraftWords
from rus_sheets.texts.mail_names import faults_in


def words_in(book: Book, declared: DraftWords) -> DraftWords:
    """The words with the subject and the text that hold for the workbook.

    Raises UnusableInputError for a text that asks for what there is none of.
    """
    if not declared.row:
        return declared
    table = book.declaration.table_of(declared.table)
    text_column = next(column.key for column in table.columns if column.type is CellType.LONGTEXT)
    known, row = table.known_row(declared.row), book[table.key].by_id.get(declared.row)
    said = {key: _said(row, key) or known.get(key, "") for key in (table.title, text_column)}
    return replace(declared, subject=said[table.title], text=said[text_column])


def _said(row: Row | None, key: str) -> str:
    text = row.text(key).strip() if row else ""
    fault = next(faults_in(text), None)
    if row and fault:
        cell = row.cell(key)
        raise UnusableInputError(fault.fault, place=f"{cell.sheet}!{cell.ref}", remedy=fault.remedy)
    return text
