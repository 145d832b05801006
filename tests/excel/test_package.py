"""Files that can't be used: each gives one UnusableInputError that tells which, and nothing else."""

from __future__ import annotations

import io
import warnings
import zipfile
from pathlib import Path

import pytest

from rus_sheets.errors import UnusableInputError
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.office.open_elsewhere import ensure_not_open
from tests.excel.small import HEAD, MAIN, members_of, package, zipped

GOOD = package({"Blad1": '<row r="1"><c r="A1"><v>1</v></c></row>'})
OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)


def changed(name: str, content: str | bytes | None) -> bytes:
    """GOOD with a member replaced, or left out."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        members: dict[str, str | bytes] = {n: archive.read(n) for n in archive.namelist()}
    if content is None:
        del members[name]
    else:
        members[name] = content
    return zipped(members)


def twice() -> bytes:
    stream = io.BytesIO(GOOD)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(stream, "a") as archive:
            archive.writestr("XL/workbook.xml", b"")
    return stream.getvalue()


def bomb() -> bytes:
    return changed("xl/media/image1.png", bytes(40 * 2**20))


def sheet(content: str | bytes) -> bytes:
    return changed("xl/worksheets/sheet1.xml", content)


ENTITIES = (
    f'<!DOCTYPE worksheet [<!ENTITY a "{"x" * 1000}"><!ENTITY b "{"&a;" * 1000}">]>'
    f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="str"><v>&b;</v></c></row></sheetData></worksheet>'
)
TYPES = "[Content_Types].xml"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

UNUSABLE = {
    "empty": (b"", "tom"),
    "text": (b"a;b;c\n1;2;3\n", "ingen Excel-arbetsbok"),
    "cut": (GOOD[: len(GOOD) // 2], "skadad"),
    "old xls": (OLE, ".xls"),
    "encrypted": (OLE + "EncryptedPackage".encode("utf-16-le"), "lösenordsskyddad"),
    "sensitivity label": (
        OLE + b"".join(each.encode("utf-16-le") for each in ("EncryptedPackage", "DRMEncryptedDataSpace")),
        "känslighetsetikett",
    ),
    "ods": (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), ".ods"),
    "zip of files": (zipped({"a.xlsx": b"x"}), "zip-fil"),
    "word": (changed(TYPES, f'<Types><Override PartName="/xl/workbook.xml" ContentType="{WORD}"/></Types>'), "Office"),
    "no content types": (changed(TYPES, None), "ingen Excel-arbetsbok"),
    "no workbook part": (changed("xl/workbook.xml", None), "saknas"),
    "no sheet part": (changed("xl/worksheets/sheet1.xml", None), "saknas"),
    "no relationships": (changed("xl/_rels/workbook.xml.rels", None), "skadad"),
    "member twice": (twice(), "två gånger"),
    "parent path": (changed("xl/../../evil.xml", b""), "sökvägar"),
    "absolute path": (changed("/etc/evil", b""), "sökvägar"),
    "windows path": (changed("..\\evil", b""), "sökvägar"),
    "zip bomb": (bomb(), "sväller"),
    "doctype": (sheet(ENTITIES), "tolkas"),
    "doctype in utf-16": (sheet(ENTITIES.encode("utf-16")), "tolkas"),
    "not xml": (sheet("<worksheet"), "tolkas"),
    "deep xml": (sheet("<a>" * 10_000 + "</a>" * 10_000), "tolkas"),
    "wrong root": (sheet(f'{HEAD}<chart xmlns="{MAIN}"/>'), "fel innehåll"),
    "gigantic row": (
        sheet(f'<worksheet xmlns="{MAIN}"><sheetData><row r="9999999"/></sheetData></worksheet>'),
        "tolkas",
    ),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_unusable_files_are_told_apart(tmp_path: Path, name: str) -> None:
    content, word = UNUSABLE[name]
    path = tmp_path / "plan.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnusableInputError) as caught:
        read_workbook(path)
    assert word in caught.value.message
    assert caught.value.place == str(path)
    assert caught.value.remedy


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(UnusableInputError, match="finns inte"):
        read_workbook(tmp_path / "saknas.xlsx")
    with pytest.raises(UnusableInputError, match="mapp"):
        read_workbook(tmp_path)
    with pytest.raises(UnusableInputError, match="inte att läsa"):
        read_workbook("plan\0.xlsx")


def test_a_wrong_crc_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    data = bytearray(GOOD)
    at = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    data[at + 16] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(UnusableInputError, match="inte hel"):
        read_workbook(path)


def test_parts_are_found_by_relationship(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(GOOD)
    moved = {
        name.replace("xl/", "innehåll/"): content.replace(b"xl/", "innehåll/".encode())
        for name, content in members_of(path).items()
    }
    path.write_bytes(zipped(moved))
    assert read_workbook(path).sheets[0].at(1, 1).value == 1


@pytest.mark.parametrize(
    ("lock", "content", "words"),
    [
        ("~$verksamhet.xlsx", b"\x08Kansliet" + b" " * 60, "öppen i Excel hos Kansliet"),
        ("~$rksamhet.xlsx", b"", "öppen i Excel."),
        (".~lock.verksamhet.xlsx#", b",kansliet,dator,21.11.2026 09:00,file:///;", "LibreOffice hos kansliet"),
    ],
)
def test_a_workbook_that_is_open_is_refused(tmp_path: Path, lock: str, content: bytes, words: str) -> None:
    path = tmp_path / "verksamhet.xlsx"
    path.write_bytes(GOOD)
    (tmp_path / "~$samhet.xlsx").write_bytes(b"")  # another file's
    ensure_not_open(path)
    (tmp_path / lock).write_bytes(content)
    with pytest.raises(UnusableInputError) as caught:
        ensure_not_open(path)
    assert words in str(caught.value)
    assert lock in caught.value.remedy


def test_a_label_that_encrypts_is_not_told_to_have_a_password() -> None:
    content, _ = UNUSABLE["sensitivity label"]
    with pytest.raises(UnusableInputError) as caught:
        Package("plan.xlsx", content)
    assert "etikett utan kryptering" in caught.value.remedy
    assert "lösenord" not in str(caught.value)
