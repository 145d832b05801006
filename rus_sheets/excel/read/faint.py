"""Text that nobody can tell from its cell's fill, by the colours of a font and a fill as a styles part writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from rus_sheets.excel.read.ns import MAIN

Rgb = tuple[float, float, float]
"""Red, green and blue, each from 0 to 1."""

_LEAST = 1.25
"""Contrast (WCAG 2.2's). Grey text that is hard to read has 1.6 or more on white, white on our light fields 1.05."""
_WHITE: Rgb = (1.0, 1.0, 1.0)
_BLACK: Rgb = (0.0, 0.0, 0.0)
_THEMED = {"0": _WHITE, "1": _BLACK}
"""The theme's ground and text, which nearly every theme has so. The other colours of a theme aren't known here."""
_INDEXED = {"0": _BLACK, "1": _WHITE, "8": _BLACK, "9": _WHITE, "64": _BLACK, "65": _WHITE}
_NO_FILL = {"rgb": "FFFFFFFF"}
_HEX = re.compile(r"[0-9A-Fa-f]{6}(?:[0-9A-Fa-f]{2})?")


def is_faint(font: etree._Element | None, fill: etree._Element | None) -> bool:
    """Whether text in that font can't be told from that fill. False where a colour isn't known."""
    text = _attributes(None if font is None else font.find(f"{{{MAIN}}}color"))
    ground = _ground(fill)
    if not (text and ground) or "auto" in text:
        return False
    one, other = _colour(text), _colour(ground)
    return text == ground or (one is not None and other is not None and _contrast(one, other) < _LEAST)


def _attributes(colour: etree._Element | None) -> Mapping[str, str]:
    return {} if colour is None else {str(name): str(value) for name, value in colour.attrib.items()}


def _ground(fill: etree._Element | None) -> Mapping[str, str]:
    """The colour that a fill is written with; white for no fill, nothing for a pattern or a colour that shades off."""
    pattern = None if fill is None else fill.find(f"{{{MAIN}}}patternFill")
    if pattern is None:
        return _NO_FILL if fill is None or len(fill) == 0 else {}
    kind = pattern.get("patternType", "none")
    return _NO_FILL if kind == "none" else _attributes(pattern.find(f"{{{MAIN}}}fgColor")) if kind == "solid" else {}


def _colour(written: Mapping[str, str]) -> Rgb | None:
    rgb = written.get("rgb", "")
    if _HEX.fullmatch(rgb):
        red, green, blue = (int(rgb[-6:][at : at + 2], 16) / 255 for at in (0, 2, 4))
        found: Rgb | None = (red, green, blue)
    else:
        found = _THEMED.get(written.get("theme", "")) or _INDEXED.get(written.get("indexed", ""))
    return found and _tinted(found, written.get("tint", "0"))


def _tinted(colour: Rgb, tint: str) -> Rgb | None:
    try:
        share = max(-1.0, min(1.0, float(tint)))
    except ValueError:
        return None
    red, green, blue = (part * (1 + share) if share < 0 else part + (1 - part) * share for part in colour)
    return red, green, blue


def _contrast(one: Rgb, other: Rgb) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Rgb) -> float:
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
