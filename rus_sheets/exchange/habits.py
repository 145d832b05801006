"""What other programs make of texts by themselves: dates of 1-2, numbers of 007, powers of ten, hyphens of dashes.

What was there first can't be told for certain, so that it is told and asked about, never put back or taken.
"""

from __future__ import annotations

import re
from decimal import Decimal

from rus_sheets.book.dates import from_serial
from rus_sheets.book.formats import FormatKind
from rus_sheets.book.raw import Scalar
from rus_sheets.book.shown import as_text
from rus_sheets.exchange.table import OutsideCell

_PARTS = re.compile(
    r"[0-9]{1,4}[-/. ][0-9]{1,4}(?:[-/. ][0-9]{1,4})?|[0-9]{1,2}[- ]?[a-zåäö]{3,9}|[a-zåäö]{3,9}[- ]?[0-9]{1,4}"
)
_DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?: [0-9:]+)?|[0-9]{1,2}[-. ][a-zåäö]{3,9}\.?|[a-zåäö]{3,9}\.?[- ][0-9]{2,4}"
    r"|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}"
)
_NUMBER = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?(?:e[-+]?[0-9]{1,3})?")
_POWER = re.compile(r"[-+]?[0-9](?:[.,][0-9]+)?e\+?[0-9]{1,3}")
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/(?:[0-9]{2}|[0-9]{4})(?: [0-9:]+)?")
_MONTHS = 12
_GARBLED = re.compile("[ÃÂ][\u0080-\u00bf\u0152-\u0192\u02c6-\u2122]|\ufffd")
DATE = "Ett kalkylprogram kan ha gjort om {was} till ett datum."
NUMBER = "Ett kalkylprogram kan ha gjort om {was} till ett tal."
POWER = "Ett kalkylprogram kan ha kortat av ett långt tal."
PLAINER = "Tankstreck, citattecken eller mellanslag har blivit andra på vägen."
TURNED = "Ett kalkylprogram kan ha bytt plats på dag och månad i {was}."
TWO_DAYS = "Vilket som är dag och vilket som är månad i ”{now}” beror på kalkylprogrammets språk."
GARBLED = "Bokstäver i texten har blivit andra på vägen."


def altered(was: str, cell: OutsideCell) -> str:
    """Why what stands in a cell may be what a program has made of the text ``was``; "" where nothing tells so."""
    text, now = was.strip().casefold(), as_text(cell.value).strip().casefold()
    if not now or now == text:
        return ""
    if _PARTS.fullmatch(text) and (cell.format is FormatKind.DATE or _DATE.fullmatch(now)):
        return DATE.format(was=f"”{was}”")
    if _NUMBER.fullmatch(text) and _NUMBER.fullmatch(now) and _same_number(text, now):
        return NUMBER.format(was=f"”{was}”")
    if _POWER.fullmatch(now):
        return POWER
    if _plainer(was.strip()) == _plainer(as_text(cell.value).strip()):
        return PLAINER
    is_garbled = isinstance(cell.value, str) and (_GARBLED.search(cell.value) or _is_lossy(was.strip(), cell.value))
    return GARBLED if is_garbled else ""


def turned(was: Scalar, now: Scalar) -> str:
    """Why a day (Excel's number for it) may be what a program has made of the day ``was``; "" where nothing tells so.

    A program in English reads 4/12 as 12 April, and writes 12/4 for 4 December: so written it may be either.
    """
    slashed = _SLASHED.fullmatch(now.strip()) if isinstance(now, str) else None
    if slashed:
        first, second = int(slashed[1]), int(slashed[2])
        return TWO_DAYS.format(now=slashed[0]) if first != second and max(first, second) <= _MONTHS else ""
    if not (isinstance(was, (int, float)) and isinstance(now, (int, float))):
        return ""
    before, after = from_serial(was), from_serial(now)
    if not before or not after or before == after or (before.month, before.day) != (after.day, after.month):
        return ""
    return TURNED.format(was=before.isoformat()) if before.year == after.year else ""


def _is_lossy(was: str, now: str) -> bool:
    """Whether each letter that cp1252 lacks has become a question mark, and nothing else has changed."""
    return now.strip() != was and now.strip() == was.encode("cp1252", errors="replace").decode("cp1252")


_PLAIN = (
    (re.compile("[\u2010-\u2015\u2212]|--"), "-"),
    (re.compile("[\u201c\u201d\u201e\u00ab\u00bb]"), '"'),
    (re.compile("[\u2018\u2019\u201a\u00b4]"), "'"),
    (re.compile("\u2026"), "..."),
    (re.compile("[\u00a0\u2002-\u200a\u202f]"), " "),
)
"""What is written otherwise where there are fewer characters: dashes, quotes, dots, spaces."""


def _plainer(text: str) -> str:
    for pattern, plain in _PLAIN:
        text = pattern.sub(plain, text)
    return text


def _same_number(text: str, now: str) -> bool:
    """Whether they are one number, as far as the digits of the second tell: a program keeps fifteen, or shows fewer."""
    one, other = (Decimal(number.replace(",", ".")) for number in (text, now))
    digits = len(other.normalize().as_tuple().digits)
    cut = digits <= _KEPT and ("e" in now or len(re.sub("[^0-9]", "", text)) > _KEPT)
    return one == other or (cut and abs(one - other) <= abs(one).scaleb(1 - digits))


_KEPT = 15
"""Digits that a spreadsheet keeps of a number."""
