"""Putting a document in its place: what stood there may be people's work, and is kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from msgspec import Struct

from rus_sheets.office.atomic import write_atomically
from rus_sheets.sharing import read_bytes
from rus_sheets.usecases.changing.backupnotes import FOLDER, fingerprint, read_notes
from rus_sheets.usecases.changing.backups import exclusive
from rus_sheets.word.parts.stamp import is_as_written


class WrittenFile(Struct, frozen=True):
    """A document or PDF that was written. ``earlier`` is the copy of the one whose place it took, if any.

    ``edited`` tells that somebody had changed that one since it was written, or may have. ``notes`` says in Swedish
    what of the template didn't come along.
    """

    path: Path
    earlier: Path | None = None
    edited: bool = False
    notes: tuple[str, ...] = ()


def plain_name(document: Path) -> Path:
    """What a copy without content controls is called."""
    return document.with_name(f"{document.stem}-utan-falt{document.suffix}")


def put(target: Path, data: bytes, operation: str, now: dt.datetime) -> WrittenFile:
    """Write the file; people edit documents, so one that is there already is kept as a copy."""
    if not target.exists():
        write_atomically(target, data)
        return WrittenFile(target)
    with exclusive(target) as held:
        before = read_bytes(target)
        if before == data:
            return WrittenFile(target)
        edited = is_edited(held.workbook, before)
        return WrittenFile(target, held.replace(before, data, operation, now), edited)


def is_edited(document: Path, content: bytes) -> bool:
    """Whether a document (no link) isn't as a command of ours left it: somebody has changed it, or may have."""
    if document.suffix.lower() != ".docx" or is_as_written(content):
        return False
    known = fingerprint(content)
    return all(note.after != known for note in read_notes(document.parent / FOLDER))
