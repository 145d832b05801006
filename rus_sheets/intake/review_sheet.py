"""The sheet that tells how a document was read: what is asked first, then sums, what was left over, what was read."""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.intake.readings import Reading, Readings, ReadingState
from rus_sheets.intake.rules import Rules
from rus_sheets.layout.blueprint import Highlight, NewCell, NewSheet, NewTable, Style
from rus_sheets.layout.canonical import scalar
from rus_sheets.schema.model import Declaration

_COLUMNS = ("state", "place", "heading", "text", "sheet", "row", "column", "value", "rule", "note")
_WIDTHS = (16, 18, 34, 70, 14, 10, 18, 36, 24, 46)
_CELL = 30_000
"""Characters of a text in one cell; Excel takes 32 767, and an escaped one counts several times."""
_SHOWN = 400
"""Characters of what was read, which stands in full where it was written."""


def review_sheet(readings: Readings, rules: Rules, declaration: Declaration) -> NewSheet:
    """The sheet, as one table."""
    words = rules.review
    rows = [
        row for state in ReadingState for reading in readings.of(state) for row in _rows(reading, rules, declaration)
    ]
    headers = [words.headers.get(key, key) for key in _COLUMNS]
    cells = [
        NewCell(number, column, content, Style.FACT)  # type: ignore[arg-type]
        for number, row in enumerate(rows or [()], 2)
        for column, content in enumerate(row, 1)
    ]
    last = len(rows) + 1
    asked = [words.states[state.value] for state in (ReadingState.ASKED, ReadingState.WRONG)]
    return NewSheet(
        name=words.sheet,
        cells=tuple(cells),
        tables=(NewTable(words.table, 1, 1, max(1, len(rows)), tuple((header, "") for header in headers)),),
        highlights=tuple(Highlight(2, 1, max(2, last), 1, text, good=False) for text in asked),
        widths=dict(enumerate(_WIDTHS, 1)),
        heights={1: 32},
        frozen=(1, 1),
        landscape=True,
        repeat_header=True,
    )


def _rows(reading: Reading, rules: Rules, declaration: Declaration) -> Iterator[tuple[object, ...]]:
    """The rows of one reading: several where its text is too long for a cell."""
    state = rules.review.states.get(reading.state.value, reading.state.value)
    sheet, header = _names(reading, declaration)
    value = scalar(reading.value)  # type: ignore[arg-type]
    text, shown = reading.text, value
    if reading.state is ReadingState.READ:
        text = _shortened(text)
        shown = _shortened(value) if isinstance(value, str) else value
    for start in range(0, max(1, len(text)), _CELL):
        part = text[start : start + _CELL]
        yield (
            state,
            reading.place,
            reading.heading,
            part,
            sheet,
            reading.row,
            header,
            shown,
            reading.rule,
            reading.note,
        )


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…"


def _names(reading: Reading, declaration: Declaration) -> tuple[str, str]:
    """The sheet and the header (of a setting its label) that the keys stand for."""
    if not reading.table or not declaration.has_table(reading.table):
        return "", ""
    table = declaration.table_of(reading.table)
    if reading.table == "settings":
        return table.sheet, declaration.setting_of(reading.column).label
    return table.sheet, table.column(reading.column).header if table.has(reading.column) else reading.column
