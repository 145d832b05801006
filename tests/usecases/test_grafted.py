"""refresh moves over what the template gives today: a sentence, a section, a table that code made. Not where people
have changed it; and a document that it says is well reads as one written today.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from rus_sheets.usecases.refresh import Refreshed, refresh
from rus_sheets.usecases.verify import verify
from tests.usecases.test_listed import DONE, answered, half, without_a_status
from tests.usecases.test_mended import NOW
from tests.usecases.years import Change, Rows, no_change, row, written_year
from tests.word.documents import faults, lines


def as_read(document: Path) -> list[str]:
    """What a reader sees, line by line."""
    return [line for each in lines(document.read_bytes()) if (line := re.sub(r"\s+", " ", each).strip())]


def written_today(target: Path, example: str, command: str, change: Change, before: Change) -> list[str]:
    def both(rows: Rows) -> None:
        before(rows)
        change(rows)

    target.mkdir()
    return as_read(written_year(target, example, command, no_change, both)[0])


def refreshed(target: Path, example: str, command: str, change: Change, before: Change = no_change) -> Refreshed:
    """All is put in place: the document is sound, reads as one written today, and a second time nothing is left."""
    document, workbook = written_year(target, example, command, change, before)
    made = refresh(document, workbook, now=NOW)
    assert [each.message for each in made.left if each.kind != "chart"] == []
    assert as_read(document) == written_today(target / "i dag", example, command, change, before)
    assert faults(document.read_bytes()) == []
    assert list(OpenXmlValidator().validate(document).errors) == []
    assert (refresh(document, workbook, now=NOW).filled, verify(document, workbook).removed) == ((), 0)
    return made


def a_status(rows: Rows) -> None:
    row(rows, "outcomes", "A07")["status"] = DONE


def an_effect(rows: Rows) -> None:
    row(rows, "outcomes", "A07").update(effects="Det blev bättre.\n\n- en sak\n- en till", next="Fortsätta.")


def an_activity(rows: Rows) -> None:
    new = dict(row(rows, "plan", "A05"), id="A99", name="Helt ny", text="Det ska göras.\n\n- först\n- sedan")
    rows["plan"].insert(6, new)


def no_owner(rows: Rows) -> None:
    row(rows, "plan", "A07")["owner"] = None


def another_priority(rows: Rows) -> None:
    row(rows, "plan", "A05")["priority"] = "PRIO"


def an_activity_less(rows: Rows) -> None:
    for each in ("plan", "outcomes"):
        rows[each].remove(row(rows, each, "A07"))
    rows["events"] = [each for each in rows["events"] if each["activity"] != "A07"]
    rows["parts"] = [each for each in rows["parts"] if each["activity"] != "A07"]
    rows["expenses"] = [each for each in rows["expenses"] if each.get("activity") != "A07"]


def a_county(rows: Rows) -> None:
    rows["efforts"].append({"id": "X-I01", "county": "X", "text": "Slåtter", "amount": 7000})


@pytest.mark.parametrize(
    ("example", "command", "change", "before"),
    [
        ("2022", "report", a_status, without_a_status),
        ("2022", "report", an_effect, no_change),
        ("2022", "report", no_owner, no_change),
        ("2022", "report", an_activity_less, no_change),
        ("2026", "plan", an_activity, no_change),
        ("2026", "plan", another_priority, no_change),
        ("2026", "report", another_priority, half),
        ("bidrag-2026", "report", a_county, answered),
    ],
)
def test_what_is_untouched_becomes_todays(
    tmp_path: Path, example: str, command: str, change: Change, before: Change
) -> None:
    refreshed(tmp_path, example, command, change, before)
