"""What is said beside a number in its clause: does it leave the number as it is, may it change it, or does it?"""

from __future__ import annotations

import re
from enum import IntEnum

from rus_sheets.book.numberwords import NUMBER_WORDS
from rus_sheets.intake.words import words


class Beside(IntEnum):
    """How much of what a number says is left when the words beside it are read too."""

    NOTHING = 0
    """There are no words beside it."""
    KEPT = 1
    """They tell of what the number is for, or of a part of it."""
    UNSURE = 2
    """Nobody can tell by rules: the number may be written, and has to be asked about."""
    CHANGED = 3
    """The number is per something, one of several, or times another: it isn't what is looked for."""


_PARTS = words("beside", "parts")
_KEEPS = re.compile(rf"{words('beside', 'parts', 'keeps')}\b", re.IGNORECASE)
_CHANGES = re.compile(words("beside", "changes"), re.IGNORECASE)
_MULTIPLIES = re.compile(rf"{words('beside', 'multiplies')}$", re.IGNORECASE)
_OPEN = re.compile(words("beside", "open"), re.IGNORECASE)
_BRACKETS = re.compile(r" ?\(([^()]*)\)")
_YEARS = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_KRONOR = re.compile(rf"[0-9][0-9 .,]*{words('money', 'amount')}(?!\w)", re.IGNORECASE)
"""An amount of money, which is no other number of days."""
_SOME_YEARS = re.compile(words("beside", "some_years"), re.IGNORECASE)
_KEEPS_AFTER = re.compile(words("beside", "keeps_after"), re.IGNORECASE)
_MORE_DAYS = re.compile(rf"(?:[0-9]|\b(?:{NUMBER_WORDS})) ?(?:arbets|person|man)?(?:dag|dgr)", re.IGNORECASE)


def words_after(text: str) -> Beside:
    """What the rest of a clause does to the number before it: ``per län`` changes it, ``varav 4`` doesn't."""
    said = text.strip(" ,.;:-")
    if not said:
        return Beside.NOTHING
    if _CHANGES.match(said):
        return Beside.CHANGED
    inner = max((_bracketed(found[1]) for found in _BRACKETS.finditer(said)), default=Beside.NOTHING)
    outside = re.split(rf"\b{_PARTS}\b", _BRACKETS.sub("", said), maxsplit=1, flags=re.IGNORECASE)[0].strip(" ,-")
    if _MORE_DAYS.search(outside) or inner is Beside.CHANGED:
        return Beside.CHANGED
    figures = bool(re.search("[0-9]", _YEARS.sub("", _KRONOR.sub("", outside))))
    if not outside:
        return max(inner, Beside.KEPT)
    if not _KEEPS.match(outside):
        return Beside.CHANGED if figures else Beside.UNSURE
    return Beside.UNSURE if figures or _SOME_YEARS.search(outside) else max(inner, Beside.KEPT)


def starts_parts(text: str) -> bool:
    """Does what stands after an amount begin by telling what a part of it is for?"""
    return bool(re.match(rf"[ ,(]*{_PARTS}\b", text, re.IGNORECASE))


def words_before(text: str) -> Beside:
    """What the words of a clause do to the number after them: ``4 x`` changes it, ``över`` may."""
    said = text.strip(" ,.;:-(")
    if not said:
        return Beside.NOTHING
    if _MULTIPLIES.search(said) or re.search("[0-9]", _YEARS.sub("", said)):
        return Beside.CHANGED
    return Beside.KEPT if _KEEPS.match(said) and not _KEEPS_AFTER.match(said) else Beside.UNSURE


def _bracketed(text: str) -> Beside:
    said = text.strip()
    if _CHANGES.match(said):
        return Beside.CHANGED
    return Beside.UNSURE if _OPEN.match(said) or not re.search("[a-zåäö]", said, re.IGNORECASE) else Beside.KEPT
