"""Words that stand for a number of what they stand by: ``alla``, ``båda``, ``hälften``, ``var tredje``, ``inget``.

``Ett`` and ``en`` do so only where nothing more is said than what became of it: ``Ett län har redovisat.``
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from rus_sheets.book.model import Book
from rus_sheets.book.numberwords import NUMBER_WORDS, is_article, value_of
from rus_sheets.texts.known_figures import FigureKey
from rus_sheets.texts.rounding import About, Reach, reach_of, reach_of_share
from rus_sheets.texts.stated import Stated

_SHARES = {"varje": 1.0, "varenda": 1.0,
           "alla": 1.0, "samtliga": 1.0, "båda": 1.0, "bägge": 1.0, "hälften": 0.5, "inga": 0.0, "inget": 0.0,
           "ingen": 0.0, "en tredjedel": 1 / 3, "två tredjedelar": 2 / 3, "en fjärdedel": 0.25,
           "tre fjärdedelar": 0.75, "en femtedel": 0.2, "varannan": 0.5, "vartannat": 0.5, "var tredje": 1 / 3,
           "vart tredje": 1 / 3, "var fjärde": 0.25, "vart fjärde": 0.25, "var femte": 0.2,
           "vart femte": 0.2}  # fmt: skip
_BOTH = ("båda", "bägge")
_FEW = (2, 3, 4, 5, 10)
_NEAR_FEW = 5.0
"""Of so many one says ``åtta av tio`` without counting; so many per cent from it may be the share."""

NUMBER = rf"(?:\d{{1,4}}|{NUMBER_WORDS})"
"""A number of a few digits or in words, as a pattern."""

COUNT_WORDS = "|".join((rf"(?:alla|samtliga)\s+utom\s+{NUMBER}", *_SHARES))
"""Those that aren't numbers, as a pattern."""

BUT = re.compile(r"\s+utom\s+", re.IGNORECASE)
"""What stands between ``alla`` and those that are not counted."""

CLAUSE_END = r"(?=\s*(?:$|[.,;:)!?\n]|(?:och|varav|men|hittills|ännu|i\s+år)\b))"
"""Nothing more may be said of what is counted: ``20 län har redovisat insatser för friluftsliv`` counts that."""

_NOT_BEFORE = re.compile(
    r"\b(?:(?:inte|ej|icke|knappast|långt\s?ifrån)\s+(?:ens\s+)?|(?:när|om|tills|innan|förrän)\s+)$", re.IGNORECASE
)

Parts = Iterable[tuple[float, float]]
"""Of each row that may be meant how many there are of what is said, and of how many."""


def is_count_word(said: str) -> bool:
    """Does it stand for a number, or a share, without being a number: ``alla``, and ``ett`` too?"""
    return said.casefold() in _SHARES or is_article(said) or bool(BUT.search(said))


def value_said(said: str, size: float) -> float:
    """The number that is said of so many."""
    said = said.casefold()
    if BUT.search(said):
        return size - _but(said)
    return _SHARES[said] * size if said in _SHARES else float(said) if said.isdigit() else value_of(said)


def _but(said: str) -> float:
    """How many aren't counted: ``alla utom två``."""
    return value_said(BUT.split(said)[-1], 0)


def is_denied(text: str, start: int) -> bool:
    """``inte alla``, ``inte ett enda``, ``när alla``: what that comes to can't be told, or isn't so yet."""
    return bool(_NOT_BEFORE.search(text, max(0, start - 20), start))


def is_right(said: str, parts: Parts, about: About | None) -> bool:
    """Is a share the right one of any of these?"""
    return any(_is_of(said.casefold(), part, whole, about) for part, whole in parts)


def _is_of(said: str, part: float, whole: float, about: About | None) -> bool:
    if BUT.search(said):
        return part == whole - _but(said)
    share = _SHARES[said]
    if said in _BOTH and whole != len(_BOTH):
        return False
    if whole and (0 < share < 1 or (about and not about.is_bound)):  # "nästan alla" is less than all
        reach, half = reach_of_share(100 * share, about), 50 / whole  # half a row: 49 have no half
        return Reach(min(reach.least, 100 * share - half), max(reach.most, 100 * share + half)).has(100 * part / whole)
    return reach_of(whole * share, 0, 1, about=about).has(part)


def is_share_of_few(part: float, whole: float, parts: Parts) -> bool:
    """``Åtta av tio``: is that about the share of any of these?"""
    return whole in _FEW and any(abs(100 * part / whole - 100 * a / b) <= _NEAR_FEW for a, b in parts if b)


def may_be_of_others(said: str) -> bool:
    """``båda`` are two that have been named."""
    return said.casefold() in _BOTH


def speaks_of_any(stated: Stated, book: Book, keys: Mapping[FigureKey, object]) -> bool:
    """Does the sentence name one of these rows, so that what it counts may be that row's?"""
    sentence = stated.sentence.casefold()
    rows = (book.tables[table].by_id.get(row_id) for table, row_id in keys if table in book.tables)
    return any(row and row.title and row.title.casefold() in sentence for row in rows)
