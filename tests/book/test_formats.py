"""What a number format makes of a number, whichever program wrote it."""

from __future__ import annotations

import pytest

from rus_sheets.book.display import seen
from rus_sheets.book.formats import FormatKind as F
from rus_sheets.book.formats import format_kind
from rus_sheets.book.raw import RawStyle
from rus_sheets.book.units import meant_by, shown
from rus_sheets.schema.model import CellType as C

CODES = {
    F.PLAIN: [
        "General", "GENERAL", "General;-General", "Standard", "@", "0", "0.00", "#,##0", "0.0#", "0.00E+00",
        "[Red]0", '0" dagar"', '0" %"',
        "#,##0 kr", "[$kr-41D] #,##0", "0;yyyy", "[>100]0;0%", "_-* #,##0.00\\ _k_r_-;\\-* #,##0", 'General\\ "st"',
    ],
    F.DATE: [
        "yyyy-mm-dd", "yyyy\\-mm\\-dd\\ hh:mm", "d-mmm", "d/m", "mmm-yy", "dddd", "[$-41D]d mmmm yyyy", "m/d/yy h:mm",
        "[$-F800]dddd, mmmm dd, yyyy", "DD.MM.YYYY", "TT.MM.JJJJ", "åååå-MM-dd", "jj-mm-aaaa", "[$-409]mmmm",
    ],
    F.TIME: ["h:mm", "h:mm AM/PM", "[$-F400]h:mm:ss AM/PM", "mm:ss", "mmss.0", "hh:mm:ss.000", "tt:mm"],
    F.ELAPSED: ["[h]:mm", "[h]:mm:ss", "[mm]:ss", "[tt]:mm", "[hh]"],
    F.PERCENT: ["0%", "0.00 %", "#,##0%;[Red]-0%"],
    F.FRACTION: ["# ?/?", "# ??/??", "# ?/8", "?/?"],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "code"), [(kind, code) for kind, codes in CODES.items() for code in codes])
def test_the_kind_of_a_format(kind: F, code: str) -> None:
    assert format_kind(code) is kind


@pytest.mark.parametrize(
    ("value", "kind", "told"),
    [
        (12.5, F.PLAIN, "12,5"), (12, F.PLAIN, "12"), (0.1 + 0.2, F.PLAIN, "0,3"), (46054, F.DATE, "2026-02-01"),
        (46054.3125, F.DATE, "2026-02-01 7:30"), (0.3125, F.TIME, "7:30"), (1.5625, F.ELAPSED, "37:30"),
        (0.5, F.PERCENT, "50 %"), (0.125, F.PERCENT, "12,5 %"), (0.5, F.FRACTION, "1/2"), (-3.25, F.FRACTION, "-3 1/4"),
        (True, F.PLAIN, "SANT"), (None, F.PLAIN, ""), ("12,5", F.DATE, "12,5"), (60, F.DATE, "60"),
    ],
)  # fmt: skip
def test_what_the_person_sees(value: float | str | None, kind: F, told: str) -> None:
    assert seen(value, kind) == told


ADDED = [
    # the format, the column, the number kept, what is shown (None: not simple to tell), the number surely meant
    ('0 "timmar"', C.DAYS, 12, "12 timmar", None), ('0" h"', C.DAYS, 12, "12 h", None),
    ('0.0" v"', C.DAYS, 2.5, "2,5 v", None), ('0" %"', C.DAYS, 12, "12 %", None), ("0\\%", C.DAYS, 12, "12%", None),
    ('"ca "0', C.INTEGER, 12, "ca 12", None), ('General" h"', C.DAYS, 2.5, "2,5 h", None),
    ('0 "kr"', C.DAYS, 12, "12 kr", None), ('0 "dagar"', C.MONEY, 12, "12 dagar", None),
    ("#,##0 [$€-41D]", C.MONEY, 1200, "1200 €", None), ("[$€-2]\\ #,##0", C.MONEY, 12, "€ 12", None),
    ('#,##0 "EUR"', C.MONEY, 12, "12 EUR", None), ("$#,##0", C.MONEY, 12, "$12", None),
    ('0 "tkr"', C.MONEY, 12, "12 tkr", 12_000), ('#,##0.0 "tkr"', C.MONEY, 1.5, "1,5 tkr", 1500),
    ('0 "tkr"', C.MONEY, 12.4, "12 tkr", None), ('0 "mnkr"', C.MONEY, 2, "2 mnkr", 2_000_000),
    ('0 "tkr"', C.DAYS, 12, "12 tkr", None), ("#,##0,", C.MONEY, 12_000, "12", None), ("0,", C.DAYS, 12, "0", None),
    ("#,##0,", C.MONEY, 12_345, "12", None), ("0.0,,", C.MONEY, 1_500_000, "1,5", None),
    ('#,##0,, "tkr"', C.MONEY, 12_000_000, "12 tkr", 12_000), ("0,.0", C.MONEY, 1500, "1,5", None),
    (";;;", C.DAYS, 14, "", None), ('"14"', C.DAYS, 99, "14", None), ('"-"', C.DAYS, 14, "-", None),
    ('"1"0', C.DAYS, 4, "14", None), ("0\\:00", C.DAYS, 730, None, None), ("0;;", C.MONEY, -5, "", None),
    ('0;-0 "EUR"', C.MONEY, -5, "-5 EUR", None), ('[<100]0 "tkr";0', C.MONEY, 12, "12 tkr", 12_000),
    ('0;-0;"saknas"', C.MONEY, 0, "saknas", None),
    ('"-"0', C.MONEY, 1200, "-1200", None), ("-0", C.DAYS, 12, "-12", None), ('0"-"', C.MONEY, 1200, "1200-", None),
    ("(0)", C.MONEY, 12, "(12)", None), ("0;0", C.MONEY, -12, "12", None),
    ('0 "kr";[Red]0 "kr"', C.MONEY, -5, "5 kr", None),
]  # fmt: skip


@pytest.mark.parametrize(("code", "column", "kept", "told", "meant"), ADDED)
def test_a_format_that_says_another_number(
    code: str, column: C, kept: float, told: str | None, meant: float | None
) -> None:
    assert RawStyle(code).kind_of(kept, column) is F.UNIT
    assert shown(kept, code) == told
    assert meant_by(kept, code, column) == meant


KRONOR = '_-* #,##0.00\\ "kr"_-;\\-* #,##0.00\\ "kr"_-;_-* "-"??\\ "kr"_-;_-@_-'
HARMLESS = [
    *((code, column) for column in (C.MONEY, C.DAYS, C.INTEGER, C.NUMBER) for code in (
        "General", "General;-General", "Standard", "@", "0", "0.00", "#,##0", "#\\ ##0",
        "# ##0", "#'##0", "0.0#", "0.0###", "0.00E+00",
        "##0.0E+0", "[Red]0", "[>100][Blue]0;0", "#,##0 ;(#,##0)", "#,##0 ;[Red](#,##0)", "#,##0_);(#,##0)", "0;-0;;@",
        "_-* #,##0_-;\\-* #,##0_-;_-* \"-\"??_-;_-@_-", "_-* #,##0.00\\ _k_r_-;\\-* #,##0", "0;[Red]-0;\"-\"",
        "0;\"−\"0", "+0;-0;0", "* #,##0", "0;@", "[$-41D]0", "[$-41D]#,##0",
    )),
    *((code, C.MONEY) for code in (
        KRONOR, '0 "kr"', '#,##0" kronor"', '0 "SEK"', '"SEK "0', "#,##0 kr", "[$kr-41D] #,##0", "#,##0.00\\ [$kr-41D]",
        "#,##0\\ [$SEK]", '0":-"', '#,##0, "tkr"', '[>999]#,##0, "tkr";0 "kr"', '0,, "mnkr"', 'General" kr."',
    )),
    *((code, C.DAYS) for code in ('0 "dagar"', '[=1]0 "dag";0 "dagar"', "0.0\\ \\d", '0"D"')),
    *((code, column) for column in (C.INTEGER, C.NUMBER) for code in ('0 "st"', 'General\\ "st"', '0" personer"')),
    ('0 "deltagare"', C.INTEGER),
]  # fmt: skip


@pytest.mark.parametrize(("code", "column"), HARMLESS)
@pytest.mark.parametrize("kept", [0, 1, 12, 1500, -5, 2.5])
def test_a_format_that_says_the_same_number(code: str, column: C, kept: float) -> None:
    assert RawStyle(code).kind_of(kept, column) is F.PLAIN


@pytest.mark.parametrize("code", ['0 "timmar"', ";;;", "#,##0,"])
def test_only_a_number_in_a_column_of_numbers_has_a_unit(code: str) -> None:
    assert RawStyle(code).kind_of(12, C.TEXT) is F.PLAIN
    assert RawStyle(code).kind_of(46093, C.DATE) is F.PLAIN
    assert RawStyle(code).kind_of("12", C.DAYS) is F.PLAIN
    assert RawStyle(code).kind_of(True, C.DAYS) is F.PLAIN
