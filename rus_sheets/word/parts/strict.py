"""Strict Office Open XML ("Strikt Open XML-dokument" in Word) as the transitional kind that python-docx reads.

The two differ in namespaces and in how a few values are written (ISO/IEC 29500-1, annex J, and 29500-4).
"""

from __future__ import annotations

import re

from rus_sheets.word.parts.edited_package import WordPackage

STRICT = b"http://purl.oclc.org/ooxml/"
_NAMESPACE = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/([\w/]+)")
_HYPHENATED = {
    b"extendedProperties": b"extended-properties",
    b"customProperties": b"custom-properties",
}
_CONFORMANCE = re.compile(rb"\s(?:\w+:)?conformance=(?:\"strict\"|'strict')")
_PER_CENT = re.compile(rb"(<a:\w+ [^>]*?\bval=\")(-?\d+(?:\.\d+)?)%\"")
_SIDE = re.compile(rb"(<w:(?:ind|tblInd|tcMar|tblCellMar|tcBorders|tblBorders)\b[^>]*>|<w:jc [^>]*>)")


def is_strict(package: WordPackage) -> bool:
    """Is the document's main part strict? Raises UnusableInputError when it can't be read."""
    return STRICT in package.xml_text(package.main_part)


def transitional(xml: bytes) -> bytes:
    """A part's XML in the transitional kind's names; as it is for a part that is no strict one."""
    if STRICT not in xml:
        return xml
    xml = _CONFORMANCE.sub(b"", _NAMESPACE.sub(_renamed, xml))
    return _SIDE.sub(_sided, _PER_CENT.sub(_thousandths, xml))


def _renamed(match: re.Match[bytes]) -> bytes:
    """``.../ooxml/drawingml/chart`` is ``.../drawingml/2006/chart``."""
    rest = b"/".join(_HYPHENATED.get(step, step) for step in match[2].split(b"/"))
    return b"http://schemas.openxmlformats.org/%b/2006/%b" % (match[1], rest)


def _thousandths(match: re.Match[bytes]) -> bytes:
    """``75%`` in drawings is 75000."""
    return match[1] + str(round(float(match[2]) * 1000)).encode() + b'"'


def _sided(match: re.Match[bytes]) -> bytes:
    """``start`` and ``end`` are left and right in the transitional kind."""
    return re.sub(rb"\bw:start=", b"w:left=", re.sub(rb"\bw:end=", b"w:right=", match[0]))
