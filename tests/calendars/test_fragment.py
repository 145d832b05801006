"""The piece of HTML: what stands in it, and what a text in the workbook can't do to it."""

from __future__ import annotations

from dataclasses import replace

from lxml import html

from rus_sheets.calendars.fragment import fragment
from rus_sheets.resources import declaration_path
from rus_sheets.schema.load import load_declaration
from tests.calendars.test_ics import COURSE, DAYS

WORDS = load_declaration(declaration_path("verksamhet")).calendar
assert WORDS


def test_a_heading_for_each_month_and_a_line_for_each_entry() -> None:
    found = html.fromstring(fragment("RUS 2026", [COURSE, replace(DAYS, cancelled=True)], WORDS))
    assert found.get("aria-labelledby") == found.find("h2").get("id")
    assert [heading.text for heading in found.findall("h3")] == ["Maj\u00a02026", "Oktober\u00a02026"]
    course, days = found.findall(".//li")
    assert (
        course.text_content() == "17\u00a0maj\u00a02026, kl. 9.30–12: Kurs, steg 1; åäö. Kurs. Plats: Umeå. För: Länen"
    )
    assert course.find("a").get("href") == COURSE.link
    assert [time.get("datetime") for time in days.findall("time")] == ["2026-10-24", "2026-10-25"]
    assert "Inställt: Två dagar" in days.text_content()


def test_texts_are_text() -> None:
    found = fragment("<script>", [replace(COURSE, title='<img src=x onerror="1">', place='"><script>')], WORDS)
    assert "<script" not in found
    assert "<img" not in found


def test_an_empty_calendar_says_so() -> None:
    assert "Inget är inplanerat." in fragment("RUS 2026", [], WORDS)


def test_machines_read_the_day_that_people_read() -> None:
    assert '<time datetime="2026-05-17T09:30">17' in fragment("", [COURSE], WORDS)
