"""Does a content control's text say the figure of the workbook, another one in its place, or more than a figure?

The control is the figure's alone. Words that somebody has typed in it may make it another (``hälften av 14``) or not
(``14 (preliminärt)``), and no list of words tells which: all that isn't just a figure is a person's to see.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from enum import Enum, auto

from rus_sheets.book.dates import read_date

# Thousands in groups of three, by a space or by nothing: "14 1" is two numbers, of which somebody has typed one.
_NUMBER = re.compile(r"[-−–]?(?:[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:,[0-9]+)?")
_SHARE = re.compile(rf"{_NUMBER.pattern} ?%")
_DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2} [a-zåäö]+ [0-9]{4}|[0-9]{1,2}/[0-9]{1,2} [0-9]{4}", re.IGNORECASE
)
_AS_PRINTED = re.compile("[1-9]")  # half days and shares: no noughts at the end, and öre nowhere
_SPACES = re.compile(r"\s+")
_MINUS = re.compile(r"^[−–](?=[0-9])")

TextSpan = tuple[int, int]
"""Where in a control's text something stands."""


class Own(Enum):
    """What the text of a control is beside what was written there last."""

    ALL = auto()
    """Just that: nobody has touched it."""
    PART = auto()
    """That, with words typed beside it."""
    TYPED = auto()
    """Something else, which a person has typed."""
    UNKNOWN = auto()
    """Nobody knows what was written."""


class FigureText(Enum):
    """What the text of a control is beside the figure of the workbook."""

    SAME = auto()
    OTHER = auto()
    """Another figure of its kind, or nothing at all: the workbook's can stand in its place."""
    TYPED = auto()
    """Another figure of its kind that a person has typed: only a person can tell which of them is right."""
    MIXED = auto()
    """More than a figure, another kind of it, or two."""


def compared(
    text: str, today: str, words: Collection[str], *, choice: bool = False, own: Own = Own.UNKNOWN
) -> FigureText:
    """What a control's text is beside ``today``, what it would say by the workbook (not blank).

    ``words`` are what it may say that is no number: the choices of its column (``choice``), or what documents say of a
    figure that isn't known. ``own`` is what the text is beside what was written there last.
    """
    said, right = _plain(text), _plain(today)
    if _value(said) == _value(right):
        return FigureText.SAME
    if not said or own is Own.ALL:
        return FigureText.OTHER
    is_word = said.casefold() in {_plain(word).casefold() for word in words}
    if own is Own.PART or not (is_word or (not choice and _is_of_a_kind(said, right, is_known=today not in words))):
        return FigureText.MIXED
    if (
        own is Own.UNKNOWN
        and len(_decimals(said)) > len(_decimals(right))
        and not _AS_PRINTED.fullmatch(_decimals(said))
    ):
        return FigureText.TYPED  # a new one in its place would lose what nobody but a person has written
    return FigureText.TYPED if own is Own.TYPED else FigureText.OTHER


def _is_of_a_kind(said: str, right: str, *, is_known: bool) -> bool:
    """Is the one a figure where the other is one, or a text where that is one and no more than that?"""
    kinds = [pattern for pattern in (_NUMBER, _SHARE, _DATE) if pattern.fullmatch(right)]
    if kinds or not is_known:
        alike = kinds or [_NUMBER, _SHARE, _DATE]  # what isn't known may have been a figure of any kind
        return any(other.fullmatch(said) for other in alike)
    if _is_sign(right):
        return _is_sign(said)
    # A name, or another text: the whole of it is the workbook's.
    return not re.search(rf"(?<!\w){re.escape(right)}(?!\w)", said, re.IGNORECASE)


def _decimals(said: str) -> str:
    is_number = _NUMBER.fullmatch(said) or _SHARE.fullmatch(said)
    return said.rstrip(" %").partition(",")[2] if is_number else ""


def canonical(text: str) -> str:
    """The text in the one way of writing that stands for all that say the same (``2026-04-21`` for 21 april 2026)."""
    plain = _plain(text)
    return str(_value(plain)) if is_figure(plain) else text


def is_figure(text: str) -> bool:
    """Is it a number, a share, a date or a sign, and nothing more?"""
    plain = _plain(text)
    return _is_sign(plain) or any(pattern.fullmatch(plain) for pattern in (_NUMBER, _SHARE, _DATE))


def whole(text: str) -> TextSpan:
    """Where the text stands between the spaces at its ends."""
    end = len(text.rstrip())
    return (len(text) - len(text.lstrip()), end) if end else (0, len(text))


def _plain(text: str) -> str:
    """With one kind of space and one of minus, whatever people and programs have typed."""
    return _MINUS.sub("-", _SPACES.sub(" ", text).strip())


def _value(said: str) -> object:
    """What is the same however it is written: spaces between thousands may lack, a date may have its month in words."""
    if _NUMBER.fullmatch(said) or _SHARE.fullmatch(said):
        return said.replace(" ", "")
    return (read_date(said) if _DATE.fullmatch(said) else None) or said


def _is_sign(text: str) -> bool:
    return len(text) == 1 and unicodedata.category(text) == "So"
