"""What can stand in a cell and what can't, at the very edge of it, and how it is written."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from rus_sheets.book.raw import CellError, RichText
from rus_sheets.excel.edit.cell_content import (
    MAX_FORMULA,
    MAX_TEXT,
    BadValueError,
    Cached,
    Formula,
    cell_content,
    checked,
    formula_text,
    serial_of,
)

MORNING, NOON = map(dt.datetime.fromisoformat, ("2026-01-02T03:00", "1904-01-01T12:00"))
STOCKHOLM = dt.timezone(dt.timedelta(hours=1))


@pytest.mark.parametrize(
    "value",
    [
        None, True, 7, 0.5, CellError("#N/A"), "", "a" * MAX_TEXT, "😀" * (MAX_TEXT // 2), "_x0041_" * 10, "a\nb",
        "=" + "1" * MAX_FORMULA, Formula("=" + "1" * MAX_FORMULA), Formula("1", "a"), Cached(None),
        RichText((("a", "bi"),)), RichText((("a", ""), ("b", "b"))), dt.date(1900, 1, 1), MORNING, 10**300,
    ],
)  # fmt: skip
def test_what_can(value: Any) -> None:
    assert checked(value) is value


@pytest.mark.parametrize(
    "value",
    [
        "a" * (MAX_TEXT + 1), "😀" * (MAX_TEXT // 2) + "aa", "a\ud800", Formula(""), Formula("="), Formula("= "),
        Formula("1" * (MAX_FORMULA + 1)), Formula("1\x01"), Formula("1", "a" * (MAX_TEXT + 1)), Cached("a\udfff"),
        float("nan"), float("inf"), 10**400, RichText(()), RichText((("a", "x"),)), RichText((("a", ""), ("b", "u"))),
        RichText((("a" * (MAX_TEXT + 1), ""),)), dt.date(1899, 12, 31), dt.datetime(2026, 1, 1, tzinfo=STOCKHOLM),
    ],
)  # fmt: skip
def test_what_cannot(value: Any) -> None:
    with pytest.raises(BadValueError):
        checked(value)


def test_what_is_no_value_at_all() -> None:
    with pytest.raises(TypeError):
        checked(object())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "date1904", "serial"),
    [
        (dt.date(1900, 1, 1), False, 1), (dt.date(1900, 2, 28), False, 59), (dt.date(1900, 3, 1), False, 61),
        (dt.date(1904, 1, 1), True, 0), (dt.date(1904, 1, 2), True, 1), (NOON, True, 0.5),
    ],
)  # fmt: skip
def test_days_of_both_systems(value: dt.date, date1904: bool, serial: float) -> None:
    assert serial_of(value, date1904=date1904) == serial


@pytest.mark.parametrize(("date", "date1904", "first"), [("1899-12-31", False, 1900), ("1903-12-31", True, 1904)])
def test_a_day_before_them_is_told_with_the_first_year(date: str, date1904: bool, first: int) -> None:
    with pytest.raises(BadValueError, match=f"före {first}"):
        serial_of(dt.date.fromisoformat(date), date1904=date1904)


KEPT = ' xml:space="preserve"'


@pytest.mark.parametrize(
    ("text", "keeps"),
    [("a b", ""), ("a  b", KEPT), (" a", KEPT), ("a ", KEPT), ("a\nb", KEPT), ("a\tb", KEPT), ("", "")],
)
def test_space_is_kept(text: str, keeps: str) -> None:
    assert cell_content(text, "", [], formula=False) == ("inlineStr", f"<is><t{keeps}>{text}</t></is>")
    assert cell_content(text, "x:", [], formula=True) == ("str", f"<x:v{keeps}>{text}</x:v>")


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (2**53, "9007199254740992"), (2**53 + 2, "9007199254740994.0"), (-(2**53), "-9007199254740992"),
        (10**20, "1e+20"), (0.1, "0.1"), (1.0, "1.0"),
    ],
)  # fmt: skip
def test_whole_numbers_that_are_exact_have_all_their_digits(number: float, written: str) -> None:
    assert cell_content(number, "", [], formula=False) == ("", f"<v>{written}</v>")


@pytest.mark.parametrize("text", ["A1+1", "=A1+1"])
def test_a_formula_is_stored_without_its_sign(text: str) -> None:
    assert formula_text(Formula(text)) == "A1+1"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ("", "")),
        (True, ("b", "<v>1</v>")),
        (CellError("#N/A"), ("e", "<v>#N/A</v>")),
        (RichText((("a", "b"), ("c ", ""))), ("inlineStr", f"<is><r>F<t>a</t></r><r><t{KEPT}>c </t></r></is>")),
    ],
)
def test_each_kind_of_value_has_its_own_way(value: Any, written: tuple[str, str]) -> None:
    assert cell_content(value, "", ["F", ""], formula=False) == written


def test_the_lengths_are_those_of_excel() -> None:
    assert (MAX_TEXT, MAX_FORMULA) == (32_767, 8_192)
