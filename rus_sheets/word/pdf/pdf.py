"""A document as PDF that people who can't see can read, by LibreOffice where it is found."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from rus_sheets.libreoffice import required_program
from rus_sheets.word.parts.ns import q
from rus_sheets.word.parts.package import repack, to_bytes
from rus_sheets.word.pdf.libreoffice import as_pdf
from rus_sheets.word.pdf.pdfua import DECORATION, as_pdf_ua

_DRAWN_IN = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml")
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


def to_pdf(document: bytes, *, accessible: bool = True) -> bytes:
    """The document as PDF, tagged as PDF/UA unless told otherwise. Raises LibreOfficeError."""
    required_program()
    made = as_pdf(
        repack(document, dict.fromkeys(_with_drawings(document), _named_decoration)) if accessible else document,
        {
            "PDFUACompliance": accessible,
            "UseTaggedPDF": accessible,
            "ExportBookmarks": True,
            "DisplayPDFDocumentTitle": True,
        },
    )
    return as_pdf_ua(made, chart_texts(document)) if accessible else made


def _with_drawings(document: bytes) -> list[str]:
    with ZipFile(BytesIO(document)) as archive:
        return [name for name in archive.namelist() if _DRAWN_IN.fullmatch(name)]


def _named_decoration(part: bytes) -> bytes:
    """The part with its decoration named: LibreOffice makes each shape of it a figure, told from others by its name."""
    if b"decorative" not in part:
        return part
    root = etree.fromstring(part)
    for drawing in root.iter(q("w:drawing")):
        if any(mark.get("val") in ("1", "true") for mark in drawing.iter(_DECORATIVE)):
            for named in drawing.iter("{*}docPr", "{*}cNvPr"):
                named.set("descr", DECORATION)
    return to_bytes(root)


def chart_texts(document: bytes) -> list[str]:
    """What each chart in the text tells those who can't see it, in their order."""
    with ZipFile(BytesIO(document)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    shown = [inline for inline in root.iter(q("wp:inline")) if next(inline.iter(q("c:chart")), None) is not None]
    return [node.get("descr", "") for element in shown for node in element.iter(q("wp:docPr"))]
