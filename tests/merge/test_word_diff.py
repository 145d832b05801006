"""The words that differ between two texts, in bold."""

from __future__ import annotations

import pytest

from rus_sheets.merge.word_diff import marked

CASES = {
    # one | other | one with what differs in *stars* | other likewise; nothing where no marks help
    "a word more": ("Mötet hölls i maj", "Mötet hölls digitalt i maj", "", "Mötet hölls *digitalt *i maj"),
    "a word for another": ("Tolv kom", "Elva kom", "*Tolv* kom", "*Elva* kom"),
    "no word in common": ("Tolv kom", "Elva gick", "", ""),
    "nothing in common but the line break": ("Tolv\n", "Elva\n", "", ""),
    "longer, with no word in common": ("Alla var där", "Ingen", "", ""),
    "the same": ("Tolv kom", "Tolv kom", "", ""),
    "blank": ("", "Tolv kom", "", ""),
}


@pytest.mark.parametrize("case", CASES)
def test_what_differs_is_marked(case: str) -> None:
    one, other, *expected = CASES[case]
    for text, runs, shown in zip((one, other), marked(one, other), expected, strict=True):
        assert "".join(f"*{part}*" if marks else part for part, marks in runs) == shown
        assert not runs or "".join(part for part, _ in runs) == text


def test_what_is_too_long_is_shown_without_marks() -> None:
    long = "ord " * 600
    assert marked(long, f"{long}till") == ((), ())
    assert marked(long[:1600], f"{long[:1600]}till") != ((), ())
