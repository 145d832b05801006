"""Alternative texts of charts in a tagged PDF: LibreOffice 7 leaves them out (PDF/UA-1, 7.3).

The file is added to, never rewritten: a new version of each figure's object and a cross-reference section stand after
the old end (ISO 32000-1, 7.5.6). A PDF that has the texts, or is built otherwise, is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_FIGURE = re.compile(rb"(\d+) 0 obj\s*<<(/Type/StructElem\s*/S/Figure\b(?:(?!endobj).)*?)>>\s*endobj", re.DOTALL)
_TRAILER = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref\s*(\d+)\s*%%EOF\s*$", re.DOTALL)
_PREVIOUS = re.compile(rb"/Prev\s+\d+")


def with_alternative_texts(pdf: bytes, texts: Sequence[str]) -> bytes:
    """The PDF with ``texts`` on its figures that have none, in their order; unchanged unless the numbers agree."""
    figures = [match for match in _FIGURE.finditer(pdf) if b"/Alt" not in match[2]]
    trailer = _TRAILER.search(pdf)
    if not figures or len(figures) != len(texts) or trailer is None:
        return pdf
    added = bytearray(b"" if pdf.endswith(b"\n") else b"\n")
    table = [b"xref\n"]
    for match, text in zip(figures, texts, strict=True):
        table.append(b"%s 1\n%010d 00000 n \n" % (match[1], len(pdf) + len(added)))
        added += b"%s 0 obj\n<<%s/Alt<%s>>>\nendobj\n" % (match[1], match[2], _hexadecimal(text))
    start = len(pdf) + len(added)
    rest = _PREVIOUS.sub(b"", trailer[1]).strip()
    end = b"trailer\n<<%s\n/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (rest, trailer[2], start)
    return pdf + bytes(added) + b"".join(table) + end


def _hexadecimal(text: str) -> bytes:
    return ("\ufeff" + text).encode("utf-16-be").hex().upper().encode()
