from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rus_sheets.book.raw import CellError, Scalar, SheetPosition, SheetValues, position_of
from rus_sheets.errors import DeclarationError, UnusableInputError
from rus_sheets.excel.calc import engines, stored
from rus_sheets.excel.calc.engines import Begun, Engines, Opinion, ask, same
from rus_sheets.excel.calc.stored import (
    Calculation,
    CellRef,
    Recalculation,
    calculate_new,
    evaluate,
    recalculate,
    settle,
)
from rus_sheets.excel.edit.patch import Cached, Patch
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package, read_workbook
from tests.excel.calc_model import PLAN, Activity, Stored, build, edited, over
from tests.excel.with_engines import with_engines
from tests.libreoffice import convert

# fmt: off
RIGHT: Stored = {
    "Utfall": {
        "B2": "Gör A01", "C2": 12, "E2": -2,
        "B3": "Gör A02", "C3": 8.5, "E3": "",
        "B4": "Gör A03", "C4": "", "E4": 4,
        "B5": "Gör A04", "C5": 20, "E5": 5.5,
    },
    "Summering": {
        "B1": 40.5, "B2": 39.5, "B3": 2, "B4": 1, "B5": "OK", "B6": "OK", "B7": 2, "B8": 12, "B9": 8.5, "B10": 20,
        "B11": 3, "B12": "Område 2",
    },
}
# fmt: on


def alike(one: Stored, other: Stored) -> bool:
    return one.keys() == other.keys() and all(
        one[sheet].keys() == other[sheet].keys() and all(same(one[sheet][ref], other[sheet][ref]) for ref in one[sheet])
        for sheet in one
    )


# ------------------------------------------------------------- new workbooks


def test_a_new_workbook_is_calculated() -> None:
    assert calculate_new(build()) == RIGHT


@pytest.mark.libreoffice
def test_a_new_workbook_is_calculated_as_libreoffice_does(tmp_path: Path) -> None:
    plan = (*PLAN, Activity("A01", "O2", 0.1, "PRIO", "x"), Activity("A06", "O9", None, "prio", 0, ""))
    source = tmp_path / "modell.xlsx"
    source.write_bytes(build(plan))
    book = read_workbook(convert(source, "xlsx", tmp_path / "ut"))
    theirs = {
        sheet.name: {cell.ref: cell.value for cell in sheet.cells.values() if cell.formula is not None}
        for sheet in book.sheets
    }
    ours = evaluate(source).values
    assert alike(ours, {name: cells for name, cells in theirs.items() if cells})


@pytest.mark.parametrize(
    "formula",
    ['TEXT(1,"0")', "TODAY()", "NOSUCH(1)", "Saknas+1", 'INDIRECT("A1")', "1+", "Plan[Saknas]", "D1+1", '1/"x"'],
)
def test_a_formula_that_cannot_be_done_is_named(formula: str) -> None:
    with pytest.raises(DeclarationError, match="Summering!D1"):
        calculate_new(build(extra={"D1": formula}))


def test_errors_that_are_values_are_no_fault() -> None:
    values = calculate_new(build(extra={"D1": "NA()", "D2": "1/0", "D3": "IFERROR(D2,5)"}))["Summering"]
    assert (values["D1"], values["D2"], values["D3"]) == (CellError("#N/A"), CellError("#DIV/0!"), 5)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ('COUNTIFS(Plan[Prioritet],"<>PRIO")', 2),
        ('SUMIFS(Plan[Dagar],Plan[Prioritet],"<>"&"PRIO")', 8.5),
        ("SUMPRODUCT((COUNTIFS(Utfall[Aktivitets-ID],Plan[Aktivitets-ID])<>1)*1)", 0),
        ("SUMPRODUCT(SUMIFS(Plan[Dagar],Plan[Område-ID],Områden[Område-ID]))", 40.5),
        ("SUMPRODUCT(--ISNUMBER(Plan[Dagar]))", 3),
        ('SUMPRODUCT(COUNTIFS(Plan[Område-ID],{"O1","O3"}))', 3),
        ("Dubbelt", 81),
    ],
)
def test_what_ironcalc_gets_wrong_is_right(formula: str, value: float) -> None:
    assert calculate_new(build(extra={"D1": formula}))["Summering"]["D1"] == value


# -------------------------------------------------------------------- edits


def test_no_edit_changes_nothing() -> None:
    result = recalculate(build(stored=RIGHT), build(stored=RIGHT))
    assert result.values == {}
    assert result.untrusted == ()


def test_an_edit_changes_what_depends_on_it_and_nothing_else() -> None:
    result = recalculate(build(stored=RIGHT), build(edited(PLAN, 1, days=10), RIGHT))
    assert result.values == {"Utfall": {"C3": 10}, "Summering": {"B1": 42, "B4": 2.5, "B9": 10}}
    assert result.untrusted == ()


def test_an_appended_row_gets_values() -> None:
    result = recalculate(build(stored=RIGHT), build((*PLAN, Activity("A05", "O2", 7, None, 3)), RIGHT))
    assert result.values["Utfall"].items() >= {"B6": "Gör A05", "C6": 7, "E6": -4}.items()
    assert result.values["Summering"] == {"B1": 47.5, "B2": 42.5, "B4": 5, "B7": 3, "B9": 15.5}
    assert result.untrusted == ()


def test_a_right_check_turns_when_it_should() -> None:
    result = recalculate(build(stored=RIGHT), build(edited(PLAN, 1, id="A01"), RIGHT))
    assert result.values["Summering"]["B6"] == "FEL"


def untrusted(extra: dict[str, str], stored: dict[str, Scalar], **changes: object) -> tuple[set[str], SheetValues]:
    """The untrusted cells of Summering and the new values, after changing the second activity."""
    values = over(RIGHT, {"Summering": stored})
    after = build(edited(PLAN, 1, **changes), values, extra)
    result = recalculate(build(PLAN, values, extra), after)
    assert {cell.sheet for cell in result.untrusted} <= {"Summering"}
    return {cell.ref for cell in result.untrusted}, result.values


def test_what_depends_on_a_value_that_is_calculated_otherwise_is_untrusted() -> None:
    refs, values = untrusted({}, {"B1": 999}, days=10)
    assert refs == {"B1", "B4", "B5"}
    assert values == {"Utfall": {"C3": 10}, "Summering": {"B9": 10}}


def test_what_the_edit_does_not_reach_keeps_its_value() -> None:
    refs, values = untrusted({"D1": "TODAY()"}, {"B1": 999, "D1": 40000}, status="Har ej skett")
    assert refs == set()
    assert values == {"Summering": {"B11": 4}}


def test_values_out_of_sight_are_untrusted_after_any_edit() -> None:
    extra = {"D1": 'INDIRECT("Plan!D2")', "D2": "D1+1", "D3": "TODAY()-B1", "D4": "OFFSET(Plan!D1,1,0)"}
    stored: dict[str, Scalar] = {"D1": 12, "D2": 13, "D3": 40000, "D4": 12}
    assert untrusted(extra, stored, status="Har ej skett")[0] == {"D1", "D2", "D4"}
    assert untrusted(extra, stored, days=10)[0] == {"D1", "D2", "D3", "D4"}


def test_a_right_value_is_never_replaced_by_an_error() -> None:
    refs, values = untrusted({"D1": "100/B9", "D2": "IFERROR(D1,0)"}, {"D1": 100 / 8.5, "D2": 100 / 8.5}, days=None)
    assert refs == {"D1", "D2"}
    assert values["Summering"].keys() == {"B1", "B4", "B9"}


def test_an_error_that_was_there_may_change() -> None:
    refs, values = untrusted({"D1": "100/(B9-8.5)"}, {"D1": CellError("#DIV/0!")}, days=10.5)
    assert refs == set()
    assert values["Summering"]["D1"] == 50


def test_a_decimal_in_a_text_follows_the_readers_language() -> None:
    extra, stored = {"D1": '"Dagar: "&B9'}, {"D1": "Dagar: 8.5"}
    assert untrusted(extra, dict(stored), days=9)[1]["Summering"]["D1"] == "Dagar: 9"
    assert untrusted(extra, dict(stored), days=9.5)[0] == {"D1"}


def test_a_value_never_calculated_is_filled_in_where_the_functions_are_known() -> None:
    refs, values = untrusted({"D1": "B1*2", "D2": "NOSUCH(B1)", "D3": "B1*3"}, {}, status="Har ej skett")
    assert refs == {"D2"}
    assert values["Summering"].items() >= {"D1": 81, "D3": 121.5}.items()


@with_engines
def test_looking_for_a_blank_cell_is_untrusted_where_only_one_engine_can_tell() -> None:
    highest = "SUMPRODUCT(_xlfn.MAXIFS(Plan[Dagar],Plan[Prioritet],Plan[Prioritet]))"
    extra = {"D1": highest, "D2": "COUNTIFS(Plan[Dagar],A8)"}
    plan = tuple(Activity(row.id, row.area, row.days, "PRIO") for row in PLAN)
    stored = evaluate(build(plan, extra=extra)).values
    assert stored["Summering"]["D1"]
    after = edited(plan, 1, priority=None)
    result = recalculate(build(plan, stored, extra), build(after, stored, extra))
    assert result.untrusted == (CellRef("Summering", "D1"),)


def test_number_text_and_blank_differ() -> None:
    assert recalculate(build(stored=RIGHT), build(edited(PLAN, 2, days="12"), RIGHT)).values["Utfall"]["C4"] == "12"
    assert recalculate(build(stored=RIGHT), build(edited(PLAN, 2, days=0), RIGHT)).values["Utfall"]["C4"] == 0


# ----------------------------------------------------- whose formulas they are

STRANGE = {"D1": 'TEXT(Utfall!C3*2,"0")'}
"""A formula that somebody has added, of a function that only engines know."""
STRANGE_STORED = over(RIGHT, {"Summering": {"D1": "17"}})


def with_declared(before: bytes, after: bytes, declared: Iterable[SheetPosition]) -> Recalculation:
    with Calculation(before, declared=frozenset(declared)) as calculation:
        return calculation.recalculate(after)


def no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(*_: object, **__: object) -> None:
        raise AssertionError("no engine is needed")

    monkeypatch.setattr(Engines, "__init__", start)


def test_what_is_known_is_calculated_without_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    no_engine(monkeypatch)
    before, after = build(stored=RIGHT), build(edited(PLAN, 1, days=10), RIGHT)
    with Calculation(before) as calculation:
        calculation.begin()
        result = calculation.recalculate(after)
    assert result.values == {"Utfall": {"C3": 10}, "Summering": {"B1": 42, "B4": 2.5, "B9": 10}}
    assert evaluate(after).values["Summering"]["B1"] == 42


def test_a_function_out_of_sight_needs_no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    no_engine(monkeypatch)
    assert untrusted({"D1": 'INDIRECT("Plan!D2")'}, {"D1": 12}, days=10)[0] == {"D1"}


def test_a_declared_formula_gets_its_value_whatever_was_stored() -> None:
    stale = over(RIGHT, {"Summering": {"B1": 999}})
    before, after = build(stored=stale), build(edited(PLAN, 1, days=10), stale)
    declared = [("Summering", row, 2) for row in range(1, 13)]
    result = with_declared(before, after, declared)
    assert result.values["Summering"] == {"B1": 42, "B4": 2.5, "B9": 10}
    assert result.untrusted == ()
    assert {str(cell) for cell in with_declared(before, after, declared[1:]).untrusted} == {
        *("Summering!B1", "Summering!B4", "Summering!B5")
    }


@with_engines
def test_functions_that_nobody_compared_are_calculated_first() -> None:
    for was, trusted in (("17", True), ("18", False)):
        stored = over(STRANGE_STORED, {"Summering": {"D1": was}})
        # Declared or not: a declaration that names such a function is none that `new` would take.
        result = with_declared(
            build(PLAN, stored, STRANGE), build(edited(PLAN, 1, days=11), stored, STRANGE), [("Summering", 1, 4)]
        )
        assert (CellRef("Summering", "D1") not in result.untrusted) == trusted
        assert result.values["Summering"].get("D1") == ("22" if trusted else None)


# ------------------------------------------------------------------- engines


def test_engines_that_began_early_come_to_the_same() -> None:
    before, after = build(stored=RIGHT), build(edited(PLAN, 1, days=10), RIGHT)
    with Calculation(before) as calculation:
        calculation.begin()
        early = calculation.settle(after)
    assert early == settle(before, after)


@with_engines
def test_an_engine_that_died_has_no_opinion_of_what_follows() -> None:
    with Engines(timeout=30) as engines:
        assert all(not each.fault for each in engines.opinions(engines.begin(build())).values())
        for worker in engines._workers.values():
            worker.kill()
        assert all("ended with" in each.fault for each in engines.opinions(engines.begin(build())).values())


@with_engines
def test_an_engine_that_hangs_is_an_outcome() -> None:
    result = evaluate(build(extra=STRANGE), timeout=0.001)
    assert "D1" not in result.values["Summering"]
    assert alike(result.values, evaluate(build()).values)
    assert "wasn't done within" in result.fault


def test_without_engines_only_what_people_added_is_untrusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda _: None)
    before, after = build(PLAN, STRANGE_STORED, STRANGE), build(edited(PLAN, 1, days=10), STRANGE_STORED, STRANGE)
    result = recalculate(before, after)
    assert result.values == {"Utfall": {"C3": 10}, "Summering": {"B1": 42, "B4": 2.5, "B9": 10}}
    assert result.untrusted == (CellRef("Summering", "D1"),)
    assert alike(evaluate(after).values, evaluate(build(edited(PLAN, 1, days=10))).values)


def test_a_file_an_engine_cannot_read_is_an_outcome(tmp_path: Path) -> None:
    path = tmp_path / "trasig.xlsx"
    path.write_bytes(b"PK no zip")
    for opinions in ask([path], timeout=30).values():
        assert opinions[0].fault
        assert opinions[0].values == {}


def test_a_file_that_is_no_workbook_is_the_users_fault(tmp_path: Path) -> None:
    with pytest.raises(UnusableInputError):
        evaluate(tmp_path / "saknas.xlsx")


def test_engines_that_disagree_have_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(*_: object, **__: object) -> dict[str, list[Opinion]]:
        one, other = ({"Summering": {position_of("D1"): value}} for value in ("17", "18"))
        return {"ironcalc": [Opinion(one)], "cellrune": [Opinion(other)]}

    monkeypatch.setattr(stored, "ask", answer)
    assert "D1" not in evaluate(build(extra=STRANGE)).values["Summering"]


@with_engines
def test_one_engine_is_enough_where_the_other_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    class WithoutIronCalc(Engines):
        def opinions(self, begun: Begun) -> dict[str, Opinion]:
            return {**super().opinions(begun), "ironcalc": Opinion(fault="panic")}

    monkeypatch.setattr(stored, "Engines", WithoutIronCalc)
    before, after = build(PLAN, STRANGE_STORED, STRANGE), build(edited(PLAN, 1, days=10), STRANGE_STORED, STRANGE)
    result = recalculate(before, after)
    assert result.values["Summering"] == {"B1": 42, "B4": 2.5, "B9": 10, "D1": "20"}
    assert result.fault == "panic"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        *[(1, 1.0, True), (0.1 + 0.2, 0.3, True), (1, 1.00001, False), (0, 1e-15, True), (None, "", True)],
        *[(None, 0, False), ("", 0, False), (True, 1, False), (True, True, True), ("1", 1, False), ("a", "A", False)],
        *[(CellError("#N/A"), CellError("#N/A"), True), (CellError("#N/A"), "#N/A", False)],
    ],
)
def test_same(one: Scalar, other: Scalar, expected: bool) -> None:
    assert same(one, other) is expected


# ---------------------------------------------------------------- properties

days = st.none() | st.sampled_from([0, 1, 7.5, 20, "x"])
activities = st.builds(
    Activity,
    id=st.sampled_from(["A01", "A02", "A03", "A04"]),
    area=st.sampled_from(["O1", "O2", "O3", "O9"]),
    days=days,
    priority=st.sampled_from([None, "PRIO", "Prioritet 1"]),
    spent=days,
    status=st.sampled_from([None, "Har ej skett"]),
)


@settings(max_examples=15, deadline=None)
@given(st.lists(activities, min_size=4, max_size=4), st.lists(activities, min_size=4, max_size=6))
def test_stored_values_after_any_edit_are_those_of_a_fresh_calculation(
    before: list[Activity], after: list[Activity]
) -> None:
    was = evaluate(build(before)).values
    result = recalculate(build(before, was), build(after, was))
    now = over(over(was, result.values), {})
    fresh = evaluate(build(after)).values
    for sheet, cells in fresh.items():
        for ref, value in cells.items():
            if CellRef(sheet, ref) not in result.untrusted:
                assert same(now[sheet].get(ref), value), (sheet, ref)
        # Only an error may keep a cell of this model from being trusted.
    assert all(isinstance(fresh[cell.sheet].get(cell.ref), CellError) for cell in result.untrusted)


def stored_in(data: bytes) -> dict[str, dict[str, Scalar]]:
    found: dict[str, dict[str, Scalar]] = {}
    for sheet in read_package(Package("modell", data)).sheets:
        for cell in sheet.cells.values():
            if cell.formula is not None:
                found.setdefault(sheet.name, {})[cell.ref] = cell.value
    return found


def settled(plan: tuple[Activity, ...] = PLAN, extra: dict[str, str] | None = None) -> bytes:
    """The model with all its stored values in place, empty texts too."""
    patch = Patch(Package("modell", build(plan, extra=extra)))
    for sheet, cells in evaluate(build(plan, extra=extra)).values.items():
        patch.set_cells(sheet, {ref: Cached(value) for ref, value in cells.items()})
    return patch.to_bytes()


BEFORE = settled()
edits = st.dictionaries(
    st.sampled_from([("Plan", column, row) for column in "BDE" for row in range(2, 6)])
    | st.sampled_from([("Utfall", column, row) for column in "DF" for row in range(2, 6)]),
    st.sampled_from([None, 0, 3, 12.5, "PRIO", "O2", "ca 5 dagar", True]),
    max_size=5,
)


@settings(max_examples=15, deadline=None)
@given(edits, st.integers(0, 2))
def test_a_patched_and_settled_workbook_holds_what_a_fresh_calculation_gives(
    changes: dict[tuple[str, str, int], Scalar], rows: int
) -> None:
    patch = Patch(Package("modell", BEFORE))
    for (sheet, column, row), value in changes.items():
        patch.set_cells(sheet, {f"{column}{row}": value})
    patch.append_rows("Utfall", "Utfall", [{"Aktivitets-ID": "A02", "Dagar utfall": 2.5}] * rows)
    after, result = settle(BEFORE, patch.to_bytes())
    stored = stored_in(after)
    for sheet, cells in evaluate(after).values.items():
        for ref, value in cells.items():
            if CellRef(sheet, ref) in result.untrusted:
                assert stored[sheet][ref] is None
            else:
                assert same(stored[sheet][ref], value), (sheet, ref)
    assert settle(after, after)[0] == after or result.untrusted


FORMULAS = [(sheet, ref) for sheet, cells in stored_in(BEFORE).items() for ref in cells]


@settings(max_examples=15, deadline=None)
@given(edits, st.sets(st.sampled_from(FORMULAS)))
def test_whose_formulas_they_are_makes_no_difference_where_all_is_right(
    changes: dict[tuple[str, str, int], Scalar], declared: set[tuple[str, str]]
) -> None:
    patch = Patch(Package("modell", BEFORE))
    for (sheet, column, row), value in changes.items():
        patch.set_cells(sheet, {f"{column}{row}": value})
    after = patch.to_bytes()
    places = [(sheet, *position_of(ref)) for sheet, ref in declared]
    assert with_declared(BEFORE, after, places) == recalculate(BEFORE, after)


def test_settling_what_is_settled_gives_the_same_bytes() -> None:
    after, result = settle(BEFORE, BEFORE)
    assert after is BEFORE
    assert result.untrusted == ()
    assert result.engine == ""


def test_untrusted_cells_lose_their_value_and_excel_is_asked_to_calculate() -> None:
    before = settled(extra={"D1": 'INDIRECT("Plan!D2")'})
    patch = Patch(Package("modell", before))
    patch.set_cells("Plan", {"D2": 1})
    after, result = settle(before, patch.to_bytes())
    assert result.untrusted == (CellRef("Summering", "D1"),)
    assert stored_in(after)["Summering"]["D1"] is None
    assert b"fullCalcOnLoad" in Package("modell", after).read("xl/workbook.xml")
