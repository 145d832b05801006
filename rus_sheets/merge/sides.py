"""The texts of a decision beside each other, with the words that differ."""

from __future__ import annotations

from typing import NamedTuple

from rus_sheets.answers.decisions import Decision
from rus_sheets.book.display import seen
from rus_sheets.merge.word_diff import marked

_KEYS = ("base", "current", "returned")


class Side(NamedTuple):
    """One of the texts: ``key`` is a column of the conflict workbook, ``parts`` the text as (words, do they differ?).

    ``parts`` is empty for a blank.
    """

    key: str
    parts: tuple[tuple[str, bool], ...]


def sides(decision: Decision) -> tuple[Side, ...]:
    """What was handed out, what stands in the workbook and what came in.

    The words that differ are marked: between the workbook and what came in, and what an owner has changed of the base.
    """
    base, current, returned = texts = (seen(decision.base), seen(decision.current), decision.returned_seen)
    values = (decision.base, decision.current, decision.seen or decision.returned)
    if not all(isinstance(value, str) or value is None for value in values):
        return tuple(Side(key, ((text, False),) if text else ()) for key, text in zip(_KEYS, texts, strict=True))
    runs = (marked(base, returned)[0], *marked(current, returned))
    return tuple(
        Side(key, tuple((words, bool(marks)) for words, marks in found) or (((text, False),) if text else ()))
        for key, text, found in zip(_KEYS, texts, runs, strict=True)
    )
