"""``Hela budgeten användes``, ``alla planerade dagar gick åt``: a hundred per cent, said without a number.

The words are in ``typed_senses.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from rus_sheets.texts.rounding import Reach
from rus_sheets.texts.stated import Stated, Unit, sentence_around
from rus_sheets.usecases.edited.role_words import any_of, vocabulary

ALL_BUT = 0.995
"""So much of a thing is all of it as people speak."""


class WholeUse(Struct, frozen=True):
    """``unit`` is that of what is used; ``goes`` is true where it is said what it went to."""

    unit: str
    goes: bool


def whole_uses(text: str) -> Iterator[tuple[Stated, WholeUse]]:
    """Those that a text states."""
    for match in _all().finditer(text):
        before, sentence = sentence_around(text, match.start(), match.end())
        first = match.start() - len(before)
        if _pattern("unless").search(sentence.replace(match[0], "")):
            continue
        goes = None if match["none"] else _goes().match(text, match.end())
        used = goes or (_pattern("left") if match["none"] else _pattern("used")).search(sentence)
        if used:
            end = goes.end("verb") if goes else max(match.end(), first + used.end())
            unit = Unit.DAYS if match["days"] else Unit.MONEY
            stated = Stated(
                text[match.start() : end],
                100,
                Unit.PERCENT,
                Reach(100 * ALL_BUT, 100),
                of_the_whole=False,
                sentence=sentence,
                start=match.start(),
                end=match.end(),
            )
            yield stated, WholeUse(unit, bool(goes))


@cache
def _all() -> re.Pattern[str]:
    words = vocabulary("all")
    described = rf"(?:(?:{any_of(words['described'])})\s+){{0,2}}"
    units = rf"(?:(?P<days>{any_of(words['days'])})|(?P<money>{any_of(words['money'])}))"
    said = rf"(?:(?P<none>{any_of(words['none'])})|{any_of(words['words'])})"
    everything = any_of(words["everything"])
    return re.compile(rf"\b(?:{said}\s+{described}{units}|{everything})(?!\w)", re.IGNORECASE)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(vocabulary('all')[name])})(?!\w)", re.IGNORECASE)


@cache
def _goes() -> re.Pattern[str]:
    verbs = any_of(vocabulary("all")["goes"])
    return re.compile(rf"\s+(?P<verb>{verbs})\s+(?:till|åt|på|för)\s+(?!att\b)\w", re.IGNORECASE)
