"""The three texts of a question beside each other, with the words that differ."""

from __future__ import annotations

import datetime as dt

import pytest

from rus_sheets.answers.decisions import Action, Decision
from rus_sheets.book.convert import Shown
from rus_sheets.merge.sides import sides

CASES: dict[str, tuple[tuple[Shown, Shown, Shown], tuple[str, str, str]]] = {
    "each changed a word": (
        ("En kurs i maj", "En kurs i juni", "Tre kurs i maj"),
        ("*En* kurs i maj", "*En* kurs i *juni*", "*Tre* kurs i *maj*"),
    ),
    "handed out blank": (
        (None, "Mötet hölls i maj", "Mötet hölls i juni"), ("", "Mötet hölls i *maj*", "Mötet hölls i *juni*"),
    ),
    "emptied": (("Mötet hölls", "Mötet hölls i maj", None), ("Mötet hölls", "Mötet hölls i maj", "")),
    "numbers": ((10, 12.5, 12), ("10", "12,5", "12")),
    "a date that can't be read": ((dt.date(2026, 5, 1), None, "i maj"), ("2026-05-01", "", "i maj")),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_differs_is_marked(case: str) -> None:
    (base, current, returned), expected = CASES[case]
    decision = Decision(
        "A01", "outcomes", "short", "Blad", "A01", "Fält", base, current, returned, Action.CONFLICT, "A01.xlsx"
    )
    found = sides(decision)
    assert [side.key for side in found] == ["base", "current", "returned"]
    shown = tuple("".join(f"*{part}*" if differs else part for part, differs in side.parts) for side in found)
    assert shown == expected


def test_what_a_person_saw_is_shown() -> None:
    decision = Decision(
        "A01", "outcomes", "days", "Blad", "A01", "Fält", None, 12, 0.5, Action.REFUSE, "A01.xlsx", seen="50 %"
    )
    assert [side.parts for side in sides(decision)] == [(), (("12", False),), (("50 %", False),)]
