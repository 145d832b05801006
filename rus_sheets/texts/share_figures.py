"""Shares of a whole that a text states: ``95 procent av budgeten``, ``hälften av dagarna``, ``en femtedel av tiden``.

What the share is of tells which figures it is to be compared with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from rus_sheets.texts.declared_units import DeclaredUnits
from rus_sheets.texts.rounding import About, about_before, reach_of_share
from rus_sheets.texts.stated import Stated, Unit, sentence_around

_COUNTS = {"en": 1, "ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "nio": 9}
_PARTS = {"tredje": 3, "fjärde": 4, "femte": 5, "sjätte": 6, "sjunde": 7, "åtton": 8, "nion": 9, "tion": 10}
_SHARE = re.compile(
    rf"\b(?:(?P<half>hälften)(?=\sav\s)|(?P<halved>halva)(?=\s\w)"
    rf"|(?P<count>{'|'.join(_COUNTS)})\s(?:(?P<about>(?P<more>dryg|god)|knapp)a?\s)?"
    rf"(?P<part>{'|'.join(_PARTS)})del(?:ar)?(?=\sav\s))",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"(?:(?<=halva)|\s?(?:%|procent)?\sav)\s"
    r"(?P<which>(?:(?:de|hela|alla|samtliga|våra|(?:planera|budgetera|avsat|beslut)\w+|[a-zåäö]{3,}s)\s){0,2})"
    r"(?:\d[\d \u00a0]*\s)?"
    r"(?:(?P<days>(?:(?:arbets|person)?dagar(?:na)?|(?:arbets)?tiden)\b)"
    r"|(?P<money>(?P<total>budget|utfall)(?:en|et)\b|(?:medlen|pengarna|anslaget|finansieringen|beloppet)\b)"
    r"|(?P<activities>aktivitet(?:er(?:na)?)?\b)|(?P<other>[a-zåäö]+))",
    re.IGNORECASE,
)
_OWN = re.compile(r"(?:de\s|våra\s|\w+(?:ade|erade|ta)\s)*", re.IGNORECASE)


class WholeSaid(Struct, frozen=True):
    """What a share is of: its unit, the word of the total that is named (``budget``), "" for none.

    ``is_more`` is true where it is more than what the text stands under: ``planens dagar``, ``alla dagar``.
    """

    text: str
    unit: str
    total: str
    is_more: bool


def whole_of(text: str, end: int, declared: DeclaredUnits) -> WholeSaid | None:
    """What the share whose number ends there is of; None where that isn't said, or is nothing of the workbook's."""
    match = _WHOLE.match(text, end)
    if match is None:
        return None
    units = (unit for unit in (Unit.DAYS, Unit.MONEY, Unit.ACTIVITIES) if match[unit])
    unit = next(units, declared.unit_in(match["other"] or ""))
    total = (match["total"] or "").casefold()
    return WholeSaid(match[0], unit, total, bool(total) or not _OWN.fullmatch(match["which"])) if unit else None


def shares_in_words(text: str, declared: DeclaredUnits) -> Iterator[Stated]:
    """The shares of a whole of the workbook's that are said without a number, in per cent."""
    for match in _SHARE.finditer(text):
        whole = whole_of(text, match.end(), declared)
        if whole is None:
            continue
        is_half = match["half"] or match["halved"]
        share = 50 if is_half else 100 * _COUNTS[match["count"].casefold()] / _PARTS[match["part"].casefold()]
        about = about_before(text, match.start())
        if match["about"]:
            about = About(match.start(), less=not match["more"], more=bool(match["more"]))
        _, sentence = sentence_around(text, match.start(), match.end())
        said = text[about.start if about else match.start() : match.end()] + whole.text
        reach = reach_of_share(share, about)
        yield Stated(
            said,
            share,
            Unit.PERCENT,
            reach,
            of_the_whole=False,
            sentence=sentence,
            start=match.start(),
            end=match.end(),
            about=about,
        )
