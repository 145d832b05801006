"""A package with some members replaced; every other member's bytes, order, dates and extra fields are copied raw."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping

from rus_sheets.office.package import OfficePackage

_DESCRIPTOR = 0x0008
_ZIP64 = 0x0001
_END = b"PK\x05\x06"
_FULL = 0xFFFFFFFF
_UTF8_NAME = 0x0800
_FIRST_DAY = 0x21  # 1 January 1980, the first that a zip file can hold


def with_members(
    package: OfficePackage, replaced: Mapping[str, bytes | None], added: Mapping[str, bytes] | None = None
) -> bytes:
    """The package's bytes with these parts' contents replaced, those that are None left out, and new ones last.

    The names of ``added`` are not in the package. Raises UnusableInputError when the directory isn't as the
    zip format wants it.
    """
    return Members(package).replaced(replaced, added)


class Members:
    """The members of a package, as they stand in its file: for writing it again and again with others replaced."""

    def __init__(self, package: OfficePackage) -> None:
        """Raises UnusableInputError when the directory isn't as the zip format wants it."""
        infos = package.infos
        by_offset = sorted(range(len(infos)), key=lambda index: infos[index].header_offset)
        starts = [infos[index].header_offset for index in by_offset]
        self._package = package
        self._before = package.data[: starts[0]] if starts else b""
        self._comment = _comment(package)
        self._records = _directory_records(package)
        self._by_offset: list[tuple[int, bytes]] = []
        for index, start, end in zip(by_offset, starts, [*starts[1:], package.directory_offset], strict=True):
            if package.span(infos[index])[1] > end:
                raise package.fault("Filen är skadad: dess delar går in i varandra.")
            self._by_offset.append((index, package.data[start:end]))

    def replaced(self, replaced: Mapping[str, bytes | None], added: Mapping[str, bytes] | None = None) -> bytes:
        """As ``with_members``. Raises UnusableInputError for a part that isn't there."""
        infos = self._package.infos
        contents = {self._package.info(part).filename: content for part, content in replaced.items()}
        pieces = [self._before]
        directory: dict[int, bytes] = {}
        at = len(self._before)
        for index, raw in self._by_offset:
            record, name = self._records[index], infos[index].filename
            if name in contents:
                content = contents[name]
                if content is None:
                    continue
                stored = infos[index].compress_type == zipfile.ZIP_STORED
                raw, record = _rewritten(raw, record, content, stored=stored)  # noqa: PLW2901
            directory[index] = _with_offset(record, at)
            pieces.append(raw)
            at += len(raw)
        for index, (name, content) in enumerate((added or {}).items(), len(infos)):
            raw, record = _new_member(name, content)
            directory[index] = _with_offset(record, at)
            pieces.append(raw)
            at += len(raw)
        listed = b"".join(directory[index] for index in sorted(directory))
        count = len(directory)
        end = struct.pack("<4s4H2LH", _END, 0, 0, count, count, len(listed), at, len(self._comment))
        return b"".join((*pieces, listed, end, self._comment))


def _directory_records(package: OfficePackage) -> list[bytes]:
    """Each member's raw record in the central directory."""
    records = []
    at = package.directory_offset
    for _ in package.infos:
        head = package.data[at : at + 46]
        if len(head) < 46 or head[:4] != b"PK\x01\x02":
            raise package.fault("Filen är skadad: dess innehållsförteckning är inte hel.")
        end = at + 46 + sum(struct.unpack("<3H", head[28:34]))
        records.append(package.data[at:end])
        at = end
    return records


def _comment(package: OfficePackage) -> bytes:
    """The archive's comment; zipfile has already found the end record to be in order."""
    at = package.data.rfind(_END)
    return package.data[at + 22 :] if at >= 0 else b""


def _rewritten(raw: bytes, record: bytes, content: bytes, *, stored: bool) -> tuple[bytes, bytes]:
    """Local header with data, and directory record, for new content; name, date and other extra fields as before."""
    packed = content if stored else _deflated(content)
    sizes = struct.pack("<3L", zlib.crc32(content), len(packed), len(content))
    name_length, extra_length = struct.unpack("<2H", raw[26:30])
    name, extra = raw[30 : 30 + name_length], raw[30 + name_length : 30 + name_length + extra_length]
    extra = _without_zip64(extra)
    local = raw[:6] + _without_descriptor(raw[6:8]) + raw[8:14] + sizes
    local += struct.pack("<2H", name_length, len(extra)) + name + extra + packed
    name_length, extra_length, comment_length = struct.unpack("<3H", record[28:34])
    rest = record[46:]
    extra = _without_zip64(rest[name_length : name_length + extra_length])
    central = record[:8] + _without_descriptor(record[8:10]) + record[10:16] + sizes
    central += struct.pack("<3H", name_length, len(extra), comment_length) + record[34:42] + bytes(4)
    return local, central + rest[:name_length] + extra + rest[name_length + extra_length :]


def _new_member(name: str, content: bytes) -> tuple[bytes, bytes]:
    """Local header with data, and directory record, dated 1980 so that the same content is the same file."""
    packed, written = _deflated(content), name.encode()
    flags = 0 if name.isascii() else _UTF8_NAME
    common = struct.pack("<5H", 20, flags, zipfile.ZIP_DEFLATED, 0, _FIRST_DAY)
    common += struct.pack("<3L", zlib.crc32(content), len(packed), len(content))
    local = b"PK\x03\x04" + common + struct.pack("<2H", len(written), 0) + written + packed
    central = b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<3H", len(written), 0, 0) + bytes(12)
    return local, central + written


def _deflated(content: bytes) -> bytes:
    compressor = zlib.compressobj(6, zlib.DEFLATED, -15)
    return compressor.compress(content) + compressor.flush()


def _without_descriptor(flags: bytes) -> bytes:
    return struct.pack("<H", struct.unpack("<H", flags)[0] & ~_DESCRIPTOR)


def _without_zip64(extra: bytes) -> bytes:
    kept = []
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack("<2H", extra[at : at + 4])
        if kind != _ZIP64:
            kept.append(extra[at : at + 4 + length])
        at += 4 + length
    return b"".join(kept) + (extra[at:] if at < len(extra) else b"")


def _with_offset(record: bytes, offset: int) -> bytes:
    packed_size, size = struct.unpack("<2L", record[20:28])
    if struct.unpack("<L", record[42:46])[0] != _FULL:
        return record[:42] + struct.pack("<L", offset) + record[46:]
    # The offset stands in the zip64 field, after those sizes that also do.
    at = 46 + struct.unpack("<H", record[28:30])[0]
    while struct.unpack("<H", record[at : at + 2])[0] != _ZIP64:
        at += 4 + struct.unpack("<H", record[at + 2 : at + 4])[0]
    at += 4 + 8 * ((size == _FULL) + (packed_size == _FULL))
    return record[:at] + struct.pack("<Q", offset) + record[at + 8 :]
