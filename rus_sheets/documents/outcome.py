"""Outcomes: what became of each activity, and the counts of them by priority and status."""

from __future__ import annotations

from rus_sheets.book.content import Chart, DataTable, Figure, Paragraph, Series, Text, plain
from rus_sheets.book.model import Book, Row
from rus_sheets.documents.common import ActivityNames, activity_names, by_class, part_name
from rus_sheets.documents.figures import figure, shown, tagged
from rus_sheets.documents.views import Names, Roles, blank_names, in_order, inline_of, row_names, sum_of

SYMBOLS = {"done": "●", "partly": "◐", "not_done": "○", "not_relevant": "◇"}
"""A sign for each status; it never stands without the status in words. None looks like the mark of a list."""


def reported_activity(book: Book, row: Row) -> Names:
    """An activity with its outcome: ``utfall`` (the columns of that row),

    ``kort_utfall`` (the short outcome as one paragraph), ``symbol``, ``händelser`` and ``delarna``.
    """
    outcome = outcome_of(book, row)
    names = activity_names(book, row)
    names["utfall"] = row_names(outcome) if outcome else blank_names(book["outcomes"].table)
    names["kort_utfall"] = _inline(outcome)
    names["symbol"] = _symbol(book, outcome)
    names["händelser"] = [row_names(each) for each in book["events"].by_parent.get(row.id, ())]
    names["delarna"] = [_part(each, row.id) for each in book["parts"].by_parent.get(row.id, ())]
    return names


def _symbol(book: Book, outcome: Row | None) -> Figure:
    """The sign of the status; it knows its cell, so that it changes with the word."""
    cell = outcome.cells.get("status") if outcome else None
    sign = SYMBOLS.get(Roles(book).of("status", cell.value), "") if cell else ""
    return tagged(sign, f"{cell.tag}/tecken", f"{figure(cell).title}, tecken") if cell and sign else Figure("")


def _part(part: Row, activity: str) -> Names:
    return {**row_names(part), "beteckning": part_name(part, activity)}


def _inline(outcome: Row | None) -> Text:
    """The short outcome as one paragraph, however many lines its owner wrote."""
    cell = outcome.cells.get("short") if outcome else None
    if cell is None or cell.value is None:
        return Text()
    return Text((Paragraph(inline_of(cell)),))


def outcome_of(book: Book, row: Row) -> Row | None:
    """The outcome of an activity, if its row is there."""
    return next(iter(book["outcomes"].by_parent.get(row.id, ())), None)


def status_of(book: Book, row: Row) -> str:
    """The status of an activity, "" while nobody has answered."""
    outcome = outcome_of(book, row)
    return outcome.text("status") if outcome else ""


def classes(book: Book, activity: ActivityNames) -> list[Names]:
    """Each class of priority that has activities, with those of each status; ``activity`` describes one.

    ``övriga`` tells that some of the same priority stand in a class of their own before it.
    """
    roles = Roles(book)
    made: list[Names] = []
    top = bool(by_class(book, "top"))
    for role in ("top", "prio", "first", "second", "none"):
        rows = by_class(book, role)
        if rows:
            made.append(
                {
                    "namn": roles.choice("priority_class", role),
                    "utan_prioritet": role == "none",
                    "övriga": role == "first" and top,
                    "statusar": _by_status(book, rows, activity),
                }
            )
    return made


def _by_status(book: Book, rows: list[Row], activity: ActivityNames) -> list[Names]:
    made: list[Names] = []
    for status in (*_statuses(book), ""):
        chosen = [row for row in rows if status_of(book, row) == status]
        if chosen:
            role = Roles(book).of("status", status)
            made.append(
                {
                    "namn": status,
                    "symbol": SYMBOLS.get(role, ""),
                    "antal": str(len(chosen)),
                    "aktiviteter": [activity(row) for row in chosen],
                }
            )
    return made


def _statuses(book: Book) -> tuple[str, ...]:
    return next(each.values for each in book.declaration.list if each.key == "status")


def _counted(book: Book) -> list[tuple[str, list[Row]]]:
    """The classes of priority that have activities, in the order of the list."""
    names = next(each.values for each in book.declaration.list if each.key == "priority_class")
    found = [(name, in_order(book["plan"].rows, "priority_class", name)) for name in names]
    return [(name, rows) for name, rows in found if rows]


def status_table(book: Book) -> Text:
    """How many activities there are of each priority and status, as on the summary sheet."""
    declared = next(each for each in book.declaration.summary.block if each.key == "priorities")
    statuses = [status for status in _statuses(book) if any(status_of(book, row) == status for row in book["plan"])]
    missing = [each for each in declared.extra_columns if each.key == "unanswered" and _unanswered(book)]
    last = [each for each in declared.extra_columns if each.key == "activities"]
    header = (declared.corner, *statuses, *(each.header for each in (*missing, *last)))
    rows = []
    for name, activities in _counted(book):
        counts = [_count(book, name, status, activities) for status in statuses]
        counts += [_extra(book, name, each.key, activities) for each in (*missing, *last)]
        rows.append((plain(name), *(plain(count) for count in counts)))
    widths = (4, *(3 for _ in header[1:]))
    return Text((DataTable(declared.heading, header, tuple(rows), "l" + "r" * (len(header) - 1), widths),))


def _unanswered(book: Book) -> bool:
    return any(not status_of(book, row) for row in book["plan"])


def _count(book: Book, name: str, status: str, rows: list[Row]) -> Figure:
    count = sum(1 for row in rows if status_of(book, row) == status)
    summary = book.declaration.summary.sheet
    return Figure(str(count), f"{summary}/{name}/{status}", f"{summary} {name}, {status}")


def _extra(book: Book, name: str, column: str, rows: list[Row]) -> Figure:
    count = len(rows) if column == "activities" else sum(1 for row in rows if not status_of(book, row))
    return sum_of(book, name, "priorities", column, count)


def status_chart(book: Book) -> Text:
    """The same counts as stacked bars; nothing before anyone has answered."""
    declared = next((each for each in book.declaration.summary.chart if each.block == "priorities"), None)
    counted = _counted(book)
    if declared is None or not any(status_of(book, row) for row in book["plan"]):
        return Text()
    series = []
    for status in _statuses(book):
        counts = [sum(1 for row in rows if status_of(book, row) == status) for _, rows in counted]
        if any(counts):
            series.append(Series(status, tuple(count or None for count in counts)))
    names = tuple(name for name, _ in counted)
    told = "; ".join(
        f"{name}: " + ", ".join(f"{each.name} {each.values[place] or 0}" for each in series)
        for place, name in enumerate(names)
    )
    title = f"{declared.title} {book.year or ''}".rstrip()
    return Text((Chart("stacked", title, names, tuple(series), f"{declared.title}. {told}."),))


def economy_chart(book: Book) -> Text:
    """Budget and outcome per post; nothing before money has been spent."""
    declared = next((each for each in book.declaration.summary.chart if each.block == "budget"), None)
    rows = book["budget"].rows
    if declared is None or not any(row.number_of("spent") for row in rows):
        return Text()
    columns = [book["budget"].table.column(key) for key in ("budget", "spent")]
    series = tuple(
        Series(column.header, tuple(row.number_of(column.key) if row.text(column.key) else None for row in rows))
        for column in columns
    )
    names = tuple(shown(row.title) for row in rows)
    told = "; ".join(
        f"{shown(row.title)}: "
        + ", ".join(f"{column.header} {figure(row.cells.get(column.key)) or shown(0)}" for column in columns)
        for row in rows
    )
    return Text((Chart("bar", declared.title, names, series, f"{declared.title}. {told}."),))
