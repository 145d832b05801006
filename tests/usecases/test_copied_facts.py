"""A line of facts that people have copied to another place in the document: is it still true there?"""

from __future__ import annotations

import datetime as dt
from copy import deepcopy
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from rus_sheets.usecases.refresh import refresh
from rus_sheets.usecases.verify import Verified, verify
from tests.usecases.years import Change, Rows, no_change, row, written_year

pytestmark = pytest.mark.slow

OWN, OTHER, WHOLE = "Nobelmötet", "Forskningsfrågor", "Inledning"


def changed(rows: Rows) -> None:
    row(rows, "outcomes", "A41")["status"] = "Har ej skett"
    row(rows, "plan", "A41")["owner"] = "Någon annan, Länsstyrelsen Halland"


def heading(document: Document, name: str) -> Paragraph:
    return [each for each in document.paragraphs if each.style.name.startswith("Heading") and each.text == name][-1]


def copied(tmp_path: Path, where: str, change: Change, *, fields: bool) -> tuple[Path, Path]:
    """The fact line of an activity copied as Word does, without its bookmarks, or as text (``fields`` false)."""
    document, workbook = written_year(tmp_path, "2022", "report", change)
    edited = docx.Document(str(document))
    copy = deepcopy(heading(edited, OWN)._p.getnext())
    for edge in list(copy.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        edge.getparent().remove(edge)
    for field in [] if fields else list(copy.iter(qn("w:sdt"))):
        for run in list(field.find(qn("w:sdtContent"))):
            field.addprevious(run)
        field.getparent().remove(field)
    beside = heading(edited, where)._p
    (beside if where == WHOLE else beside.getnext().getnext()).addnext(copy)
    edited.save(str(document))
    return document, workbook


def told(verified: Verified) -> list[tuple[str, str]]:
    return [(each.document, each.workbook) for each in verified.disagreements if each.kind == "typed"]


def test_a_copy_with_its_fields_under_another_activity_is_told(tmp_path: Path) -> None:
    verified = verify(*copied(tmp_path, OTHER, no_change, fields=True))
    (found,) = verified.disagreements
    assert found.message == "Raden säger uppgifter om A41 ”Nobelmötet”, men står under rubriken ”Forskningsfrågor”."
    assert found.remedy.startswith("Flytta raden till sin egen rubrik, eller ta bort den.")


@pytest.mark.parametrize("where", [OWN, WHOLE])
def test_a_copy_with_its_fields_elsewhere_is_right_until_its_words_are_old(tmp_path: Path, where: str) -> None:
    (tmp_path / "new").mkdir()
    assert verify(*copied(tmp_path / "new", where, no_change, fields=True)).outcome == "allt stämmer"
    document, workbook = copied(tmp_path, where, changed, fields=True)
    refresh(document, workbook, now=dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
    ((said, today),) = told(verify(document, workbook))
    assert said.startswith("Ansvarig: ")
    assert today == "Någon annan, Länsstyrelsen Halland"


def test_a_copy_without_fields_is_compared_with_what_it_stands_under(tmp_path: Path) -> None:
    document, workbook = copied(tmp_path, OWN, changed, fields=False)
    assert [today for _, today in told(verify(document, workbook))] == [
        "Har ej skett",
        "Någon annan, Länsstyrelsen Halland",
    ]


def test_a_copy_without_fields_in_a_chapter_of_the_whole_cant_be_tied(tmp_path: Path) -> None:
    verified = verify(*copied(tmp_path, WHOLE, no_change, fields=False))
    assert verified.outcome == "allt som kan jämföras stämmer"
    assert verified.untied[0].text == "Har skett som planerat"
