"""An id that isn't there: removed where that can be told, and never another activity's."""

from __future__ import annotations

import pytest

from rus_sheets.book.ids import missing_id
from tests.merge import world


@pytest.mark.parametrize(
    ("wanted", "fault", "remedy"),
    [
        ("A5", "”A5” finns inte på bladet Plan.", "Menade du ”A05”?"),
        ("A3", "”A3” finns inte på bladet Plan. Raden är nog borttagen.", "På bladet finns A01, A05."),
        ("A25", "”A25” finns inte på bladet Plan.", "På bladet finns A01, A05."),
        ("Möten", "”Möten” finns inte på bladet Plan.", "På bladet finns A01, A05."),
        ("A" * 200, f"”{'A' * 59}…” finns inte på bladet Plan.", "På bladet finns A01, A05."),
    ],
)
def test_what_is_told(wanted: str, fault: str, remedy: str) -> None:
    plan = [{"id": "A01", "group": "G1", "name": "Första"}, {"id": "A05", "group": "G1", "name": "Femte"}]
    assert missing_id(world.small_book(plan=plan), "plan", wanted) == (fault, remedy)


def test_a_row_that_the_log_knows_is_removed() -> None:
    book = world.small_book()
    merged, _ = world.merged(book, world.answer(book, {"Effekter": "ett"}, unit="A02"))
    for wanted in ("A02", "a2"):
        fault, remedy = missing_id(world.without(merged, "plan", "A02"), "plan", wanted)
        assert fault == f"”{wanted}” är borttagen från bladet Plan."
        assert "Lägg tillbaka raden" in remedy
        assert "Menade" not in remedy


def test_an_empty_table() -> None:
    assert missing_id(world.small_book(budget=[]), "budget", "P1")[1] == "Fyll först i bladet Budget."
