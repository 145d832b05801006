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
    UNKNOWN = auto()
    """Something else, or nobody knows what was written."""


class FigureText(Enum):
    """What the text of a control is beside the figure of the workbook."""

    SAME = auto()
    OTHER = auto()
    """Another figure of its kind, or nothing at all: the workbook's can stand in its place."""
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
    if not said or own is Own.ALL or said.casefold() in {_plain(word).casefold() for word in words}:
        return FigureText.OTHER
    if choice or own is Own.PART:
        return FigureText.MIXED
    kinds = [pattern for pattern in (_NUMBER, _SHARE, _DATE) if pattern.fullmatch(right)]
    if kinds or today in words:
        alike = kinds or [_NUMBER, _SHARE, _DATE]  # what isn't known may have been a figure of any kind
        return FigureText.OTHER if any(other.fullmatch(said) for other in alike) else FigureText.MIXED
    if _is_sign(right):
        return FigureText.OTHER if _is_sign(said) else FigureText.MIXED
    added = re.search(rf"(?<!\w){re.escape(right)}(?!\w)", said, re.IGNORECASE)
    return FigureText.MIXED if added else FigureText.OTHER  # a name, or another text: the whole of it is the workbook's


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
