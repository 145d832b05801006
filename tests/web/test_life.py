"""The page ends some minutes after it was closed, and never in the middle of anything."""

from __future__ import annotations

import pytest

from rus_sheets.web.life import AFTER_CLOSED, ASLEEP, FAREWELL, RESTING, SILENT, WITHOUT_SCRIPT, Life
from tests.web.conftest import Browser


class Clock:
    seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_some_minutes_after_the_last_page_is_closed(clock: Clock) -> None:
    life = Life(clock)
    life.is_open("a")
    life.is_open("b")
    clock.seconds += SILENT - 1  # slow, in the background
    assert not life.is_over
    life.is_closed("a")
    assert not life.is_over
    with life.at_work():
        life.is_closed("b")
    clock.seconds += AFTER_CLOSED - 1
    assert not life.is_over
    clock.seconds += 2
    assert life.is_over


def test_a_page_that_takes_anothers_place_keeps_it_alive(clock: Clock) -> None:
    life = Life(clock)
    life.is_open("a")
    life.is_closed("a")
    life.is_open("b")
    clock.seconds += SILENT - 1
    assert not life.is_over


def test_a_page_that_died_without_a_word(clock: Clock) -> None:
    life = Life(clock)
    life.is_open("a")
    clock.seconds += SILENT - 1
    assert not life.is_over
    clock.seconds += 2
    assert life.is_over


def test_all_of_a_browsers_pages_die_at_once(clock: Clock) -> None:
    """The whole browser is closed, or crashes: none of them tells. Some minutes later the page is over all the same."""
    life = Life(clock)
    for page in "abc":
        life.is_open(page)
        clock.seconds += 20
    clock.seconds += 10 * 60
    assert life.look() is False  # may have slept, and is looked at again
    for _ in range(int(SILENT // 5) - 1):
        clock.seconds += 5
        assert life.look() is False
    clock.seconds += 5
    assert life.look() is True


def test_a_page_whose_clocks_the_browser_has_stopped(clock: Clock) -> None:
    life = Life(clock)
    life.is_open("a")
    life.rests("a")
    clock.seconds += RESTING - 1
    assert not life.is_over
    life.is_open("a")  # looked at again
    clock.seconds += SILENT + 1
    assert life.is_over


def test_a_computer_that_slept(clock: Clock) -> None:
    """On some systems its clock goes on meanwhile: no page could say that it was there."""
    life = Life(clock)
    life.is_open("a")
    clock.seconds += ASLEEP - 1  # busy, that is all
    life.look()
    clock.seconds += 12 * 3600
    assert not life.look()
    clock.seconds += SILENT - 1
    assert not life.is_over
    clock.seconds += 2
    assert life.is_over


def test_without_script_the_last_request_counts(clock: Clock) -> None:
    life = Life(clock)
    clock.seconds += WITHOUT_SCRIPT - 1
    with life.at_work():
        pass
    clock.seconds += WITHOUT_SCRIPT - 1
    assert not life.is_over
    clock.seconds += 2
    assert life.is_over


def test_never_in_the_middle_of_a_change(clock: Clock) -> None:
    life = Life(clock)
    with life.at_work():
        life.end()
        clock.seconds += RESTING * 2
        assert not life.is_over
    assert not life.is_over  # what was done is told first
    clock.seconds += FAREWELL
    assert life.is_over
    life.wait()


def test_the_page_tells(browser: Browser) -> None:
    life = browser.page.life
    clock = Clock()
    clock.seconds = life.now()
    life.now = clock
    assert browser.post("/sidan/oppen", page="1").status_code == 204
    clock.seconds += SILENT - 1
    assert not life.is_over
    assert browser.post("/sidan/vilar", page="1").status_code == 204
    clock.seconds += RESTING - 1
    assert not life.is_over
    assert browser.post("/sidan/stangd", page="1").status_code == 204
    assert browser.post("/sidan/oppen", page="2", form_token="").status_code == 403
    clock.seconds += AFTER_CLOSED * 2
    assert life.is_over


def test_it_can_be_ended(browser: Browser) -> None:
    life = browser.page.life
    assert "avslutad" in browser.post("/avsluta").text
    now = life.now
    life.now = lambda: now() + FAREWELL
    assert life.is_over
