"""What a document remembers of last year's workbook."""

from __future__ import annotations

import json

import pytest

from rus_sheets.documents.workbook_extract import extract, restored
from rus_sheets.usecases.opened.requirements import to_write
from tests.documents.books import DECLARATION, example


def test_what_is_restored_says_the_same() -> None:
    book = example(2022)
    wanted = to_write(DECLARATION, DECLARATION.document[0])
    packed = extract(book, wanted)
    again = restored(DECLARATION, json.loads(json.dumps(packed)))
    assert again is not None
    assert again.year == 2022
    assert [row.id for row in again["plan"]] == [row.id for row in book["plan"]]
    for key in ("activities", "days", "budget", "funding"):
        assert again.totals[key].value == book.totals[key].value
    assert again["plan"].by_id["A01"]["days"] == book["plan"].by_id["A01"]["days"]
    assert "@example" not in json.dumps(packed)


@pytest.mark.parametrize("odd", [None, [], {}, {"tables": 3, "date1904": 0}, {"date1904": 0, "tables": [[1, 2]]}, "x"])
def test_what_is_no_extract_is_none(odd: object) -> None:
    assert restored(DECLARATION, odd) is None
