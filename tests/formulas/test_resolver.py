"""Formulas that do the same are equal, whichever way they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rus_sheets.book.raw import RawSheet, RawTable, RawWorkbook
from rus_sheets.formulas.areas import Area, relative_form
from rus_sheets.formulas.parse import parse
from rus_sheets.formulas.resolver import Resolver
from rus_sheets.formulas.tokens import tokens

PLAN = RawTable("Plan", 1, 4, 1, 3, ("Id", "Dagar", "Reda pengar"))
BOOK = RawWorkbook(
    "bok.xlsx",
    (RawSheet("Plan", "visible", {}, (PLAN,)), RawSheet("Egna data", "visible", {})),
    defined_names={"Dagar_totalt": "'Egna data'!$B$7", "Alla": "Plan[Dagar]", "Tal": "3+4"},
)
RESOLVER = Resolver(BOOK)


def canonical(formula: str, row: int = 2) -> tuple[object, ...]:
    return RESOLVER.canonical(formula, "Plan", row, 3)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SUM(Plan[Dagar])", "sum( Plan!$B$2:$B$4 )"),
        ("SUM(Plan[Dagar])", "SUM(B2:B4)"),
        ("SUM(Plan[[Dagar]])", "SUM(plan[ dagar ])"),
        ("SUM(Plan[Dagar])", "SUM(Alla)"),
        ("Plan[[#This Row],[Dagar]]*2", "$B2*2.0"),
        ("Plan[@Dagar]", "[@Dagar]"),
        ("Plan[@[Reda pengar]]", "Plan[[#This Row],[Reda pengar]]"),
        ("Plan[#All]", "A1:C4"),
        ("Plan[#Headers]", "A1:C1"),
        ("Plan[[#Data],[Id]:[Dagar]]", "A2:B4"),
        ("Plan", "plan"),
        ("Dagar_totalt+1", "'Egna data'!B7+1"),
        ("_xlfn.XLOOKUP(A2,Alla,Alla)", "XLOOKUP(A2,B2:B4,B2:B4)"),
        ("IF(A2<>\"\",1,0)", "if(A2 <> \"\", 1, 0)"),
        ("@Alla", "Alla"),
    ],
)  # fmt: skip
def test_the_same(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SUM(Plan[Dagar])", "SUM(Plan!$B$2:$B$3)"),
        ("SUM(Plan[Dagar])", "SUM(Plan[Id])"),
        ("Plan[@Dagar]", "B3"),
        ("A2-B2", "B2-A2"),
        ('IF(A2="Ja",1)', 'IF(A2="ja ",1)'),
        ("SUM(B2:B4)", "SUM('Egna data'!B2:B4)"),
        ("SUM(B2:B4)", "AVERAGE(B2:B4)"),
        ("A2&B2", "A2+B2"),
    ],
)
def test_not_the_same(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_areas_through_names_and_whole_columns() -> None:
    assert list(RESOLVER.areas("SUM(Alla)+Dagar_totalt+SUM(C:C)", "Plan", 2, 3)) == [
        Area("Plan", 2, 2, 4, 2),
        Area("Egna data", 7, 2, 7, 2),
        Area("Plan", 1, 3, 1_048_576, 3),
    ]


def test_other_files_and_what_is_lost_are_told() -> None:
    kinds = [token.kind for token in tokens("[1]Blad1!A1+'C:\\x\\[bok.xlsx]Blad 1'!B2+Plan!#REF!+\"[1]A!\"")]
    assert [kind for kind in kinds if kind != "op"] == ["external", "external", "error", "text"]


def test_copied_down_a_formula_keeps_its_form() -> None:
    assert relative_form("K2*$B$1", 2, 20) == relative_form("K9*$B$1", 9, 20)
    assert relative_form("K2*$B$1", 2, 20) != relative_form("K9*$B$2", 9, 20)


@given(st.text(alphabet="AB12$!:[]()'\"#@,+-. åäö", max_size=40))
def test_anything_can_be_taken_apart(text: str) -> None:
    RESOLVER.canonical(text, "Plan", 2, 3)
    list(RESOLVER.areas(text, "Plan", 2, 3))
    relative_form(text, 2, 3)
    parse(text)
