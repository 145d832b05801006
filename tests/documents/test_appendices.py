"""Appendices of one's own come last in their order, some with an activity's parts; candidates stand by their hand."""

from __future__ import annotations

import pytest

from rus_sheets.book.model import Book
from tests.documents.books import book_of, rendered
from tests.usecases.years import Rows
from tests.usecases.years import rows_of as year
from tests.word.documents import lines

NOTE = "Beslutad av länsrådsmötet."


def with_appendices(document: str) -> Book:
    rows: Rows = year("2026")
    rows["parts"] = [
        {"id": "A05-1a", "activity": "A05", "text": "Samla in", "subheading": "Ledning", "result": "Gjort"},
        {"id": "A05-1b", "activity": "A05", "text": "Sprida"},
        {"id": "A06-a", "activity": "A06", "text": "Står kvar"},
    ]
    rows["appendices"] = [
        {"id": "B2", "document": document, "heading": "Gemensam handlingsplan", "decided": NOTE, "activity": "A05"},
        {"id": "B1", "document": document, "heading": "Ordförklaringar", "text": "Ord.\n\n- Ett\n- Två"},
    ]
    rows["candidates"] = [
        {"id": "KA01", "hand": "Andra hand", "name": "Kurs"},
        {"id": "KA02", "hand": "Första hand", "name": "Metod", "description": "Om tid finns."},
    ]
    return book_of(rows)


@pytest.mark.parametrize(
    ("kind", "word"), [("plan", "Plan"), ("report", "Berättelse"), ("plan", "Plan och berättelse")]
)
def test_they_stand_last_in_the_order_of_the_sheet_with_their_parts(kind: str, word: str) -> None:
    told = lines(rendered(kind, with_appendices(word)))
    last = len(told) - 1 - told[::-1].index("Gemensam handlingsplan")
    after = told[last:]
    assert after[1] == NOTE
    assert [line for line in after if "Samla in" in line]
    assert after.index("Ordförklaringar") > 1
    assert after[-2:] == ["Ett", "Två"]
    assert "Delarna står i bilagan Gemensam handlingsplan." in told[:last]
    assert not [line for line in told[:last] if "Samla in" in line]
    assert [line for line in told[:last] if "Står kvar" in line]
    assert (kind == "report") == bool([line for line in after if "Gjort" in line])


@pytest.mark.parametrize(("kind", "word"), [("plan", "Berättelse"), ("report", "Plan")])
def test_another_documents_appendix_leaves_the_parts_where_they_are(kind: str, word: str) -> None:
    told = lines(rendered(kind, with_appendices(word)))
    assert not [line for line in told if "Gemensam handlingsplan" in line or NOTE in line]
    assert [line for line in told if "Samla in" in line]


def test_candidates_stand_in_the_plan_first_hand_first() -> None:
    told = lines(rendered("plan", with_appendices("Plan")))
    first = told.index("I första hand")
    assert told[first - 1] == "Förslag som inte ryms i planen"
    assert told[first : first + 4] == ["I första hand", "Metod. Om tid finns.", "I andra hand", "Kurs"]
    none = lines(rendered("plan", book_of({**year("2026"), "candidates": []})))
    assert not [line for line in none if "Förslag som" in line]
