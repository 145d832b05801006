"""Plans in shapes that others write: tables by area, who and when, bullets in bullets, numbers and letters by hand.

Each is read as it stands, and as a Word file with heading styles, with bold headings and without any look.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import docx
import pytest

from rus_sheets.intake.readings import ReadingState
from rus_sheets.intake.understand import Understood
from tests.intake.sources import Look, understood, word_file
from tests.intake.test_invented_plans import PLANS, blocks

EXPECTED = tomllib.loads((PLANS / "other_shapes.toml").read_text(encoding="utf-8"))
HEADING = re.compile(r"(?P<number>\d(?:\.\d)*)\.? [A-ZÅÄÖ]|[A-ZÅÄÖ ]{5,}$")
FIRST = {"Löpande verksamhet": 2, "Utvecklingsinsatser": 2, "Budget": 2, "Finansiering": 2, "Budget 2023": 2}


def levelled(text: str) -> str:
    """A text file's headings with signs: typed numbers and capitals, and what groups and tables are headed by."""
    lines = []
    for line in text.splitlines():
        found = HEADING.match(line)
        parts = (found["number"] or "1").split(".") if found and not re.search(r"dagar|\t", line) else []
        level = len(parts) or FIRST.get(line, 0) or (3 if re.match("Mål (?:för )?20", line) else 0)
        lines.append(f"{'#' * level} {line}".strip())
    return "\n".join(lines)


def as_word(name: str, look: Look, path: Path) -> Path:
    """The plan as a Word file, its bullets as Word's."""
    text = (PLANS / name).read_text(encoding="utf-8")
    made = word_file(path, blocks(text if name.endswith(".md") else levelled(text)), look)
    document = docx.Document(str(made))
    for paragraph in document.paragraphs:
        if found := re.match(r"( *)- (.*)", paragraph.text):
            paragraph.style = document.styles["List Bullet 2" if found[1] else "List Bullet"]
            paragraph.runs[0].text = found[2]
    document.save(str(made))
    return made


def _shown(found: Understood, row: dict[str, object]) -> list[str]:
    asked = {told.column for told in found.readings.of(ReadingState.ASKED) if told.row == row["id"]}
    amounts = [row.get("amount"), *(one["amount"] for one in found.rows["allocations"] if one["activity"] == row["id"])]
    amount = sum(float(str(one)) for one in amounts if one is not None)
    cells = [("days", f"{row.get('days') or ''}"), ("cash", str(row.get("cash") or "")), ("amount", f"{amount or ''}")]
    cells = [(key, said.removesuffix(".0") + " ?" * (key in asked)) for key, said in cells]
    priority = str(row.get("priority") or "").removeprefix("Prioritet ")
    return [str(row["name"]), *(said.strip() for _, said in cells), priority, str(row.get("owner") or "")]


@pytest.mark.parametrize("look", [None, *Look])
@pytest.mark.parametrize("name", EXPECTED)
def test_what_it_holds(name: str, look: Look | None, tmp_path: Path) -> None:
    expected = EXPECTED[name]
    found = understood(as_word(name, look, tmp_path / "plan.docx") if look else PLANS / name)
    wanted = [[cell.strip() for cell in line.split("|")] for line in expected["activities"].strip().splitlines()]
    assert [_shown(found, row) for row in found.rows["plan"]] == wanted
    areas = found.rows["areas"]
    assert [area["name"] for area in areas] == expected["areas"]
    assert [sum(goal.get("area") == area["id"] for goal in found.rows["goals"]) for area in areas] == expected["goals"]
    assert [post["budget"] for post in found.rows["budget"]] == expected["budget"]
    assert [source["amount"] for source in found.rows["funding"]] == expected["funding"]
    sums = (found.readings.of(ReadingState.RIGHT), found.readings.of(ReadingState.WRONG))
    assert [len(told) for told in sums] == [expected["right"], expected["wrong"]]


@pytest.mark.parametrize("look", [None, *Look])
@pytest.mark.parametrize("name", EXPECTED)
def test_no_word_is_lost(name: str, look: Look | None, tmp_path: Path) -> None:
    said = set(re.findall(r"\w+", (PLANS / name).read_text("utf-8")))
    found = understood(as_word(name, look, tmp_path / "plan.docx") if look else PLANS / name)
    told = {word for one in found.readings.all for word in re.findall(r"\w+", one.text)}
    assert said - told <= set("12345")  # numbers typed before headings and items


def test_goals_before_the_areas_are_asked_about() -> None:
    found = understood(PLANS / "programme-2017.md")
    assert [goal["text"] for goal in found.rows["goals"]] == [
        "Länen använder samma underlag när åtgärder väljs.",
        "Kommunerna får stöd i rätt tid.",
        "Kunskap om landskapet delas öppet.",
    ]
    asked = [
        told.row for told in found.readings.of(ReadingState.ASKED) if (told.table, told.column) == ("goals", "area")
    ]
    assert asked == ["M01", "M02", "M03"]
    assert [row["name"] for row in found.rows["candidates"]] == [
        "Drönare för strandinventering",
        "Ett gemensamt bildarkiv",
    ]
