"""The annual report (verksamhetsberättelse), and the half page of it for the county boards' own annual reports."""

from __future__ import annotations

from rus_sheets.book.content import Figure
from rus_sheets.book.model import Book, Row
from rus_sheets.documents.common import areas, bodies, posts, settings, sources
from rus_sheets.documents.figures import number, tagged
from rus_sheets.documents.outcome import classes, economy_chart, reported_activity, status_chart, status_table
from rus_sheets.documents.views import Names, row_names


def report_context(book: Book) -> Names:
    """The names that the report's template can use.

    ``bedömda_mål`` are the goals that have been assessed; most years none are, since goals run for three.
    """
    described: dict[int, Names] = {}  # each activity is told of twice: in the summary and in the appendix

    def activity(row: Row) -> Names:
        if row.number not in described:
            described[row.number] = reported_activity(book, row)
        return described[row.number]

    return {
        **settings(book, _title(book)),
        "statusar": statuses(book),
        "klasser": classes(book, activity),
        "statustabell": status_table(book),
        "diagram_status": status_chart(book),
        "diagram_ekonomi": economy_chart(book),
        "poster": posts(book),
        "källor": sources(book),
        "bedömda_mål": [row_names(row) for row in book["goals"] if row.text("assessment")],
        "områden": areas(book, activity),
        "organ": bodies(book),
        "har_utfall": bool(book.totals["spent"].value),
        "avvikelse": _deviation(book),
    }


def short_context(book: Book) -> Names:
    """The names that the short report's template can use."""
    names = settings(book, _title(book))
    return {**names, "statusar": statuses(book), "har_utfall": bool(book.totals["spent"].value)}


def statuses(book: Book) -> list[Names]:
    """How many activities there are of each status, in the order of the list."""
    found: dict[str, int] = {}
    for row in book["outcomes"]:
        if row.text("status"):
            found[row.text("status")] = found.get(row.text("status"), 0) + 1
    order = next(each.values for each in book.declaration.list if each.key == "status")
    table = book["outcomes"].table
    name = f"{table.sheet}/{table.column('status').header}"
    return [
        {"namn": each, "antal": tagged(str(found[each]), f"{name}/{each}", f"{name.replace('/', ' ')}, {each}")}
        for each in order
        if each in found
    ]


def _deviation(book: Book) -> Figure:
    """What was spent beyond the budget: two totals and no cell of its own, so its tag names both."""
    spent, budget = book.totals["spent"], book.totals["budget"]
    tag = f"{book.declaration.summary.sheet}/{spent.name}-{budget.name}"
    return tagged(number(spent.value - budget.value), tag, f"{spent.label} – {budget.label}")


def _title(book: Book) -> str:
    return " ".join(part for part in ("Verksamhetsberättelse", str(book.year or "")) if part)
