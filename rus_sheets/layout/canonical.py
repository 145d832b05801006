"""The canonical workbook as a blueprint: every declared sheet, filled with the rows it is to hold."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence

from rus_sheets.book.convert import to_serial
from rus_sheets.book.raw import RichText, Scalar
from rus_sheets.layout.blueprint import NewCell, NewSheet, NewTable, NewWorkbook, Rule, Style
from rus_sheets.layout.cover_sheet import cover_sheet
from rus_sheets.layout.defined_names import defined_names, source_of
from rus_sheets.layout.heights import height
from rus_sheets.layout.summary_sheet import summary_sheet
from rus_sheets.schema.model import CellType, Column, Declaration, Editor, Table, TableKind

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
    year = settings[declaration.setting_of(declaration.year_setting).label]
    organisation, short_name = (
        str(settings.get(_label(declaration, key)) or "") for key in ("organisation", "short_name")
    )
    sheets = [cover_sheet(declaration, year, organisation), summary_sheet(declaration, rows, year)]
    sheets += [_data_sheet(declaration, table, rows) for table in declaration.table]
    return NewWorkbook(
        sheets=tuple(sheets),
        title=f"{declaration.title} {year}",
        author=short_name,
        names=defined_names(declaration),
        custom={
            "rus-sheets declaration": declaration.name,
            "rus-sheets version": declaration.version,
            "rus-sheets id": workbook_id(declaration, short_name, year),
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
