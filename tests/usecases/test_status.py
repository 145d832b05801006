"""The secretariat's board and the mail drafts, on files that have been sent and come back."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import io
import json
import shutil
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest

from rus_sheets.followup.status import AnswerState
from rus_sheets.resources import folder
from rus_sheets.usecases.page.remembered import Chosen
from rus_sheets.usecases.page.year import picture
from rus_sheets.usecases.reminders import remind
from rus_sheets.usecases.split import split
from rus_sheets.usecases.status import Board, UnitStanding, follow_up
from tests.cli.run import rus_sheets
from tests.cli.test_merge import DONE, answer

SENT = dt.date(2026, 11, 2)
TODAY = dt.date(2026, 11, 23)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copy(folder("examples") / "2026" / "verksamhet-2026.xlsx", tmp_path_factory.mktemp("läge")))
    split(path, path.parent / "ut", only=["A03", "A04", "A05", "A06"], today=SENT)
    (path.parent / "in").mkdir()
    answer(path, "A03", "Karin", Status=DONE, Kort_utfall="Klart.", Utfall="Allt.", Dagar_utfall=100)
    answer(path, "A04", "Olle", Status=DONE, Dagar_utfall="ca 30 dagar")
    answer(path, "A05", "Eva")
    return path


@pytest.fixture(scope="module")
def board(workbook: Path) -> Board:
    return follow_up(workbook, [workbook.parent / "ut", workbook.parent / "in"], today=TODAY)


STATES = {
    "A03": (AnswerState.ANSWERED, 100, (), 21),
    "A04": (AnswerState.PARTLY, 25, ("Kort utfall", "Utfall"), 21),
    "A05": (AnswerState.MISSING, 0, ("Status", "Kort utfall", "Utfall", "Dagar utfall"), 21),
    "A06": (AnswerState.MISSING, 0, ("Status", "Kort utfall", "Utfall", "Dagar utfall"), 21),
    "A07": (AnswerState.MISSING, 0, ("Status", "Kort utfall", "Utfall", "Dagar utfall"), None),
}


@pytest.mark.parametrize("activity", STATES)
def test_an_activitys_state(board: Board, activity: str) -> None:
    state, percent, missing, days = STATES[activity]
    unit = next(each for each in board.units if each.activity == activity)
    assert (unit.state, unit.percent, unit.missing, unit.days) == (state, percent, missing, days)


def test_what_waits_for_a_person_is_not_done(workbook: Path, tmp_path: Path) -> None:
    """Every field is filled in, and one of them can't be read: the summary says so, as the year and the page do."""
    book = Path(shutil.copy(workbook, tmp_path / workbook.name))
    split(book, tmp_path / "ut", only=["A07", "A08"], today=SENT)
    (tmp_path / "in").mkdir()
    answer(book, "A07", "Ida", Status=DONE, Kort_utfall="Klart.", Utfall="Allt.", Dagar_utfall="ca 30")
    answer(book, "A08", "Ulf", Status=DONE, Kort_utfall="Klart.", Utfall="Allt.", Dagar_utfall=30)
    seen = follow_up(book, [tmp_path / "in"], today=TODAY)
    standing = {unit.activity: seen.standing(unit) for unit in seen.units}
    assert (standing["A07"], standing["A08"]) == (UnitStanding.WAITS, UnitStanding.DONE)
    assert seen.told == "1 klara, 1 att se till, 0 delvis, 26 saknas av 28."
    ran = rus_sheets("status", book, tmp_path / "in")
    assert seen.told in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80
    step = next(step for step in picture(Chosen(book, (tmp_path / "in",)), today=TODAY).steps if step.key == "collect")
    assert step.said.startswith(seen.told)


def test_what_a_person_has_to_look_at_is_counted(board: Board) -> None:
    assert dict(board.open) == {"A04": 1}


def test_a_draft_per_late_owner_with_the_files_attached(workbook: Path) -> None:
    sources = [workbook.parent / "ut", workbook.parent / "in"]
    drafts = remind(workbook, sources, workbook.parent / "mejl", today=TODAY)
    attached: dict[str, bytes] = {}
    for path in (each.path for each in drafts.drafts):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        assert (message["X-Unsent"], str(message["To"]).endswith("@example.org>")) == ("1", True)
        body = message.get_body()
        assert body is not None
        for part in message.iter_attachments():
            name = str(part.get_filename())
            attached[name[:3]] = part.get_content()
            assert name[:3] in body.get_content()
    assert sorted(attached) == [f"A{number:02}" for number in range(1, 29) if number != 3]
    started = openpyxl.load_workbook(io.BytesIO(attached["A04"])).worksheets[0]
    assert any(cell.value == DONE for row in started.iter_rows() for cell in row), "the half filled file is sent again"


def test_the_command(workbook: Path) -> None:
    ran = rus_sheets("status", workbook, workbook.parent / "ut", workbook.parent / "in")
    assert ran.code == 1  # something in A04 can't be read
    assert "1 klara, 1 delvis, 26 saknas av 28." in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80
    told = json.loads(rus_sheets("status", workbook, workbook.parent / "in", "--format", "json").out)
    assert [each["state"] for each in told["activities"]][2:4] == ["answered", "partly"]
    assert "1 värde går inte att läsa:" in ran.out
    assert [each["value"] for each in told["activities"][3]["unreadable"]] == ["ca 30 dagar"]
