"""What the engines are given tells the same as the whole workbook."""

from __future__ import annotations

import pytest

from rus_sheets.book.raw import CellError, RawSheet
from rus_sheets.excel.calc.engine_extract import extract
from rus_sheets.excel.calc.engines import ENGINES, ask
from rus_sheets.excel.calc.stored import evaluate
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.formulas.graph import Graph
from rus_sheets.resources import folder
from tests.excel.small import package
from tests.excel.with_engines import with_engines

EXAMPLE = folder("examples") / "2022" / "verksamhet-2022.xlsx"
ROWS = (
    '<sheetData><row r="1"><c r="A1"><v>2</v></c><c r="B1" s="1"><f>A1*2</f><v>4</v></c>'
    '<c r="C1" t="str"><f>"a"&amp;"&lt;"</f><v>a&lt;</v></c><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    '<c r="E1" t="b"><f>A1=2</f><v>1</v></c><c r="F1"><f>A1+1</f></c>'
    '<c r="G1"><f>""</f><v></v></c><c r="H1" t="str"><f>""</f><v></v></c></row></sheetData>'
)
OTHER = '<sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData>'


def sheets(data: bytes) -> dict[str, RawSheet]:
    return {sheet.name: sheet for sheet in read_package(Package("utdrag", data)).sheets}


def test_a_sheet_that_no_formula_uses_is_emptied() -> None:
    made = Package("bok", package({"Plan": ROWS, "Logg": OTHER}))
    found = sheets(extract(made, {"Plan": None}))
    assert found["Logg"].cells == {}
    assert found["Plan"] == read_package(made).sheets[0]


def test_of_a_sheet_that_formulas_only_read_the_columns_that_they_read_are_left() -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>1</v></c><c r="B{row}" s="1"/>'
        f'<c r="C{row}" t="inlineStr"><is><t>c</t></is></c><c r="AC{row}"><v>29</v></c></row>'
        for row in (1, 2)
    )
    sums = '<sheetData><row r="1"><c r="A1"><f>SUM(Logg!A1:A2)+SUM(Logg!C:C)</f><v>2</v></c></row></sheetData>'
    made = Package("bok", package({"Plan": sums, "Logg": f"<sheetData>{rows}</sheetData>"}))
    found = sheets(extract(made, Graph(read_package(made)).used_columns()))
    assert {cell.ref: cell.value for cell in found["Logg"].cells.values()} == {"A1": 1, "C1": "c", "A2": 1, "C2": "c"}
    assert found["Plan"] == read_package(made).sheets[0]


def test_nothing_is_taken_away_where_any_may_be_used() -> None:
    made = Package("bok", package({"Plan": ROWS, "Logg": OTHER}))
    assert extract(made, None) is made.data


def test_formulas_give_way_to_their_values() -> None:
    made = Package("bok", package({"Plan": ROWS}))
    cells = sheets(extract(made, {"Plan": None}, {"Plan": {(1, 2)}}))["Plan"].cells
    told = {cell.ref: (cell.value, cell.formula) for cell in cells.values()}
    assert told == {
        "A1": (2, None),
        "B1": (4, "A1*2"),
        "C1": ("a<", None),
        "D1": (CellError("#DIV/0!"), None),
        "E1": (True, None),
        # These have no value to give way to.
        "F1": (None, "A1+1"),
        "G1": (None, '""'),
        "H1": ("", '""'),
    }


@with_engines
@pytest.mark.parametrize("engine", ENGINES)
def test_the_engines_read_what_is_left(engine: str) -> None:
    data = extract(Package("bok", package({"Plan": ROWS, "Logg": OTHER})), {"Plan": None}, {"Plan": {(1, 2)}})
    (opinion,) = ask([data], timeout=30, engines=[engine])[engine]
    assert opinion.fault == ""
    assert opinion.values["Plan"][1, 2] == 4


def test_a_whole_year_comes_to_the_same() -> None:
    whole = Package(EXAMPLE)
    used = Graph(read_package(whole)).used_columns()
    assert used is not None
    assert "Texter" not in used
    assert used["Logg"]  # the ids in it, that the next free one is to be told from
    assert evaluate(extract(whole, used)).values == evaluate(EXAMPLE).values


@with_engines
def test_the_engines_read_an_example_with_all_its_values_for_formulas() -> None:
    whole = Package(EXAMPLE)
    data = extract(whole, Graph(read_package(whole)).used_columns(), {"Summering": {(5, 2)}})
    for opinions in ask([data], timeout=60).values():
        assert opinions[0].fault == ""
