"""Files that are damaged or meant to do harm, made out of good ones."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
from collections.abc import Callable, Iterator

MEGA = 2**20
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_NASTY = ("", "0", "-1", "99999999999999999999", "1e999", "NaN", "A1:XFD1048576",
          "#REF!", "../../../etc/passwd", "true", "<", "&#1;", "rId999", "A0", "XFE1",
          "=cmd|' /C calc'!A0")  # fmt: skip


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def packed(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A zip file with something wrong: in its bytes, in its parts, or inside a part (then the zip itself is sound)."""
    way = chance.choice((_cut, _flipped, _without_part, _wrong_part, _inside, _inside, _inside, _inside))
    return way(data, chance)


def damaged_text(data: bytes, chance: random.Random) -> bytes:
    return chance.choice((_cut, _flipped, _values))(data, chance)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 50))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _without_part(data: bytes, chance: random.Random) -> bytes:
    parts = members(data)
    del parts[chance.choice(sorted(parts))]
    return packed(parts)


def _wrong_part(data: bytes, chance: random.Random) -> bytes:
    parts = members(data)
    one, other = chance.choice(sorted(parts)), chance.choice(sorted(parts))
    parts[one] = chance.choice((b"", b"<a/>", bytes(100), parts[other], b"\xff\xfe<\x00a\x00/\x00>\x00"))
    return packed(parts)


def _inside(data: bytes, chance: random.Random) -> bytes:
    parts = members(data)
    name = chance.choice([each for each in sorted(parts) if each.endswith((".xml", ".rels"))])
    parts[name] = chance.choice((_values, _values, _tags, _flipped))(parts[name], chance)
    return packed(parts)


def _values(data: bytes, chance: random.Random) -> bytes:
    """Some attribute values or texts are others."""
    found = list(re.finditer(rb'"([^"<>]*)"|>([^<>]+)<', data))
    for match in chance.sample(found, min(len(found), chance.choice((1, 1, 3)))):
        nasty = chance.choice(_NASTY).replace("<", "&lt;").encode()
        kind = (b'"' + nasty + b'"') if match[0].startswith(b'"') else b">" + nasty + b"<"
        data = data.replace(match[0], kind, 1)
    return data


def _tags(data: bytes, chance: random.Random) -> bytes:
    """An element is gone, or stands twice."""
    found = list(re.finditer(rb"<(\w+)[^<>]*?(/>|>[^<>]*</\1>)", data))
    if not found:
        return data
    match = chance.choice(found)
    return data.replace(match[0], chance.choice((b"", match[0] * 2)), 1)


# ------------------------------------------------------------------ made to do harm


def bombs(good: bytes) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Name and maker; ``good`` is a sound workbook."""
    sheet = sorted(name for name in members(good) if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name))[0]

    def changed(part: str, change: Callable[[bytes], bytes]) -> Callable[[], bytes]:
        def make() -> bytes:
            parts = members(good)
            parts[part] = change(parts[part])
            return packed(parts)

        return make

    def rows(inner: bytes) -> Callable[[bytes], bytes]:
        return lambda data: re.sub(
            rb"<sheetData.*?</sheetData>|<sheetData ?/>",
            lambda _: b"<sheetData>" + inner + b"</sheetData>",
            data,
            flags=re.S,
        )

    def after(inner: bytes) -> Callable[[bytes], bytes]:
        return lambda data: data.replace(b"</sheetData>", b"</sheetData>" + inner, 1)

    laughs = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, (b"&%c;" % (97 + n)) * 10) for n in range(9)
    ) + b"]>"  # fmt: skip
    yield (
        "dimension",
        changed(sheet, lambda data: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', data)),
    )
    yield "last row", changed(sheet, rows(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    yield "beyond the last row", changed(sheet, rows(b'<row r="9999999"><c r="A9999999"><v>1</v></c></row>'))
    styled = "".join(f'<row r="{n}"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(1, 1_048_577))
    yield "formats to the last row", changed(sheet, rows(styled.encode()))
    yield "row spans", changed(sheet, rows(b'<row r="1" spans="1:99999999"><c r="A1"><v>1</v></c></row>'))
    yield (
        "a million merged",
        changed(
            sheet,
            after(
                b"<mergeCells>"
                + b"".join(b'<mergeCell ref="A%d:B%d"/>' % (n, n) for n in range(1, 1_000_001))
                + b"</mergeCells>"
            ),
        ),
    )
    yield (
        "hidden columns",
        changed(
            sheet,
            lambda data: re.sub(
                rb"<sheetData",
                b"<cols>" + b'<col min="1" max="16384" hidden="1"/>' * 400_000 + b"</cols><sheetData",
                data,
                count=1,
            ),
        ),
    )
    yield (
        "three million cells",
        changed(sheet, rows(b"".join(b"<row>" + b"<c><v>1</v></c>" * 3000 + b"</row>" for _ in range(1000)))),
    )
    yield (
        "a million styled blanks",
        changed(sheet, rows(b"".join(b"<row>" + b'<c s="1"/>' * 3000 + b"</row>" for _ in range(1000)))),
    )
    yield (
        "shared formulas",
        changed(
            sheet,
            rows(
                b'<row><c><f t="shared" ref="A1:A9" si="0">'
                + b"A1+" * 2000
                + b"1</f></c></row>"
                + b'<row><c><f t="shared" si="0"/></c></row>' * 100_000
            ),
        ),
    )
    yield (
        "array formulas",
        changed(sheet, rows(b"<row>" + b'<c><f t="array" ref="A1:XFD1048576">1</f><v>1</v></c>' * 16_000 + b"</row>")),
    )
    yield "inline texts without end", changed(sheet, rows(b'<row r="1">' + b'<c r="A1"><is>' * 300_000 + b"</row>"))
    yield "shared texts without end", lambda: _with_strings(good, b"<si>" * MEGA)
    yield "deep", changed(sheet, rows(b"<row>" * 100_000 + b"</row>" * 100_000))
    yield (
        "long text",
        changed(sheet, rows(b'<row><c t="inlineStr"><is><t>' + b"x" * 20 * MEGA + b"</t></is></c></row>")),
    )
    yield (
        "long attribute",
        changed(sheet, lambda data: data.replace(b"<sheetData", b'<sheetData x="' + b"y" * 12 * MEGA + b'"', 1)),
    )
    yield "entities", changed(sheet, lambda data: laughs + b"<worksheet xmlns='%s'>&j;</worksheet>" % MAIN.encode())
    yield (
        "external entity",
        changed(
            sheet,
            lambda data: (
                b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet xmlns="%s">&a;</worksheet>'
                % MAIN.encode()
            ),
        ),
    )
    yield (
        "entities in utf-16",
        changed(
            sheet,
            lambda data: '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode(
                "utf-16"
            ),
        ),
    )
    yield (
        "names",
        changed(
            "xl/workbook.xml",
            lambda data: data.replace(
                b"</workbook>",
                b"<definedNames>"
                + b"".join(
                    b'<definedName name="n%d">%s</definedName>' % (n, b"n%d+" % (n + 1) * 3 + b"1")
                    for n in range(100_000)
                )
                + b"</definedNames></workbook>",
            ),
        ),
    )
    yield "a table to the last row", _with_tables(good, rb' ref="\1:\g<2>1048576"')
    yield "a table of everything", _with_tables(good, rb' ref="A1:XFD1048576"')
    yield "zip bomb", lambda: packed(members(good) | {"xl/media/a.bin": bytes(700 * MEGA)})
    yield "xml bomb", changed(sheet, lambda data: b"<worksheet>" + b" " * 200 * MEGA + b"</worksheet>")
    yield "fifty thousand parts", lambda: packed(members(good) | {f"xl/a{n}.xml": b"" for n in range(50_000)})
    for path in ("../../ut.xml", "/etc/cron.d/x", "C:\\x.xml", "xl/..\\..\\x.xml"):
        yield f"path {path}", lambda path=path: packed(members(good) | {path: b"x"})  # type: ignore[misc]
    yield "doubled", lambda: _twice(good)
    yield "encrypted", lambda: _encrypted(good)
    yield (
        "ole",
        lambda: bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(100),
    )
    yield "xls", lambda: bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)
    yield "csv", lambda: b"Aktivitet;Dagar\r\nA01;5\r\n"
    yield "ods", lambda: packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"})
    yield "empty", lambda: b""
    yield "empty zip", lambda: b"PK\x05\x06" + bytes(18)
    yield "lying directory", lambda: good[:-12] + struct.pack("<L", 0xFFFFFFF0) + good[-8:]


def _with_strings(good: bytes, inner: bytes) -> bytes:
    parts = members(good)
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    new = b'<Relationship Id="texter" Type="%s" Target="sharedStrings.xml"/></Relationships>' % kind
    relationships = "xl/_rels/workbook.xml.rels"
    parts[relationships] = parts[relationships].replace(b"</Relationships>", new)
    parts["xl/sharedStrings.xml"] = b'<sst xmlns="%s">%s</sst>' % (MAIN.encode(), inner)
    return packed(parts)


def _with_tables(good: bytes, ref: bytes) -> Callable[[], bytes]:
    def make() -> bytes:
        parts = members(good)
        for name in [each for each in parts if each.startswith("xl/tables/")]:
            parts[name] = re.sub(rb' ref="([A-Z]+\d+):([A-Z]+)\d+"', ref, parts[name])
        return packed(parts)

    return make


def _twice(good: bytes) -> bytes:
    """A part that stands twice under names that differ in case alone, which Office takes for one."""
    parts = members(good)
    name = "xl/workbook.xml"
    return packed(parts | {name.upper(): parts[name]})


def _encrypted(good: bytes) -> bytes:
    """The flag for encryption in each part's record."""
    changed = bytearray(good)
    at = changed.find(b"PK\x01\x02")
    while at >= 0:
        changed[at + 8] |= 1
        at = changed.find(b"PK\x01\x02", at + 4)
    return bytes(changed)
