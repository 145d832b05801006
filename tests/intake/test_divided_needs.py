"""A need of money in parts becomes rows of money set aside, where the text says plainly what they are of."""

from __future__ import annotations

import pytest

from rus_sheets.intake.readings import ReadingState
from tests.intake.test_qualified_amounts import read


@pytest.mark.parametrize(
    "said",
    [
        "254 tkr (60 tkr till möten, 180 tkr till konsult och 14 tkr från SKR 2020)",
        "254 tkr (60 till möten + 180 konsult + 14 från SKR)",
        "254 tkr (möten 60, konsult 180 och från SKR 14)",
        "254 tkr, varav 60 tkr möten, 180 tkr konsult, 14 tkr från SKR 2020",
        "254 tkr (60 tkr möten, 180 tkr konsult och 14 tkr från SKR 2020)",
        "254 tkr (möten 60 tkr, konsult 180 tkr och från SKR 14 tkr)",
        "254 tkr = 60 tkr (möten) + 180 tkr (konsult) + 14 tkr (från SKR, 2020)",
        "Ja, 254 000 kr: 60 000 kr för möten, 180 000 kr för konsult samt 14 000 kr från SKR 2020",
    ],
)
def test_each_part_is_a_row(said: str) -> None:
    found = read("## Möten", f"Resurs: 10 dagar. Behov av reda pengar: {said}.")
    assert [row.get("amount") for row in found.rows["plan"]] == [None]
    keys = ("activity", "amount", "purpose", "source", "year", "state")
    assert [tuple(row.get(key) for key in keys) for row in found.rows["allocations"]] == [
        ("A01", 60_000, "Möten", None, None, "Beslutad"), ("A01", 180_000, "Konsult", None, None, "Beslutad"),
        ("A01", 14_000, None, "SKR", 2020 if "2020" in said else None, "Beslutad"),
    ]  # fmt: skip
    assert {reading.column for reading in found.readings.of(ReadingState.ASKED)} == {"state"}
    (told,) = found.readings.of(ReadingState.RIGHT)
    assert (told.value, told.note) == (254_000, "254 000 kr = summan av delarna på Medel.")


def test_a_part_that_is_not_sure_says_so() -> None:
    need = "74 tkr (60 tkr till möten och 14 tkr till resor, ej beslutat)"
    found = read("## Möten", f"Resurs: 10 dagar. Behov av reda pengar: {need}.")
    assert [row["state"] for row in found.rows["allocations"]] == ["Beslutad", "Väntad"]


@pytest.mark.parametrize(
    "said",
    [
        "254 tkr (60 + 180 + 14)",
        "254 tkr = 60 tkr + 180 tkr + 14 tkr",
        "9 tkr (4 tkr, 6 tkr)",
        "9 tkr (möten 4, resor 6)",  # don't add up
        "9 tkr (4 tkr möten, 6 tkr resor)",
    ],
)
def test_parts_that_nothing_is_said_of_are_asked_about(said: str) -> None:
    found = read("## Möten", f"Resurs: 10 dagar. Behov av reda pengar: {said}.")
    assert found.rows["allocations"] == []
    assert [reading.column for reading in found.readings.of(ReadingState.ASKED)] == ["amount"]
