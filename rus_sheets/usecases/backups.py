"""Changing the canonical workbook safely: a copy first, an atomic write, and a way back.

Beside each copy in the backup folder lies a note (JSON) with the fingerprints of the workbook before and after, so that
``undo`` knows which copy belongs to the workbook as it is now, also after several changes and several undos.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import hashlib
import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from rus_sheets.errors import UnusableInputError, reason
from rus_sheets.excel.atomic import real_path, sync_folder, write_atomically
from rus_sheets.excel.package import Package
from rus_sheets.office.opened import ensure_not_open
from rus_sheets.office.sealed import ensure_not_sealed
from rus_sheets.usecases.claim import Claim

FOLDER = "säkerhetskopior"
_NOTE = ".json"
_WAIT = 10.0  # seconds another command may hold the workbook before we say so
_NO_LOCKS = (errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP)
"""The folder's file system has no locks, as those of some networks: then the claim has to do."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a copy is: the workbook's name, when, what was done, and SHA-256 fingerprints before and after."""

    workbook: str
    copy: str
    time: str
    operation: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Held:
    """A workbook (no link) that this command holds, and the way to replace it."""

    workbook: Path
    claim: Claim

    def ensure(self, content: bytes) -> None:
        """Raise UnusableInputError if the workbook no longer has that content, or a command elsewhere has claimed it.

        OSError where that can't be told.
        """
        place = str(self.workbook)
        if self.workbook.read_bytes() != content:
            fault = "Filen ändrades medan kommandot arbetade."
            raise UnusableInputError(fault, place=place, remedy="Kör kommandot igen.")
        if not self.claim.holds():
            fault = "Ett kommando på en annan dator har börjat arbeta med filen."
            raise UnusableInputError(fault, place=place, remedy="Vänta tills det är klart och kör igen.")

    def replace(self, before: bytes, after: bytes, operation: str, now: dt.datetime) -> Path:
        """Put ``after`` in its place, with a copy of ``before`` in the backup folder; returns the copy's path.

        Raises UnusableInputError, the workbook untouched, when something can't be written or the workbook has been
        changed since ``before`` was read.
        """
        workbook = self.workbook
        ensure_not_open(workbook)
        self.ensure(before)
        copy, about = _reserved(workbook, now)
        note = Note(
            workbook.name,
            copy.name,
            now.isoformat(timespec="seconds"),
            operation,
            _fingerprint(before),
            _fingerprint(after),
        )
        try:
            write_atomically(copy, before)
            write_atomically(about, json.dumps(asdict(note), indent=2).encode())
            write_atomically(workbook, after, last=lambda: self.ensure(before))
        except UnusableInputError:
            for each in (about, copy):  # of a change that never was
                with contextlib.suppress(OSError):
                    each.unlink()
            raise
        return copy


@contextmanager
def exclusive(workbook: Path) -> Iterator[Held]:
    """Hold the workbook for one command, also against those that know it by a link.

    Raises UnusableInputError if another holds it, a program has it open, or the system refuses something meanwhile.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - only the commands that write need it

    real = real_path(workbook)
    ensure_not_open(real)
    lock = FileLock(real.with_name(f".{real.name}.rus-sheets-lock"), timeout=_WAIT)
    try:
        lock.acquire()
    except Timeout:
        remedy = "Vänta tills den är klar och försök igen."
        raise UnusableInputError("Ett annat kommando arbetar med filen.", place=str(workbook), remedy=remedy) from None
    except NotImplementedError:  # what filelock makes of ENOSYS
        pass
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


def undo(workbook: Path) -> Note:
    """Put back the workbook as it was before the latest change; returns what was undone.

    Raises UnusableInputError when there is nothing to take back or the workbook has been changed by hand since: then it
    says where the copy is.
    """
    workbook = real_path(workbook)
    if not workbook.is_file():
        raise UnusableInputError("Filen finns inte.", place=str(workbook), remedy="Kontrollera namnet.")
    with exclusive(workbook) as held:
        content = workbook.read_bytes()
        _ensure_not_sealed(workbook, content)
        current = _fingerprint(content)
        notes = _notes(workbook)
        note = next((note for note in notes if note.after == current != note.before), None)
        if note is not None:
            _restore(held, note, content)
            return note
    if notes and all(note.before != current for note in notes):
        raise UnusableInputError(
            "Arbetsboken har ändrats för hand efter det senaste kommandot och tas inte tillbaka.",
            place=workbook.name,
            remedy=f"Vill ni ändå tillbaka: kopian från före är {FOLDER}/{notes[0].copy}.",
        )
    remedy = f"Kopior läggs i mappen {FOLDER} när ett kommando ändrar arbetsboken."
    raise UnusableInputError("Det finns inget att ta tillbaka.", place=workbook.name, remedy=remedy)


def _ensure_not_sealed(workbook: Path, content: bytes) -> None:
    """Raise UnusableInputError for a signed or final workbook; one that can't be read is taken back all the more."""
    try:
        package = Package(workbook, content)
    except UnusableInputError:
        return
    ensure_not_sealed(package)


def _restore(held: Held, note: Note, content: bytes) -> None:
    copy = held.workbook.parent / FOLDER / note.copy
    try:
        data = copy.read_bytes()
    except OSError:
        data = b""
    if _fingerprint(data) != note.before:
        remedy = f"Leta efter en annan kopia i mappen {FOLDER}."
        raise UnusableInputError("Säkerhetskopian saknas eller är ändrad.", place=str(copy), remedy=remedy)
    write_atomically(held.workbook, data, last=lambda: held.ensure(content))


def _notes(workbook: Path) -> list[Note]:
    """The notes on this workbook, the latest first. A note that can't be read is passed over: it proves nothing."""
    try:
        files = list((workbook.parent / FOLDER).iterdir())
    except FileNotFoundError:
        return []
    found = []
    for path in files:
        if path.suffix != _NOTE:
            continue
        try:
            note = Note(**json.loads(path.read_bytes()))
        except (OSError, ValueError, TypeError):
            continue
        if note.workbook == workbook.name:
            found.append((note.time, path.stat().st_mtime_ns, note))
    return [note for _, _, note in sorted(found, key=lambda each: each[:2], reverse=True)]


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
        about = copy.with_suffix(copy.suffix + _NOTE)
        if copy.exists():
            continue
        with contextlib.suppress(FileExistsError):
            about.touch(exist_ok=False)
            break
    return copy, about


def _fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
