"""The workbook's defined names: what dropdowns choose among, and the totals of the summary."""

from __future__ import annotations

from rus_sheets.book.raw import column_letters
from rus_sheets.layout.summary_layout import summary_layout
from rus_sheets.schema.model import CellType, Column, Declaration, TableKind

_OPEN_LIST_ROOM = 60
"""Rows that a list which people add to can take up."""


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


def defined_names(declaration: Declaration) -> dict[str, str]:
    """What each name stands for."""
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
