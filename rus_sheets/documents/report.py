"""The annual report (verksamhetsberättelse), and the half page of it for the county boards' own annual reports."""

from __future__ import annotations

import re
from collections import Counter

from rus_sheets.book.content import Figure
from rus_sheets.book.model import Book, Row
from rus_sheets.documents.areas import reported_areas
from rus_sheets.documents.common import bodies, posts, settings, sources, spending
from rus_sheets.documents.figures import number, shown, tagged, total
from rus_sheets.documents.keyfigures import key_figures
from rus_sheets.documents.outcome import (
    classes,
    economy_chart,
    reported_activity,
    status_chart,
    status_of,
    status_table,
)
from rus_sheets.documents.views import Names, row_names

_NUMBERED = re.compile(r"^bilaga\b[\s\d.:–-]*", re.IGNORECASE)


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
        "områden": reported_areas(book, activity),
        **key_figures(book),
        "bilagans_rubrik": _appendix_title(book),
        "organ": bodies(book),
        **spending(book),
        "avvikelse": _deviation(book),
    }


def short_context(book: Book) -> Names:
    """The names that the short report's template can use."""
    names = settings(book, _title(book))
    return {**names, "statusar": statuses(book), "utan_status": _unanswered(book), **spending(book)}


def statuses(book: Book) -> list[Names]:
    """How many of the plan's activities there are of each status, in the order of the list."""
    found = Counter(status_of(book, row) for row in book["plan"])
    order = next(each.values for each in book.declaration.list if each.key == "status")
    table = book["outcomes"].table
    name = f"{table.sheet}/{table.column('status').header}"
    return [
        {"namn": each, "antal": tagged(str(found[each]), f"{name}/{each}", f"{name.replace('/', ' ')}, {each}")}
        for each in order
        if each in found
    ]


def _deviation(book: Book) -> Figure:
    """What was spent beyond the budget: two totals and no cell of its own, so its tag names both.

    Like what is unspent it isn't known until every post has been accounted for.
    """
    spent, budget, unspent = (book.totals[key] for key in ("spent", "budget", "unspent"))
    tag = f"{book.declaration.summary.sheet}/{spent.name}-{budget.name}"
    text = unspent.unknown if unspent.value is None else number(spent.number - budget.number)
    return tagged(text, tag, f"{spent.label} – {budget.label}")


def _unanswered(book: Book) -> Figure:
    """How many activities have no status; blank where all have."""
    missing = book.totals["missing"]
    return total(missing) if missing.value else Figure("")


def _appendix_title(book: Book) -> str:
    """What the appendix is called, without the ``Bilaga`` that the template counts."""
    heading = book["texts"].by_id.get("berattelse-bilaga")
    given = _NUMBERED.sub("", heading.text("heading")) if heading else ""
    return shown(given) or "Utfall per aktivitet"


def _title(book: Book) -> str:
    return " ".join(part for part in ("Verksamhetsberättelse", str(book.year or "")) if part)
