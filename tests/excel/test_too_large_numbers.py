"""A number that is larger than any other is one odd cell, not a damaged file, whichever way the sheet is read."""

from __future__ import annotations

import pytest

from rus_sheets.excel.read.cellvalue import stored_value
from rus_sheets.excel.read.strings import SharedStrings


@pytest.mark.parametrize("text", ["9" * 400, "-" + "9" * 400, "1e400", "1E+999"])
def test_it_is_told_as_it_stands(text: str) -> None:
    assert stored_value(text, "n", SharedStrings((), {}), date1904=False)[0] == text
