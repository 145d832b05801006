"""The declaration of which rows have a day in the calendar."""

from __future__ import annotations

from msgspec import Struct


class CalendarRows(Struct, frozen=True):
    """The rows of ``table`` in the calendar, by the keys of its columns; "" for what it has no column of.

    ``date`` is the day, or the first of several that end with ``end``; ``time`` the hours of the day, as text.
    ``kind``, ``place`` and ``audience`` are printed, ``link`` is opened. ``state`` is a choice whose list has the
    roles ``planned``, ``held`` and ``cancelled``.
    """

    table: str
    title: str
    date: str
    end: str = ""
    time: str = ""
    kind: str = ""
    place: str = ""
    link: str = ""
    audience: str = ""
    state: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The keys of all columns that are read."""
        named = (
            self.date,
            self.end,
            self.time,
            self.title,
            self.kind,
            self.place,
            self.link,
            self.audience,
            self.state,
        )
        return tuple(filter(None, named))


class CalendarWords(Struct, frozen=True):
    """The calendar of a year. ``title`` may hold {organisation} and {year}, the others are words that it prints."""

    title: str
    rows: tuple[CalendarRows, ...]
    cancelled: str
    audience: str
    place: str
