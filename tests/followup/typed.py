"""What people type in a form: numbers with units, days in many spellings, words, and what is none of them."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st

from rus_sheets.book.raw import Scalar

Texts = st.SearchStrategy[str]


class Typed(NamedTuple):
    """What stands in a field: its column, the value, and the cell's format ("" for the field's own)."""

    table: str
    key: str
    value: Scalar
    code: str = ""


def some(texts: str) -> Texts:
    """One of the texts between the bars."""
    return st.sampled_from(texts.split("|"))


def joined(*parts: Texts) -> Texts:
    """One text of several."""
    return st.tuples(*parts).map("".join)


BLANKS = some("|| |  |\u00a0|\u202f|\t|\n|\u200b")
FIGURES = some(
    "0|1|5|12|24|007|200|1200|1 200|1\u00a0200|12 3|1234 567|1 234 567|1234  567|12,5|12.5|1,5,5|,5|5,|5.|1.200|1,200"
    "|1 234,50|0,5|½|2½|1e3|12345678901234567|１２|0x1"
)
UNITS = some(
    "|||d|d.|dag|dagar|dagdagar|arbetsdagar|dgr|kr|kr.|kronor|krkr|SEK|tkr|mkr|:-|,-|.-|:–|-|%|st|st st|personer|pers"
    "|deltagare|tim|timmar|h|?|!|(varav 3 i maj)|i maj|/2"
)
BEFORE = some("||||-|- |−|–|+|ca |ca. |c:a |ungefär |~|kr |kr|max |?")
NUMBERS = joined(BLANKS, BEFORE, FIGURES, BLANKS, UNITS, BLANKS)
RANGES = joined(FIGURES, some("-|–| - | till |/|:| och "), FIGURES, UNITS)

DAY = some("1|01|3|12|29|30|31|32|0|12-13|12:e|+5|1,|")
MONTH = some(
    "1|01|2|02|3|12|13|0|mars|Mars|mar|mar.|ma|marsipan|februari|feb|maj|maj.|Oktober|okt|oct|may|juni|ju*|m?r|"
)
YEAR = some("2024|2025|2026|2027|2028|26|-26|'26|12|026|02026|")
BETWEEN = some("-|/|.| |. | / ||, |  ")
SPACE, STROKE, POINT, DASH = map(st.just, " /.-")
DAYS = st.one_of(
    joined(YEAR, BETWEEN, MONTH, BETWEEN, DAY),
    joined(BLANKS, DAY, BETWEEN, MONTH, BETWEEN, YEAR, BLANKS),
    joined(YEAR, DASH, MONTH, DASH, DAY),
    joined(DAY, SPACE, MONTH, SPACE, YEAR),
    joined(DAY, STROKE, MONTH, SPACE, YEAR),
    joined(DAY, POINT, MONTH, POINT, YEAR),
    joined(some("torsdag den 12|tors 12|den 3|v. 12"), SPACE, MONTH, SPACE, YEAR),
    some("vecka 12|mars|i maj|hela året|2026|202603|20260312|260312|12/3-26|kl 12"),
)

ODD = some("?|-|–|x|*|ja|nej|ca|se bilaga|okänt|| |\n|\u200b|_|'|=1+1")
WORDS = joined(
    BLANKS,
    some("Har ej skett|HAR EJ SKETT|Har  ej\nskett|Har ej|P1|P2|p9|Hotell|Övrigt"),
    some("||.|!| | Hotell|, Hotell| (Övrigt)|: Hotell| P3|-|/|?|é|ß"),
    BLANKS,
)
TEXTS = st.one_of(NUMBERS, RANGES, DAYS, ODD, WORDS)

REAL = st.one_of(
    st.integers(-5, 60),
    st.integers(40_000, 47_000),
    st.integers(0, 30_000_000),
    st.floats(0, 3000).map(lambda each: round(each, 4)),
    st.sampled_from([0.5, 0.25, 12.5, 0.3125, 1.5625, 13 / 3, 1e15, -0.5]),
)
FORMATS = some(
    "||||General|0|0.00|#,##0|# ##0|#,##0.00|0.00E+00|;;;|0%|0.0%|# ?/?|h:mm|[h]:mm|yyyy-mm-dd|yyyy-mm-dd hh:mm"
    "|d/m|d mmm|d mmm yyyy|d/m/yyyy|dd/mm/yy|@"
)


def typed(places: list[tuple[str, str]]) -> st.SearchStrategy[Typed]:
    """Anything of it in one of those columns (table and key)."""
    place = st.sampled_from(places)
    texts = st.builds(lambda at, text: Typed(*at, text), place, TEXTS)
    return texts | st.builds(lambda at, number, code: Typed(*at, number, code), place, REAL, FORMATS)
