"""Words that are struck through, and figures that are raised or lowered: what a text without its looks doesn't tell.

What is struck is written ~~struck~~, and a note's number or a unit's (12¹, m²) is no figure of the number before it.
"""

from __future__ import annotations

import re

from rus_sheets.book.display import seen
from rus_sheets.book.raw import RawCell, RawStyle, Scalar

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


def as_read(value: Scalar, cell: RawCell, style: RawStyle) -> Scalar:
    """What the person reads in a cell with that value: struck through or raised, it is another text than is stored."""
    if not (style.marks or cell.runs) or not any(map(_has_looks, (style.marks, *(marks for _, marks in cell.runs)))):
        return value  # nearly all, and quickly
    text = "".join(with_looks(*run) for run in cell.runs) if cell.runs else seen(value, style.kind)
    shown = with_looks(text, style.marks)
    return shown if shown != text or cell.runs else value


def _has_looks(marks: str) -> bool:
    return STRUCK in marks or RAISED in marks or LOWERED in marks


def is_struck(text: str) -> bool:
    """Whether something in a text is struck through."""
    return "~~" in text and _STRUCK.search(text) is not None


def unstruck(text: str) -> str:
    """What isn't struck through."""
    return _STRUCK.sub("", text).strip()
