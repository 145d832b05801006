"""What can't be changed says what to do about it, and once that is done it can."""

from __future__ import annotations

import pytest

from rus_sheets.excel.edit import remedies
from rus_sheets.excel.edit.patch import CellValue, Patch, PatchRefusedError
from rus_sheets.excel.read.package import Package
from tests.excel.small import package, relation, table_xml

ROWS = '<row r="1">{}</row><row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row>'.format(
    "".join(f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>' for ref, text in (("A1", "Id"), ("B1", "Dagar")))
)
ARRAY = (
    '<row r="5"><c r="D5"><f t="array" ref="D5:D6">A1:A2</f><v>1</v></c></row><row r="6"><c r="D6"><v>1</v></c></row>'
)
BELOW = '<row r="4"><c r="A4"><v>9</v></c></row>'
MERGED = '<mergeCells><mergeCell ref="D2:E2"/></mergeCells>'
TOTALS = 'totalsRowCount="1"'
NEW_ROW = {"Id": 3}


def book(rows: str = ROWS, after: str = "", ref: str = "A1:B2", table: str = "") -> Patch:
    """A sheet with a table; ``after`` stands after its rows, ``table`` are attributes of the table."""
    return Patch(
        Package(
            "bok",
            package(
                {"Plan": f"<sheetData>{rows}</sheetData>{after}"},
                parts={"xl/tables/t.xml": table_xml("Plan", ref, ["Id", "Dagar"], attributes=table)},
                relations={"xl/worksheets/sheet1.xml": relation("rId1", "table", "../tables/t.xml")},
            ),
        )
    )


REFUSED = {
    "a totals row": (book(ref="A1:B3", table=TOTALS), {"A3": 5}, "Plan!A3", remedies.TOTALS),
    "an array formula": (book(ROWS + ARRAY), {"D6": 5}, "Plan!D6", remedies.ARRAY),
    "merged cells": (book(after=MERGED), {"E2": 5}, "Plan!E2", remedies.MERGED),
    "a header that is no text": (book(), {"A1": 5}, "Plan!A1", remedies.HEADER_TEXT),
    "a header twice": (book(), {"A1": "Dagar"}, "Plan!A1", remedies.HEADER_TWICE),
    "rows in another order": (book(BELOW + ROWS), {"A2": 5}, "Plan", remedies.SAVE_AGAIN),
}
NO_ROOM = {
    "a totals row": (book(ref="A1:B3", table=TOTALS), "Plan!A3", remedies.TOTALS),
    "something below": (book(ROWS + BELOW), "Plan!A4", remedies.BELOW),
}


@pytest.mark.parametrize(("patch", "cells", "place", "remedy"), REFUSED.values(), ids=REFUSED)
def test_a_cell(patch: Patch, cells: dict[str, CellValue], place: str, remedy: str) -> None:
    with pytest.raises(PatchRefusedError) as caught:
        changed(patch, cells)
    assert (caught.value.place, caught.value.remedy) == (place, remedy)


def changed(patch: Patch, cells: dict[str, CellValue]) -> bytes:
    patch.set_cells("Plan", cells)
    return patch.to_bytes()


@pytest.mark.parametrize(("patch", "place", "remedy"), NO_ROOM.values(), ids=NO_ROOM)
def test_a_row(patch: Patch, place: str, remedy: str) -> None:
    with pytest.raises(PatchRefusedError) as caught:
        patch.append_rows("Plan", "Plan", [NEW_ROW])
    assert (caught.value.place, caught.value.remedy) == (place, remedy)


def test_without_it_the_row_goes_in() -> None:
    patch = book()
    assert patch.append_rows("Plan", "Plan", [NEW_ROW]) == (3,)
    assert patch.to_bytes()
