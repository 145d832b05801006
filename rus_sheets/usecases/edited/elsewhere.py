"""Sentences about what the workbook may have no figure of: a part of the year, what was asked for, something new.

The words are in ``typed_senses.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from rus_sheets.texts.stated import Stated, Unit
from rus_sheets.usecases.edited.role_words import any_of, vocabulary

_SOME_OF = re.compile(r"^\S+\s+av\s+(?:(?:de|våra|årets|planens)\s+)?(?:aktiviteter|insatser)(?:na)?$", re.IGNORECASE)
_OF_A_YEAR = (Unit.DAYS, Unit.MONEY, Unit.PERCENT)


def is_of_part_of_year(stated: Stated) -> bool:
    """``Hälften av dagarna användes före sommaren``. What else is counted has its day: ``i maj kom 60 deltagare``."""
    return stated.unit in _OF_A_YEAR and bool(_pattern("part_of_year").search(stated.sentence))


def is_part_of_row(stated: Stated, figures: Iterable[float]) -> bool:
    """``Ett tjugotal dagar lades på granskning``: so much of the row's figures may have gone to that."""
    return stated.reach.least < max(figures, default=0) and bool(_pattern("gone_to").search(stated.sentence))


def is_some_of(stated: Stated, figures: Iterable[float]) -> bool:
    """``Två av aktiviteterna kom aldrig i gång``: some of them, and nothing that the workbook knows tells which."""
    some = stated.unit == Unit.ACTIVITIES and bool(_SOME_OF.search(stated.text))
    return some and stated.reach.least < max(figures, default=0)


def is_asked_for(text: str, end: int) -> bool:
    """``De 153 000 kr som söktes``: the figure that ends there isn't what was given."""
    return bool(_pattern("asked").match(text, end))


def is_of_something_new(sentence: str) -> bool:
    """``En konsult anlitades för 65 000 kr``: the sentence begins with what hasn't been spoken of."""
    return bool(_pattern("something").match(sentence))


def is_cost_of_other(sentence: str) -> bool:
    """``Resorna kostade 312 000 kr``, where that is no row of the workbook."""
    return bool(_pattern("cost").match(sentence))


def is_denied_bound(stated: Stated) -> bool:
    """``Inget län fick mindre än 60 000 kr``: what is said of all of them can't be held against one figure."""
    return bool(stated.about and stated.about.is_bound and _pattern("none").match(stated.sentence))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    words, own = any_of(vocabulary("elsewhere")[name]), any_of(vocabulary("elsewhere")["own"])
    whole = any_of(vocabulary("elsewhere")["whole"])
    patterns = {
        "none": rf"\W*(?:{words})\s",
        "cost": rf"\W*(?!(?:{whole}|{own})\b)[a-zåäö]+\s+(?:[a-zåäö]+\s+){{0,4}}?(?:{words})\b",
        "part_of_year": rf"(?<!\w)(?:{words})(?!\w)",
        "asked": rf"\s+som\s+(?:{words})(?!\w)",
        "something": rf"\W*(?:{words})\s+(?!{own})[a-zåäö]{{3,}}",
        "gone_to": rf"\b(?:{words})\s+(?:\S+\s+){{0,3}}?(?:till|på|åt|för)\s+(?!{own})[a-zåäö]{{3,}}",
    }
    return re.compile(patterns[name], re.IGNORECASE)
