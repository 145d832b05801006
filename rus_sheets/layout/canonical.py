"""The canonical workbook as a blueprint: every declared sheet, filled with the rows it is to hold."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence

from rus_sheets.book.convert import to_serial
from rus_sheets.book.raw import RichText, Scalar, column_letters
from rus_sheets.layout.blueprint import Highlight, NewCell, NewChart, NewSheet, NewTable, NewWorkbook, Rule, Style
from rus_sheets.layout.heights import height
from rus_sheets.layout.summary_layout import CellRole, SummaryCell, summary_layout
from rus_sheets.schema.model import BlockKind, CellType, Column, Declaration, Editor, SummaryChart, Table, TableKind

_OPEN_LIST_ROOM = 60
_CHART_COLUMNS = (4, 9)
_CHART_ROWS = 12
_SPARE_CHART_SLOTS = 4
_ONE_LINE = 14  # characters of a header in the summary's narrow columns


Content = str | int | float | bool | dt.date | RichText | None
"""What a new cell can be filled with."""

NewRow = Mapping[str, Content]
"""A row by column keys; blank ones left out."""


def canonical_workbook(declaration: Declaration, rows: Mapping[str, Sequence[NewRow]]) -> NewWorkbook:
    """The workbook for the given rows by table key. Settings have the keys of the declaration as ``key``.

    Rows that follow another table (``one_for_each``) are added where they are missing.
    """
    rows = _complete(declaration, rows)
    settings = {str(row["key"]): row.get("value") for row in rows[_settings_table(declaration).key]}
    sheets = [_cover(declaration, settings), _summary(declaration, rows, settings)]
    sheets += [_data_sheet(declaration, table, rows) for table in declaration.table]
    year = settings[declaration.setting_of(declaration.year_setting).label]
    organisation = str(next(iter(v for k, v in settings.items() if k == _label(declaration, "short_name")), "") or "")
    return NewWorkbook(
        sheets=tuple(sheets),
        title=f"{declaration.title} {year}",
        author=organisation,
        names=_names(declaration),
        custom={
            "rus-sheets declaration": declaration.name,
            "rus-sheets version": declaration.version,
            "rus-sheets id": workbook_id(declaration, organisation, year),
        },
        active=declaration.summary.sheet if rows[declaration.followup.unit] else declaration.cover.sheet,
    )


def workbook_id(declaration: Declaration, organisation: str, year: object) -> str:
    """What ties follow-up files to the workbook of an organisation (its short name) and a year."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{declaration.name}/{organisation}/{year}"))


def _label(declaration: Declaration, key: str) -> str:
    return next((setting.label for setting in declaration.setting if setting.key == key), "")


def _settings_table(declaration: Declaration) -> Table:
    return declaration.tables(TableKind.SETTINGS)[0]


def _complete(declaration: Declaration, rows: Mapping[str, Sequence[NewRow]]) -> dict[str, list[NewRow]]:
    """All tables, with the declared settings and with a row for each row that a table must follow."""
    full: dict[str, list[NewRow]] = {table.key: list(rows.get(table.key, ())) for table in declaration.table}
    settings = _settings_table(declaration).key
    given = {row["key"]: row.get("value") for row in full[settings]}
    full[settings] = [
        {"key": setting.label, "value": given.get(setting.label, setting.default), "help": setting.help}
        for setting in declaration.setting
    ]
    for table in declaration.table:
        full[table.key] = [_toolkit_cells(table, row) | dict(row) for row in full[table.key]]
        if table.one_for_each:
            present = {row.get(table.id): row for row in full[table.key]}
            leader = declaration.table_of(table.one_for_each)
            ids = [row.get(leader.id) for row in full[leader.key]]
            full[table.key] = [present.get(id_, {table.id: id_}) for id_ in ids]
    return full


def _toolkit_cells(table: Table, row: NewRow) -> dict[str, Content]:
    """What the toolkit itself says of a row that documents ask for, whoever has written the row."""
    known = next((known for known in table.known_rows if known[table.id] == row.get(table.id)), {})
    own = (column.key for column in table.columns if column.edited_by is Editor.TOOLKIT)
    return {key: known[key] for key in own if key in known}


# ------------------------------------------------------------------ names


def list_name(declaration: Declaration, name: str) -> str:
    """The defined name of a dropdown's source, from a list's header or a referenced sheet."""
    return declaration.list_names.format(name=name.replace(" ", "_").replace("-", "_"))


def source_of(declaration: Declaration, column: Column) -> str:
    """The dropdown source of a column, "" where it has none."""
    if column.type is CellType.CHOICE:
        return f"={list_name(declaration, declaration.choices(column.list).header)}"
    if column.type is CellType.REF:
        return f"={list_name(declaration, declaration.table_of(column.references).sheet)}"
    return ""


def _names(declaration: Declaration) -> dict[str, str]:
    names = {}
    lists = declaration.tables(TableKind.LISTS)[0].sheet
    for number, choices in enumerate(declaration.list, 1):
        letters = column_letters(number)
        last = f"${letters}${len(choices.values) + 1}"
        if choices.open:
            room = f"{lists}!${letters}$2:${letters}${_OPEN_LIST_ROOM}"
            last = f"INDEX({room},COUNTA({room}))"
        names[list_name(declaration, choices.header)] = f"={lists}!${letters}$2:{last}"
    referred = {column.references for table in declaration.table for column in table.columns if column.references}
    for table in declaration.table:
        if table.key in referred:
            header = table.column(table.id).header
            names[list_name(declaration, table.sheet)] = f"={table.excel_name}[{header}]"
    for cell in summary_layout(declaration):
        if cell.name:
            names[cell.name] = f"={declaration.summary.sheet}!${column_letters(cell.column)}${cell.row}"
    return names


# ------------------------------------------------------------------ data sheets


def _data_sheet(declaration: Declaration, table: Table, rows: Mapping[str, Sequence[NewRow]]) -> NewSheet:
    if table.kind is TableKind.LISTS:
        return _lists_sheet(declaration, table)
    count = max(1, len(rows[table.key]))
    cells = [
        _body_cell(declaration, table, column, number, place, row.get(column.key))
        for number, row in enumerate(rows[table.key] or [{}], 2)
        for place, column in enumerate(table.columns, 1)
    ]
    return NewSheet(
        name=table.sheet,
        cells=tuple(cells),
        tables=(NewTable(table.excel_name, 1, 1, count, tuple((c.header, c.formula) for c in table.columns)),),
        rules=tuple(_rules(declaration, table, count)),
        widths={place: _width(column, rows[table.key]) for place, column in enumerate(table.columns, 1)},
        heights={1: max(32, *(height(column.header, column.width) for column in table.columns))},
        frozen=(1, _frozen_columns(table)),
        protected=table.protected,
        landscape=True,
        repeat_header=True,
    )


def _width(column: Column, rows: Sequence[NewRow]) -> float:
    """The declared width, or what an address needs to stand on one line."""
    if column.type is not CellType.EMAIL:
        return column.width
    return max(
        [column.width, *(len(address) + 1 for row in rows for address in str(row.get(column.key) or "").split())]
    )


def _frozen_columns(table: Table) -> int:
    """The id stays in view while people scroll to the right."""
    return 1 if table.id else 0


def _body_cell(
    declaration: Declaration, table: Table, column: Column, row: int, place: int, content: Content
) -> NewCell:
    kind = column.type
    if table.kind is TableKind.SETTINGS and kind is CellType.ANY:
        kind = declaration.setting[row - 2].type
    if column.formula:
        return NewCell(row, place, style=Style.FORMULA, type=kind, formula=column.formula)
    style = Style(column.style) if column.style else _style(table, column)
    if isinstance(content, RichText):
        return NewCell(row, place, content.text, style, kind, runs=content.runs)
    return NewCell(row, place, scalar(content), style, kind)


def scalar(content: Content) -> Scalar:
    """A content as a cell holds it."""
    if isinstance(content, dt.date):
        return to_serial(content)
    return content.text if isinstance(content, RichText) else content


def _style(table: Table, column: Column) -> Style:
    if column.edited_by is Editor.TOOLKIT:
        return Style.LABEL if column.key == table.id else Style.FACT
    return Style.INPUT


def _rules(declaration: Declaration, table: Table, count: int) -> Iterator[Rule]:
    if table.kind is TableKind.SETTINGS:
        for number, setting in enumerate(declaration.setting, 2):
            place = [column.key for column in table.columns].index("value") + 1
            yield Rule(
                number, place, number, place, setting.type, "", setting.minimum, setting.maximum,
                setting.label, setting.help,
            )  # fmt: skip
        return
    for place, column in enumerate(table.columns, 1):
        if column.edited_by is not Editor.TOOLKIT and not column.formula:
            yield Rule(
                2, place, count + 1, place, column.type, source_of(declaration, column), column.minimum,
                column.maximum, column.header, column.help,
            )  # fmt: skip


def _lists_sheet(declaration: Declaration, table: Table) -> NewSheet:
    depth = max(len(choices.values) for choices in declaration.list)
    cells = [
        NewCell(
            number, place, choices.values[number - 2] if number - 2 < len(choices.values) else None,
            Style.INPUT if choices.open else Style.FACT,
        )
        for place, choices in enumerate(declaration.list, 1)
        for number in range(2, depth + 2)
    ]  # fmt: skip
    columns = tuple((choices.header, "") for choices in declaration.list)
    return NewSheet(
        name=table.sheet,
        cells=tuple(cells),
        tables=(NewTable(table.excel_name, 1, 1, depth, columns),),
        widths=dict.fromkeys(range(1, len(columns) + 1), 26),
        frozen=(1, 0),
        landscape=True,
        repeat_header=True,
    )


# ------------------------------------------------------------------ front sheet


def _cover(declaration: Declaration, settings: Mapping[str, Content]) -> NewSheet:
    cover = declaration.cover
    year = settings[declaration.setting_of(declaration.year_setting).label]
    cells = [
        NewCell(1, 1, f"{declaration.title} {year}", Style.TITLE),
        NewCell(2, 1, str(settings.get(_label(declaration, "organisation")) or ""), Style.HEADING),
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


# ------------------------------------------------------------------ summary


def _summary(
    declaration: Declaration, rows: Mapping[str, Sequence[NewRow]], settings: Mapping[str, Content]
) -> NewSheet:
    summary = declaration.summary
    year = settings[declaration.setting_of(declaration.year_setting).label]
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
    declaration: Declaration, layout: Sequence[SummaryCell], rows: Mapping[str, Sequence[NewRow]]
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
