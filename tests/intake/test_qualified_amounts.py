"""Amounts and days as plans qualify them: what isn't sure is asked about and not written, and no word is lost."""

from __future__ import annotations

import pytest

from rus_sheets.intake.plaintext import read_text
from rus_sheets.intake.readings import ReadingState
from rus_sheets.intake.rule_faults import load_rules
from rus_sheets.intake.understand import Understood, understand
from tests.intake.sources import DECLARATION, RULES

ASKED = "?"
TOLD = (ReadingState.ASKED, ReadingState.LEFT)


def read(*lines: str) -> Understood:
    text = "\n\n".join(["# Ett område", "## Mål 2021-2023", "- Ett mål.", *lines])
    return understand(read_text("plan.md", text), load_rules(RULES, DECLARATION), DECLARATION)


def one(sentence: str, *columns: str) -> list[object]:
    """What the columns of the only activity got, or ASKED where that is asked about."""
    found = read("## Möten om data", "Det arbete som görs.", sentence)
    (row,) = found.rows["plan"]
    asked = {reading.column for reading in found.readings.of(ReadingState.ASKED)}
    return [ASKED if column in asked and row.get(column) is None else row.get(column) for column in columns]


def told(sentence: str) -> list[str]:
    """The columns that have to be asked about, and what was left over."""
    found = read("## Möten om data", "Det arbete som görs.", sentence).readings
    return [reading.column or reading.text for reading in found.all if reading.state in TOLD]


@pytest.mark.parametrize(
    ("said", "amount", "note"),
    [
        ("80 tkr", 80_000, None),
        ("Ja, 80 tkr från Havs- och vattenmyndigheten", 80_000, "Från Havs- och vattenmyndigheten"),
        ("20 000 kr (reserverat 2020)", 20_000, "Reserverat 2020"),
        ("60 000 kr exkl. moms", 60_000, "Exkl. moms"),
        ("120 tkr till drift och underhåll", 120_000, "Till drift och underhåll"),
        ("50-60 tkr", ASKED, "50-60 tkr"),
        ("100 000-150 000 kr", ASKED, "100 000-150 000 kr"),
        ("50 + 30 tkr", ASKED, "50 + 30 tkr"),
        ("254 tkr (60 + 180 + 14)", 254_000, "254 tkr (60 + 180 + 14)"),
        ("5 000 kr per län", ASKED, "5 000 kr per län"),
        ("5 000 kr/län", ASKED, "5 000 kr/län"),
        ("2 000 kr x 21 län", ASKED, "2 000 kr x 21 län"),
        ("40 000 kr för resor och 20 000 kr för lokal", ASKED, "40 000 kr för resor och 20 000 kr för lokal"),
        ("Nej, men 20 000 kr kan behövas", ASKED, "Men 20 000 kr kan behövas"),
        ("0 kr", None, None),
        ("Nej", None, None),
        ("-", None, None),
    ],
)
def test_money(said: str, amount: object, note: object) -> None:
    sentence = f"Resurssättning: RUS arbetstid 10 dagar. Behov av reda pengar: {said}."
    assert one(sentence, "amount", "cash_note", "days") == [amount, note, 10]


@pytest.mark.parametrize(
    "said",
    [
        "4 dagar per kvartal", "3 dagar/månad", "12 dagar per län", "12 dagar i veckan",
        "12 dagar och 3 dagar i reserv", "12 dagar under våren, 8 dagar under hösten", "2x6 dagar", "ett par dagar",
        "12 dagar första halvåret, 10 andra", "30 dagar 2021, 20 dagar 2022", "12 dagar samt 3 för konsult",
        "2 dagar varannan månad", "12 dagar gånger två", "12 dagar var", "12 dagar kvartalsvis", "12 dagar – 15 dagar",
        "12/15 dagar", "12 (15) dagar", "halvtid", "tre arbetsmånader", "20 % tjänst", "12 dagar och ev. 5 dagar till",
        "12 personer × 3 dagar", "0,1 åa", "0,5 årsarbetskraft", "10 % av en heltid", "6 dagar vardera",
    ],
)  # fmt: skip
def test_days_that_are_others_than_they_say(said: str) -> None:
    assert one(f"Resurssättning: RUS arbetstid {said}.", "days") == [ASKED]


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ("12 dagar", None), ("12 arbetsdagar", None), ("12 dagar totalt", None),
        ("12 dagar (15 dagar 2020)", "15 dagar 2020"), ("12 dagar, varav 4 för konsult", "varav 4 för konsult"),
        ("12 dagar inkl. tid för objektspecialist", "inkl. tid för objektspecialist"),
        ("12 dagar under våren", "under våren"),
    ],
)  # fmt: skip
def test_days_that_are_what_they_say(said: str, note: str | None) -> None:
    sentence = f"Resurssättning: RUS arbetstid {said}. Behov av reda pengar: Nej."
    assert one(sentence, "days", "resource_note", "cash") == [12, note, "Nej"]
    assert told(sentence) == []


@pytest.mark.parametrize("words", [", om medel finns", " plus resor", " (eller mer)", " årligen", ", delas med SMHI"])
def test_words_that_may_change_days_are_asked_about(words: str) -> None:
    sentence = f"Resurssättning: RUS arbetstid 12 dagar{words}. Behov av reda pengar: Nej."
    assert one(sentence, "days", "resource_note", "cash") == [12, words.strip(" ,()"), "Nej"]
    assert told(sentence) == ["days"]


@pytest.mark.parametrize(
    "words", [" eller mer", " plus resor", ", resten från SMHI", " (osäkert)", " för 2021-2023", " årligen"]
)
def test_words_that_may_change_an_amount_are_asked_about(words: str) -> None:
    sentence = f"Resurssättning: RUS arbetstid 12 dagar. Behov av reda pengar: 80 tkr{words}."
    assert one(sentence, "amount", "days") == [80_000, 12]
    assert told(sentence) == ["amount"]


@pytest.mark.parametrize("said", ["75 000", "80", "Ja, 75 000", "€ 2 000", "80-100", "ca 80", "resor 75 000"])
def test_money_without_a_unit_is_asked_about(said: str) -> None:
    sentence = f"Resurssättning: RUS arbetstid 12 dagar. Behov av reda pengar: {said}."
    assert one(sentence, "cash", "amount") == ["Ja", ASKED]


def test_planned_days_beside_those_of_the_outcome() -> None:
    found = read("## Möten om data", "Det arbete som görs.", "Resurser: 28 dagar (plan), 31,5 dagar (utfall)")
    assert [(row["days"], row.get("resource_note")) for row in found.rows["plan"]] == [(28, None)]
    assert [row["days"] for row in found.rows["outcomes"]] == [31.5]


def test_money_right_after_the_days() -> None:
    assert one("Resurssättning: 12 dagar, 45 tkr.", "days", "cash", "amount") == [12, "Ja", 45_000]
    assert one("Resurs: 12 dagar och 5 000 kr per län.", "days", "cash", "amount") == [12, "Ja", ASKED]


@pytest.mark.parametrize("said", ["6/6", "10 %", "12 (15)", "12 + 3", "12/län", "12 st", "se 1.2"])
def test_days_of_a_cell_that_are_not_so_many(said: str) -> None:
    found = read(f"| Aktivitet | Dagar |\n|---|---|\n| Möten | {said} |\n| Kurser | 8 |")
    assert [row.get("days") for row in found.rows["plan"]] == [None, 8]
    assert [(asked.row, asked.column) for asked in found.readings.of(ReadingState.ASKED)] == [("A01", "days")]


@pytest.mark.parametrize(
    ("header", "times"),
    [
        ("Medel (kr)", 1), ("Medel (tkr)", 1_000), ("Behov av reda pengar, tkr", 1_000),
        ("Kostnad i tkr", 1_000), ("Kostnad (i tusen kronor)", 1_000), ("Budget tkr", 1_000), ("Tkr", 1_000),
        ("Kostnad kkr", 1_000), ("Budget (mnkr)", 1_000_000), ("Medel, MSEK", 1_000_000),
    ],
)  # fmt: skip
def test_the_unit_of_a_header(header: str, times: int) -> None:
    table = f"| Aktivitet | Dagar | {header} |\n|---|---|---|\n| Möten | 12 | 45 |\n| Kurser | 8 | 30 kr |"
    assert [row.get("amount") for row in read(table).rows["plan"]] == [45 * times, 30]


@pytest.mark.parametrize(
    ("heading", "header", "times"),
    [
        ("Budget", "Budget (tkr)", 1_000), ("Budget", "Tkr", 1_000), ("Budget 2021 (tkr)", "Belopp", 1_000),
        ("Budget", "Budget 2021, mnkr", 1_000_000), ("Budget", "Budget, kr", 1),
    ],
)  # fmt: skip
def test_the_unit_of_a_budget(heading: str, header: str, times: int) -> None:
    table = f"| Post | {header} |\n|---|---|\n| Löner | 300 |\n| Resor | 45 |\n| Summa | 345 |"
    found = read("## Möten", "Resurssättning: 3 dagar.", f"# {heading}", table)
    assert [row["budget"] for row in found.rows["budget"]] == [300 * times, 45 * times]
    assert 345 * times in [reading.value for reading in found.readings.of(ReadingState.RIGHT)]


def test_the_unit_of_a_label() -> None:
    assert one("Resurssättning: 10 dagar. Behov av reda pengar, tkr: 45.", "amount") == [45_000]


@pytest.mark.parametrize(
    "said",
    [
        "Den löpande verksamheten tidsätts till {}.", "Löpande verksamhet är tidsatt till {}.",
        "Löpande arbete är tidssatt till {}.", "Det löpande arbetet beräknas ta {}.",
        "För det löpande arbetet avsätts {}.", "RUS arbetstid för löpande verksamhet {}.", "Sammanlagt {}.",
        "Totalt för löpande verksamhet: {}.", "Tid för löpande verksamhet: {}.",
        "Tidsåtgång: {} totalt för alla punkter.",
    ],
)  # fmt: skip
def test_days_of_a_whole_group(said: str) -> None:
    found = read("## Löpande verksamhet", said.format("140 arbetsdagar"), "- Data: Förvalta.", "- Möten: Hålla.")
    assert [row.get("days") for row in found.rows["groups"]] == [140]


def test_days_that_may_be_a_groups_are_asked_about() -> None:
    found = read("## Löpande verksamhet", "Vi har satt av tid, 140 arbetsdagar blev det.", "- Data: Förvalta.")
    asked = [reading.column for reading in found.readings.of(ReadingState.ASKED)]
    assert ([row.get("days") for row in found.rows["groups"]], asked) == ([None], ["days"])


def test_funding_in_sentences() -> None:
    said = (
        "Anslaget från Naturvårdsverket är 4 000 000 kr och från Havs- och vattenmyndigheten 500 000 kr. Överskott "
        "från tidigare år är 200 000 kr. Eventuellt tillkommer 300 000 kr från Boverket. Därtill kan 7 000 kr komma in."
    )
    found = read("## Möten", "Resurs: 3 dagar.", "# Finansiering", said)
    told = [(row["source"], row["amount"], row.get("kind"), row.get("state")) for row in found.rows["funding"]]
    assert told == [
        ("Anslaget från Naturvårdsverket", 4_000_000, "Årets medel", None),
        ("Havs- och vattenmyndigheten", 500_000, "Årets medel", None),
        ("Överskott från tidigare år", 200_000, "Tidigare års medel", None),
        ("Boverket", 300_000, None, "Osäker"),
    ]
    assert any("7 000 kr" in reading.text for reading in found.readings.of(ReadingState.LEFT))


def test_whose_money_it_is_is_asked_unless_the_name_says_it() -> None:
    rows = "| Naturvårdsverket, anslag 1:2 | 300 |\n| Överfört från 2018 | 5 |\n| SKR | 7 |"
    table = f"| Källa | Belopp, kr |\n|---|---|\n{rows}"
    found = read("## Möten", "Resurs: 3 dagar.", "# Finansiering", table)
    assert [row["kind"] for row in found.rows["funding"]] == ["Årets medel", "Tidigare års medel", "Årets medel"]
    assert [(reading.row, reading.column) for reading in found.readings.of(ReadingState.ASKED)] == [("K3", "kind")]


def test_a_budget_of_some_years_is_that_of_the_last() -> None:
    rows = "| Löner | 300 | 310 | Två tjänster |\n| Resor | 40 | 45 | Fyra möten |\n| Summa | 340 | 355 | |"
    table = f"| Post (kr) | 2022 | 2023 | Till |\n|---|---|---|---|\n{rows}"
    found = read("## Möten", "Resurs: 3 dagar.", "# Budget", table)
    assert [(row["name"], row["budget"]) for row in found.rows["budget"]] == [("Löner", 310), ("Resor", 45)]
    assert [row["description"] for row in found.rows["budget"]] == ["Två tjänster", "Fyra möten"]
    assert found.rows["expenses"] == []
    assert ["2022" in reading.text for reading in found.readings.of(ReadingState.ASKED)] == [True]
    assert 355 in [reading.value for reading in found.readings.of(ReadingState.RIGHT)]


def test_what_says_only_that_nothing_is_known_is_no_text() -> None:
    found = read("## Möten", "Status saknas ännu · 53 arbetsdagar", "En träff om året.", "Status saknas ännu")
    assert [(row["days"], row["description"]) for row in found.rows["plan"]] == [(53, "En träff om året.")]


@pytest.mark.parametrize(
    ("status", "key"), [("", "budget-inledning"), ("Status: Har skett som planerat", "berattelse-ekonomi")]
)
def test_a_text_on_money_is_of_the_plan_or_of_the_outcome(status: str, key: str) -> None:
    table = "| Post | Budget |\n|---|---|\n| Löner | 300 |\n| Resor | 40 |"
    found = read("## Möten", "Resurs: 3 dagar.", status, "# Ekonomi", "Det mesta är arbetstid, och så resor.", table)
    said = "Det mesta är arbetstid, och så resor."
    assert [row["key"] for row in found.rows["texts"] if row.get("text") == said] == [key]
