"""``undo``: the workbook (or document) as it was before the latest command that changed it.

It knows the workbook by its very bytes, or by what stands in its cells: opened and saved in another program it is the
same workbook. One that has been changed by hand is left alone, unless it is asked for: then a copy of it is kept.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from msgspec import Struct

from rus_sheets.book.display import cells_more
from rus_sheets.commandline import command_line
from rus_sheets.errors import UnusableInputError
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.write_protection import ensure_changeable
from rus_sheets.office.atomic import real_path, write_atomically
from rus_sheets.office.sealed import SealedError
from rus_sheets.sharing import read_bytes
from rus_sheets.usecases.changing.backupnotes import FOLDER, BackupNote, fingerprint, read_notes
from rus_sheets.usecases.changing.backups import exclusive
from rus_sheets.usecases.changing.standing import State, copy_of, nearest, of_these_bytes

_SHOWN = 6


class ChangedByHandError(UnusableInputError):
    """The file has been changed by hand since the latest change, which goes along if that is taken back anyway."""


class Undone(Struct, frozen=True):
    """What was taken back. ``kept`` is the copy of the file as it was until now, where that is known from nowhere else.

    ``by_hand`` tells that it had been changed by hand: then ``undo`` again brings that back.
    """

    note: BackupNote
    kept: Path | None = None
    by_hand: bool = False


def undo(
    workbook: Path, *, anyway: bool = False, now: dt.datetime | None = None, dry_run: bool = False, only: str = ""
) -> Undone:
    """Put back the workbook as it was before the latest change; returns what was undone, or would be (``dry_run``).

    With ``only``, a note's ``copy``, no other change than that one is taken back.

    Raises UnusableInputError when there is nothing to take back, or when the workbook has been changed by hand since
    and it isn't to be taken back ``anyway``: then it says what has changed and how to go on.
    """
    asked, workbook = workbook, real_path(workbook)
    now = now or dt.datetime.now().astimezone()
    if not workbook.is_file():
        raise UnusableInputError("Filen finns inte.", place=str(workbook), remedy="Kontrollera namnet.")
    with exclusive(workbook) as held:
        content = read_bytes(workbook)
        ensure_changeable_now(workbook, content)
        notes = read_notes(workbook.parent / FOLDER, whole=True)
        note = of_these_bytes(notes, workbook.name, fingerprint(content))
        if note is not None:
            _ensure_asked_for(note, only, workbook)
            if dry_run:
                copy_of(held.workbook, note)
                return Undone(note)
            write_atomically(workbook, copy_of(held.workbook, note), last=lambda: held.ensure(content))
            return Undone(note)
        state = nearest(held.workbook, notes, content)
        if state is None:
            remedy = f"Kopior läggs i mappen {FOLDER} bredvid filen när ett kommando ändrar den."
            raise UnusableInputError("Det finns inget att ta tillbaka.", place=workbook.name, remedy=remedy)
        _ensure_asked_for(state.note, only, workbook)
        data = copy_of(held.workbook, state.note)
        if dry_run and state.changed == ():
            return Undone(state.note)
        if state.changed == ():
            kept = held.keep(content, now)
            write_atomically(workbook, data, last=lambda: held.ensure(content))
            return Undone(state.note, kept)
        if not anyway:
            raise _changed_by_hand(asked, state)
        return Undone(state.note, held.replace(content, data, "undo --anyway", now), by_hand=True)


def _ensure_asked_for(note: BackupNote, only: str, workbook: Path) -> None:
    if only and note.copy != only:
        fault = "Den ändringen är inte längre den senaste. Inget har tagits tillbaka."
        raise UnusableInputError(fault, place=workbook.name, remedy="Se efter igen vad som skulle tas tillbaka.")


def ensure_changeable_now(workbook: Path, content: bytes) -> None:
    """Raise SealedError for a workbook closed to changes; one that can't be read is taken back all the more."""
    try:
        ensure_changeable(Package(workbook, content))
    except SealedError:
        raise
    except UnusableInputError:
        return


def _changed_by_hand(workbook: Path, state: State) -> ChangedByHandError:
    when = f"{state.note.when:%Y-%m-%d kl. %H.%M}"
    found = state.changed or ()
    more = f" och {cells_more(len(found) - _SHOWN)}" if len(found) > _SHOWN else ""
    told = f" Ändrat: {', '.join(map(str, found[:_SHOWN]))}{more}." if found else ""
    return ChangedByHandError(
        f"Filen har ändrats för hand efter {state.note.named} {when} och tas inte tillbaka.{told}",
        place=workbook.name,
        remedy=f"Vill ni ändå tillbaka till kopian från före ({FOLDER}/{state.note.copy}) sparas filen som den är nu:",
        command=command_line("undo", workbook, "--anyway"),
    )
