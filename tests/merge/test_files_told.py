"""How each file came out, in a state and in words, by what was decided of its cells."""

from __future__ import annotations

from typing import Any

import pytest

from rus_sheets.answers.decisions import Action, Decision, FileResult, FileState
from rus_sheets.answers.returned import Note
from rus_sheets.merge.decide import counted

TAKE, AGREE, KEEP, CONFLICT, REFUSE = Action.TAKE, Action.AGREE, Action.KEEP, Action.CONFLICT, Action.REFUSE
ASKS, TELLS = Note("B7", "Se hit.", asks=True), Note("B8", "Rensat.")


def decided(action: Action, file: str = "a.xlsx", activity: str = "A01") -> Decision:
    return Decision(activity, "outcomes", "effects", "Utfall", activity, "Effekter", None, None, "x", action, file)


def result(state: FileState = FileState.UNCHANGED, **more: Any) -> FileResult:
    return FileResult(**{"path": "a.xlsx", "activity": "A01", "state": state, "message": "", **more})


@pytest.mark.parametrize(
    ("actions", "notes", "state", "message"),
    [
        ([], (), FileState.UNCHANGED, "Inte ändrad sedan utskicket"),
        ([], (TELLS,), FileState.UNCHANGED, "Inget nytt"),
        ([], (ASKS,), FileState.OPEN, "1 anmärkning att se till"),
        ([], (ASKS, TELLS, ASKS), FileState.OPEN, "2 anmärkningar att se till"),
        ([TAKE], (), FileState.MERGED, "1 värde läses in"),
        ([TAKE, TAKE], (), FileState.MERGED, "2 värden läses in"),
        ([TAKE], (ASKS,), FileState.OPEN, "1 värde läses in, 1 anmärkning att se till"),
        ([TAKE], (TELLS,), FileState.MERGED, "1 värde läses in"),
        ([CONFLICT, TAKE], (), FileState.OPEN, "1 värde läses in, 1 konflikt att avgöra"),
        ([CONFLICT, CONFLICT], (), FileState.OPEN, "2 konflikter att avgöra"),
        ([REFUSE], (), FileState.OPEN, "1 värde kan inte läsas in"),
        ([REFUSE, REFUSE], (), FileState.OPEN, "2 värden kan inte läsas in"),
        ([AGREE], (), FileState.UNCHANGED, "1 fanns redan"),
        ([AGREE, KEEP, AGREE, KEEP], (), FileState.UNCHANGED, "2 fanns redan, 2 ändras inte"),
        ([KEEP], (), FileState.UNCHANGED, "1 ändras inte"),
    ],
)
def test_what_is_said_of_a_file(actions: list[Action], notes: tuple[Note, ...], state: FileState, message: str) -> None:
    out = counted([result(notes=notes)], [decided(action) for action in actions])
    assert [(each.state, each.message, each.notes) for each in out.files] == [(state, message, notes)]


@pytest.mark.parametrize("state", [FileState.REFUSED, FileState.OTHER])
def test_one_that_was_not_read_stays_as_it_was_told(state: FileState) -> None:
    refused = result(state, message="Går inte att läsa.")
    assert counted([refused], []).files == (refused,)


def test_a_file_of_several_units_is_counted_by_unit() -> None:
    files = [result(), result(activity="A02"), result(path="b.xlsx")]
    decisions = [decided(TAKE), decided(TAKE, activity="A02"), decided(CONFLICT, activity="A02")]
    out = counted(files, decisions)
    assert [each.state for each in out.files] == [FileState.MERGED, FileState.OPEN, FileState.UNCHANGED]
    assert out.decisions == tuple(decisions)
