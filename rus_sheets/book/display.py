"""Values as the person at the screen sees them: 12,5 and 50 %, 7:30 and 2026-02-01."""

from __future__ import annotations

from rus_sheets.book.convert import Shown
from rus_sheets.book.dates import from_serial
from rus_sheets.book.formats import FormatKind
from rus_sheets.book.numbers import is_finite, tight
from rus_sheets.wording import counted

_LONG = 60
_MINUTES = 24 * 60
_LARGEST = 1e15  # beyond it Excel shows powers of ten


def seen(value: Shown, kind: FormatKind = FormatKind.PLAIN) -> str:
    """A value as it is shown in a cell of that format, "" for blank."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "SANT" if value else "FALSKT"
    if isinstance(value, (int, float)):
        return _number(value, kind)
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def amount(number: float) -> str:
    """``4500000`` gives ``4 500 000``; at most two decimals."""
    rounded = round(float(number), 2)
    whole = f"{int(rounded):,}".replace(",", " ")
    if rounded.is_integer():
        return whole
    sign = "-" if rounded < 0 and int(rounded) == 0 else ""
    decimals = f"{abs(rounded) % 1:.2f}"[2:].rstrip("0")
    return f"{sign}{whole},{decimals}"


def cells_more(count: int) -> str:
    """So many cells beside those that are told of: ``1 cell till``."""
    return f"{counted(count, 'cell', 'celler')} till"


def quoted(text: str, longest: int = _LONG) -> str:
    """A text in Swedish quotation marks, on one line and cut where it is long."""
    line = " ".join(text.split())
    return f"”{line}”" if len(line) <= longest else f"”{line[: longest - 1].rstrip()}…”"


def around(text: str, other: str, longest: int = _LONG) -> str:
    """A text on one line, cut so that what differs from the other text is seen."""
    line, beside = " ".join(text.split()), " ".join(other.split())
    same = next((at for at, (one, two) in enumerate(zip(line, beside, strict=False)) if one != two), None)
    at = min(len(line), len(beside)) if same is None else same
    if not beside or line == beside or len(line) <= longest or at < longest // 2:
        return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
    start = at - longest // 4
    if len(line) - start < longest:
        return f"…{line[1 - longest :]}"
    return f"…{line[start : start + longest - 2]}…"


def _number(value: float, kind: FormatKind) -> str:
    if not is_finite(value):
        return "ett tal som är för stort"
    date = from_serial(value) if kind is FormatKind.DATE else None
    if date:
        return f"{date.isoformat()} {_clock(value % 1)}" if value % 1 else date.isoformat()
    if kind in (FormatKind.TIME, FormatKind.ELAPSED) and value >= 0:
        return _clock(value % 1 if kind is FormatKind.TIME else value)
    if kind is FormatKind.FRACTION and value % 1:
        from fractions import Fraction  # noqa: PLC0415 - few workbooks have a format for fractions

        part = Fraction(abs(value) % 1).limit_denominator(99)
        whole = f"{int(abs(value))} " if abs(value) >= 1 else ""
        return f"{'-' if value < 0 else ''}{whole}{part.numerator}/{part.denominator}"
    return f"{_plain(value * 100)} %" if kind is FormatKind.PERCENT else _plain(value)


def _plain(value: float) -> str:
    number = tight(float(f"{value:.15g}"))
    return f"{number:.6g}".replace(".", ",") if abs(number) >= _LARGEST else f"{number}".replace(".", ",")


def _clock(days: float) -> str:
    minutes = round(days * _MINUTES)
    return f"{minutes // 60}:{minutes % 60:02}"
