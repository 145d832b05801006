"""What the evaluator says, and what it leaves unsaid."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rus_sheets.book.raw import CellError, RawCell, RawSheet, RawTable, RawWorkbook, Scalar, position_of
from rus_sheets.formulas.evaluate import Evaluator

PLAN = RawTable("Plan", 1, 4, 1, 3, ("Id", "Dagar", "Slag"))
ROWS: dict[str, Scalar] = {
    "A1": "Id",
    "B1": "Dagar",
    "C1": "Slag",
    "A2": "A01",
    "B2": 12,
    "C2": "PRIO",
    "A3": 12,
    "B3": "12",
    "A4": "a03",
    "B4": 0.5,
    "C4": "Å-b",
}


def book(formulas: dict[str, str], **names: str) -> RawWorkbook:
    rows = {position_of(ref): RawCell(*position_of(ref), value) for ref, value in ROWS.items()}
    cells = {position_of(ref): RawCell(*position_of(ref), None, text) for ref, text in formulas.items()}
    sheets = (RawSheet("Plan", "visible", rows, (PLAN,)), RawSheet("Blad", "visible", cells))
    return RawWorkbook("bok.xlsx", sheets, defined_names=names)


def values(formulas: dict[str, str], **names: str) -> dict[str, Scalar]:
    evaluator = Evaluator(book(formulas, **names))
    return {ref: found[at] for ref in formulas
            for at in [("Blad", *position_of(ref))] for found in [evaluator.known([at])] if at in found}  # fmt: skip


def value(formula: str) -> Scalar:
    return values({"A1": formula}).get("A1", "not known")


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        # What Excel does and LibreOffice doesn't: numbers and the texts that say them are the same to a criterion,
        # "?*" finds texts alone, a blank that is looked up is 0, "<>" takes blanks along.
        ("COUNTIFS(Plan[Dagar],12)", 2),
        ('COUNTIFS(Plan[Dagar],"12")', 2),
        ('COUNTIFS(Plan[Id],"?*")', 2),
        ("INDEX(Plan[Slag],2)", 0),
        ('COUNTIFS(Plan[Slag],"<>PRIO",Plan[Id],"?*")', 1),
        ('COUNTIFS(Plan!C:C,"")', 1_048_573),
        ("SUM(Plan[Dagar])", 12.5),
        ("0.1+0.2-0.3", 0),
        ("0.1+0.2=0.3", True),
        ('"å"="Å"', True),
        ("IF(Plan!B2>1,1,SAKNAS(1))", 1),
        ("IFERROR(1/0,IFERROR(NA(),7))", 7),
        ("Plan!B3*1", 12),
        ("1/0", CellError("#DIV/0!")),
        ("SUMIFS(Plan[Dagar],Plan!A2:A3,1)", CellError("#VALUE!")),
        ('"a"+1', CellError("#VALUE!")),
        ("Plan!#REF!", CellError("#REF!")),
        ("10^400", CellError("#NUM!")),
    ],
)
def test_what_is_known(formula: str, expected: Scalar) -> None:
    assert value(formula) == expected


@pytest.mark.parametrize(
    "formula",
    [
        *["TEXT(1,2)", "TODAY()", 'INDIRECT("A2")', "Saknas", "Saknas[x]", "[1]Blad!A1", "SUM(A2:INDEX(A:A,3))"],
        *['"12,5"+1', '"2026-01-01"+1', '"å"<"b"', '0.00001&""', 'COUNTIFS(Plan[Slag],">b")', "0^0", "(A2,A3)"],
        *["Plan[Dagar]", "Plan[Dagar]*2", "IF(Plan[Dagar]>1,1)", "1+", "", "IF(1)", "MATCH(5,Plan[Dagar],1)"],
        "IFERROR(TEXT(1,2),0)",
    ],
)
def test_what_is_not_known_is_not_said(formula: str) -> None:
    assert value(formula) == "not known"


def test_what_waits_for_the_unknown_or_for_itself_is_not_known() -> None:
    found = values({"A1": "B1", "B1": "IFERROR(A1,0)", "A2": "TODAY()", "B2": "SUM(A2:A3)", "A3": "1", "B3": "A3+1",
                    "C1": "IF(TRUE,1,C1)"})  # fmt: skip
    assert found == {"A3": 1, "B3": 2, "C1": 1}


def test_names_stand_for_cells_and_for_formulas() -> None:
    formulas = {"A1": "Totalt+Dubbelt", "A2": "Relativt", "A3": "Cirkel", "A4": "SUM(Alla)"}
    names = {
        "Totalt": "Plan!$B$2",
        "Dubbelt": "Totalt*2",
        "Relativt": "Plan!B2",
        "Cirkel": "Cirkel",
        "Alla": "Plan[Dagar]",
    }
    assert values(formulas, **names) == {"A1": 36, "A4": 12.5}


def test_chains_may_be_as_long_as_a_sheet() -> None:
    chain = {f"A{row}": f"A{row + 1}+1" for row in range(1, 5000)} | {"A5000": "1", "B1": "SUM(A:A)"}
    assert Evaluator(book(chain)).known([("Blad", 1, 2)]) == {("Blad", 1, 2): 5000 * 5001 / 2}


@given(st.text(alphabet="AB12$!:[](){}'\"#@,;+-*/^%&<>=. åIFSUM", max_size=40))
def test_any_text_is_reckoned_out_or_left(text: str) -> None:
    value(text)
