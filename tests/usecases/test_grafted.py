"""refresh moves over what the template gives today: a sentence, a section, a table that code made. Not where people
have changed it; and a document that it says is well reads as one written today.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from rus_sheets.usecases.refresh import Refreshed, refresh
from rus_sheets.usecases.verify import verify
from rus_sheets.word.memory.edges import PREFIX
from rus_sheets.word.parts.ns import q
from tests.usecases.test_listed import DONE, answered, half, without_a_status
from tests.usecases.test_mended import NOW
from tests.usecases.test_what_people_typed import run, tracked
from tests.usecases.years import Change, Rows, declaration_of, no_change, row, rows_of, written_year
from tests.word.documents import body, faults, lines

pytestmark = pytest.mark.slow

HELP = "Kör rus-sheets refresh"


def as_read(document: Path) -> list[str]:
    """What a reader sees, line by line."""
    return [line for each in lines(document.read_bytes()) if (line := re.sub(r"\s+", " ", each).strip())]


def edges(document: Path) -> list[str]:
    """The names of the bookmarks by which the document remembers."""
    starts = body(document.read_bytes()).iter(q("w:bookmarkStart"))
    return [name for start in starts if (name := start.get(q("w:name"))).startswith(PREFIX)]


def written_today(target: Path, example: str, command: str, change: Change, before: Change) -> list[str]:
    def both(rows: Rows) -> None:
        before(rows)
        change(rows)

    target.mkdir()
    return as_read(written_year(target, example, command, no_change, both)[0])


def refreshed(target: Path, example: str, command: str, change: Change, before: Change = no_change) -> Refreshed:
    """All is put in place: the document is sound, reads as one written today, and a second time nothing is left."""
    document, workbook = written_year(target, example, command, change, before)
    made = refresh(document, workbook, now=NOW)
    assert [each.message for each in made.left if each.kind != "chart"] == []
    assert as_read(document) == written_today(target / "i dag", example, command, change, before)
    assert faults(document.read_bytes()) == []
    assert max(Counter(edges(document)).values()) == 1
    assert list(OpenXmlValidator().validate(document).errors) == []
    assert (refresh(document, workbook, now=NOW).filled, verify(document, workbook).removed) == ((), ())
    assert not any(HELP in each.remedy for each in verify(document, workbook).disagreements)
    return made


def a_status(rows: Rows) -> None:
    row(rows, "outcomes", "A07")["status"] = DONE


def an_effect(rows: Rows) -> None:
    row(rows, "outcomes", "A07").update(effects="Det blev bättre.\n\n- en sak\n- en till", next="Fortsätta.")


def an_activity(rows: Rows) -> None:
    new = dict(row(rows, "plan", "A05"), id="A99", name="Helt ny", text="Det ska göras.\n\n- först\n- sedan")
    rows["plan"].insert(6, new)


def no_owner(rows: Rows) -> None:
    row(rows, "plan", "A07")["owner"] = None


def another_priority(rows: Rows) -> None:
    row(rows, "plan", "A05")["priority"] = "PRIO"


def an_activity_less(rows: Rows) -> None:
    for each in ("plan", "outcomes"):
        rows[each].remove(row(rows, each, "A07"))
    rows["events"] = [each for each in rows["events"] if each["activity"] != "A07"]
    rows["parts"] = [each for each in rows["parts"] if each["activity"] != "A07"]
    rows["expenses"] = [each for each in rows["expenses"] if each.get("activity") != "A07"]


def a_county(rows: Rows) -> None:
    rows["efforts"].append({"id": "X-I01", "county": "X", "text": "Slåtter", "amount": 7000})


def a_reason(rows: Rows) -> None:
    row(rows, "accounts", "C")["reason"] = "Slåttern blev av först i maj."  # after a table that is the last of all


def a_message_less(rows: Rows) -> None:
    rows["messages"].remove(row(rows, "messages", 3, "number"))


def no_goal_period(rows: Rows) -> None:
    """Headings and their lines in the contents say less."""
    row(rows, "settings", "Målperiod", "key")["value"] = None


def another_goal_period(rows: Rows) -> None:
    row(rows, "settings", "Målperiod", "key")["value"] = "2027–2029"


def one_of_each(rows: Rows) -> None:
    """Every sum has one term."""
    for table in ("areas", "groups", "plan", "budget", "funding"):
        del rows[table][1:]


def another_of_each(rows: Rows) -> None:
    """Every sum has two terms."""
    every = rows_of("2026")
    rows["plan"] += every["plan"][1:2]
    rows["budget"] += every["budget"][1:2]
    rows["funding"].append({**every["funding"][0], "id": "K2", "name": "Havs- och vattenmyndigheten", "amount": 100000})


def another_group(rows: Rows) -> None:
    """It comes first in the group, and so first in the area."""
    row(rows, "plan", "A05")["group"] = "G5"


def all_but_one_county(rows: Rows) -> None:
    """Of one of the counties in the middle nothing is said."""
    rows["accounts"] = []
    for each in rows["counties"]:
        rows["accounts"].append({"id": each["id"]})
        if each["id"] != "G":
            _accounted(rows, each["id"])


def the_last_county(rows: Rows) -> None:
    _accounted(rows, "G")


def _accounted(rows: Rows, county: object) -> None:
    row(rows, "accounts", county).update(short="Allt är gjort.", carried=0, days=10)
    rows["efforts"].append(_effort(county))


def _effort(county: object) -> dict[str, object]:
    said = {"text": "Kurs", "category": "Samverkan", "state": "Genomfört", "amount": 5000}
    return {"id": f"{county}-01", "county": county, **said}


def together(*changes: Change) -> Change:
    def change(rows: Rows) -> None:
        for each in changes:
            each(rows)

    return change


@pytest.mark.parametrize(
    ("example", "command", "change", "before"),
    [
        ("2022", "report", together(a_status, an_effect, no_owner), without_a_status),
        ("2022", "report", an_activity_less, no_change),
        ("2026", "plan", together(an_activity, another_priority), no_change),
        ("bidrag-2026", "report", a_county, answered),
        ("bidrag-2026", "report", a_reason, answered),
        ("2026", "plan", a_message_less, no_change),
        ("2026", "plan", no_goal_period, no_change),
        ("2026", "plan", another_goal_period, no_goal_period),
        ("2026", "application", another_of_each, one_of_each),
        ("2026", "plan", another_group, no_change),
        ("bidrag-2026", "report", the_last_county, all_but_one_county),
    ],
    ids=[
        "sentences and a table",
        "a section less",
        "a section more",
        "a section with its line in the contents",
        "a line after the last table",
        "a numbered item less",
        "a word of a heading less",
        "a word of a heading more",
        "a sum of one term gets another",
        "the first of two sections within each other",
        "the first that is said of an item",
    ],
)
def test_what_is_untouched_becomes_todays(
    tmp_path: Path, example: str, command: str, change: Change, before: Change
) -> None:
    refreshed(tmp_path, example, command, change, before)


@pytest.mark.parametrize("words", [run("Mina ord."), tracked("ins", "Mina ord.")], ids=["plain", "tracked"])
@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
def test_an_item_with_peoples_own_words_on_its_line_is_named_and_left(
    tmp_path: Path, words: str, *, first: bool
) -> None:
    def change(rows: Rows) -> None:
        row(rows, "outcomes", "A09")["status"] = "Har ej skett"

    document, workbook = written_year(tmp_path, "2022", "report", change, no_change)
    name = str(row(rows_of("2022"), "plan", "A09")["name"])
    edited = docx.Document(str(document))
    item = next(each for each in edited.paragraphs if each.text.startswith(f"{name}: "))
    item._p.insert(1 if first else len(item._p), parse_xml(words.replace(">", f" {nsdecls('w')}>", 1)))
    edited.save(str(document))
    before = next(line for line in as_read(document) if "Mina ord." in line)
    assert name in before
    left = refresh(document, workbook, now=NOW).left
    assert any(each.kind == "left_over" and "A09" in each.message for each in left)
    assert before in as_read(document)


def an_expense(rows: Rows) -> None:
    rows["expenses"] = [{"id": "U01", "post": "P1", "text": "Lön", "amount": 1000}]


@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
def test_a_line_said_only_if_is_left_with_peoples_own_words_on_it(tmp_path: Path, *, first: bool) -> None:
    document, workbook = written_year(tmp_path, "2026", "report", an_expense, no_change)
    edited = docx.Document(str(document))
    line = next(each for each in edited.paragraphs if each.text.startswith("Inga utgifter är införda"))
    words = line.add_run(" De kommer i mars. ")
    if first:
        line._p.insert(0, words._r)
    edited.save(str(document))
    before = next(each for each in as_read(document) if "De kommer i mars." in each)
    left = refresh(document, workbook, now=NOW).left
    assert before in as_read(document)
    assert [each.kind for each in left if "Inga utgifter är införda ännu" in each.message] == ["left_over"]


def test_the_numbers_of_a_list_follow(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, "2026", "plan", a_message_less)
    refresh(document, workbook, now=NOW)
    made = docx.Document(str(document))
    numbers = [
        each._p.pPr.numPr.numId.val for each in made.paragraphs if each.style and each.style.name == "List Number"
    ]
    listed = {each.numId: each for each in made.part.numbering_part.element.num_lst}
    starts = [listed[number].lvlOverride_lst[0].startOverride.val for number in dict.fromkeys(numbers[:6])]
    assert starts == [1, 4]


def test_what_people_have_written_beside_it_is_left(tmp_path: Path) -> None:
    """A sentence of their own in the paragraph, words typed in a control, a row of their own in the table."""
    document, workbook = written_year(tmp_path, "2022", "report", a_status, without_a_status)
    edited = docx.Document(str(document))
    name = str(row(rows_of("2022"), "plan", "A07")["name"])
    heading = next(each for each in edited.paragraphs if each.text == name and each.style.name == "Heading 4")
    facts = edited.paragraphs[[each._p for each in edited.paragraphs].index(heading._p) + 1]
    facts.runs[0].text = "Status saknas, vi frågar"
    summary = next(each for each in edited.paragraphs if each.text.startswith("Tabellen visar hur det gick"))
    summary.add_run(" Vi tolkar det som bra.")
    table = next(each for each in edited.tables if each.cell(0, 0).text == "Prioritet")
    table.cell(1, 0).paragraphs[0].add_run(" (de stora)")
    edited.save(str(document))
    made = refresh(document, workbook, now=NOW)
    said = as_read(document)
    assert any(line.startswith("Status saknas, vi frågar") for line in said)
    assert any(line.endswith("Vi tolkar det som bra.") for line in said)
    assert any(line.endswith(" (de stora)") for line in said)
    told = " ".join(each.message for each in made.left)
    assert "Har skett som planerat" in told
    assert "Status per prioritet" in told


# ------------------------------------------------------------------ any one cell

_YEARS = [
    ("2022", "short", half),
    ("2026", "application", no_change),
    ("bidrag-2026", "report", answered),
    ("2026", "plan", no_change),
]
_NOT_PRINTED = ("settings", "lists", "log", "exceptions")


@pytest.fixture(name="factory", scope="session")
def _factory(tmp_path_factory: pytest.TempPathFactory) -> pytest.TempPathFactory:
    return tmp_path_factory


@given(data=st.data())
@settings(max_examples=4, deadline=None)
def test_what_is_said_to_agree_is_as_if_written_today(factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """One cell changed: what differs from a document written today is told of, and what isn't told of is the same.

    ``verify`` says that ``refresh`` helps where it does, and never after it.
    """
    example, command, before = data.draw(st.sampled_from(_YEARS))
    declaration, rows = declaration_of(example), rows_of(example)
    before(rows)
    filled = [each for each in declaration.table if each.key not in _NOT_PRINTED and rows.get(each.key)]
    table = data.draw(st.sampled_from(filled))
    known = {key for each in rows[table.key] for key in each}
    column = data.draw(st.sampled_from([each for each in table.columns if each.key in known and each.key != table.id]))
    number = data.draw(st.integers(0, len(rows[table.key]) - 1))
    value = data.draw(st.sampled_from([None, *dict.fromkeys(each.get(column.key) for each in rows[table.key])]))

    def change(changed: Rows) -> None:
        changed[table.key][number] = {**changed[table.key][number], column.key: value}

    target = factory.mktemp("år")
    document, workbook = written_year(target, example, command, change, before)
    today = written_today(target / "i dag", example, command, change, before)
    told = verify(document, workbook).disagreements
    assert as_read(document) == today or told
    made = refresh(document, workbook, now=NOW)
    assert made.left or as_read(document) == today
    left = verify(document, workbook).disagreements
    assert {each.message for each in left} == {each.message for each in made.left}
    assert not any(HELP in each.remedy for each in left)
    helped = [each for each in told if each.about and HELP in each.remedy]
    assert {each.about for each in helped}.isdisjoint(each.about for each in left)
