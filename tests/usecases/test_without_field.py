"""What stands in a document without a field, where one was or as if one were: rows, frozen figures, earlier figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from rus_sheets.usecases.edited.disagreement import Disagreement
from rus_sheets.usecases.edited.loose_figures import remembered_now
from rus_sheets.usecases.refresh import refresh
from rus_sheets.usecases.verify import verify
from tests.usecases.documents import change, example_year
from tests.usecases.test_typed_figures import under
from tests.usecases.test_verify import cell_of, control
from tests.usecases.years import Rows, no_change, row, written_year

pytestmark = pytest.mark.slow

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


def edited(path: Path, *edits: Callable[[Document], None]) -> None:
    document = docx.Document(str(path))
    for edit in edits:
        edit(document)
    document.save(str(path))


def freed(tag: str, said: str = "", number: int = 0) -> Callable[[Document], None]:
    """The field taken away as Word does it, and perhaps other words typed in its place."""

    def edit(document: Document) -> None:
        found = control(document, tag, number)
        pieces = list(found.find(qn("w:sdtContent")))
        for piece in pieces:
            found.addprevious(piece)
        found.getparent().remove(found)
        if said:
            texts = [text for piece in pieces for text in piece.iter(qn("w:t"))]
            for text in texts:
                text.text = said if text is texts[0] else ""

    return edit


def of_tag(found: tuple[Disagreement, ...], tag: str) -> list[tuple[str, str]]:
    return [(told.document.replace("\u00a0", " "), told.workbook) for told in found if told.tag == tag]


# ------------------------------------------------------------------ figures whose field is gone


CASES = [
    # a card's figure, whose heading stands in the row above; a note under one; a table's cell; words in a sentence
    ("Utfall/Status/Har skett som planerat", 1, "39"),
    ("Summering/Prioriterade_totalt", 0, "2"),
    ("Summering/Budget_totalt", 0, "1 000 000"),
    ("Budget/P1/Utfall", 0, "1"),
    ("Utfall/Status/Har skett som planerat", 0, "trettionio"),
]


@pytest.mark.parametrize(("tag", "number", "said"), CASES)
def test_another_figure_typed_where_a_field_was_is_told(tmp_path: Path, tag: str, number: int, said: str) -> None:
    document, workbook = example_year(tmp_path, 2022, "short")
    before = verify(document, workbook)
    edited(document, freed(tag, said, number))
    told = verify(document, workbook)
    assert [(typed.kind, typed.document) for typed in told.disagreements] == [("typed", said)]
    assert told.figures == before.figures
    left = refresh(document, workbook, now=NOW).left
    assert [typed.document for typed in left] == [said]


def test_a_figure_written_in_words_where_a_field_was_is_read(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2022, "short")
    edited(document, freed("Utfall/Status/Har skett som planerat", "fyrtio"))
    told = verify(document, workbook)
    assert (told.disagreements, [figure.said for figure in told.loose]) == ((), ["fyrtio"])


def test_a_document_without_any_field_says_so(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2022, "short")

    def free_all(made: Document) -> None:
        for field in list(made.element.body.iter(qn("w:sdt"))):
            for piece in list(field.find(qn("w:sdtContent"))):
                field.addprevious(piece)
            field.getparent().remove(field)

    edited(document, free_all)
    assert any(
        note.endswith("jämförs inte: dokumentet har inga fält kvar.") for note in verify(document, workbook).notes
    )


def test_a_frozen_figure_is_quiet_until_the_workbook_says_otherwise(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2022, "short")
    tag = "Utfall/Status/Har skett som planerat"
    edited(document, freed(tag, number=1))
    frozen = verify(document, workbook)
    assert (frozen.disagreements, frozen.outcome) == ((), "allt som kan jämföras stämmer")
    assert [note for note in frozen.notes if "Utfall Status, Har skett som planerat" in note and "40" in note]
    change(workbook, {"Utfall": {status_cell(workbook, "A01"): "Har delvis skett som planerat"}})
    assert of_tag(verify(document, workbook).disagreements, tag)[-1] == ("40", "39")
    # Refreshing the fields that are left doesn't make it forget the one that isn't.
    assert of_tag(refresh(document, workbook, now=NOW).left, tag) == [("40", "39")]
    assert of_tag(verify(document, workbook).disagreements, tag) == [("40", "39")]
    # The remedy helps: today's figure written by hand is right.
    edited(document, lambda made: typed_over(made, "40", "39"))
    assert of_tag(verify(document, workbook).disagreements, tag) == []


def status_cell(workbook: Path, unit: str) -> str:
    return cell_of(workbook, f"Utfall/{unit}/Status")["Utfall"]


def typed_over(document: Document, old: str, new: str) -> None:
    fields = {text for field in document.element.body.iter(qn("w:sdt")) for text in field.iter(qn("w:t"))}
    for text in document.element.body.iter(qn("w:t")):
        if text.text == old and text not in fields:
            text.text = new


def test_another_rows_figure_is_not_taken_for_one_that_is_struck(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, "2026", "plan", no_change)

    def strike(made: Document) -> None:
        line = next(control(made, "Plan/A04/Dagar").iterancestors(qn("w:p")))
        line.getparent().remove(line)

    edited(document, strike)
    told = verify(document, workbook)
    assert not [found for found in told.disagreements if found.kind == "typed"]
    assert "Plan/A04/Dagar" in {loose.tag for loose in told.loose}


def test_a_section_that_people_have_struck_is_one_line(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, "2026", "plan", no_change)

    def strike(made: Document) -> None:
        lines = list(made.element.body)
        fields = [line for line in lines if line.tag == qn("w:tbl")][1]
        fields.getparent().remove(fields)

    edited(document, strike)
    told = verify(document, workbook)
    assert not [found for found in told.disagreements if found.kind == "typed"]
    notes = [note for note in told.notes if "inget fält längre" in note]
    assert len(notes) == 1
    assert len(notes[0]) < 600
    assert "jämförs inte" in told.outcome


def test_a_section_that_refresh_takes_away_is_not_missed(tmp_path: Path) -> None:
    def without_one(rows: Rows) -> None:
        rows["budget"] = [post for post in rows["budget"] if post["id"] != "P4"]
        rows["expenses"] = [expense for expense in rows["expenses"] if expense.get("post") != "P4"]

    document, workbook = written_year(tmp_path, "2026", "application", without_one)
    refresh(document, workbook, now=NOW)
    told = verify(document, workbook)
    assert not told.loose


def test_what_is_remembered_follows_the_document() -> None:
    old = (("a", "1"), ("b", "2"), ("c", "3"), ("d", "4"))
    # b was taken away by people, d by refresh, which put in e; c holds what a person has typed.
    now = remembered_now(old, [1], ["a", "c", "e"], ["9", "", "5"])
    assert now == (("a", "9"), ("b", "2"), ("c", "3"), ("e", "5"))
    assert remembered_now(old, [0], ["b", "c", "d"], ["2", "3", "4"]) == old


# ------------------------------------------------------------------ rows


def with_row(name: str, said: str, *, keep: bool = False) -> Callable[[Document], None]:
    """A row typed by hand before the sum of the table of the budget; with ``keep`` it's a copy with its fields."""

    def edit(document: Document) -> None:
        table = next(made for made in document.tables if "Löner" in " ".join(cell.text for cell in made._cells))
        made = deepcopy(table.rows[-2]._tr)
        table.rows[-2]._tr.addnext(made)
        for edge in [*made.iter(qn("w:bookmarkStart")), *made.iter(qn("w:bookmarkEnd"))]:
            edge.getparent().remove(edge)
        for field in [] if keep else list(made.iter(qn("w:sdt"))):
            for piece in list(field.find(qn("w:sdtContent"))):
                field.addprevious(piece)
            field.getparent().remove(field)
        cells = list(made.iter(qn("w:tc")))
        for cell, text in ((cells[0], name), (cells[-1], said)):
            for place, piece in enumerate([] if keep and cell is cells[-1] else cell.iter(qn("w:t"))):
                piece.text = "" if place else text

    return edit


@pytest.mark.parametrize("said", ["200 000", "25 000", "4 500 000"])
@pytest.mark.parametrize("command", ["plan", "application"])
def test_a_row_typed_into_a_table_is_told(tmp_path: Path, command: str, said: str) -> None:
    document, workbook = written_year(tmp_path, "2026", command, no_change)
    edited(document, with_row("Konsulter", said))
    (told,) = verify(document, workbook).disagreements
    assert (told.kind, told.document, told.place.endswith("”Konsulter”")) == ("typed", said, True)
    assert "Raden ”Konsulter” är skriven för hand" in told.message
    assert refresh(document, workbook, now=NOW).left == (told,)


def test_a_row_that_stands_twice_is_told(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, "2026", "application", no_change)
    edited(document, with_row("Övrigt", "50 000"))
    (told,) = verify(document, workbook).disagreements
    assert "Raden ”Övrigt”" in told.message
    assert "en gång till" in told.message


def test_a_row_copied_with_its_fields_is_told(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, "2026", "application", no_change)
    edited(document, with_row("Konsulter", "", keep=True))
    (told,) = verify(document, workbook).disagreements
    assert "Raden ”Konsulter”" in told.message


@pytest.mark.parametrize("typed", ["50 000", "0"])
def test_a_figure_typed_where_the_cell_is_empty_is_told(tmp_path: Path, typed: str) -> None:
    def empty(rows: Rows) -> None:
        row(rows, "budget", "P4")["budget"] = None

    document, workbook = written_year(tmp_path, "2026", "application", no_change, empty)
    edited(document, with_row("Övrigt", typed))
    (told,) = verify(document, workbook).disagreements
    assert told.cell.startswith("Budget!")
    assert typed in told.message


# ------------------------------------------------------------------ earlier figures, and the template's own words


def test_a_typed_figure_that_was_the_workbooks_is_told_as_long_as_it_stands(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2022, "short")
    edited(document, lambda made: under(made, "Det har gjorts", ["Vi blev klara med 40 aktiviteter."]))
    for times, unit in enumerate(("A01", "A02", "A03"), 1):
        change(workbook, {"Utfall": {status_cell(workbook, unit): "Har delvis skett som planerat"}})
        for told in (refresh(document, workbook, now=NOW).left, verify(document, workbook).disagreements):
            (typed,) = [found for found in told if found.document == "40 aktiviteter"]
            assert f"nu är det {40 - times}." in typed.message
    edited(document, lambda made: typed_over(made, "Vi blev klara med 40 aktiviteter.", "Vi blev klara."))
    assert verify(document, workbook).disagreements == ()


def test_a_small_figure_of_another_unit_is_not_told_as_the_one_before(tmp_path: Path) -> None:
    document, workbook = example_year(tmp_path, 2022, "short")
    edited(document, lambda made: under(made, "Det har gjorts", ["Vi hade 40 000 kr kvar, och 40 tjänster."]))
    change(workbook, {"Utfall": {status_cell(workbook, "A01"): "Har delvis skett som planerat"}})
    assert not [found for found in verify(document, workbook).disagreements if "40 000" in found.document]


def test_the_templates_own_words_are_not_typed_by_hand(tmp_path: Path) -> None:
    def reported(rows: Rows) -> None:
        county = rows["counties"][0]["id"]
        rows["efforts"] = [{"id": f"{county}-01", "county": county, "text": "Fältdagar", "amount": 1000}]

    document, workbook = written_year(tmp_path, "bidrag-2026", "report", reported)
    for found in (verify(document, workbook).disagreements, refresh(document, workbook, now=NOW).left):
        assert not [told for told in found if told.kind == "typed"]
