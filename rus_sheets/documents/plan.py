"""The plan (verksamhetsplan). Both shapes come out of the same rows: what the workbook doesn't have is left out."""

from __future__ import annotations

from rus_sheets.book.content import Chart, Series, Text
from rus_sheets.book.model import Book, Row
from rus_sheets.documents.changes import Changes, no_marks
from rus_sheets.documents.common import (
    activity_names,
    area_days,
    areas,
    bodies,
    by_class,
    messages,
    settings,
    sources,
)
from rus_sheets.documents.figures import number, shown
from rus_sheets.documents.money import posts
from rus_sheets.documents.views import Names


def plan_context(book: Book, previous: Book | None = None) -> Names:
    """The names that the plan's template can use.

    ``allra_viktigast`` and ``övriga_högt_prioriterade`` are there when the plan singles out its most important work.
    With last year's workbook each activity has ``ny`` and ``ändringar``, and ``förändringar`` lists them.
    """
    top = by_class(book, "top")
    changes = Changes(book, previous) if previous else None

    def activity(row: Row) -> Names:
        return activity_names(book, row) | (changes.marks(row) if changes else no_marks())

    return {
        **settings(book, _title(book)),
        "budskap": messages(book),
        "områden": areas(book, activity),
        "allra_viktigast": [activity(row) for row in top],
        "övriga_högt_prioriterade": [activity(row) for row in by_class(book, "first") if top],
        "förändringar": changes.names() if changes else {},
        "poster": posts(book),
        "källor": sources(book),
        "organ": bodies(book),
        "diagram_dagar": days_chart(book),
    }


def days_chart(book: Book) -> Text:
    """Days per area, as the summary has them; an area without any has a gap, and a plan without has no chart."""
    days = [area_days(book, row) for row in book["areas"]]
    if not any(days):
        return Text()
    names = tuple(shown(row.title) for row in book["areas"])
    told = "; ".join(
        f"{name} {number(each) if each else 'inga dagar angivna'}" for name, each in zip(names, days, strict=True)
    )
    declared = next(each for each in book.declaration.summary.chart if each.block == "areas")
    series = (Series(declared.title, tuple(each or None for each in days)),)
    return Text(
        (Chart("bar", f"{declared.title} {book.year or ''}".rstrip(), names, series, f"{declared.title}: {told}."),)
    )


def _title(book: Book) -> str:
    return " ".join(part for part in ("Verksamhetsplan", str(book.year or "")) if part)
