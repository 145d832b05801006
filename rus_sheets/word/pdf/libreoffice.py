"""LibreOffice where it is found: page numbers for the contents. Nothing else depends on it but PDF."""

from __future__ import annotations

import json
import re
import tempfile
import zlib
from pathlib import Path

from lxml import etree

from rus_sheets.libreoffice import LibreOfficeError, convert
from rus_sheets.office.zipwrite import with_members
from rus_sheets.word.edit.plain import without_controls
from rus_sheets.word.parts.contents import add_page_numbers, without_third_level
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.package import repack, to_bytes

_OBJECT = re.compile(rb"(\d+) 0 obj(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
# LibreOffice writes the name _Toc200000001 with its underscore as a hexadecimal code.
_DESTINATION = re.compile(rb"(?:5F|_)Toc(\d+)[^\[\]\d]*\[\s*(\d+) 0 R")
_KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")


_SHORT = 10
"""The last page on which a heading may stand in a document whose contents are two levels deep."""


def page_numbers(document: bytes) -> bytes:
    """A new document with page numbers in its contents, if it has any. Raises LibreOfficeError.

    The numbers are those of LibreOffice's own layout. Word's may differ by a page where fonts differ; updating the
    contents in Word puts that right.
    """
    package = WordPackage("document.docx", document)
    pages = _pages_in(package)
    styles = package.styles()

    def number(part: bytes) -> bytes:
        root = etree.fromstring(part)
        if max(pages.values()) <= _SHORT:
            without_third_level(root, styles)
        add_page_numbers(root, pages)
        return to_bytes(root)

    return repack(document, {package.main_part: number}) if pages else document


def page_numbers_anew(package: WordPackage) -> bytes:
    """A document that people have edited with today's page numbers in its contents. Raises LibreOfficeError."""
    pages = _pages_in(package)
    root = package.xml(package.main_part)
    add_page_numbers(root, pages)
    return with_members(package, {package.main_part: to_bytes(root)}) if pages else package.data


def _pages_in(package: WordPackage) -> dict[str, int]:
    """The pages that its contents lead to, by bookmark."""
    if b"_Toc" not in package.read(package.main_part):
        return {}
    pages = _pages(as_pdf(package.data, {"ExportBookmarksToPDFDestination": True}))
    if not pages:
        raise LibreOfficeError("LibreOffice gav inga sidor.", remedy="Installera det på nytt.")
    return pages


def _pages(pdf: bytes) -> dict[str, int]:
    """Page by bookmark, read from the PDF's named destinations (ISO 32000-1, 12.3.2.3 and 7.7.3)."""
    text = pdf + b"".join(_inflated(pdf))
    order = [int(number) for kids in _KIDS.findall(text) for number in re.findall(rb"(\d+) 0 R", kids)]
    leaves = {int(number) for number, body in _OBJECT.findall(pdf) if re.search(rb"/Type\s*/Page\b", body)}
    pages = {number: page for page, number in enumerate((n for n in order if n in leaves), start=1)}
    return {
        f"_Toc{name.decode()}": pages[int(target)]
        for name, target in _DESTINATION.findall(text)
        if int(target) in pages
    }


def _inflated(pdf: bytes) -> list[bytes]:
    """Compressed object streams, which newer versions put the directory of the file in."""
    found = []
    for _, body in _OBJECT.findall(pdf):
        stream = _STREAM.search(body)
        if stream and b"/ObjStm" in body:
            try:
                found.append(zlib.decompress(stream[1]))
            except zlib.error:
                continue
    return found


def as_pdf(document: bytes, options: dict[str, bool]) -> bytes:
    """The document as LibreOffice exports it. Raises LibreOfficeError."""
    chosen = {name: {"type": "boolean", "value": str(value).lower()} for name, value in options.items()}
    with tempfile.TemporaryDirectory(prefix="rus-sheets-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / "document.docx"
        # LibreOffice gives text in plain-text controls the look of its paragraph.
        source.write_bytes(without_controls(WordPackage(source, document)))
        made = convert([source], f"pdf:writer_pdf_Export:{json.dumps(chosen)}", Path(folder))[0].read_bytes()
    if not made.startswith(b"%PDF-"):
        raise LibreOfficeError("Det som LibreOffice gjorde är ingen PDF.", remedy="Installera det på nytt.")
    return made
