"""Sentences as people write them under a heading: what is compared, what can't be, and what is no figure at all."""

from __future__ import annotations

import tomllib
from pathlib import Path

import docx
import pytest

from rus_sheets.documents.sources import sources
from rus_sheets.texts.stated import Unit
from rus_sheets.usecases.edited.beside import compare
from rus_sheets.usecases.edited.by_hand import ByHand
from rus_sheets.usecases.edited.typed_figures import Typed
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.verify import untied_note
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.read.controls import DocumentLine, DocumentPlace
from tests.usecases.test_typed_figures import under
from tests.usecases.years import Rows, no_change, written_year
from tests.usecases.years import row as row_of

pytestmark = pytest.mark.slow


def cases_of(name: str) -> dict[str, list[dict]]:
    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))


CASES = cases_of("typed_sentences.toml")
TABLES = ("sentences", "meanings", "senses", "written")
PLACES = [place for name in TABLES for place in cases_of(f"typed_{name}.toml")["place"]]
DONE = "Har skett som planerat"
STATUS = {"A04": "Har delvis skett som planerat", "A12": "Har delvis skett som planerat", "A17": "Har ej skett",
          "A18": "Har ej varit aktuellt"}  # fmt: skip
MORE_DAYS = {"A01": -7, "A03": 5}
SPENT = {"P1": 3_300_000, "P2": 180_000, "P3": 600_000, "P4": 20_000}


def nearly(rows: Rows) -> None:
    """A year with its outcome, but for one activity: 23 of 28 went as planned, 11 of the 14 prioritised."""
    rows["outcomes"] = [{"id": "A28"}] + [
        {
            "id": unit["id"],
            "status": STATUS.get(str(unit["id"]), DONE),
            "text": "Bra.",
            "days": unit["days"] + MORE_DAYS.get(str(unit["id"]), 0),
        }
        for unit in rows["plan"]
        if unit["id"] != "A28"
    ]
    rows["expenses"] = [
        {"id": f"U0{number}", "post": post, "text": "Fakturor", "amount": amount}
        for number, (post, amount) in enumerate(SPENT.items(), 1)
    ]


def complete(rows: Rows) -> None:
    """The same year with all of it: 753 days of 755."""
    nearly(rows)
    rows["outcomes"][0].update({"status": DONE, "text": "Bra.", "days": row_of(rows, "plan", "A28")["days"]})


def begun(rows: Rows) -> None:
    """A year where one activity and two of the four posts are reported, or one county a part."""
    if "efforts" in rows:
        rows["efforts"] = [
            {"id": "AB-01", "county": "AB", "text": "Resor", "category": "Samverkan", "state": "Pågår", "amount": 5_000}
        ]
        return
    rows["outcomes"] = [{"id": "A01", "status": DONE, "text": "Bra.", "days": 55}]
    rows["expenses"] = [
        {"id": "U01", "post": "P2", "text": "Fakturor", "amount": 212_345},
        {"id": "U02", "post": "P4", "text": "Fakturor", "amount": 50_000},
    ]


def half(rows: Rows) -> None:
    """Every other activity has its outcome."""
    for answer in rows["outcomes"][1::2]:
        answer.update(dict.fromkeys(set(answer) - {"id"}))


CHANGES = {"": no_change, "nearly": nearly, "complete": complete, "begun": begun, "half": half}
Year = tuple[str, str, str]


def year_of(place: dict) -> Year:
    """The example, the document and how much of its year is reported."""
    return place["example"], place.get("command", "report"), place.get("change", "")


@pytest.mark.parametrize("year", dict.fromkeys(map(year_of, PLACES)), ids=" ".join)
def test_what_is_said_to_each_sentence(tmp_path: Path, year: Year) -> None:
    """All the sentences of a year stand in one document, each under its heading: to read that takes the time."""
    places: dict[str, dict[str, list[str]]] = {}
    for place in PLACES:
        if year_of(place) == year:
            cases = places.setdefault(place["heading"], {})
            cases |= {case[0]: [*case[1:], "", ""][:2] for case in place["cases"]}
    example, command, change = year
    document, workbook = written_year(tmp_path, example, command, no_change, CHANGES[change])
    edited = docx.Document(str(document))
    for heading, cases in places.items():
        under(edited, heading, cases)
    edited.save(str(document))
    by_hand = seen(document, workbook)
    untied = {id(figure) for figure in by_hand.untied}
    told: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for figure in by_hand.typed:
        told.setdefault(place_of(figure.line), ([], []))[id(figure) in untied].append(figure.text)
    for choice in by_hand.choices:
        told.setdefault(place_of(choice.line), ([], []))[not choice.tied].append(choice.text)

    def said(heading: str, text: str) -> list[str]:
        return ["|".join(figures) for figures in told.get((heading, text), ([], []))]

    found = {heading: {text: said(heading, text) for text in cases} for heading, cases in places.items()}
    assert {
        (heading, text): (now, places[heading][text])
        for heading, cases in found.items()
        for text, now in cases.items()
        if now != places[heading][text]
    } == {}


def place_of(line: DocumentLine) -> tuple[str, str]:
    return line.headings[-1] if line.headings else "", line.full


@pytest.mark.parametrize("table", CASES["table"], ids=lambda table: table["about"])
def test_what_is_said_to_a_table_of_ones_own(tmp_path: Path, table: dict) -> None:
    document, workbook = written_year(tmp_path, "2022", "report", no_change)
    edited = docx.Document(str(document))
    edited.add_heading("Slutord", 1)
    made = edited.add_table(len(table["rows"]), len(table["rows"][0]))
    for row, texts in zip(made.rows, table["rows"], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    edited.save(str(document))
    by_hand = seen(document, workbook)
    wrong = [found.document for found in by_hand.disagreements()]
    assert (wrong, [figure.text for figure in by_hand.untied]) == (table["wrong"], table["untied"])


def seen(document: Path, workbook: Path) -> ByHand:
    """What is typed in the document, beside the workbook."""
    book = open_book(workbook)
    return compare(WordPackage(document), book, sources(book)).by_hand


def test_of_many_that_cant_be_tied_the_first_are_named_and_the_rest_counted() -> None:
    line = DocumentLine("", DocumentPlace("Slutord"))
    many = [Typed(f"{number} cyklar", line, number, tied=False, unit=Unit.OTHER) for number in range(30, 44)]
    (note,) = untied_note(many)
    assert note.startswith("14 siffror skrivna för hand kan inte knytas till arbetsboken: 30 cyklar (Slutord); 31")
    assert note.endswith("39 cyklar (Slutord); och 4 till.")
    assert "till" not in untied_note(many[:10])[0].split("arbetsboken: ")[1]
