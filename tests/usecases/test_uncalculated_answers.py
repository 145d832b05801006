"""A formula in a field that the program hasn't calculated: what it comes to is asked about, and never taken unseen."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from rus_sheets.answers.decisions import Action, Decision
from rus_sheets.excel.edit.patch import Cached, patch_cells
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.merge.decide import decide
from rus_sheets.merge.questions import is_asked
from rus_sheets.usecases.inbox.collecting import collect
from rus_sheets.usecases.inbox.reading import read_candidates
from tests.answers_saved import sixty
from tests.merge.world import place_of

DAYS = "Dagar utfall"


def decided(path: Path, key: str) -> Decision:
    files = read_candidates(collect([path], path.with_name("bok.xlsx")), [sixty.declaration()], book=sixty.book())
    return next(each for each in decide(sixty.book(), files).decisions if each.key == key)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "svar.xlsx"
    path.write_bytes(sixty.blank())
    return path


def typed(form: Path, formula: str, stored: object = None) -> None:
    """The formula in the field, by a script; ``stored`` is the value that it writes beside it, if any."""
    place = place_of(read_workbook(form), DAYS)
    book = openpyxl.load_workbook(form)
    book.worksheets[0][place] = formula
    events = book["Händelser och utgifter"]
    events["F5"], events["F6"] = 3, 4
    book.save(form)
    if stored is not None:
        patch_cells(form, form, {"Uppföljning": {place: Cached(stored)}})


@pytest.mark.parametrize(
    ("formula", "proposal"),
    [
        ("=10+2.5", 12.5),
        ("=SUM('Händelser och utgifter'!F5:F6)", 7),
        ('=IF(\'Händelser och utgifter\'!F5>2,"12 dagar","")', 12),
        ("=MEDIAN(1,2,9)", 2),  # for an engine
        ("=1/0", None),
        ("=SUM([1]Blad1!A1:A5)", None),
        ("=5000*2", None),
        ("=B1000000000000", None),
    ],
)
def test_without_a_stored_value(form: Path, formula: str, proposal: float | None) -> None:
    typed(form, formula)
    found = decided(form, "days")
    assert (found.action, is_asked(found), found.value) == (Action.REFUSE, True, proposal)
    assert found.message.startswith("I cellen står en formel utan sparat värde.")
    assert found.remedy


@pytest.mark.parametrize("stored", [0, 11, "elva"])
def test_with_another_value_than_it_comes_to(form: Path, stored: object) -> None:
    typed(form, "=10+2", stored)
    found = decided(form, "days")
    assert (found.action, found.value) == (Action.REFUSE, 12)
    assert f"det sparade värdet ”{stored}”. Uträknad blir den ”12”." in found.message


def test_with_the_value_that_it_comes_to(form: Path) -> None:
    typed(form, "=10+2", 12)
    found = decided(form, "days")
    assert (found.action, found.value) == (Action.TAKE, 12)


def test_what_nobody_here_can_calculate_is_taken_as_the_program_says(form: Path) -> None:
    typed(form, '=INFO("numfile")+11', 12)
    assert decided(form, "days").action is Action.TAKE


@pytest.mark.parametrize(
    "formula",
    ["=DAY(TODAY())", "=RANDBETWEEN(1,20)", "=HOUR(NOW())", "=INT(RAND()*5)", "='Händelser och utgifter'!L40"],
)
def test_what_becomes_another_by_itself(form: Path, formula: str) -> None:
    """Also by way of another cell."""
    typed(form, formula, 11)
    book = openpyxl.load_workbook(form)
    book["Händelser och utgifter"]["L40"] = "=DAY(TODAY())"
    place = place_of(read_workbook(form), DAYS)
    book.save(form)
    patch_cells(form, form, {"Uppföljning": {place: Cached(11)}, "Händelser och utgifter": {"L40": Cached(11)}})
    found = decided(form, "days")
    assert (found.action, found.value, is_asked(found)) == (Action.CONFLICT, 11, True)
    assert "av sig självt" in found.message
