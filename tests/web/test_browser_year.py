"""A whole year in a real browser, from an empty folder to the report; every page looked at, narrow, light and dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.web.served import served
from tests.web.test_browser import accessible, chromium  # noqa: F401 - a fixture
from tests.web.test_browser import pytestmark as needs_a_browser
from tests.web.walk import Walk

pytestmark = [needs_a_browser, pytest.mark.slow]


def test_a_year_from_an_empty_folder_to_the_report(
    chromium: Any,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("rus_sheets.usecases.documents.program", lambda: None)
    home = tmp_path / "hemma"
    home.mkdir()
    with served(None, tmp_path / "minne", home) as address:
        page = chromium.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address)
        Walk(page, home, accessible).whole()
        assert said == []
