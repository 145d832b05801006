"""An Office file as a package: opened safely, parts found by relationship and content type, never by guessed name.

Everything that is wrong with the file is an UnusableInputError. Limits bound memory and time for hostile files.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote

from lxml import etree
from msgspec import Struct

from rus_sheets.errors import UnusableInputError, reason
from rus_sheets.office.safexml import BadXmlError, parse
from rus_sheets.sharing import read_bytes

MAX_FILE = 256 * 2**20
"""Bytes on disk."""
MAX_TOTAL = 512 * 2**20
"""Bytes unpacked, all members together."""
MAX_XML = 96 * 2**20
"""Bytes unpacked of one part that is read."""
MAX_TAGS = 3_000_000
"""Tags of one part that is made a tree, which takes some 250 bytes for each, and far more than the part itself."""
FREE_OF_RATIO = 16 * 2**20
MAX_RATIO = 150
MAX_MEMBERS = 20_000
_SMALL = 192 * 2**10
"""Bytes unpacked of a part that is worth remembering: the longest sheet of a follow-up file takes 150 KiB."""

T = TypeVar("T")

TYPES = "[Content_Types].xml"
RELATIONSHIPS = "_rels/.rels"
"""The package's own."""
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
"""What an encrypted or old Office file begins with, and an Outlook mail."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LABELLED = "DRMEncrypted".encode("utf-16-le")
"""Begins the names of what holds a file encrypted by rights management, as sensitivity labels do (MS-OFFCRYPTO 2.2)."""
ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, EOFError, struct.error, OverflowError)
"""What zipfile raises for damage, and for kinds of packing that it doesn't know."""


class FileWords(Struct, frozen=True):
    """How messages speak of a kind of file: "Excel", "ingen Excel-arbetsbok", "Excel-arbetsbok (.xlsx)", ".xls"."""

    program: str
    none: str
    format: str
    old: str
    protect: str
    """The menu in which a password is taken away."""
    smaller: str
    """What to do about a file that is too large."""


class Relationship(Struct, frozen=True):
    """One relationship. ``kind`` is the last step of its type; ``target`` a part name, or an address if external."""

    id: str
    kind: str
    target: str
    external: bool


class OfficePackage:
    """A package in memory, read only. Part names are as in the zip, without a leading slash.

    ``data`` is the whole file; ``infos`` its members in the central directory's order; ``words`` the kind of file.
    """

    words: FileWords

    def __init__(self, path: str | Path, data: bytes | None = None) -> None:
        """Open ``path`` (or ``data``, then ``path`` only names it). Raises UnusableInputError."""
        self.path = str(path)
        self.data = _read_file(Path(path), self.words) if data is None else data
        self.infos, self.directory_offset = self._open()
        self._by_key = {_key(info.filename): info for info in self.infos}
        self._types: tuple[dict[str, str], dict[str, str]] | None = None
        self._check_members()

    def fault(self, message: str, remedy: str = "") -> UnusableInputError:
        """The error for this file, to be raised by the caller."""
        damaged = f"Be om en ny kopia, eller öppna filen i {self.words.program} och spara den på nytt."
        return UnusableInputError(message, place=self.path, remedy=remedy or damaged)

    def has(self, part: str) -> bool:
        """Is there such a part? Names are compared without regard to case (ECMA-376 part 2, 6.2.2.3)."""
        return _key(part) in self._by_key

    def parts_in(self, folder: str) -> list[str]:
        """The members in a folder (``xl/charts``), as they are named in the zip."""
        return [info.filename for key, info in self._by_key.items() if key.startswith(f"{_key(folder)}/")]

    def info(self, part: str) -> zipfile.ZipInfo:
        """The member of that part. Raises UnusableInputError when it is missing."""
        info = self._by_key.get(_key(part))
        if info is None:
            raise self.fault(f"Filen är skadad: delen {part} saknas.")
        return info

    def read(self, part: str) -> bytes:
        """The part's bytes, checked against its length and CRC. Raises UnusableInputError."""
        info = self.info(part)
        try:
            start, end = self.span(info)
            unpacked = _small_unpacked if info.file_size <= _SMALL else _unpacked
            content = unpacked(self.data[start:end], info.compress_type, info.file_size, info.CRC)
        except ZIP_FAULTS as error:
            raise self.fault(f"Filen är skadad: delen {info.filename} kan inte packas upp.") from error
        if content is None:
            raise self.fault(f"Filen är skadad: delen {info.filename} är inte hel.")
        return content

    def span(self, info: zipfile.ZipInfo) -> tuple[int, int]:
        """Where the member's packed bytes begin and end in ``data``. Raises UnusableInputError."""
        at = info.header_offset
        header = self.data[at : at + 30]
        if len(header) < 30 or header[:4] != b"PK\x03\x04":
            raise self.fault(f"Filen är skadad: delen {info.filename} hittas inte.")
        start = at + 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        end = start + info.compress_size
        if end > self.directory_offset:
            raise self.fault(f"Filen är skadad: delen {info.filename} är inte hel.")
        return start, end

    def xml_text(self, part: str) -> bytes:
        """The bytes of a part that is to be parsed. Raises UnusableInputError."""
        if self.info(part).file_size > MAX_XML:
            raise self.too_large(part)
        return self.read(part)

    def xml(self, part: str) -> etree._Element:
        """The part's root element. Raises UnusableInputError."""
        data = self.xml_text(part)
        if data.count(b"<") > MAX_TAGS:
            raise self.too_large(part)
        try:
            return parse(data)
        except BadXmlError as error:
            raise self.unreadable(part) from error

    def parsed(self, part: str, reading: Callable[..., T], *given: str) -> T:
        """What ``reading`` makes of the part's root element and what is ``given``: a value that nobody changes.

        Small parts that are the same in file after file (styles, relationships) are parsed once. Raises
        UnusableInputError, and what ``reading`` raises.
        """
        if self.info(part).file_size > _SMALL:
            return reading(self.xml(part), *given)
        try:
            found: T = _parsed(reading, self.read(part), *given)
        except BadXmlError as error:
            raise self.unreadable(part) from error
        return found

    def too_large(self, part: str) -> UnusableInputError:
        """The error of a part with more in it than is read, to be raised by the caller."""
        return self.fault(f"Delen {part} är för stor för att läsas.", self.words.smaller)

    def unreadable(self, part: str) -> UnusableInputError:
        """The error of a part that is no XML, to be raised by the caller."""
        return self.fault(f"Filen är skadad: delen {part} kan inte tolkas.")

    def relationships(self, part: str) -> tuple[Relationship, ...]:
        """The part's relationships (the package's own for ``""``), in their order; empty if it has none."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        return self.parsed(rels, _relationships, folder) if self.has(rels) else ()

    def parts_of(self, part: str, kind: str) -> list[str]:
        """The parts of this file that the part's relationships of that kind lead to, in their order."""
        return [
            relationship.target
            for relationship in self.relationships(part)
            if relationship.kind == kind and not relationship.external and self.has(relationship.target)
        ]

    def part_of(self, part: str, kind: str) -> str:
        """The first of ``parts_of``, "" where there is none."""
        return next(iter(self.parts_of(part, kind)), "")

    def content_type(self, part: str) -> str:
        """The part's content type in lower case, empty if none is declared."""
        if self._types is None:
            self._types = self.parsed(TYPES, _read_types)
        defaults, overrides = self._types
        return overrides.get(_key(part)) or defaults.get(_key(part).rpartition(".")[2], "")

    def _open(self) -> tuple[list[zipfile.ZipInfo], int]:
        if not self.data:
            raise self.fault("Filen är tom (0 byte).", "Be om en ny kopia.")
        if self.data.startswith(OLE):
            raise self._ole_fault()
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
                return archive.infolist(), archive.start_dir
        except ZIP_FAULTS as error:
            if self.data.startswith(b"PK"):
                raise self.fault("Filen är skadad eller inte hel.") from error
            remedy = f"Öppna den i {self.words.program} eller LibreOffice och spara den som {self.words.format}."
            raise self.fault(f"Filen är {self.words.none}.", remedy) from error

    def _ole_fault(self) -> UnusableInputError:
        if _LABELLED in self.data:
            remedy = (
                f"Öppna den i {self.words.program}, välj en etikett utan kryptering (Start > Känslighet) eller "
                f"obegränsad åtkomst ({self.words.protect}), och spara. Eller be avsändaren göra det."
            )
            return self.fault("Filen är krypterad av en känslighetsetikett eller behörighet.", remedy)
        if _ENCRYPTED in self.data:
            return self.fault(
                "Filen är lösenordsskyddad (krypterad) och kan inte läsas.",
                f"Öppna den i {self.words.program}, ta bort lösenordet under {self.words.protect} och spara.",
            )
        return self.fault(f"Filen har ett gammalt format ({self.words.old}).", f"Spara den som {self.words.format}.")

    def _check_members(self) -> None:
        if len(self._by_key) != len(self.infos):
            raise self.fault("Filen är skadad: samma del finns två gånger.")
        if len(self.infos) > MAX_MEMBERS:
            raise self.fault("Filen har för många delar för att läsas.", self.words.smaller)
        total = 0
        for info in self.infos:
            steps = _key(info.filename).split("/")
            if ".." in steps or ":" in steps[0] or self._is_elsewhere(info.filename):
                raise self.fault("Filen har delar med otillåtna sökvägar.")
            if info.flag_bits & 1:
                raise self.fault("Filen är en krypterad zip-fil.", "Be om en kopia utan lösenord.")
            total += info.file_size
        if total > MAX_TOTAL or total > FREE_OF_RATIO + MAX_RATIO * len(self.data):
            fault = "Filen sväller orimligt när den packas upp och läses därför inte."
            raise self.fault(fault, self.words.smaller)

    def _is_elsewhere(self, name: str) -> bool:
        """Does the name begin at the root, without being a part? Some programs write all parts' names so."""
        if not name.startswith(("/", "\\")) or _key(name) == _key(TYPES):
            return False
        return not (self.has(TYPES) and self.content_type(name))


def _unpacked(packed: bytes, method: int, size: int, crc: int) -> bytes | None:
    """A member's content, None where it isn't what the directory says."""
    if method == zipfile.ZIP_STORED:
        content = packed
    elif method == zipfile.ZIP_DEFLATED:
        content = zlib.decompressobj(-15).decompress(packed, size + 1)
    else:
        raise zipfile.BadZipFile(f"compression {method}")
    return content if len(content) == size and zlib.crc32(content) == crc else None


_small_unpacked = lru_cache(maxsize=512)(_unpacked)
"""Most parts of follow-up files are the same, packed too."""


def remembered(function: Callable[[bytes], T]) -> Callable[[bytes], T]:
    """The function, which then works once on each of the small parts that are the same in file after file.

    What it gives is a value that nobody changes.
    """
    once = lru_cache(maxsize=128)(function)
    return lambda data: once(data) if len(data) <= _SMALL else function(data)


@lru_cache(maxsize=512)
def _parsed(reading: Callable[..., Any], data: bytes, *given: str) -> Any:
    return reading(parse(data), *given)


def _read_types(root: etree._Element) -> tuple[dict[str, str], dict[str, str]]:
    defaults: dict[str, str] = {}
    overrides: dict[str, str] = {}
    for element in root:
        kind = element.get("ContentType", "").lower()
        if (extension := element.get("Extension")) is not None:
            defaults[extension.lower()] = kind
        elif (name := element.get("PartName")) is not None:
            overrides[_key(name)] = kind
    return defaults, overrides


def _key(part: str) -> str:
    return unquote(part).replace("\\", "/").lstrip("/").lower()


def _relationships(root: etree._Element, folder: str) -> tuple[Relationship, ...]:
    """The relationships of a part that lies in the folder."""
    return tuple(
        _relationship(element, folder)
        for element in root
        if isinstance(element.tag, str) and element.tag.endswith("}Relationship")
    )


def _relationship(element: etree._Element, folder: str) -> Relationship:
    target = element.get("Target", "")
    external = element.get("TargetMode") == "External"
    if not external:
        target = unquote(target).replace("\\", "/")
        target = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
    return Relationship(element.get("Id", ""), element.get("Type", "").rpartition("/")[2], target, external)


def _read_file(path: Path, words: FileWords) -> bytes:
    place = str(path)
    try:
        if path.is_dir():
            raise UnusableInputError("Det är en mapp, ingen fil.", place=place, remedy=f"Ange en fil: {words.format}.")
        if path.exists() and not path.is_file():
            raise UnusableInputError("Det är ingen vanlig fil.", place=place, remedy=f"Ange en fil: {words.format}.")
        if path.stat().st_size > MAX_FILE:
            raise UnusableInputError("Filen är för stor för att läsas.", place=place, remedy="Ta bort stora bilder.")
        return read_bytes(path)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UnusableInputError("Filen finns inte.", place=place, remedy="Kontrollera namn och mapp.") from error
    except OSError as error:
        remedy = "Stäng den i andra program och kontrollera att du får öppna den."
        raise UnusableInputError(f"Filen går inte att läsa ({reason(error)}).", place=place, remedy=remedy) from error
    except ValueError as error:  # a name that no file can have
        raise UnusableInputError("Filen går inte att läsa.", place=place, remedy="Kontrollera namnet.") from error
