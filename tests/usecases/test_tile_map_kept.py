"""The map of tiles in a finished document: refresh moves a county to its new state, verify finds a wrong map."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docx.oxml.ns import qn
from lxml import etree
from openxml_audit import OpenXmlValidator
from pypdf import PdfReader

from rus_sheets.usecases.edited.chartreading import told_of_chart
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.refresh import refresh
from rus_sheets.usecases.verify import verify
from rus_sheets.word.chart.chartread import ChartSeen
from rus_sheets.word.edit.refill import refilled
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.read.reading import read_document
from tests.documents.test_tile_map import DONE, PARTLY, WAITING, tile_map
from tests.libreoffice import convert
from tests.usecases.test_charts_kept import Change, changed, texts_for_charts, told
from tests.usecases.test_verify import NOW, members
from tests.usecases.years import Rows, no_change, row, written_year
from tests.word.documents import faults

pytestmark = pytest.mark.slow

YEAR = "bidrag-2026"
MAP = "Redovisningen per län"


def account(rows: Rows, county: str) -> None:
    """The county has told that it carries nothing over."""
    rows["accounts"] = [known for known in rows["accounts"] if known["id"] != county]
    rows["accounts"].append({"id": county, "carried": 0, "short": "Klart.", "text": "Mer.", "days": 3})


def some(rows: Rows) -> None:
    """Uppsala has accounted for all its means and Örebro for some; the others for none."""
    granted = row(rows, "counties", "C")["granted"]
    for county, amount in (("C", granted), ("T", 1000)):
        account(rows, county)
        effort = {"id": f"{county}-01", "county": county, "text": "Kurs", "amount": amount}
        rows["efforts"].append({**effort, "category": "Samverkan", "state": "Genomfört"})


def more(rows: Rows) -> None:
    """Örebro has accounted for the rest, and Kalmar for a part."""
    rest = row(rows, "counties", "T")["granted"]
    row(rows, "efforts", "T-01")["amount"] = rest
    account(rows, "H")


def chart_in(document: Path) -> ChartSeen:
    return next(chart for chart in read_document(WordPackage(document), lambda _: True).charts if chart.places)


def seen(document: Path) -> dict[str, str]:
    """The state of each tile of the map that the file holds."""
    chart = chart_in(document)
    assert len(chart.categories) == len(set(chart.categories)) == 21
    return {
        label: series.name
        for series in chart.series
        for label, value in zip(chart.categories, series.values, strict=True)
        if value is not None
    }


def told_of_map(document: Path, workbook: Path) -> str:
    """What verify says of the map alone."""
    return " ".join(told_of_chart(chart_in(document), tile_map(open_book(workbook))) or ())


def redraw(document: Path, workbook: Path) -> None:
    """What refresh does with the map alone."""
    new = tile_map(open_book(workbook))
    document.write_bytes(refilled(WordPackage(document), (), [(chart_in(document), new)]).data)


def map_part(document: Path) -> str:
    return next(name for name, data in members(document).items() if b"scatterChart" in data)


def of_map(document: Path, workbook: Path) -> list[str]:
    return [f"{found.message} {found.remedy}" for found in told(document, workbook) if MAP in found.message]


def test_a_new_document_shows_what_the_workbook_says(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, YEAR, "report", no_change, some)
    states = seen(document)
    assert (states["C"], states["T"]) == (DONE, PARTLY)
    assert {state for label, state in states.items() if label not in "CT"} == {WAITING}
    assert verify(document, workbook).disagreements == ()


def test_refresh_moves_the_counties_that_have_accounted_since(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, YEAR, "report", more, some)
    before = members(document)
    assert of_map(document, workbook) == [
        f"Diagrammet ”{MAP} 2026” visar inte arbetsbokens läge. Kör rus-sheets refresh, eller skriv dokumentet på nytt."
    ]
    refresh(document, workbook, now=NOW)
    states = seen(document)
    assert (states["C"], states["T"], states["H"]) == (DONE, DONE, PARTLY)
    assert of_map(document, workbook) == []
    alt = next(text for text in texts_for_charts(document) if text.startswith(MAP))
    assert "Bara delvis (1): Kalmar län." in alt
    part, after = map_part(document), members(document)
    fixed = re.compile(rb"<c:(dLbls|xVal|yVal)[ >].*?</c:\1>")
    assert fixed.sub(b"", before[part]) == fixed.sub(b"", after[part])
    assert faults(document.read_bytes()) == []
    assert OpenXmlValidator().validate(str(document)).errors == []


def named(document: Path) -> set[str]:
    """The states that the map's legend names."""
    root = etree.fromstring(members(document)[map_part(document)])
    space = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
    hidden = {entry.get("val") for entry in root.iterfind(".//c:legend/c:legendEntry/c:idx", space)}
    return {series.name for number, series in enumerate(chart_in(document).series) if str(number) not in hidden}


def test_the_legend_names_the_states_that_some_county_is_in(tmp_path: Path) -> None:
    def none(rows: Rows) -> None:
        account(rows, "C")
        row(rows, "accounts", "C")["carried"] = row(rows, "counties", "C")["granted"]

    def all_in_part(rows: Rows) -> None:
        for known in list(rows["counties"]):
            account(rows, str(known["id"]))

    document, workbook = written_year(tmp_path, YEAR, "report", all_in_part, none)
    assert set(seen(document).values()) == named(document) == {DONE, WAITING}
    refresh(document, workbook, now=NOW)
    assert set(seen(document).values()) == named(document) == {PARTLY}
    assert of_map(document, workbook) == []
    assert faults(document.read_bytes()) == []
    assert OpenXmlValidator().validate(str(document)).errors == []


def test_what_is_drawn_back_again_is_what_was_written(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, YEAR, "report", more, some)
    (tmp_path / "i dag").mkdir()
    _, old = written_year(tmp_path / "i dag", YEAR, "report", no_change, some)
    states = seen(document)
    redraw(document, workbook)
    assert seen(document) != states
    redraw(document, old)
    assert seen(document) == states
    assert told_of_map(document, old) == ""


def exchange(old: bytes, new: bytes) -> Change:
    def change(parts: dict[str, bytes]) -> None:
        part = next(name for name, data in parts.items() if b"scatterChart" in data)
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new, 1)

    return change


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<c:v>Har redovisat</c:v>", b"<c:v>Har inte redovisat n\xc3\xa5got</c:v>"),  # another state
        (b"<a:t>BD</a:t>", b"<a:t>AC</a:t>"),  # another county's letter
        (b'<c:pt idx="0"><c:v>1</c:v></c:pt>', b""),  # a county left out
        (b'<c:pt idx="0"><c:v>1</c:v></c:pt>', b'<c:pt idx="0"><c:v>7</c:v></c:pt>'),  # in another's place
        (b'<c:pt idx="0"><c:v>1</c:v></c:pt>', b'<c:pt idx="0"><c:v>x</c:v></c:pt>'),
        (b'<c:pt idx="0"><c:v>1</c:v></c:pt>', b'<c:pt idx="0"><c:v>nan</c:v></c:pt>'),
    ],
)
def test_verify_finds_a_map_that_is_wrong(tmp_path: Path, old: bytes, new: bytes) -> None:
    document, workbook = written_year(tmp_path, YEAR, "report", no_change, some)
    changed(document, exchange(old, new))
    assert f"”{MAP} 2026” visar inte arbetsbokens läge" in told_of_map(document, workbook)


def test_prefixes_of_another_program_are_no_hindrance(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, YEAR, "report", more, some)

    def renamed(parts: dict[str, bytes]) -> None:
        part = next(name for name, data in parts.items() if b"scatterChart" in data)
        text = parts[part].decode().replace("xmlns:c=", "xmlns:d=").replace("xmlns:a=", "xmlns:b=")
        parts[part] = re.sub(r"(</?)([ca]):", lambda found: found[1] + {"c": "d:", "a": "b:"}[found[2]], text).encode()

    changed(document, renamed)
    redraw(document, workbook)
    assert seen(document)["H"] == PARTLY
    assert chart_in(document).shows(tile_map(open_book(workbook)))


def test_another_county_is_told_with_what_to_do(tmp_path: Path) -> None:
    def added(rows: Rows) -> None:
        rows["counties"].append({"id": "XX", "name": "Övriga", "granted": 0})

    document, workbook = written_year(tmp_path, YEAR, "report", added, some)
    told_of = told_of_map(document, workbook)
    assert "andra rutor" in told_of
    assert "kopiera diagrammet därifrån" in told_of


@pytest.mark.parametrize(("alt", "odd"), [("19 av 21 län har inte redovisat.", ""), ("Klara är 17 län.", "17")])
def test_a_text_that_people_have_written_is_held_to_the_number_of_counties(tmp_path: Path, alt: str, odd: str) -> None:
    document, workbook = written_year(tmp_path, YEAR, "report", no_change, some)

    def rewritten(parts: dict[str, bytes]) -> None:
        root = etree.fromstring(parts["word/document.xml"])
        properties = next(found for found in root.iter(qn("wp:docPr")) if found.get("descr", "").startswith(MAP))
        properties.set("descr", alt)
        parts["word/document.xml"] = etree.tostring(root)

    changed(document, rewritten)
    told_of = told_of_map(document, workbook)
    assert odd in told_of if odd else not told_of


@pytest.mark.libreoffice
def test_libreoffice_draws_every_tile_and_saves_the_same_map(tmp_path: Path) -> None:
    document, workbook = written_year(tmp_path, YEAR, "report", no_change, some)
    printed = "\n".join(page.extract_text() for page in PdfReader(convert(document, "pdf", tmp_path / "tryckt")).pages)
    lines = {line.strip() for line in printed.splitlines()}
    assert set(chart_in(document).categories) <= {word for line in lines for word in line.split()}
    saved = convert(document, "docx", tmp_path / "sparad")
    assert seen(saved) == seen(document)
    assert told_of_map(saved, workbook) == ""
