"""Days that stand in a list of activities, after it or within a text; and a document in which nothing was found."""

from __future__ import annotations

from pathlib import Path

import pytest

from rus_sheets.errors import UnusableInputError
from rus_sheets.intake.readings import ReadingState
from rus_sheets.intake.understand import Understood
from rus_sheets.usecases.importing import import_document
from tests.intake.test_qualified_amounts import read


def activities(found: Understood) -> list[tuple[object, ...]]:
    return [(row["name"], row.get("days"), row.get("cash"), row.get("amount")) for row in found.rows["plan"]]


def asked(found: Understood) -> list[tuple[str, str]]:
    return [(reading.row, reading.column) for reading in found.readings.of(ReadingState.ASKED)]


@pytest.mark.parametrize(
    "lines",
    [
        "- Webb – 14 dagar, 20 tkr\n- Ny karta – 3,5 dagar\n- Film – 2 dagar, inga pengar",
        "• Webb: 14 dagar, 20 tkr\n• Ny karta: 3,5 arbetsdagar\n• Film: 2 dgr, inga pengar",
        "1. Webb (14 dagar), 20 000 kr\n2. Ny karta (3,5 dagar)\n3. Film (2 dagar), inga pengar.",
        "- Webb: RUS arbetstid 14 dagar och 20 tkr\n- Ny karta: tid 3,5 dagar\n- Film: resurs 2 dagar, inga medel",
        "Webb: 14 dagar, 20 tkr\n\nNy karta: 3,5 dagar\n\nFilm: 2 dagar, inga pengar",
    ],
)  # fmt: skip
@pytest.mark.parametrize("heading", ["## Utvecklingsinsatser", "## Kommunikation"])
def test_a_list_of_activities_with_their_days(heading: str, lines: str) -> None:
    found = read(heading, lines, "## Möten", "Resurs: 4 dagar.")
    assert activities(found) == [
        ("Webb", 14, "Ja", 20_000), ("Ny karta", 3.5, None, None), ("Film", 2, "Nej", None), ("Möten", 4, None, None),
    ]  # fmt: skip
    assert asked(found) == []


def test_parts_of_an_activity_with_days_of_its_own_are_no_activities() -> None:
    found = read("## Möten", "- Vår: 14 dagar\n- Höst: 3 dagar", "Resurs: 17 dagar.", "## Kurser", "Resurs: 2 dagar.")
    assert activities(found) == [("Möten", 17, None, None), ("Kurser", 2, None, None)]


def test_an_item_without_days_among_others_is_an_activity_too() -> None:
    found = read("## Utvecklingsinsatser", "- Webb: 14 dagar\n- Karta: ett par dagar\n- Film: 2 dagar")
    assert [row[:2] for row in activities(found)] == [("Webb", 14), ("Karta", None), ("Film", 2)]
    assert asked(found) == [("A02", "days")]


@pytest.mark.parametrize(
    "said",
    [
        "Gruppens tid: 140 dagar", "Resurssättning: 140 dagar.", "För gruppen går det åt 140 dagar.",
        "Till uppgifterna ovan behövs 140 dagar.", "Hela gruppens arbetstid är 140 arbetsdagar.",
        "Arbetstid: 140 dagar",
    ],
)  # fmt: skip
def test_days_of_a_group_after_the_list_of_its_activities(said: str) -> None:
    listed = ["## Löpande verksamhet", "- Data: Förvalta.\n- Möten: Hålla."]
    found = read(*listed, said, "## Utvecklingsinsatser", "### Kurser", "Resurs: 2 dagar.")
    assert [row[:2] for row in activities(found)] == [("Data", None), ("Möten", None), ("Kurser", 2)]
    assert [row.get("days") for row in found.rows["groups"]] == [140, None]
    assert asked(found) == []


def test_days_of_an_area_are_not_set_for_its_last_group() -> None:
    found = read("## Prioritet 1", "### Kurser", "Resurs: 20 dagar.", "## Prioritet 2", "### Möten",
                 "Resurs: 10-12 dagar.", "Summa resurssättning: 31 dagar.")  # fmt: skip
    assert [row.get("days") for row in found.rows["groups"]] == [None, None]
    assert len(found.readings.of(ReadingState.WRONG)) == 1


@pytest.mark.parametrize("said", ["Vi filmar i åtta timmar.", "Två veckor går åt.", "Ett möte tar 5 dgr."])
def test_days_in_a_text_are_asked_about(said: str) -> None:
    found = read("## Utvecklingsinsatser", "### Bilder", f"Vi gör bilder. {said}", "### Kurser", "Resurs: 2 dagar.")
    assert [row[:2] for row in activities(found)] == [("Bilder", None), ("Kurser", 2)]
    assert asked(found) == [("A01", "days")]


def test_days_that_it_takes_are_written_and_asked_about() -> None:
    found = read("## Utvecklingsinsatser", "### Bilder", "Vi gör bilder. Det tar 12 dagar.", "### Kurser",
                 "Resurs: 2 dagar.", "Kursen hålls i maj. Det tar 3 dagar.")  # fmt: skip
    assert [row[:2] for row in activities(found)] == [("Bilder", 12), ("Kurser", 2)]
    assert asked(found) == [("A01", "days")]


def test_days_in_the_texts_of_a_group_that_has_its_own_are_no_question() -> None:
    items = "- Träffar: två dagar om året.\n- Data: Förvalta."
    found = read("## Löpande verksamhet", "Den löpande verksamheten tidsätts till 40 dagar.", items)
    assert asked(found) == []


@pytest.mark.parametrize("header", ["Vad", "Vad vi gör", "Uppgift", "Projekt", "Åtgärder"])
def test_a_table_with_another_word_over_its_activities(header: str) -> None:
    names = ["Kartor", "Kurser", "FU27", "Möten", "Webb", "Film", "Böcker", "GIS"]
    rows = "\n".join(f"| {name} | {number} | {number} tkr |" for number, name in enumerate(names, 1))
    found = read("## Utvecklingsinsatser", f"| {header} | Dagar | Medel |\n|---|---|---|\n{rows}")
    assert activities(found) == [(name, number, "Ja", 1000 * number) for number, name in enumerate(names, 1)]


def test_a_table_with_days_of_nobody_knows_what_is_asked_about() -> None:
    table = "| Län | Dagar |\n|---|---|\n| Kalmar | 3 |\n| Gotland | 4 |"
    found = read("## Utvecklingsinsatser", "### Kurser", "Resurs: 2 dagar.", table)
    assert activities(found) == [("Kurser", 2, None, None)]
    assert asked(found) == [("", "days")]


def test_where_no_activity_is_found_the_lines_with_days_are_told(tmp_path: Path) -> None:
    plan = tmp_path / "plan.md"
    plan.write_text("# Plan\n\nWebben kräver 14 dgr i år.\n\nInget mer.\n\nKartan 10 timmar.", encoding="utf-8")
    with pytest.raises(UnusableInputError) as raised:
        import_document(plan, tmp_path / "ny.xlsx", 2021)
    assert raised.value.also[1:] == ("stycke 2: Webben kräver 14 dgr i år", "stycke 4: Kartan 10 timmar")


@pytest.mark.parametrize(("told", "state"), [(14, ReadingState.RIGHT), (15, ReadingState.WRONG)])
def test_a_sum_of_days_in_outcomes_is_compared_with_those(told: int, state: ReadingState) -> None:
    rows = "| Möten | 10 | 12 | Genomförd |\n| Kurser | 20 | 2 | Genomförd |"
    header = "| Aktivitet | Planerade dagar | Utfall dagar | Status |\n|---|---|---|---|"
    table = read("## Utvecklingsinsatser", f"{header}\n{rows}\n| Summa | 30 | {told} | |")
    texts = read("## Möten", "Status: Genomförd. Nedlagd tid: 12 dagar.", "Resurs: 10 dagar.",
                 "## Kurser", "Status: Genomförd. Nedlagd tid: 2 dagar.", "Resurs: 20 dagar.",
                 f"Summa utfall: {told} dagar.")  # fmt: skip
    for found in (table, texts):
        assert [row["days"] for row in found.rows["outcomes"]] == [12, 2]
        assert [reading.state for reading in found.readings.all if reading.value == told] == [state]


def test_a_heading_over_nothing_but_a_text_with_days_is_asked_about() -> None:
    found = read("## Stöd", "### Tillsyn", "Vi samordnar. Tre möten om 25 dagar.", "## Kunskap", "### Kurser",
                 "Resurs: 2 dagar.")  # fmt: skip
    notes = [reading.note for reading in found.readings.of(ReadingState.ASKED)]
    assert [row["name"] for row in found.rows["plan"]] in (["Kurser"], ["Tillsyn", "Kurser"])
    assert any("Tillsyn" in note or "aktivitetens dagar" in note for note in notes)
