"""Which ids have been used, as the files beside the workbook tell: its copies, and the follow-up files made of it.

What the workbook itself tells (its rows, references and log) is ``checks.missing_ids``'s to find.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from rus_sheets.book.build import build_book
from rus_sheets.book.model import Book
from rus_sheets.checks.id_traces import UsedIds, logged_ids
from rus_sheets.errors import UserError
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.excel.read.workbook_part import read_workbook_part
from rus_sheets.followup.base import SHEET, Base, DamagedBaseError, OtherFormatError, is_base, read_base
from rus_sheets.office.suffixes import WORKBOOKS
from rus_sheets.real_names import real_name
from rus_sheets.schema.model import TableKind
from rus_sheets.usecases.changing.backupnotes import FOLDER

_DEPTH = 2
"""Levels of folders within the workbook's own in which follow-up files are looked for."""


def used_ids(book: Book) -> UsedIds:
    """Ids by table in every copy of this workbook in its backup folder, and in follow-up files near it.

    A file that can't be read stops nothing; its name is among those ``unread``.
    """
    folder = Path(real_name(book.raw.path)).parent
    tables = [table for table in book.declaration.tables(TableKind.ROWS) if table.id]
    used: dict[str, set[str]] = {table.key: set() for table in tables}
    earlier: dict[str, dict[str, str]] = {table.key: {} for table in tables}
    unread: list[str] = []
    for copy in _copies(book, folder / FOLDER, unread):
        for table in tables:
            rows = copy[table.key].by_id
            used[table.key] |= {*rows, *logged_ids(copy, table)}
            earlier[table.key] |= {id_: row.title for id_, row in rows.items()}
    by_sheet = {table.sheet: used[table.key] for table in tables}
    for base in _handed_out(book, folder, unread):
        used[book.declaration.followup.unit].add(base.unit)
        for handed in base.tables:
            by_sheet.get(handed.sheet, set()).update(row.id for row in handed.rows)
    return UsedIds({key: frozenset(ids) for key, ids in used.items()}, earlier, tuple(unread))


def _copies(book: Book, folder: Path, unread: list[str]) -> Iterator[Book]:
    """The copies of the workbook, the oldest first."""
    for path in sorted(_workbooks(folder, 0), key=lambda path: path.name):
        try:
            copy = build_book(book.declaration, read_package(Package(path)))
        except (UserError, OSError):
            unread.append(path.name)
            continue
        if copy.workbook_id == book.workbook_id:
            yield copy


def _handed_out(book: Book, folder: Path, unread: list[str]) -> Iterator[Base]:
    """What each follow-up file of this workbook remembers, in the workbook's folder and those within it."""
    for path in _workbooks(folder, _DEPTH):
        try:
            bases = _bases(Package(path))
        except (UserError, OSError, DamagedBaseError, OtherFormatError):
            unread.append(path.name)
            continue
        yield from (base for base in bases if base.workbook_id == book.workbook_id)


def _bases(package: Package) -> list[Base]:
    names = [sheet.name for sheet in read_workbook_part(package).sheets if SHEET in sheet.name]
    return [read_base(sheet) for sheet in (read_package(package, names).sheets if names else ()) if is_base(sheet)]


def _workbooks(folder: Path, depth: int) -> Iterator[Path]:
    """The workbooks in a folder and so many levels of folders within it, without the copies."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if depth and entry.name != FOLDER:
                yield from _workbooks(Path(entry.path), depth - 1)
        elif entry.name.lower().endswith(WORKBOOKS) and not entry.name.startswith(("~$", ".")):
            yield Path(entry.path)
