"""Files that have files in them, zip files and mails, also within each other; what is in them is read one at a time.

Nothing is kept of them but the latest two, since a command may be given many: each member is read when its turn comes.
"""

from __future__ import annotations

import datetime as dt
import io
import lzma
import re
import zipfile
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct

from rus_sheets.errors import UnusableInputError
from rus_sheets.office.package import TYPES, ZIP_FAULTS
from rus_sheets.sharing import read_bytes
from rus_sheets.usecases.inbox.filekinds import FileKind, kind_of

if TYPE_CHECKING:
    from rus_sheets.usecases.inbox.mail import Mail

MAX_MAIL = 64 * 2**20
"""Bytes; mail servers take less, and it is decoded in memory."""
MAX_MEMBERS = 20_000
_MAX_ZIP_IN_MEMORY = 256 * 2**20
_BY_HAND = "Packa upp den för hand och läs in mappen."
_ZIP_FAULTS = (*ZIP_FAULTS, lzma.LZMAError, OSError, RuntimeError)
"""What zipfile raises for damaged, encrypted and unknown content."""

_MAIL_BEGINS = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\n]*\d\d:\d\d[^\n]*\n")
_ZIP_MARK = b"PK\x03\x04"
_WORKBOOK_PARTS = {TYPES, "xl/workbook.xml"}

WayIn = tuple[int, ...]
"""The way to a file within others: its number in the outermost, in that one's member, and so on."""


class Member(Struct, frozen=True):
    """A file within another: its number there, its name (folders included), its size unpacked and when it was saved."""

    number: int
    name: str
    size: int
    time: dt.datetime | None


class Container(Struct, frozen=True):
    """An opened zip file or mail. ``read`` gives the content of the member with a number, or UnusableInputError."""

    members: Sequence[Member]
    read: Callable[[int], bytes]
    mail: Mail | None = None


def opened(name: str, data: bytes) -> Container:
    """The zip file or mail with that content. Raises UnusableInputError."""
    made = {FileKind.ZIP: _zip, FileKind.MAILBOX: _mailbox}.get(kind_of(name), _mail)
    return made(name, data)


def _zip(name: str, data: bytes) -> Container:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _ZIP_FAULTS as error:
        remedy = "Packa upp den för hand, eller be om en ny."
        raise UnusableInputError("Zip-filen är skadad eller krypterad.", place=name, remedy=remedy) from error
    infos = archive.infolist()
    if len(infos) > MAX_MEMBERS:
        raise UnusableInputError("Zip-filen har för många filer.", place=name, remedy=_BY_HAND)
    members = [
        Member(number, _inner(info.filename), info.file_size, _zip_time(info))
        for number, info in enumerate(infos)
        if not info.is_dir()
    ]

    def read(number: int) -> bytes:
        try:
            return archive.read(infos[number])
        except _ZIP_FAULTS as error:
            fault = "Filen är skadad eller krypterad i zip-filen."
            raise UnusableInputError(fault, place=infos[number].filename, remedy="Be om en ny kopia.") from error

    return Container(members, read)


def _mail(name: str, data: bytes) -> Container:
    if len(data) > MAX_MAIL:
        remedy = "Spara bilagorna i en mapp och läs in den."
        raise UnusableInputError("Mejlet är för stort för att läsas.", place=name, remedy=remedy)
    from rus_sheets.usecases.inbox.mail import UnreadableMailError, read_mail  # noqa: PLC0415 - 10 ms where there is no mail

    try:
        mail = read_mail(data)
    except UnreadableMailError as error:
        remedy = "Öppna det i e-postprogrammet, spara bilagorna och läs in dem."
        raise UnusableInputError("Mejlet är skadat, eller inget mejl.", place=name, remedy=remedy) from error
    return Container([Member(part.number, part.name, part.size, mail.time) for part in mail.parts], mail.read, mail)


def _mailbox(name: str, data: bytes) -> Container:
    """The mails that a program has exported to one file: each begins with a line of "From " (RFC 4155)."""
    starts = [found.start() for found in _MAIL_BEGINS.finditer(data)][: MAX_MEMBERS + 1]
    if not starts or starts[0]:
        remedy = "Spara mejlen var för sig (.eml eller .msg) och läs in dem."
        raise UnusableInputError("Brevlådan är skadad, eller ingen brevlåda.", place=name, remedy=remedy)
    if len(starts) > MAX_MEMBERS:
        raise UnusableInputError("Brevlådan har för många mejl.", place=name, remedy=_BY_HAND)
    ends = [*starts[1:], len(data)]
    members = [
        Member(number, f"{number + 1}.eml", end - start, None)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]
    return Container(members, lambda number: data[starts[number] : ends[number]].partition(b"\n")[2])


def content(path: Path, steps: WayIn) -> bytes:
    """A file's bytes, or those of a file within it. Raises UnusableInputError and OSError."""
    if not steps:
        return read_bytes(path)
    stat = path.stat()
    return _kept(path, steps[:-1], (stat.st_mtime_ns, stat.st_size))[0].read(steps[-1])


def container(path: Path, steps: WayIn = ()) -> Container:
    """The zip file or mail at the end of the steps. Raises UnusableInputError and OSError."""
    stat = path.stat()
    if not steps and stat.st_size > _MAX_ZIP_IN_MEMORY:
        raise UnusableInputError("Filen är för stor för att läsas.", place=path.name, remedy=_BY_HAND)
    return _kept(path, steps, (stat.st_mtime_ns, stat.st_size))[0]


def is_workbook(data: bytes) -> bool:
    """Whether the content is an Excel workbook, whatever the file is called: mails and phones lose endings."""
    if not data.startswith(_ZIP_MARK):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return set(archive.namelist()) >= _WORKBOOK_PARTS
    except _ZIP_FAULTS:
        return False


def let_go() -> None:
    """Forget the latest ones, and with them their memory."""
    _kept.cache_clear()


@lru_cache(maxsize=2)
def _kept(path: Path, steps: WayIn, version: tuple[int, int]) -> tuple[Container, str]:
    """An opened container and its name. ``version``: another file may have come in its place."""
    if not steps:
        return opened(path.name, read_bytes(path)), path.name
    outer, _ = _kept(path, steps[:-1], version)
    name = next(member.name for member in outer.members if member.number == steps[-1])
    return opened(name, outer.read(steps[-1])), name


def _inner(name: str) -> str:
    steps = PurePosixPath(name.replace("\\", "/")).parts
    return "/".join(step for step in steps if step not in ("/", ".."))


def _zip_time(info: zipfile.ZipInfo) -> dt.datetime | None:
    try:
        return dt.datetime(*info.date_time, tzinfo=dt.UTC)
    except ValueError:  # some programs write month 0
        return None
