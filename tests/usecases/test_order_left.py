"""Another order that refresh can't give a document's sections: nothing is taken out for it, and it is told of again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import docx
import pytest

from rus_sheets.usecases.refresh import refresh
from rus_sheets.usecases.verify import verify
from tests.usecases.years import Change, Rows, row, rows_of, written_year
from tests.word.documents import lines

pytestmark = pytest.mark.slow

NOW = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)


def swap(rows: Rows, table: str) -> None:
    rows[table][0], rows[table][1] = rows[table][1], rows[table][0]


def areas_swapped(rows: Rows) -> None:
    swap(rows, "areas")


def areas_swapped_and_renamed(rows: Rows) -> None:
    swap(rows, "areas")
    row(rows, "areas", "O2")["name"] = "Ett annat namn"


def activities_swapped_and_one_delivery_more(rows: Rows) -> None:
    swap(rows, "plan")
    each = row(rows, "plan", "A03")
    each["deliverables"] = f"{each['deliverables']}\n- En leverans till"


@pytest.mark.parametrize(
    ("command", "change", "at_least"),
    [
        ("report", areas_swapped, 0),
        ("report", areas_swapped_and_renamed, 0),
        ("plan", activities_swapped_and_one_delivery_more, 1),
    ],
)
def test_an_order_that_is_left_is_told_of_again(tmp_path: Path, command: str, change: Change, at_least: int) -> None:
    document, workbook = written_year(tmp_path, "2026", command, change)
    before = lines(document.read_bytes())
    made = refresh(document, workbook, now=NOW)
    assert len(made.filled) >= at_least
    assert not any(each.done == "borttagen" for each in made.filled)
    assert any(each.kind == "order" and "Avsnitten har en annan ordning" in each.message for each in made.left)
    after = lines(document.read_bytes())
    assert after.count("Miljömålsuppföljning") == before.count("Miljömålsuppföljning") > 0
    names = "Stöd i åtgärdsarbetet", "Ett annat namn"
    assert sum(map(after.count, names)) == sum(map(before.count, names)) > 0
    assert [each.message for each in verify(document, workbook).disagreements] == [each.message for each in made.left]


def test_sections_that_changed_places_are_named_and_can_be_dragged_in_word(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, "2026", "plan", two_activities_swapped)
    first, second = (each["name"] for each in rows_of("2026")["plan"][1:3])
    refresh(document, workbook, now=NOW)
    (left,) = verify(document, workbook).disagreements
    assert f"A03 {second}"[:40] in left.message
    assert f"” ska stå före ”A02 {first}"[:40] in left.message
    assert "dra rubrikerna" in left.remedy
    drag(document, second, before=first)
    assert verify(document, workbook).disagreements == ()


def two_activities_swapped(rows: Rows) -> None:
    rows["plan"][1], rows["plan"][2] = rows["plan"][2], rows["plan"][1]


def drag(document: Path, section: str, before: str) -> None:
    """Move the section as Word's navigation pane does: its heading, and all until the next of the same level."""
    edited = docx.Document(str(document))
    every = [each for each in edited.paragraphs if each.style.name.startswith("Heading")]
    place = next(at for at, each in enumerate(every) if each.text == section)
    end = next(each for each in every[place + 1 :] if each.style.name <= every[place].style.name)
    target = next(each for each in every if each.text == before)
    moved = every[place]._p
    while moved is not end._p:
        following = moved.getnext()
        target._p.addprevious(moved)
        moved = following
    edited.save(str(document))
