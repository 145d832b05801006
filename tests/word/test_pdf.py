"""The PDF is what PDF/UA-1 asks for, as another program's rules see it, and looks as LibreOffice drew it."""

from __future__ import annotations

from collections import Counter
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject

from rus_sheets.texts.content import Chart, Series, Text
from rus_sheets.texts.text import parse
from rus_sheets.word.make.render import render
from rus_sheets.word.pdf.pdf import chart_texts, to_pdf
from rus_sheets.word.pdf.pdfcontent import with_decoration_marked
from rus_sheets.word.pdf.pdfua import as_pdf_ua, elements_of
from tests.documents.books import document
from tests.word.documents import NAMES, PROPERTIES
from tools.maker.markup import block, contents, heading, p, table
from tools.maker.package import package

pytestmark = pytest.mark.slow

EXAMPLES = [("plan", 2026), ("report", 2022), ("application", 2026)]


@cache
def pdf_of(kind: str, year: int) -> bytes:
    return to_pdf(document(kind, year))


def elements(pdf: bytes) -> list[DictionaryObject]:
    return list(elements_of(PdfReader(BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]))


@pytest.mark.libreoffice
@pytest.mark.parametrize(("kind", "year"), EXAMPLES)
def test_pages_links_captions_and_figures(kind: str, year: int) -> None:
    pdf = pdf_of(kind, year)
    reader = PdfReader(BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert (root["/Lang"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == ("sv-SE", True)
    assert reader.xmp_metadata is not None
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert {page.get("/Tabs") for page in reader.pages} == {"/S"}
    links = [each.get_object() for page in reader.pages for each in page.get("/Annots", [])]
    assert all(each["/F"] & 4 and each["/Contents"] for each in links)
    kinds = Counter(each["/S"] for each in elements(pdf))
    roles = root["/StructTreeRoot"]["/RoleMap"]
    captions = sum(count for name, count in kinds.items() if roles.get(name) == "/Caption")
    assert captions >= kinds["/Table"] > 0
    figures = [each for each in elements(pdf) if each["/S"] == "/Figure"]
    assert len(figures) == len(chart_texts(document(kind, year)))  # the cover's picture is none
    assert all(each["/Alt"] for each in figures)
    assert "rus-sheets" not in {each["/Alt"] for each in figures}


@pytest.mark.libreoffice
def test_it_is_whole_and_looks_as_it_was_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another library reads it without complaint, and every page has the same text; lines are drawn once."""
    pikepdf = pytest.importorskip("pikepdf")
    drawn: list[bytes] = []
    monkeypatch.setattr(
        "rus_sheets.word.pdf.pdf.as_pdf_ua", lambda pdf, texts: drawn.append(pdf) or as_pdf_ua(pdf, texts)
    )
    made_ = to_pdf(document("plan", 2026))
    path = tmp_path / "p.pdf"
    path.write_bytes(made_)
    with pikepdf.open(path) as opened:
        assert opened.check_pdf_syntax() == []
    before, after = PdfReader(BytesIO(drawn[0])), PdfReader(BytesIO(made_))
    assert after.pdf_header == before.pdf_header
    for one, other in zip(before.pages, after.pages, strict=True):
        assert one.extract_text() == other.extract_text()


@pytest.mark.libreoffice
def test_small_documents_have_all_that_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Headings, lists, tables with heads of columns, a chart with its text; no form to fill in."""
    chart = Chart("bar", "Dagar", ("A", "Ö"), (Series("Dagar", (3, 4)),), "Dagar: A 3, Ö 4 & mer.")
    layout = heading(1, "Ett") + block("text") + table("Tal", ("A", "B"), (1, 1), "x", "xs", ("{{ x }}", "1"))
    path = tmp_path / "mall.docx"
    path.write_bytes(package("Mall", layout))
    names = {**NAMES, "text": parse("- a\n- b") + Text((chart,)), "xs": ["1"]}
    drawn: list[bytes] = []
    monkeypatch.setattr(
        "rus_sheets.word.pdf.pdf.as_pdf_ua", lambda pdf, texts: drawn.append(pdf) or as_pdf_ua(pdf, texts)
    )
    pdf = to_pdf(render(path, names, PROPERTIES))
    kinds = Counter(each["/S"] for each in elements(pdf))
    assert (kinds["/H1"], kinds["/LI"], kinds["/TH"], kinds["/Figure"]) == (1, 2, 2, 1)
    assert [each["/Alt"] for each in elements(pdf) if each["/S"] == "/Figure"] == [chart.alt]
    heads = [each["/A"] for each in elements(pdf) if each["/S"] == "/TH"]
    own = [kind.get_object() for each in heads for kind in (each if isinstance(each, list) else [each])]
    assert [each["/Scope"] for each in own if each["/O"] == "/Table"] == ["/Column"] * 2
    assert "/AcroForm" not in PdfReader(BytesIO(pdf)).trailer["/Root"]
    unknown = elements(as_pdf_ua(drawn[0], ["a", "b"]))  # it can't be told which is whose
    assert ["/Alt" in each for each in unknown if each["/S"] == "/Figure"] == [False]


@pytest.mark.libreoffice
def test_nothing_is_empty_and_text_beside_bold_is_in_order(tmp_path: Path) -> None:
    layout = contents("Innehåll") + heading(1, "Ett") + p("") + block("text")
    path = tmp_path / "mall.docx"
    path.write_bytes(package("Mall", layout))
    text = parse("", (("Före ", ""), ("fet", "b"), (" efter.", "")))
    pdf = to_pdf(render(path, {**NAMES, "text": text}, PROPERTIES))
    every = elements(pdf)
    assert [each["/S"] for each in every if "/K" not in each] == []
    for each in every:
        kids = each["/K"] if isinstance(each["/K"], list) else [each["/K"]]
        assert len({isinstance(kid.get_object(), DictionaryObject) and "/S" in kid.get_object() for kid in kids}) == 1


def test_without_tags_it_is_left_as_it_is(tmp_path: Path) -> None:
    writer, target = PdfWriter(), BytesIO()
    writer.add_blank_page(10, 10)
    writer.write(target)
    assert as_pdf_ua(target.getvalue(), ["a"]) == target.getvalue()


LINE = b"q\n1 w 0 0 m 9 9 l S\nQ\n"


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (LINE, b"q\n1 w /Artifact BMC\n0 0 m 9 9 l S\nEMC\nQ\n"),
        (LINE * 2, b"q\n1 w /Artifact BMC\n0 0 m 9 9 l S\nEMC\nQ\nq\n1 w \nQ\n"),
        (b"1 0 0 RG " + LINE + b"0 0 1 RG " + LINE, b"/Artifact BMC"),
        (b"/P <</MCID 3>> BDC\n" + LINE + b"EMC", b"/P <</MCID 3>> BDC\n" + LINE + b"EMC"),
        (b"/Figure<</MCID 7>>BDC 0 0 9 9 re f EMC", b"/Artifact BMC 0 0 9 9 re f EMC"),
        (b"0 0 9 9 re W n (m S \\) ( f ) re) Tj", b"0 0 9 9 re W n (m S \\) ( f ) re) Tj"),
        (b"0 0 9 9 re f BI /W 1 ID x EI", b"0 0 9 9 re f BI /W 1 ID x EI"),
    ],
)
def test_what_is_drawn_outside_the_text_is_decoration(content: bytes, wanted: bytes) -> None:
    made_ = with_decoration_marked(content, {7})
    assert made_ == wanted or (wanted == b"/Artifact BMC" and made_.count(wanted) == 2)
