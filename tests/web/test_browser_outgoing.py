"""Out of the house and back in, in a real browser: an export fetched and given back, a letter, the calendar."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.web.test_browser import accessible, chromium, pytestmark  # noqa: F401 - a fixture, and when to skip
from tests.web.test_browser_documents import entrance  # noqa: F401 - a fixture
from tests.web.walk import press


def test_an_export_goes_out_and_comes_back_and_a_letter_is_written(
    chromium: Any,  # noqa: F811
    entrance: str,  # noqa: F811
    workbook: Path,
    tmp_path: Path,
) -> None:
    page = chromium.new_page()
    page.goto(entrance)
    press(page, "Lämna ut")
    accessible(page)
    press(page, "Skriv uttaget")
    accessible(page)
    with page.expect_download() as begun:
        page.get_by_role("link", name="Hämta planeringssystem").click()
    fetched = tmp_path / begun.value.suggested_filename
    begun.value.save_as(fetched)
    text = fetched.read_text(encoding="utf-8-sig")
    header = text.splitlines()[0].split(";")
    cells = text.splitlines()[1].split(";")
    cells[header.index("Kort utfall")] = "Klart i det andra systemet"
    fetched.write_text(text.replace(text.splitlines()[1], ";".join(cells), 1), encoding="utf-8-sig")
    page.get_by_role("main").get_by_role("link", name="Samla in").click()
    page.set_input_files("#fil", fetched)
    press(page, "Lägg till")
    page.get_by_text("Klart i det andra systemet").first.wait_for()
    press(page, "Lämna ut")
    page.get_by_label("Från").fill("2026-03-01")
    page.get_by_label("Till", exact=True).fill("2026-05-31")
    press(page, "Skriv nyhetsbrevet")
    assert "Nyhetsbrev-2026-03-01--2026-05-31.docx" in page.get_by_role("status").inner_text()
    accessible(page)
    press(page, "Till Lämna ut")
    press(page, "Skriv kalendern")
    assert f"kalender-{workbook.stem}.ics" in page.get_by_role("status").inner_text()
    accessible(page)
