"""One bad file stops nobody: whatever is wrong with it, it is refused by name and the others go in."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from rus_sheets.answers.returned import RefusedFile, Returned
from rus_sheets.excel.calc.stored import calculate_new
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.followup import base as followup_base
from rus_sheets.followup.form import form
from rus_sheets.followup.status import AnswerState
from rus_sheets.layout.blueprint import NewCell, Style
from rus_sheets.merge.cell_rules import CellRules
from rus_sheets.usecases import merging
from rus_sheets.usecases.inbox import reading
from rus_sheets.usecases.merging import Merged, merge
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.opened.refused_files import judged
from rus_sheets.usecases.reminders import remind
from rus_sheets.usecases.status import follow_up
from tests.cli.run import rus_sheets
from tests.usecases.inbox import NOW, SENT, answered, sent_forms, zipped


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook, and a good answer of A01's in ``in``."""
    workbook = sent_forms(tmp_path_factory.mktemp("kansli"))
    answered(workbook, "A01", workbook.parent / "in" / "A01.xlsx", Kort_utfall="Bra", Dagar_utfall=3)
    return workbook.parent


@pytest.fixture
def workbook(office: Path, tmp_path: Path) -> Path:
    shutil.copytree(office, tmp_path, dirs_exist_ok=True)
    return tmp_path / "verksamhet-2026.xlsx"


def merged(workbook: Path, **more: Any) -> Merged:
    return merge(workbook, [workbook.parent / "in"], now=NOW, **more)


def states(done: Merged) -> dict[str, str]:
    return {each.path: each.state.value for each in done.decisions.files}


# ------------------------------------------------------------------ faults of ours


FAULTS = (StopIteration, KeyError("x"), RecursionError, MemoryError, ZeroDivisionError, AssertionError, OverflowError)


def failing_reader(monkeypatch: pytest.MonkeyPatch, fault: object) -> None:
    real = reading.read_form

    def read_form(raw: Any, *args: Any, **more: Any) -> Returned | RefusedFile:
        if "ond" in raw.path:
            raise fault  # type: ignore[misc]
        return real(raw, *args, **more)

    monkeypatch.setattr(reading, "read_form", read_form)


def failing_rules(monkeypatch: pytest.MonkeyPatch, fault: object) -> None:
    real = CellRules.decisions

    def decisions(rules: CellRules) -> Any:
        if "ond" in rules.file.path:
            raise fault  # type: ignore[misc]
        return real(rules)

    monkeypatch.setattr(CellRules, "decisions", decisions)


def failing_edits(monkeypatch: pytest.MonkeyPatch, fault: object) -> None:
    real = merging.edits

    def edits(book: Any, decisions: Any, now: Any) -> Any:
        if any("ond" in each.file for each in decisions.decisions):
            raise fault  # type: ignore[misc]
        return real(book, decisions, now)

    monkeypatch.setattr(merging, "edits", edits)


WHERE = (failing_reader, failing_rules, failing_edits)


@pytest.mark.parametrize("fault", FAULTS, ids=str)
@pytest.mark.parametrize("where", WHERE, ids=lambda each: each.__name__)
def test_an_unexpected_fault_refuses_its_file_and_says_how_to_report_it(
    workbook: Path, monkeypatch: pytest.MonkeyPatch, where: Callable[..., None], fault: object
) -> None:
    answered(workbook, "A02", workbook.parent / "in" / "ond.xlsx", Kort_utfall="Ont")
    where(monkeypatch, fault)
    done = merged(workbook)
    assert states(done) == {"A01.xlsx": "merged", "ond.xlsx": "refused"}
    message = next(each.message for each in done.decisions.files if each.path == "ond.xlsx")
    name = (fault if isinstance(fault, type) else type(fault)).__name__
    assert name in message
    assert "Rapportera det" in message
    outcomes = open_book(workbook)["outcomes"].by_id
    assert (outcomes["A01"]["short"], outcomes["A02"]["short"]) == ("Bra", None)


@pytest.mark.parametrize("where", WHERE[:2], ids=lambda each: each.__name__)
def test_status_and_reminders_go_on_too(
    workbook: Path, monkeypatch: pytest.MonkeyPatch, where: Callable[..., None]
) -> None:
    answered(workbook, "A02", workbook.parent / "in" / "ond.xlsx", Kort_utfall="Ont")
    where(monkeypatch, StopIteration)
    board = follow_up(workbook, [workbook.parent / "in"], today=SENT)
    assert [path for path, _ in board.refused] == ["ond.xlsx"]
    assert [unit.state for unit in board.units][1:] == [AnswerState.MISSING] * 2
    remind(workbook, [workbook.parent / "in"], workbook.parent / "mejl", today=SENT)


def test_what_is_no_single_files_fault_is_raised() -> None:
    def work(files: Any) -> None:
        if len(files) > 1:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        judged(work, [RefusedFile("a", "", ""), RefusedFile("b", "", "")])


def test_one_bad_member_stops_nobody(workbook: Path) -> None:
    good = answered(workbook, "A02", workbook.parent / "x.xlsx", Kort_utfall="Bra").read_bytes()
    data = zipped({"A02 bra.xlsx": good, "A03 ond svår.xlsx": good[:2000], "tom.xlsx": b""})
    (workbook.parent / "in" / "post.zip").write_bytes(data)
    assert states(merged(workbook)) == {
        "A01.xlsx": "merged", "post.zip/A02 bra.xlsx": "merged", "post.zip/A03 ond svår.xlsx": "refused",
        "post.zip/tom.xlsx": "refused",
    }  # fmt: skip


# ------------------------------------------------------------------ a forged base


def forged(book: Any, change: Callable[[Any, dict[str, str]], Any]) -> bytes:
    """A form of A02 whose base is another, with the right checksum."""
    new = form(book, "A02", sent=SENT)
    sheet = next(each for each in new.sheets if each.name == followup_base.SHEET)
    at = {(cell.row, cell.column): str(cell.value) for cell in sheet.cells}
    fields = followup_base._FIELDS
    facts = {name: at[row, 2] for row, name in enumerate(fields, 2) if name != "checksum"}
    tables = json.loads("".join(at[place] for place in sorted(at) if place[0] >= followup_base._FIRST_PIECE))
    stored = change(tables, facts)
    text = stored if isinstance(stored, str) else json.dumps(stored)
    facts["checksum"] = followup_base._checksum(facts, text)
    pieces = [text[start : start + 30_000] for start in range(0, len(text), 30_000)]
    content = [(1, 1, at[1, 1])]
    content += [
        (row, place, each) for row, name in enumerate(fields, 2) for place, each in ((1, name), (2, facts[name]))
    ]
    content += [(row, 1, piece) for row, piece in enumerate(pieces, followup_base._FIRST_PIECE)]
    cells = tuple(NewCell(*each, Style.PLAIN) for each in content)
    sheets = tuple(replace(each, cells=cells) if each is sheet else each for each in new.sheets)
    return make_workbook(replace(new, sheets=sheets), calculate_new)


def with_number(tables: Any, _: Any) -> str:
    tables[1][4][0][4][0] = 123454321
    return json.dumps(tables).replace("123454321", "1" + "0" * 400)


def with_long_id(tables: Any, _: Any) -> Any:
    row = next(each for each in tables if each[0] == "Händelser")[4][0]
    row[0] = row[4][0] = "A02-H" + "1" * 5000
    return tables


def no_child(tables: Any, _: Any) -> Any:
    table = next(each for each in tables if each[0] == "Händelser")
    table[0] = table[1] = "Budget"
    return tables


def other_table(tables: Any, _: Any) -> Any:
    tables[1][0] = "Inställningar"
    return tables


FORGED = {
    "a number that no cell holds": with_number,
    "an id of 5 000 digits": with_long_id,
    "a child table that is none": no_child,
    "settings among the answers": other_table,
    "deep nesting": lambda *_: "[" * 100_000 + "]" * 100_000,
    "no list": lambda *_: {"a": 1},
    "a table that is a number": lambda *_: [1, 2],
    "rows that are a text": lambda tables, _: [[*tables[0][:4], "abc"]],
    "not a number": lambda tables, _: json.dumps(tables).replace("null", "NaN", 1),
    "a unit that is none": lambda tables, facts: (facts.update(unit="X" * 3000), tables)[1],
    "a year of 5 000 digits": lambda tables, facts: (facts.update(year="9" * 5000), tables)[1],
}


@pytest.mark.parametrize("change", FORGED.values(), ids=FORGED)
def test_a_forged_base_stops_nobody(workbook: Path, change: Callable[..., Any]) -> None:
    (workbook.parent / "in" / "ond.xlsx").write_bytes(forged(open_book(workbook), change))
    done = merged(workbook)
    assert set(states(done)) == {"A01.xlsx", "ond.xlsx"}
    assert states(done)["A01.xlsx"] == "merged"
    assert open_book(workbook)["outcomes"].by_id["A01"]["short"] == "Bra"


STRANGE = st.sampled_from(
    [None, True, 0, -1, 2**40, 10**300, 1.5, "", "x", "=1+1", "A02-H1", "A02-H" + "9" * 5000, [], [[]], {},
     {"error": 1}, "Budget", "Logg", "Händelser"]
)  # fmt: skip


def changed_at(value: Any, way: list[int], strange: Any) -> Any:
    """The JSON value with something else at the end of a way into it."""
    if not way or not isinstance(value, list) or not value:
        return strange
    at = way[0] % len(value)
    return [*value[:at], changed_at(value[at], way[1:], strange), *value[at + 1 :]]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.lists(st.integers(0, 30), max_size=6), STRANGE), min_size=1, max_size=3))
def test_whatever_stands_in_a_base_the_others_go_in(office: Path, changes: list[tuple[list[int], Any]]) -> None:
    workbook = office / "verksamhet-2026.xlsx"
    (office / "fel").mkdir(exist_ok=True)

    def change(tables: Any, _: Any) -> Any:
        for way, strange in changes:
            tables = changed_at(tables, way, strange)
        return tables

    (office / "fel" / "ond.xlsx").write_bytes(forged(open_book(workbook), change))
    sources = [office / "fel", office / "in"]
    done = merge(workbook, sources, now=NOW, dry_run=True)
    assert states(done)["A01.xlsx"] == "merged"
    assert "ond.xlsx" in states(done)
    follow_up(workbook, sources, today=SENT)


def test_a_declaration_without_a_table_that_is_out_says_so(workbook: Path) -> None:
    """A child table that the declaration lets go of, with the same version: forms that are out have it still."""
    (workbook.parent / "in" / "ond.xlsx").write_bytes(forged(open_book(workbook), no_child))
    ran = rus_sheets("merge", workbook, workbook.parent / "in")
    assert ran.code == 1
    assert "Budget" in ran.out
    assert "StopIteration" not in ran.out
