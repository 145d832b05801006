"""A shared formula whose first cell gets something else goes on with the next cell that has it."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from lxml import etree

from rus_sheets.book.raw import Position, position_of, ref_of
from rus_sheets.excel.edit.sharedformulas import handovers
from tests.excel.small import sheet_xml

# Cells row by row: number of the shared formula, and its text where the cell is the first one.
ROWS = """
A1 0 H1*2 | B1 0      | D1 1 A1&"!"
A2 0      | B2 0      | D2 1
A3 0      | B3 0      | D3 1
A4 2 rand(  | B4 2    | D4 9
A5 0 H5+1 | B5 0      | D5 - H1
"""


def sheet() -> etree._Element:
    rows = []
    for line in ROWS.split("\n")[1:-1]:
        cells = []
        for cell in line.split("|"):
            ref, group, *text = cell.split(maxsplit=2)
            kind = f"t='shared' si='{group}'" if group != "-" else ""
            cells.append(f"<c r='{ref}'><f {kind}>{''.join(text).strip().replace('&', '&amp;')}</f></c>")
        rows.append(f"<row r='{len(rows) + 1}'>{''.join(cells)}</row>")
    return etree.fromstring(sheet_xml("".join(rows)).encode())


def refused(position: Position) -> Exception:
    return ValueError(ref_of(*position))


def handed_over(gone: Collection[str]) -> dict[str, tuple[str, str]]:
    found = handovers(sheet(), {position_of(ref) for ref in gone}, refused)
    return {ref_of(*at): (over.text, str(over.area)) for at, over in found.items()}


@pytest.mark.parametrize(
    ("gone", "expected"),
    [
        ("A1", {"B1": ("I1*2", "A1:B3")}),  # all that are left, also those that stand before its column
        ("A1 B1", {"A2": ("H2*2", "A2:B3")}),
        ("A1 B1 A2 A3", {"B2": ("I2*2", "B2:B3")}),
        ("B1 A2", {}),  # the first one has it still
        ("A1 B1 A2 B2 A3 B3", {}),
        ("D1", {"D2": ('A2&"!"', "D2:D3")}),
        ("A1 D1", {"B1": ("I1*2", "A1:B3"), "D2": ('A2&"!"', "D2:D3")}),
        ("A1 B1 A2 B2 A3 B3 D1", {"D2": ('A2&"!"', "D2:D3")}),
        ("A5", {"B5": ("I5+1", "B5")}),  # the same number again further down is another formula
        ("A1 A5", {"B1": ("I1*2", "A1:B3"), "B5": ("I5+1", "B5")}),
        ("D4", {}),  # nothing says what it shares
        ("D5", {}),
        ("", {}),
    ],
)
def test_the_next_cell_takes_over(gone: str, expected: dict[str, tuple[str, str]]) -> None:
    assert handed_over(gone.split()) == expected


def test_one_that_is_not_understood_is_refused() -> None:
    with pytest.raises(ValueError, match="A4"):
        handed_over(["A4"])
