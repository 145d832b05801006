"""The documents, two years and the history in a real browser; by keyboard, narrow, dark."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.checks.workbooks import lettered
from tests.usecases.test_history import change
from tests.web.served import served
from tests.web.test_browser import accessible, chromium, pytestmark  # noqa: F401 - a fixture, and when to skip
from tests.web.walk import press


@pytest.fixture
def entrance(workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("HOME", str(workbook.parent.parent))
    monkeypatch.setattr("rus_sheets.usecases.documents.program", lambda: None)
    with served(workbook, tmp_path / "minne") as address:
        yield address


@pytest.fixture
def last(workbook: Path) -> Path:
    path = workbook.with_name("verksamhet-2025.xlsx")
    book = openpyxl.load_workbook(workbook)
    next(row for row in book["Inställningar"].iter_rows() if row[0].value == "År")[1].value = 2025
    book["Plan"][lettered("{Plan[Aktivitet]}3")].value = "Ett annat namn"
    book.save(path)
    return path


def taken_back_published_and_by_a_template(page: Any, document: Path, first: bytes) -> None:
    """On from the document's own undo, which is asked for: the pages for what is done with it besides."""
    accessible(page)
    press(page, "Genomför")
    assert document.read_bytes() == first
    press(page, "Till dokumentet")
    press(page, "Kopia för publicering …")
    accessible(page)
    press(page, "Genomför")
    assert "Skrev Arsredovisning-2026-utan-falt.docx" in page.get_by_role("status").inner_text()
    accessible(page)
    press(page, "Till dokumentet")
    press(page, "Skriv på nytt …")
    press(page, "Välj en egen Word-mall")
    accessible(page)
    press(page, document.name)
    assert str(document) in page.locator("main").inner_text()
    press(page, "Använd vår mall")
    document.write_bytes(first + b" ")
    page.goto(page.url.replace("skriv", "angra"))
    assert "Tillbaka till före ändringen?" in page.locator("h1").inner_text()
    accessible(page)
    document.write_bytes(first)


def test_written_refreshed_compared_and_gone_back(
    chromium: Any,  # noqa: F811
    entrance: str,
    workbook: Path,
    last: Path,
) -> None:
    page = chromium.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(entrance)
    press(page, "Dokumenten")
    accessible(page)
    press(page, "Skriv … Till länsstyrelsernas årsredovisningar 2026")
    accessible(page)
    press(page, "Genomför")
    assert "Klart:" in page.get_by_role("status").inner_text()
    document = workbook.with_name("Arsredovisning-2026.docx")
    first = document.read_bytes()
    accessible(page)
    with page.expect_download() as got:
        page.get_by_role("link", name="Hämta en kopia").click()
    assert Path(got.value.path()).read_bytes() == first
    days = next(
        cell.coordinate
        for cell in openpyxl.load_workbook(workbook)["Plan"][lettered("{Plan[Dagar]}")][1:]
        if cell.value
    )
    before = change(workbook, {days: 99}, 0)
    press(page, "Till dokumentet")
    assert "stämmer inte" in page.locator("main").inner_text()
    accessible(page)
    press(page, "Uppdatera …")
    accessible(page)
    press(page, "Genomför")
    assert "Ändrade" in page.get_by_role("status").inner_text()
    accessible(page)
    press(page, "Ångra …")
    taken_back_published_and_by_a_template(page, document, first)
    press(page, "Jämför")
    accessible(page)
    press(page, "Välj förra årets arbetsbok")
    accessible(page)
    press(page, last.name)
    assert page.locator("ins").count() == page.locator("del").count() == 1
    accessible(page)
    press(page, "Historik")
    accessible(page)
    page.get_by_text("Se ändringen, och vägen tillbaka").click()
    accessible(page)
    press(page, "Genomför")
    assert workbook.read_bytes() == before
    accessible(page)
    press(page, "Till historiken")
    assert page.get_by_text("Tillbakatagen").count() == 1
    page.get_by_role("link", name="Till länsstyrelsernas årsredovisningar 2026").click()
    assert page.locator("h2").count() == 1
    assert said == []


def test_several_years_beside_each_other(
    chromium: Any,  # noqa: F811
    entrance: str,
    last: Path,
) -> None:
    page = chromium.new_page()
    page.goto(entrance)
    press(page, "Jämför")
    press(page, "Välj förra årets arbetsbok")
    press(page, last.name)
    press(page, "Flera år bredvid varandra")
    assert page.get_by_role("checkbox").is_checked()
    assert page.get_by_role("heading", name="Åren 2025 och 2026").count() == 1
    accessible(page)
    page.get_by_role("checkbox").uncheck()
    press(page, "Visa")
    assert page.get_by_role("checkbox").is_checked(), "none at all is last year's"


def test_without_script(chromium: Any, entrance: str, workbook: Path) -> None:  # noqa: F811
    document = workbook.with_name("Arsredovisning-2026.docx")
    shutil.copy(workbook, document)  # no document at all: told, and the rest of the page goes on
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(entrance)
    page.get_by_role("link", name="Dokumenten", exact=True).click()
    assert page.get_by_text("Går inte att jämföra").count() == 1
    page.get_by_role("link", name="Välj förra årets arbetsbok").click()
    page.get_by_role("button", name=workbook.name).click()
    assert "förra årets ska gälla ett år före" in page.get_by_role("alert").inner_text()
