"""How each area of the plan came out: its answers, its days, and its activities by status."""

from __future__ import annotations

from rus_sheets.book.model import Book, Row
from rus_sheets.documents.common import ActivityNames, activities_in, areas
from rus_sheets.documents.figures import amount, name_of, number, shown, tagged
from rus_sheets.documents.keyfigures import days_told, waits_for_days
from rus_sheets.documents.nowhere import activities_of, areas_of, groups_of
from rus_sheets.documents.outcome import charted_statuses, outcome_of, status_of, told_of, unanswered_header
from rus_sheets.documents.views import Names, sum_of, title_of
from rus_sheets.texts.content import Chart, DataTable, Figure, Series, Text, plain


def reported_areas(book: Book, activity: ActivityNames) -> list[Names]:
    """The areas, each with ``besvarade``, ``dagar_utfall`` where days are told, ``statusar`` and ``statusdiagram``.

    Each of their groups has ``antal`` and, where days are told, ``dagar_utfall``. ``dagar_saknas`` says of both whether
    any of their activities waits for its days.
    """
    named = zip(areas(book, activity), areas_of(book), strict=True)
    return [names | _outcome(book, area) | {"grupper": _groups(book, area, names)} for names, area in named]


def _groups(book: Book, area: Row, names: Names) -> list[Names]:
    groups = groups_of(book, area)
    given = names["grupper"]
    return [
        listed | _group(book, row) for listed, row in zip(given if isinstance(given, list) else [], groups, strict=True)
    ]


def _group(book: Book, group: Row) -> Names:
    rows = activities_of(book, group)
    column = book["outcomes"].table.column("days")
    tag, title = f"{group.table.sheet}/{group.id}/{column.header}", f"{group.table.sheet} {group.id}, {column.header}"
    spent = sum(amount(outcome, "days") for row in rows if (outcome := outcome_of(book, row)))
    return {
        "antal": sum_of(book, group.id, "groups", "activities", len(rows)),
        "dagar_utfall": tagged(number(spent), tag, title) if any(days_told(book, row) for row in rows) else Figure(""),
        "dagar_saknas": _wait(book, rows),
    }


def _wait(book: Book, rows: list[Row]) -> bool:
    return any(waits_for_days(book, row) for row in rows)


def _outcome(book: Book, area: Row) -> Names:
    rows = activities_in(book, area)
    told = any(days_told(book, row) for row in rows)
    spent = sum(amount(outcome, "days") for row in rows if (outcome := outcome_of(book, row)))
    answered = sum(1 for row in rows if status_of(book, row))
    return {
        "besvarade": sum_of(book, area.id, "areas", "answered", answered),
        "dagar_utfall": sum_of(book, area.id, "areas", "days_spent", spent) if told else Figure(""),
        "dagar_saknas": _wait(book, rows),
        "statusar": _statuses(book, area, rows),
        "antal_med_status": _all_counts(book, area, rows),
        "statusdiagram": _chart(book, area, rows),
    }


def _counts(book: Book, rows: list[Row]) -> list[tuple[str, int]]:
    """Of each status that a chart shows, "" for none; nothing before any activity of the plan has one."""
    return [(name, sum(1 for row in rows if status_of(book, row) == name)) for name in charted_statuses(book)]


def _statuses(book: Book, area: Row, rows: list[Row]) -> list[Names]:
    return [{"namn": name, "antal": _count(book, area, name, count)} for name, count in _counts(book, rows) if count]


def _all_counts(book: Book, area: Row, rows: list[Row]) -> Names:
    """Those of 0 too: what was printed of a status can follow when the area has it no more."""
    counts = dict(_counts(book, rows))
    every = (*book.declaration.choices("status").values, "")
    return {name_of(name or unanswered_header(book)): _count(book, area, name, counts.get(name, 0)) for name in every}


def _count(book: Book, area: Row, status: str, count: int) -> Figure:
    summary, shown_as = book.declaration.summary.sheet, status or unanswered_header(book)
    return tagged(str(count), f"{summary}/{area.id}/{shown_as}", f"{summary} {area.id}, {shown_as}")


def _chart(book: Book, area: Row, rows: list[Row]) -> Text:
    """A bar of the area's activities by status; nothing before any activity of the plan has one."""
    if not rows or not _counts(book, rows):
        return Text()
    series = tuple(
        Series(name or unanswered_header(book), (count or None,), waiting=not name)
        for name, count in _counts(book, rows)
    )
    told = ", ".join(told_of(book, [(line.name, line.values[0]) for line in series]))
    title = f"Status i området {shown(area.title)}"
    return Text((Chart("stacked", title, (shown(area.title),), series, f"{title}. {told}."),))


def areas_by_status(book: Book) -> Names:
    """All areas beside each other: ``områdestabell`` and ``diagram_områden``, blank before any activity has a status.

    ``status_i_områden`` are the counts of each area, those of 0 too.
    """
    counted = [(area, activities_in(book, area)) for area in areas_of(book)]
    shown_areas = counted if charted_statuses(book) else []
    return {
        "områdestabell": _table(book, shown_areas),
        "diagram_områden": _charted(book, shown_areas),
        "status_i_områden": [_all_counts(book, area, rows) for area, rows in counted],
    }


def _title(book: Book) -> str:
    return f"Status per område {book.year or ''}".rstrip()


def _table(book: Book, counted: list[tuple[Row, list[Row]]]) -> Text:
    if not counted:
        return Text()
    headers = {
        column.key: column.header
        for block in book.declaration.summary.block
        if block.key == "areas"
        for column in block.columns
    }
    waiting = unanswered_header(book)
    header = (headers["name"], *(name or waiting for name in charted_statuses(book)), headers["activities"])
    rows = [
        (
            plain(tagged(shown(area.title), area.cell("name").tag, title_of(area.cell("name")))),
            *(plain(_count(book, area, name, count)) for name, count in _counts(book, rows)),
            plain(sum_of(book, area.id, "areas", "activities", len(rows))),
        )
        for area, rows in counted
    ]
    widths = (4, *(3 for _ in header[1:]))
    return Text((DataTable(_title(book), header, tuple(rows), "l" + "r" * (len(header) - 1), widths),))


def _charted(book: Book, counted: list[tuple[Row, list[Row]]]) -> Text:
    if not counted:
        return Text()
    counts = [dict(_counts(book, rows)) for _, rows in counted]
    series = tuple(
        Series(name or unanswered_header(book), tuple(count[name] or None for count in counts), waiting=not name)
        for name in charted_statuses(book)
    )
    names = tuple(shown(area.title) for area, _ in counted)
    told = "; ".join(
        f"{name}: " + ", ".join(told_of(book, [(line.name, line.values[place]) for line in series]))
        for place, name in enumerate(names)
    )
    return Text((Chart("stacked", _title(book), names, series, f"{_title(book)}. {told}."),))
