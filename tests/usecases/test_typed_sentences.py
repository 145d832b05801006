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
from tests.usecases.years import no_change, written_year

pytestmark = pytest.mark.slow


def cases_of(name: str) -> dict[str, list[dict]]:
    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))


CASES = cases_of("typed_sentences.toml")
PLACES = [*CASES["place"], *cases_of("typed_meanings.toml")["place"]]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place["about"])
def test_what_is_said_to_each_sentence(tmp_path: Path, place: dict) -> None:
    texts = [case[0] for case in place["cases"]]
    document, workbook = written_year(tmp_path, place["example"], place.get("command", "report"), no_change)
    edited = docx.Document(str(document))
    under(edited, place["heading"], texts)
    edited.save(str(document))
    by_hand = seen(document, workbook)
    untied = {id(figure) for figure in by_hand.untied}

    def told(text: str, *, tied: bool) -> str:
        of_text = [figure for figure in by_hand.typed if figure.line.full == text]
        choices = [choice.text for choice in by_hand.choices if choice.line.full == text and choice.tied is tied]
        return "|".join([*(figure.text for figure in of_text if (id(figure) in untied) != tied), *choices])

    found = [[text, told(text, tied=True), told(text, tied=False)] for text in texts]
    assert found == [[*case, "", ""][:3] for case in place["cases"]]


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
