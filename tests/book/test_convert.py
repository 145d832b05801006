"""A cell's content becomes what its column means, or a fault; never a guess."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rus_sheets.book.convert import ValueFault, convert, read_date, read_number, tidy, to_scalar, to_serial
from rus_sheets.book.raw import CellError, RawCell, Scalar
from rus_sheets.excel.edit.cell_content import serial_of
from rus_sheets.schema.model import CellType as T

CASES = [
    # content, type, value, fault, meant
    (None, T.DAYS, None, None, None),
    ("  ", T.DAYS, None, None, None),
    (12, T.DAYS, 12, None, None),
    (12.0, T.DAYS, 12, None, None),
    (2.5, T.DAYS, 2.5, None, None),
    (2.5, T.INTEGER, None, ValueFault.NOT_WHOLE, None),
    (True, T.DAYS, None, ValueFault.NOT_A_NUMBER, None),
    ("12 dagar", T.DAYS, None, ValueFault.NUMBER_AS_TEXT, 12),
    ("ca 5 dagar", T.DAYS, None, ValueFault.NUMBER_AS_TEXT, 5),
    ("3,5", T.DAYS, None, ValueFault.NUMBER_AS_TEXT, 3.5),
    ("1 234,50", T.MONEY, None, ValueFault.NUMBER_AS_TEXT, 1234.5),
    ("3 350 000 kr", T.MONEY, None, ValueFault.NUMBER_AS_TEXT, 3_350_000),
    ("3\u00a0350\u00a0000", T.MONEY, None, ValueFault.NUMBER_AS_TEXT, 3_350_000),
    ("1.234.567", T.MONEY, None, ValueFault.NUMBER_AS_TEXT, 1_234_567),
    ("−5", T.MONEY, None, ValueFault.NUMBER_AS_TEXT, -5),
    ("tolv", T.DAYS, None, ValueFault.NOT_A_NUMBER, None),
    ("10-12", T.DAYS, None, ValueFault.NOT_A_NUMBER, None),
    (CellError("#REF!"), T.DAYS, None, ValueFault.ERROR_VALUE, None),
    (CellError("#N/A"), T.TEXT, None, ValueFault.ERROR_VALUE, None),
    (46065, T.DATE, dt.date(2026, 2, 12), None, None),
    (46065.75, T.DATE, dt.date(2026, 2, 12), None, None),
    ("2026-02-12", T.DATE, None, ValueFault.DATE_AS_TEXT, dt.date(2026, 2, 12)),
    ("2026-02-30", T.DATE, None, ValueFault.NOT_A_DATE, None),
    ("12/2 -26", T.DATE, None, ValueFault.DATE_AS_TEXT, dt.date(2026, 2, 12)),
    ("12 mars", T.DATE, None, ValueFault.NOT_A_DATE, None),
    (-1, T.DATE, None, ValueFault.NOT_A_DATE, None),
    (7, T.ID, "7", None, None),
    (" A01\u200b", T.ID, "A01", None, None),
    ("Har\u00a0skett", T.CHOICE, "Har skett", None, None),
    ("M01; M02,M03 ;", T.REFS, ("M01", "M02", "M03"), None, None),
    ("rad ett\r\nrad två", T.LONGTEXT, "rad ett\nrad två", None, None),
    (3.0, T.TEXT, "3", None, None),
    (True, T.TEXT, None, ValueFault.NOT_A_TEXT, None),
]


@pytest.mark.parametrize(("content", "kind", "value", "fault", "meant"), CASES)
def test_conversion(content: Scalar, kind: T, value: object, fault: ValueFault | None, meant: object) -> None:
    converted = convert(RawCell(2, 1, content), kind)
    assert (converted.value, converted.fault, converted.meant) == (value, fault, meant)


def test_dates_of_a_1904_workbook() -> None:
    assert convert(RawCell(2, 1, 44603), T.DATE, date1904=True).value == dt.date(2026, 2, 12)


@given(st.dates(dt.date(1904, 1, 1), dt.date(2200, 1, 1)), st.booleans())
@example(dt.date(1904, 1, 1), True)
@example(dt.date(9999, 12, 31), True)
@example(dt.date(9999, 12, 31), False)
@example(dt.date(1900, 1, 1), False)
@example(dt.date(1900, 2, 28), False)
@example(dt.date(1900, 3, 1), False)
def test_dates_round_trip_and_are_stored_as_excel_stores_them(date: dt.date, date1904: bool) -> None:
    serial = to_serial(date, date1904=date1904)
    assert convert(RawCell(2, 1, serial), T.DATE, date1904=date1904).value == date
    assert serial_of(date, date1904=date1904) == serial


@pytest.mark.parametrize(("serial", "date1904"), [(0, False), (60, False), (60.5, False), (2_958_466, False),
                                                  (-1, True), (2_957_004, True), (float("nan"), False)])  # fmt: skip
def test_what_is_no_day_of_excels(serial: float, date1904: bool) -> None:
    assert convert(RawCell(2, 1, serial), T.DATE, date1904=date1904).fault is ValueFault.NOT_A_DATE


@given(st.text())
def test_nothing_raises_and_tidying_is_done_in_one_go(text: str) -> None:
    for kind in T:
        convert(RawCell(2, 1, text), kind)
    assert tidy(tidy(text)) == tidy(text)
    read_date(text)


@given(st.integers(-(10**9), 10**9))
def test_numbers_are_read_as_swedes_write_them(number: int) -> None:
    assert read_number(f"{number:,}".replace(",", "\u00a0") + " kr") == number


@given(st.lists(st.from_regex(r"M[0-9]{2}", fullmatch=True)))
def test_references_round_trip(ids: list[str]) -> None:
    scalar = to_scalar(tuple(ids))
    assert convert(RawCell(2, 1, scalar or None), T.REFS).value == (tuple(ids) if ids else None)
