"""A row that nobody can tell where it belongs is named before a document is written: sheet, row, cell and column."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rus_sheets.schema.model import DocumentCommand
from rus_sheets.usecases.foreseen import Warned, prepare
from tests.documents.years import path, path_of_next
from tests.usecases.test_verify import set_value

HEAD = "Det går inte att säga var alla rader i bok.xlsx hör hemma:"
CASES = [
    ("2026", "report", "Plan/A04/Grupp-ID", None, "Plan, A04 Indikatorutveckling (C5): Grupp-ID saknas."),
    ("2026", "plan", "Plan/A04/Grupp-ID", "G9", "Plan, A04 Indikatorutveckling (C5): Grupp-ID: ”G9” finns inte"),
    ("2026", "plan", "Grupper/G2/Område-ID", None, " (B3): Område-ID saknas."),
    ("2026", "report", "Finansiering/K1/Slag", None, " (C2): Slag saknas."),
    ("2026", "application", "Finansiering/K1/Slag", "Årets pengar", " (C2): Slag: ”Årets pengar” finns inte i listan."),
    ("bidrag-2026", "report", "Insatser/AC-01/Kategori", None, ": Kategori saknas."),
    ("bidrag-2026", "report", "Insatser/AC-01/Status", None, ": Status saknas."),
    ("bidrag-2026", "report", "Insatser/AC-01/Länskod", None, ": Länskod saknas."),
]


@pytest.mark.parametrize(("year", "command", "cell", "value", "said"), CASES)
def test_the_row_is_named(tmp_path: Path, year: str, command: str, cell: str, value: str | None, said: str) -> None:
    told = [warned for warned in warnings(tmp_path, year, command, cell, value) if warned.head == HEAD]
    assert len(told) == 1
    assert len(told[0].lines) == 1
    assert said in told[0].lines[0]


@pytest.mark.parametrize(
    ("year", "command", "cell", "value", "rows"),
    [
        ("bidrag-2026", "report", "Län/C/Länskod", "AB", ("AB Stockholms län (A2)", "AB Uppsala län (A3)")),
        ("2026", "plan", "Plan/A04/Aktivitets-ID", "A03", ("A03 ", "A03 ")),
        ("2026", "short", "Mål/M02/Mål-ID", "M01", ()),
    ],
)
def test_rows_with_the_same_id_are_named(
    tmp_path: Path, year: str, command: str, cell: str, value: str, rows: tuple[str, ...]
) -> None:
    """What belongs to the one is told of the other too, and the sums of both are wrong."""
    told = [warned for warned in warnings(tmp_path, year, command, cell, value) if "samma id" in warned.head]
    lines = [line for warned in told for line in warned.lines]
    assert len(lines) >= len(rows)
    assert all(any(row in line for line in lines) for row in rows)
    assert bool(told) == bool(rows)


def test_what_may_be_blank_or_is_not_told_of_is_not_named(tmp_path: Path) -> None:
    for command, cell in (("report", "Plan/A04/Prioritet"), ("plan", "Utgifter/A14-U01/Text")):
        assert HEAD not in [warned.head for warned in warnings(tmp_path, "2026", command, cell, None)]


def test_next_years_application_names_those_of_last_year(tmp_path: Path) -> None:
    last = Path(shutil.copy(path("2022", "complete"), tmp_path / "förra.xlsx"))
    set_value(last, "Finansiering/K1/Slag", None)
    heads = [each.head for each in prepare(DocumentCommand.APPLICATION, path_of_next("2022"), last).warnings]
    assert HEAD.replace("bok", "förra") in heads


def warnings(folder: Path, year: str, command: str, cell: str, value: str | None) -> tuple[Warned, ...]:
    workbook = Path(shutil.copy(path(year, "complete"), folder / "bok.xlsx"))
    set_value(workbook, cell, value)
    return prepare(DocumentCommand(command), workbook, None).warnings
