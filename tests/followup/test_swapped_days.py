"""Days that an English program may have swapped with their months: told where the calendar gives them away."""

from __future__ import annotations

import datetime as dt

import pytest

from rus_sheets.answers.returned import ReturnedCell
from rus_sheets.book.dates import to_serial
from rus_sheets.book.formats import FormatKind
from rus_sheets.followup.swapped_days import swapped_days
from tests.merge import world

SHORT, ISO = "mm-dd-yy", "yyyy-mm-dd"
SENT = dt.date(2026, 11, 1)


@pytest.mark.parametrize(
    ("date", "code", "saved", "meant"),
    [
        ("2026-12-03", SHORT, "2026-11-29T12:50:18Z", "2026-03-12"),  # 12/3-26 in English
        ("2026-12-03", "m/d/yyyy", "2026-11-29T12:50:18Z", "2026-03-12"),
        ("2026-12-03", SHORT, "2026-12-04T09:00:00Z", None),  # it has been
        ("2026-12-03", ISO, "2026-11-29T12:50:18Z", None),  # the cell shows which is which
        ("2026-12-15", SHORT, "2026-11-29T12:50:18Z", None),  # no month
        ("2026-12-12", SHORT, "2026-11-29T12:50:18Z", None),
        ("2027-12-03", SHORT, "2026-11-29T12:50:18Z", None),  # neither has been
        ("2026-12-03", SHORT, "", None),
        ("2027-01-12", SHORT, "2026-11-29T12:50:18Z", None),
    ],
)
def test_a_day_to_come_that_has_been_the_other_way_round_is_told(
    date: str, code: str, saved: str, meant: str | None
) -> None:
    cell = ReturnedCell(
        "events", "A01-H01", "date", None, to_serial(dt.date.fromisoformat(date)), "Händelser", "C5",
        format=FormatKind.DATE, code=code,
    )  # fmt: skip
    told = [str(note) for note in swapped_days(world.declaration(), [cell], saved, 2026, SENT)]
    late = f"Händelser!C5: Datum {date} är efter dagen då filen sparades ({saved[:10]})."
    asked = f"Ett program på engelska byter dag och månad. Menades {meant}?"
    assert told == ([f"{late} {asked}"] if meant else [])


def test_what_was_handed_out_is_not_told() -> None:
    day = to_serial(dt.date(2026, 12, 3))
    cell = ReturnedCell("events", "A01-H01", "date", day, day, format=FormatKind.DATE, code=SHORT)
    assert not list(swapped_days(world.declaration(), [cell], "2026-11-29T12:50:18Z", 2026, SENT))


@pytest.mark.parametrize(("date", "meant"), [("2026-12-11", "2026-11-12"), ("2026-12-03", "")])
def test_nobody_was_ready_before_the_file_was_sent(date: str, meant: str) -> None:
    day = to_serial(dt.date.fromisoformat(date))
    cell = ReturnedCell("outcomes", "A01", "submitted", None, day, format=FormatKind.DATE, code=SHORT)
    told = [str(note) for note in swapped_days(world.declaration(), [cell], "2026-11-29T12:50:18Z", 2026, SENT)]
    assert [meant in note for note in told] == [True] * bool(meant)
