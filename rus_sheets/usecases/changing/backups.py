"""Changing the canonical workbook safely: a copy first, an atomic write, and a way back.

Beside each copy in the backup folder lies a note (``backupnotes``) with the fingerprints of the workbook before and
after, so that ``undo`` knows which copy belongs to the workbook as it is now, also after several changes and several
undos.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import getpass
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from rus_sheets.book.raw import RawWorkbook
from rus_sheets.errors import UnusableInputError, reason
from rus_sheets.office.atomic import real_path, sync_folder, write_atomically
from rus_sheets.office.open_elsewhere import ensure_not_open
from rus_sheets.sharing import read_bytes, remove
from rus_sheets.usecases.changing.backupnotes import FOLDER, SUFFIX, BackupNote, fingerprint
from rus_sheets.usecases.changing.claim_file import Claim
from rus_sheets.usecases.changing.contents import contents_in, contents_of, packed
from rus_sheets.usecases.changing.lock import Lock, TakenError

_WAIT = 10.0  # seconds another command may hold the workbook before we say so
_NO_LOCKS = (errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP)
"""The folder's file system has no locks, as those of some networks: then the claim has to do."""


class Held(Struct, frozen=True):
    """A workbook (no link) that this command holds, and the way to replace it."""

    workbook: Path
    claim: Claim

    def ensure(self, content: bytes) -> None:
        """Raise UnusableInputError if the workbook no longer has that content, or a command elsewhere has claimed it.

        OSError where that can't be told.
        """
        place = str(self.workbook)
        if read_bytes(self.workbook) != content:
            fault = "Filen ändrades medan kommandot arbetade."
            raise UnusableInputError(fault, place=place, remedy="Kör kommandot igen.")
        if not self.claim.holds():
            fault = "Ett kommando på en annan dator har börjat arbeta med filen."
            raise UnusableInputError(fault, place=place, remedy="Vänta tills det är klart och kör igen.")

    def replace(
        self, before: bytes, after: bytes, operation: str, now: dt.datetime, read: RawWorkbook | None = None
    ) -> Path:
        """Put ``after`` in its place, with a copy of ``before`` in the backup folder; returns the copy's path.

        ``read`` is the workbook ``after``, if it has been read.

        Raises UnusableInputError, the workbook untouched, when something can't be written or the workbook has been
        changed since ``before`` was read.
        """
        workbook = self.workbook
        ensure_not_open(workbook)
        self.ensure(before)
        made = contents_in(read) if read else contents_of(after, workbook.name)
        copy, about = _reserved(workbook, now)
        note = BackupNote(
            workbook=workbook.name, copy=copy.name, time=now.isoformat(timespec="seconds"), operation=operation,
            before=fingerprint(before), after=fingerprint(after),
            workbook_id=made.workbook_id if made else "", contents=packed(made), user=_user(),
        )  # fmt: skip
        try:
            write_atomically(copy, before)
            write_atomically(about, note.as_bytes())
            write_atomically(workbook, after, last=lambda: self.ensure(before))
        except UnusableInputError:
            for path in (about, copy):  # of a change that never was
                with contextlib.suppress(OSError):
                    remove(path)
            raise
        return copy

    def keep(self, content: bytes, now: dt.datetime) -> Path:
        """A copy that ``undo`` never puts back, of a file that no command has made. Returns where it is.

        Raises UnusableInputError or OSError when it can't be written.
        """
        copy, about = _reserved(self.workbook, now)
        try:
            write_atomically(copy, content)
        finally:
            remove(about, missing_ok=True)
        return copy


@contextmanager
def exclusive(workbook: Path) -> Iterator[Held]:
    """Hold the workbook for one command, also against those that know it by a link.

    Raises UnusableInputError if another holds it, a program has it open, or the system refuses something meanwhile.
    """
    real = real_path(workbook)
    ensure_not_open(real)
    if real.is_dir():
        raise UnusableInputError("Det är en mapp.", place=str(workbook), remedy="Ange en fil.")
    lock = Lock(real.with_name(f".{real.name}.rus-sheets-lock"))
    try:
        lock.acquire(_WAIT)
    except TakenError:
        remedy = "Vänta tills den är klar och försök igen."
        raise UnusableInputError("Ett annat kommando arbetar med filen.", place=str(workbook), remedy=remedy) from None
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            remedy = "Kontrollera behörigheten till mappen."
            fault = f"Mappen kan inte skrivas ({reason(error)})."
            raise UnusableInputError(fault, place=str(workbook.parent), remedy=remedy) from error
    held = Held(real, Claim(real))
    try:
        held.claim.make()
        yield held
    except OSError as error:
        remedy = "Kontrollera mappen, behörigheten och diskutrymmet."
        fault = f"Kommandot kunde inte slutföras ({reason(error)})."
        raise UnusableInputError(fault, place=str(error.filename or workbook), remedy=remedy) from error
    finally:
        held.claim.end()
        with contextlib.suppress(OSError):  # the lock goes with the process; what was done is done
            lock.release()


def _user() -> str:
    """Who is logged in, "" where the system doesn't say."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _reserved(workbook: Path, now: dt.datetime) -> tuple[Path, Path]:
    """Where to write a copy and the note on it: names that no other command can get, on this computer or another.

    The note is there then, and empty. Raises UnusableInputError or OSError when there is no room for them.
    """
    folder = workbook.parent / FOLDER
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        fault = f"Mappen för säkerhetskopior kan inte skapas ({reason(error)})."
        raise UnusableInputError(fault, place=str(folder), remedy="Kontrollera behörigheten till mappen.") from error
    sync_folder(folder.parent)  # or a power cut might leave the new workbook and no folder
    stamp = now.strftime("%Y-%m-%d %H.%M.%S")
    for number in itertools.count(1):
        extra = f" ({number})" if number > 1 else ""
        copy = folder / f"{workbook.stem} {stamp}{extra}{workbook.suffix}"
        about = copy.with_suffix(copy.suffix + SUFFIX)
        if copy.exists():
            continue
        with contextlib.suppress(FileExistsError):
            about.touch(exist_ok=False)
            break
    return copy, about
