from __future__ import annotations

import pytest

from rus_sheets.book.raw import RawCell, RawSheet, RawTable, RawWorkbook, position_of
from rus_sheets.formulas.areas import corners, relative_form
from rus_sheets.formulas.graph import FormulaCell, Graph

TABLE = RawTable("Åtgärder", 1, 4, 1, 3, ("Aktivitets-ID", "Dagar [plan]", "Område-ID"))


def graph(formulas: dict[str, str], **names: str) -> Graph:
    """Formulas on the sheet Blad; the table Åtgärder is on the sheet Plan i år, A1:C4."""
    cells = {position_of(ref): RawCell(*position_of(ref), None, text) for ref, text in formulas.items()}
    sheets = (RawSheet("Plan i år", "visible", {}, (TABLE,)), RawSheet("Blad", "visible", cells))
    return Graph(RawWorkbook("bok.xlsx", sheets, defined_names=names))


def formula(text: str, **names: str) -> FormulaCell:
    return graph({"B7": text}, **names).formulas["Blad", 7, 2]


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("A1", ["Blad!1:1-1:1"]),
        ("$A$1+a2", ["Blad!1:1-1:1", "Blad!2:1-2:1"]),
        ("SUM(A3:B1)", ["Blad!1:1-3:2"]),
        ("SUM('Plan i år'!A1:B2)", ["Plan i år!1:1-2:2"]),
        ("SUM(A:B)", ["Blad!1:1-1048576:2"]),
        ("SUM($2:$3)", ["Blad!2:1-3:16384"]),
        ("SUM(Åtgärder[Område-ID])", ["Plan i år!2:3-4:3"]),
        ("SUM(åtgärder[OMRÅDE-ID])", ["Plan i år!2:3-4:3"]),
        ("SUM(Åtgärder[Dagar '[plan']])", ["Plan i år!2:2-4:2"]),
        ("Åtgärder[[#This Row],[Område-ID]]", ["Plan i år!7:3-7:3"]),
        ("Åtgärder[@[Område-ID]]", ["Plan i år!7:3-7:3"]),
        ("SUM(Åtgärder[[Aktivitets-ID]:[Område-ID]])", ["Plan i år!2:1-4:3"]),
        ("COUNTA(Åtgärder[])", ["Plan i år!2:1-4:3"]),
        ("COUNTA(Åtgärder)", ["Plan i år!2:1-4:3"]),
        ("COUNTA(Åtgärder[#All])", ["Plan i år!1:1-4:3"]),
        ("COUNTA(Åtgärder[[#Headers],[Område-ID]])", ["Plan i år!1:3-1:3"]),
        ("Totalt*2", ["Plan i år!9:1-9:1"]),
        ("Summan", ["Plan i år!9:1-9:1", "Blad!5:1-6:1"]),
        ('"A1"&"Åtgärder[x]"', []),
        ("TRUE", []),
        ("LOG10(100)", []),
        ("IF(A1=#REF!,1,2)", ["Blad!1:1-1:1"]),
    ],
)
def test_areas(text: str, areas: list[str]) -> None:
    found = formula(text, Totalt="'Plan i år'!$A$9", Summan="Totalt+SUM(Blad!$A$5:$A$6)")
    assert [f"{sheet}!{top}:{left}-{bottom}:{right}" for sheet, top, left, bottom, right in found.areas] == areas
    assert not found.reading.unbounded
    assert not found.reading.volatile


@pytest.mark.parametrize(
    "text",
    [
        *['INDIRECT("A1")', "OFFSET(A1,1,0)", "Saknas", "Saknas[x]", "Åtgärder[Saknas]", "Relativt", "Cirkel"],
        *["[1]Blad!A1", "'[bok.xlsx]Blad'!A1", "Blad:Blad3!A1", "SUM(A1:INDEX(A:A,3))", "SUMIF(A1:A9,1,B1)"],
        *["[[#This Row],[Dagar]]", "_xlfn.LAMBDA(_xlpm.x,_xlpm.x+1)(A1)", 'IF("'],
    ],
)
def test_what_reads_more_than_can_be_told(text: str) -> None:
    assert formula(text, Relativt="Blad!A1", Cirkel="Cirkel").reading.unbounded


@pytest.mark.parametrize(
    ("text", "weak"),
    [
        ('COUNTIFS(Åtgärder[Område-ID],"<>PRIO")', True),
        ('COUNTIFS(Åtgärder[Område-ID],"<>"&A1)', True),
        ('COUNTIFS(Åtgärder[Område-ID],"<>")', False),
        ("COUNTIFS(Åtgärder[Område-ID],A1)", False),
        ("SUMPRODUCT(COUNTIFS(Åtgärder[Område-ID],Åtgärder[Aktivitets-ID]))", True),
        ("SUM(SUMIFS(A1:A3,B1:B3,C1:C3))", True),
        ('SUMPRODUCT((Åtgärder[Område-ID]="x")*1)', False),
        ("SUMPRODUCT(--ISNUMBER(A1:A3))", True),
        ("MATCH(1,{1,2},0)", True),
        ("COUNTA(Åtgärder)", True),
        ("Totalt", False),
        ("Dubbelt", True),
        ("IFERROR(AGGREGATE(9,5,A1:A3),0)", True),
        ("IFERROR(SUM(A1:A3),0)", False),
    ],
)
def test_formulas_that_ironcalc_gets_wrong_in_silence(text: str, weak: bool) -> None:
    assert formula(text, Totalt="Blad!$A$1", Dubbelt="Blad!$A$1*2").reading.weak is weak


def test_filled_down_formulas_share_a_form() -> None:
    assert relative_form("A7*$B$1&\"A7\"&'A7'!C9", 7, 2) == relative_form("A8*$B$1&\"A7\"&'A7'!C10", 8, 2)
    assert relative_form("A7", 7, 2) != relative_form("A7", 8, 2)
    assert "".join(relative_form("Tab1[A7]+LOG10(A1)", 1, 1)) == "tab1[a7]+log10(R[0]C[0])"


def reached(found: Graph, *refs: str) -> set[str]:
    return {cell.cell.ref for place in found.reached([("Blad", *position_of(ref)) for ref in refs])
            for cell in [found.formulas[place]]}  # fmt: skip


@pytest.mark.parametrize(
    ("ref", "same"),
    [("B7", "B7:B7"), ("$A$2:C9", "$A$2:C9"), ("a$2:b9", "A$2:B9"), ("XFD1048576", "XFD1048576:XFD1048576")],
)
def test_the_corners_of_a_range_are_written_as_they_were_read(ref: str, same: str) -> None:
    found = corners(ref)
    assert found
    assert ":".join(map(str, found)) == same


@pytest.mark.parametrize("ref", ["", "A:C", "2:4", "A1:", ":A1", "A0", "A1:B", "Plan!A1", "A1:B2:C3", "#REF!", "ABCD1"])
def test_what_is_no_range_of_cells_has_no_corners(ref: str) -> None:
    assert corners(ref) is None


def test_a_change_reaches_chains_areas_and_circles() -> None:
    found = graph({"B1": "A1", "B2": "SUM(A1:A9)", "C1": "B1+C2", "C2": "C1", "D1": "D2", "E1": "SUM(B1:D1)"})
    assert reached(found, "A1") == {"B1", "B2", "C1", "C2", "E1"}
    assert reached(found, "A5") == {"B2"}
    assert reached(found, "D2") == {"D1", "E1"}
    assert reached(found, "Z9") == set()
    assert reached(found) == set()


def test_what_may_read_anything_is_reached_by_any_change() -> None:
    assert reached(graph({"B1": 'INDIRECT("A1")', "B2": "B1", "B3": "A3"}), "Z9") == {"B1", "B2"}
