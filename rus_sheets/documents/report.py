"""The annual report (verksamhetsberättelse), and the page or two of it for the county boards' own annual reports."""

from __future__ import annotations

import re

from rus_sheets.book.model import Book
from rus_sheets.documents.allocations import allocations
from rus_sheets.documents.appendices import appendices, appendix_rows
from rus_sheets.documents.areas import areas_by_status, reported_areas
from rus_sheets.documents.common import bodies, settings
from rus_sheets.documents.economy import economy, used
from rus_sheets.documents.figures import name_of, shown
from rus_sheets.documents.funding import sources
from rus_sheets.documents.goals import goals_to_assess
from rus_sheets.documents.keyfigures import key_figures
from rus_sheets.documents.money import deviation, posts, spending, waiting_posts
from rus_sheets.documents.nowhere import posts_of
from rus_sheets.documents.outcome import (
    all_counts,
    classes,
    count_of,
    economy_chart,
    reported_activities,
    reported_parts,
    status_chart,
    status_table,
    statuses,
)
from rus_sheets.documents.views import Names, row_names
from rus_sheets.texts.content import Text

_NUMBERED = re.compile(r"^bilaga\b[\s\d.:–-]*", re.IGNORECASE)


def report_context(book: Book) -> Names:
    """The names that the report's template can use.

    ``bedömda_mål`` are the goals once any has been assessed, and in the last of their three years; most years none are.
    """
    activity = reported_activities(book)
    return {
        **settings(book, _title(book)),
        "statusar": counted_statuses(book),
        "klasser": classes(book, activity),
        "statustabell": status_table(book),
        "diagram_status": status_chart(book),
        "poster": _posts(book),
        "källor": sources(book),
        "bedömda_mål": _goals(book),
        "områden": reported_areas(book, activity),
        **areas_by_status(book),
        **key_figures(book),
        **economy(book),
        **allocations(book),
        "diagram_ekonomi": economy_chart(book),
        "bilagans_rubrik": _appendix_title(book),
        "organ": bodies(book),
        "bilagor": _appendices(book),
        **spending(book),
        "antal_med_status": all_counts(book),
        "avvikelse": deviation(book),
    }


def short_context(book: Book) -> Names:
    """The names that the short report's template can use."""
    title = " ".join(part for part in ("Året", str(book.year or ""), "i korthet") if part)
    return {
        **settings(book, title),
        "statusar": counted_statuses(book),
        "antal_med_status": all_counts(book),
        "poster": _posts(book),
        "källor": sources(book),
        **key_figures(book),
        **areas_by_status(book),
        **spending(book),
        "avvikelse": deviation(book),
    }


def _appendices(book: Book) -> list[Names]:
    """The appendices; ``delarna`` are the parts of an activity that stand there, as the rows of a table."""
    rows = zip(appendices(book, "report"), appendix_rows(book, "report"), strict=True)
    return [names | {"delarna": reported_parts(book, row.text("activity"))} for names, row in rows]


def _posts(book: Book) -> list[Names]:
    waiting = {row.id for row in waiting_posts(book)}
    rows = posts_of(book)
    named = zip(posts(book, rows), rows, strict=True)
    return [names | {"andel": used(row, waits=row.id in waiting)} for names, row in named]


def counted_statuses(book: Book) -> list[Names]:
    """How many of the plan's activities there are of each status, in the order of the list."""
    return [{"namn": name, "antal": count_of(book, name, count)} for name, count in statuses(book) if name]


def _goals(book: Book) -> list[Names]:
    """Those that are to be assessed, so that none is left out; a comment belongs to the assessment."""
    comment = name_of(book["goals"].table.column("comment").header)
    blank: Names = {comment: Text()}
    return [row_names(row) | ({} if row.text("assessment") else blank) for row in goals_to_assess(book)]


def _appendix_title(book: Book) -> str:
    """What the appendix is called, without the ``Bilaga`` that the template counts."""
    heading = book["texts"].by_id.get("berattelse-bilaga")
    given = _NUMBERED.sub("", heading.text("heading")) if heading else ""
    return shown(given) or "Utfall per aktivitet"


def _title(book: Book) -> str:
    return " ".join(part for part in ("Verksamhetsberättelse", str(book.year or "")) if part)
