"""Answers in a real browser: taken on, read in and decided on; by keyboard, narrow, dark."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rus_sheets.usecases.opened.opening import open_book
from tests.web.conftest import at_one_time
from tests.web.served import served
from tests.web.test_browser import accessible, chromium, pytestmark  # noqa: F401 - a fixture, and when to skip
from tests.web.walk import press


@pytest.fixture
def entrance(office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address that opens the page on a workbook whose answers have come in."""
    at_one_time(monkeypatch)
    shutil.copytree(office, tmp_path, dirs_exist_ok=True)
    with served(tmp_path / "verksamhet-2026.xlsx", tmp_path / "minne") as address:
        yield address


def test_answers_are_taken_on_read_in_and_decided_on(chromium: Any, entrance: str, tmp_path: Path) -> None:  # noqa: F811
    page = chromium.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(entrance)
    press(page, "Samla in")
    accessible(page)
    page.set_input_files("#fil", sorted((tmp_path / "svar").iterdir()))
    press(page, "Lägg till")
    assert "3 filer av 3 ligger i" in page.get_by_role("status").inner_text()
    accessible(page)
    press(page, "Genomför")
    assert "Läste in 2 värden från 2 filer" in page.get_by_role("status").inner_text()
    accessible(page)
    workbook = tmp_path / "verksamhet-2026.xlsx"
    assert open_book(workbook)["outcomes"].by_id["A02"].text("short") == "Rapporten är klar"
    press(page, "Avgör …")
    accessible(page)
    assert page.locator("mark").all_inner_texts() == ["Två", "juni", "Tre", "maj"]
    assert page.evaluate("getComputedStyle(document.querySelector('mark')).textDecorationLine") == "underline"
    press(page, "En i taget")
    accessible(page)
    press(page, "Nästa")
    assert page.evaluate("document.activeElement.innerText").startswith("Behåll")  # the first choice
    page.locator("#egen2").fill("6")
    press(page, "Ta den egna texten fråga 2")
    assert "”Egen text” är valt och sparat." in page.get_by_role("status").inner_text()
    assert "1 avgjord, 1 kvar." in page.locator("main").inner_text()
    press(page, "Ta inkommet fråga 1")
    accessible(page)
    assert "2 avgjorda, 0 kvar." in page.locator("main").inner_text()
    press(page, "Se vad som genomförs …")
    accessible(page)
    press(page, "Genomför")
    assert "2 avgjorda, 0 kvar." in page.get_by_role("status").inner_text()
    accessible(page)
    outcomes = open_book(workbook)["outcomes"].by_id
    assert (outcomes["A01"].text("short"), outcomes["A03"]["days"]) == ("Tre kurser i maj hölls", 6)
    press(page, "Ångra …")
    press(page, "Genomför")
    assert open_book(workbook)["outcomes"].by_id["A01"].text("short") == "Två kurser i juni hölls"
    assert said == []
