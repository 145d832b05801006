"""How cells look: one look per style, number formats that follow the reader's locale, contrast of at least 4.5:1."""

from __future__ import annotations

from typing import Any

from rus_sheets.layout.blueprint import WRAPPED, Style
from rus_sheets.schema.model import CellType

DARK = "#1F4E4A"
LIGHT = "#E4EFEC"
INPUT = "#FFF9E0"
GREY = "#F2F2F2"
INK = "#1A1A1A"
QUIET = "#555555"
LINE = "#B7C4C1"
GOOD = {"font_color": "#0B5A2B", "bg_color": "#DDF1E3"}
BAD = {"font_color": "#8A1C12", "bg_color": "#FBE3E0"}

_BASE = {"font_name": "Calibri", "font_size": 11, "font_color": INK, "valign": "top", "locked": True}

_LOOKS: dict[Style, dict[str, Any]] = {
    Style.PLAIN: {},
    Style.TITLE: {"font_size": 20, "bold": True, "font_color": DARK, "valign": "vcenter"},
    Style.HEADING: {"font_size": 14, "bold": True, "font_color": DARK, "valign": "bottom"},
    Style.HELP: {"italic": True, "font_color": QUIET},
    Style.LABEL: {"bold": True},
    Style.HEADER: {
        "bold": True, "font_color": "#FFFFFF", "bg_color": DARK, "valign": "vcenter",
        "border": 1, "border_color": LINE,
    },
    Style.INPUT: {"bg_color": INPUT, "border": 1, "border_color": LINE, "locked": False},
    Style.FORMULA: {"bg_color": GREY, "font_color": "#3B3B3B", "border": 1, "border_color": LINE},
    Style.FACT: {"bg_color": LIGHT, "border": 1, "border_color": LINE},
    Style.ANSWER: {"bg_color": INPUT, "border": 1, "border_color": LINE, "locked": False},
    Style.SPARE: {"locked": False},
    Style.LINK: {"font_color": "#0B4F8A", "underline": 1},
    Style.LONG_LINK: {"font_color": "#0B4F8A", "underline": 1},
    Style.GIVEN: {"bg_color": LIGHT, "border": 1, "border_color": LINE},
    Style.STATE: {"bold": True, "align": "center", "border": 1, "border_color": LINE},
}  # fmt: skip

_NUMBER_FORMATS = {
    CellType.INTEGER: "0",
    CellType.NUMBER: "General",
    CellType.DAYS: "General",
    CellType.MONEY: "#,##0",
    CellType.DATE: "yyyy\\-mm\\-dd",
}
# General, since a program puts a format in its place by what is typed (50 %, 7:30, mars 2026, 12/3 without a year), and
# that is all that tells of it afterwards: any other format it keeps, and with it only what it has made of the text.
_GENERAL = "General"
_ANSWER_FORMATS = {
    CellType.TEXT: "@", CellType.LONGTEXT: "@", CellType.DAYS: _GENERAL, CellType.NUMBER: _GENERAL,
    CellType.DATE: _GENERAL,
}  # fmt: skip

_IDS = {CellType.ID, CellType.REF, CellType.REFS}


def look(style: Style, kind: CellType) -> dict[str, Any]:
    """XlsxWriter's format properties for a style and a type. Text columns are text, so that 1-2 stays 1-2."""
    properties = {**_BASE, **_LOOKS[style]} | ({"text_wrap": True} if style in WRAPPED else {})
    if kind in _NUMBER_FORMATS:
        properties["num_format"] = _NUMBER_FORMATS[kind]
    if kind.is_number and style is not Style.HEADER:
        properties["align"] = "right"
    if kind is CellType.DATE or (kind is CellType.ANY and style is not Style.HEADER):
        properties["align"] = "left"
    if style in (Style.ANSWER, Style.SPARE, Style.GIVEN):
        properties |= {"align": "left", "indent": 1}
    if style in (Style.ANSWER, Style.SPARE) and kind in _ANSWER_FORMATS:
        properties["num_format"] = _ANSWER_FORMATS[kind]
    if style is Style.GIVEN and kind in _IDS:
        properties["num_format"] = "@"  # as somebody may go into the cell and out again
    return properties
