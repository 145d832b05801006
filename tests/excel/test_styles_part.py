"""The styles part by itself: which format an edited cell gets, and what is written of it."""

from __future__ import annotations

import pytest

from rus_sheets.excel.edit.styles_part import StyleSheet
from rus_sheets.excel.read.ns import MAIN
from rus_sheets.office.safexml import parse

FONTS = (
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="9"/><color rgb="FF0000"/><name val="A&amp;B &quot;C&quot;"/><family val="2"/><charset val="0"/>'
    '<scheme val="minor"/></font></fonts>'
)
PLAIN, DATE, WRAPS, WRAPS_TOO, QUOTED, QUOTED_TOO, OPEN, BEYOND = range(8)
FORMATS = (
    '<xf numFmtId="0" fontId="0"/>',
    '<xf numFmtId="14" fontId="1"/>',
    '<xf numFmtId="0" fontId="1"><alignment wrapText="1"/></xf>',
    '<xf numFmtId="0" fontId="2"><alignment wrapText="true"/></xf>',
    '<xf numFmtId="0" fontId="0" quotePrefix="1"/>',
    '<xf numFmtId="3" fontId="0" quotePrefix="true"/>',
    '<xf numFmtId="0" fontId="0"><protection locked="0"/></xf>',
)


def part(formats: tuple[str, ...] = FORMATS) -> bytes:
    inner = f'{FONTS}<cellXfs count="{len(formats)}">{"".join(formats)}</cellXfs><cellStyles/>'
    return f'<styleSheet xmlns="{MAIN}">{inner}</styleSheet>'.encode()


def sheet(data: bytes | None = None) -> StyleSheet:
    data = part() if data is None else data
    return StyleSheet(data, parse(data))


@pytest.mark.parametrize(
    ("style", "date", "wraps"),
    [
        (PLAIN, False, False),
        (DATE, True, False),
        (WRAPS, False, True),
        (WRAPS_TOO, False, True),
        (BEYOND, False, False),
    ],
)
def test_what_a_format_shows(style: int, date: bool, wraps: bool) -> None:
    assert (sheet().is_date(style), sheet().wraps(style)) == (date, wraps)


@pytest.mark.parametrize(
    ("style", "on", "tag"),
    [
        (PLAIN, True, '<xf numFmtId="0" fontId="0" quotePrefix="1"/>'),
        (PLAIN, False, None),
        (QUOTED, True, None),
        (QUOTED_TOO, True, None),
        (QUOTED_TOO, False, '<xf numFmtId="3" fontId="0"/>'),
        (WRAPS, True, '<xf numFmtId="0" fontId="1" quotePrefix="1"><alignment wrapText="1"/></xf>'),
        (BEYOND, True, None),
        (BEYOND, False, None),
    ],
)
def test_with_the_sign_of_a_text_or_without(style: int, on: bool, tag: str | None) -> None:
    styles = sheet()
    now = styles.quoted(style, on=on)
    known = [*FORMATS, *([] if tag is None or tag in FORMATS else [tag])]
    assert now == (style if tag is None else known.index(tag))
    assert styles.data == part(tuple(known))


@pytest.mark.parametrize(
    ("style", "with_time", "tag"),
    [
        (DATE, False, None),
        (DATE, True, None),
        (BEYOND, False, None),
        (PLAIN, False, '<xf numFmtId="14" fontId="0" applyNumberFormat="1"/>'),
        (PLAIN, True, '<xf numFmtId="22" fontId="0" applyNumberFormat="1"/>'),
    ],
)
def test_a_date_gets_a_format_that_shows_one(style: int, with_time: bool, tag: str | None) -> None:
    styles = sheet()
    now = styles.dated(style, with_time=with_time)
    assert now == (style if tag is None else len(FORMATS))
    assert styles.data == part((*FORMATS, *([tag] if tag else [])))
    assert styles.is_date(now) == (style != BEYOND)
    assert styles.dated(now, with_time=with_time) == now


def test_each_new_format_is_made_once_and_the_count_is_told() -> None:
    styles = sheet()
    first, second = styles.quoted(WRAPS, on=True), styles.dated(WRAPS, with_time=False)
    assert (first, second) == (len(FORMATS), len(FORMATS) + 1)
    assert (styles.quoted(WRAPS, on=True), styles.dated(WRAPS, with_time=False)) == (first, second)
    assert styles.quoted(first, on=False) == WRAPS
    assert (styles.wraps(first), styles.is_date(first), styles.is_date(second)) == (True, False, True)
    assert styles.dated(styles.quoted(DATE, on=True), with_time=False) == second + 1  # a date still, with the sign
    assert f'<cellXfs count="{len(FORMATS) + 3}">'.encode() in styles.data
    assert len(parse(styles.data).findall(f".//{{{MAIN}}}xf")) == len(FORMATS) + 3


def test_what_nothing_is_added_to_is_the_very_same() -> None:
    data = part()
    assert sheet(data).data is data


@pytest.mark.parametrize(
    "data", [StyleSheet.absent().data, FONTS.join([f'<styleSheet xmlns="{MAIN}">', "</styleSheet>"]).encode()]
)
def test_where_formats_cannot_be_told_every_one_stays(data: bytes) -> None:
    styles = sheet(data)
    assert (styles.quoted(0, on=True), styles.dated(0, with_time=True), styles.wraps(0)) == (0, 0, False)
    assert styles.data == data


def test_formats_that_are_not_where_they_are_counted_stay() -> None:
    """One in a place that readers look past: numbers would no longer say which is which."""
    data = part().replace(b"</cellXfs>", b"<extLst><ext><xf/></ext></extLst></cellXfs>")
    styles = sheet(data)
    assert (styles.quoted(PLAIN, on=True), styles.dated(PLAIN, with_time=False)) == (PLAIN, PLAIN)
    assert styles.data == data


def test_a_part_with_a_prefix_keeps_it() -> None:
    data = part().replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"xmlns=", b"xmlns:x=")
    styles = sheet(data)
    assert styles.quoted(PLAIN, on=True) == QUOTED
    assert styles.quoted(DATE, on=True) == len(FORMATS)
    assert b'<x:xf numFmtId="14" fontId="1" quotePrefix="1"/></x:cellXfs>' in styles.data


SMALL = '<sz val="11"/><rFont val="Calibri"/>'
BOLD = (
    '<sz val="9"/><color rgb="FF0000"/><rFont val="A&amp;B &quot;C&quot;"/><family val="2"/><charset val="0"/>'
    '<scheme val="minor"/>'
)


@pytest.mark.parametrize(
    ("style", "marks", "said"),
    [
        (PLAIN, "", SMALL),
        (PLAIN, "b", "<b/>" + SMALL),
        (PLAIN, "ib", "<b/><i/>" + SMALL),
        (DATE, "i", "<i/>" + BOLD),
        (WRAPS_TOO, "b", "<b/>"),  # a font that there isn't
        (WRAPS_TOO, "", ""),
        (BEYOND, "", SMALL),
    ],
)
def test_a_run_says_all_of_the_font(style: int, marks: str, said: str) -> None:
    assert sheet().run_properties(style, marks, "") == (f"<rPr>{said}</rPr>" if said else "")


def test_a_run_where_elements_have_a_prefix() -> None:
    assert sheet().run_properties(PLAIN, "b", "x:") == '<x:rPr><x:b/><x:sz val="11"/><x:rFont val="Calibri"/></x:rPr>'
