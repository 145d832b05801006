"""Words that are struck through, and figures that are raised or lowered: what a text without its looks doesn't tell.

What is struck is written ~~struck~~, and a note's number or a unit's (12¹, m²) is no figure of the number before it.
"""

from __future__ import annotations

import re

from rus_sheets.book.raw import Runs

STRUCK, RAISED, LOWERED = "s", "^", "v"
"""The marks of a run, beside those for bold and italic."""
SCRIPTS = {
    RAISED: str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    LOWERED: str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"),
}
_STRUCK = re.compile(r"~~.+?~~", re.DOTALL)
IS_STRUCK = "Det som står mellan ~~ är överstruket."


def with_looks(text: str, marks: str) -> str:
    """A text as it is read with its marks: the blanks round it aren't struck."""
    for mark in marks:
        text = text.translate(SCRIPTS.get(mark, {}))
    words = text.strip()
    return text.replace(words, f"~~{words}~~", 1) if words and STRUCK in marks else text


def runs_with_looks(runs: Runs) -> str:
    """Rich text as one text."""
    return "".join(with_looks(text, marks) for text, marks in runs)


def has_looks(marks: str) -> bool:
    """Whether marks say something that the text itself doesn't."""
    return STRUCK in marks or RAISED in marks or LOWERED in marks


def is_struck(text: str) -> bool:
    """Whether something in a text is struck through."""
    return "~~" in text and _STRUCK.search(text) is not None


def unstruck(text: str) -> str:
    """What isn't struck through."""
    return _STRUCK.sub("", text).strip()
