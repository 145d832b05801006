"""A post without any expense isn't accounted for: documents say so, instead of 0 kr, a deviation or money left."""

from __future__ import annotations

import datetime as dt
import shutil
from functools import cache
from pathlib import Path

from rus_sheets.book.model import Book
from rus_sheets.documents.application import application_context
from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.schema.model import DocumentCommand
from rus_sheets.usecases.documents import write_document
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.refresh import refresh
from rus_sheets.usecases.verify import verify
from rus_sheets.word.parts.ns import NS, q, text_of
from tests.documents.books import example, rendered
from tests.documents.states import document
from tests.mixed import MIXED, made
from tests.word.documents import body, lines

UNKNOWN = "ännu inte redovisat"
SPARE = "U03        | P1      | Tom   | 0"


@cache
def path() -> Path:
    return made(MIXED.replace("U02        | P2", f"{SPARE}\nU02        | P2"))


def book() -> Book:
    return open_book(path())


def text(document: bytes) -> str:
    return "\n".join(lines(document)).replace("\u00a0", " ")


def test_the_report_says_so_in_its_table_its_sum_and_its_note() -> None:
    said = text(rendered("report", book()))
    table = said[said.index("Budget och utfall 2021") :]
    assert table.index("Övrigt") < table.index(UNKNOWN)
    assert table[: table.index("Figur")].count(UNKNOWN) == 5  # two posts with two cells each, and the sum
    assert "Ännu inte redovisat: Övrigt. Hur mycket av medlen som inte är förbrukat" in said
    assert "inte förbrukade" not in said


def test_the_chart_has_a_gap_and_says_why() -> None:
    from rus_sheets.documents.outcome import economy_chart  # noqa: PLC0415

    chart = economy_chart(book()).blocks[0]
    assert chart.series[1].values == (350_000, 1250.5, None, None)
    assert f"Övrigt: Budget 50\u00a0000, Utfall {UNKNOWN}" in chart.alt


def test_the_short_text_says_how_far_it_has_come() -> None:
    said = text(rendered("short", book()))
    assert "Hittills är 351 250,5 kr av en budget på 550 000 kr redovisade. Ännu inte redovisat: Övrigt." in said
    assert "och 3 saknar status ännu." in said


def test_the_application_says_so_of_last_year_and_applies_for_what_is_asked_of_the_recipient() -> None:
    said = text(rendered("application", example(2026), book()))
    assert "550 000 kr, så långt det är redovisat. Ännu inte redovisat: Övrigt." in said
    assert said.count(UNKNOWN) == 2
    assert "kr över" not in said
    assert "mer än årets medel" not in said
    assert str(application_context(book())["sökt_belopp"]) == "450\u00a0000"


def test_a_post_where_nothing_was_used_is_reported_by_nought(tmp_path: Path) -> None:
    """What a document said of a post follows when the post is accounted for."""
    workbook = Path(shutil.copy(path(), tmp_path / "bok.xlsx"))
    document = tmp_path / "ut.docx"
    now = dt.datetime(2022, 1, 1, tzinfo=dt.UTC)
    write_document(DocumentCommand.REPORT, workbook, output=document, now=now)
    assert verify(document, workbook).disagreements == ()
    row = open_book(workbook)["expenses"].by_id["U03"]
    patch_cells(workbook, workbook, {"Utgifter": {row.cell("post").ref: "P3"}})
    changed = {each.tag: (each.document, each.workbook) for each in verify(document, workbook).disagreements}
    assert changed["Budget/P3/Utfall"] == (UNKNOWN, "0")
    assert changed["Budget/P3/Avvikelse"] == (UNKNOWN, "−50\u00a0000")
    assert changed["Budget/P3/Utfall av Budget"] == ("–", "0\u00a0%")
    assert "Summering/Utfall_totalt-Budget_totalt" in changed
    refresh(document, workbook, now=now)
    assert _shares(document)["Budget/P3/Utfall av Budget"] == "0\u00a0%"
    # What is said only while something is missing is for a person to write anew.
    assert {each.kind for each in verify(document, workbook).disagreements} <= {"text", "missing", "left_over"}


def test_a_share_goes_with_the_last_expense_of_its_post(tmp_path: Path) -> None:
    workbook = Path(shutil.copy(path(), tmp_path / "bok.xlsx"))
    document = tmp_path / "ut.docx"
    now = dt.datetime(2022, 1, 1, tzinfo=dt.UTC)
    expense = open_book(workbook)["expenses"].by_id["U03"]
    patch_cells(workbook, workbook, {"Utgifter": {expense.cell("post").ref: "P3"}})
    write_document(DocumentCommand.REPORT, workbook, output=document, now=now)
    patch_cells(workbook, workbook, {"Utgifter": {expense.cell("post").ref: "P1"}})
    refresh(document, workbook, now=now)
    write_document(DocumentCommand.REPORT, workbook, output=tmp_path / "nytt.docx", now=now)
    assert _shares(document) == _shares(tmp_path / "nytt.docx")
    assert _shares(document)["Budget/P3/Utfall av Budget"] == "–"


def _shares(document: Path) -> dict[str, str]:
    controls = body(document.read_bytes()).iter(q("w:sdt"))
    tags = ((each.find("w:sdtPr/w:tag", NS), each) for each in controls)
    return {
        tag.get(q("w:val")): text_of(each) for tag, each in tags if tag is not None and " av " in tag.get(q("w:val"))
    }


def test_a_grant_without_counties_says_that_and_no_figures() -> None:
    found = [line for line in lines(document("bidrag", "empty", "report")) if line]
    assert found.count("Inga län är införda ännu.") == 1
    assert not [line for line in found if "0\u00a0län" in line or " 0\u00a0kr" in line or "ej redovisat" in line]
