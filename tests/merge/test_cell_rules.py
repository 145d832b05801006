"""One file's cells against the workbook, each rule by itself: cells that are told as a reader would have told them."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from rus_sheets.answers.decisions import Action, Decision
from rus_sheets.answers.returned import ReturnedCell
from rus_sheets.book.build import build_book
from rus_sheets.book.formats import FormatKind
from rus_sheets.book.model import Book
from rus_sheets.book.raw import RawCell, Scalar
from rus_sheets.merge.cell_rules import CellRules
from rus_sheets.merge.decide import decide
from rus_sheets.merge.log import History, LogEntry
from tests.merge import world

TAKE, AGREE, KEEP, CONFLICT, REFUSE = Action.TAKE, Action.AGREE, Action.KEEP, Action.CONFLICT, Action.REFUSE
A_FORMULA = "I cellen står en formel, ={}."
GONE_BOTH = "Raden är borta på båda hållen."
GONE_HERE = "Raden A01-H01 är borttagen ur filen. Den är kvar i arbetsboken."
GONE_CHANGED = "Raden A01-H01 är borttagen ur filen men ändrad i arbetsboken."


def a_book(effects: Scalar = None) -> Book:
    events = [{"id": "A01-H01", "activity": "A01", "heading": "Vår"}]
    return world.small_book(outcomes=[{"id": "A01", "effects": effects}, {"id": "A02"}], events=events)


def the_one(book: Book, *cells: ReturnedCell, **of_file: Any) -> Decision:
    """What is decided on a file that tells of nothing else."""
    (decision,) = decide(book, [replace(world.answer(book, {}), cells=cells, **of_file)], now=world.NOW).decisions
    return decision


def effects(base: Scalar, value: Scalar, **more: Any) -> ReturnedCell:
    return ReturnedCell("outcomes", "A01", "effects", base, value, **more)


def heading(row: str, base: Scalar, **more: Any) -> ReturnedCell:
    return ReturnedCell("events", row, "heading", base, None, gone=True, **more)


def test_a_formula_without_its_value_is_no_blank() -> None:
    decision = the_one(a_book(), effects(None, None, formula=True))
    assert decision.action is not TAKE
    assert decision.message


def test_a_file_that_clashes_with_itself_is_asked_about() -> None:
    assert the_one(a_book(), effects(None, "svar")).action is TAKE
    assert the_one(a_book(), effects(None, "svar"), clashed="A01 (Ek).xlsx").action is CONFLICT


@pytest.mark.parametrize(
    ("row", "base", "action", "message"),
    [
        ("A01-H01", "Vår", REFUSE, GONE_HERE),
        ("A01-H01", "Höst", CONFLICT, GONE_CHANGED),
        ("A01-H07", "Vår", AGREE, GONE_BOTH),
    ],
)
def test_a_row_that_has_left_the_file(row: str, base: str, action: Action, message: str) -> None:
    decision = the_one(a_book(), heading(row, base))
    assert (decision.action, decision.message, decision.mendable) == (action, message, False)


@pytest.mark.parametrize(
    ("cell", "mendable"),
    [
        (effects(None, "svar"), True),
        (ReturnedCell("outcomes", "A01", "name", "Första", "Annat"), False),  # no owner's
        (ReturnedCell("events", "A01-H07", "heading", "x", "y"), False),  # no place for it
        (ReturnedCell("events", "A01-H07", "heading", None, "y", new_row=True), True),
    ],
)
def test_only_what_has_a_place_can_be_chosen(cell: ReturnedCell, mendable: bool) -> None:
    assert the_one(a_book(), cell).mendable is mendable


def test_nothing_of_an_activity_that_is_another_now_can_be_chosen() -> None:
    assert the_one(a_book(), effects(None, "svar"), unit="A01", title="Andra").mendable is False


def with_formula(value: Scalar, formula: str | None) -> Book:
    """The workbook with a formula in the owner's cell; None for a cell of an area whose first has it."""
    book = a_book()
    at = book["outcomes"].by_id["A01"].cell("effects").raw
    sheet = book.raw.sheet("Utfall")
    assert sheet
    cell = RawCell(at.row, at.column, value, formula, at.style, shared_or_array=formula is None)
    changed = replace(sheet, cells={**sheet.cells, (at.row, at.column): cell})
    sheets = tuple(changed if old is sheet else old for old in book.raw.sheets)
    return build_book(book.declaration, replace(book.raw, sheets=sheets))


@pytest.mark.parametrize(
    ("value", "formula", "returned", "action", "told"),
    [
        ("räknat", "B2", "svar", CONFLICT, A_FORMULA.format("B2")),
        ("räknat", None, "svar", CONFLICT, A_FORMULA.format("…")),
        ("räknat", "B2", "räknat", AGREE, ""),
        (None, "B2", None, CONFLICT, A_FORMULA.format("B2")),  # blank, but only until it is calculated
    ],
)
def test_a_formula_in_an_owners_cell_is_not_written_over(
    value: Scalar, formula: str | None, returned: Scalar, action: Action, told: str
) -> None:
    decision = the_one(with_formula(value, formula), effects("före", returned))
    assert (decision.action, decision.message) == (action, told)


class TestWhoIsLater:
    """The same owner's answers, one merged before the other."""

    def merged(self, first: int, second: int, text: str = "två", who: str = "Ek") -> Decision:
        book = a_book()
        after, _ = world.merged(book, world.answer(book, {"Effekter": "ett"}, who="Ek", day=first, path="a.xlsx"))
        file = world.answer(book, {"Effekter": text}, who=who, day=second, path="b.xlsx")
        (decision,) = decide(after, [file], now=world.NOW).decisions
        return decision

    @pytest.mark.parametrize(("first", "second", "action"), [(1, 2, TAKE), (2, 1, KEEP), (2, 2, CONFLICT)])
    def test_of_two_at_the_same_time_none_is(self, first: int, second: int, action: Action) -> None:
        assert self.merged(first, second).action is action

    @pytest.mark.parametrize(("second", "who", "log"), [(1, "Ek", False), (2, "Ek", True), (1, "Al", True)])
    def test_the_same_answer_is_logged_where_it_says_more(self, second: int, who: str, log: bool) -> None:
        decision = self.merged(1, second, "ett", who)
        assert (decision.action, decision.log) == (AGREE, log)

    def test_it_says_no_more_when_one_of_several_has_said_it(self) -> None:
        book = a_book()
        for who in ("Ek", "Al"):
            file = world.answer(book, {"Effekter": "ett"}, who=who, path=f"{who}.xlsx")
            book = world.merged(book, replace(file, cells=(effects(None, "ett"),)))[0]
        (decision,) = decide(
            book, [replace(file, path="kopia.xlsx", cells=(effects(None, "ett"),))], now=world.NOW
        ).decisions
        assert (decision.action, decision.log) == (AGREE, False)


def entry(after: str, *, who: str = "Ek", day: int = 1, kept: bool = False, before: str = "") -> LogEntry:
    words = world.declaration().merge
    decision = words.kept if kept else words.taken
    return LogEntry(
        "", f"{who}{day}.xlsx", who, "A01", "Utfall", "A01", "Effekter", before, after, decision, f"2026-12-{day:02}T10"
    )


def ruled(book: Book, cell: ReturnedCell, *log: LogEntry, day: int = 3, **of_file: Any) -> Decision:
    """What Ek's file of that day comes to, beside what the log tells."""
    file = world.answer(book, {}, who="Ek", day=day)
    file = replace(file, cells=(cell,), when=f"2026-12-{day:02}T10", **of_file)
    (decision,) = CellRules(book, file, History.of(book.declaration.merge, log)).decisions()
    return decision


class TestBesideTheLog:
    @pytest.mark.parametrize(
        ("stands", "returned", "log", "action", "begins"),
        [
            # what a person has decided on isn't asked again while the chosen value stands
            ("vårt", "svar", [entry("vårt", kept=True, before="svar")], KEEP, "Redan avgjort"),
            ("annat", "svar", [entry("vårt", kept=True, before="svar")], CONFLICT, "Värdet har ändrats"),
            ("vårt", "annat", [entry("vårt", kept=True, before="svar")], CONFLICT, "Värdet har ändrats"),
            # nor what the same owner answered before that
            ("vårt", "annat", [entry("vårt", day=4, kept=True, before="svar")], KEEP, "Samma ansvarig har svarat"),
            # the very answer has been read in, and set back
            ("före", "svar", [entry("svar", day=3)], KEEP, "Svaret är redan inläst"),
            ("före", "svar", [entry("svar", day=2)], TAKE, ""),
            ("före", "svar", [entry("annat", day=3)], TAKE, ""),
            ("före", "svar", [entry("svar", day=3, kept=True)], TAKE, ""),
            # others' answers have been read in, and set back
            ("före", "svar", [entry("x", who="Bo"), entry("y", who="Al")], CONFLICT,
             "Ett annat svar har varit inläst (Al1.xlsx, Bo1.xlsx)"),
            ("före", "svar", [entry("svar", who="Al")], TAKE, ""),
            ("före", "svar", [entry("före", who="Al")], TAKE, ""),
            ("före", "svar", [entry("", who="Al")], TAKE, ""),
            ("före", "svar", [entry("x", who="Al", kept=True)], TAKE, ""),
            # what stands is an answer
            ("ett", "svar", [entry("ett", day=1)], TAKE, "Ersätter samma ansvarigs tidigare svar (2026-12-01)."),
            ("ett", "svar", [entry("ett", day=4)], KEEP, "Ett senare svar (2026-12-04) är redan inläst."),
            ("ett", "svar", [entry("ett", day=4), entry("ett", day=1)], KEEP, "Ett senare svar (2026-12-04)"),
            ("ett", "svar", [entry("ett", day=3)], CONFLICT, "Ett annat svar från samma ansvarig"),
            ("ett", "svar", [entry("ett", who="Bo"), entry("ett", who="Al")], CONFLICT,
             "Ett annat svar har redan lästs in (Al1.xlsx, Bo1.xlsx)."),
        ],
    )  # fmt: skip
    def test_what_it_tells_of_the_cell(
        self, stands: str, returned: str, log: list[LogEntry], action: Action, begins: str
    ) -> None:
        decision = ruled(a_book(stands), effects("före", returned), *log)
        assert (decision.action, decision.message[: len(begins)] if begins else decision.message) == (action, begins)

    def test_other_owners_are_asked_whose_answer_it_is(self) -> None:
        assert ruled(a_book("före"), effects("före", "svar"), entry("x", who="Al")).clash
        assert not ruled(a_book("vårt"), effects("före", "svar")).clash

    @pytest.mark.parametrize(("new", "action"), [(False, KEEP), (True, CONFLICT)])
    def test_an_earlier_answer_of_a_row_that_an_owner_has_added_may_be_another_row(
        self, new: bool, action: Action
    ) -> None:
        later = entry("Vår", day=4, kept=True, before="Sommar")
        later = replace(later, sheet="Händelser", row="A01-H01", field="Rubrik")
        assert (
            ruled(a_book(), ReturnedCell("events", "A01-H01", "heading", None, "Höst", new_row=new), later).action
            is action
        )

    @pytest.mark.parametrize(("here", "there"), [("", "2026-12-01T10"), ("2026-12-03T10", ""), ("", "")])
    def test_a_time_that_is_not_known_is_neither_later_nor_earlier(self, here: str, there: str) -> None:
        known = replace(entry("ett"), answered=there)
        book = a_book("ett")
        file = replace(world.answer(book, {}, who="Ek"), cells=(effects("före", "svar"),), when=here)
        (decision,) = CellRules(book, file, History.of(book.declaration.merge, [known])).decisions()
        assert decision.action is CONFLICT
        assert decision.message.startswith("Ett annat svar från samma ansvarig")


class TestWhatCantBeWritten:
    def test_another_activitys_row(self) -> None:
        decision = ruled(a_book(), ReturnedCell("outcomes", "A02", "effects", None, "svar"))
        assert (decision.action, decision.mendable) == (REFUSE, False)
        assert decision.message == "Raden A02 hör inte till A01."

    def test_what_isnt_the_owners_is_not_read_as_an_answer(self) -> None:
        decision = ruled(a_book(), ReturnedCell("plan", "A01", "days", 10, "12 dagar"))
        assert (decision.action, decision.value) == (REFUSE, "12 dagar")

    def test_a_row_that_the_workbook_has_lost(self) -> None:
        decision = ruled(a_book(), ReturnedCell("events", "A01-H07", "heading", None, "Ny"))
        assert (decision.action, decision.message) == (CONFLICT, "Raden A01-H07 finns inte längre i arbetsboken.")

    def test_a_column_that_the_workbook_has_lost(self) -> None:
        book = a_book()
        outcomes = book["outcomes"]
        fewer = replace(outcomes, columns={key: at for key, at in outcomes.columns.items() if key != "effects"})
        book = replace(book, tables={**book.tables, "outcomes": fewer})
        decision = ruled(book, effects(None, "svar"))
        assert decision.action is CONFLICT
        assert decision.message == "Bladet Utfall i arbetsboken har ingen kolumn Effekter."

    @pytest.mark.parametrize(
        ("more", "begins"), [({"sums": True}, "Raden ser ut som en summa"), ({"doubt": "Står två gånger."}, "Står två")]
    )
    def test_what_may_be_no_answer(self, more: dict[str, Any], begins: str) -> None:
        decision = ruled(a_book(), effects(None, "svar", **more))
        assert decision.action is CONFLICT
        assert decision.message.startswith(begins)


@pytest.mark.parametrize(("value", "kind", "seen"), [("svar", FormatKind.PLAIN, ""), (0.5, FormatKind.PERCENT, "50 %")])
def test_what_the_person_saw_is_told_where_it_is_another(value: Scalar, kind: FormatKind, seen: str) -> None:
    assert ruled(a_book(), effects(None, value, format=kind)).seen == seen
