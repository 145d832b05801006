"""What the charts of documents have in common: what isn't reported yet is drawn, not left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rus_sheets.schema.model import SummaryChart
from rus_sheets.texts.content import Series


def titled(title: str, year: int | None) -> str:
    """What stands below a chart: ``Använt per kategori 2026, kronor`` of what the workbook calls ``…, kr``."""
    name = title.removesuffix(", kr")
    return f"{name} {year or ''}".rstrip() + (", kronor" if name != title else "")


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


def parts_of_whole(
    chart: SummaryChart,
    series: Sequence[Series],
    unknown: Sequence[str],
    known: Mapping[str, Sequence[float | None]],
    incomplete: Sequence[bool],
) -> tuple[Series, ...]:
    """The series as parts of the chart's whole: what is known of them, and what is left of it.

    ``known`` is what is known so far, by column. What is left of a bar that isn't told in full is not yet accounted
    for: one where a part is unknown or ``incomplete``, or where less is told of as left (``left_in``) than there is.
    """
    whole = series[chart.series.index(chart.whole)]
    parts = [
        replace(part, values=tuple(known[key]))
        for key, part in zip(chart.series, series, strict=True)
        if key != chart.whole
    ]
    told = known[chart.left_in] if chart.left_in else None
    rest: list[float | None] = []
    waits: list[float | None] = []
    for place, all_ in enumerate(whole.values):
        values = [part.values[place] for part in parts]
        left = None if all_ is None else max(all_ - sum(value or 0 for value in values), 0) or None
        accounted = left if told is None else told[place]
        done = not incomplete[place] and None not in values and (accounted or 0) >= (left or 0)
        rest.append(left if done else None)
        waits.append(None if done else left)
    made = [*parts, Series(chart.rest, tuple(rest))]
    if any(waits):
        word = next(word for word in unknown if word)
        made.append(Series(word[:1].upper() + word[1:], tuple(waits), waiting=True))
    return tuple(drawn for drawn in made if any(drawn.values))
