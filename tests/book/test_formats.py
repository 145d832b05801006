"""What a number format makes of a number, whichever program wrote it."""

from __future__ import annotations

import pytest

from rus_sheets.book.formats import FormatKind as F
from rus_sheets.book.formats import format_kind
from rus_sheets.book.seen import seen

CODES = {
    F.PLAIN: [
        "General", "GENERAL", "Standard", "@", "0", "0.00", "#,##0", "0.0#", "0.00E+00", "[Red]0", '0" dagar"', '0" %"',
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
