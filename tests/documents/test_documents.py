"""The documents of the two example years: what stands in them, in which order, and that it is the workbook's."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from rus_sheets.book.model import Book
from rus_sheets.documents.application import application_context
from rus_sheets.documents.figures import number, shown
from rus_sheets.documents.names import names_in
from rus_sheets.resources import folder
from rus_sheets.word.make.template import check_template
from rus_sheets.word.parts.ns import NS, q, text_of
from rus_sheets.word.parts.styles import Styles
from tests.documents.books import EMPTY, KINDS, book_of, document, example, rendered
from tests.word.accessibility import problems
from tests.word.documents import body, faults, lines
from tools.maker.templates import templates

ALL = [(kind, year) for kind in KINDS for year in (2022, 2026)]


def _headings(made: bytes) -> list[tuple[int, str]]:
    with ZipFile(BytesIO(made)) as archive:
        styles = Styles(etree.fromstring(archive.read("word/styles.xml")))
    found = [(styles.heading_level(paragraph), text_of(paragraph)) for paragraph in body(made).iter(q("w:p"))]
    return [(level, text) for level, text in found if level]


def _text(made: bytes) -> str:
    return "\n".join(lines(made))


def test_the_plan_has_the_order_of_the_real_one() -> None:
    assert [text for level, text in _headings(document("plan", 2026)) if level == 1] == [
        "Det viktigaste 2026",
        "Om RUS",
        "Vision, mål och budskap",
        "Om verksamhetsplanen",
        "Aktiviteter och prioriteringar 2026",
        "Budget 2026",
        "Förslag som inte ryms i planen",
        "Detaljerad verksamhetsplan",
        "Medel till aktiviteterna",
        "Målmatris",
        "Organisation",
        "Så används budskapen",
    ]


def test_the_plan_marks_what_is_prioritised() -> None:
    overview = _text(document("plan", 2026)).split("Bilaga 1. Detaljerad verksamhetsplan")[1]
    assert sum(1 for line in overview.split("\n") if line.endswith(" PRIO")) == 14


@pytest.mark.parametrize(
    ("kind", "year", "figures"),
    [
        ("plan", 2026, "253 321 181 755 28 4\u00a0500\u00a0000 3\u00a0350\u00a0000 900\u00a0000"),
        ("plan", 2022, "809 148 95 144 5\u00a0342\u00a0500 5\u00a0039\u00a0500"),
        (
            "report",
            2022,
            "49 148 95 144 5\u00a0342\u00a0500 4\u00a0393\u00a0523 789\u00a0673 357\u00a0977 645\u00a0977",
        ),
        ("report", 2022, "5\u00a0039\u00a0500 838\u00a0500 288\u00a0000 298\u00a0975 13\u00a0400"),
        ("application", 2026, "755 253 4\u00a0500\u00a0000"),
        ("short", 2022, "49 40 4\u00a0393\u00a0523 82\u00a0% 809 −948\u00a0977 357\u00a0977"),
    ],
)
def test_the_figures_stand_there(kind: str, year: int, figures: str) -> None:
    text = _text(document(kind, year))
    assert [figure for figure in figures.split(" ") if figure not in text] == []


def test_both_plan_shapes_come_from_the_same_code() -> None:
    old, new = _text(document("plan", 2022)), _text(document("plan", 2026))
    assert "Allra viktigast" in old
    assert "Allra viktigast" not in new
    assert "Resurssättning för hela gruppen: 148\u00a0arbetsdagar" in old
    assert "hela gruppen" not in new


def test_the_report_counts_like_the_real_summary() -> None:
    tables = body(document("report", 2022)).iter(q("w:tbl"))
    table = next(each for each in tables if text_of(each).startswith("Prioritet"))
    rows = [[text_of(cell) for cell in row.iter(q("w:tc"))] for row in table.iter(q("w:tr"))]
    assert rows == [
        [
            "Prioritet",
            "Har skett som planerat",
            "Har delvis skett som planerat",
            "Har ej varit aktuellt",
            "Aktiviteter",
        ],
        ["Allra viktigast", "3", "1", "0", "4"],
        ["Prioritet 1", "12", "3", "0", "15"],
        ["Prioritet 2", "6", "4", "1", "11"],
        ["Löpande", "19", "0", "0", "19"],
    ]


def test_a_status_never_stands_as_a_sign_alone() -> None:
    signs = [line for line in lines(document("report", 2022)) if line.startswith(("●", "◐", "○"))]
    assert signs
    assert all("Har " in line for line in signs)


@pytest.mark.parametrize(("kind", "year"), ALL)
def test_the_document_is_sound(tmp_path: Path, kind: str, year: int) -> None:
    made = document(kind, year)
    assert faults(made) == []
    (tmp_path / "d.docx").write_bytes(made)
    result = OpenXmlValidator().validate(tmp_path / "d.docx")
    assert [str(error) for error in result.errors] == []
    assert made == rendered(kind, example(year))


@pytest.mark.parametrize(("kind", "year"), ALL)
def test_the_document_is_accessible(kind: str, year: int) -> None:
    assert problems(document(kind, year)) == []


@pytest.mark.parametrize(("kind", "year"), ALL)
def test_every_tagged_figure_is_the_workbooks(kind: str, year: int) -> None:
    values = _values(example(year))
    found = 0
    for control in body(document(kind, year)).iter(q("w:sdt")):
        tag = control.find("w:sdtPr/w:tag", NS)
        if tag is not None and tag.get(q("w:val")) in values:
            found += 1
            assert text_of(control) == values[tag.get(q("w:val"))]
    assert found > 2


def _values(book: Book) -> dict[str, str]:
    cells = [cell for table in book.tables.values() for row in table for cell in row.cells.values()]
    cells = [
        cell for cell in cells if cell.tag.partition("/")[0] != "Medel" or cell.value is not None
    ]  # may be a range
    cells += book.settings.values()
    years = {cell.tag: f"{cell.value}" for cell in cells if cell.column.key == "year"}  # no amounts: no space in them
    return (
        {cell.tag: cell.column.unknown if cell.value is None else shown(cell.value) for cell in cells}
        | years
        | {each.tag: each.unknown if each.value is None else number(each.value) for each in book.totals.values()}
    )


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_workbook_gives_a_document_with_what_there_is(kind: str) -> None:
    made = rendered(kind, book_of(EMPTY))
    assert faults(made) == []
    assert "2027" in _text(made)


def test_the_application_tells_how_last_years_grant_was_used() -> None:
    names = application_context(example(2026), example(2022))
    assert names["föregående"]["utfall"] == "4\u00a0393\u00a0523"  # type: ignore[index]
    assert application_context(example(2026))["föregående"] == {}


def test_the_templates_are_those_the_code_makes() -> None:
    for name, content in templates().items():
        assert (folder("reports") / name).read_bytes() == content, f"run python -m tools.maker ({name})"


@pytest.mark.parametrize("name", sorted(templates()))
def test_the_templates_are_valid(name: str) -> None:
    assert [str(error) for error in OpenXmlValidator().validate(folder("reports") / name).errors] == []


def test_the_names_of_a_template_can_be_listed() -> None:
    found = {(each.within, each.name): each.kind for each in names_in(KINDS["report"][1](example(2022)))}
    assert found["", "redovisning_beslutsdatum"] == "uppgift ur arbetsboken"
    assert found["områden[].grupper[].aktiviteter[]", "beskrivning"] == "stycken och listor"
    assert found["områden[].grupper[].aktiviteter[].utfall", "status"] == "uppgift ur arbetsboken"
    assert found["texter.om_planen", "rubrik"] == "text"


@pytest.mark.parametrize("kind", KINDS)
def test_the_templates_use_only_names_that_are_there(kind: str) -> None:
    name, context = KINDS[kind]
    assert check_template(folder("reports") / name, context(example(2022))) == []
