"""Which runs a reader doesn't see as they stand: hidden or struck through, by their own format or by a style.

A toggle of a paragraph style and one of a character style take each other out (ECMA-376 part 1, 17.7.3); a run's own
format goes before both.
"""

from __future__ import annotations

from lxml import etree

from rus_sheets.word.ns import NS, attribute, is_on, q
from rus_sheets.word.styles import Styles

_HIDDEN = "w:vanish"
_STRIKES = ("w:strike", "w:dstrike")
GONE = {q("w:del"), q("w:moveFrom")}
"""Around what a reader no longer sees once tracked changes are accepted."""


class Looks:
    """The looks of the runs of one document, by its styles."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._default = styles.default
        self._by_style = {tag for tag in (_HIDDEN, *_STRIKES) if styles.mentions(tag)}

    def is_hidden(self, run: etree._Element | None) -> bool:
        """Is it a run of hidden text, which no page shows?"""
        return self._has(run, _HIDDEN)

    def is_struck(self, run: etree._Element | None) -> bool:
        """Is there a line, or two, through its text?"""
        return any(self._has(run, tag) for tag in _STRIKES)

    def is_unseen(self, piece: etree._Element) -> bool:
        """Is the piece of a run hidden, or gone with changes tracked?"""
        return is_gone(piece) or self.is_hidden(piece.getparent())

    def seen_text(self, element: etree._Element, length: int | None = None) -> str:
        """The text that a reader sees, tabs and breaks as spaces; at least so many characters, where there are."""
        found = ""
        for node in element.iter(q("w:t"), q("w:tab"), q("w:br"), q("w:noBreakHyphen")):
            parent = node.getparent()
            if parent is None or parent.tag != q("w:r") or self.is_unseen(node):
                continue
            found += (node.text or "") if node.tag == q("w:t") else "-" if node.tag == q("w:noBreakHyphen") else " "
            if length is not None and len(found) >= length:
                break
        return found

    def _has(self, run: etree._Element | None, name: str) -> bool:
        own = _own(run, name)
        if run is None or own is not None or run.tag != q("w:r") or name not in self._by_style:
            return bool(own)
        paragraph = next(run.iterancestors(q("w:p")), None)
        of_paragraph = attribute(None if paragraph is None else paragraph.find("w:pPr/w:pStyle", NS), "w:val")
        of_run = attribute(run.find("w:rPr/w:rStyle", NS), "w:val")
        by_paragraph = self._styles.toggles(of_paragraph or self._default, name)
        return by_paragraph != self._styles.toggles(of_run, name) or self._styles.toggles_all(name)


def is_unseen(piece: etree._Element) -> bool:
    """Is the piece of a run hidden by its own format, or gone? For documents that nobody has given other styles."""
    return is_gone(piece) or bool(_own(piece.getparent(), _HIDDEN))


def is_gone(element: etree._Element) -> bool:
    """Does it stand in what has been deleted, or moved from here, with changes tracked?"""
    return any(True for _ in element.iterancestors(*GONE))


def _own(run: etree._Element | None, name: str) -> bool | None:
    """What the run's own format says (ECMA-376 part 1, 17.3.2.41), None for nothing."""
    mark = None if run is None else run.find(f"w:rPr/{name}", NS)
    return None if mark is None else is_on(mark)
