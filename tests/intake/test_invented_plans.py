"""Plans that no rule was written for, invented in the manner of older ones: every activity, its days and needs come in.

Each is read as it stands, and as a Word file with heading styles, with bold headings and without any look.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rus_sheets.intake.drafts import DraftRow
from rus_sheets.intake.readings import ReadingState
from rus_sheets.intake.understand import Understood
from tests.intake.sources import Block, Look, understood, word_file

PLANS = Path(__file__).parent / "plans"
NAMES = {
    "numbered": "numbered-2019.md", "tables": "tables-2020.txt", "unstyled": "unstyled-2023.txt",
    "bold": "bold-2018.md",
    "typed": "typed-numbers-2022.txt",
    "prose": "prose-2021.md",
}  # fmt: skip
LEVELS = {
    "Uppföljning och data": 1, "Åtgärder och lärande": 1, "Budget 2020": 1, "Mål 2019–2021": 2,
    "Prioriteringar 2023": 1, "Kunskap och uppföljning": 1, "Åtgärder": 1, "Budget": 1, "Finansiering": 1,
    "Mål för perioden 2022–2024": 2,
    "Löpande arbete": 2, "Utvecklingsarbete": 2, "Vattenkoll (prio 1)": 3, "Bättre bilder (prio 2)": 3,
    "Frivilliga krafter (prio 2, ny)": 3, "Klimatlyftet (prio 1)": 3, "Skolmaterial (prio 1)": 3,
}  # fmt: skip
NO = None
ACTIVITIES = {
    "numbered": [
        ("Årlig bedömning", NO, NO, NO), ("Datavärdskap", NO, NO, NO), ("Webbplatsen", NO, NO, NO),
        ("Bättre indikatorer", 18, "Ja", 120_000), ("Öppna data", 9.5, "Nej", NO),
        ("Ny handbok", 12, "Eventuellt", 40_000), ("Kurspaket", 25, "Ja", 200_000),
        ("Nätverk för energi", NO, "Eventuellt", NO),
    ],
    "tables": [
        ("Kontaktnät", 30, "Ja", 10_000), ("Register", 22, NO, NO), ("Kartor", 15, "Ja", 75_000),
        ("Mätmetoder", 8, "Eventuellt", 20_000), ("Rådgivning", 40, NO, NO), ("Lärande exempel", 16.5, "Nej", NO),
        ("Seminarieserie", 12, "Ja", 60_000),
    ],
    "unstyled": [
        ("Nyhetsbrev", NO, NO, NO), ("Gemensam kalender", NO, NO, NO), ("Stöd till nya handläggare", NO, NO, NO),
        ("Vattenkoll", 22, "Ja", 90_000), ("Bättre bilder", 7, "Nej", NO), ("Frivilliga krafter", NO, "Eventuellt", NO),
        ("Erfarenhetsutbyte", NO, NO, NO), ("Miljödagen i september", NO, NO, NO), ("Klimatlyftet", 35, "Ja", 150_000),
        ("Skolmaterial", 6, "Ja", NO),
    ],
    "bold": [
        ("Samordning av provtagning", NO, NO, NO), ("Webbplats och nyhetsbrev", NO, NO, NO),
        ("Svar på remisser", NO, NO, NO), ("Karttjänst för grunda bottnar", 22, "Ja", 140_000),
        ("Handbok om ålgräs", 16, "Ja", 60_000), ("Sommarpraktikanter", 10, "Nej", NO), ("Rådgivning", 30, NO, NO),
        ("Nätverksträffar", 12, "Ja", 25_000), ("Skrivelser", NO, NO, NO), ("Åtgärdskatalog", 14, "Nej", NO),
        ("Kurs för planerare", NO, "Ja", NO),
    ],
    "typed": [
        ("Energiluppen", 24, "Ja", 35_000), ("Klimatnätverket", 18, "Nej", NO), ("Cirkulär upphandling", NO, "Ja", NO),
        ("Elvägar", NO, "Ja", 100_000), ("Grön infrastruktur", 40, "Ja", 15_000), ("Vattenförvaltning", NO, "Nej", NO),
        ("Pollineringsveckan", 9, "Ja", 12_500),
    ],
    "prose": [
        ("Laddkarta", 24, "Ja", 60_000), ("Energiråd till små företag", 35, "Ja", 120_000),
        ("Biogas på gårdar", 18, "Ja", 25_000), ("Resvaneundersökning", 6, "Ja", NO), ("Värmeplaner", 15, "Nej", NO),
        ("Skredkartering", 22, "Ja", 90_000), ("Torka och vattenbrist", 9, NO, NO),
        ("Utbildning om skyfall", NO, NO, NO),
    ],
}  # fmt: skip
GROUP_DAYS = {"numbered": [60], "tables": [], "unstyled": [80, 55], "bold": [48], "typed": [], "prose": []}
ASKED = {
    "numbered": {("Ny handbok", "days"), ("Nätverk för energi", "days")},
    "tables": set(),
    "unstyled": {("Vattenkoll", "amount"), ("Frivilliga krafter", "days")},
    "bold": {
        ("Handbok om ålgräs", "amount"),
        ("Sommarpraktikanter", "days"),
        ("Kurs för planerare", "days"),
        ("Kurs för planerare", "amount"),
        ("K2", "kind"),
        ("K3", "kind"),
        ("M01", "area"),  # the goals stand before the areas
        ("M02", "area"),
        ("MD01", "state"),
        ("MD02", "state"),
    },
    "typed": {
        ("Energiluppen", "amount"),
        ("Cirkulär upphandling", "amount"),
        ("Cirkulär upphandling", "days"),
        ("Elvägar", "days"),
        ("Elvägar", "amount"),
        ("Vattenförvaltning", "days"),
        ("K1", "state"),
    },
    "prose": {
        ("Biogas på gårdar", "amount"),
        ("Resvaneundersökning", "amount"),
        ("Värmeplaner", "days"),
        ("Utbildning om skyfall", "days"),
    },
}
"""What can't be known: an amount of several, a span, another unit, an approximate number."""
SUMS = {"numbered": 3, "tables": 3, "unstyled": 3, "bold": 3, "typed": 1, "prose": 1}
FUNDING = {"numbered": [2_600_000], "tables": [], "unstyled": [3_400_000, 240_000],
           "bold": [1_400_000, 250_000, 120_000], "typed": [2_000_000, 110_000, 100_000], "prose": []}  # fmt: skip
SUMMARIES = {"numbered": 0, "tables": 0, "unstyled": 2, "bold": 0, "typed": 0, "prose": 0}


def blocks(text: str) -> list[Block]:
    """The lines as paragraphs and tables; a level for each line that is a heading."""
    made: list[Block] = []
    for line in (line.replace("**", "").rstrip("\n") for line in text.splitlines() if line.strip()):
        signs, said = re.match(r"(#*) ?(.*)", line).groups()  # type: ignore[union-attr]
        cells = line.strip("|").split("|") if line.startswith("|") else line.split("\t")
        if len(cells) > 1 and not set(line) <= set("|- "):
            if not (made and isinstance(made[-1], list)):
                made.append([])
            made[-1].append([cell.strip() for cell in cells])  # type: ignore[union-attr]
        elif len(cells) == 1:
            made.append((len(signs) or LEVELS.get(said, 0), said))
    return made


def read(plan: str, look: Look | None, folder: Path) -> Understood:
    path = PLANS / NAMES[plan]
    return understood(word_file(folder / "plan.docx", blocks(path.read_text("utf-8")), look) if look else path)


def _need(found: Understood, row: DraftRow) -> object:
    """The amount, or that of its parts on Medel."""
    parts = [float(str(part["amount"])) for part in found.rows["allocations"] if part["activity"] == row["id"]]
    return row.get("amount") or sum(parts) or None


@pytest.mark.parametrize("look", [None, *Look])
@pytest.mark.parametrize("plan", NAMES)
def test_every_activity_with_its_days_and_need_of_money(plan: str, look: Look | None, tmp_path: Path) -> None:
    found = read(plan, look, tmp_path)
    rows = found.rows["plan"]
    needs = {row["id"]: _need(found, row) for row in rows}
    assert [(row["name"], row.get("days"), row.get("cash"), needs[row["id"]]) for row in rows] == ACTIVITIES[plan]
    assert [row["days"] for row in found.rows["groups"] if row.get("days")] == GROUP_DAYS[plan]
    assert [row["amount"] for row in found.rows["funding"]] == FUNDING[plan]
    assert len([row for row in rows if row.get("summary")]) == SUMMARIES[plan]
    names = {str(row["id"]): row["name"] for row in rows}
    asked = {(names.get(each.row, each.row), each.column) for each in found.readings.of(ReadingState.ASKED)}
    guessed = {(key, column) for key, column in asked if column == "name"}  # areas whose headings have no style
    assert asked - guessed == ASKED[plan]
    assert found.readings.of(ReadingState.WRONG) == []
    assert len(found.readings.of(ReadingState.RIGHT)) == SUMS[plan]


@pytest.mark.parametrize("plan", NAMES)
def test_no_word_is_lost(plan: str, tmp_path: Path) -> None:
    said = set(re.findall(r"\w+", (PLANS / NAMES[plan]).read_text("utf-8")))
    for look in (None, *Look):
        told = {word for each in read(plan, look, tmp_path).readings.all for word in re.findall(r"\w+", each.text)}
        assert said - told <= {"1", "2", "3", "4", "5"}  # numbers typed before headings and items
