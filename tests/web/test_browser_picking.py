"""What is shown follows what is picked, in a real browser: at once with script, by a button without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rus_sheets.usecases.opened.opening import open_book
from tests.web.served import served
from tests.web.test_browser import accessible, chromium, pytestmark  # noqa: F401 - a fixture, and when to skip
from tests.web.walk import press


@pytest.fixture
def entrance(workbook: Path, tmp_path: Path) -> Iterator[str]:
    with served(workbook, tmp_path / "minne") as address:
        yield address


def told(page: Any) -> str:
    return " ".join(str(page.locator("#summa").inner_text()).split())


def test_what_is_sent_out(chromium: Any, entrance: str, workbook: Path) -> None:  # noqa: F811
    page = chromium.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(entrance)
    press(page, "Skicka ut")
    assert "Skulle göra 28 uppföljningsfiler" in told(page)
    boxes = page.locator("input[name=id]")
    for number in range(26):
        boxes.nth(number).uncheck()
    page.get_by_text("Skulle göra 2 uppföljningsfiler").wait_for()
    page.locator("#summa:not([aria-busy])").wait_for()
    assert page.locator("#utkasten li").count() <= 2
    assert boxes.nth(25).evaluate("box => box === document.activeElement")
    page.locator("#kontakt").fill("Bo Al")
    page.locator("#sista_dag").fill("2099-12-15")
    page.locator("#sista_dag").blur()
    page.locator("#attgora", has_not_text="Mejlen säger inte").wait_for(state="attached")
    accessible(page)
    press(page, "Genomför")
    assert "Gjorde 2 uppföljningsfiler" in page.get_by_role("status").inner_text()
    assert len(list(workbook.with_name("utskick").iterdir())) == 2
    accessible(page)
    page.reload()
    assert "Gjorde 2 uppföljningsfiler" in page.get_by_role("status").inner_text()
    assert said == []


def test_without_script(chromium: Any, entrance: str, workbook: Path) -> None:  # noqa: F811
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(entrance)
    page.get_by_role("link", name="Skicka ut", exact=True).click()
    page.locator("input[name=id]").first.uncheck()
    page.get_by_role("button", name="Visa med det som är valt").click()
    assert "Skulle göra 27 uppföljningsfiler" in told(page)
    assert "form_token" not in page.url
    page.locator("input[name=id]").nth(1).uncheck()
    page.get_by_role("button", name="Genomför").click()  # nobody has seen what that would do
    assert "Skulle göra 26 uppföljningsfiler" in told(page)
    assert not workbook.with_name("utskick").exists()
    page.get_by_role("button", name="Genomför").click()
    assert "Gjorde 26 uppföljningsfiler" in page.get_by_role("status").inner_text()


def test_what_does_not_go_on_next_year(chromium: Any, entrance: str, workbook: Path) -> None:  # noqa: F811
    page = chromium.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(entrance)
    press(page, "Gör nästa års arbetsbok")
    press(page, "Visa vad som skulle göras")
    assert "Plan, A05" not in page.locator("#foljer").inner_text()
    page.get_by_text("Aktiviteter som inte fortsätter").click()
    page.locator("input[name=utan][value=A05]").check()
    page.locator("#foljer", has_text="Plan, A05").wait_for()
    accessible(page)
    press(page, "Genomför")
    made = page.get_by_role("status").inner_text()
    assert f"Gjorde {workbook.with_name('verksamhet-2027.xlsx')}" in made
    assert "A05" not in open_book(workbook.with_name("verksamhet-2027.xlsx"))["plan"].by_id
    page.reload()
    assert page.get_by_role("status").inner_text() == made
    assert said == []
