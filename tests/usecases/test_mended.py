"""refresh puts in place what it can of texts and lists, breaks nothing that people have made, and tells of the rest."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import docx
import docx.document
import pytest
from docx.oxml.ns import qn
from openxml_audit import OpenXmlValidator

from rus_sheets.usecases.refresh import Refreshed, refresh
from rus_sheets.usecases.verify import verify
from rus_sheets.word.memory.record import read_record
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.read.bookmarks import read_spots
from tests.checks.workbooks import lettered
from tests.cli.run import rus_sheets
from tests.libreoffice import convert
from tests.usecases.test_listed import DONE, PARTLY, answered, half, without_a_status
from tests.usecases.years import Change, Rows, no_change, row, rows_of, written_year
from tests.word.documents import body, faults, lines

pytestmark = pytest.mark.slow

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


def refreshed(target: Path, example: str, command: str, change: Change, before: Change = no_change) -> Refreshed:
    """The outcome; the document is sound, and a second time there is nothing to do."""
    document, workbook = written_year(target, example, command, change, before)
    made = refresh(document, workbook, now=NOW)
    assert faults(document.read_bytes()) == []
    assert list(OpenXmlValidator().validate(document).errors) == []
    again = refresh(document, workbook, now=NOW)
    assert (again.filled, len(again.left)) == ((), len(made.left))
    assert len(verify(document, workbook).disagreements) == len(made.left)
    return made


def test_short_texts_get_todays_words(tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        row(rows, "plan", "A07")["name"] = "Nytt namn"
        row(rows, "plan", "A07")["owner"] = "Ny ansvarig"
        row(rows, "outcomes", "A08")["short"] = "Kort och gott."
        row(rows, "events", "A09-H01")["heading"] = "Ny rubrik"
        row(rows, "areas", "O1")["name"] = "Nytt område"
        row(rows, "texts", "berattelse-bilaga", "key")["heading"] = "Ny bilaga"

    document = tmp_path / "dokument.docx"
    made = refreshed(tmp_path, "2022", "report", change)
    assert [each for each in made.left if each.kind != "chart"] == []
    said = lines(document.read_bytes())
    for text in ("Nytt namn", "Ny ansvarig", "Kort och gott.", "Ny rubrik"):
        assert any(text in line for line in said), text
    for heading in ("Nytt område", "Ny bilaga"):
        assert sum(heading in line for line in said) >= 2  # the heading, and its line in the contents
    assert not any("samtliga punkter i verksamhetsplanen" in line for line in said)


def test_a_tables_name_follows_its_caption(tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        row(rows, "counties", "C")["name"] = "Nya länet"

    refreshed(tmp_path, "bidrag-2026", "report", change, answered)
    body_ = body((tmp_path / "dokument.docx").read_bytes())
    names = [each.get(qn("w:val")) for each in body_.iter(qn("w:tblCaption"))]
    assert any("Nya länet" in name for name in names)
    assert not any("Uppsala" in name for name in names)


def test_a_row_is_put_in_with_its_figures(tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        rows["expenses"].insert(3, {"id": "U99", "post": "P3", "text": "Tåg till Umeå", "amount": 1000})

    made = refreshed(tmp_path, "2022", "report", change)
    assert made.left == ()
    assert any(each.title == "U99 Tåg till Umeå" and each.done.startswith("insatt i tabellen") for each in made.filled)
    tables = docx.Document(str(tmp_path / "dokument.docx")).tables
    rows = [[_text(cell) for cell in line.cells] for table in tables for line in table.rows]
    assert any("Tåg till Umeå" in line and "1\u00a0000" in line for line in rows)


def _text(cell: object) -> str:
    return _text_of(cell._tc)  # type: ignore[attr-defined]


def test_an_activity_moves_with_its_status(tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        row(rows, "outcomes", "A07")["status"] = DONE

    made = refreshed(tmp_path, "2022", "report", change, without_a_status)
    done = [each.done for each in made.filled if each.done]
    assert [each.split()[0] for each in done[:2]] == ["insatt", "borttagen"]
    assert made.left == ()
    assert not any("Status saknas ännu" in line for line in lines((tmp_path / "dokument.docx").read_bytes()))


@pytest.mark.parametrize("command", ["report"])
def test_an_activity_moves_with_its_priority(tmp_path: Path, command: str) -> None:
    def change(rows: Rows) -> None:
        row(rows, "plan", "A05")["priority"] = "PRIO"

    made = refreshed(tmp_path, "2026", command, change, half)
    assert sorted(each.done.split()[0] for each in made.filled if each.done) == ["borttagen", "insatt", "insatt"]


def test_an_order_is_followed(tmp_path: Path) -> None:
    made = refreshed(tmp_path, "2022", "application", lambda rows: rows["budget"].reverse())
    assert [each for each in made.left if each.kind == "order"] == []
    assert any(each.done.startswith("satta i arbetsbokens ordning") for each in made.filled)


def test_another_declaration(tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        rows["efforts"].append({"id": "C-I02", "county": "C", "text": "Slåtter", "amount": 7000})
        row(rows, "efforts", "C-I01")["text"] = "Kurs i slåtter"
        row(rows, "counties", "C")["name"] = "Uppsala"

    made = refreshed(tmp_path, "bidrag-2026", "report", change, answered)
    assert any(each.title == "C-I02 Slåtter" for each in made.filled)
    assert {each.kind for each in made.left} <= {"chart"}


def _heading(document: docx.document.Document) -> int:
    """The place of A07's heading among the paragraphs."""
    name = row(rows_of("2022"), "plan", "A07")["name"]
    found = enumerate(document.paragraphs)
    return next(n for n, each in found if each.text == name and each.style.name == "Heading 4")


def test_what_people_have_made_of_a_row_or_text_is_left(tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        row(rows, "plan", "A07")["name"] = "Nytt namn"
        rows["expenses"].append({"id": "U99", "post": "P3", "text": "Tåg till Umeå", "amount": 1000})
        rows["expenses"].remove(row(rows, "expenses", "U05"))

    document, workbook = written_year(tmp_path, "2022", "report", change)
    edited = docx.Document(str(document))
    heading = edited.paragraphs[_heading(edited)]
    inside = next(each for each in heading.runs if each.text)
    inside.text += ", och mer"
    for table in edited.tables:
        for line in table.rows:
            if any("Utgift" in _text(cell) for cell in table.rows[0].cells):
                line.cells[0].paragraphs[0].add_run(" (not)")
    edited.save(str(document))
    made = refresh(document, workbook, now=NOW)
    assert [each.done for each in made.filled if each.done] == []
    kinds = {each.kind for each in made.left}
    assert {"text", "missing", "left_over"} <= kinds
    said = lines(document.read_bytes())
    assert any(line.endswith(", och mer") for line in said)
    assert rus_sheets("refresh", document, workbook).code == 1
    assert "allt stämmer" not in rus_sheets("verify", document, workbook).out


def test_a_text_that_people_have_edited_is_told_of_when_its_cell_is_emptied(tmp_path: Path) -> None:
    """With all that is said only where there is such a text: its heading, say."""

    def change(rows: Rows) -> None:
        row(rows, "outcomes", "A07")["text"] = None

    document, workbook = written_year(tmp_path, "2022", "report", change)
    old = str(row(rows_of("2022"), "outcomes", "A07")["text"])[:40]
    edited = docx.Document(str(document))
    next(line for line in edited.paragraphs if line.text.startswith(old)).add_run(" Det blev bra.")
    edited.save(str(document))
    assert [told.kind for told in refresh(document, workbook, now=NOW).left if old in told.message] == ["left_over"]
    assert [told.kind for told in verify(document, workbook).disagreements] == ["left_over"]


def long_names(rows: Rows) -> None:
    row(rows, "areas", "O1")["name"] = "Miljömål och resor"
    row(rows, "areas", "O2")["name"] = "Havet"


def names_and_posts_anew(rows: Rows) -> None:
    row(rows, "areas", "O1")["name"] = "Miljömål"
    row(rows, "areas", "O2")["name"] = "Havet och kusten"
    rows["expenses"].append({"id": "U99", "post": "P4", "text": "Porto", "amount": 1200})


def some_posts_unknown(rows: Rows) -> None:
    long_names(rows)
    rows["expenses"] = [each for each in rows["expenses"] if each["post"] not in ("P1", "P4")]


def test_a_name_or_list_of_names_that_loses_words_gets_todays(tmp_path: Path) -> None:
    made = refreshed(tmp_path, "2022", "report", names_and_posts_anew, some_posts_unknown)
    assert [each.message for each in made.left if each.kind == "mixed"] == []
    posts = [each for each in made.filled if each.tag.endswith("/oredovisade")]
    assert posts
    assert {f"{each.after}; Övrigt" for each in posts} == {each.before for each in posts}
    said = lines((tmp_path / "dokument.docx").read_bytes())
    old = [line for line in said if "Miljömål och resor" in line]
    assert [line for line in old if "Status i området" not in line] == []  # a chart's caption, which is told of
    assert any("Havet och kusten" in line for line in said)


def test_names_that_refresh_has_put_in_are_remembered_in_their_turn(tmp_path: Path) -> None:
    made = refreshed(tmp_path, "2022", "short", names_and_posts_anew, some_posts_unknown)
    assert [each.message for each in made.left if each.kind == "mixed"] == []
    assert refresh(*back(tmp_path, some_posts_unknown), now=NOW).filled
    assert refresh(*back(tmp_path, names_and_posts_anew), now=NOW).filled
    assert verify(*back(tmp_path, names_and_posts_anew)).disagreements == tuple(made.left)


def back(target: Path, change: Change) -> tuple[Path, Path]:
    """The document as it is, and a workbook of the rows changed otherwise."""
    (target / "annan").mkdir(exist_ok=True)
    return target / "dokument.docx", written_year(target / "annan", "2022", "short", change)[1]


def test_words_typed_beside_a_list_of_names_are_left_and_told_of(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, "2022", "short", names_and_posts_anew, some_posts_unknown)
    edited = docx.Document(str(document))
    tag = next(each for each in edited.element.iter(qn("w:tag")) if each.get(qn("w:val")).endswith("/oredovisade"))
    text = next(tag.getparent().getparent().iter(qn("w:t")))
    text.text += " (se nedan)"
    edited.save(str(document))
    made = refresh(document, workbook, now=NOW)
    told = [each.message for each in made.left if each.kind == "mixed"]
    assert len(told) == 1
    assert "Övrigt (se nedan)”, mer än en uppgift" in told[0]
    assert any("(se nedan)" in line for line in lines(document.read_bytes()))


def test_what_people_have_put_right_by_hand_agrees(tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        row(rows, "outcomes", "A07")["text"] = "En ny text."
        row(rows, "outcomes", "A07")["effects"] = "Det blev bättre."

    document, workbook = written_year(tmp_path, "2022", "report", change)
    assert {each.kind for each in verify(document, workbook).disagreements} == {"text", "missing"}
    refresh(document, workbook, now=NOW)
    edited = docx.Document(str(document))
    place = _heading(edited)
    following = edited.paragraphs[place + 1 : place + 40]
    label = next(each for each in following if each.text == "Utfall")
    position = following.index(label) + 1
    ends = next(n for n, each in enumerate(following) if n > position and each.style.name in ("Heading 4", "Etikett"))
    for each in following[position + 1 : ends]:
        for run in each.runs:
            run.text = ""
    first = following[position]
    for run in first.runs[1:]:
        run.text = ""
    first.runs[0].text = "En ny text."
    label.insert_paragraph_before("Effekter")
    label.insert_paragraph_before("Det blev bättre.")
    edited.save(str(document))
    assert [each.message for each in verify(document, workbook).disagreements if each.kind == "text"] == []


@pytest.mark.libreoffice
def test_what_is_remembered_goes_through_libreoffice(tmp_path: Path) -> None:
    document, _ = written_year(tmp_path, "2022", "plan", no_change)
    saved = convert(document, "docx", tmp_path / "sparad")
    before, after = (WordPackage(path) for path in (document, saved))
    assert read_record(after) == read_record(before)
    kept = read_spots(after).by_number.keys() & read_spots(before).by_number.keys()
    assert len(kept) > 0.98 * len(read_spots(before).by_number)


def test_a_document_without_memory_is_not_said_to_agree(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, "2022", "short", no_change)
    edited = docx.Document(str(document))
    part = edited.part
    for key in [key for key, rel in part.rels.items() if rel.reltype.endswith("/customXml")]:
        del part.rels[key]
    edited.save(str(document))
    ran = rus_sheets("verify", document, workbook)
    assert (ran.code, "allt stämmer" in ran.out) == (1, False)
    assert "dokumentet minns inte vad det är gjort av" in " ".join(ran.out.split())
    assert rus_sheets("refresh", document, workbook).code == 1


def all_but_one_done(rows: Rows) -> None:
    rows["outcomes"] = [{"id": planned["id"], "status": DONE, "short": "Gick bra."} for planned in rows["plan"]]
    row(rows, "outcomes", "A04")["status"] = PARTLY


@pytest.mark.parametrize(
    ("example", "key", "before"), [("2022", "A07", no_change), ("2026", "A25", all_but_one_done)], ids=["2022", "2026"]
)
def test_an_item_that_people_have_moved_stands_where_it_stands(
    tmp_path: Path, example: str, key: str, before: Change
) -> None:
    """With its bookmarks, as Word moves what is cut and pasted; the workbook's status follows after."""

    def change(rows: Rows) -> None:
        row(rows, "outcomes", key)["status"] = PARTLY

    document, workbook = written_year(tmp_path, example, "report", change, before)
    name = str(row(rows_of(example), "plan", key)["name"])
    edited = docx.Document(str(document))
    body = edited.element.body
    said = ["".join(piece.text or "" for piece in element.iter(qn("w:t"))) for element in body]
    at = next(n for n, text in enumerate(said) if text.startswith(f"{name}: "))
    target = next(n for n, text in enumerate(said) if n > at and text == f"◐ {PARTLY}")
    body[target + 1].addnext(body[at])
    edited.save(str(document))
    found = verify(document, workbook).disagreements
    assert [told.message for told in found if told.kind in ("missing", "left_over") and name in told.message] == []
    refresh(document, workbook, now=NOW)
    assert len([line for line in lines(document.read_bytes()) if line.startswith(f"{name}: ")]) == 1


def parts_exchanged(rows: Rows) -> None:
    """The first of them has a heading over it, which comes to stand among the others."""
    first, second = rows["parts"][:2]
    first["id"], second["id"] = second["id"], first["id"]
    rows["parts"][:2] = [second, first]


@pytest.mark.parametrize(("command", "is_followed"), [("report", True), ("plan", False)])
def test_a_heading_among_items_stays_a_heading(tmp_path: Path, command: str, *, is_followed: bool) -> None:
    """In the report's table it moves to its item; in the plan's list, where it can't, it is left and told of."""
    document, workbook = written_year(tmp_path, "2022", command, parts_exchanged)
    before = looks(document)
    assert ("Externa partnerskap och aktörer", True) in before
    left = refresh(document, workbook, now=NOW).left
    (tmp_path / "i dag").mkdir()
    today, _ = written_year(tmp_path / "i dag", "2022", command, no_change, parts_exchanged)
    assert bool(left) is not is_followed
    assert looks(document) == (looks(today) if is_followed else before)


def looks(document: Path) -> list[tuple[str, bool]]:
    """What is said around the heading of the parts, and whether in bold."""
    found = body(document.read_bytes()).iter(qn("w:p"))
    bold = f"{qn('w:r')}/{qn('w:rPr')}/{qn('w:rStyle')}"
    said = [(_text_of(one), one.find(bold) is not None) for one in found]
    at = next(n for n, (text, _) in enumerate(said) if text == "Externa partnerskap och aktörer")
    return said[at - 4 : at + 4]


def _text_of(paragraph: object) -> str:
    return "".join(piece.text or "" for piece in paragraph.iter(qn("w:t")))  # type: ignore[attr-defined]


def goals_and_messages(rows: Rows) -> None:
    row(rows, "goals", "M03")["text"] = "Nytt mål."
    row(rows, "goals", "M01")["text"] = "Ett annat första mål."
    row(rows, "messages", 2, "number")["text"] = "Annat budskap"
    row(rows, "messages", 5, "number")["text"] = "Ett till"


def goals_come_and_go(rows: Rows) -> None:
    rows["goals"].insert(3, {"id": "M99", "area": rows["goals"][1]["area"], "text": "Nytt mål sist."})
    rows["goals"].pop(1)


FIRST_GOAL, THIRD_GOAL = lettered(["Mål!{Mål[Mål]}2", "Mål!{Mål[Mål]}4"])
TWO_MESSAGES = lettered(["Budskap!{Budskap[Budskap]}3", "Budskap!{Budskap[Budskap]}6"])


@pytest.mark.parametrize(
    ("change", "cells"),
    [(goals_and_messages, {FIRST_GOAL, THIRD_GOAL, *TWO_MESSAGES}), (goals_come_and_go, {THIRD_GOAL})],
)
def test_items_of_lists_get_todays_words(tmp_path: Path, change: Change, cells: set[str]) -> None:
    document, workbook = written_year(tmp_path, "2026", "plan", change)
    told = verify(document, workbook).disagreements
    assert {each.cell for each in told} >= cells
    assert all(each.remedy.startswith("Kör rus-sheets refresh") for each in told)
    made = refresh(document, workbook, now=NOW)
    assert (made.left, len(made.filled)) == ((), len(told))
    fresh = tmp_path / "i dag"
    fresh.mkdir()
    assert lines(document.read_bytes()) == lines(written_year(fresh, "2026", "plan", no_change, change)[0].read_bytes())
    assert faults(document.read_bytes()) == []
    assert (refresh(document, workbook, now=NOW).filled, verify(document, workbook).disagreements) == ((), ())


def test_an_item_that_people_have_rewritten_is_left_and_the_others_are_not(tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        row(rows, "goals", "M01")["text"] = "Ett annat första mål."
        row(rows, "goals", "M03")["text"] = "Nytt mål."

    document, workbook = written_year(tmp_path, "2026", "plan", change)
    old = {each["id"]: str(each["text"]) for each in rows_of("2026")["goals"]}
    edited = docx.Document(str(document))
    for key in ("M01", "M02"):
        for paragraph in edited.paragraphs:
            for run in paragraph.runs:
                run.text = f"Vårt eget {key}." if run.text == old[key] else run.text
    edited.save(str(document))
    told = {each.cell: each.remedy for each in verify(document, workbook).disagreements}
    assert {cell: "refresh" in remedy for cell, remedy in told.items()} == {FIRST_GOAL: False, THIRD_GOAL: True}
    made = refresh(document, workbook, now=NOW)
    assert [each.cell for each in made.filled] == [THIRD_GOAL]
    assert [(each.cell, each.document) for each in made.left] == [(FIRST_GOAL, "Vårt eget M01.")]
    said = {line.partition(" (")[0] for line in lines(document.read_bytes())}
    assert {"Vårt eget M01.", "Vårt eget M02.", "Nytt mål."} <= said
    assert [each.remedy for each in verify(document, workbook).disagreements] == [each.remedy for each in made.left]
