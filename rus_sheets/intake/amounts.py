"""Days and money as plans tell them: a number that can be read in one way, or a question about it."""

from __future__ import annotations

import re

from msgspec import Struct

from rus_sheets.book.numbers import number_in_words, read_typed_number
from rus_sheets.book.numberwords import NUMBER_WORDS
from rus_sheets.intake.beside import Beside, words_after
from rus_sheets.intake.patterns import DAY
from rus_sheets.intake.words import words
from rus_sheets.schema.model import CellType

_DIGITS = r"(?:1/2|1/4|3/4)(?![0-9])|[0-9](?:[0-9 .]*[0-9])?(?:,[0-9]+)?(?: ?[½¼¾])?|[½¼¾]"
_NUMBER = rf"(?:{_DIGITS}|\b{NUMBER_WORDS}(?![a-zåäö]))"
_UNIT = rf"{DAY}(?![a-zåäö])\.?"
_OR = words("number", "or")
_DAYS = re.compile(
    rf"(?P<number>{_NUMBER})(?P<other> ?{_UNIT}(?= ?- ?[0-9])| ?(?:-|/| {_OR} ) ?{_NUMBER})? ?"
    rf"(?P<unit>{_UNIT})?(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_OTHER_UNIT = re.compile(words("time", "other"), re.IGNORECASE)
_ABOUT = re.compile(rf"^{words('number', 'about')}\b\.? ?|^~ ?", re.IGNORECASE)
_TOTAL = re.compile(rf"^{words('number', 'total')} ", re.IGNORECASE)
_ONLY_TOTAL = re.compile(rf"^{words('number', 'total')}$")
_SPAN = rf"(?:[0-9][0-9 .,]*|{NUMBER_WORDS}) ?(?:-| {_OR} ) ?(?:[0-9]|{NUMBER_WORDS})"

_THOUSANDS = re.compile(r"[0-9]{1,3}\.[0-9]{3}")
_UNREADABLE = "Talet går inte att läsa. Skriv det."
_ANOTHER_UNIT = "Det står i en annan enhet än dagar. Skriv antalet dagar."
_TWO = "Det står två tal. Skriv det som gäller."
_ROUGH = "Talet är ungefärligt. Kontrollera att det ska stå så."
_TWO_WAYS = "Talet kan läsas på två sätt. Kontrollera."
_QUALIFIED = "Orden efter talet kan ändra det. Kontrollera."
_NOT_ALL = "Orden efter talet gör det till ett annat. Skriv hur många dagar det blir."


class Amount(Struct, frozen=True):
    """What a phrase comes to: a ``value`` where there is one to write, and what has to be asked about it, or "".

    ``words`` are those that stand beside the days, "" for none; all of the phrase where no value can be read.
    """

    value: float | int | None
    ask: str = ""
    words: str = ""


def read_amount(said: str, kind: CellType) -> Amount:
    """The days or the money that a phrase says. Nothing is chosen among several numbers, and no unit is converted."""
    text = _TOTAL.sub("", said.strip().rstrip("."))
    return _days(text) if kind is CellType.DAYS else _money(text, kind)


def _days(text: str) -> Amount:
    found = _DAYS.match(_ABOUT.sub("", text))
    if not found:
        return Amount(None, _UNREADABLE, text)
    beside = words_after(found["rest"])
    value = _value(found["number"], CellType.DAYS)
    if fault := _fault(found, beside):
        return Amount(None, fault, text)
    if value is None or (beside is Beside.UNSURE and not found["unit"]):
        return Amount(None, _UNREADABLE, text)
    said = _ONLY_TOTAL.sub("", found["rest"].strip(" ,.;:-"))
    ask = _QUALIFIED if beside is Beside.UNSURE else _ROUGH if _ABOUT.match(text) else ""
    return Amount(value, ask or (_TWO_WAYS if _THOUSANDS.fullmatch(found["number"]) else ""), said)


def _fault(found: re.Match[str], beside: Beside) -> str:
    """Why a number isn't one of days (Swedish), "" where it is."""
    if found["other"]:
        return _TWO
    if not found["unit"] and _OTHER_UNIT.match(found["rest"].strip()):
        return _ANOTHER_UNIT
    return _NOT_ALL if beside is Beside.CHANGED else ""


def _money(text: str, kind: CellType) -> Amount:
    if re.search(_SPAN, text, re.IGNORECASE):
        return Amount(None, _TWO)
    value = _value(_ABOUT.sub("", text), kind)
    if value is None:
        return Amount(None, _UNREADABLE)
    return Amount(value, _ROUGH if _ABOUT.match(text) else "")


def _value(number: str, kind: CellType) -> float | int | None:
    value = read_typed_number(number, kind).value
    return number_in_words(number, kind) if value is None else value
