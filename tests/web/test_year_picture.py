"""The year picture and the next thing to do are what the pages that they lead to say."""

from __future__ import annotations

import re
import shutil

import pytest

from tests.cli.run import rus_sheets
from tests.usecases.inbox import answered
from tests.web.conftest import text_of
from tests.web.desk import Desk, change, choose, hidden


def collect(desk: Desk) -> None:
    shown = desk.browser.get(desk.where)
    desk.browser.post(desk.where, seen=hidden(shown, "seen")[0], mapp=hidden(shown, "mapp")[0])


def decide(desk: Desk, *choices: str) -> None:
    for number, choice in enumerate(choices, 1):
        choose(desk, number, choice, own="10" if choice == "own" else None)
    shown = desk.browser.get(f"{desk.year}avgor/genomfor")
    desk.browser.post(f"{desk.year}avgor/genomfor", seen=hidden(shown, "seen")[0], fil=hidden(shown, "fil")[0])


def would_read(desk: Desk) -> int:
    told = rus_sheets("merge", desk.workbook, desk.workbook.with_name("inkommet"), "--dry-run").out
    found = re.search(r"Skulle läsa in (\d+) värde", " ".join(told.split()))
    return int(found[1]) if found else 0


def unread(said: str) -> int:
    found = re.search(r"(\d+) värden? är inte inläst", said)
    return int(found[1]) if found else 0


def next_page(desk: Desk) -> str:
    """The page that the next thing to do leads to, as it reads."""
    year = desk.browser.get(desk.year).text
    link = re.search(r'<a class="button main" href="([^"]+)"', year)
    assert link, text_of(desk.browser.get(desk.year))
    return desk.browser.says(link[1])


def step(said: str, name: str, following: str) -> str:
    found = re.search(rf"{name} (?:Klart|Väntar|Fel) .*?(?={following} (?:Klart|Väntar|Fel) )", said)
    assert found
    return found[0]


def test_what_waits_in_answers_is_begun_at_collect(desk: Desk) -> None:
    """Avgör has nothing to show before the answers are read in, and doesn't lead to that nothing."""
    desk.give_all()
    said = desk.browser.says(desk.year)
    assert unread(said) == would_read(desk) > 0
    assert "2 värden att avgöra läggs fram när svaren läses in." in said
    assert "2 värden att avgöra väntar i svar som inte är inlästa." in step(said, "Avgör", "Redovisa")
    assert "Det finns inget att avgöra" not in (found := desk.browser.says(f"{desk.year}avgor"))
    assert "2 värden att avgöra väntar i svar som inte är inlästa." in found
    assert desk.browser.get(desk.year).text.count(f'href="{desk.year}avgor"') == 1  # of the navigation


def test_what_is_decided_on_is_not_unread_for_ever(desk: Desk) -> None:
    desk.give_all()
    collect(desk)
    said = desk.browser.says(desk.year)
    assert unread(said) == would_read(desk) == 0
    assert "Näst på tur Avgör. 2 värden att avgöra." in said
    assert "2 kvar" in next_page(desk)
    decide(desk, "keep", "own")
    said = desk.browser.says(desk.year)
    assert unread(said) == would_read(desk) == 0
    assert "Avgör Klart Inget kvar att avgöra." in said
    assert "inte inläst" not in desk.browser.says(f"{desk.year}svar")


def test_chosen_and_not_carried_out_comes_before_collecting_more(desk: Desk) -> None:
    desk.give_all()
    collect(desk)
    choose(desk, 1, "keep")
    more = answered(desk.workbook, "A01", desk.workbook.with_name("inkommet") / "A01 mer.xlsx", day=9, Utfall="Mer")
    assert more.is_file()
    said = desk.browser.says(desk.year)
    assert unread(said) == would_read(desk) == 1
    assert "Näst på tur Avgör. 1 värde att avgöra. 1 är vald men inte genomförd." in said


def test_a_question_that_the_workbook_went_away_from_is_put_again(desk: Desk) -> None:
    """Its remedy is to read the answer in again, so that is what the year leads to once nothing else waits."""
    desk.give_all()
    collect(desk)
    change(desk.workbook, "A01", "short", "Skrivet under tiden")
    said = desk.browser.says(desk.year)
    assert "1 värde att avgöra läggs fram när svaren läses in." in step(said, "Samla in", "Avgör")


def test_an_answer_that_lies_in_the_outbox_too_is_counted_once(desk: Desk) -> None:
    """And one that lies only there isn't read in, so it isn't told of as if it were."""
    desk.give_all()
    outbox = desk.workbook.with_name("utskick")
    outbox.mkdir()
    for name in ("A02 svar.xlsx", "A02 annat namn.xlsx"):
        shutil.copy(desk.workbook.with_name("inkommet") / "A02 svar.xlsx", outbox / name)
    answered(desk.workbook, "A01", outbox / "A01 bara här.xlsx", Utfall="Ifyllt i utskicket")
    desk.browser.page.remembered.add_folder(desk.browser.page.remembered.workbooks[0], outbox)
    assert unread(desk.browser.says(desk.year)) == would_read(desk) > 0


@pytest.mark.parametrize("damaged", [False, True])
def test_the_conflict_file_is_gone(desk: Desk, damaged: bool) -> None:
    desk.give_all()
    collect(desk)
    path = desk.workbook.with_name("verksamhet-2026-konflikter.xlsx")
    path.write_bytes(b"PK\x03\x04") if damaged else path.unlink()
    said = desk.browser.says(f"{desk.year}avgor")
    assert "Det finns inget att avgöra." not in said
    assert "2 värden att avgöra väntar i svar som inte är inlästa." in said
    year = desk.browser.says(desk.year)
    if damaged:
        assert f"Avgör Fel {path.name} kan inte läsas." in year
    else:
        assert "2 värden att avgöra väntar i svar" in step(year, "Avgör", "Redovisa")
    collect(desk)
    assert "2 kvar" in desk.browser.says(f"{desk.year}avgor")


def test_the_steps_have_their_dates(desk: Desk) -> None:
    desk.give_all()
    collect(desk)
    desk.browser.page.remembered.add_folder(desk.browser.page.remembered.workbooks[0], desk.workbook.parent / "ut")
    said = desk.browser.says(desk.year)
    assert "Gjorda 2026-11-02." in said
    assert "Svaren är från 2026-12-01." in said
    assert "Senast inläst 2026-12-20." in said
    assert re.search(r"verksamhet-2026\.xlsx finns\. Senast ändrad \d{4}-\d\d-\d\d\.", said)


def test_a_copy_that_the_sync_has_made_is_told_of(desk: Desk) -> None:
    copy = shutil.copy(desk.workbook, desk.workbook.with_name(f"{desk.workbook.stem}-DESKTOP-ABC123.xlsx"))
    assert f"Bredvid {desk.workbook.name} ligger {copy.name}" in text_of(desk.browser.get(desk.year))
