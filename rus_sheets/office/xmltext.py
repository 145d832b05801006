"""Text as XML can hold it: the one place that says which characters it can't.

A cell can hold any of them, as Excel's escapes; titles, properties, notes, charts and Word's texts can't, and a file
with one of them is damaged. ``validate`` tells of those in cells (RS113); what is written cleans what it derives.
"""

from __future__ import annotations

import re

FORBIDDEN = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
"""What is no character of XML 1.0 (section 2.2, Char), for a regular expression's class."""
_FORBIDDEN = re.compile(f"[{FORBIDDEN}]")
HALF_A_PAIR = re.compile("[\ud800-\udfff]")


def for_xml(text: str) -> str:
    """The text without what XML can't hold."""
    return text if text.isprintable() else _FORBIDDEN.sub("", text)  # most texts are, and quickly


def whole(text: str) -> str:
    """The text with U+FFFD for half a surrogate pair, which no file can hold: names of files and JSON can."""
    return text if text.isprintable() else HALF_A_PAIR.sub("\ufffd", text)


def fits_xml(text: str) -> bool:
    """Can XML hold every character of it?"""
    return text.isprintable() or not _FORBIDDEN.search(text)


def forbidden_in(text: str) -> str:
    """What XML can't hold of it, told so that people can look it up: ``U+000B, U+FFFE``."""
    return ", ".join(dict.fromkeys(f"U+{ord(found):04X}" for found in _FORBIDDEN.findall(text)))
