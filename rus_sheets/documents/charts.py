"""What the charts of documents have in common: what isn't reported yet is drawn, not left out."""

from __future__ import annotations

from collections.abc import Sequence

from rus_sheets.schema.model import SummaryChart
from rus_sheets.texts.content import Series


def with_waiting(series: Sequence[Series], unknown: Sequence[str]) -> tuple[Series, ...]:
    """The series, and while one that may be unknown has gaps another one that shows in their place how much waits.

    ``unknown`` is what each series' cells say while they aren't known, "" where they always are. What waits is as much
    as the first series that is always known has there: of a budget of 200 000 kr nothing is accounted for yet.
    """
    known = next((one for one, word in zip(series, unknown, strict=True) if not word), None)
    waits = next(((one, word) for one, word in zip(series, unknown, strict=True) if word), None)
    if known is None or waits is None:
        return tuple(series)
    gaps = tuple(
        whole or None if value is None else None for whole, value in zip(known.values, waits[0].values, strict=True)
    )
    name = waits[1][:1].upper() + waits[1][1:]
    return (*series, Series(name, gaps, waiting=True)) if any(gaps) else tuple(series)


def parts_of_whole(chart: SummaryChart, series: Sequence[Series], unknown: Sequence[str]) -> tuple[Series, ...]:
    """The series as parts of the chart's whole, what is left of it, and all of it where the parts aren't known."""
    place = chart.series.index(chart.whole)
    whole, parts = series[place], [*series[:place], *series[place + 1 :]]
    rows = list(zip(whole.values, zip(*(part.values for part in parts), strict=True), strict=True))
    rest = tuple(None if None in values else (all_ or 0) - sum(value or 0 for value in values) for all_, values in rows)
    waits = tuple(all_ if None in values else None for all_, values in rows)
    made = [*parts, Series(chart.rest, tuple(value if value and value > 0 else None for value in rest))]
    if any(waits):
        word = next(word for word in unknown if word)
        made.append(Series(word[:1].upper() + word[1:], waits, waiting=True))
    return tuple(table for table in made if any(table.values))
