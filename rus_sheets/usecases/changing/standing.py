"""Where a file stands among the notes of the backup folder: which command left it as it is, and what has been changed
by hand since.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from rus_sheets.errors import UnusableInputError
from rus_sheets.sharing import read_bytes
from rus_sheets.usecases.changing.backupnotes import FOLDER, BackupNote, fingerprint
from rus_sheets.usecases.changing.contents import Change, Contents, changes, contents_of, unpacked

_LOOKED_AT = 50
"""The latest notes that a saved workbook is compared with."""


class State(Struct, frozen=True):
    """A state that the file has been in after a command, and what has been changed by hand since (None: can't tell)."""

    note: BackupNote
    changed: tuple[Change, ...] | None


def of_these_bytes(notes: Sequence[BackupNote], name: str, current: str) -> BackupNote | None:
    """The latest note whose command left these very bytes, first of those under the file's own name."""
    found = [note for note in notes if note.after == current != note.before]
    return min(found, key=lambda note: note.workbook != name, default=None)


def own_notes(notes: Sequence[BackupNote], name: str, now: Contents | None) -> list[BackupNote]:
    """The notes on a file of that name, or on the workbook that says it is the same one."""
    return [note for note in notes if note.workbook == name or (now and note.workbook_id == now.workbook_id != "")]


def nearest(file: Path, notes: Sequence[BackupNote], content: bytes) -> State | None:
    """The state after a command that the file is nearest to; None when it is as before the first, or there is none."""
    now = contents_of(content, file.name)
    own = own_notes(notes, file.name, now)
    # As it was before a command (it has been taken back): what is left to take back are the ones before that.
    since = [number for number, note in enumerate(own, 1) if note.before == fingerprint(content)]
    own = own[max(since, default=0) :][:_LOOKED_AT]
    if not own:
        return None
    states = [State(note, changed(unpacked(note.contents), now)) for note in own]
    best = min(states, key=lambda state: _count(state.changed))
    if best.changed == ():
        return best
    first = None
    with contextlib.suppress(UnusableInputError):
        first = changed(contents_of(copy_of(file, own[-1]), file.name), now)
    as_at_first = first == () or (first is not None and best.changed is not None and len(first) < len(best.changed))
    return None if as_at_first else best


def changed(before: Contents | None, now: Contents | None) -> tuple[Change, ...] | None:
    """What differs, None where that can't be told."""
    return changes(before, now) if before and now else None


def copy_of(file: Path, note: BackupNote) -> bytes:
    """The file as it was before. Raises UnusableInputError when the copy of it can't be used."""
    copy = file.parent / FOLDER / note.copy
    try:
        data = read_bytes(copy)
    except OSError:
        data = b""
    if fingerprint(data) != note.before:
        remedy = f"Leta efter en annan kopia i mappen {FOLDER}."
        raise UnusableInputError("Säkerhetskopian saknas eller är ändrad.", place=str(copy), remedy=remedy)
    return data


def _count(found: tuple[Change, ...] | None) -> float:
    return float("inf") if found is None else len(found)
