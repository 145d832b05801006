"""A source whose kind isn't filled in may be of this year or not: nothing is said of what is left of this year's."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from rus_sheets.documents.application import application_context
from rus_sheets.schema.model import DocumentCommand
from rus_sheets.usecases.documents import write_document
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.refresh import refresh
from rus_sheets.usecases.verify import verify
from tests.documents.years import path
from tests.usecases.test_verify import set_value
from tests.word.documents import lines

NOW = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
KIND = "Finansiering/K1/Slag"


@pytest.mark.parametrize("kind", [None, "Årets pengar"])
def test_what_is_left_is_not_known(tmp_path: Path, kind: str | None) -> None:
    workbook, document = Path(shutil.copy(path("2026", "complete"), tmp_path / "bok.xlsx")), tmp_path / "d.docx"
    set_value(workbook, KIND, kind)
    write_document(DocumentCommand.REPORT, workbook, output=document, now=NOW, pages=False)
    said = "\n".join(lines(document.read_bytes())).replace("\u00a0", " ")
    assert "kr inte förbrukade" not in said
    assert "av ett ännu inte känt belopp" in said
    assert "går att säga när slag av medel är ifyllt för varje källa" in said
    assert verify(document, workbook).disagreements == ()


def test_what_is_left_follows_when_the_kind_is_filled_in(tmp_path: Path) -> None:
    workbook, document = Path(shutil.copy(path("2026", "complete"), tmp_path / "bok.xlsx")), tmp_path / "d.docx"
    set_value(workbook, KIND, None)
    write_document(DocumentCommand.REPORT, workbook, output=document, now=NOW, pages=False)
    set_value(workbook, KIND, "Årets medel")
    assert "Summering/Ej_forbrukat_aret" in {each.tag for each in verify(document, workbook).disagreements}
    refresh(document, workbook, now=NOW)
    assert "Summering/Ej_forbrukat_aret" not in {each.tag for each in verify(document, workbook).disagreements}


def test_what_is_applied_for_is_not_known(tmp_path: Path) -> None:
    workbook = Path(shutil.copy(path("2026", "empty"), tmp_path / "bok.xlsx"))
    set_value(workbook, KIND, None)
    names = application_context(open_book(workbook))
    assert str(names["sökt_belopp"]) == "ännu inte känt"
    assert names["sökt_belopp_saknas"] is True
