"""What can be written into a cell, and how it is written.

Texts go in as inline strings: the shared string table then stays as it is, to the byte, and Excel, LibreOffice,
openpyxl, calamine and IronCalc all read them; Excel moves them to the table when it next saves.
"""

from __future__ import annotations

import datetime as dt
import math

from msgspec import Struct

from rus_sheets.book.raw import CellError, RichText, Scalar
from rus_sheets.errors import UserError
from rus_sheets.excel.read.escapes import escape
from rus_sheets.excel.read.strings import MARKED
from rus_sheets.office.markup import escape_text
from rus_sheets.office.xmltext import HALF_A_PAIR, fits_xml

MAX_TEXT = 32_767
MAX_FORMULA = 8_192
_LOOKS_LIKE_FORMULA = ("=", "+", "-", "@", "'")
_DAY = dt.timedelta(days=1)


_REWRITE = "Skriv om texten."


class BadValueError(UserError, ValueError):
    """The value can't stand in a cell."""


class PatchRefusedError(UserError):
    """The edit would break something in the workbook. Nothing was written."""


class Formula(Struct, frozen=True):
    """A formula (with or without ``=``, in English with commas) and the value to store with it, None for no value."""

    text: str
    cached: Scalar = None


class Cached(Struct, frozen=True):
    """A new stored value for a cell whose formula stays; None takes the stored value away."""

    value: Scalar


CellValue = Scalar | dt.date | dt.datetime | RichText | Formula | Cached
"""datetime is a date; tz-aware ones are refused, since a cell has no time zone."""


def checked(value: CellValue) -> CellValue:
    """``value`` if it can stand in a cell. Raises BadValueError, or TypeError for other types."""
    if isinstance(value, str):  # most, and quickly
        _check_text(value)
        return value
    match value:
        case None | bool() | CellError():
            pass
        case int() | float():
            _check_number(value)
        case RichText():
            _check_text(value.text)
            if not value.runs or any(set(marks) - MARKED.keys() for _, marks in value.runs):
                raise BadValueError("Texten saknar innehåll eller har okänd formatering.", remedy=_REWRITE)
        case dt.date():
            serial_of(value, date1904=False)
        case Formula():
            _check_formula(value.text)
            checked(value.cached)
        case Cached():
            checked(value.value)
        case _:
            raise TypeError(f"a cell can't hold {type(value).__name__}")
    return value


def checked_at(value: CellValue, place: str) -> CellValue:
    """As ``checked``; the error tells the place."""
    try:
        return checked(value)
    except BadValueError as error:
        error.place = place
        raise


def looks_like_formula(text: str) -> bool:
    """Would Excel take the text for a formula (or strip its apostrophe) when the cell is edited again?"""
    return text.startswith(_LOOKS_LIKE_FORMULA)


def serial_of(value: dt.date, *, date1904: bool) -> int | float:
    """Days in the workbook's date system. Raises BadValueError for what Excel can't hold.

    1900-01-01 to 1900-02-28 are a day less than the arithmetic says, since Excel has a 29 February 1900.
    """
    if isinstance(value, dt.datetime):
        if value.tzinfo is not None:
            fault = "Tidpunkten har en tidszon, vilket en cell inte kan ha."
            raise BadValueError(fault, remedy="Ange den utan tidszon.")
        moment = value
    else:
        moment = dt.datetime.combine(value, dt.time())
    epoch = dt.datetime(1904, 1, 1) if date1904 else dt.datetime(1899, 12, 30)  # noqa: DTZ001  (cells have no zone)
    days = (moment - epoch) / _DAY
    if not date1904 and days < 61:
        days -= 1
    if not days >= (0 if date1904 else 1):  # true for NaT too, which is a datetime
        fault = f"Excel kan inte visa datum före {epoch.year + (not date1904)}."
        raise BadValueError(fault, remedy="Kontrollera datumet, eller skriv det som text.")
    return int(days) if days.is_integer() else days


def cell_content(value: Scalar | RichText, prefix: str, run_properties: list[str], *, formula: bool) -> tuple[str, str]:
    """Type and content of the ``c`` element for a checked value, with the value of a ``formula`` or one that is typed.

    ``run_properties`` are the ``rPr`` elements of a RichText's runs.
    """
    p = prefix
    if isinstance(value, str):
        return ("str", _text(value, p, "v")) if formula else ("inlineStr", f"<{p}is>{_text(value, p, 't')}</{p}is>")
    if value is None:
        return "", ""
    if isinstance(value, RichText):
        runs = "".join(
            f"<{p}r>{properties}{_text(text, p, 't')}</{p}r>"
            for (text, _), properties in zip(value.runs, run_properties, strict=True)
        )
        return "inlineStr", f"<{p}is>{runs}</{p}is>"
    if isinstance(value, CellError):
        return "e", f"<{p}v>{escape_text(value.code)}</{p}v>"
    if isinstance(value, bool):
        return "b", f"<{p}v>{int(value)}</{p}v>"
    return "", f"<{p}v>{_number(value)}</{p}v>"


def formula_text(formula: Formula) -> str:
    """Without the leading ``=``, as it is stored."""
    return formula.text.removeprefix("=")


def _number(value: float) -> str:
    """Plain digits, also for subclasses whose own repr is something else (numpy's float64)."""
    exact = isinstance(value, int) and abs(value) <= 2**53
    return str(int(value)) if exact else repr(float(value))


def _text(text: str, prefix: str, name: str) -> str:
    """The element of a text."""
    keep = ' xml:space="preserve"' if text != text.strip() or "\n" in text or "\t" in text or "  " in text else ""
    return f"<{prefix}{name}{keep}>{escape_text(escape(text))}</{prefix}{name}>"


def _check_text(text: str) -> None:
    if len(text) <= MAX_TEXT // 2 and text.isprintable() and "_x" not in text:
        return  # most texts, and quickly: neither too long in UTF-16, nor anything to escape
    if HALF_A_PAIR.search(text):
        raise BadValueError("Texten innehåller trasiga tecken (halva surrogatpar).", remedy=_REWRITE)
    if len(text) > MAX_TEXT or len(text.encode("utf-16-le")) > 2 * MAX_TEXT:
        raise BadValueError(f"Texten har {len(text)} tecken, en cell rymmer {MAX_TEXT}.", remedy="Korta texten.")


def _check_number(value: float) -> None:
    try:
        finite = math.isfinite(value)
    except OverflowError:
        finite = False
    if not finite:
        raise BadValueError("Talet är för stort eller inget tal.", remedy="Kontrollera talet.")


def _check_formula(text: str) -> None:
    stored = text.removeprefix("=")
    if not stored.strip() or len(stored) > MAX_FORMULA or not fits_xml(stored):
        fault = "Formeln är tom, för lång eller innehåller otillåtna tecken."
        raise BadValueError(fault, remedy="Skriv om formeln.")
