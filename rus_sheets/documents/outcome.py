"""Outcomes: what became of each activity, and the counts of them by priority and status."""

from __future__ import annotations

from collections import Counter

from rus_sheets.book.model import Book, Row
from rus_sheets.documents.allocations import allocations_of
from rus_sheets.documents.appendices import without_moved_parts
from rus_sheets.documents.charts import with_waiting
from rus_sheets.documents.common import ActivityNames, by_class, names_of_activities, part_heading, part_name
from rus_sheets.documents.figures import LACKING, figure, name_of, number, shown, tagged
from rus_sheets.documents.money import waiting_posts
from rus_sheets.documents.nowhere import posts_of
from rus_sheets.documents.views import (
    Names,
    Roles,
    blank_names,
    in_order,
    inline_of,
    row_names,
    sum_of,
    text_of,
    title_of,
)
from rus_sheets.schema.model import Column
from rus_sheets.texts.content import Chart, DataTable, Figure, Paragraph, Series, Text, plain

SYMBOLS = {"done": "●", "partly": "◐", "not_done": "○", "not_relevant": "◇"}
"""A sign for each status; it never stands without the status in words. None looks like the mark of a list."""


def reported_activities(book: Book) -> ActivityNames:
    """What tells of each activity with its outcome; a report asks twice, for its summary and its appendix."""
    told, days_reported = names_of_activities(book), any(row.text("days") for row in book["outcomes"])
    found: dict[int, Names] = {}

    def activity(row: Row) -> Names:
        if row.number not in found:
            found[row.number] = _reported(book, row, told(row), days_reported=days_reported)
        return found[row.number]

    return activity


def _reported(book: Book, row: Row, names: Names, *, days_reported: bool) -> Names:
    """An activity with its outcome and its money: ``utfall`` (the columns of that row),

    ``kort_utfall`` (the short outcome as one paragraph), ``symbol``, ``händelser``, ``delarna``, ``dagar_saknas`` (it
    has a status and planned days, and days are reported this year, but not its own), and ``utfall_saknas`` and
    ``kort_utfall_saknas`` (it has a status, but not that text).
    """
    outcome = outcome_of(book, row)
    names["utfall"] = row_names(outcome) if outcome else blank_names(book["outcomes"].table)
    names["kort_utfall"] = _inline(outcome)
    names["symbol"] = _symbol(book, outcome)
    names["händelser"] = [row_names(event) for event in book["events"].by_parent.get(row.id, ())]
    answer = outcome if outcome and outcome.text("status") else None
    names["dagar_saknas"] = bool(answer and not answer.text("days") and row.text("days") and days_reported)
    names["utfall_saknas"] = bool(answer and not answer.text("text"))
    names["kort_utfall_saknas"] = bool(answer and not answer.text("short"))
    names["delarna"] = reported_parts(book, row.id)
    return without_moved_parts(book, "report", row, names) | allocations_of(book, row)


def _symbol(book: Book, outcome: Row | None) -> Figure:
    """The sign of the status; it knows its cell, so that it changes with the word."""
    cell = outcome.cells.get("status") if outcome else None
    sign = SYMBOLS.get(Roles(book).of("status", cell.value), "") if cell else ""
    return tagged(sign, f"{cell.tag}/tecken", f"{figure(cell).title}, tecken") if cell and sign else Figure("")


def reported_parts(book: Book, activity: str) -> list[Names]:
    """An activity's parts as the rows of a table."""
    return [_part(part, activity) for part in book["parts"].by_parent.get(activity, ())] if activity else []


def _part(part: Row, activity: str) -> Names:
    """The part, with the heading that stands above it first in its text."""
    names = {**row_names(part), "beteckning": part_name(part, activity)}
    if part.text("subheading"):
        name = name_of(part.table.column("text").header)
        names[name] = part_heading(part) + text_of(part.cell("text"))
    return names


def _inline(outcome: Row | None) -> Text:
    """The short outcome as one paragraph, however many lines its owner wrote."""
    cell = outcome.cells.get("short") if outcome else None
    if cell is None or cell.value is None:
        return Text()
    return Text((Paragraph(inline_of(cell)),), cell.tag, title_of(cell))


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
    for name, rows in _counted(book):
        role = roles.of("priority_class", name)
        if role != "running":  # what runs year after year is told of in the appendix alone
            made.append(
                {
                    "namn": name,
                    "utan_prioritet": role == "none" or not name,
                    "övriga": role == "first" and top,
                    "statusar": _by_status(book, rows, activity),
                }
            )
    return made


def _by_status(book: Book, rows: list[Row], activity: ActivityNames) -> list[Names]:
    made: list[Names] = []
    for status, _ in statuses(book):
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


def statuses(book: Book) -> list[tuple[str, int]]:
    """How many of the plan's activities there are of each status, those without ("") last: together all of them.

    In the order of the list; a status that stands in a cell but not in the list comes after those that do.
    """
    found = Counter(status_of(book, row) for row in book["plan"])
    known = book.declaration.choices("status").values
    others = [status for status in found if status not in ("", *known)]
    return [(status, found[status]) for status in (*known, *others, "") if status in found]


def charted_statuses(book: Book) -> list[str]:
    """The series of the charts of status: those that any activity has, the same and in one colour in every chart.

    "" comes last while activities wait for one; nothing before any of them has a status.
    """
    found = [name for name, _ in statuses(book)]
    return found if any(found) else []


def _with_status(book: Book) -> list[str]:
    return [name for name, _ in statuses(book) if name]


def _counted(book: Book) -> list[tuple[str, list[Row]]]:
    """The classes of priority that have activities, in the order of the list; last what no list knows."""
    known = book.declaration.choices("priority_class").values
    names = dict.fromkeys((*known, *(row.text("priority_class") for row in book["plan"])))
    found = [(name, in_order(book["plan"].rows, "priority_class", name)) for name in names]
    return [(name, rows) for name, rows in found if rows]


def status_table(book: Book) -> Text:
    """How many activities there are of each priority and status, as on the summary sheet."""
    declared = next(block for block in book.declaration.summary.block if block.key == "priorities")
    used = _with_status(book)
    missing = [
        column for column in declared.extra_columns if column.key == "unanswered" and dict(statuses(book)).get("")
    ]
    last = [column for column in declared.extra_columns if column.key == "activities"]
    header = (declared.corner, *used, *(column.header for column in (*missing, *last)))
    rows = []
    for name, activities in _counted(book):
        counts = [_count(book, name, status, activities) for status in used]
        counts += [_extra(book, name, column.key, activities) for column in (*missing, *last)]
        rows.append((plain(name), *(plain(count) for count in counts)))
    widths = (4, *(3 for _ in header[1:]))
    return Text((DataTable(declared.heading, header, tuple(rows), "l" + "r" * (len(header) - 1), widths),))


def _count(book: Book, name: str, status: str, rows: list[Row]) -> Figure:
    count = sum(1 for row in rows if status_of(book, row) == status)
    summary = book.declaration.summary.sheet
    return tagged(str(count), f"{summary}/{name}/{status}", f"{summary} {name}, {status}")


def _extra(book: Book, name: str, column: str, rows: list[Row]) -> Figure:
    count = len(rows) if column == "activities" else sum(1 for row in rows if not status_of(book, row))
    return sum_of(book, name, "priorities", column, count)


def status_chart(book: Book) -> Text:
    """The same counts as stacked bars; nothing before anyone has answered."""
    declared = next((chart for chart in book.declaration.summary.chart if chart.block == "priorities"), None)
    counted = _counted(book)
    if declared is None or not any(status_of(book, row) for row in book["plan"]):
        return Text()
    series = [
        Series(name or unanswered_header(book), _counts(counted, book, name), waiting=not name)
        for name in charted_statuses(book)
    ]
    names = tuple(name for name, _ in counted)
    told = "; ".join(
        f"{name}: " + ", ".join(told_of(book, [(line.name, line.values[place]) for line in series]))
        for place, name in enumerate(names)
    )
    title = f"{declared.title} {book.year or ''}".rstrip()
    return Text((Chart("stacked", title, names, tuple(series), f"{declared.title}. {told}."),))


def told_of(book: Book, counts: list[tuple[str, float | None]]) -> list[str]:
    """Counts by status in words; those without are told of at 0 too, so that the words stay when all have one."""
    waiting = unanswered_header(book)
    rest = [] if any(name == waiting for name, _ in counts) else [(waiting, 0)]
    return [f"{name} {count or 0}" for name, count in (*counts, *rest)]


def _counts(counted: list[tuple[str, list[Row]]], book: Book, status: str) -> tuple[float | None, ...]:
    return tuple(sum(1 for row in rows if status_of(book, row) == status) or None for _, rows in counted)


def unanswered(book: Book) -> Figure:
    """How many activities have no status; blank where all have."""
    missing = dict(statuses(book)).get("", 0)
    return count_of(book, unanswered_header(book), missing) if missing else Figure("")


def all_counts(book: Book) -> Names:
    """How many activities there are of each status in the list and of none, by its name; 0 too.

    A status that was printed and that no activity has any more can then follow.
    """
    counted = dict(statuses(book))
    names = {value: value for value in book.declaration.choices("status").values} | {"": unanswered_header(book)}
    return {name_of(shown_as): count_of(book, shown_as, counted.get(name, 0)) for name, shown_as in names.items()}


def count_of(book: Book, status: str, count: int) -> Figure:
    """How many activities have a status: counted from several cells, so its tag names their column."""
    table = book["outcomes"].table
    header = table.column("status").header
    return tagged(str(count), f"{table.sheet}/{header}/{status}", f"{table.sheet} {header}, {status}")


def unanswered_header(book: Book) -> str:
    """What the summary calls the activities without status."""
    block = next(block for block in book.declaration.summary.block if block.key == "priorities")
    return next(column.header for column in block.extra_columns if column.key == "unanswered")


def economy_chart(book: Book) -> Text:
    """Budget and outcome per post, and what isn't accounted for beside them; nothing before money has been spent."""
    declared = next((chart for chart in book.declaration.summary.chart if chart.block == "budget"), None)
    rows = posts_of(book)
    if declared is None or not any(row.number_of("spent") for row in rows):
        return Text()
    columns = [book["budget"].table.column(key) for key in ("budget", "spent")]
    waiting = {row.id for row in waiting_posts(book)}

    def known(row: Row, key: str) -> float | None:
        """What isn't all accounted for isn't drawn as if it were."""
        return row.number_of(key) if row.text(key) and not (key == "spent" and row.id in waiting) else None

    def said(row: Row, column: Column) -> str:
        value = known(row, column.key)
        return (column.unknown or LACKING) if value is None else number(value)

    series = [Series(column.header, tuple(known(row, column.key) for row in rows)) for column in columns]
    names = tuple(shown(row.title) for row in rows)
    told = "; ".join(
        f"{name}: " + ", ".join(f"{column.header} {said(row, column)}" for column in columns)
        for name, row in zip(names, rows, strict=True)
    )
    return Text(
        (
            Chart(
                declared.kind.value,
                declared.title,
                names,
                with_waiting(series, ["", columns[1].unknown]),
                f"{declared.title}. {told}.",
            ),
        )
    )
