"""The second opinion: page numbers in the contents, and a tagged PDF."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import pytest

from rus_sheets.book.content import Chart, Figure, Series, Text
from rus_sheets.book.text import parse
from rus_sheets.libreoffice import LibreOfficeError
from rus_sheets.word import libreoffice
from rus_sheets.word.libreoffice import page_numbers, to_pdf
from rus_sheets.word.maker.markup import block, contents, heading, p, table
from rus_sheets.word.maker.package import package
from rus_sheets.word.pdfalt import with_alternative_texts
from rus_sheets.word.render import render
from tests.word.documents import NAMES, PROPERTIES, faults, lines, made

BODY = contents("Innehåll") + heading(1, "Ett") + heading(1, "Två", break_before=True) + heading(2, "Under")


@pytest.mark.libreoffice
def test_page_numbers_are_those_of_the_layout(tmp_path: Path) -> None:
    document = page_numbers(made(tmp_path, p("Före") + BODY))
    assert lines(document)[2:5] == ["Ett 2", "Två 3", "Under 3"]
    assert faults(document) == []
    assert page_numbers(document) == document


@pytest.mark.libreoffice
def test_the_pdf_is_tagged(tmp_path: Path) -> None:
    pdf = to_pdf(made(tmp_path, BODY))
    assert b"/MarkInfo<</Marked true>>" in pdf
    assert b"/StructTreeRoot" in pdf
    assert b"/AcroForm" not in pdf


@pytest.mark.libreoffice
def test_the_pdf_has_what_pdf_ua_asks_for(tmp_path: Path) -> None:
    """Title shown, language, headings, lists, tables with heads of columns, figures with alternative texts."""
    chart = Chart("bar", "Dagar", ("A", "Ö"), (Series("Dagar", (3, 4)),), "Dagar: A 3, Ö 4 & mer.")
    layout = heading(1, "Ett") + block("text") + table("Tal", ("A", "B"), (1, 1), "x", "xs", ("{{ x }}", "1"))
    path = tmp_path / "mall.docx"
    path.write_bytes(package("Mall", layout))
    names = {**NAMES, "text": parse("- a\n- b") + Text((chart,)), "xs": ["1"]}
    pdf = to_pdf(render(path, names, PROPERTIES))
    for wanted in (
        b"/DisplayDocTitle true",
        b"pdfuaid:part",
        b"/Lang(sv-SE)",
        b"/S/H1",
        b"/S/LI",
        b"/S/TH",
        b"/Scope/Column",
    ):
        assert wanted in pdf, wanted
    last = dict(re.findall(rb"(\d+) 0 obj(.*?)endobj", pdf, re.DOTALL))
    figures = [content for content in last.values() if b"/S/Figure" in content]
    assert len(figures) == 5
    assert all(b"/Alt<FEFF" in content for content in figures)
    assert chart.alt.encode("utf-16-be").hex().upper().encode() in pdf


def test_alternative_texts_are_only_added_where_they_are_missing() -> None:
    figure = b"4 0 obj\n<</Type/StructElem\n/S/Figure\n/K[0 ]\n>>\nendobj\n"
    pdf = b"%PDF-1.7\n" + figure + b"trailer\n<</Size 9>>\nstartxref\n3\n%%EOF\n"
    made = with_alternative_texts(pdf, ["Ö"])
    assert made.startswith(pdf)
    assert b"/Alt<FEFF00D6>>>" in made
    assert made.endswith(b"/Prev 3>>\nstartxref\n%d\n%%%%EOF\n" % made.rindex(b"xref\n4 1"))
    assert with_alternative_texts(made.replace(b"/K[0 ]", b"/Alt<00>"), ["Ö"]).count(b"FEFF") == 1
    assert with_alternative_texts(pdf, ["a", "b"]) == pdf


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
