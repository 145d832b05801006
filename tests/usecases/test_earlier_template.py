"""A document of an earlier template of ours: what today's says more, or no longer, is named with its heading."""

from __future__ import annotations

import datetime as dt
from copy import deepcopy
from pathlib import Path

import docx
import pytest
from docx.document import Document

from rus_sheets.documents.contexts import names_for
from rus_sheets.resources import folder
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.word.make.render import render
from rus_sheets.word.memory.record import OWN, Origin
from rus_sheets.word.parts.package import DocumentProperties
from tests.cli.run import rus_sheets
from tests.usecases.years import no_change, written_year

SAID = "Verksamhetsplanen är beslutad av"
GONE = "Detta sa mallen förr."


def _without(template: Document) -> None:
    """One sentence less."""
    (paragraph,) = [each for each in template.paragraphs if SAID in each.text]
    paragraph._element.getparent().remove(paragraph._element)


def _with_more(template: Document) -> None:
    """One sentence more, said only if."""
    (paragraph,) = [each for each in template.paragraphs if SAID in each.text]
    paragraph._element.addnext(deepcopy(paragraph._element))
    paragraph.text = f"{{% if titel %}}{GONE}{{% endif %}}"


def _written(target: Path, edit: object, *, own: bool = False) -> tuple[Path, Path]:
    document, workbook = written_year(target, "2026", "application", no_change)
    template = docx.Document(str(folder("reports") / "ansokan.docx"))
    edit(template)  # type: ignore[operator]
    template.save(str(target / "mall.docx"))
    book = open_book(workbook)
    declared = next(each for each in book.declaration.document if each.command == "application")
    properties = DocumentProperties("Ansökan 2026", "RUS", dt.datetime(2026, 2, 12, tzinfo=dt.UTC))
    made = Origin("application", book.declaration.name, "2026", template=OWN if own else "")
    document.write_bytes(render(target / "mall.docx", names_for(declared, book), properties, remembered=made))
    return document, workbook


def _texts() -> str:
    template = docx.Document(str(folder("reports") / "ansokan.docx"))
    return "\n".join(each.text for each in template.paragraphs)


@pytest.mark.parametrize("command", ["verify", "refresh"])
def test_a_sentence_that_only_todays_template_has_is_named(tmp_path: Path, command: str) -> None:
    assert SAID in _texts()
    ran = rus_sheets(command, *_written(tmp_path, _without))
    said = " ".join(ran.out.split())
    assert ran.code == 0
    assert f"Med dagens mall skulle också stå: ”{SAID}" in said
    assert "(under ”Beslut och underskrift”)" in said
    assert "att allt stämmer" not in said
    assert ": allt stämmer" not in said


@pytest.mark.parametrize("command", ["verify", "refresh"])
def test_a_sentence_that_the_template_no_longer_has_is_named(tmp_path: Path, command: str) -> None:
    ran = rus_sheets(command, *_written(tmp_path, _with_more))
    assert f"Med dagens mall skulle inte stå: ”{GONE}” (under ”Beslut och underskrift”)." in " ".join(ran.out.split())


def test_peoples_own_template_is_none_of_ours(tmp_path: Path) -> None:
    assert "dagens mall" not in rus_sheets("verify", *_written(tmp_path, _without, own=True)).out


def test_todays_template_says_nothing_new(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, "2026", "application", no_change)
    assert "dagens mall" not in rus_sheets("verify", document, workbook).out
