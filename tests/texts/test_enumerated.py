"""Names in a sentence: what is one name and what is the next is seen."""

from __future__ import annotations

import pytest

from rus_sheets.texts.text import enumerated


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], ""),
        (["Löner"], "Löner"),
        (["Löner", "Övrigt"], "Löner och Övrigt"),
        (["Löner", "Resor", "Övrigt"], "Löner, Resor och Övrigt"),
        (["Löner, resor m.m.", "Övrigt"], "Löner, resor m.m.; Övrigt"),
        (["Löner", "Projekt, övrigt", "Övrigt"], "Löner; Projekt, övrigt; Övrigt"),
    ],
)
def test_names_with_commas_are_told_apart_by_semicolons(words: list[str], said: str) -> None:
    assert enumerated(words) == said
