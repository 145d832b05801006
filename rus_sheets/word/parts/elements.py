"""Where each element of a part stands in its bytes, so that one can be changed and all else stays to the byte."""

from __future__ import annotations

import re

from lxml import etree

from rus_sheets.office.markup import Span, Splice, escape_text, opened_tag

_TAGS = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(/?)([^\s/>!?]++)((?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+)>", re.DOTALL
)


class Elements:
    """The elements of one part. ``data`` is the part in UTF-8, ``root`` the same parsed by ``office.safexml``."""

    def __init__(self, data: bytes, root: etree._Element) -> None:
        self.data = data
        # The list keeps lxml's proxies alive, so that an element stays the same object.
        self.all = list(root.iter())
        found = _spans(data)
        if len(found) != len(self.all):
            raise ValueError("the bytes and the tree don't have the same elements")
        self._spans = dict(zip(self.all, found, strict=True))

    def span(self, element: etree._Element) -> Span:
        """Where the element stands."""
        return self._spans[element]

    def name(self, element: etree._Element) -> bytes:
        """The element's name as it is written, prefix included."""
        span = self._spans[element]
        match = _TAGS.match(self.data, span.start)
        return match[2] if match else b""

    def tag(self, element: etree._Element) -> bytes:
        """The opening tag."""
        span = self._spans[element]
        return self.data[span.start : span.open_end]

    def removed(self, element: etree._Element) -> Splice:
        """Takes the element away."""
        span = self._spans[element]
        return span.start, span.end, b""

    def with_content(self, element: etree._Element, content: bytes) -> Splice:
        """Gives the element other content."""
        span = self._spans[element]
        if not span.empty_tag:
            return span.open_end, span.close_start, content
        return span.start, span.end, self._opened(element, content)

    def with_text(self, element: etree._Element, text: str) -> Splice:
        """Gives the element a text."""
        return self.with_content(element, escape_text(text).encode())

    def appended(self, element: etree._Element, content: bytes) -> Splice:
        """Puts content last in the element."""
        span = self._spans[element]
        if not span.empty_tag:
            return span.close_start, span.close_start, content
        return span.start, span.end, self._opened(element, content)

    def _opened(self, element: etree._Element, content: bytes) -> bytes:
        return opened_tag(self.tag(element)) + content + b"</" + self.name(element) + b">"


def _spans(data: bytes) -> list[Span]:
    """Every element's place in the order of their opening tags; the data is known to be well-formed."""
    found: list[Span] = []
    opened: list[int] = []
    for match in _TAGS.finditer(data):
        if match[1] is None:
            continue
        if match[1]:
            number = opened.pop()
            before = found[number]
            found[number] = Span(before.start, before.open_end, match.start(), match.end())
            continue
        if not match[3].endswith(b"/"):
            opened.append(len(found))
        found.append(Span(match.start(), match.end(), match.end(), match.end()))
    return found
