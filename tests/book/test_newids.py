"""The next id of a table: of the form that its declaration shows, after the highest that has been used."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rus_sheets.book.newids import begins_with, has_series, nearest_sibling, next_id, suggestion
from rus_sheets.resources import declaration_path
from rus_sheets.schema.load import load_declaration
from rus_sheets.schema.model import Table, TableKind

DECLARATIONS = [load_declaration(declaration_path(name)) for name in ("verksamhet", "bidrag")]
VERKSAMHET = DECLARATIONS[0]


def table(key: str) -> Table:
    return VERKSAMHET.table_of(key)


@pytest.mark.parametrize(
    ("key", "model", "used", "wanted"),
    [
        ("plan", "A01", [], "A01"),
        ("plan", "A01", ["A01", "A02"], "A03"),
        ("plan", "A01", ["A01", "A07"], "A08"),  # a number between may have been used
        ("plan", "A01", ["a09", "B99", "A1x"], "A10"),
        ("plan", "A01", ["A99"], "A100"),
        ("plan", "A001", ["A001"], "A002"),
        ("plan", "A01", ["A99999"], ""),
        ("groups", "G1", [f"G{number}" for number in range(1, 100)], ""),
        ("messages", "1", ["1", "2"], "3"),
        ("parts", "A22-5a", ["A22-5a", "A22-5b", "A22-4d"], "A22-5c"),
        ("parts", "A22-5a", ["A22-5z"], "A22-5å"),
        ("parts", "A22-5a", ["A22-5ö"], ""),
        ("parts", "A22-9", ["A22-9", "A22-1a"], "A22-10"),
        ("events", "A01-H01", ["A01-H01", "A02-H07"], "A01-H02"),
        ("expenses", "U01", ["U09", "A01-U33"], "U10"),
    ],
)
def test_the_next_one(key: str, model: str, used: list[str], wanted: str) -> None:
    assert next_id(table(key), model, used) == wanted


def test_which_tables_have_a_series() -> None:
    without = {each.key for each in VERKSAMHET.tables(TableKind.ROWS) if not has_series(each)}
    assert without == {"outcomes", "seats", "texts", "exceptions", "schedule"} & {each.key for each in VERKSAMHET.table}
    within = {each.key: begins_with(each, VERKSAMHET) for each in VERKSAMHET.tables(TableKind.ROWS)}
    assert {key: between for key, between in within.items() if between} == {"parts": "-", "events": "-H"}


def test_what_is_counted_on_from() -> None:
    assert nearest_sibling(["A22-1a", "A22-Ω", ""]) == "A22-1a"
    assert nearest_sibling([]) == ""


@given(st.data())
def test_always_free_and_of_the_pattern(data: st.DataObject) -> None:
    declaration = data.draw(st.sampled_from(DECLARATIONS))
    series = [each for each in declaration.tables(TableKind.ROWS) if has_series(each)]
    found = data.draw(st.sampled_from(series))
    column = found.column(found.id)
    used = data.draw(st.lists(st.from_regex(column.pattern, fullmatch=True), max_size=12))
    made = next_id(found, data.draw(st.sampled_from([column.example, *used])), used)
    if made:
        assert re.fullmatch(column.pattern, made)
        assert made.casefold() not in {each.casefold() for each in used}


@pytest.mark.parametrize(
    ("ids", "wanted"),
    [([], "A01"), (["A01", "", "A12"], "A13"), (["A99"], "A100"), (["A01", "A1x"], ""), (["A01", "A-1"], "")],
)
def test_what_the_sheet_suggests(ids: list[str], wanted: str) -> None:
    assert suggestion(table("plan"), ids) == wanted
