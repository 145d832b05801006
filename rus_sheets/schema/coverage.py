"""The declaration of what is to be covered by activities: messages, goals."""

from __future__ import annotations

from msgspec import Struct


class Coverage(Struct, frozen=True):
    """How the rows of ``table`` are covered by the rows that refer to them.

    ``by`` is the "table.column" whose cells hold the references, and ``count`` the column of ``table`` that counts
    them. ``across`` is the column of the referring rows by which they are told apart, their area. ``title`` is the
    heading, ``word`` what one row of ``table`` is called in a sentence, ``none`` what is said where there is none of
    them. ``chart`` is the title of a chart of the counts, "" for none.
    """

    title: str
    table: str
    by: str
    count: str
    across: str
    word: str
    none: str
    chart: str = ""
