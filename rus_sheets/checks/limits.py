"""The bounds that sense checks use, in one place."""

from __future__ import annotations

SHARE = 0.10
"""A deviation from plan or budget that wants an explanation (the grant's terms speak of 10 per cent)."""

DAYS = 1.0
"""Deviations of so few days are never asked about."""

YEAR = 366
"""Days of one activity beyond which it is asked whether a digit has slipped in."""

HALF = 0.5
"""Half a day or half a krona: the summary's own checks round the same way."""


def deviates(outcome: float, planned: float) -> bool:
    """Whether an outcome is more than a tenth away from what was planned."""
    return abs(outcome - planned) > SHARE * abs(planned) + 1e-9
