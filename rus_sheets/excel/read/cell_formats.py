"""Cell formats: which are dates, which are locked, and whether a person can see what stands there."""

from __future__ import annotations

from lxml import etree

from rus_sheets.book.formats import FormatKind, format_kind
from rus_sheets.book.raw import RawStyle
from rus_sheets.excel.read.faint import is_faint
from rus_sheets.excel.read.measures import measure
from rus_sheets.excel.read.ns import MAIN
from rus_sheets.excel.read.strings import font_marks

# ECMA-376 part 1, 18.8.30. Ids 27-36 and 50-58 are dates in East Asian versions.
_BUILTIN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0",
    48: "##0.0E+0", 49: "@",
}  # fmt: skip
_EAST_ASIAN_DATES = frozenset((*range(27, 37), *range(50, 59)))


def read_styles(root: etree._Element) -> tuple[RawStyle, ...]:
    """One RawStyle for each ``xf`` in ``cellXfs`` of a ``styleSheet`` element."""
    formats = {
        number_of(element.get("numFmtId")): element.get("formatCode", "General")
        for element in root.iterfind(f"{{{MAIN}}}numFmts/{{{MAIN}}}numFmt")
    }
    parents = [_locked(xf, default=True) for xf in root.iterfind(f"{{{MAIN}}}cellStyleXfs/{{{MAIN}}}xf")]
    fonts, fills = (list(root.iterfind(f"{{{MAIN}}}{kind}s/{{{MAIN}}}{kind}")) for kind in ("font", "fill"))
    looks: dict[tuple[int, ...], tuple[str, float, bool]] = {}
    found = []
    plain: tuple[int, ...] = ()  # the look of the first, which is that of every cell without a format
    for xf in root.iterfind(f"{{{MAIN}}}cellXfs/{{{MAIN}}}xf"):
        number = number_of(xf.get("numFmtId"))
        code = formats.get(number) or _BUILTIN.get(number, "General")
        parent = number_of(xf.get("xfId"))
        inherited = parents[parent] if parent < len(parents) else True
        is_date = is_date_format(code) or (number in _EAST_ASIAN_DATES and number not in formats)
        look = _look(xf)
        plain = plain or look
        if look not in looks:
            looks[look] = _seen(*(parts[number] if number < len(parts) else None
                                  for number, parts in zip(look, (fonts, fills), strict=False)))  # fmt: skip
        marks, size, faint = looks[look]
        found.append(RawStyle(code, is_date, _locked(xf, default=inherited), look == plain, marks, size, faint))
    return tuple(found)


def _seen(font: etree._Element | None, fill: etree._Element | None) -> tuple[str, float, bool]:
    """A font's marks, its points, and whether its text can't be told from the fill."""
    size = None if font is None else font.find(f"{{{MAIN}}}sz")
    return font_marks(font), measure(None if size is None else size.get("val")) or 0, is_faint(font, fill)


def is_date_format(code: str) -> bool:
    """Does the format show a date or a time of day? Elapsed time (``[h]:mm``) is an amount, no date."""
    return format_kind(code) in (FormatKind.DATE, FormatKind.TIME)


def number_of(text: str | None) -> int:
    """A non-negative number attribute; 0 if it is missing or not one."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _look(xf: etree._Element) -> tuple[int, ...]:
    return tuple(number_of(xf.get(name)) for name in ("fontId", "fillId", "borderId"))


def _locked(xf: etree._Element, *, default: bool) -> bool:
    protection = xf.find(f"{{{MAIN}}}protection")
    if protection is None:
        return default
    return protection.get("locked", "1") not in ("0", "false")
