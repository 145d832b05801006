"""Expected and uncertain funding stands beside what is decided, which alone is compared with the budget."""

from __future__ import annotations

import re

import pytest

from rus_sheets.book.build import build_book
from rus_sheets.book.model import Book
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.usecases.validate import validate
from tests.documents.books import book_of, rendered
from tests.documents.test_planned_gaps import said
from tests.mixed import MIXED, PLAN, made
from tests.usecases.test_older_workbook import older
from tests.usecases.years import Rows, row
from tests.usecases.years import rows_of as year

WITH_STATES = (
    MIXED.partition("\nFinansiering\n")[0]
    + """
Finansiering
Käll-ID | Källa           | Slag               | Belopp | Läge
K1      | Mottagaren      | Årets medel        | 450000 | Beslutad
K2      | Kvar            | Tidigare års medel | 50000  |
K3      | Annan myndighet | Medel från andra   | 60000  | Väntad
K4      | Omfördelning    | Årets medel        | 25000  | Osäker
K5      | Mer sökt        | Årets medel        | 10000  | Väntad
"""
)


def totals(book: Book) -> dict[str, float]:
    return {key: book.totals[key].number for key in ("funding", "funding_expected", "funding_uncertain", "applied")}


def test_each_sum_counts_what_its_label_says() -> None:
    path = made(WITH_STATES)
    book = build_book(PLAN, read_workbook(path))
    assert totals(book) == {
        "funding": 500_000, "funding_expected": 70_000, "funding_uncertain": 25_000, "applied": 460_000,
    }  # fmt: skip
    assert {key: each.stored for key, each in book.totals.items() if key in totals(book)} == totals(book)
    told = [each.message for each in validate(path).findings if each.code == "RS305"]
    assert len(told) == 1
    assert "den beslutade finansieringen med egna medel är 500 000 kr" in told[0]
    assert told[0].endswith("Därtill kommer väntad 70 000 kr och osäker 25 000 kr.")


WITH_UNKNOWN = WITH_STATES.replace("60000  |", "       |").replace("25000  |", "       |")


def test_a_payer_whose_amount_is_not_known_yet_is_never_zero() -> None:
    path = made(WITH_UNKNOWN)
    book = build_book(PLAN, read_workbook(path))
    for key in ("funding_expected", "funding_uncertain"):
        assert (book.totals[key].value, book.totals[key].stored) == (None, None)
        assert book.totals[key].unknown == "ännu inte känt"
    assert (book.totals["funding"].value, book.totals["applied"].stored) == (500_000, 460_000)
    told = {(each.cell, each.severity) for each in validate(path).findings if each.code == "RS106"}
    assert told == {("D4", "info"), ("D5", "info")}
    for command in ("plan", "report", "application"):
        text = " ".join(said(rendered(command, book)))
        assert re.search("Annan myndighet.{0,60}ännu inte känt", text)
        assert "Väntad finansiering, kr: ännu inte känt" in text
        assert not re.search("Annan myndighet.{0,40}(saknas| 0)", text)


def test_before_the_column_all_funding_is_decided() -> None:
    path = made(MIXED, older(PLAN))
    assert build_book(PLAN, read_workbook(path)).totals["funding"].number == 550_000
    told = [each for each in validate(path).findings if each.sheet == "Summering" and each.code in ("RS214", "RS202")]
    assert told == []
    assert not [each for each in validate(path).findings if "Finansiering" in each.message and each.code == "RS203"]


def undecided() -> Book:
    rows: Rows = year("2026")
    rows["funding"] += [
        {"id": "K2", "source": "Omfördelade medel", "kind": "Årets medel", "amount": 150_000, "state": "Väntad"},
        {"id": "K3", "source": "Annan", "kind": "Medel från andra", "amount": 20_000, "state": "Osäker"},
    ]
    row(rows, "budget", "P4")["budget"] = 80_000
    return book_of(rows)


@pytest.mark.parametrize("kind", ["plan", "report", "application"])
def test_documents_tell_decided_and_expected_apart(kind: str) -> None:
    told = said(rendered(kind, undecided()))
    text = " ".join(told)
    assert "Väntad finansiering, kr: 150 000. Osäker finansiering, kr: 20 000." in text
    assert "Budget minus beslutad finansiering är 30 000 kr" in text
    if kind == "application":
        assert "Summa beslutad finansiering |  | 4 500 000" in told
        assert [line for line in told if line.startswith("Omfördelade medel (väntad) | ")]
        assert [line for line in told if "4 650 000 kr" in line]  # applied for: decided and expected of this year
    else:
        assert "Den beslutade finansieringen är sammanlagt 4 500 000 kr." in text
        assert "Omfördelade medel, årets medel, väntad: 150 000 kr" in told
