"""The declaration of what is shown of several years beside each other."""

from __future__ import annotations

from msgspec import Struct


class YearsTable(Struct, frozen=True):
    """One column of a block of the summary, year by year: a table, a sheet and a chart with ``title`` and ``alt``.

    ``sheet`` is the sheet's and the table's name, at most 31 characters.
    """

    block: str
    column: str
    sheet: str
    title: str
    alt: str


class YearsWords(Struct, frozen=True):
    """Several years beside each other. {years} is filled in in ``title``; ``template`` is a file in ``reports/``.

    ``totals`` are the keys of the totals that are shown first, on ``totals_sheet``. ``unit_sheet`` has what is followed
    up, and ``goals_sheet`` the rows of ``goals`` ("table.column") with their assessment, ``unjudged`` for those that
    have none; both "" for no such sheet. ``unknown`` is what isn't reported yet, ``absent`` what a year didn't have.
    ``no_row`` is a row for what a total has that none of its rows has.
    ``row``, ``total``, ``by``, ``by_id`` and ``by_name`` are words for how rows are recognised and summed.
    """

    title: str
    template: str
    totals: tuple[str, ...]
    totals_sheet: str
    unit_sheet: str
    unknown: str
    absent: str
    row: str
    total: str
    no_row: str
    by: str
    by_id: str
    by_name: str
    table: tuple[YearsTable, ...] = ()
    goals: str = ""
    goals_sheet: str = ""
    unjudged: str = ""
