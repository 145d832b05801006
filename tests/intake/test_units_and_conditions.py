"""Amounts whose unit stands elsewhere, and money that isn't sure by the words beside it."""

from __future__ import annotations

import pytest

from rus_sheets.intake.readings import ReadingState
from rus_sheets.intake.understand import Understood
from tests.intake.test_qualified_amounts import read

ACTIVITY = ("## Möten", "Resurs: 3 dagar.")
TABLE = "| Post | Belopp |\n|---|---|\n| Löner | 300 |\n| Resor | 45 |\n| Summa | 345 |"


def budget(found: Understood) -> list[object]:
    return [row["budget"] for row in found.rows["budget"]]


def asked(found: Understood) -> list[tuple[str, str]]:
    return [(reading.table, reading.column) for reading in found.readings.of(ReadingState.ASKED)]


@pytest.mark.parametrize(
    "lines",
    [
        ("# Budget", "Alla belopp anges i tkr.", TABLE),
        ("# Budget", TABLE, "Beloppen är i tusental kronor."),
        ("# Inledning", "Planen är beslutad. Samtliga belopp i planen redovisas i tkr.", "# Budget", TABLE),
        ("# Budget", "Tabell 2. Budget (tkr)", TABLE),
        ("# Budget", "Budget för året i tkr:", TABLE),
        ("# Budget", TABLE.replace("Summa", "Summa (tkr)")),
        ("# Budget", TABLE.replace("345", "345 tkr")),
        ("# Budget", TABLE.replace("Post", "Post (tkr)")),
        ("# Budget", "- Löner 300 tkr\n- Resor: 45 tkr\n- Summa 345 tkr"),
        ("# Budget", "• Löner – 300 tkr\n• Resor – 45 tkr\n• Totalt – 345 tkr"),
        ("# Budget", "Löner 300 tkr\n\nResor 45 tkr\n\nSumma 345 tkr"),
    ],
)  # fmt: skip
def test_a_unit_that_stands_elsewhere(lines: tuple[str, ...]) -> None:
    found = read(*ACTIVITY, *lines)
    assert budget(found) == [300_000, 45_000]
    assert [reading.value for reading in found.readings.of(ReadingState.RIGHT)] == [345_000]
    assert asked(found) == []


def test_the_nearest_unit_is_that_of_a_table() -> None:
    money = TABLE.replace("Belopp", "Belopp (kr)")
    assert budget(read(*ACTIVITY, "# Budget", "Alla belopp anges i tkr.", money)) == [300, 45]
    assert budget(read(*ACTIVITY, "# Budget", "Alla belopp anges i tkr.", TABLE.replace("45 |", "45 kr |"))) == [
        300_000,
        45,
    ]


def test_two_units_for_all_are_none() -> None:
    said = ("# Inledning", "Alla belopp anges i tkr.", "# Om planen", "Alla belopp anges i mnkr.")
    found = read(*ACTIVITY, *said, "# Budget", TABLE)
    assert (budget(found), asked(found)) == ([300, 45], [("budget", "budget")])


def test_the_unit_of_an_activitys_need() -> None:
    found = read(
        "## Möten", "Resurs: 3 dagar. Medel: 45.", "# Om planen", "Belopp i texten anges i tusental kronor (tkr)."
    )
    assert [row["amount"] for row in found.rows["plan"]] == [45_000]


def test_small_amounts_without_a_unit_are_asked_about() -> None:
    assert asked(read(*ACTIVITY, "# Budget", TABLE)) == [("budget", "budget")]
    table = "| Aktivitet | Dagar | Medel |\n|---|---|---|\n| Möten | 12 | {} |\n| Kurser | 8 | 30 |"
    few, many = read(table.format("45")), read(table.format("45 000"))
    assert [row.get("amount") for row in few.rows["plan"]] == [None, None]
    assert asked(few) == [("plan", "amount")] * 2
    assert [row.get("amount") for row in many.rows["plan"]] == [45_000, 30]


CONDITIONS = [
    ("preliminärt", "Väntad"), ("ej beslutat", "Väntad"), ("inte ännu beslutad", "Väntad"), ("väntas", "Väntad"),
    ("ansökt om", "Väntad"), ("om anslaget räcker", "Osäker"), ("under förutsättning att det går", "Osäker"),
    ("osäkert", "Osäker"), ("beslutat i januari", None),
]  # fmt: skip


@pytest.mark.parametrize(("words", "state"), CONDITIONS)
@pytest.mark.parametrize("row", ["| Boverket, anslag ({}) | 20 000 kr | |", "| Boverket, anslag | 20 000 kr | {} |"])
def test_money_with_a_condition_in_a_table(row: str, words: str, state: str | None) -> None:
    table = "| Källa | Belopp | Kommentar |\n|---|---|---|\n" + row.format(words)
    found = read(*ACTIVITY, "# Finansiering", table)
    assert [(row["amount"], row.get("state")) for row in found.rows["funding"]] == [(20_000, state)]


@pytest.mark.parametrize("said", ["8 000 kr (preliminärt)", "preliminärt 8 000 kr", "8 000 kr, ej beslutat"])
def test_a_condition_beside_the_amount(said: str) -> None:
    found = read(*ACTIVITY, "# Finansiering", f"| Källa | Belopp |\n|---|---|\n| Boverkets anslag | {said} |")
    assert [(row["amount"], row.get("state")) for row in found.rows["funding"]] == [(8_000, "Väntad")]
    assert asked(found) == []


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("Anslaget från Boverket väntas bli 200 000 kr.", "Väntad"),
        ("RUS har ansökt om 200 000 kr från Boverkets anslag.", "Väntad"),
        ("Under förutsättning att anslaget ökar får vi 200 000 kr från Boverket.", "Osäker"),
        ("Anslaget från Boverket är 200 000 kr.", None),
    ],
)  # fmt: skip
def test_money_with_a_condition_in_a_sentence(said: str, state: str | None) -> None:
    found = read(*ACTIVITY, "# Finansiering", f"{said} Det är mer än förra året.")
    assert [(row["amount"], row.get("state")) for row in found.rows["funding"]] == [(200_000, state)]
    assert asked(found) == []


def test_a_condition_elsewhere_in_the_paragraph_is_asked_about() -> None:
    found = read(*ACTIVITY, "# Finansiering", "Anslaget från Boverket är 200 000 kr. Det är inte beslutat.")
    assert asked(found) == [("funding", "state")]


@pytest.mark.parametrize("words", ["preliminärt", "beslutas i mars", "om anslaget räcker", "ej beslutat", "ansökt"])
def test_an_activitys_need_with_a_condition_is_asked_about(words: str) -> None:
    found = read("## Möten", f"Resurs: 3 dagar. Medel: 80 tkr ({words}).")
    assert asked(found) == [("plan", "amount")]
