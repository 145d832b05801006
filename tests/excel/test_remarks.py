"""What lies beside the cells: notes, threads of comments, text boxes, pictures, embedded files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment

from rus_sheets.book.raw import Remark, RemarkKind
from rus_sheets.excel.read.reader import read_workbook

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_THREADED = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
_THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def remarks(path: Path) -> tuple[Remark, ...]:
    return read_workbook(path).sheets[0].remarks


def plain(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.active["B2"].comment = Comment("Läs <detta> & svara\nigen", "Eva")
    book.save(path)
    return path


def with_part(path: Path, name: str, kind: str, content: bytes) -> Path:
    """The workbook with one more part of its first sheet."""
    with zipfile.ZipFile(path) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    relations = "xl/worksheets/_rels/sheet1.xml.rels"
    one = f'<Relationship Id="rIdX" Type="{kind}" Target="/{name}"/>'
    members[relations] = members[relations].replace(b"</Relationships>", one.encode() + b"</Relationships>")
    members[name] = content
    with zipfile.ZipFile(path, "w") as archive:
        for each, data in members.items():
            archive.writestr(each, data)
    return path


def test_a_note(tmp_path: Path) -> None:
    assert remarks(plain(tmp_path / "a.xlsx")) == (Remark("B2", RemarkKind.COMMENT, "Läs <detta> & svara\nigen"),)


def test_a_thread_of_comments_stands_for_its_note(tmp_path: Path) -> None:
    thread = (
        f'<ThreadedComments xmlns="{_THREADS}">'
        '<threadedComment ref="B2" id="{1}"><text>Frågan</text></threadedComment>'
        '<threadedComment ref="B2" id="{2}" parentId="{1}"><text>Svaret</text></threadedComment></ThreadedComments>'
    )
    path = with_part(plain(tmp_path / "a.xlsx"), "xl/threadedComments/t1.xml", _THREADED, thread.encode())
    assert [(each.ref, each.text) for each in remarks(path)] == [("B2", "Frågan"), ("B2", "Svaret")]


def test_text_boxes_and_pictures(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.insert_textbox("C4", "Se även\nbilagan")
        sheet.insert_image("D9", "p.png", {"image_data": io.BytesIO(_PIXEL)})
    found = sorted(remarks(path))
    assert [(each.ref, each.kind) for each in found] == [("C4", RemarkKind.TEXT_BOX), ("D9", RemarkKind.PICTURE)]
    assert found[0].text == "Se även\nbilagan"


@pytest.mark.parametrize("kind", ["package", "oleObject"])
def test_an_embedded_file(tmp_path: Path, kind: str) -> None:
    path = with_part(plain(tmp_path / "a.xlsx"), "xl/embeddings/Bilaga.docx", f"{_OFFICE}/{kind}", b"PK")
    assert Remark("A1", RemarkKind.FILE, "Bilaga.docx") in remarks(path)


def test_a_part_that_cannot_be_read_is_told_and_stops_nothing(tmp_path: Path) -> None:
    path = with_part(plain(tmp_path / "a.xlsx"), "xl/drawings/drawing9.xml", f"{_OFFICE}/drawing", b"<oj")
    assert Remark("A1", RemarkKind.FILE, "drawing9.xml") in remarks(path)
