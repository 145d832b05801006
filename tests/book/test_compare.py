"""What differs between two workbooks: by ids, per cell, totals where formulas say something else."""

from __future__ import annotations

import pytest

from rus_sheets.book.another_plan import other_ids
from rus_sheets.book.compare import Differences, compare
from rus_sheets.book.same_rows import by_name
from tests.checks.workbooks import book

PLAN = """Plan:
Aktivitets-ID | Grupp-ID | Aktivitet | Dagar | Beskrivning
A01 | G1 | Årlig rapport | 10 | Kort
A02 | G1 | Indikatorer | 20 |
"""


def of(a: str, b: str) -> Differences:
    return compare(book(a), book(b))


def cells(found: Differences) -> list[tuple[object, ...]]:
    return [(each.sheet, each.row, each.header, each.a, each.b) for each in found.changed]


def test_a_workbook_is_like_itself() -> None:
    assert not of(PLAN, PLAN)


def test_the_order_of_rows_does_not_matter() -> None:
    first, second = PLAN.splitlines()[2:]
    assert not of(PLAN, PLAN.replace(f"{first}\n{second}", f"{second}\n{first}"))


def test_cells_are_compared_with_their_types() -> None:
    found = of(PLAN, PLAN.replace("| 10 | Kort", "| 12 | Längre").replace("20 |", "20 | Ny text"))
    assert cells(found) == [
        ("Plan", "A01", "Beskrivning", "Kort", "Längre"),
        ("Plan", "A01", "Dagar", 10, 12),
        ("Plan", "A02", "Beskrivning", None, "Ny text"),
    ]
    assert found.changed[0].title == "Årlig rapport"
    assert [each.difference for each in found.changed] == [None, 2, None]


def test_formulas_are_left_out_but_totals_told() -> None:
    found = of(PLAN, PLAN.replace("| 10 |", "| 12.5 |"))
    assert {each.header for each in found.changed} == {"Dagar"}
    assert [(each.name, each.a, each.b, each.difference) for each in found.totals] == [("Dagar_totalt", 30, 32.5, 2.5)]


def test_rows_are_new_or_ended_by_id() -> None:
    found = of(PLAN, PLAN.replace("A02 |", "A07 |"))
    assert [(each.sheet, each.row, each.title) for each in found.new if each.sheet == "Plan"] == [
        ("Plan", "A07", "Indikatorer")
    ]
    assert [(each.sheet, each.row) for each in found.ended if each.sheet == "Plan"] == [("Plan", "A02")]


def test_the_second_row_of_an_id_counts_too() -> None:
    twice = PLAN + "A02 | G1 | Dubblett | 1 |\n"
    found = of(PLAN, twice)
    assert [each.title for each in found.new if each.sheet == "Plan"] == ["Dubblett"]


def test_settings_and_texts_are_compared_and_a_date_is_a_date() -> None:
    a = "Inställningar:\nNyckel | Värde\nÅr | 2026\nBeslutsdatum | 2026-02-12\n"
    a += "\nTexter:\nNyckel | Dokument | Text\nom | Plan | Ett"
    b = a.replace("År | 2026", "År | 2027").replace("2026-02-12", "2027-02-11").replace("Ett", "Två")
    assert [(sheet, row, str(old), str(new)) for sheet, row, _, old, new in cells(of(a, b))] == [
        ("Inställningar", "År", "2026", "2027"),
        ("Inställningar", "Beslutsdatum", "2026-02-12", "2027-02-11"),
        ("Texter", "om", "Ett", "Två"),
    ]


def test_a_table_without_ids_is_compared_as_a_bag_of_rows() -> None:
    a = "Organisation:\nGrupp | Namn | Roll\nStyrgrupp | Dalarna | ordförande\nStyrgrupp | Skåne |\nStyrgrupp | Skåne |"
    b = "Organisation:\nGrupp | Namn | Roll\nStyrgrupp | Skåne |\nStyrgrupp | Kalmar |\n"
    b += "Styrgrupp | Dalarna | ordförande"
    found = of(a, b)
    assert [each.title for each in found.new] == ["Styrgrupp; Kalmar"]
    assert [each.title for each in found.ended] == ["Styrgrupp; Skåne"]
    assert not found.changed


@pytest.mark.parametrize(("old", "new"), [("10", "'10"), ("10", "ca 5 dagar"), ("10", "=A1 -> #REF!")])
def test_what_does_not_fit_its_column_is_never_taken_for_a_blank(old: str, new: str) -> None:
    found = of(PLAN, PLAN.replace(f"| {old} |", f"| {new} |"))
    assert [each.header for each in found.changed] == ["Dagar"]
    assert str(found.changed[0].b) in ("10", "ca 5 dagar", "#REF!")


def test_what_only_the_toolkit_writes_is_nobodys_change() -> None:
    log = "\nLogg:\nTid | Fil\n2026-01-01 | a.xlsx"
    assert not of(PLAN, PLAN + log)
    shown = "\nUtfall:\nAktivitets-ID | Status förra året\nA01 | Har ej skett\nA02 |"
    assert not of(PLAN, PLAN + shown)


OLD = """Områden:
Område-ID | Område
O1 | Uppföljning
O2 | Stöd

Grupper:
Grupp-ID | Område-ID | Grupp
G1 | O1 | Löpande verksamhet
G2 | O2 | Löpande verksamhet

Plan:
Aktivitets-ID | Grupp-ID | Aktivitet | Dagar
A01 | G1 | Årlig rapport | 10
A02 | G2 | Kommunstöd | 20
A03 | G2 | Skolmat | 5

Delaktiviteter:
Delaktivitets-ID | Aktivitets-ID | Delaktivitet
A02-1a | A02 | Ring runt
A03-1a | A03 | Ring runt

Utfall:
Aktivitets-ID | Status
A01 | Har skett som planerat
A02 | Har ej skett
A03 | Har ej skett
"""
NEW = """Områden:
Område-ID | Område
O1 | Stöd
O2 | Uppföljning

Grupper:
Grupp-ID | Område-ID | Grupp
G1 | O1 | Löpande verksamhet
G2 | O2 | Löpande verksamhet

Plan:
Aktivitets-ID | Grupp-ID | Aktivitet | Dagar
A01 | G1 | Kommunstöd | 25
A02 | G1 | Nobelmöte | 5
A03 | G2 | Årlig rapport | 10

Delaktiviteter:
Delaktivitets-ID | Aktivitets-ID | Delaktivitet
A01-1a | A01 | Ring runt
A02-1a | A02 | Ring runt

Utfall:
Aktivitets-ID | Status
A01 | Har skett som planerat
A02 |
A03 |
"""


def test_ids_of_another_plan_are_told_from_one_plans() -> None:
    old, new = book(OLD), book(NEW)
    found = other_ids(old, new)
    assert found
    assert (found.other, found.common, found.example, found.a, found.b) == (3, 3, "A01", "Årlig rapport", "Kommunstöd")
    assert other_ids(old, old) is None
    apart = book(OLD.replace("A0", "A9"))
    none = other_ids(old, apart)
    assert none
    assert none.common == 0


def test_rows_of_another_plan_are_matched_by_name_and_so_is_what_belongs_to_them() -> None:
    old, new = book(OLD), book(NEW)
    other = other_ids(old, new)
    assert other
    found = compare(old, new, by_name(old, new, other))
    plan = [each for each in found.changed if each.sheet == "Plan"]
    assert [(each.was, each.row, each.header, each.a, each.b) for each in plan] == [("A02", "A01", "Dagar", 20, 25)]
    assert [(each.row, each.title) for each in found.new] == [("A02", "Nobelmöte")]
    assert [(each.row, each.title) for each in found.ended] == [("A03", "Skolmat")]
    pairs = {(each.sheet, each.a, each.b) for each in found.same}
    assert {("Områden", "O1", "O2"), ("Grupper", "G1", "G2"), ("Delaktiviteter", "A02-1a", "A01-1a")} <= pairs
    assert not any(each.sheet == "Grupper" for each in found.changed), "G1 in O1 is G2 in O2: the same area"
    status = [each for each in found.changed if each.sheet == "Utfall"]
    assert [(each.was, each.row, each.b) for each in status] == [
        ("A02", "A01", "Har skett som planerat"), ("A01", "A03", None),
    ]  # fmt: skip
    assert found.along == 4, "a part and an outcome of what has ended, and of what is new"
    matched = sum(len(by_name(old, new, other).tables[key].pairs) for key in _COUNTED)
    rows = sum(len(year[key]) for year in (old, new) for key in _COUNTED)
    assert len(found.new) + len(found.ended) + found.along + 2 * matched == rows, "each row is told of once"


_COUNTED = ("areas", "groups", "plan", "parts", "outcomes")


def test_a_reference_to_something_else_is_told_with_its_name() -> None:
    old, new = book(OLD), book(NEW.replace("A01 | G1 | Kommunstöd", "A01 | G2 | Kommunstöd"))
    other = other_ids(old, new)
    assert other
    groups = [each for each in compare(old, new, by_name(old, new, other)).changed if each.header == "Grupp-ID"]
    assert [(each.a, each.b) for each in groups] == [
        ("G2 Löpande verksamhet (Stöd)", "G2 Löpande verksamhet (Uppföljning)")
    ]
