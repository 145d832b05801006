"""What the charts of documents have in common: what isn't reported yet is drawn, not left out."""

from __future__ import annotations

from collections.abc import Sequence

from rus_sheets.book.content import Series


def with_waiting(series: Sequence[Series], unknown: Sequence[str]) -> tuple[Series, ...]:
    """The series, and while one that may be unknown has gaps another one that shows in their place how much waits.

    ``unknown`` is what each series' cells say while they aren't known, "" where they always are. What waits is as much
    as the first series that is always known has there: of a budget of 200 000 kr nothing is accounted for yet.
    """
    known = next((each for each, word in zip(series, unknown, strict=True) if not word), None)
    waits = next(((each, word) for each, word in zip(series, unknown, strict=True) if word), None)
    if known is None or waits is None:
        return tuple(series)
    gaps = tuple(
        whole or None if value is None else None for whole, value in zip(known.values, waits[0].values, strict=True)
    )
    name = waits[1][:1].upper() + waits[1][1:]
    return (*series, Series(name, gaps, waiting=True)) if any(gaps) else tuple(series)
