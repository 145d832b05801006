"""What was handed out and comes back as it is holds nothing to decide on, in whichever kind of file."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rus_sheets.book.raw import Scalar
from rus_sheets.exchange.answer import answers
from rus_sheets.exchange.base import handed_out, read_handed_out
from rus_sheets.exchange.read import sheet_table, text_table
from rus_sheets.exchange.write import csv_file, json_lines, workbook
from tests.exchange.world import TODAY, profile
from tests.merge import world

LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffe\uffff")
TEXTS = st.one_of(
    st.none(),
    st.text(LETTERS, max_size=30),
    st.from_regex(r"\A['=+@\-\t\r\n ]{0,3}[0-9a-zåäö;,\"]{0,6}\Z"),
    st.sampled_from(["1-2", "007", "1,5", "1.200", "1E5", "Genomförd", '"', ";", "a\r\nb", "2026-12-15", "SANT"]),
)
NUMBERS = st.one_of(
    st.none(), st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9, width=32), st.sampled_from([0.125, 1e-9, 1e14])
)
DATES = st.one_of(st.none(), st.integers(1, 80_000), st.just("ca juni"), st.just(12.5))
STATES = st.one_of(st.none(), st.sampled_from(["Har skett som planerat", "Har ej skett", "Klar", "genomförd", 7]))


@settings(max_examples=world.examples(60), deadline=None)
@given(TEXTS, TEXTS, NUMBERS, DATES, STATES, st.sampled_from(["planeringssystem", "atgardslista"]))
def test_nothing_is_decided(
    name: str | None, text: str | None, days: float | None, date: Scalar, state: Scalar, chosen: str
) -> None:
    plan = [{"id": "A01", "group": "G1", "name": name, "description": text, "days": days, "owner": name}]
    outcome = {"id": "A01", "status": state, "short": text, "text": name, "days": days, "effects": text}
    book = world.small_book(plan=plan, outcomes=[outcome])
    if date is not None:
        book = world.edited(book, "outcomes", "A01", "submitted", date)
    wanted = profile(chosen)
    base = handed_out(book, wanted, TODAY)
    assert read_handed_out(base.as_bytes(), base.stamp) == base
    known = [book.declaration]
    sheet = world.as_raw(workbook(book, wanted, base))
    written = csv_file(book, wanted, base).decode("utf-8-sig")
    for field in chain.from_iterable(csv.reader(io.StringIO(written, newline=""), delimiter=";")):
        assert not field.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) or re.fullmatch(r"-[0-9,e+-]+", field)
    for table in (
        text_table("a.csv", csv_file(book, wanted, base), known),
        text_table("a.jsonl", json_lines(book, wanted, base), known),
        sheet_table(sheet, known),
    ):
        assert table
        assert table.profile == chosen
        (file,) = answers(book, table, {base.stamp: base}.get)
        assert not file.notes
        assert not file.cells


def test_the_same_content_has_the_same_stamp() -> None:
    book = world.small_book()
    one, other = (handed_out(book, profile(), day) for day in (TODAY, TODAY + dt.timedelta(3)))
    changed = handed_out(world.edited(book, "plan", "A01", "name", "Annat"), profile(), TODAY)
    assert one.stamp == other.stamp != changed.stamp


@pytest.mark.parametrize("damage", [b"", b"[]", b"{}", b'{"rows": {}}', b"\xff"])
def test_a_damaged_base_is_none(damage: bytes) -> None:
    assert read_handed_out(damage, "u-bcdfghjklm") is None


def test_a_base_that_somebody_has_changed_is_none() -> None:
    base = handed_out(world.small_book(), profile(), TODAY)
    assert read_handed_out(base.as_bytes().replace("Första".encode(), b"Annat"), base.stamp) is None
