"""What was probably meant by a word that isn't there: the one place where anything is guessed.

A number is never guessed at: ``A5`` may be ``A05``, but not ``A25``, which is as near in letters and another activity.
A name is compared by its letters (``nearest``), an answer by its words (``nearest_choice``): ”Har skett” is near
”Har ej skett” in letters, and its opposite. Whether two names of whole things are one thing's is ``kin``.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from enum import IntEnum

_CUTOFF = 0.6
_WORD = 3
"""Letters from which a name is a word: then "Plan" may be "Plan 2026"; "A" says nothing of "A01"."""
_NUMBER = re.compile("[0-9]+")

_FILLERS = frozenset({"har", "varit", "som", "det", "den", "är", "från", "av", "i", "enligt"})
"""Words that a choice says the same without."""
_NOT = frozenset({"ej", "inte", "icke"})
_ENDINGS = frozenset({
    "", "a", "s", "t", "n", "r", "d", "e", "en", "et", "er", "ar", "or", "na", "ns", "ts", "ens", "ets", "erna", "arna",
    "orna", "ad", "at", "ade", "ats", "as", "erat", "erad", "eras",
})  # fmt: skip
_SPELT = 0.8
"""How alike two spellings of a word of some length are."""
_SHORT = 3
"""Letters up to which a word is never a slip for another: ej, ett, mål."""

_SPELT_IN_NAME = 0.9
"""The same within a name, where ”nordväst” is another word than ”nordöst”."""
_MOST = 0.6
"""The part of a name's letters that is still the name, with words added within it."""
_RESEMBLES = 0.75
_EXPLAINED = re.compile(r"\s[-–—]\s|[:;,(]")
"""What parts a name from what explains it: ”Kulturmiljö – byggd miljö”."""


class Kin(IntEnum):
    """Whether two names are one thing's. ``NEARLY`` is sure enough to act on, ``PERHAPS`` only to ask about."""

    NONE = 0
    PERHAPS = 1
    NEARLY = 2
    SAME = 3


def kin(name: str, other: str) -> Kin:
    """How sure it is that two names are of one thing; the order of the two doesn't matter.

    Nearly the same is a name inflected or misspelt, one explained after a dash or a comma, and one that some words have
    been added to, none of them a number: ”Etapp 2” is another than ”Etapp”, and ”FU23” than ”FU27”. Names that begin
    with different letters (``initial``) are never one thing's.
    """
    forms = (_form(name), _form(other))
    if forms[0][:1] != forms[1][:1]:
        return Kin.NONE
    short, long = sorted(map(str.split, forms), key=lambda words: (len("".join(words)), words))
    if not short or short == long:
        return Kin.SAME if short else Kin.NONE
    if _same_words(short, long) or _explains(name, other) or _explains(other, name) or _adds_to(short, long):
        return Kin.NEARLY
    return Kin.PERHAPS if _resembles(short, long) else Kin.NONE


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, "" where none is near, or several that differ in number.

    Case, punctuation and zeros before a number don't count.
    """
    candidates = list(known)
    if word in candidates:
        return word
    form = _form(word)
    scored = [(_likeness(form, _form(candidate)), candidate) for candidate in candidates]
    best = max((score for score, _ in scored), default=0.0)
    if best < _CUTOFF:
        return ""
    near = [name for score, name in scored if score == best]
    return near[0] if len({tuple(_NUMBER.findall(_form(word))) for word in near}) == 1 else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """”Menade du …?” when a known word is near, otherwise ""."""
    near = nearest(word, known)
    return f"Menade du ”{near}”?" if near else ""


def nearest_choice(said: str, choices: Iterable[str]) -> str:
    """The choice that says the same as an answer but for spelling, inflection and order, "" where none does.

    Every word of the one must have its match in the other, whatever it says: no list of words that turn the meaning
    (not, partly, almost, next year) could be whole. What says the same as two choices says neither.
    """
    words, joined = _words(said), "".join(_form(said).split())
    same = [choice for choice in choices if joined and "".join(_form(choice).split()) == joined]
    meant = same or [choice for choice in choices if _says_the_same(words, _words(choice))]
    return meant[0] if len(meant) == 1 else ""


def _words(text: str) -> list[str]:
    return ["ej" if word in _NOT else word for word in _form(text).split() if word not in _FILLERS]


def _says_the_same(words: list[str], others: list[str]) -> bool:
    if len(words) != len(others) or not words:
        return False
    left = list(others)
    for word in sorted(words, key=len):  # the short ones must find themselves, before a longer one takes their place
        match = word if word in left else next((other for other in left if _same_word(word, other)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _same_word(word: str, other: str) -> bool:
    """Whether a word is the other one inflected, cut short or misspelt; never with letters before it (ouppnått)."""
    short, long = sorted((word, other), key=len)
    if _NUMBER.search(word + other) or short[0] != long[0] or {word, other} & _NOT:
        return False
    if len(word) > _SHORT and other.startswith(word):  # prio. for prioritet
        return True
    stems = (at for at in range(min(len(short), _SHORT + 1), len(short) + 1) if long.startswith(short[:at]))
    if any(short[stem:] in _ENDINGS and long[stem:] in _ENDINGS for stem in stems):
        return True
    return len(short) > _SHORT and difflib.SequenceMatcher(None, short, long).ratio() >= _SPELT


def _same_words(words: list[str], others: list[str]) -> bool:
    return len(words) == len(others) and all(map(_inflected, words, others))


def _explains(short: str, long: str) -> bool:
    """Whether ``long`` is ``short`` with an explanation."""
    head = _EXPLAINED.split(long, maxsplit=1)
    return len(head) > 1 and _same_words(_form(short).split(), _form(head[0]).split())


def _adds_to(short: list[str], long: list[str]) -> bool:
    """Whether ``long`` has all the words of ``short`` in their order, the first one first, and others among them."""
    if not _inflected(short[0], long[0]):
        return False
    added, left = list[str](), list(short)
    for word in long:
        if left and _inflected(left[0], word):
            del left[0]
        else:
            added.append(word)
    if left or _NUMBER.search("".join(added)):
        return False
    continued = long[len(short) :] == added and sum(len(word) > _SHORT for word in short) > 1
    return continued or len("".join(short)) >= _MOST * len("".join(long))


def _resembles(short: list[str], long: list[str]) -> bool:
    """Whether one begins as the other ends, or they have a word and most of their letters in common."""
    if len("".join(short)) > _SHORT and long[: len(short)] == short:
        return True
    beginnings = [{word[: _SHORT + 1] for word in words if len(word) > _SHORT} for words in (short, long)]
    if min(len(short), len(long)) > 1 and all(beginnings) and beginnings[0].isdisjoint(beginnings[1]):
        return False
    return _have_in_common(" ".join(short), " ".join(long), _RESEMBLES)


def _inflected(word: str, other: str) -> bool:
    """Whether two words of names are one, but for inflection or a slip of the keyboard."""
    if word == other:
        return True
    short, long = sorted((word, other), key=len)
    if short[0] != long[0] or len(short) <= _SHORT or _NUMBER.search(word + other):
        return False
    stems = (at for at in range(_SHORT + 1, len(short) + 1) if long.startswith(short[:at]))
    if any(short[stem:] in _ENDINGS and long[stem:] in _ENDINGS for stem in stems):
        return True
    return _have_in_common(word, other, _SPELT_IN_NAME)


def _have_in_common(one: str, other: str, part: float) -> bool:
    """Whether two texts have that part of their letters in common, whichever is called the first.

    Nearly all pairs are told apart by their lengths, or by which letters they have in any order.
    """
    both = len(one) + len(other)
    if 2 * min(len(one), len(other)) / both < part:
        return False
    if 2 * sum(min(one.count(letter), other.count(letter)) for letter in set(one)) / both < part:
        return False
    return difflib.SequenceMatcher(None, min(one, other), max(one, other)).ratio() >= part


def initial(name: str) -> str:
    """The first letter or figure of a name, "" where it has none."""
    return _form(name)[:1]


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
