"""A long value is cut so that what differs is seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rus_sheets.book.display import around

LONG = "Alla län deltog i möten om klimat och vatten. " * 5


@pytest.mark.parametrize(
    ("text", "other", "start", "end"),
    [
        ("kort", "annat", "kort", "kort"),
        (LONG, "", "Alla län", "…"),
        (f"{LONG}Tillägg sist.", LONG, "…", "Tillägg sist."),
        (f"Först. {LONG}", LONG, "Först. Alla", "…"),
        (LONG, f"{LONG}mer", "…", "vatten."),
    ],
)
def test_it_is_cut_around_what_differs(text: str, other: str, start: str, end: str) -> None:
    shown = around(text, other)
    assert (shown.startswith(start), shown.endswith(end)) == (True, True), shown


@given(st.text("ab ", max_size=90), st.text("ab ", max_size=90), st.integers(10, 60))
def test_it_is_never_longer_and_shows_the_first_difference(text: str, other: str, longest: int) -> None:
    line, beside = " ".join(text.split()), " ".join(other.split())
    shown = around(text, other, longest)
    assert len(shown) <= longest
    assert shown.strip("…").strip() in line
    at = next((n for n, (a, b) in enumerate(zip(line, beside, strict=False)) if a != b), min(len(line), len(beside)))
    if beside and at < len(line):
        first = line.index(shown.strip("…")) if shown.startswith("…") else 0
        assert shown.startswith("…") == (line[: len(shown.rstrip("…"))] != shown.rstrip("…"))
        assert first <= at
