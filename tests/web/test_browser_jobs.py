"""Long work in a real browser: watched, left, found again, without script; and files dropped by mouse."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from rus_sheets.usecases import conflict_files
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.web import checking, jobs
from rus_sheets.web.life import SILENT, Life
from tests.web.conftest import at_one_time
from tests.web.served import served
from tests.web.test_browser import accessible, chromium, playwright, pytestmark  # noqa: F401 - fixture, skip
from tests.web.test_jobs import Slow, impatient, slow  # noqa: F401 - fixtures
from tests.web.walk import press


@pytest.fixture
def entrance(office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    at_one_time(monkeypatch)
    shutil.copytree(office, tmp_path, dirs_exist_ok=True)
    with served(tmp_path / "verksamhet-2026.xlsx", tmp_path / "minne") as address:
        yield address


def dropped(page: Any, files: list[Path]) -> None:
    """As by mouse: the pointer comes over the place with the files, and lets go of them there."""
    place = page.locator("#fil").bounding_box()
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    data = {"items": [], "files": [str(file) for file in files], "dragOperationsMask": 1}
    mouse = page.context.new_cdp_session(page)

    def moves(kind: str, x: float, y: float) -> None:
        mouse.send("Input.dispatchDragEvent", {"type": kind, "x": x, "y": y, "data": data})

    moves("dragEnter", x, y)
    moves("dragOver", x, y)
    assert "over" in page.locator("#fil").get_attribute("class").split()
    moves("dragOver", x, place["y"] - 30)
    assert "over" not in page.locator("#fil").get_attribute("class").split()
    moves("dragOver", x, y)
    moves("drop", x, y)
    assert "over" not in page.locator("#fil").get_attribute("class").split()


def test_files_are_dropped_and_their_reading_left(
    chromium: Any,  # noqa: F811
    entrance: str,
    tmp_path: Path,
    slow: Callable[[Any, str], Slow],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jobs, "PATIENCE", 120.0)
    said: list[str] = []
    context = chromium.new_context()
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(entrance)
    year = page.url
    press(page, "Samla in")
    dropped(page, sorted((tmp_path / "svar").iterdir()))
    assert page.evaluate("document.querySelector('#fil').files.length") == 3
    press(page, "Lägg till")
    assert "3 filer av 3 ligger i" in page.get_by_role("status").inner_text()
    monkeypatch.setattr(jobs, "PATIENCE", 0.1)
    merging = slow(conflict_files, "merge")
    press(page, "Genomför")
    page.get_by_text("Läser fil 2 av 3").wait_for()
    monkeypatch.setattr(jobs, "PATIENCE", 120.0)
    assert page.locator("progress").evaluate("bar => [bar.value, bar.max]") == [1, 3]
    accessible(page)
    press(page, "Året")
    assert "Pågår: inläsningen. Läser fil 2 av 3." in page.locator(".going").inner_text()
    accessible(page)
    page.close()  # and away
    merging.may_end.set()
    page = context.new_page()
    page.goto(year)
    while "Pågår" in page.locator(".going").inner_text():
        page.reload()
    accessible(page)
    press(page, "Se vad det blev inläsningen")
    assert "Läste in 2 värden från 2 filer" in page.get_by_role("status").inner_text()
    page.reload()
    assert "Läste in 2 värden från 2 filer" in page.get_by_role("status").inner_text()
    assert page.locator(".going").count() == 0
    assert merging.times == 1
    assert open_book(tmp_path / "verksamhet-2026.xlsx")["outcomes"].by_id["A02"].text("short") == "Rapporten är klar"
    monkeypatch.setattr(jobs, "PATIENCE", 0.1)
    checked = slow(checking, "look_over")
    press(page, "Kontrollera")
    page.get_by_text("Kontrollerar formler, summor och värden").wait_for()
    checked.may_end.set()
    page.get_by_role("heading", name="Kontrollera", exact=True).wait_for()  # it turns over by itself
    assert said == []


def test_the_links_fit(chromium: Any, entrance: str) -> None:  # noqa: F811
    """On one line, and on a narrow page in four rows; also the one that is marked, whichever it is."""
    page = chromium.new_page()
    page.goto(entrance)
    links = page.locator("nav[aria-label=Arbetsboken] a")
    rows = "links => new Set(links.map(link => Math.round(link.getBoundingClientRect().top))).size"
    addresses = [link.get_attribute("href") for link in links.all()]
    assert len(addresses) == 10
    for address in addresses:
        page.goto(entrance.partition("/?")[0] + str(address))
        page.set_viewport_size({"width": 1280, "height": 900})
        assert (page.url, links.evaluate_all(rows)) == (page.url, 1)
        name = page.locator(".name").bounding_box()
        assert name["y"] + name["height"] > links.first.bounding_box()["y"]  # beside them
        page.set_viewport_size({"width": 320, "height": 800})
        assert (page.url, links.evaluate_all(rows)) == (page.url, 4)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_script(chromium: Any, entrance: str, slow: Callable[[Any, str], Slow]) -> None:  # noqa: F811
    page = chromium.new_context(java_script_enabled=False).new_page()
    checked = slow(checking, "look_over")
    page.goto(entrance)
    page.get_by_role("link", name="Kontrollera", exact=True).click()
    page.get_by_role("heading", name="Kontrollen pågår").wait_for()
    checked.may_end.set()
    page.get_by_role("heading", name="Kontrollera", exact=True).wait_for()


def test_files_that_are_too_large_are_told_of_before_they_are_sent(
    chromium: Any,  # noqa: F811
    entrance: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("rus_sheets.web.app.LARGEST_UPLOAD", 2**20)
    context = chromium.new_context()
    page = context.new_page()
    page.goto(entrance)
    press(page, "Samla in")
    large = tmp_path / "stor.zip"
    large.write_bytes(b"x" * (2**20 + 1))
    small = next((tmp_path / "svar").iterdir())
    page.set_input_files("#fil", [large, small])
    told = page.get_by_role("alert")
    assert "Filerna är 2 MB tillsammans, och sidan tar 1 MB åt gången." in told.inner_text()
    accessible(page)
    page.get_by_role("button", name="Lägg till").click()
    assert page.locator("#fil").evaluate("field => field.validity.customError")
    assert page.get_by_role("status").count() == 0  # not sent
    page.set_input_files("#fil", [small])
    assert told.count() == 0
    page.get_by_role("button", name="Lägg till").click()
    assert "1 fil av 1 ligger i" in page.get_by_role("status").inner_text()


def test_a_browser_that_is_gone_without_a_farewell(chromium: Any, office: Path, tmp_path: Path) -> None:  # noqa: F811
    life = Life()
    shutil.copytree(office, tmp_path, dirs_exist_ok=True)
    with served(tmp_path / "verksamhet-2026.xlsx", tmp_path / "minne", life=life) as address:
        page = chromium.new_context().new_page()
        with page.expect_response("**/sidan/oppen"):
            page.goto(address)
        with page.expect_event("crash"), contextlib.suppress(playwright.Error):
            page.goto("chrome://crash")  # its process ends at once, as all of a browser's do
        now = life.now
        life.now = lambda: now() + SILENT - 30
        assert not life.is_over
        life.now = lambda: now() + SILENT + 1
        assert life.is_over
        life.now = now
