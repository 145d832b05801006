"""A book as pandas DataFrames, for analysis. Frames are for reading: they forget which cell a value came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rus_sheets.book.convert import Value
from rus_sheets.schema.model import CellType, Column, Table

if TYPE_CHECKING:
    import pandas as pd


def frame(table: Table, values: Mapping[str, Sequence[Value]]) -> pd.DataFrame:
    """The columns whose ``values`` stand by key, by header; the index is the row's id where the table has one."""
    import pandas as pd  # noqa: PLC0415 - 565 ms that only analysts pay

    made = pd.DataFrame({
        column.header: _typed(pd.Series(list(values[column.key]), dtype="object"), column)
        for column in table.columns
        if column.key in values
    })  # fmt: skip
    return made.set_index(table.column(table.id).header) if table.id and table.id in values else made


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
