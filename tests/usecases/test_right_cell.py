"""What differs is told with the cell that has changed, also where one line is made of several cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from rus_sheets.usecases.edited.disagreement import Disagreement
from rus_sheets.usecases.edited.trailplaces import times
from rus_sheets.usecases.verify import verify
from tests.usecases.years import Rows, row, written_year


def told(target: Path, change: Callable[[Rows], None], command: str = "plan") -> list[Disagreement]:
    return list(verify(*written_year(target, "2026", command, change)).disagreements)


@pytest.mark.parametrize(
    ("key", "value", "header"),
    [("kind", "Medel från andra", "Slag"), ("kind", None, "Slag"), ("source", "Ett annat anslag", "Källa"),
     ("state", "Väntad", "Läge"), ("comment", "Ny.", "Kommentar")],
)  # fmt: skip
def test_a_line_of_several_cells(tmp_path: Path, key: str, value: str | None, header: str) -> None:
    def change(rows: Rows) -> None:
        row(rows, "funding", "K1")[key] = value

    assert f"Finansiering/K1/{header}" in [each.tag for each in told(tmp_path, change)]
    if key not in ("comment", "state"):
        assert "Finansiering/K1/Kommentar" not in [each.tag for each in told(tmp_path, change)]


def test_a_figure_that_another_cells_stood_for(tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        row(rows, "plan", "A06")["amount"] = 12500  # the plan says "Eventuellt" of it

    (found,) = [each for each in told(tmp_path, change) if each.tag == "Plan/A06/Belopp"]
    assert "12 500" in found.message.replace("\xa0", " ")


def test_a_way_of_several_cells_is_told_with_the_one_that_says_something(tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        row(rows, "plan", "A28")["project_decided"] = dt.date(2026, 5, 17)

    assert [each.tag for each in told(tmp_path, change)] == ["Plan/A28/Projektplan beslutas"]


def test_what_belongs_nowhere_is_called_what_it_is(tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        row(rows, "groups", "G4")["area"] = None

    said = [each.message for each in told(tmp_path, change, "application")]
    assert any(each.startswith("Utan område saknas") for each in said)
    assert not any("utan Utan" in each for each in said)


def test_a_number_doesnt_stand_in_another() -> None:
    assert times("3", "2023 och 3,5 och 13 och 3 dagar") == 1
    assert times("12,5", "312,5 och 12,5 kr") == 1
    assert times("321", "17 321") == 1
