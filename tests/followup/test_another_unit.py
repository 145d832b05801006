"""A form whose sheets say that they are another unit's: its answers are asked about."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from rus_sheets.answers.decisions import Action
from rus_sheets.answers.returned import Returned
from rus_sheets.book.raw import RawWorkbook, Scalar
from tests.merge import world

ANSWERS = {"Status": "Har ej skett", "Dagar utfall": 12}


def decided(raw: RawWorkbook) -> Mapping[str, tuple[Action, str]]:
    file = world.read(world.saved(raw))
    assert isinstance(file, Returned)
    decisions = world.merged(world.small_book(), file)[1].decisions
    return {decision.column: (decision.action, decision.message) for decision in decisions}


def with_id(text: Scalar) -> RawWorkbook:
    raw = world.fill(world.sent(world.small_book()), ANSWERS)
    return world.change(raw, "Uppföljning", {world.place_of(raw, "Aktivitets-ID"): text})


def test_answers_on_another_units_sheet_are_asked_about() -> None:
    found = decided(with_id("A02"))
    assert found.pop("Aktivitets-ID")[0] is Action.REFUSE
    assert {action for action, _ in found.values()} == {Action.CONFLICT}
    assert all("”A02”" in message and "A01" in message for _, message in found.values())
    assert set(found) == set(ANSWERS)


@pytest.mark.parametrize("text", ["A01", " a01 "])
def test_its_own_id_is_no_others(text: str) -> None:
    found = decided(with_id(text))
    assert {column: found[column][0] for column in ANSWERS} == dict.fromkeys(ANSWERS, Action.TAKE)


def test_a_sheet_pasted_over_another_is_asked_about() -> None:
    book = world.small_book()
    mine, others = (world.fill(world.sent(book, unit), ANSWERS) for unit in ("A01", "A02"))
    pasted = replace(mine, sheets=(others.sheets[0], *mine.sheets[1:]))
    found = decided(pasted)
    assert {found[column][0] for column in ANSWERS} == {Action.CONFLICT}


@pytest.mark.parametrize(
    ("ids", "action"),
    [
        ({"[Händelse-ID]5": "A02-H01", "[Aktivitets-ID]5": "A02"}, Action.CONFLICT),
        ({"[Aktivitets-ID]5": "A02"}, Action.CONFLICT),
        ({"[Händelse-ID]5": "A02-H01"}, Action.CONFLICT),
        ({}, Action.TAKE),
        ({"[Händelse-ID]5": None, "[Aktivitets-ID]5": None}, Action.TAKE),
        ({"[Händelse-ID]5": "7"}, Action.TAKE),
    ],
)
def test_a_row_of_another_units_is_asked_about(ids: Mapping[str, Scalar], action: Action) -> None:
    raw = world.change(world.sent(world.small_book()), "Händelser", {"[Rubrik]5": "Möte", "[Deltagare]5": 3, **ids})
    found = decided(raw)
    assert {found[column][0] for column in ("Rubrik", "Deltagare")} == {action}
