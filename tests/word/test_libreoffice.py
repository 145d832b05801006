"""The second opinion: page numbers in the contents, and a tagged PDF."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from rus_sheets.libreoffice import LibreOfficeError
from rus_sheets.texts.content import Figure
from rus_sheets.word.pdf import libreoffice
from rus_sheets.word.pdf.libreoffice import page_numbers
from rus_sheets.word.pdf.pdf import to_pdf
from tests.word.documents import faults, lines, made
from tools.maker.markup import contents, heading, p

BODY = contents("Innehåll") + heading(1, "Ett") + heading(1, "Två", break_before=True) + heading(2, "Under")


@pytest.mark.libreoffice
def test_page_numbers_are_those_of_the_layout(tmp_path: Path) -> None:
    document = page_numbers(made(tmp_path, p("Före") + BODY))
    assert lines(document)[2:5] == ["Ett 2", "Två 3", "Under 3"]
    assert faults(document) == []
    assert page_numbers(document) == document


def test_without_libreoffice_there_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rus_sheets.libreoffice.program", lambda: None)
    with pytest.raises(LibreOfficeError, match="finns inte på den här datorn"):
        to_pdf(b"")


def test_destinations_are_read_from_old_and_new_pdfs() -> None:
    pages = b"1 0 obj\n<</Type/Page/Parent 9 0 R>>\nendobj\n2 0 obj\n<</Type /Page/Parent 9 0 R>>\nendobj\n"
    tree = b"9 0 obj\n<</Type/Pages/Kids[ 2 0 R 1 0 R ]/Count 2>>\nendobj\n"
    plain = b"7 0 obj\n<</5FToc200000001[1 0 R/XYZ 90 335 0]/5FToc200000002[2 0 R/XYZ 0 0 0]>>\nendobj\n"
    wanted = {"_Toc200000001": 2, "_Toc200000002": 1}
    assert libreoffice._pages(pages + tree + plain) == wanted
    packed = b"8 0 obj\n<</Type/ObjStm>>\nstream\n" + zlib.compress(plain) + b"\nendstream\nendobj\n"
    assert libreoffice._pages(pages + tree + packed) == wanted


@pytest.mark.libreoffice
def test_a_figures_own_look_is_in_the_pdf(tmp_path: Path) -> None:
    """LibreOffice drops the look of what stands in a plain-text control, so it gets the document without controls."""
    bold = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{{ x }}</w:t></w:r></w:p>"
    assert b"Bold" in to_pdf(made(tmp_path, bold, {"x": Figure("53", "Plan/A03/Dagar")}))
