"""The plan (verksamhetsplan). Both shapes come out of the same rows: what the workbook doesn't have is left out."""

from __future__ import annotations

from rus_sheets.book.model import Book, Row
from rus_sheets.documents.allocations import allocations, allocations_of
from rus_sheets.documents.appendices import appendices, candidates, without_moved_parts
from rus_sheets.documents.changes import Changes, no_marks
from rus_sheets.documents.common import (
    FIRST,
    area_days,
    areas,
    bodies,
    by_class,
    messages,
    names_of_activities,
    settings,
)
from rus_sheets.documents.coverage import coverages
from rus_sheets.documents.economy import balance
from rus_sheets.documents.figures import NOT_WHOLE, number, shown
from rus_sheets.documents.funding import funding_lines, sources
from rus_sheets.documents.kinds import kinds_of_work
from rus_sheets.documents.money import posts
from rus_sheets.documents.nowhere import areas_of
from rus_sheets.documents.views import Names, row_names
from rus_sheets.documents.wholes import days_of
from rus_sheets.texts.content import Chart, Series, Text


def plan_context(book: Book, previous: Book | None = None) -> Names:
    """The names that the plan's template can use.

    ``viktigast`` has the classes of priority whose activities are told of in a sentence each.
    Each activity has ``ny`` (it is marked as new, or last year's workbook doesn't have it); with that workbook also
    ``ändringar``, and ``förändringar`` lists them.
    """
    changes = Changes(book, previous) if previous else None
    told = names_of_activities(book)

    def activity(row: Row) -> Names:
        names, marks = without_moved_parts(book, "plan", row, told(row)), changes.marks(row) if changes else no_marks()
        return names | marks | {"ny": marks["ny"] or bool(row.text("new"))} | allocations_of(book, row)

    return {
        **settings(book, _title(book)),
        "budskap": messages(book),
        "områden": areas(book, activity),
        "täckning": sorted(coverages(book), key=lambda names: not names["vid_raden"]),  # what is a sentence goes first
        "viktigast": _most_important(book),
        "förändringar": changes.names() if changes else {},
        "poster": posts(book),
        "källor": sources(book),
        "organ": bodies(book),
        "bilagor": appendices(book, "plan"),
        "kandidater": candidates(book),
        "diagram_dagar": days_chart(book),
        **kinds_of_work(book),
        **allocations(book),
        "finansieringsrader": funding_lines(book),
        **balance(book),
    }


def _most_important(book: Book) -> list[Names]:
    """Each class of high priority, its ``rubrik`` where there are several, and its ``aktiviteter`` with a sentence."""
    found: list[Names] = []
    for role in FIRST:
        rows = [row for row in by_class(book, role) if row.text("summary")]
        if rows:
            found.append({"rubrik": shown(rows[0]["priority_class"]), "aktiviteter": [row_names(row) for row in rows]})
    return found if len(found) != 1 else [found[0] | {"rubrik": ""}]


def days_chart(book: Book) -> Text:
    """Days per area, as the summary has them; an area without any, or whose days aren't all there, has a gap.

    A plan without days has no chart.
    """
    sums = [(area_days(book, row), days_of(book, row, "areas", 1).text) for row in areas_of(book)]
    days = [0 if said == NOT_WHOLE else value for value, said in sums]
    if not any(days):
        return Text()
    names = tuple(shown(row.title) for row in areas_of(book))
    told = "; ".join(
        f"{name} {number(count)}" if count else f"{name}: {NOT_WHOLE if said == NOT_WHOLE else 'inga dagar angivna'}"
        for name, count, (_, said) in zip(names, days, sums, strict=True)
    )
    declared = next(chart for chart in book.declaration.summary.chart if chart.block == "areas")
    series = (Series(declared.title, tuple(day or None for day in days)),)
    title = f"{declared.title} {book.year or ''}".rstrip()
    if any(said == NOT_WHOLE for _, said in sums):
        title = f"{title}. Utan siffra: {NOT_WHOLE}"
    return Text((Chart("bar", title, names, series, f"{declared.title}: {told}."),))


def _title(book: Book) -> str:
    return " ".join(part for part in ("Verksamhetsplan", str(book.year or "")) if part)
