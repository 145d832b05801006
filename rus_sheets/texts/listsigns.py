"""Which of a cell's lines are items of a list: as people type them, and as a list from Word is pasted into a cell.

Excel keeps of such a list the sign that stood before each item and the tab after it. Some signs begin nothing else
(``•``, a private character of Wingdings). Others are also signs of punctuation or letters (``–``, ``*``, ``§``,
``o``): then a tab after it, a line of the same sign beside it, or a colon before it tells that it is a list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

_SURE = re.compile(
    r"\s*(?:"
    "[-•·∙●○◦▪▫■□◆◇►▶➢➤‣⁃✓✔\uf020-\uf0ff]"  # the last are Wingdings' and Symbol's signs, as Word stores them
    r"\s+|[–—‒−*§o](?:\t\s*|[ \u00a0]{2,}))(?=\S)"
)
_LIKELY = re.compile(r"\s*([–—‒−*§])\s+(?=\S)")
_AFTER_COLON = "–—‒−*"
_PARAGRAPH_OF_LAW = re.compile(r"\s*§[ \u00a0]*\d")
_NUMBER = re.compile(r"\s*(0|[1-9][0-9]{0,2})[.)]\s+(?=\S)")
_LETTER = re.compile(r"\s*([a-z])(?:\)\s+|\.\t\s*)(?=\S)")


class SignKind(Enum):
    """What stands before the item."""

    BULLET = "bullet"
    NUMBER = "number"
    LETTER = "letter"


class Sign(NamedTuple):
    """What stands before an item: where the item's own text begins, and its number (a letter's place from 1)."""

    kind: SignKind
    end: int
    number: int = 0


def signs(lines: Sequence[str]) -> list[Sign | None]:
    """The sign of each line, None for a line that is no item. ``lines`` are not blank, and have their tabs."""
    found: list[Sign | None] = []
    for place, line in enumerate(lines):
        before, after = lines[place - 1] if place else "", lines[place + 1] if place + 1 < len(lines) else ""
        found.append(_bullet(line, before, after) or _number(line) or _letter(line, before, after))
    return found


def _bullet(line: str, before: str, after: str) -> Sign | None:
    if _PARAGRAPH_OF_LAW.match(line):
        return None
    if sure := _SURE.match(line):
        return Sign(SignKind.BULLET, sure.end())
    likely = _LIKELY.match(line)
    if not likely:
        return None
    character = likely[1]
    company = any(_may_begin(other, character) for other in (before, after))
    if company or (character in _AFTER_COLON and before.rstrip().endswith(":")):
        return Sign(SignKind.BULLET, likely.end())
    return None


def _may_begin(line: str, character: str) -> bool:
    """Does the line begin with that character, and can it be a bullet's?"""
    if _PARAGRAPH_OF_LAW.match(line) or not line.lstrip().startswith(character):
        return False
    return bool(_LIKELY.match(line) or _SURE.match(line))


def _number(line: str) -> Sign | None:
    number = _NUMBER.match(line)
    return Sign(SignKind.NUMBER, number.end(), int(number[1])) if number else None


def _letter(line: str, before: str, after: str) -> Sign | None:
    """A list begins with a, or with a letter that the next line goes on from: ``i)`` before ``ii)`` is none."""
    letter = _LETTER.match(line)
    if not letter:
        return None
    number = _place(letter)
    earlier, later = _LETTER.match(before), _LETTER.match(after)
    follows = earlier is not None and _place(earlier) == number - 1
    leads = later is not None and _place(later) == number + 1
    return Sign(SignKind.LETTER, letter.end(), number) if number == 1 or follows or leads else None


def _place(letter: re.Match[str]) -> int:
    return ord(letter[1]) - ord("a") + 1
