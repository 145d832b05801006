"""Another order that refresh can't give a document's sections: nothing is taken out for it, and it is told of again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from rus_sheets.usecases.refresh import refresh
from rus_sheets.usecases.verify import verify
from tests.usecases.years import Change, Rows, row, written_year
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
    assert any(each.kind == "order" and "i listan" in each.message for each in made.left)
    after = lines(document.read_bytes())
    assert after.count("Miljömålsuppföljning") == before.count("Miljömålsuppföljning") > 0
    names = "Stöd i åtgärdsarbetet", "Ett annat namn"
    assert sum(map(after.count, names)) == sum(map(before.count, names)) > 0
    assert [each.message for each in verify(document, workbook).disagreements] == [each.message for each in made.left]
