"""The notes beside the copies in the backup folder: which copy belongs to which state of the workbook.

A note is JSON. One that says something that no note of ours says is passed over: it proves nothing.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict, fields

from rus_sheets.errors import UnusableInputError, reason
from rus_sheets.sharing import read_bytes

FOLDER = "säkerhetskopior"
SUFFIX = ".json"
_ANEW = "Skrevs på nytt"
_SAID = {
    "refresh": "Uppdateringen",
    "undo --anyway": "Tillbakatagandet",
    "plan": _ANEW,
    "report": _ANEW,
    "application": _ANEW,
    "short": _ANEW,
    "newsletter": _ANEW,
}
"""What was done by the name of the command, where the note has that."""
_LARGEST = 200_000_000  # bytes of a note; one of ours has a small part of that


class BackupNote(Struct, frozen=True):
    """What a copy is: the workbook's name, when, what was done, and SHA-256 fingerprints before and after.

    ``workbook_id`` is what the workbook itself says, and ``contents`` what stood in its cells afterwards
    (``contents.packed``); both are "" in notes from before there were any, and for documents. ``user`` is who was
    logged in, if that is known.
    """

    workbook: str
    copy: str
    time: str
    operation: str
    before: str
    after: str
    workbook_id: str = ""
    contents: str = ""
    user: str = ""

    def as_bytes(self) -> bytes:
        """The note as it is written."""
        return json.dumps(asdict(self), indent=2).encode()

    @property
    def said(self) -> str:
        """What was done, as people call it: ``Inläsningen``, ``Skrevs på nytt``."""
        return _SAID.get(self.operation, self.operation[:1].upper() + self.operation[1:])

    @property
    def named(self) -> str:
        """The same as a noun within a sentence: ``inläsningen``, ``omskrivningen``."""
        return "omskrivningen" if self.said == _ANEW else self.said[:1].lower() + self.said[1:]

    @property
    def when(self) -> dt.datetime:
        """When it was done."""
        return dt.datetime.fromisoformat(self.time)


def fingerprint(data: bytes) -> str:
    """What tells one state of a file from another."""
    return hashlib.sha256(data).hexdigest()


def state_of(*files: Path | None) -> str:
    """What tells the state of several files from any other, so that what was looked at is what is used.

    One that isn't there has a state too. Raises OSError for one that can't be read.
    """
    parts = (fingerprint(read_bytes(file)) if file and file.is_file() else "-" for file in files)
    return fingerprint(" ".join(parts).encode())


def read_notes(folder: Path, *, whole: bool = False) -> list[BackupNote]:
    """The notes in a backup folder, the latest first; none where there is no such folder.

    Raises OSError when the folder can't be listed. With ``whole``, a note that can't be read now raises
    UnusableInputError; else it is passed over.
    """
    try:
        files = list(folder.iterdir())
    except FileNotFoundError:
        return []
    found = [note for path in files if path.suffix == SUFFIX and path.is_file() for note in _read(path, whole=whole)]
    return [note for _, _, note in sorted(found, key=lambda dated: dated[:2], reverse=True)]


def _read(path: Path, *, whole: bool) -> Iterator[tuple[float, int, BackupNote]]:
    """The note with its time and the file's, which tells two of one second apart."""
    try:
        status = path.stat()
        text = read_bytes(path) if status.st_size <= _LARGEST else b""
    except FileNotFoundError:  # taken away since the folder was listed
        return
    except OSError as error:
        if whole:
            fault = f"Anteckningen om en ändring kan inte läsas ({reason(error)}), så den senaste är inte känd."
            remedy = "Stäng den i det andra programmet, eller vänta en stund, och försök igen."
            raise UnusableInputError(fault, place=f"{path.parent.name}/{path.name}", remedy=remedy) from error
        return
    with contextlib.suppress(OSError, ValueError, TypeError, OverflowError, RecursionError, MemoryError):
        data = json.loads(text)
        if isinstance(data, dict):
            note = BackupNote(**{field.name: data[field.name] for field in fields(BackupNote) if field.name in data})
            texts = all(isinstance(value, str) for value in asdict(note).values())
            if texts and Path(note.copy).name == note.copy:
                yield note.when.timestamp(), status.st_mtime_ns, note
