"""Strict Office Open XML ("Strikt Open XML-dokument" in Word and Excel) as the transitional kind, which is read here.

The two differ in namespaces and in how a few values are written (ISO/IEC 29500-1, annex J, and 29500-4).
"""

from __future__ import annotations

import io
import re
import zipfile

from rus_sheets.office.package import MAX_XML, OfficePackage

STRICT = b"http://purl.oclc.org/ooxml/"
_NAMESPACE = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/([\w/]+)")
_HYPHENATED = {
    b"extendedProperties": b"extended-properties",
    b"customProperties": b"custom-properties",
}
_CONFORMANCE = re.compile(rb"\s(?:\w+:)?conformance=(?:\"strict\"|'strict')")
_PER_CENT = re.compile(rb"(<a:\w+ [^>]*?\bval=\")(-?\d+(?:\.\d+)?)%\"")
_SIDE = re.compile(rb"(<w:(?:ind|tblInd|tcMar|tblCellMar|tcBorders|tblBorders)\b[^>]*>|<w:jc [^>]*>)")


def is_strict(package: OfficePackage, part: str) -> bool:
    """Is the package's main part strict? Raises UnusableInputError when it can't be read."""
    return STRICT in package.xml_text(part)


def transitional_package(package: OfficePackage) -> bytes:
    """The whole file in the transitional kind's names, the same each time. Raises UnusableInputError."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in package.infos:
            content = package.read(info.filename)
            xml = info.filename.lower().endswith((".xml", ".rels")) and len(content) <= MAX_XML
            member = zipfile.ZipInfo(info.filename, info.date_time)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, transitional(content) if xml else content)
    return made.getvalue()


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
