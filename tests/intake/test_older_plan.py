"""Invented plans of older kinds: running work with days for the whole group, priorities, tables, numbered headings."""

from __future__ import annotations

from pathlib import Path

import pytest

from rus_sheets.intake.readings import ReadingState
from tests.intake.sources import Block, Look, understood, word_file

PLANS = Path(__file__).parent / "plans"
LEVELS = {
    "Uppföljning och utvärdering": 1, "Stöd i åtgärdsarbetet": 1, "Budget 2021": 1, "Finansiering": 2,
    "Sammanfattning": 1, "Om RUS": 1, "Allra viktigast:": 2, "Övriga insatser i prioritet 1:": 2, "Mål 2019-2021": 2,
    "Löpande verksamhet:": 2, "Särskilda utvecklingsinsatser:": 2, "Prioritet 1:": 3, "Prioritet 2:": 3,
    "Övergripande:": 4, "Sakområden:": 4,
}  # fmt: skip
DAYS = [None, None, None, 23, 17, 20, None, None, 45, 14, None, 7, 6]
CASH = [None, None, None, "Nej", "Eventuellt", "Ja", None, None, "Ja", "Ja", "Ja", "Nej", "Nej"]
AMOUNTS = [None, None, None, None, None, 350_000, None, None, None, 60_000, None, None, None]


def blocks() -> list[Block]:
    made: list[Block] = []
    for line in (PLANS / "older.txt").read_text(encoding="utf-8").splitlines():
        cells = line.rstrip().split("\t")
        if len(cells) > 1:
            if not isinstance(made[-1], list):
                made.append([])
            made[-1].append(cells)  # type: ignore[union-attr]
        elif line.strip():
            made.append((LEVELS.get(line.strip(), 0), line.strip()))
    return made


@pytest.mark.parametrize("look", [*Look, None])
def test_running_work_priorities_and_cash(look: Look | None, tmp_path: Path) -> None:
    path = word_file(tmp_path / "plan.docx", blocks(), look) if look else PLANS / "older.txt"
    read = understood(path)
    plan = read.rows["plan"]
    assert [row.get("days") for row in plan] == DAYS
    assert [row.get("cash") for row in plan] == CASH
    assert [row.get("amount") for row in plan] == AMOUNTS
    assert [str(row.get("priority", ""))[-1:] for row in plan] == ["", "", "", *"112", "", "", *"11122"]
    assert [row["name"] for row in plan if row.get("top")] == ["Agenda 2030", "Samhällsplanering"]
    assert [row["summary"] for row in plan if row.get("summary")] == [
        "Utveckla fler.", "Genomföra handlingsplanen.", "Hålla tre kurser.", "Ta fram vägledning.",
    ]  # fmt: skip
    assert [row["name"] for row in read.rows["areas"]] == ["Uppföljning och utvärdering", "Stöd i åtgärdsarbetet"]
    assert [row["days"] for row in read.rows["groups"] if row.get("days")] == [148, 95]
    assert [row["text"] for row in read.rows["parts"]] == ["Kommunikation", "Dialog", "Möten"]
    assert len(read.rows["goals"]) == 3
    assert sum(int(str(row["budget"])) for row in read.rows["budget"]) == 4_200_000
    assert [row["amount"] for row in read.rows["funding"]] == [3_900_000, 300_000]
    assert [(row["amount"], row.get("year"), row.get("source")) for row in read.rows["allocations"]] == [
        (60_000, 2020, None), (180_000, 2021, None), (14_000, None, "andra"),
    ]  # fmt: skip
    assert len(read.readings.of(ReadingState.RIGHT)) == 5
    assert read.readings.of(ReadingState.WRONG) == []
    asked = {(reading.row, reading.column) for reading in read.readings.of(ReadingState.ASKED)}
    assert asked == {
        ("A05", "days"),
        ("MD01", "state"),
        ("MD02", "state"),
        ("MD03", "state"),
        ("A11", "days"),
        ("K1", "kind"),
    }


def test_tables_numbered_headings_and_labels() -> None:
    read = understood(PLANS / "tables.md")
    plan = read.rows["plan"]
    assert [(row["name"], row["days"], row["cash"], row.get("amount")) for row in plan] == [
        ("Samordning", 40, "Nej", None),
        ("Dialog", 12.5, "Ja", 50_000),
        ("Nya mått", 5, "Nej", None),
        ("Nätverk", 12, "Ja", 50_000),
        ("Rådet", 10, "Ja", 4_600_000),
        ("Råd till kommuner", 7, "Eventuellt", None),
    ]
    assert [row["name"] for row in read.rows["areas"]] == ["Uppföljning", "Åtgärder"]
    assert [row["budget"] for row in read.rows["budget"]] == [1_200_000, 350_000]
    assert (plan[3]["partners"], plan[4]["owner"]) == ("SKR, Naturvårdsverket", "Bo")
    assert read.readings.of(ReadingState.WRONG) == []
    assert len(read.readings.of(ReadingState.RIGHT)) == 2


def test_names_after_a_label_and_marks_in_brackets() -> None:
    read = understood(PLANS / "labels.md")
    plan = read.rows["plan"]
    assert [(row["name"], row["days"], row["cash"], row.get("priority"), row.get("owner")) for row in plan] == [
        ("Samordning av uppföljning", 20, "Ja", None, "Eva"),
        ("Konferens", 15, "Ja", None, None),
        ("Nätverket", 2.5, "Eventuellt", "Prioritet 1", None),
    ]
    assert len(read.rows["goals"]) == 2
    assert len(read.readings.of(ReadingState.RIGHT)) == 1
    assert read.readings.of(ReadingState.WRONG) == []
