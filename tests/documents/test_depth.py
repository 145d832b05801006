"""Headings within groups and among parts, the mark that an activity is new, and what is said of days and money."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.usecases.years import Rows, row, written_year
from tests.word.documents import lines

GROUP_HEADING, PART_HEADING = "Sakområden", "Ledning och styrning"


def deep(rows: Rows) -> None:
    """One activity with everything, and parts of which the second has a heading above it."""
    activity = row(rows, "plan", "A05")
    activity |= {
        "subheading": GROUP_HEADING, "new": "Ja", "resource_note": "inkl. tid för objektspecialist",
        "cash_note": "möteskostnader, se budget", "project_plan": "Egen", "project_decided": dt.date(2026, 3, 15),
    }  # fmt: skip
    rows["parts"] = [
        {"id": "A05-a", "activity": "A05", "text": "Samla in"},
        {"id": "A05-b", "activity": "A05", "text": "Ordna", "subheading": PART_HEADING},
        {"id": "A05-c", "activity": "A05", "text": "Sprida"},
    ]


def said(folder: Path, command: str) -> list[str]:
    document, _ = written_year(folder, "2026", command, lambda _: None, deep)
    return [line.replace("\u00a0", " ") for line in lines(document.read_bytes())]


def test_the_plan_tells_it_in_its_place(tmp_path: Path) -> None:
    told = said(tmp_path, "plan")
    name = next(line for line in told if "[Ny]" in line or line.endswith(" Ny"))
    title = name.removesuffix("Ny").strip().removesuffix("PRIO").strip()
    at = told.index(GROUP_HEADING)
    assert told[at + 1] == title
    facts = " ".join(told[at + 2 : at + 5])
    assert "arbetsdagar (inkl. tid för objektspecialist)" in facts
    assert "möteskostnader, se budget" in facts
    assert "Ny" in facts
    parts = [told.index(text) for text in ("Samla in", PART_HEADING, "Ordna", "Sprida")]
    assert parts == sorted(parts)
    assert "Egen (beslutas 15 mars 2026)" in told
    assert told.count(GROUP_HEADING) == 1


def test_the_report_has_the_headings_among_the_parts(tmp_path: Path) -> None:
    told = said(tmp_path, "report")
    assert told[told.index(PART_HEADING) + 1] == "Ordna"


@pytest.mark.parametrize("command", ["plan", "report", "application"])
def test_what_is_blank_leaves_no_trace(tmp_path: Path, command: str) -> None:
    document, _ = written_year(tmp_path, "2026", command, lambda _: None, blank)
    told = lines(document.read_bytes())
    assert not [line for line in told if "()" in line or "Resurser:" in line or line.startswith(",")]
    assert "None" not in " ".join(told)


def blank(rows: Rows) -> None:
    for activity in rows["plan"]:
        for key in ("subheading", "new", "resource_note", "cash_note", "project_decided"):
            activity.pop(key, None)
