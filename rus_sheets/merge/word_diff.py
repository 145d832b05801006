"""Marks the words that differ between two texts, so that a person sees at once what is at stake."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from rus_sheets.book.raw import Runs

_WORD = re.compile(r"\s+|[^\s]+")
_MOST = 2_000
"""Words that are compared: a longer text is shown without marks rather than slowly."""


def marked(one: str, other: str) -> tuple[Runs, Runs]:
    """Both texts as runs (text, marks) with the words that the other lacks in bold; empty runs where nothing helps.

    Nothing is marked where one of them is blank or they have no word in common: then all of it differs.
    """
    a, b = _WORD.findall(one), _WORD.findall(other)
    if not a or not b or len(a) + len(b) > _MOST:
        return (), ()
    blocks = difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    if not any(kind == "equal" and "".join(a[start:end]).strip() for kind, start, end, _, _ in blocks):
        return (), ()
    return (
        _runs(("".join(a[start:end]), kind != "equal") for kind, start, end, _, _ in blocks),
        _runs(("".join(b[start:end]), kind != "equal") for kind, _, _, start, end in blocks),
    )


def _runs(parts: Iterable[tuple[str, bool]]) -> Runs:
    runs = tuple((text, "b" if differs else "") for text, differs in parts if text)
    return runs if any(marks for _, marks in runs) else ()
