"""Every change of a file that a command has made, as its notes and the log tell it, and the way back to before any.

``undo`` takes back one change after the other; here one goes straight to the state before a change, with a copy of the
file as it is now, so that the way back has a way back too.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from rus_sheets.book.model import Book
from rus_sheets.book.raw import position_of
from rus_sheets.commandline import command_line
from rus_sheets.errors import UnusableInputError, UsageError, UserError
from rus_sheets.office.atomic import real_path
from rus_sheets.office.suffixes import WORKBOOKS
from rus_sheets.schema.model import TableKind
from rus_sheets.sharing import read_bytes
from rus_sheets.usecases.changing.backupnotes import FOLDER, BackupNote, fingerprint, read_notes
from rus_sheets.usecases.changing.backups import exclusive
from rus_sheets.usecases.changing.contents import Change, Contents, contents_of, unpacked
from rus_sheets.usecases.changing.standing import changed, copy_of, nearest, of_these_bytes, own_notes
from rus_sheets.usecases.named_changes import with_names
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.undo import ensure_changeable_now

OPERATION = "återgången"
_WHO = ("who", "sender", "activity")
"""The columns of the log that say whose answer it is, or of what; the first that says something counts."""


class Past(Struct, frozen=True):
    """A change. ``who`` are those whose answers it read in; ``user`` is who ran the command, where the note has that.

    ``cells`` are those that it changed but for the log's, None where that can't be told. ``is_in`` is false for one
    that has been taken back; ``has_copy`` tells whether the copy from before is there as it was.
    """

    note: BackupNote
    who: tuple[str, ...]
    cells: tuple[Change, ...] | None
    is_in: bool
    has_copy: bool

    @property
    def key(self) -> str:
        """What names it in an address."""
        return fingerprint(self.note.copy.encode("utf-8", "surrogatepass"))[:16]

    @property
    def copy(self) -> str:
        """Where the copy from before is, as people find it."""
        return f"{FOLDER}/{self.note.copy}"


class FileHistory(Struct, frozen=True):
    """The changes, the latest first, and the cells changed by hand since the latest that is in (None: can't tell)."""

    file: Path
    past: tuple[Past, ...]
    by_hand: tuple[Change, ...] | None


class GoneBack(Struct, frozen=True):
    """The file as before the change ``past``; ``taken`` are the changes that this takes back, the latest first.

    ``by_hand`` are the cells changed by hand that go with them, ``cells`` all that becomes another than now; None where
    it can't be told. ``backup`` is the copy of the file as it was until now, ``state`` tells that one from any other.
    """

    past: Past
    taken: tuple[Past, ...]
    by_hand: tuple[Change, ...] | None
    cells: tuple[Change, ...] | None
    state: str
    backup: Path | None = None


def history(file: Path) -> FileHistory:
    """What commands have done to a workbook or a document. Raises UnusableInputError where there is no such file."""
    real = _existing(file)
    return _history(real, read_bytes(real))


def latest_change(file: Path) -> BackupNote | None:
    """The change that ``undo`` would take back; None where there is none."""
    real = _existing(file)
    content, notes = read_bytes(real), read_notes(real.parent / FOLDER, whole=True)
    if found := of_these_bytes(notes, real.name, fingerprint(content)):
        return found
    state = nearest(real, notes, content) if notes else None
    return state.note if state else None


def go_back(
    file: Path, copy: str, *, now: dt.datetime, dry_run: bool = False, anyway: bool = False, seen: str = ""
) -> GoneBack:
    """Put back the file as it was before the change whose ``copy`` (a note's) is named; or tell what that would do.

    ``seen`` is the ``state`` that a person has looked at and agreed to. Raises UnusableInputError, and nothing is
    changed, when there is no such copy, the file isn't in that state any more, or has been changed by hand and that
    isn't to be taken back ``anyway``.
    """
    real = _existing(file)
    with exclusive(real) as held:
        content = read_bytes(real)
        ensure_changeable_now(real, content)
        state = fingerprint(content)
        if seen and seen != state:
            fault = "Filen har ändrats sedan du såg vad som skulle tas tillbaka. Inget har gjorts."
            raise UnusableInputError(fault, place=real.name, remedy="Se efter igen vad som skulle tas tillbaka.")
        found = _history(real, content)
        place = next((place for place, past in enumerate(found.past) if past.note.copy == Path(copy).name), None)
        if place is None:
            remedy = "Se vilka som finns:"
            fault = "Någon sådan kopia finns inte av filen."
            raise UnusableInputError(fault, place=copy, remedy=remedy, command=command_line("undo", file, "--list"))
        past = found.past[place]
        data = copy_of(real, past.note)
        if data == content:
            raise UsageError("Filen är redan som i den kopian.", place=real.name, remedy="Det finns inget att göra.")
        taken = tuple(other for other in found.past[: place + 1] if other.is_in)
        cells = changed(contents_of(content, real.name), contents_of(data, real.name))
        cells = cells if cells is None else _named(cells, _book(real, [past.note for past in found.past]))
        gone = GoneBack(past, taken, found.by_hand, cells, state)
        if dry_run:
            return gone
        if found.by_hand != () and not (anyway or seen):
            told = f" {len(found.by_hand)} celler är ändrade." if found.by_hand else ""
            raise UnusableInputError(
                f"Filen har ändrats för hand efter det senaste kommandot.{told}", place=real.name,
                remedy="Vill ni ändå tillbaka sparas filen som den är nu:",
                command=command_line("undo", file, "--to", past.note.copy, "--anyway"),
            )  # fmt: skip
        backup = held.replace(content, data, OPERATION, now)
        return GoneBack(past, taken, found.by_hand, cells, state, backup)


def _existing(file: Path) -> Path:
    real = real_path(file)
    if not real.is_file():
        raise UnusableInputError("Filen finns inte.", place=str(file), remedy="Kontrollera namnet.")
    return real


def _history(file: Path, content: bytes) -> FileHistory:
    notes = read_notes(file.parent / FOLDER, whole=True)
    now = contents_of(content, file.name)
    own = own_notes(notes, file.name, now)
    first, by_hand = _standing(file, own, content)
    taken_back = set(range(first)) | set(_taken_back(own, first))
    book = _book(file, own)
    log = _log_columns(book)
    past = []
    for place, note in enumerate(own):
        after, before = unpacked(note.contents), _before(file, own, place)
        cells = changed(before, after)
        if cells is not None:
            cells = _named(tuple(cell for cell in cells if cell.sheet != log.sheet), book)
        past.append(Past(note, log.who(before, after), cells, place not in taken_back, _has_copy(file, note)))
    return FileHistory(file, tuple(past), by_hand if by_hand is None else _named(by_hand, book))


def _standing(file: Path, own: Sequence[BackupNote], content: bytes) -> tuple[int, tuple[Change, ...] | None]:
    """The place of the latest change that is in the file, and what has been changed by hand since."""
    current = fingerprint(content)
    note = of_these_bytes(own, file.name, current)
    if note is not None:
        return own.index(note), ()
    since = [place for place, note in enumerate(own, 1) if note.before == current]
    if since:
        return max(since), ()
    state = nearest(file, own, content)
    return (own.index(state.note), state.changed) if state else (len(own), ())


def _taken_back(own: Sequence[BackupNote], first: int) -> Iterator[int]:
    """The changes that a later one has taken back: it left the file as it was before them."""
    place = first
    while place < len(own):
        after = own[place].after
        gone = max((k for k in range(place + 1, len(own)) if own[k].before == after), default=place)
        yield from range(place + 1, gone + 1)
        place = gone + 1


def _before(file: Path, own: Sequence[BackupNote], place: int) -> Contents | None:
    """What stood in the file before a change: what an earlier one left, or else the copy of it."""
    note = own[place]
    earlier = next((other for other in own if other.after == note.before and other.contents), None)
    if earlier is not None:
        return unpacked(earlier.contents)
    with contextlib.suppress(UnusableInputError):
        return contents_of(copy_of(file, note), file.name)
    return None


def _has_copy(file: Path, note: BackupNote) -> bool:
    try:
        copy_of(file, note)
    except UnusableInputError:
        return False
    return True


class _LogColumns(Struct, frozen=True):
    """Where the log names people: its sheet, and the numbers of those columns."""

    sheet: str = ""
    columns: tuple[int, ...] = ()

    def who(self, before: Contents | None, after: Contents | None) -> tuple[str, ...]:
        """Those whose answers a change read in: they stand on the rows that it added to the log."""
        if before is None or after is None or not self.sheet:
            return ()
        old, rows = before.cells.get(self.sheet, {}), dict[int, dict[int, str]]()
        for ref, (value, _) in after.cells.get(self.sheet, {}).items():
            if ref and ref not in old and isinstance(value, str) and " " not in ref:
                row, column = position_of(ref)
                rows.setdefault(row, {})[column] = value
        named = (next((row[column] for column in self.columns if row.get(column)), "") for row in rows.values())
        return tuple(dict.fromkeys(filter(None, named)))


def _book(file: Path, own: Sequence[BackupNote]) -> Book | None:
    """The workbook as it is today, or as its latest copy that can be read; None for a document, or where none can."""
    if file.suffix.lower() not in WORKBOOKS:
        return None
    with contextlib.suppress(UserError):
        return open_book(file)
    for note in own:
        with contextlib.suppress(UserError):
            return open_book(file.parent / FOLDER / note.copy)
    return None


def _named(changes: tuple[Change, ...], book: Book | None) -> tuple[Change, ...]:
    return with_names(changes, book) if book else changes


def _log_columns(book: Book | None) -> _LogColumns:
    """As the workbook has them today."""
    for table in book.declaration.tables(TableKind.LOG) if book else ():
        columns = book[table.key].columns if book else {}
        return _LogColumns(table.sheet, tuple(columns[name] for name in _WHO if name in columns))
    return _LogColumns()
