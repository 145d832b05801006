"""A table that older workbooks lack is told from a table of people's own by the same name."""

from __future__ import annotations

import pytest

from rus_sheets.book.build import find_table
from rus_sheets.book.raw import RawSheet, RawTable, RawWorkbook
from rus_sheets.resources import declaration_path
from rus_sheets.schema.load import load_declaration

TABLE = load_declaration(declaration_path("verksamhet")).table_of("allocations")
OURS = tuple(column.header for column in TABLE.columns)


@pytest.mark.parametrize(
    ("name", "headers", "found"),
    [
        (TABLE.sheet, OURS, True),
        (TABLE.sheet, tuple(column.header for column in TABLE.columns if not column.optional), True),
        ("Tabell7", OURS, True),
        (TABLE.sheet, (*OURS[1:], "Eget"), True),
        (TABLE.sheet, ("Konto", "Belopp", "År"), False),
        ("Tabell7", ("Konto", "Belopp", "År"), False),
    ],
)
def test_its_headers_tell(name: str, headers: tuple[str, ...], found: bool) -> None:
    table = RawTable(name, 1, 5, 1, len(headers), headers)
    raw = RawWorkbook("gammal.xlsx", (RawSheet(TABLE.sheet, "visible", {}, (table,)),))
    assert (find_table(TABLE, raw) is not None) == found
