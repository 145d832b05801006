"""The page while another program holds the workbook, as on Windows: what is told, and that nothing is lost."""

from __future__ import annotations

import sys
import time

import pytest

from tests.holding import NOTHING, READ, held
from tests.web.conftest import text_of
from tests.web.desk import Desk, change, hidden

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="only Windows has files that others hold")

TOLD = "öppen i ett annat program"


def kept(desk: Desk) -> list[str]:
    return sorted(path.name for path in desk.workbook.with_name("inkommet").iterdir())


def test_answers_are_taken_on_while_excel_has_the_workbook_and_read_in_later(desk: Desk) -> None:
    before = desk.workbook.read_bytes()
    with held(desk.workbook, 300, others_may=READ):
        assert TOLD in text_of(desk.give_all())
        assert (desk.workbook.read_bytes(), len(kept(desk))) == (before, 3)
    shown = desk.browser.get(desk.where)
    seen, folder = hidden(shown, "seen")[0], hidden(shown, "mapp")[0]
    with held(desk.workbook, 300, others_may=READ):
        assert TOLD in text_of(desk.browser.post(desk.where, seen=seen, mapp=folder))
    assert (desk.workbook.read_bytes(), len(kept(desk))) == (before, 3)
    assert "Läste in 2 värden" in text_of(desk.browser.post(desk.where, seen=seen, mapp=folder))


@pytest.mark.parametrize("step", ["", "utskick", "samla-in", "avgor", "angra", "svar"])
def test_each_step_tells_that_the_workbook_cannot_be_read(desk: Desk, step: str) -> None:
    desk.give_all()
    with held(desk.workbook, 300, others_may=NOTHING):
        begun = time.monotonic()
        shown = desk.browser.get(f"{desk.year}{step}")
        assert "ett annat program" in text_of(shown), text_of(shown)
        assert time.monotonic() - begun < 30
    assert len(kept(desk)) == 3


def test_a_document_that_word_has_is_not_written_over(desk: Desk) -> None:
    where = f"{desk.year}dokument/short/skriv"
    desk.browser.post(where, seen=hidden(desk.browser.get(where), "seen")[0])
    document = next(desk.workbook.parent.glob("*.docx"))
    change(desk.workbook, "A02", "short", "Annat")
    before = document.read_bytes()
    with held(document, 300, others_may=READ):
        assert TOLD in text_of(desk.browser.post(where, seen=hidden(desk.browser.get(where), "seen")[0]))
    assert document.read_bytes() == before
