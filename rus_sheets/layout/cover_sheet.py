"""The front sheet as a blueprint: what the workbook is, how to work in it, and links to its sheets."""

from __future__ import annotations

from rus_sheets.layout.blueprint import NewCell, NewSheet, Style
from rus_sheets.schema.model import Declaration


def cover_sheet(declaration: Declaration, year: object, organisation: str) -> NewSheet:
    """The sheet that opens the workbook of an organisation and a year."""
    cover = declaration.cover
    cells = [
        NewCell(1, 1, f"{declaration.title} {year}", Style.TITLE),
        NewCell(2, 1, organisation, Style.HEADING),
        NewCell(3, 1, cover.intro),
    ]
    row = 5
    for section in cover.section:
        cells.append(NewCell(row, 1, section.heading, Style.HEADING))
        lines = [line.replace("{year}", str(year)) for line in section.lines]
        cells += [NewCell(row + number, 1, line) for number, line in enumerate(lines, 1)]
        row += len(lines) + 2
    cells.append(NewCell(row, 1, cover.legend.heading, Style.HEADING))
    samples = [
        (cover.legend.input, Style.INPUT),
        (cover.legend.formula, Style.FORMULA),
        (cover.legend.help, Style.HELP),
    ]
    cells += [NewCell(row + number, 1, text, style) for number, (text, style) in enumerate(samples, 1)]
    row += len(samples) + 2
    cells.append(NewCell(row, 1, cover.sheets_heading, Style.HEADING))
    links = {}
    targets = [(declaration.summary.sheet, declaration.summary.help), *((t.sheet, t.help) for t in declaration.table)]
    for number, (sheet, text) in enumerate(targets, row + 1):
        cells += [NewCell(number, 1, sheet), NewCell(number, 2, text, Style.HELP)]
        links[number, 1] = f"#'{sheet}'!A1"
    return NewSheet(
        name=cover.sheet, cells=tuple(cells), widths={1: 30, 2: 96}, heights={1: 34}, protected=True, hyperlinks=links,
        landscape=True,
    )  # fmt: skip
