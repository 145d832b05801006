"""Words around a figure are found in a text as a pattern would find them, and no slower for many of them."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from rus_sheets.usecases.edited import wordsaround
from rus_sheets.usecases.edited.wordsaround import stands_in
from rus_sheets.word.read.controls import HOLE

TEXTS = st.text("ab1", max_size=14)
WORDS = st.text(f"ab{HOLE}", max_size=5)


@given(TEXTS, WORDS, st.text("1a", min_size=1, max_size=2), WORDS, st.integers(0, 3))
def test_as_a_pattern_would(text: str, before: str, figure: str, after: str, most: int) -> None:
    another = f".{{0,{most}}}"
    pattern = re.escape(figure).join(another.join(map(re.escape, side.split(HOLE))) for side in (before, after))
    try:
        kept, wordsaround._MOST_OF_ANOTHER = wordsaround._MOST_OF_ANOTHER, most
        assert stands_in(text, before, figure, after) == bool(re.search(pattern, text))
    finally:
        wordsaround._MOST_OF_ANOTHER = kept


def test_many_figures_in_a_sentence_of_a_long_text() -> None:
    words = f"{HOLE}av".join("abcdefgh")
    assert not stands_in("av" * 50_000, words, "1", words)
    assert stands_in("av" * 50_000 + "aRav" + "b1c", f"a{HOLE}b", "1", "c")
