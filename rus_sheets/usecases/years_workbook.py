"""The workbook of several years: a sheet with a table for each thing, and a chart beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rus_sheets.documents.years import FigureState, Followed, Years, YearsFigures, YearsRow
from rus_sheets.excel.calc.stored import calculate_new
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.layout.blueprint import NewCell, NewChart, NewSheet, NewTable, NewWorkbook, Style
from rus_sheets.schema.model import CellType, ChartKind

_NAME_WIDTH, _YEAR_WIDTH, _BY_WIDTH, _SAID_WIDTH = 52, 20, 18, 34
_CHART_GAP = 2
"""Columns from the table to the chart, counted from the table's last."""


def years_bytes(found: Years) -> bytes:
    """The workbook as bytes."""
    return make_workbook(years_workbook(found), calculate_new)


def years_workbook(found: Years) -> NewWorkbook:
    """The workbook: totals with what there is to say of them, the tables, what is followed, the goals."""
    words = found.words
    sheets = [_figures(found, found.totals, [found.title, *found.told()])]
    sheets += [_figures(found, table, [table.title]) for table in found.tables]
    sheets.append(_followed(found, words.unit_sheet, found.units))
    if found.goals:
        sheets.append(_followed(found, words.goals_sheet, found.goals))
    author = found.books[-1].setting_text("organisation")
    return NewWorkbook(sheets=tuple(sheets), title=found.title, author=author, active=words.totals_sheet)


def _figures(found: Years, table: YearsFigures, lines: Sequence[str]) -> NewSheet:
    """The table under its lines, the workbooks' own sum above it so that the table has nothing but its rows."""
    cells = _lines(lines)
    top = len(lines) + 1
    if table.total:
        cells += _row(top, table.total, Style.LABEL, found.words.total)
        top += 1
    top += 1
    for place, row in enumerate(table.rows, top + 1):
        cells += _row(place, row, Style.FACT, row.title)
    headers = (table.header, *map(str, found.years))
    return NewSheet(
        name=table.sheet,
        cells=tuple(cells),
        tables=(_table(table.sheet, top, len(table.rows), headers),),
        charts=_chart(found, table, top) if table.alt else (),
        widths={1: _NAME_WIDTH} | dict.fromkeys(range(2, len(headers) + 1), _YEAR_WIDTH),
        heights={1: 34},
        landscape=True,
    )


def _lines(lines: Sequence[str]) -> list[NewCell]:
    return [NewCell(row, 1, text, Style.TITLE if row == 1 else Style.PLAIN) for row, text in enumerate(lines, 1)]


def _row(place: int, row: YearsRow, style: Style, title: str) -> list[NewCell]:
    """A figure that is known stands as a number; of another the cell says what there is to say."""
    cells = [NewCell(place, 1, title, style)]
    for column, value in enumerate(row.values, 2):
        known = value.state is FigureState.KNOWN
        cells.append(NewCell(place, column, value.number if known else value.said, style, row.type))
    return cells


def _chart(found: Years, table: YearsFigures, top: int) -> tuple[NewChart, ...]:
    """A series for each year of which anything is known: a year that isn't reported has no bars of nought."""
    first, last = top + 1, top + len(table.rows)
    told = [place for place in range(len(found.years))
            if any(row.values[place].number is not None for row in table.rows)]  # fmt: skip
    if not told or not table.rows:
        return ()
    series = tuple(((top, place + 2), (first, place + 2, last, place + 2)) for place in told)
    alt = f"{table.alt} {table.told(found.years)}"
    column = len(found.years) + 1 + _CHART_GAP
    from_nought = all((value.number or 0) >= 0 for row in table.rows for value in row.values)
    return (NewChart(top, column, ChartKind.BAR, table.title, alt, (first, 1, last, 1), series, from_nought),)


def _followed(found: Years, sheet: str, followed: Sequence[Followed]) -> NewSheet:
    """Every row of every year: its id and what is said of it, year by year, and how it is recognised."""
    headers = (found.words.row, *map(str, found.years), found.words.by)
    cells, top = _lines([sheet]), 3
    for place, row_through in enumerate(followed, top + 1):
        ids = [f"{row.id}: {said}" if row else found.words.absent
               for row, said in zip(row_through.thread.rows, row_through.said, strict=True)]  # fmt: skip
        texts = (row_through.thread.title, *ids, row_through.by)
        cells += [NewCell(place, column, text, Style.FACT, CellType.TEXT) for column, text in enumerate(texts, 1)]
    return NewSheet(
        name=sheet,
        cells=tuple(cells),
        tables=(_table(sheet, top, len(followed), headers),),
        widths={1: _NAME_WIDTH} | dict.fromkeys(range(2, len(headers)), _SAID_WIDTH) | {len(headers): _BY_WIDTH},
        heights={1: 34},
        frozen=(top, 1),
        landscape=True,
        repeat_header=True,
    )


def _table(sheet: str, row: int, rows: int, headers: Sequence[str]) -> NewTable:
    return NewTable(re.sub(r"\W", "_", sheet), row, 1, max(rows, 1), tuple((header, "") for header in headers))
