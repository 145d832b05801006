"""Finding returned files: files, folders with everything in them, and what is in saved mails and zip files."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.answers.returned import RefusedFile, short
from rus_sheets.errors import UnusableInputError, reason
from rus_sheets.office.same_file import same_file
from rus_sheets.office.xmltext import whole
from rus_sheets.real_names import real_name
from rus_sheets.synced import Copied, copy_of
from rus_sheets.usecases.inbox.containers import Member, WayIn, container, content, is_workbook
from rus_sheets.usecases.inbox.filekinds import FileKind, kind_of, not_read
from rus_sheets.usecases.opened.alternatives import instead_of
from rus_sheets.usecases.opened.refused_files import unexpected, unreadable

MAX_FILE = 64 * 2**20
"""Bytes; a follow-up file is some tens of thousands, and some millions with pictures."""
MAX_UNPACKED = 400 * 2**20
"""Bytes that one command unpacks of zip files and mails, all together."""
if TYPE_CHECKING:
    from rus_sheets.usecases.inbox.mail_text import MailBody  # it loads what few commands need

_DEPTH = 4  # zip files and mails within each other
_BY_HAND = "Packa upp den för hand och läs in mappen."


class Candidate(Struct, frozen=True):
    """A file to read. ``name`` is for people; ``steps`` is the way to it within ``path``, where it lies in another.

    ``time`` is when it was last written, ``sender`` who mailed it. ``copied`` tells of which file among those that came
    in it seems to be a sync client's copy.
    """

    name: str
    path: Path
    time: dt.datetime | None
    steps: WayIn = ()
    sender: str = ""
    copied: Copied | None = None

    def content(self) -> bytes:
        """Its bytes. Raises UnusableInputError and OSError."""
        return content(self.path, self.steps)


class MailText(Struct, frozen=True):
    """What is written in a mail: ``name`` is the mail's. It may be the answer, if no form in the mail holds one."""

    name: str
    sender: str
    words: str
    pictures: int
    time: dt.datetime | None
    subject: str
    body: MailBody


class _MailOrigin(NamedTuple):
    """Who sent a mail, and when."""

    sender: str = ""
    time: dt.datetime | None = None


_NOBODY = _MailOrigin()

Collected = Candidate | RefusedFile | MailText


def name_of(file: Collected) -> str:
    """What people know it by."""
    return file.path if isinstance(file, RefusedFile) else file.name


def collect(sources: Sequence[Path], workbook: Path, *, most: int = MAX_UNPACKED) -> list[Collected]:
    """Every returned file in ``sources``, in the order of their names; what can't be opened or isn't read is refused.

    ``most`` is how many bytes may be unpacked of zip files and mails.
    """
    found: list[Collected] = []
    search = _Search(workbook, most)
    for source in sources:
        found += search.folder(source) if source.is_dir() else search.file(source, whole(source.name))
    return sorted(_with_copies(list(_told_apart(found))), key=name_of)


def _with_copies(found: Sequence[Collected]) -> Iterator[Collected]:
    """Those that a sync client seems to have made say of which file, out of the same folder, mail or zip file."""
    beside: dict[object, list[str]] = {}
    for file in found:
        if isinstance(file, Candidate):
            beside.setdefault(_folder(file), []).append(_own_name(file))
    for file in found:
        copied = copy_of(_own_name(file), beside[_folder(file)]) if isinstance(file, Candidate) else None
        yield replace(file, copied=copied) if copied else file


def _folder(file: Candidate) -> object:
    return (file.path, file.steps[:-1], PurePosixPath(file.name).parent) if file.steps else file.path.parent


def _own_name(file: Candidate) -> str:
    return short(file.name) if file.steps else file.path.name


def _told_apart(found: Sequence[Collected]) -> Iterator[Collected]:
    """A file that is given twice counts once; files of one name from several places go by their paths.

    A file's name is what its decisions are sorted under, and who answered where the file itself doesn't tell.
    """
    by_name: dict[str, list[Collected]] = {}
    for file in found:
        by_name.setdefault(name_of(file), []).append(file)
    for name, group in by_name.items():
        different = (
            {_content_or_place(candidate): candidate for candidate in group} if len(group) > 1 else {"": group[0]}
        )
        if len(different) == 1:
            yield group[0]
            continue
        for number, key in enumerate(sorted(different), 1):
            file = different[key]
            if not isinstance(file, Candidate):
                yield file
            else:
                yield replace(file, name=f"{name} ({number})" if file.steps else whole(file.path.as_posix()))


def _content_or_place(file: Collected) -> str:
    if not isinstance(file, Candidate):
        return file.message if isinstance(file, RefusedFile) else f"{file.sender} {file.words}"
    if not file.steps:
        return real_name(file.path)
    try:
        return hashlib.sha256(file.content()).hexdigest()
    except (UnusableInputError, OSError):
        return f"{real_name(file.path)} {file.steps}"


class _Search:
    """One command's search. What it may unpack is for all its files together."""

    def __init__(self, workbook: Path, most: int) -> None:
        self._workbook = workbook
        self._left = most

    def folder(self, folder: Path) -> Iterator[Collected]:
        shut: list[OSError] = []
        walked = os.walk(folder, onerror=shut.append)
        for path in sorted(Path(place, name) for place, _, names in walked for name in names):
            name = whole(path.relative_to(folder).as_posix())  # it stands in the log, as text
            if kind_of(name) is FileKind.NO_ANSWER:
                continue
            try:
                passed_over = not path.is_file() or same_file(path, self._workbook)
            except OSError as error:  # the folder may be listed, and nothing more
                yield unreadable(name, error)
                continue
            if not passed_over:
                yield from self.file(path, name)
        for fault in shut:
            within = Path(fault.filename).relative_to(folder)
            told = f"Mappen kan inte läsas ({reason(fault)})."
            place = within.as_posix() if within.parts else folder.name
            yield RefusedFile(place, told, "Kontrollera behörigheten till mappen.")

    def file(self, path: Path, name: str) -> Iterator[Collected]:
        if not path.is_file():
            yield RefusedFile(name, "Filen finns inte.", instead_of(path))
            return
        if same_file(path, self._workbook):
            yield RefusedFile(name, "Det är arbetsboken själv, inget svar.", "", other=True)
            return
        match kind_of(path.name):
            case FileKind.ZIP if self._is_workbook(path, (), path.stat().st_size):
                yield _on_disk(path, name)
            case FileKind.ZIP | FileKind.MAIL | FileKind.MAILBOX:
                yield from self._within(path, (), name, _NOBODY)
            case FileKind.WORKBOOK | FileKind.DOCUMENT | FileKind.TABLE:
                yield _too_large(name) if path.stat().st_size > MAX_FILE else _on_disk(path, name)
            case _:  # also what holds no answer, where somebody has asked for it
                yield _on_disk(path, name) if self._is_workbook(path, (), path.stat().st_size) else not_read(name)

    def _within(self, path: Path, steps: WayIn, name: str, sent: _MailOrigin) -> Iterator[Collected]:
        """What is in a zip file or a mail; ``sent`` tells of the mail that it lies in."""
        try:
            opened = container(path, steps)
        except UnusableInputError as error:
            yield RefusedFile(name, error.message, error.remedy)
            return
        except OSError as error:
            yield unreadable(name, error)
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not stop the others
            yield unexpected(name, error)
            return
        mail = opened.mail
        if mail and mail.draft:  # such as our own reminders: nobody has sent it
            return
        members = [member for member in opened.members if kind_of(member.name) is not FileKind.NO_ANSWER]
        needed = sum(member.size for member in members if kind_of(member.name) is not FileKind.UNREAD)
        if needed > self._left:
            yield RefusedFile(name, "Filerna är för stora för att packas upp på en gång.", _BY_HAND)
            return
        self._left -= needed
        if mail:
            sent = _MailOrigin(mail.sender, mail.time)
            yield MailText(name, mail.sender, mail.words, mail.pictures, mail.time, mail.subject, mail.body)
        for member in members:
            yield from self._member(path, steps, f"{name}/{member.name}", member, sent)

    def _member(self, path: Path, steps: WayIn, name: str, member: Member, sent: _MailOrigin) -> Iterator[Collected]:
        inner = (*steps, member.number)
        match kind_of(member.name):
            case FileKind.ZIP | FileKind.MAIL | FileKind.MAILBOX if len(inner) >= _DEPTH:
                yield RefusedFile(name, "Filen ligger i för många andra filer.", _BY_HAND)
            case FileKind.ZIP if self._is_workbook(path, inner, member.size):
                yield Candidate(name, path, sent.time or member.time, inner, sent.sender)
            case FileKind.ZIP | FileKind.MAIL | FileKind.MAILBOX:
                yield from self._within(path, inner, name, sent)
            case FileKind.WORKBOOK | FileKind.DOCUMENT | FileKind.TABLE:
                large = member.size > MAX_FILE
                yield _too_large(name) if large else Candidate(name, path, sent.time or member.time, inner, sent.sender)
            case _:
                form = self._is_workbook(path, inner, member.size)
                yield Candidate(name, path, sent.time or member.time, inner, sent.sender) if form else not_read(name)

    def _is_workbook(self, path: Path, steps: WayIn, size: int) -> bool:
        """Whether a file that its name says nothing of is a workbook by its content, as far as it can be unpacked."""
        if size > (min(MAX_FILE, self._left) if steps else MAX_FILE):
            return False
        self._left -= size if steps else 0
        try:
            return is_workbook(content(path, steps))
        except (UnusableInputError, OSError):
            return False


def _on_disk(path: Path, name: str) -> Candidate:
    return Candidate(name, path, dt.datetime.fromtimestamp(path.stat().st_mtime, tz=dt.UTC))


def _too_large(name: str) -> RefusedFile:
    return RefusedFile(name, "Filen är för stor för att vara en uppföljningsfil.", "Kontrollera vad det är.")
