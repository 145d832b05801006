"""What must hold for any base, any edits of the secretariat, and any files in any order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from rus_sheets.answers.decisions import Action, Decision, Decisions
from rus_sheets.answers.returned import Returned
from rus_sheets.book.model import Book
from rus_sheets.book.raw import CellError, RawStyle, Scalar, position_of
from rus_sheets.merge.carry_out_choices import choice_edits, read_choices
from rus_sheets.merge.questions import is_asked
from tests.merge import world
from tests.merge.test_conflicts import KEEP, OWN, TAKE, asked

pytestmark = pytest.mark.slow

FIELDS = {"Effekter": "effects", "Dagar utfall": "days", "Status": "status"}
FORMATS = {
    "General": True, "0": True, "0.00": True, "#,##0": True, '#,##0" dagar"': True, "m/d": False,
    "yyyy\\-mm\\-dd": False, "h:mm": False, "[h]:mm:ss": False, "0%": False, "0.0 %": False,
}  # fmt: skip
"""Number formats, and whether a number shows as one."""
OWNERS = ("Dalarna", "Skåne")
TEXTS: st.SearchStrategy[Scalar] = st.sampled_from([None, "ett", "=1+1", "två\nrader", " ", "å"])
NUMBERS: st.SearchStrategy[Scalar] = st.sampled_from([None, 1, 2.5, "3", "ca 5", CellError("#N/A")])
STATUS: st.SearchStrategy[Scalar] = st.sampled_from([None, "Har ej skett", "Har skett som planerat", "Blå"])
CELLS = st.fixed_dictionaries({"Effekter": TEXTS, "Dagar utfall": NUMBERS, "Status": STATUS})
EVENTS = st.lists(st.fixed_dictionaries({"Rubrik": TEXTS, "Deltagare": st.sampled_from([None, 10, 12])}), max_size=2)


@dataclass(frozen=True)
class Answer:
    """What one owner writes one day. No two files are saved at the same moment."""

    who: str
    day: int
    cells: dict[str, Scalar]
    events: list[dict[str, Scalar]]

    def file(self, book: Book) -> Returned:
        return world.answer(book, self.cells, who=self.who, day=self.day, events=self.events)


NOTHING: dict[str, Scalar] = {"Effekter": None, "Dagar utfall": None, "Status": None}
ANSWERS = st.lists(
    st.builds(Answer, st.sampled_from(OWNERS), st.integers(1, 28), CELLS, EVENTS),
    min_size=1, max_size=3, unique_by=lambda each: each.day,
)  # fmt: skip
BASE = st.fixed_dictionaries({"effects": TEXTS, "days": st.sampled_from([None, 1, 2.5]), "status": STATUS})
CURRENT = st.dictionaries(st.sampled_from(sorted(FIELDS)), st.sampled_from([None, "ändrat", 7]), max_size=2)


def start(base: dict[str, Scalar]) -> Book:
    return world.small_book(outcomes=[{"id": "A01", **base}, {"id": "A02"}])


def moved_on(book: Book, changes: dict[str, Scalar]) -> Book:
    for label, each in changes.items():
        book = world.edited(book, "outcomes", "A01", FIELDS[label], each)
    return book


@settings(max_examples=world.examples(60), deadline=None)
@given(BASE, CURRENT, ANSWERS)
def test_each_differing_cell_has_one_decision_and_the_rest_none(
    base: dict[str, Scalar], current: dict[str, Scalar], answers: list[Answer]
) -> None:
    book = start(base)
    files = [each.file(book) for each in answers]
    decisions = world.merged(moved_on(book, current), *files)[1].decisions
    keys = [(each.file, each.cell) for each in decisions]
    assert len(keys) == len(set(keys))
    # Where an owner's later file is as it was sent, it has taken back what the earlier one said.
    for back in (each for each in decisions if each.back):
        assert back.action in (Action.CONFLICT, Action.KEEP)
        assert any((each.cell, each.who) == (back.cell, back.who) and each.when < back.when for each in decisions)
    differing = {
        (file.path, (cell.table, cell.row, cell.column))
        for file in files
        for cell in file.cells
        if tidied(cell.value) != tidied(cell.base)
    }
    # A row that is asked about is asked about whole: what it leaves blank too, where something stands.
    lacking = [each for each in decisions if not each.back and (each.file, each.cell) not in differing]
    for lacks in lacking:
        assert (lacks.added, lacks.action, lacks.value) == (True, Action.CONFLICT, None)
        assert lacks.current
        assert any(each.action is Action.CONFLICT and (each.file, each.cell) in differing for each in decisions
                   if (each.file, each.cell[:2]) == (lacks.file, lacks.cell[:2]))  # fmt: skip
    assert {(each.file, each.cell) for each in decisions if not each.back} == differing | {
        (each.file, each.cell) for each in lacking
    }


@settings(max_examples=world.examples(60), deadline=None)
@given(BASE, CURRENT, ANSWERS)
def test_what_is_not_taken_is_not_changed(
    base: dict[str, Scalar], current: dict[str, Scalar], answers: list[Answer]
) -> None:
    book = start(base)
    now = moved_on(book, current)
    after, decisions = world.merged(now, *(each.file(book) for each in answers))
    taken = {each.cell: each.value for each in decisions.of(Action.TAKE)}
    before, then = world.contents(now), world.contents(after)
    for cell, value in then.items():
        if cell in taken:
            assert tidied(value) == tidied(taken[cell])
        elif cell in before:
            assert value == before[cell]
    assert set(before) <= set(then)


@settings(max_examples=world.examples(60), deadline=None)
@given(BASE, CURRENT, ANSWERS)
def test_twice_changes_nothing(base: dict[str, Scalar], current: dict[str, Scalar], answers: list[Answer]) -> None:
    book = start(base)
    files = [each.file(book) for each in answers]
    once, first = world.merged(moved_on(book, current), *files)
    twice, second = world.merged(once, *files)
    assert twice.raw == once.raw
    assert conflicts(second.of(Action.CONFLICT)) == conflicts(first.of(Action.CONFLICT))


@settings(max_examples=world.examples(60), deadline=None)
@given(BASE, CURRENT, ANSWERS, st.randoms(use_true_random=False), st.integers(0, 3))
@example(  # the later file has the row under another id, and takes the earlier one's back
    base={"effects": None, "days": None, "status": None},
    current={},
    answers=[
        Answer("Dalarna", 2, NOTHING, [{"Rubrik": "ett", "Deltagare": None}]),
        Answer("Dalarna", 1, NOTHING, [{"Rubrik": None, "Deltagare": None}, {"Rubrik": "ett", "Deltagare": None}]),
    ],
    random=Random(0),  # noqa: S311
    cut=1,
)
@example(  # two owners have the row under different ids
    base={"effects": None, "days": None, "status": None},
    current={},
    answers=[
        Answer("Dalarna", 2, NOTHING, [{"Rubrik": "ett", "Deltagare": None}]),
        Answer("Skåne", 1, NOTHING, [{"Rubrik": None, "Deltagare": None}, {"Rubrik": "ett", "Deltagare": None}]),
    ],
    random=Random(1),  # noqa: S311
    cut=1,
)
@example(
    base={"effects": None, "days": None, "status": None},
    current={},
    answers=[
        Answer("Skåne", 2, NOTHING, [{"Rubrik": None, "Deltagare": 12}]),
        Answer("Skåne", 1, NOTHING, [{"Rubrik": None, "Deltagare": 10}]),
    ],
    random=Random(1),  # noqa: S311
    cut=1,
)
@example(  # the later answer can't be read, so that the log doesn't know of it
    base={"effects": None, "days": None, "status": None},
    current={},
    answers=[
        Answer("Skåne", 12, {**NOTHING, "Status": "Blå"}, [{"Rubrik": None, "Deltagare": 10}]),
        Answer("Skåne", 2, {**NOTHING, "Status": "Har ej skett"}, []),
    ],
    random=Random(5),  # noqa: S311
    cut=1,
)
def test_order_and_batches_do_not_matter(
    base: dict[str, Scalar], current: dict[str, Scalar], answers: list[Answer], random: object, cut: int
) -> None:
    """The same workbook where no two owners disagree, the same cells in conflict where they do."""
    book = start(base)
    files = [each.file(book) for each in answers]
    now = moved_on(book, current)
    whole, decisions = world.merged(now, *files)
    shuffled = list(files)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    same, again = world.merged(now, *shuffled)
    assert again == decisions
    assert same.raw == whole.raw
    halfway, one = world.merged(now, *shuffled[:cut])
    parts, two = world.merged(halfway, *shuffled[cut:])
    apart, together = [*one.of(Action.CONFLICT), *two.of(Action.CONFLICT)], [*decisions.of(Action.CONFLICT)]
    # Of rows that are alike the one read in later is asked about: there only that somebody is asked is the same.
    alike = {(each.cell[0],) for each in (*apart, *together) if "är lik" in each.message}

    def asked_about(decisions: Sequence[Decision]) -> set[tuple[str, ...]]:
        return {each.cell[:1] if each.cell[:1] in alike else place(each) for each in decisions}

    # Of rows that two owners began, all that would be written waits: there the row is compared, not the cell.
    by_hand = {("outcomes", "A01", FIELDS[label]) for label in current}
    changed_mind = minds_changed(decisions.decisions, by_hand)
    assert asked_about(together) - changed_mind == asked_about(apart) - changed_mind
    open_ = asked_about(together) | changed_mind
    settled = {cell: value for cell, value in world.contents(whole).items() if not {cell, cell[:2], cell[:1]} & open_}
    assert settled == {cell: value for cell, value in world.contents(parts).items() if cell in settled}


CHOICES = st.lists(st.sampled_from([KEEP, TAKE, OWN, None]), min_size=8, max_size=8)


@settings(max_examples=world.examples(60), deadline=None)
@given(BASE, CURRENT, ANSWERS, CHOICES, st.integers(0, 3))
@example(
    base={"effects": None, "days": None, "status": "Har skett som planerat"},
    current={},
    answers=[
        Answer("Skåne", 2, {**NOTHING, "Status": "Har skett som planerat"}, [{"Rubrik": None, "Deltagare": 12}]),
        Answer("Dalarna", 3, NOTHING, [{"Rubrik": "=1+1", "Deltagare": 10}]),
        Answer("Skåne", 1, {**NOTHING, "Status": "Har ej skett"}, [{"Rubrik": "=1+1", "Deltagare": None}]),
    ],
    choices=[KEEP, KEEP, KEEP, KEEP, TAKE, OWN, KEEP, KEEP],
    cut=1,
)
@example(  # the rest of a row, part of which was taken the first time that they were asked
    base={"effects": None, "days": None, "status": None},
    current={},
    answers=[
        Answer(
            "Dalarna", 3, {**NOTHING, "Effekter": "=1+1", "Dagar utfall": 2.5}, [{"Rubrik": "ett", "Deltagare": 12}]
        ),
        Answer("Skåne", 2, {**NOTHING, "Effekter": "ett", "Dagar utfall": 1}, [{"Rubrik": None, "Deltagare": 10}]),
    ],
    choices=[None, KEEP, KEEP, None, KEEP, None, None, TAKE],
    cut=2,
)
@example(  # of two owners' rows under one id only the one is decided on, in another cell than the other's
    base={},
    current={},
    answers=[
        Answer("Dalarna", 3, NOTHING, [{"Rubrik": "ett", "Deltagare": 10}, {"Rubrik": "ett"}]),
        Answer("Skåne", 1, NOTHING, [{"Deltagare": 12}, {"Deltagare": 10}]),
    ],
    choices=[KEEP, KEEP, None, KEEP, KEEP],
    cut=0,
)
@example(  # one owner's later answer takes the earlier one back, and only of the later one it is decided
    base={"effects": None, "days": None, "status": None},
    current={},
    answers=[
        Answer("Dalarna", 1, {**NOTHING, "Dagar utfall": "ca 5"}, [{"Rubrik": None, "Deltagare": 10}]),
        Answer("Dalarna", 2, NOTHING, []),
    ],
    choices=[KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, None, KEEP],
    cut=0,
)
@example(  # open only because it is like a row that is then kept away
    base={"effects": None, "days": 1, "status": None},
    current={"Dagar utfall": "ändrat"},
    answers=[
        Answer("Skåne", 1, NOTHING, [{"Rubrik": "ett", "Deltagare": 10}]),
        Answer("Skåne", 2, NOTHING, [{}, {"Rubrik": "ett", "Deltagare": 10}]),
    ],
    choices=[TAKE, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP],
    cut=0,
)
@example(  # another owner's row has more filled in than the one that is taken
    base={"effects": None, "days": 1, "status": None},
    current={"Dagar utfall": "ändrat"},
    answers=[
        Answer("Dalarna", 3, {**NOTHING, "Status": "Blå"}, []),
        Answer("Dalarna", 1, {**NOTHING, "Status": "Har ej skett"}, [{}, {"Deltagare": 10}]),
        Answer("Skåne", 2, {**NOTHING, "Status": "Blå"}, [{}, {"Rubrik": "ett", "Deltagare": 10}]),
    ],
    choices=[KEEP, KEEP, TAKE, KEEP, KEEP, KEEP, KEEP, None],
    cut=0,
)
@example(  # an answer that another owner's stood against, which has then been taken back
    base={"effects": None, "days": None, "status": "Har ej skett"},
    current={"Dagar utfall": None, "Status": None},
    answers=[
        Answer("Dalarna", 2, {**NOTHING, "Effekter": "=1+1"}, []),
        Answer("Skåne", 1, {**NOTHING, "Effekter": "ett", "Status": "Blå"}, []),
        Answer("Skåne", 3, {**NOTHING, "Status": "Har skett som planerat"}, []),
    ],
    choices=[TAKE, TAKE, TAKE, None, TAKE, None, KEEP, KEEP],
    cut=3,
)
@example(  # an answer taken back, and that decided on: another owner's stays a question
    base={"effects": "ett", "days": 1, "status": None},
    current={},
    answers=[
        Answer("Skåne", 2, {"Effekter": None, "Dagar utfall": "ca 5", "Status": "Har skett som planerat"}, []),
        Answer("Skåne", 3, {"Effekter": "ett", "Dagar utfall": 2.5, "Status": None}, []),
        Answer("Dalarna", 1, {"Effekter": None, "Dagar utfall": None, "Status": "Har ej skett"}, []),
    ],
    choices=[KEEP, KEEP, KEEP, None, None, KEEP, KEEP, KEEP],
    cut=2,
)
@example(  # what can't be read is decided on, and is no blank as another owner's
    base={"effects": None, "days": None, "status": "Har skett som planerat"},
    current={},
    answers=[
        Answer("Dalarna", 1, {**NOTHING, "Status": "Har ej skett"}, []),
        Answer("Dalarna", 3, {**NOTHING, "Status": "Blå"}, []),
        Answer("Skåne", 2, {**NOTHING, "Status": None}, []),
    ],
    choices=[KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, TAKE, TAKE],
    cut=0,
)
@example(  # a row that was like another, which is then taken away
    base={"effects": None, "days": 1, "status": None},
    current={"Dagar utfall": "ändrat"},
    answers=[
        Answer("Dalarna", 1, {**NOTHING, "Dagar utfall": 1}, [{"Rubrik": "ett", "Deltagare": None}]),
        Answer("Dalarna", 2, NOTHING, []),
        Answer("Dalarna", 3, NOTHING, [{"Rubrik": None, "Deltagare": 10}, {"Rubrik": "ett", "Deltagare": 10}]),
    ],
    choices=[KEEP, KEEP, KEEP, KEEP, KEEP, TAKE, KEEP, TAKE],
    cut=1,
)
def test_a_question_stays_one_until_it_is_decided_on(
    base: dict[str, Scalar], current: dict[str, Scalar], answers: list[Answer], choices: list[str | None], cut: int
) -> None:
    """What a person has decided on stays so, and what they haven't is never taken because of it.

    But for the rest of a row that they have taken, a later answer of an owner whose answer they have taken, and what
    another owner's file only adds to the row that they have taken, as it would have to any row that stood there; and a
    row that was only like one which they have taken away.
    """
    book = start(base)
    files = [each.file(book) for each in answers]
    halfway, first = world.merged(moved_on(book, current), *files[:cut])
    decided_on, once = decided(halfway, first, choices)
    after, decisions = world.merged(decided_on, *files)
    last, chosen = decided(after, decisions, choices[::-1])
    taken = {(*place, each.identity) for each in (*once, *chosen) if each.action in (Action.TAKE, Action.AGREE)
             for place in (each.cell, *([each.cell[:2]] if each.added else []))}  # fmt: skip
    rows = {each.cell[:2] for each in (*once, *chosen) if each.action is Action.TAKE and each.added}
    emptied = any(each.action is Action.TAKE and each.added and each.value is None for each in (*once, *chosen))
    alike = {each.cell[:2] for each in decisions.decisions if emptied and "är lik" in each.message}
    again = world.merged(last, *files)[1]
    assert not [each for each in again.of(Action.TAKE) if each.cell[:2] not in alike
                if not {(*each.cell, each.identity), (*each.cell[:2], each.identity)} & taken
                and not (each.cell[:2] in rows and only_adds(again.decisions, each))]  # fmt: skip


def only_adds(decisions: Sequence[Decision], one: Decision) -> bool:
    """Whether all that its file says of the row stands there, or fills a blank."""
    return all(each.action in (Action.TAKE, Action.AGREE) and each.current in (None, "", each.value)
               for each in decisions if (each.file, each.cell[:2]) == (one.file, one.cell[:2]))  # fmt: skip


def decided(book: Book, decisions: Decisions, choices: list[str | None]) -> tuple[Book, Sequence[Decision]]:
    """The workbook when a person has made these choices, over and over, and what became of the questions."""
    many = sum(map(is_asked, decisions.decisions))
    pairs = [(choice, "7" if choice == OWN else None) for choice in islice(cycle(choices), many)]
    if not pairs:
        return book, ()
    chosen = read_choices(asked(book, decisions, *pairs), book)
    return world.carried_out(book, choice_edits(book, chosen, world.NOW)), chosen.decisions.decisions


def minds_changed(decisions: Sequence[Decision], by_hand: set[tuple[str, str, str]]) -> set[tuple[str, ...]]:
    """Where one owner has answered twice and another owner (or the secretariat) has written too.

    In between they may have disagreed, and then a person was asked. Nor does a later file that takes an answer back
    say so when it is read before the earlier one; of a later answer that can't be read the log knows nothing, so that
    the earlier one is asked about when it comes after it; and what is like a row of which one owner has said different
    things is asked about only where both are known.
    """
    files: dict[tuple[str, ...], dict[str, set[str]]] = {}
    for each in decisions:
        files.setdefault(place(each), {}).setdefault(each.who, set()).add(each.file)
    changed = {place(each) for each in decisions if each.back} | {
        cell
        for cell, owners in files.items()
        if (len(owners) > 1 or cell in by_hand) and any(len(each) > 1 for each in owners.values())
    }
    several = {cell for cell, owners in files.items() if any(len(each) > 1 for each in owners.values())}
    changed |= several & {place(each) for each in decisions if each.action is Action.REFUSE}
    rows = [cell[1] for cell in changed | several]
    return changed | {place(each) for each in decisions if any(f"är lik {row}," in each.message for row in rows)}


def place(decision: Decision) -> tuple[str, ...]:
    return decision.cell[:2] if decision.added else decision.cell


def conflicts(decisions: object) -> set[tuple[str, tuple[str, str, str]]]:
    return {(each.file, each.cell) for each in decisions}  # type: ignore[attr-defined]


def tidied(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


@settings(max_examples=world.examples(60), deadline=None)
@given(st.sampled_from([12, 0.5, 0.3125, 1.5625, 46054, 60]), st.sampled_from(sorted(FORMATS)))
def test_a_number_is_taken_only_where_its_format_shows_a_number(number: float, shown: str) -> None:
    """1/2, 7:30 and 50 % are numbers to the file, and none that its owner has written."""
    book = start({"effects": None, "days": None, "status": None})
    raw = world.saved(world.fill(world.sent(book), {"Dagar utfall": number}))
    style = RawStyle(shown, is_date=shown == "m/d", locked=False)
    at = position_of(world.place_of(raw, "Dagar utfall"))
    front = raw.sheets[0]
    cells = {**front.cells, at: front.cells[at]._replace(style=len(raw.styles))}
    raw = replace(raw, styles=(*raw.styles, style), sheets=(replace(front, cells=cells), *raw.sheets[1:]))
    file = world.read(raw)
    assert isinstance(file, Returned)
    (decision,) = world.merged(book, file)[1].decisions
    most = world.declaration().table_of("outcomes").column("days").maximum
    fits = FORMATS[shown] and (most is None or number <= most)
    assert not (decision.action is Action.TAKE and not fits)
    if fits and number == int(number):  # others may be shown rounded
        assert decision.action is Action.TAKE
    assert decision.action is Action.TAKE or decision.mendable
