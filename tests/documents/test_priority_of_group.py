"""A priority that is set on the group marks its activities, wherever no heading says it already.

Nothing that is said of each activity is found out anew for each.
"""

from __future__ import annotations

import pytest

from rus_sheets.book.gaps import needed
from rus_sheets.book.model import Book
from rus_sheets.documents import wholes
from rus_sheets.documents.common import names_of_activities
from rus_sheets.documents.contexts import names_for
from tests.documents.books import book_of, rendered, rows_of
from tests.word.documents import lines


def _prioritised(year: int, priority: str, title: str, **more: str) -> Book:
    rows = rows_of(year, year)
    group = next(each for each in rows["groups"] if each["id"] == "G1")
    group |= {"priority": priority, "name": title}
    for each in rows["plan"]:
        each.update({"priority": None, "top": None}, **(more if each["group"] == "G1" else {}))
    return book_of(rows)


@pytest.mark.parametrize("title", ["Uppföljning", "Prioriterade insatser", "Prioritet 20"])
@pytest.mark.parametrize(("year", "priority"), [(2026, "PRIO"), (2022, "Prioritet 2"), (2022, "Prioritet 1")])
def test_the_activities_have_the_mark(year: int, priority: str, title: str) -> None:
    book = _prioritised(year, priority, title)
    told = names_of_activities(book)
    marks = {row.text("group"): str(told(row)["eget_märke"]) for row in book["plan"]}
    assert marks.pop("G1") == priority
    assert set(marks.values()) <= {""}


def test_what_the_heading_says_in_words_is_not_said_again() -> None:
    book = _prioritised(2022, "Prioritet 2", "Utvecklingsinsatser, prioritet 2")
    told = names_of_activities(book)
    assert {str(told(row)["eget_märke"]) for row in book["plan"]} == {""}


def test_the_most_important_are_marked_as_such() -> None:
    book = _prioritised(2022, "Prioritet 1", "Insatser, prioritet 1", top="Ja")
    told = names_of_activities(book)
    marks = [str(told(row)["eget_märke"]) for row in book["plan"] if row.text("group") == "G1"]
    assert set(marks) == {"Allra viktigast"}


def test_plan_and_report_mark_the_same_activities() -> None:
    book = _prioritised(2026, "PRIO", "Uppföljning")
    count = sum(row.text("group") == "G1" for row in book["plan"])
    plan, report = ("\n".join(lines(rendered(kind, book))) for kind in ("plan", "report"))
    assert plan.count("PRIO\u2002·") == report.count("·\u2002PRIO") == count


def test_a_longer_plan_is_looked_through_for_days_no_oftener(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once for each activity would grow with the square of them."""

    def asked(more: int) -> int:
        given = rows_of(2026, 2026)
        given["plan"] = [*given["plan"], *({**given["plan"][0], "id": f"B{number}"} for number in range(more))]
        book, counted = book_of(given), []
        monkeypatch.setattr(wholes, "needed", lambda *words: counted.append(words) or needed(*words))
        for document in book.declaration.document:
            names_for(document, book)
        return len(counted)

    assert asked(20) == asked(0) > 0
