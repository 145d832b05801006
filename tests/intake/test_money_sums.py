"""What a document says that its needs of money come to is compared with those that were read, as its days are."""

from __future__ import annotations

import pytest

from rus_sheets.intake.readings import ReadingState
from rus_sheets.intake.understand import Understood
from tests.intake.test_qualified_amounts import read

AREA = (
    "# Vatten", "## Mål 2021-2023", "- Renare vatten.", "## Utvecklingsinsatser", "### Kurser",
    "Resurssättning: RUS arbetstid 10 dagar. Behov av reda pengar: 50 000 kr.", "### Träffar",
    "Resurssättning: RUS arbetstid 5 dagar. Behov av reda pengar: {need}.",
)  # fmt: skip
LATER = ("# Luft", "## Mål 2021-2023", "- Renare luft.", "## Utvecklingsinsatser", "### Mätningar",
         "Resurssättning: RUS arbetstid 8 dagar. Behov av reda pengar: 1,2 mnkr.")  # fmt: skip


def sums(found: Understood) -> list[tuple[ReadingState, object]]:
    states = (ReadingState.RIGHT, ReadingState.WRONG)
    return [(told.state, told.value) for told in found.readings.all if told.state in states and "kr" in told.note]


def plan(said: str, need: str = "30 tkr", *, last: bool = True) -> Understood:
    """A plan that says so after its first area, or last of all under a heading of its own."""
    area = [line.format(need=need) for line in AREA]
    return read(*area, *LATER, "# Sammanställning", said) if last else read(*area, "", said, *LATER)


@pytest.mark.parametrize(
    ("said", "last", "state", "told"),
    [
        ("Summa behov av reda pengar: 1 280 000 kr.", True, ReadingState.RIGHT, 1_280_000),
        ("Summa behov av reda pengar: 1 250 000 kr.", True, ReadingState.WRONG, 1_250_000),
        ("Summa behov av reda pengar: 80 000 kr.", False, ReadingState.RIGHT, 80_000),
        ("Summa behov av reda pengar: 90 tkr.", False, ReadingState.WRONG, 90_000),
        ("Totalt 1,28 mnkr", True, ReadingState.RIGHT, 1_280_000),
        ("Totalt 1,3 mnkr", True, ReadingState.RIGHT, 1_300_000),  # as rounded as it is told
        ("Totalt 4,5 mnkr", True, ReadingState.WRONG, 4_500_000),
        ("Totalt 23 d och 1 280 tkr.", True, ReadingState.RIGHT, 1_280_000),
        ("Sammanlagt 23 arbetsdagar och 1 200 tkr.", True, ReadingState.WRONG, 1_200_000),
        ("Behovet av reda pengar i planen är sammanlagt 1 280 tkr.", True, ReadingState.RIGHT, 1_280_000),
    ],
)
def test_a_told_sum(said: str, last: bool, state: ReadingState, told: int) -> None:
    assert sums(plan(said, last=last)) == [(state, told)]


def test_one_that_does_not_agree_names_the_activities_without_an_amount() -> None:
    found = plan("Summa behov av reda pengar: 1 280 000 kr.", need="10-40 tkr")
    wrong = [told.note for told in found.readings.of(ReadingState.WRONG)]
    assert wrong == [
        "Dokumentet säger 1 280 000 kr, det som lästes är 1 250 000 (hela dokumentet). Utan belopp: Träffar."
    ]


def test_one_of_days_names_the_activities_without_days() -> None:
    found = read("# Vatten", "## Kurser", "Resurssättning: RUS arbetstid 10 dagar.", "## Träffar",
                 "Resurssättning: RUS arbetstid 2 veckor.", "# Sammanställning", "Summa 18 arbetsdagar.")  # fmt: skip
    (wrong,) = found.readings.of(ReadingState.WRONG)
    assert wrong.note == "Dokumentet säger 18 dagar, det som lästes är 10 (hela dokumentet). Utan dagar: Träffar."


def test_what_one_activity_costs_is_no_sum_of_others() -> None:
    found = read("# Vatten", "## Kurser", "Resurssättning: RUS arbetstid 10 dagar.", "Totalt 40 tkr för tre orter.",
                 "## Träffar", "Resurssättning: RUS arbetstid 4 dagar. Behov av reda pengar: 70 tkr.")  # fmt: skip
    assert sums(found) == []
    assert [told.row for told in found.readings.of(ReadingState.ASKED)] == ["A01"]


def test_a_budget_that_stands_as_a_sentence_is_compared_with_its_posts() -> None:
    posts = ("# Budget", "| Post | Belopp |\n|---|---|\n| Löner | 400 000 kr |\n| Resor | 50 000 kr |")
    for said, state in (("Totalt 450 tkr.", ReadingState.RIGHT), ("Totalt 500 tkr.", ReadingState.WRONG)):
        found = read(*(line.format(need="nej") for line in AREA), *posts, said)
        assert [one for one, _ in sums(found)] == [state]


@pytest.mark.parametrize(("told", "state"), [("80", ReadingState.RIGHT), ("85", ReadingState.WRONG)])
def test_the_sum_row_of_a_table_of_activities(told: str, state: ReadingState) -> None:
    table = ["| Aktivitet | Dagar | Medel (tkr) |", "|---|---|---|", "| Kurser | 10 | 50 |", "| Träffar | 5 | 30 |",
             f"| Summa | 15 | {told} |"]  # fmt: skip
    assert sums(read("# Vatten", "\n".join(table))) == [(state, int(told) * 1000)]
