"""The form as a file in other programs' hands: filled in with openpyxl, calculated and saved by LibreOffice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from rus_sheets.answers.returned import Returned
from rus_sheets.book.model import Book
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.followup.form import form
from rus_sheets.followup.read import read_form
from tests import libreoffice
from tests.checks.workbooks import lettered
from tests.merge import world

DAY = dt.date(2026, 12, 1)
ANSWERS: dict[str, object] = {
    "Status": "Har ej skett",
    "Kort utfall": "Kort å\u0308",
    "Utfall": "- ett\n- två & <tre>",
    "Dagar utfall": 12.5,
    "Inlämnad": DAY,
}
PARTS = [{"id": "A01-a", "activity": "A01", "text": "En del", "result": "Klar\tdel  "}]


def never(_: bytes) -> Mapping[str, Mapping[str, object]]:
    raise AssertionError("every stored value of a form is known when it is made")


@pytest.fixture
def book() -> Book:
    outcome = {"id": "A01", "text": "å" * 3000 + "\n", "days": 0.1 + 0.2, "submitted": dt.date(2026, 5, 1)}
    return world.small_book(outcomes=[outcome, {"id": "A02"}], parts=PARTS)


@pytest.fixture
def sent(book: Book, tmp_path: Path) -> Path:
    path = tmp_path / "A01 Första.xlsx"
    path.write_bytes(make_workbook(form(book, "A01", sent=world.SENT), never))  # type: ignore[arg-type]
    return path


def input_cell(sheet: Worksheet, label: str) -> tuple[int, int]:
    """As the contract of the form says: the first unlocked cell to the right of the label."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == label:
                for place in range(cell.column + 1, cell.column + 10):
                    if not sheet.cell(cell.row, place).protection.locked:
                        return cell.row, place
    raise AssertionError(label)


def filled_in(path: Path, answers: Mapping[str, object] = ANSWERS) -> Path:
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["Uppföljning"]
    for label, value in answers.items():
        sheet.cell(*input_cell(sheet, label)).value = value  # type: ignore[assignment]
    events = workbook[world.ROWS]
    for header, value in {"Datum": DAY, "Rubrik": "Kurs", "Deltagare": 12}.items():
        events[lettered(f"{{Händelser[{header}]}}5")] = value
    workbook.properties.lastModifiedBy = "Samordnare"
    target = path.with_name("svar.xlsx")
    workbook.save(target)
    return target


def returned_from(path: Path) -> Returned:
    found = read_form(read_workbook(path), [world.declaration()])
    assert isinstance(found, Returned), found
    return found


def differing(found: Returned, book: Book) -> dict[tuple[str, str, str], object]:
    return {each.cell: each.value for each in world.merged(book, found)[1].decisions}


WANTED = {
    ("outcomes", "A01", "status"): "Har ej skett",
    ("outcomes", "A01", "short"): "Kort ä".replace("ä", "å\u0308"),
    ("outcomes", "A01", "text"): "- ett\n- två & <tre>",
    ("outcomes", "A01", "days"): 12.5,
    ("outcomes", "A01", "submitted"): DAY,
    ("events", "A01-H01", "date"): DAY,
    ("events", "A01-H01", "heading"): "Kurs",
    ("events", "A01-H01", "participants"): 12,
}


def test_untouched_nothing_differs(sent: Path, book: Book) -> None:
    found = returned_from(sent)
    assert differing(found, book) == {}
    assert (found.who, found.when, found.unit, found.sent) == ("", "", "A01", world.SENT)


def test_filled_in_with_openpyxl(sent: Path, book: Book) -> None:
    found = returned_from(filled_in(sent))
    assert differing(found, book) == WANTED
    assert found.who == "Samordnare"
    assert found.when


def test_the_same_form_is_the_same_bytes(sent: Path, book: Book) -> None:
    assert sent.read_bytes() == make_workbook(form(book, "A01", sent=world.SENT), never)  # type: ignore[arg-type]


@pytest.mark.libreoffice
def test_untouched_through_libreoffice(sent: Path, book: Book, tmp_path: Path) -> None:
    assert differing(returned_from(libreoffice.convert(sent, "xlsx", tmp_path / "lo")), book) == {}


@pytest.mark.libreoffice
def test_filled_in_and_through_ods(sent: Path, book: Book, tmp_path: Path) -> None:
    ods = libreoffice.convert(filled_in(sent), "ods", tmp_path / "ods")
    assert differing(returned_from(libreoffice.convert(ods, "xlsx", tmp_path / "back")), book) == WANTED


@pytest.mark.libreoffice
def test_the_live_states_are_what_libreoffice_calculates(book: Book, sent: Path, tmp_path: Path) -> None:
    stored = openpyxl.load_workbook(sent, data_only=True)
    again = openpyxl.load_workbook(libreoffice.convert(sent, "xlsx", tmp_path / "lo"), data_only=True)
    formulas = openpyxl.load_workbook(sent)
    states = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    states += 1
                    here = (sheet.title, cell.coordinate)
                    assert (stored[here[0]][here[1]].value or "") == (again[here[0]][here[1]].value or ""), here
    assert states > 20
    answered = libreoffice.convert(filled_in(sent), "xlsx", tmp_path / "filled")
    front = openpyxl.load_workbook(answered, data_only=True)["Uppföljning"]
    assert front["B4"].value == "Klart"
