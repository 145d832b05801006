"""A document that is written anew: the one before is kept, named, and known as edited or not."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest

from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.resources import folder
from rus_sheets.usecases import documents
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.stamp import is_as_written, stamped
from tests.cli.run import Ran, rus_sheets, words_of
from tests.libreoffice import convert

NAME = "Verksamhetsplan-2026.docx"


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(documents, "program", lambda: None)
    monkeypatch.chdir(tmp_path)
    path = Path(shutil.copy(folder("examples") / "2026" / "verksamhet-2026.xlsx", tmp_path))
    assert rus_sheets("plan", path.name).code == 0
    return path


def told(ran: Ran) -> str:
    assert ran.code == 0, ran
    return " ".join(ran.out.split())


def edit(path: Path) -> None:
    """As somebody does in Word."""
    document = docx.Document(str(path))
    document.add_paragraph("Vårt eget stycke.")
    document.save(str(path))


def change_days(workbook: Path) -> None:
    cell = open_book(workbook)["plan"].by_id["A01"].cell("days")
    patch_cells(workbook, workbook, {cell.sheet: {cell.ref: 77}})


def test_the_first_time_there_is_nothing_to_tell(workbook: Path) -> None:
    assert is_as_written(Path(NAME).read_bytes())
    assert told(rus_sheets("plan", workbook.name, "-o", "annan.docx")) == "Klart: annan.docx"


def test_one_that_nobody_has_edited(workbook: Path) -> None:
    before = Path(NAME).read_bytes()
    change_days(workbook)
    said = told(rus_sheets("plan", workbook.name))
    copy = Path(said.partition("finns kvar: ")[2])
    assert copy.read_bytes() == before
    assert "ändrad" not in said


@pytest.mark.parametrize("how", ["python-docx", "okänd"])
def test_one_that_somebody_has_edited(workbook: Path, how: str) -> None:
    if how == "okänd":  # from before documents had a mark, or another's
        Path(NAME).write_bytes(b"PK omarbetat")
    else:
        edit(Path(NAME))
    before = Path(NAME).read_bytes()
    ran = rus_sheets("plan", workbook.name)
    assert "Den var ändrad sedan rus-sheets skrev den." in told(ran)
    undo, refresh = (words_of(line) for line in ran.out.splitlines()[-2:])
    assert rus_sheets(*undo).code == 0
    assert Path(NAME).read_bytes() == before
    if how != "okänd":
        change_days(workbook)
        assert rus_sheets(*refresh).code == 0
        assert ("Vårt eget stycke." in [each.text for each in docx.Document(NAME).paragraphs]) is (how == "python-docx")


def test_one_that_is_only_packed_anew_is_not_edited(workbook: Path) -> None:
    docx.Document(NAME).save(NAME)
    assert "ändrad" not in told(rus_sheets("plan", workbook.name))


def test_one_that_refresh_has_left_is_not_edited(workbook: Path) -> None:
    change_days(workbook)
    assert rus_sheets("refresh", NAME, workbook.name).code == 0
    assert "ändrad" not in told(rus_sheets("plan", workbook.name))


@pytest.mark.libreoffice
def test_one_that_is_saved_in_libreoffice(workbook: Path, tmp_path: Path) -> None:
    shutil.move(convert(Path(NAME), "docx", tmp_path / "lo"), NAME)
    assert "Den var ändrad" in told(rus_sheets("plan", workbook.name))


def test_the_mark_changes_nothing_else(workbook: Path) -> None:
    data = Path(NAME).read_bytes()
    again = stamped(data)
    one, other = WordPackage("a.docx", data), WordPackage("b.docx", again)
    assert [info.filename for info in one.infos] == [info.filename for info in other.infos]
    assert all(one.read(info.filename) == other.read(info.filename) for info in one.infos)
    assert docx.Document(NAME).core_properties.identifier.startswith("rus-sheets ")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"text"])
def test_what_is_no_document_is_not_ours(data: bytes) -> None:
    assert not is_as_written(data)
