"""What every document can say: settings, texts, areas with groups and activities, budget, funding, bodies."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from rus_sheets.book.model import Book, Row
from rus_sheets.documents.coverage import counts_of
from rus_sheets.documents.figures import LACKING, NO_SHARE, NOT_WHOLE, amount, figure, name_of, shown, tagged, total
from rus_sheets.documents.funding import undecided
from rus_sheets.documents.kinds import days_by_kind
from rus_sheets.documents.nowhere import NOWHERE, activities_of, areas_of, groups_of, lost
from rus_sheets.documents.views import (
    Names,
    Roles,
    bullets,
    in_one_line,
    in_order,
    inline_of,
    row_names,
    said,
    sum_of,
    text_of,
    title_of,
)
from rus_sheets.documents.wholes import days_of, gaps_of, without_days
from rus_sheets.texts.content import BulletList, Figure, Inline, NumberedList, Paragraph, Run, Text
from rus_sheets.texts.text import parse_inline

MARKED = ("top", "prio", "first", "second")
"""The classes of priority that are shown as a mark beside an activity."""

FIRST = ("top", "prio", "first")
"""The classes that a plan opens with."""

AREA_COLOURS = 4
"""How many colours of areas the templates have."""

_LETTERED = re.compile("([0-9]*)([a-z])")

ActivityNames = Callable[[Row], Names]


def settings(book: Book, title: str) -> Names:
    """``titel`` and each setting by its label: ``år``, ``beslutad_av``, ``sökande``; texts, totals, what they lack."""
    names: Names = {"titel": title, "texter": texts(book), "summor": totals(book), "luckor": gaps_of(book)}
    names["har_aktiviteter"] = len(book["plan"]) > 0
    names["har_dagar"] = bool(book.totals["days"].value)
    return names | undecided(book) | setting_names(book)


def setting_names(book: Book) -> Names:
    """Each setting by its label."""
    return {
        name_of(setting.label): _setting(book, setting.key) if setting.key in book.settings else ""
        for setting in book.declaration.setting
    }


def _setting(book: Book, key: str) -> str | Figure | Text:
    cell = book.settings[key]
    declared = next(setting for setting in book.declaration.setting if setting.key == key)
    if cell.value is None:
        return ""
    if key == book.declaration.year_setting:
        return str(book.year or "")  # a year is no amount: no space in it
    if declared.type.is_number or declared.type == "date":
        return figure(cell)
    linked = parse_inline(shown(cell.value))
    if any(isinstance(run, Run) and run.link for run in linked):
        return Text((Paragraph(linked),), cell.tag, title_of(cell))  # an address is a link to itself
    return said(cell, shown(cell.value))


def texts(book: Book) -> Names:
    """The table of texts by key (``om-planen`` is ``texter.om_planen``), each with ``rubrik`` and ``text``.

    Those that the declaration knows are there even where the workbook lacks them; then their section is left out.
    """
    names: Names = {name_of(key): {"rubrik": "", "text": Text()} for key in book["texts"].table.known_ids}
    for row in book["texts"]:
        heading = said(row.cells["heading"], shown(row["heading"])) if "heading" in row.cells else ""
        names[name_of(row.id)] = {"rubrik": heading, "text": text_of(row.cells.get("text"))}
    return names


def totals(book: Book) -> Names:
    """The named figures of the summary, by the words they are known by in the templates."""
    names = {
        "dagar": "days",
        "dagar_utfall": "days_spent",
        "dagar_löpande": "running_days",
        "dagar_utveckling": "development_days",
        "aktiviteter": "activities",
        "prioriterade": "prioritised",
        "budget": "budget",
        "utfall": "spent",
        "finansiering": "funding",
        "väntad_finansiering": "funding_expected",
        "osäker_finansiering": "funding_uncertain",
        "ej_förbrukat": "unspent",
        "ej_förbrukat_året": "unspent_year",
        "besvarade": "answered",
        "saknade": "missing",
    }
    figures: Names = {name: total(book.totals[key]) for name, key in names.items() if key in book.totals}
    days = book.totals["days"]
    if book["plan"].rows and not days.value:  # a plan that doesn't count in days has none, rather than 0 of them
        figures["dagar"] = tagged(NO_SHARE, days.tag, days.label)
    return figures


def areas(book: Book, activity: ActivityNames | None = None) -> list[Names]:
    """Each area with ``mål``, ``mållista``, ``grupper``, its colour (``färg``) and the sum of its days, also by kind.

    Each of ``mål`` has its text in one paragraph (``rad``), and ``antal`` that contribute to it where anybody has said
    what contributes to what. ``luckor``: some activity lacks its days, of an area or a group, so that the sum isn't
    known.
    """
    describe, counts = activity or names_of_activities(book), counts_of(book, "goals")
    return [
        _area(book, row, describe, counts) | {"färg": str(place % AREA_COLOURS + 1)}
        for place, row in enumerate(areas_of(book))
    ]


def area_days(book: Book, area: Row) -> float:
    """The area's planned days: those of its activities and those set for whole groups."""
    of_groups = sum(amount(row, "days") for row in groups_of(book, area))
    return of_groups + sum(amount(row, "days") for row in activities_in(book, area))


def activities_in(book: Book, area: Row) -> list[Row]:
    """The area's activities, in the order of the plan."""
    groups = {row.id for row in groups_of(book, area)}
    astray = {row.number for row in lost(book, "plan", "group")} if NOWHERE in groups else set()
    return [row for row in book["plan"] if row.text("group") in groups or row.number in astray]


def _area(book: Book, area: Row, activity: ActivityNames, counts: Mapping[str, Figure]) -> Names:
    goals = in_order(book["goals"].rows, "area", area.id)
    groups = groups_of(book, area)
    days = days_of(book, area, "areas", area_days(book, area))
    return {
        **row_names(area),
        **days_by_kind(book, area),
        "mål": [row_names(row) | {"rad": in_one_line(row, "text"), "antal": counts.get(row.id, "")} for row in goals],
        "mållista": bullets(goals, "text"),
        "antal": sum_of(book, area.id, "areas", "activities", len(activities_in(book, area))),
        "summa_dagar": days,
        "luckor": days.text == NOT_WHOLE,
        "grupper": [_group(book, area, row, activity) for row in groups],
    }


def _group(book: Book, area: Row, group: Row, activity: ActivityNames) -> Names:
    rows = activities_of(book, group)
    days = days_of(book, group, "groups", amount(group, "days") + sum(amount(row, "days") for row in rows))
    return {
        **row_names(group),
        # A group that only repeats its area's name needs no heading of its own.
        "rubrik": "" if group.title.casefold() == area.title.casefold() else shown(group.title),
        "löpande": Roles(book).of("kind", group["kind"] if "kind" in group.cells else None) == "running",
        "summa_dagar": days,
        "luckor": days.text == NOT_WHOLE,
        "aktiviteter": [activity(row) for row in rows],
    }


def names_of_activities(book: Book) -> ActivityNames:
    """What tells of each activity (``activity_names``); what is asked of all of them is found once."""
    lacking = {row.number for row in without_days(book).blank}
    return lambda row: activity_names(book, row, lacks_days=row.number in lacking)


def activity_names(book: Book, row: Row, *, lacks_days: bool) -> Names:
    """An activity of the plan: its columns, and

    ``märke`` (its priority, where it has one to show), ``eget_märke`` (the same, blank where the heading of its group
    already says it in words), ``pengar`` (the amount, or that cash is or may be needed; blank where none is),
    ``delar`` (its parts by their own letters), ``utan_dagar`` (it should have days and has
    none) and ``fakta`` (is there anything to say on the line of facts).
    """
    kind = Roles(book).of("priority_class", row["priority_class"] if "priority_class" in row.cells else None)
    mark = figure(row.cells.get("priority_class")) if kind in MARKED else Figure("")
    group = book.follow(row, "group")
    said = bool(mark and group and _says(group.title, mark.text))
    names = row_names(row)
    cash = row.cells.get("amount") if row.text("amount") else row.cells.get("cash")
    needed = row.text("amount") or Roles(book).of("cash", row.text("cash")) not in ("", "no")
    facts = ("days", "messages", "resource_note", "cash_note", "allocated")
    figures = bool(needed) or lacks_days or any(row.text(key) for key in facts)
    own = Figure("") if said else mark
    names |= {
        "pengar": figure(cash) if needed else Figure(""),
        "märke": mark,
        "eget_märke": own,
        "delar": parts_of(book, row.id),
        "fakta": bool(own) or figures or bool(row.text("owner")),
        "mer_fakta": figures,
        "utan_dagar": lacks_days,
    }
    if lacks_days:
        cell = row.cell("days")
        names[name_of(cell.column.header)] = tagged(LACKING, cell.tag, title_of(cell))
    return names


def _says(heading: str, mark: str) -> bool:
    """Whether a heading has the mark in it as words: what is set on the group alone stands nowhere in a document."""
    return bool(re.search(rf"(?<!\w){re.escape(mark)}(?!\w)", heading, re.IGNORECASE))


def part_name(part: Row, activity: str) -> str:
    """What a part is called: what its id adds to the activity's (A26-1a is 1a)."""
    return part.id.removeprefix(f"{activity}-")


def parts_of(book: Book, activity: str) -> Text:
    """An activity's parts as lists (``_parts``); nothing for an activity without."""
    return _parts(book["parts"].by_parent.get(activity, ()) if activity else (), activity)


def _parts(parts: Sequence[Row], activity: str) -> Text:
    """The parts as lists: lettered where they have letters (1a, 1b, 2a), else bullets that begin with the name.

    A heading among them stands above the first of those under it.
    """
    text = Text()
    for part in parts:
        if part.text("subheading"):
            text += part_heading(part)
        if part.text("text"):
            text = _with_part(text, part_name(part, activity), inline_of(part.cell("text")))
    return text


def part_heading(part: Row) -> Text:
    """The heading above a part."""
    return Text((Paragraph((Run(shown(part["subheading"]), bold=True),)),))


def _with_part(text: Text, name: str, inline: tuple[Inline, ...]) -> Text:
    last = text.blocks[-1] if text.blocks else None
    lettered = _LETTERED.fullmatch(name)
    if lettered is None:
        item = ((Run(f"{name} ", bold=True), *inline),)
        if isinstance(last, BulletList):
            return Text((*text.blocks[:-1], BulletList(last.items + item)))
        return text + Text((BulletList(item),))
    prefix, place = lettered[1], ord(lettered[2]) - ord("a") + 1
    if isinstance(last, NumberedList) and (last.prefix, last.start + len(last.items)) == (prefix, place):
        return Text((*text.blocks[:-1], replace(last, items=(*last.items, inline))))
    return text + Text((NumberedList((inline,), place, letters=True, prefix=prefix),))


def by_class(book: Book, role: str) -> list[Row]:
    """The activities of a class of priority, in the order of the plan."""
    wanted = Roles(book).choice("priority_class", role)
    return in_order(book["plan"].rows, "priority_class", wanted) if wanted else []


def bodies(book: Book) -> list[Names]:
    """Each body in the organisation, in the order they first appear, with its ``platser``."""
    found: dict[str, list[Names]] = {}
    for row in book["seats"]:
        names = row_names(row)
        if not names["namn"]:
            names["namn"] = shown(row["name"]) if "name" in row.cells else ""
        found.setdefault(row.text("body"), []).append(names)
    return [{"namn": body, "platser": seats} for body, seats in found.items()]


def messages(book: Book) -> Text:
    """The messages as a list with their own numbers, which the activities refer to."""
    text = Text()
    for row in book["messages"]:
        item = (inline_of(row.cell("text")),)
        last = text.blocks[-1] if text.blocks else None
        start = int(row.id) if row.id.isdigit() else 1
        if isinstance(last, NumberedList) and start == last.start + len(last.items):
            text = Text((*text.blocks[:-1], NumberedList(last.items + item, last.start)))
        else:
            text += Text((NumberedList(item, start),))
    return text
