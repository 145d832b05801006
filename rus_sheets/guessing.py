"""What was probably meant by a word that isn't there: the one place where anything is guessed.

A number is never guessed at: ``A5`` may be ``A05``, but not ``A25``, which is as near in letters and another activity.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

_CUTOFF = 0.6
_WORD = 3
"""Letters from which a name is a word: then "Plan" may be "Plan 2026"; "A" says nothing of "A01"."""
_NUMBER = re.compile("[0-9]+")


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, "" where none is near, or several that differ in number.

    Case, punctuation and zeros before a number don't count.
    """
    candidates = list(known)
    if word in candidates:
        return word
    form = _form(word)
    scored = [(_likeness(form, _form(each)), each) for each in candidates]
    best = max((score for score, _ in scored), default=0.0)
    if best < _CUTOFF:
        return ""
    near = [each for score, each in scored if score == best]
    return near[0] if len({tuple(_NUMBER.findall(_form(each))) for each in near}) == 1 else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """”Menade du …?” when a known word is near, otherwise ""."""
    near = nearest(word, known)
    return f"Menade du ”{near}”?" if near else ""


def same_id(one: str, other: str) -> bool:
    """Whether two ids are the same but for case, punctuation and zeros before a number."""
    return _form(one) == _form(other)


def _form(word: str) -> str:
    plain = re.sub(r"[\W_]+", " ", word.casefold()).strip()
    return _NUMBER.sub(lambda match: match[0].lstrip("0") or "0", plain)


def _likeness(form: str, other: str) -> float:
    """How alike two forms are, 0 where they name different numbers."""
    numbers, others = _NUMBER.findall(form), _NUMBER.findall(other)
    if numbers != others and ((numbers and others) or min(map(_letters, (form, other))) < _WORD):
        return 0.0
    short, long = sorted((form, other), key=len)
    if long.startswith(f"{short} ") and _letters(short) >= _WORD:
        return _CUTOFF  # "Effekter" has become "Effekter av arbetet"
    matcher = difflib.SequenceMatcher(None, other, form)
    return matcher.ratio() if matcher.real_quick_ratio() >= _CUTOFF and matcher.quick_ratio() >= _CUTOFF else 0.0


def _letters(form: str) -> int:
    return sum(map(str.isalpha, form))
