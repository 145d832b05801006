"""The styles part as bytes: new cell formats are added last, made from the one that the cell has."""

from __future__ import annotations

import re

from lxml import etree

from rus_sheets.book.raw import RawStyle
from rus_sheets.excel.read.cell_formats import number_of, read_styles
from rus_sheets.excel.read.ns import MAIN
from rus_sheets.excel.read.strings import MARKED
from rus_sheets.office.markup import as_utf8, escape_attribute, prefix_of, spans, spliced, with_attribute
from rus_sheets.office.safexml import parse

DATE_FORMAT = 14
"""Built in: the reader's own short date."""
TIME_FORMAT = 22
_WRAPS = re.compile(rb'wrapText="(?:1|true)"')
_RUN_FONT = ("sz", "color", "name", "family", "charset", "scheme")


class StyleSheet:
    """The cell formats of one workbook; ``data`` is the part as it now reads."""

    def __init__(self, data: bytes, root: etree._Element) -> None:
        self._original = data
        self._data = as_utf8(data, root)
        self._root = root
        self._styles: list[RawStyle] = list(read_styles(root))
        prefix = prefix_of(root)
        self._container = next(iter(spans(self._data, prefix + b"cellXfs")), None)
        formats = []
        if self._container is not None:
            formats = spans(self._data, prefix + b"xf", self._container.open_end, self._container.close_start)
        if len(formats) != len(self._styles):
            formats = []  # written in a way that isn't understood: every format stays as it is
        self._formats = [self._data[span.start : span.end] for span in formats]
        self._tag_ends = [span.open_end - span.start for span in formats]
        self._first_new = len(self._formats)

    @classmethod
    def absent(cls) -> StyleSheet:
        """For a workbook without a styles part: every format stays as it is."""
        data = f'<styleSheet xmlns="{MAIN}"/>'.encode()
        return cls(data, parse(data))

    @property
    def data(self) -> bytes:
        """The part with the new formats; the same bytes as before if there are none."""
        new = self._formats[self._first_new :]
        container = self._container
        if not new or container is None:
            return self._original
        tag = with_attribute(self._data[container.start : container.open_end], "count", str(len(self._formats)))
        return spliced(
            self._data,
            [(container.start, container.open_end, tag), (container.close_start, container.close_start, b"".join(new))],
        )

    def is_date(self, style: int) -> bool:
        """Does the format show dates?"""
        return style < len(self._styles) and self._styles[style].is_date

    def wraps(self, style: int) -> bool:
        """Does a text go on on the next line where the column ends?"""
        return style < len(self._formats) and _WRAPS.search(self._formats[style]) is not None

    def quoted(self, style: int, *, on: bool) -> int:
        """The format with quotePrefix on or off: with it, Excel keeps a text that looks like a formula as text."""
        if style >= len(self._formats):
            return style
        tag = self._formats[style][: self._tag_ends[style]]
        if (b' quotePrefix="1"' in tag or b' quotePrefix="true"' in tag) == on:
            return style
        return self._variant(style, {"quotePrefix": "1" if on else None})

    def dated(self, style: int, *, with_time: bool) -> int:
        """The format, or one with the reader's own date format if it isn't for dates."""
        if self.is_date(style) or style >= len(self._formats):
            return style
        number = TIME_FORMAT if with_time else DATE_FORMAT
        return self._variant(style, {"numFmtId": str(number), "applyNumberFormat": "1"})

    def run_properties(self, style: int, marks: str, prefix: str) -> str:
        """The ``rPr`` of a run in the cell's own font, with its marks.

        All of the font is said, since Excel takes its default font for what a run leaves out.
        """
        said = "".join(f"<{prefix}{element}/>" for mark, element in MARKED.items() if mark in marks)
        font = self._font(style)
        for name in _RUN_FONT:
            element = None if font is None else font.find(f"{{{MAIN}}}{name}")
            if element is not None:
                attributes = "".join(f' {key}="{value}"' for key, value in _attributes(element).items())
                said += f"<{prefix}{'rFont' if name == 'name' else name}{attributes}/>"
        return f"<{prefix}rPr>{said}</{prefix}rPr>" if said else ""

    def _variant(self, style: int, changes: dict[str, str | None]) -> int:
        whole, end = self._formats[style], self._tag_ends[style]
        tag = whole[:end]
        for name, value in changes.items():
            tag = with_attribute(tag, name, value)
        variant = tag + whole[end:]
        if variant in self._formats:
            return self._formats.index(variant)
        self._formats.append(variant)
        self._tag_ends.append(len(tag))
        old = self._styles[style]
        self._styles.append(RawStyle(old.number_format, old.is_date or "numFmtId" in changes, old.locked))
        return len(self._formats) - 1

    def _font(self, style: int) -> etree._Element | None:
        formats = self._root.findall(f"{{{MAIN}}}cellXfs/{{{MAIN}}}xf")
        fonts = self._root.findall(f"{{{MAIN}}}fonts/{{{MAIN}}}font")
        number = number_of(formats[style].get("fontId")) if style < len(formats) else 0
        return fonts[number] if number < len(fonts) else None


def _attributes(element: etree._Element) -> dict[str, str]:
    """Those of a font's parts: names and numbers, none of which needs escaping but a font's name."""
    return {str(key): escape_attribute(str(value)) for key, value in element.items()}
