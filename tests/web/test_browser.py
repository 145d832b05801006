"""The page in a real browser: a year looked at, mended and taken back; by keyboard, narrow, dark, without script."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rus_sheets.usecases.validate import validate
from tests.web.served import served
from tests.web.walk import press

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        # CI runs as root, where Chromium's sandbox can't be had.
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def entrance(faulty: Path, tmp_path: Path) -> Iterator[str]:
    """The address that opens the page on the faulty workbook, of a server that is ended afterwards."""
    with served(faulty, tmp_path / "minne") as address:
        yield address


def accessible(page: Any) -> None:
    """No fault by axe-core (WCAG 2.1 AA), light and dark, and nothing to scroll sideways at 320 pixels."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - skipped without Playwright

    page.wait_for_load_state()  # a link that was followed has come, with its style sheet
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url
    rules = {"dark": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
             "light": {"type": "rule", "values": ["color-contrast"]}}  # fmt: skip
    for scheme, only in rules.items():  # the same page in other colours
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page, options={"runOnly": only})
        assert found.violations_count == 0, f"{page.url} {scheme}\n{found.generate_report()}"
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_workbook_is_looked_at_mended_and_taken_back(chromium: Any, entrance: str, faulty: Path) -> None:
    before = faulty.read_bytes()
    page = chromium.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url.split("/")[2]))
    page.goto(entrance)
    assert "token" not in page.url
    year = page.url
    assert page.locator("h1").inner_text().startswith("2026")
    assert "Kontrollera" in page.locator(".next").inner_text()
    accessible(page)
    press(page, "Se anmärkningarna")
    accessible(page)
    page.select_option("#kod", "RS201")
    page.get_by_role("button", name="Visa").click()
    assert page.locator("article").count() == 1
    page.get_by_text("Om kontrollen").click()
    press(page, "Fyll i och lägg tillbaka …")
    accessible(page)
    press(page, "Genomför")
    assert "Lade tillbaka 1 formel." in page.get_by_role("status").inner_text()
    accessible(page)
    assert "RS201" not in {each.code for each in validate(faulty).findings}
    press(page, "Ångra …")
    press(page, "Genomför")
    assert "tillbakatagen" in page.locator("h1").inner_text()
    assert faulty.read_bytes() == before
    start = entrance.partition("?")[0]
    for address in (start, f"{start}valj", f"{year}utskick", f"{year}svar"):
        page.goto(address)
        accessible(page)
    other = chromium.new_page()  # a context of its own: another browser
    other.goto(entrance)
    assert other.locator("h1").inner_text() == "Inget att visa här"
    accessible(other)
    press(page, "Avsluta")
    assert page.locator("h1").inner_text() == "Sidan är avslutad"
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"  # with its style
    assert asked == {entrance.split("/")[2]}  # nothing of the network
    assert said == []


def test_without_script(chromium: Any, entrance: str, faulty: Path) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(entrance)
    page.get_by_role("link", name="Se anmärkningarna").click()
    page.get_by_role("link", name="Tysta … RS115").click()
    page.get_by_label("Varför är det som det ska?").fill("Adressen kommer")
    page.get_by_role("button", name="Genomför").click()
    assert "tystad" in page.locator("h1").inner_text()
    assert [each.reason for each in validate(faulty).silenced] == ["Adressen kommer"]


def test_what_can_be_pressed_is_not_printed(chromium: Any, entrance: str) -> None:
    page = chromium.new_page()
    page.goto(entrance)
    start = entrance.partition("?")[0]
    for address in (page.url, start, f"{page.url}kontroll"):
        page.goto(address)
        page.emulate_media(media="screen")
        assert page.locator("button:visible, .button:visible").count() > 0, address
        page.emulate_media(media="print")
        assert page.locator("button:visible, .button:visible, input:visible").count() == 0, address
