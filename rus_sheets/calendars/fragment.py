"""The calendar as a piece of HTML for a web site: headings and lists, no script, no styles and nobody's address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from html import escape
from itertools import groupby

from rus_sheets.book.dates import in_words, month_in_words
from rus_sheets.calendars.clock import Hours
from rus_sheets.calendars.entries import CalendarEntry
from rus_sheets.schema.calendar import CalendarWords

_BEGIN = '<section lang="sv" aria-labelledby="kalender">'
_ITEM = "<li>"
_NOTHING = "Inget är inplanerat."


def fragment(title: str, entries: Sequence[CalendarEntry], words: CalendarWords) -> str:
    """A ``section`` with a heading for each month. Put it in a page that is in Swedish and has a heading above it."""
    lines = [_BEGIN, f'<h2 id="kalender">{escape(title)}</h2>']
    for month, of_month in groupby(entries, lambda entry: month_in_words(entry.first)):
        lines += [
            f"<h3>{escape(month.capitalize())}</h3>",
            "<ul>",
            *(_item(entry, words) for entry in of_month),
            "</ul>",
        ]
    if not entries:
        lines.append(f"<p>{_NOTHING}</p>")
    return "\n".join([*lines, "</section>", ""])


def is_fragment(data: bytes) -> bool:
    """Is the file one of these, and nothing more?"""
    text = data.decode(errors="replace").strip().replace("\r\n", "\n")
    return text.startswith(f"{_BEGIN}\n") and text.endswith("</section>") and text.count("<section") == 1


def entries_in(data: bytes) -> int:
    """How many entries stand in the file."""
    return data.decode().count(_ITEM)


def _item(entry: CalendarEntry, words: CalendarWords) -> str:
    title = _text(entry.title)
    if entry.link:
        title = f'<a href="{escape(entry.link)}">{title}</a>'
    if entry.cancelled:
        title = f"<strong>{escape(words.cancelled)}:</strong> {title}"
    beside = ((words.place, entry.place), (words.audience, entry.audience))
    told = [_text(entry.kind), *(f"{escape(word)}: {_text(value)}" for word, value in beside if value)]
    return f"{_ITEM}{_when(entry)}: {'. '.join([title, *filter(None, told)])}</li>"


def _when(entry: CalendarEntry) -> str:
    first = _day(entry.first, entry.hours.begins if entry.hours else None)
    clock = hours_told(entry.hours)
    if entry.first == entry.last:
        return f"{first}{f', {clock}' if clock else ''}"
    return f"{first} till {_day(entry.last, entry.hours.ends if entry.hours else None)}{f', {clock}' if clock else ''}"


def _day(day: dt.date, time: dt.time | None) -> str:
    machine = f"{day.isoformat()}T{time:%H:%M}" if time else day.isoformat()
    return f'<time datetime="{machine}">{in_words(day)}</time>'


def hours_told(hours: Hours | None) -> str:
    """``kl. 9.30–12``, "" for the whole day."""
    if hours is None:
        return ""
    return f"kl. {_clock(hours.begins)}" + (f"–{_clock(hours.ends)}" if hours.ends else "")


def _clock(time: dt.time) -> str:
    return f"{time.hour}.{time.minute:02}" if time.minute else str(time.hour)


def _text(text: str) -> str:
    return escape(" ".join(text.split()))
