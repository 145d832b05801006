"""The patterns of a rule file: regular expressions with ``{days:days}`` for what stands for a value.

Before the colon stands what it looks like (``days``, ``money``, ``number``, ``date``, ``text``), after it the column
that it is the value of. ``text`` goes on to the end of the sentence.
"""

from __future__ import annotations

import re
from functools import cache

from rus_sheets.book.numberwords import NUMBER_WORDS

_ABOUT = r"(?:(?:ca|cirka|c:a|ungefär|omkring|runt|drygt|knappt|minst|högst|max|upp till|totalt|mellan)\b\.? ?|~ ?)?"
_DIGITS = r"(?<![0-9])(?:[0-9]{1,3}(?:[ .][0-9]{3})+|[0-9]+)(?:[,.][0-9]+)?(?: ?[½¼¾])?"
_TO = r"(?: ?[-–—] ?| till | och | eller )"
_KRONOR = r"(?:kronor|kr|sek)\b"
_MILLIONS = rf"mnkr|mkr|msek|miljon(?:er)?\b(?: {_KRONOR})?|milj\.? ?(?:{_KRONOR})?"
_SCALE = rf"(?:{_MILLIONS}|tkr|kkr|ksek|tusen (?:{_KRONOR})|{_KRONOR}|:-)"
_SENTENCE = r"(?:(?!(?<!\bev)(?<!\bca)(?<!\bbl\.a)(?<!\bm\.m)(?<!\bt\.ex)(?<!\binkl)(?<!\bexkl)[.;](?:\s|$)).)*"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2} (?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-zåäö]* [0-9]{4}"
DAY = r"(?:(?:arbets|person|man)?(?:dagar|dag|dgr)|dagsverken|pd|d(?![-/a-zåäö]))"
"""A unit of days of work."""
_PLACEHOLDER = re.compile(r"\{(days|money|number|date|text):([a-z_]+)\}")

_COLUMN = re.compile(rf"{_PLACEHOLDER.pattern}|\(\?P<([a-z_]+)>")


@cache
def phrases() -> dict[str, str]:
    """What stands for a value of each kind, as a regular expression without groups of its own."""
    words = NUMBER_WORDS
    one = rf"(?:{_DIGITS}|(?<![a-zåäö])(?:{words})(?![a-zåäö]))"
    return {
        "days": rf"{_ABOUT}{one}(?:{_TO}{one})?(?: ?{DAY}\b| ?(?:person|man)?(?:veckor|vecka|timmar|tim)\b)",
        "money": rf"{_ABOUT}{_DIGITS}(?: ?[-–—] ?{_DIGITS}| till {_DIGITS})? ?{_SCALE}",
        "number": rf"{_ABOUT}{_DIGITS}",
        "date": _DATE,
        "text": _SENTENCE,
    }


def expanded(pattern: str) -> str:
    """The pattern as a regular expression, its placeholders as groups named by their columns."""
    return _PLACEHOLDER.sub(lambda found: f"(?P<{found[2]}>{phrases()[found[1]]})", pattern)


def columns_in(pattern: str) -> tuple[str, ...]:
    """The columns that the pattern finds values of: its placeholders, and groups that it names itself."""
    return tuple(dict.fromkeys(found[2] or found[3] for found in _COLUMN.finditer(pattern)))


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, which takes capital and small letters alike and any kind of space. Raises re.error."""
    return re.compile(expanded(pattern), re.IGNORECASE)


@cache
def whole(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the patterns, for the whole of a text. Raises re.error."""
    return re.compile("|".join(f"(?:{word})" for word in words) or "(?!)", re.IGNORECASE)


def plain(text: str) -> str:
    """The text with one kind of hyphen and of spaces, letter by letter."""
    return text.translate(_ALIKE)


_ALIKE = str.maketrans({"–": "-", "—": "-", "‒": "-", "−": "-", "‑": "-", "\u00a0": " ", "\u202f": " "})
