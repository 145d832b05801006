"""Measures as a part writes them, and which are too small for anything to be seen there."""

from __future__ import annotations

import re

_MEASURE = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,20})?", re.ASCII)
_ROW, _COLUMN = 2.0, 0.5
"""Points, and characters' widths: the least that shows anything at all."""


def measure(text: str | None) -> float | None:
    """A measure in points or characters' widths; None if it is missing or no number."""
    return float(text) if text and _MEASURE.fullmatch(text) else None


def is_low(height: str | None) -> bool:
    """Whether a row of that height shows nothing."""
    points = measure(height)
    return points is not None and points < _ROW


def is_narrow(width: str | None) -> bool:
    """Whether a column of that width shows nothing."""
    characters = measure(width)
    return characters is not None and characters < _COLUMN
