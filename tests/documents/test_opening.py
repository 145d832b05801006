"""The page that the report opens with: what it says, and that each of its figures is the workbook's."""

from __future__ import annotations

import pytest
from lxml import etree

from rus_sheets.word.parts.ns import NS, attribute, q, text_of
from tests.documents.states import book, document
from tests.word.documents import body, lines


def _opening(name: str, state: str) -> tuple[str, list[etree._Element]]:
    """The sentences under the heading, and the two tables of figures."""
    root = body(document(name, state, "report"))
    said = lines(document(name, state, "report"))
    place = len(said) - 1 - said[::-1].index("Året i siffror")
    tables = [
        each
        for each in root.iter(q("w:tbl"))
        if "i siffror" in attribute(each.find("w:tblPr/w:tblCaption", NS), "w:val")
    ]
    return said[place + 1].replace("\u00a0", " "), tables


def _tiles(tables: list[etree._Element]) -> list[tuple[str, ...]]:
    """Label, figure and note of each."""
    made: list[tuple[str, ...]] = []
    for table in tables:
        rows = [[text_of(cell).replace("\u00a0", " ") for cell in row.iter(q("w:tc"))] for row in table.iter(q("w:tr"))]
        made += zip(*rows, strict=True)
    return made


EXPECTED = {
    ("verksamhet", "planned"): (
        (
            "Planen har 28 aktiviteter. Ingen av dem har fått någon status ännu. Planen omfattar 755 arbetsdagar. "
            "Budgeten är 4 500 000 kr, och inga utgifter är införda ännu."
        ),
        [
            ("Aktiviteter", "28", "varav 14 prioriterade"),
            ("Utan status ännu", "28", "av 28"),
            ("Arbetsdagar, plan", "755", "utfall i dagar är inte redovisat"),
            ("Budget, kr", "4 500 000", "4 poster"),
            ("Finansiering, kr", "4 500 000", "från 1 källa"),
            ("Poster att redovisa", "4", "av 4"),
        ],
    ),
    ("verksamhet", "half"): (
        (
            "Planen har 28 aktiviteter: 17 har skett som planerat, 5 har delvis skett som planerat, 1 har ej skett, "
            "1 har ej varit aktuellt och 4 saknar status ännu. Hittills är 680,5 arbetsdagar "
            "redovisade; 4 av aktiviteterna har inte redovisat sina. Hela planen är på 755 arbetsdagar. "
            "Så här långt är 11 % av budgeten redovisad som utgifter."
        ),
        [
            ("Aktiviteter", "28", "varav 14 prioriterade"),
            ("Har skett som planerat", "17", "av 28, 4 saknar status"),
            ("Arbetsdagar, utfall", "680,5", "hittills; hela planen är 755"),
            ("Budget, kr", "4 500 000", "4 poster"),
            ("Utgifter, kr", "483 050", "11 % av budgeten, hittills"),
            ("Poster att redovisa", "2", "av 4"),
        ],
    ),
    ("2022", "whole"): (
        (
            "Planen har 49 aktiviteter: 40 har skett som planerat, 8 har delvis skett som planerat och 1 har ej varit "
            "aktuellt. Planen omfattar 809 arbetsdagar. Utgifterna blev 4 393 523 kr, 82 % av budgeten."
        ),
        [
            ("Aktiviteter", "49", "varav 19 prioriterade"),
            ("Har skett som planerat", "40", "av 49"),
            ("Arbetsdagar, plan", "809", "utfall i dagar är inte redovisat"),
            ("Budget, kr", "5 342 500", "4 poster"),
            ("Utgifter, kr", "4 393 523", "82 % av budgeten"),
            ("Kvar av årets medel, kr", "357 977", "av 4 751 500"),
        ],
    ),
}


@pytest.mark.parametrize(("name", "state"), EXPECTED)
def test_the_report_opens_with_what_the_year_came_to(name: str, state: str) -> None:
    said, tables = _opening(name, state)
    assert (said, _tiles(tables)) == EXPECTED[name, state]


@pytest.mark.parametrize(("name", "state"), EXPECTED)
def test_each_key_figure_knows_its_cell(name: str, state: str) -> None:
    tables = _opening(name, state)[1]
    for table in tables:
        for cell in table.findall("w:tr", NS)[1].iter(q("w:tc")):
            tags = [attribute(each, "w:val") for each in cell.iter(q("w:tag"))]
            assert len(tags) == 1, text_of(cell)


def test_a_whole_year_says_nothing_of_what_is_missing() -> None:
    said, tables = _opening("verksamhet", "whole")
    assert "saknar" not in said
    assert "Hittills" not in said
    assert "Arbetet tog" in said
    assert _tiles(tables)[5][0] == "Kvar av årets medel, kr"


@pytest.mark.parametrize(("name", "state"), EXPECTED)
def test_the_areas_are_drawn_once_any_activity_has_a_status(name: str, state: str) -> None:
    said = lines(document(name, state, "report"))
    opening = said[len(said) - 1 - said[::-1].index("Året i siffror") :]
    ends = next(place for place, line in enumerate(opening) if line in ("Inledning", "Året i korthet"))
    drawn = [line for line in opening[:ends] if line.startswith("Figur 1. Status per område")]
    assert len(drawn) == (state != "planned")


def test_a_plan_without_activities_opens_without_figures() -> None:
    assert "Året i siffror" not in lines(document("verksamhet", "empty", "report"))


def test_the_areas_add_up_to_the_whole() -> None:
    tables = body(document("verksamhet", "half", "report")).iter(q("w:tbl"))
    table = next(each for each in tables if text_of(each).startswith("Område"))
    rows = [[text_of(cell) for cell in row.iter(q("w:tc"))] for row in table.iter(q("w:tr"))]
    assert rows[0] == ["Område", "Aktiviteter", "Med status", "Planerade dagar", "Dagar hittills"]
    sums = [sum(float(row[column].replace(",", ".")) for row in rows[1:-1]) for column in range(1, 5)]
    assert sums == [float(each.replace(",", ".")) for each in rows[-1][1:]] == [28, 24, 755, 680.5]
    assert len(rows) == len(book("verksamhet", "half")["areas"]) + 2
