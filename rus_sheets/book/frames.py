"""A book as pandas DataFrames, for analysis. Frames are for reading: they forget which cell a value came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rus_sheets.schema.model import CellType, Column

if TYPE_CHECKING:
    import pandas as pd

    from rus_sheets.book.model import Book, BookTable


def frames(book: Book) -> dict[str, pd.DataFrame]:
    """One frame per table, by sheet name: columns by header, index the row's id where the table has one."""
    return {each.table.sheet: _frame(each) for each in book.tables.values()}


def _frame(table: BookTable) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - 565 ms that only analysts pay

    columns = {
        column.header: pd.Series([row[column.key] for row in table.rows], dtype="object")
        for column in table.table.columns
        if column.key in table.columns
    }
    frame = pd.DataFrame({header: _typed(values, table.table.by_header[header]) for header, values in columns.items()})
    if table.table.id and table.table.column(table.table.id).header in frame:
        frame = frame.set_index(table.table.column(table.table.id).header)
    return frame


def _typed(values: pd.Series[Any], column: Column) -> pd.Series[Any]:
    import pandas as pd  # noqa: PLC0415

    if column.type is CellType.INTEGER:
        return pd.to_numeric(values).astype("Int64")
    if column.type.is_number:
        return pd.to_numeric(values).astype("Float64")
    if column.type is CellType.DATE:
        return pd.to_datetime(values)
    if column.type is CellType.CHOICE:
        return values.astype("category")
    return values if column.type in (CellType.REFS, CellType.ANY) else values.astype("string")
