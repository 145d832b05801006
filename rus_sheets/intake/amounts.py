"""Days and money as plans tell them: a number that can be read in one way, or a question about it."""

from __future__ import annotations

import re

from msgspec import Struct

from rus_sheets.book.numbers import number_in_words, read_typed_number
from rus_sheets.book.numberwords import NUMBER_WORDS
from rus_sheets.schema.model import CellType

_UNIT = r"(?:arbets)?(?:dagar|dag|dgr)\.?"
_OTHER_UNIT = re.compile(r"veck(?:or|a)\b|tim(?:mar)?\b", re.IGNORECASE)
_ABOUT = re.compile(
    r"^(?:ca|cirka|c:a|ungefär|omkring|runt|drygt|knappt|minst|högst|max|upp till|mellan)\b\.? ?|^~ ?", re.IGNORECASE
)
_TOTAL = re.compile(r"^(?:totalt|sammanlagt) ", re.IGNORECASE)
_SPAN = rf"(?:[0-9][0-9 .,]*|{NUMBER_WORDS}) ?(?:-| till | och | eller ) ?(?:[0-9]|{NUMBER_WORDS})"
_NUMBERS = re.compile(r"[0-9](?:[0-9 .]*[0-9])?(?:,[0-9]+)?")


class Amount(Struct, frozen=True):
    """What a phrase comes to: a ``value`` where there is one to write, and what has to be asked about it, or ""."""

    value: float | int | None
    ask: str = ""


def read_amount(said: str, kind: CellType) -> Amount:
    """The days or the money that a phrase says. Nothing is chosen among several numbers, and no unit is converted."""
    text = _TOTAL.sub("", said.strip().rstrip("."))
    bare = re.sub(rf" ?{_UNIT}$", "", text, flags=re.IGNORECASE) if kind is CellType.DAYS else text
    if _OTHER_UNIT.search(bare):
        return Amount(None, "Det står i en annan enhet än dagar. Skriv antalet dagar.")
    if re.search(_SPAN, bare, re.IGNORECASE):
        return Amount(None, "Det står två tal. Skriv det som gäller.")
    about = bool(_ABOUT.search(bare))
    number = _ABOUT.sub("", bare)
    value = read_typed_number(number, kind).value
    value = number_in_words(number, kind) if value is None else value
    if value is None:
        return Amount(None, "Talet går inte att läsa. Skriv det.")
    return Amount(value, "Talet är ungefärligt. Kontrollera att det ska stå så.") if about else Amount(value)


def amounts_in(said: str) -> tuple[Amount, ...]:
    """Every number in a text that can be an amount of money in kronor."""
    return tuple(read_amount(found[0], CellType.MONEY) for found in _NUMBERS.finditer(said))
