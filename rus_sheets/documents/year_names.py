"""What a Word template can say of several years beside each other.

* ``titel``, ``kortnamn``, ``organisation``, and ``inledning``: what goes on, and what isn't reported yet
* ``summor``, the totals (``summor_rubrik`` over them); ``tabeller``, each with ``rubrik``, ``tabell`` and ``diagram``
* ``vidare``, what goes on (``vidare_rubrik``), and ``mål`` with their assessments (``mål_rubrik``); empty where there
  are none

The figures stand in the tables as plain text: those of several workbooks have no one cell to follow.
"""

from __future__ import annotations

from rus_sheets.documents.figures import shown
from rus_sheets.documents.views import Names
from rus_sheets.documents.years import Followed, Years, YearsFigures, YearsRow
from rus_sheets.texts.content import Chart, DataTable, Paragraph, Run, Series, Text, plain

_NAME, _YEAR = 4, 2
"""Shares of a table's width."""
_STACKED = 6
"""Rows whose parts of a bar can be told from each other by their colours."""


def years_context(found: Years) -> Names:
    """The names; see above."""
    latest, words = found.books[-1], found.words
    going_on = f"{words.unit_sheet} som går vidare"
    return {
        "titel": found.title,
        "kortnamn": latest.setting_text("short_name"),
        "organisation": latest.setting_text("organisation"),
        "inledning": Text(tuple(Paragraph((Run(line),)) for line in found.told())),
        "summor_rubrik": words.totals_sheet,
        "summor": _figures(found, found.totals),
        "tabeller": [
            {"rubrik": table.title, "tabell": _figures(found, table), "diagram": _chart(found, table)}
            for table in found.tables
        ],
        "vidare_rubrik": going_on,
        "vidare": _followed(found, going_on, found.going_on),
        "mål_rubrik": words.goals_sheet,
        "mål": _followed(found, words.goals_sheet, found.goals),
    }


def _figures(found: Years, table: YearsFigures) -> Text:
    rows = [_row(row, row.title) for row in table.rows]
    if table.total:
        rows.append(_row(table.total, found.words.total))
    header = (table.header, *map(str, found.years))
    widths = (_NAME, *(_YEAR for _ in found.years))
    align = "l" + "r" * len(found.years)
    return Text((DataTable(table.title, header, tuple(rows), align, widths, total=table.total is not None),))


def _row(row: YearsRow, title: str) -> tuple[Text, ...]:
    return (plain(title), *(plain(value.said) for value in row.values))


def _chart(found: Years, table: YearsFigures) -> Text:
    """The same figures: a bar a year of its rows, or of many rows a group of bars each.

    What isn't known has no bar, and the text for those who don't see it says so.
    """
    years = tuple(map(str, found.years))
    known = [place for place, _ in enumerate(years) if any(row.values[place].number for row in table.rows)]
    rows = [row for row in table.rows if any(value.number for value in row.values)]
    alt = f"{table.alt} {table.told(found.years)}"
    if not known:
        return Text()
    if len(rows) > _STACKED:
        series = tuple(Series(years[place], tuple(row.values[place].number for row in rows)) for place in known)
        return Text((Chart("column", table.title, tuple(row.title for row in rows), series, alt),))
    parts = tuple(Series(row.title, tuple(row.values[place].number or None for place in known)) for row in rows)
    return Text((Chart("stacked", table.title, tuple(years[place] for place in known), parts, alt),))


def _followed(found: Years, title: str, followed: tuple[Followed, ...]) -> Text:
    if not followed:
        return Text()
    header = (found.words.row, *map(str, found.years), found.words.by)
    rows = tuple(
        (
            plain(shown(row_through.thread.title)),
            *(plain(f"{row.id}: {said}" if row else found.words.absent)
              for row, said in zip(row_through.thread.rows, row_through.said, strict=True)),
            plain(row_through.by),
        )
        for row_through in followed
    )  # fmt: skip
    return Text((DataTable(title, header, rows, "", (_NAME, *(_YEAR for _ in found.years), _YEAR)),))
