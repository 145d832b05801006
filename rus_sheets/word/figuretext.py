"""Which part of what stands in a content control is its figure: the rest somebody has typed, and it is theirs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

from rus_sheets.book.dates import read_date
from rus_sheets.book.numberwords import NUMBER_WORDS, is_article

# Thousands in groups of three: "14 1" is two numbers, of which somebody has typed one.
_NUMBER = re.compile(
    r"(?<![\w,.])(?:[−–-](?=\d))?(?:\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+|\d+)(?:,\d+)?(?![\d]|[,.:/−–-]\d)"
)
_SHARE = re.compile(rf"{_NUMBER.pattern}[ \u00a0\u2009\u202f]?%")
_DATE = re.compile(r"(?<!\d)(?:\d{4}-\d\d-\d\d|\d{1,2}[ \u00a0][a-zåäö]+[ \u00a0]\d{4})(?!\d)")
_IN_WORDS = re.compile(rf"(?<!\w){NUMBER_WORDS}(?!\w)", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]+")
_MINUS = re.compile(r"[−–](?=\d)")

Span = tuple[int, int]


def figure_in(text: str, today: str, words: Collection[str], *, choice: bool = False) -> Span | None:
    """Where in ``text`` the figure stands, None if that can't be told.

    ``today`` is what it would say today and ``words`` what it may say that is no number: the choices of its column
    (``choice``), or what documents say of a figure that isn't known. A name or another text is the whole of it.
    """
    end = len(text.rstrip())
    whole = (len(text) - len(text.lstrip()), end) if end else (0, len(text))
    said = text[whole[0] : whole[1]]
    if not said or same(said, today) or any(same(said, word) for word in words):
        return whole
    if choice:
        found = list(_words(text, {today, *words}))
    elif _DATE.fullmatch(today):
        found = [*_matches(_DATE, text), *_words(text, words)]
    elif _NUMBER.fullmatch(today) or _SHARE.fullmatch(today) or today in words:
        is_share = _SHARE.fullmatch(today) or (today in words and _SHARE.search(text))
        pattern = _SHARE if is_share else _NUMBER
        found = [*_matches(pattern, text), *_words(text, words)]
        rest = "".join(_outside(text, found))
        if any(each.isnumeric() for each in rest) or not all(map(is_article, _IN_WORDS.findall(rest))):
            return None  # 3-5, 14.5, 14² or "14 (fjorton)": another kind of figure than ours, or two
    elif _is_sign(today):
        found = [(place, place + 1) for place, each in enumerate(text) if _is_sign(each)]
    else:
        return whole
    return found[0] if len(found) == 1 else None


def same(one: str, other: str) -> bool:
    """Is it the same text, whatever kind of spaces and minus people have typed, or the same date written otherwise?"""
    one, other = _plain(one), _plain(other)
    return one == other or (read_date(one) is not None and read_date(one) == read_date(other))


def _plain(text: str) -> str:
    return _MINUS.sub("-", _SPACES.sub(" ", text).strip())


def _is_sign(text: str) -> bool:
    return len(text) == 1 and unicodedata.category(text) == "So"


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    yield from (match.span() for match in pattern.finditer(text))


def _words(text: str, words: Collection[str]) -> Iterator[Span]:
    """Each place where one of the words stands by itself; the longest where one begins another."""
    known = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True) if word)
    if known:
        yield from _matches(re.compile(rf"(?<!\w)(?:{known})(?!\w)", re.IGNORECASE), text)


def _outside(text: str, found: Collection[Span]) -> Iterator[str]:
    at = 0
    for start, end in sorted(found):
        yield text[at:start]
        at = end
    yield text[at:]
