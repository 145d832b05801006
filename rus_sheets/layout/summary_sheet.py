"""The summary's sheet as a blueprint: its cells as the layout places them, and its charts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rus_sheets.layout.blueprint import Highlight, NewCell, NewChart, NewSheet, Style
from rus_sheets.layout.summary_layout import CellRole, SummaryCell, summary_layout
from rus_sheets.schema.model import BlockKind, Declaration, SummaryChart

_CHART_COLUMNS = (4, 9)
_CHART_ROWS = 12
_SPARE_CHART_SLOTS = 4
_ONE_LINE = 14  # characters of a header in the summary's narrow columns


def summary_sheet(declaration: Declaration, rows: Mapping[str, Sequence[object]], year: object) -> NewSheet:
    """The sheet, for the rows by table key that it is to sum up."""
    summary = declaration.summary
    layout = summary_layout(declaration)
    styles = {
        CellRole.HEADING: Style.HEADING,
        CellRole.HEADER: Style.HEADER,
        CellRole.LABEL: Style.LABEL,
        CellRole.VALUE: Style.FORMULA,
        CellRole.CHECK: Style.STATE,
    }
    cells = [
        NewCell(1, 1, summary.title.format(year=year), Style.TITLE),
        NewCell(2, 1, summary.help, Style.HELP),
        *(
            NewCell(cell.row, cell.column, cell.text or None, styles[cell.part], cell.type, cell.formula)
            for cell in layout
        ),
    ]
    checks = [cell for cell in layout if cell.part is CellRole.CHECK]
    last_column = max(cell.column for cell in layout)
    return NewSheet(
        name=summary.sheet,
        cells=tuple(cells),
        highlights=tuple(
            Highlight(check.row, check.column, check.row, check.column, text, good)
            for check in checks
            for text, good in ((summary.ok, True), (summary.fault, False))
        ),
        charts=tuple(_charts(declaration, layout, rows)),
        widths={1: 58} | dict.fromkeys(range(2, last_column + 3), 14),
        heights={1: 34}
        | {cell.row: 32 for cell in layout if cell.part is CellRole.HEADER and len(cell.text) > _ONE_LINE},
        frozen=(2, 0),
        protected=True,
        landscape=True,
    )


def _charts(
    declaration: Declaration, layout: Sequence[SummaryCell], rows: Mapping[str, Sequence[object]]
) -> Iterator[NewChart]:
    """Two in a row, to the right of the first blocks, which are two columns wide."""
    for number, chart in enumerate(declaration.summary.chart):
        cells = [cell for cell in layout if cell.block == chart.block]
        block = next(block for block in declaration.summary.block if block.key == chart.block)
        count = len(rows[block.table]) or _SPARE_CHART_SLOTS if block.kind is BlockKind.PER_ROW else 0
        down, across = divmod(number, len(_CHART_COLUMNS))
        yield _chart(chart, cells, count, (4 + down * _CHART_ROWS, _CHART_COLUMNS[across]))


def _chart(chart: SummaryChart, cells: Sequence[SummaryCell], count: int, at: tuple[int, int]) -> NewChart:
    """The chart over the block's rows; ``count`` of them where the block has spare slots, otherwise all (0)."""
    headers = [cell for cell in cells if cell.part is CellRole.HEADER]
    first = headers[0].row + 1
    last = first + count - 1 if count else max(cell.row for cell in cells)

    def area(column: int) -> tuple[int, int, int, int]:
        return first, column, last, column

    places = [header for key in chart.series for header in headers if header.key == key]
    categories = next(header.column for header in headers if header.key == chart.categories)
    series = tuple(((place.row, place.column), area(place.column)) for place in places)
    return NewChart(*at, chart.kind, chart.title, chart.alt, area(categories), series)
