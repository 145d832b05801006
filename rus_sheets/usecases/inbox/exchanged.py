"""Rows that came back from another system, against what was handed out and kept beside the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from rus_sheets.book.model import Book
from rus_sheets.exchange.answer import answers
from rus_sheets.exchange.base import STAMP, HandedOut, read_handed_out
from rus_sheets.exchange.table import OutsideTable
from rus_sheets.office.atomic import real_path
from rus_sheets.sharing import read_bytes
from rus_sheets.usecases.inbox.copies import as_copy
from rus_sheets.usecases.inbox.filekinds import HANDED_OUT, not_read
from rus_sheets.usecases.opened.refused_files import File, unexpected


def kept_at(workbook: Path, stamp: str) -> Path:
    """Where what was handed out of a workbook is kept."""
    return real_path(workbook).parent / HANDED_OUT / f"{stamp}.json"


def exchanged(table: OutsideTable, book: Book | None) -> Sequence[File]:
    """What the rows say, unit by unit. Never raises for what is in the file."""
    if book is None:
        return [not_read(table.path)]
    workbook = Path(book.raw.path)

    @cache
    def find(stamp: str) -> HandedOut | None:
        if not STAMP.fullmatch(stamp):
            return None
        try:
            return read_handed_out(read_bytes(kept_at(workbook, stamp)), stamp)
        except OSError:
            return None

    try:
        found = answers(book, table, find)
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not stop the others
        return [unexpected(table.path, error)]
    clashed = table.copied.name if table.copied and table.copied.clashed else ""
    return [as_copy(found[0], table.copied), *(replace(file, clashed=clashed) for file in found[1:])]
