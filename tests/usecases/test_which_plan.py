"""Documents that don't remember which plan they are of: what stands beside their figures tells, or it is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.run import rus_sheets
from tests.usecases.test_verify import forget_record
from tests.usecases.years import Rows, no_change, written_year


def another_plan(rows: Rows) -> None:
    """The same ids, for other things with other figures."""
    for table, name in (("areas", "name"), ("budget", "name"), ("funding", "source"), ("plan", "name")):
        for number, row in enumerate(rows[table]):
            assert row[name]
            row[name] = f"Helt annat {number}"
            row |= {
                key: 1000 + number for key in ("budget", "amount", "days") if isinstance(row.get(key), (int, float))
            }


def other_figures(rows: Rows) -> None:
    for number, row in enumerate(rows["budget"]):
        row["budget"] = 1000 + number


@pytest.mark.parametrize("forgotten", [False, True])
def test_another_plans_workbook_is_known_by_what_stands_beside_the_figures(tmp_path: Path, forgotten: bool) -> None:
    document, workbook = written_year(tmp_path, "2026", "application", another_plan)
    if forgotten:
        forget_record(document)
    before = document.read_bytes()
    for command in ("verify", "refresh"):
        ran = rus_sheets(command, document, workbook)
        assert ran.code == 3
        assert "id:n är något annat där." in " ".join(ran.err.split())
    assert document.read_bytes() == before


@pytest.mark.parametrize("forgotten", [False, True])
def test_the_plans_own_workbook_is_no_other_plans(tmp_path: Path, forgotten: bool) -> None:
    document, workbook = written_year(tmp_path, "2026", "application", other_figures)
    if forgotten:
        forget_record(document)
    ran = rus_sheets("verify", document, workbook)
    assert ran.code == 1
    assert "vilken plan" not in ran.out


def test_a_document_that_names_nothing_is_said_to_tell_nothing(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, "2026", "short", no_change)
    ran = rus_sheets("verify", document, workbook)
    assert "Dokumentet minns inte vilken plan det är gjort av" in " ".join(ran.out.split())
    assert "allt stämmer" not in ran.out
    assert ran.code == 0
