"""Text within a paragraph: runs in one look, links, and figures in content controls that name their cell."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Protocol
from zlib import crc32

from lxml import etree

from rus_sheets.texts.content import MAX_TAG, Figure, Inline, Run
from rus_sheets.texts.text import tame
from rus_sheets.word.parts.ns import NS, el, q, val
from rus_sheets.word.parts.styles import Styles

_BOUND = re.compile(r"(?<=\d) (?=\d{3}(?!\d)|(?:kr|%|§)(?!\w))|(?<=§) (?=\d)")


_SCHEME = re.compile("https?://")
"""Not shown: it says nothing to a reader, and a screen reader spells it out letter by letter."""
_STYLE_OF = {(True, False): "Strong", (False, True): "Emphasis", (True, True): "Intense Emphasis"}


class Links(Protocol):
    """Gives a relationship id for an address in the part being written."""

    def __call__(self, address: str) -> str:
        """The id, the same for the same address."""


class Inlines:
    """Makes runs for one document. Content controls are numbered, so each has an id of its own."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._seen: dict[str, int] = {}

    def make(
        self, inlines: tuple[Inline, ...], links: Links, look: etree._Element | None = None
    ) -> list[etree._Element]:
        """The XML of ``inlines``. ``look`` is the ``w:rPr`` of the place, which each run inherits."""
        made: list[etree._Element] = []
        for inline in inlines:
            if isinstance(inline, Figure):
                made.append(self.figure(inline, look))
            elif inline.link:
                made.append(self._link(inline, links, look))
            elif inline.text:
                made.append(self._run(inline, look))
        return made

    def figure(self, figure: Figure, look: etree._Element | None) -> etree._Element:
        """A content control round the figure; just a run for one that no cell stands behind.

        A plain-text one (``w:text``), so that Word lets no Enter in. LibreOffice gives what stands in one the look of
        its paragraph; what we lay out with it has no controls (``word.plain``).
        """
        run = text_run(figure.text, look)
        if not figure.tag:
            return run
        return el(
            "w:sdt",
            None,
            el(
                "w:sdtPr",
                None,
                val("w:alias", (tame(figure.title) or figure.tag)[:MAX_TAG]),
                val("w:tag", figure.tag),
                val("w:id", self._id(figure.tag)),
                el("w:text"),
            ),
            el("w:sdtContent", None, run),
        )

    def _id(self, tag: str) -> int:
        # Word wants each id once in a document; the tag's own checksum keeps it the same from one run to the next.
        count = self._seen[tag] = self._seen.get(tag, 0) + 1
        return crc32(f"{tag} {count}".encode()) & 0x7FFFFFFF or 1

    def _run(self, run: Run, look: etree._Element | None) -> etree._Element:
        style = _STYLE_OF.get((run.bold, run.italic), "")
        if style and self._styles.has(style) and (look is None or look.find("w:rStyle", NS) is None):
            # A style says what the look means, which bold type alone doesn't.
            changed = el("w:rPr") if look is None else deepcopy(look)
            changed.insert(0, val("w:rStyle", self._styles.id_of(style)))
            return text_run(run.text, changed)
        return text_run(run.text, _with(look, _marks(run)))

    def _link(self, run: Run, links: Links, look: etree._Element | None) -> etree._Element:
        styled = el("w:rPr", None, val("w:rStyle", self._styles.id_of("Hyperlink")))
        for size in [] if look is None else look.iterfind("w:sz", NS):
            styled.append(deepcopy(size))
        shown = run.text
        if run.text == run.link:
            # An address that breaks with a hyphen is another address: text in no language isn't hyphenated.
            styled.append(val("w:lang", "x-none"))
            shown = _SCHEME.sub("", run.text).removesuffix("/")
        return el(
            "w:hyperlink",
            {"r:id": links(run.link), "w:history": 1},
            text_run(shown, _with(styled, _marks(run))),
        )


def bind(text: str) -> str:
    """The text with non-breaking spaces within a number and between it and its unit: ``4 500 000 kr``, ``6 §``."""
    return _BOUND.sub("\u00a0", text)


def text_run(text: str, look: etree._Element | None = None) -> etree._Element:
    """A run of plain text; a line break in it becomes a break, other control characters are tamed away."""
    run = el("w:r")
    if look is not None and len(look):
        run.append(deepcopy(look))
    for number, line in enumerate(bind(tame(text)).split("\n")):
        if number:
            run.append(el("w:br"))
        piece = el("w:t", {"xml:space": "preserve"})
        piece.text = line
        run.append(piece)
    return run


def _marks(run: Run) -> list[str]:
    return [name for name, on in (("w:b", run.bold), ("w:i", run.italic)) if on]


_FIRST_IN_LOOK = ("w:rStyle", "w:rFonts")


def _with(look: etree._Element | None, marks: list[str]) -> etree._Element | None:
    """The look with bold or italic put where the schema wants them: right after style and fonts."""
    if not marks:
        return look
    changed = el("w:rPr") if look is None else deepcopy(look)
    for mark in marks:
        for old in changed.findall(mark, NS):
            changed.remove(old)
    position = sum(1 for child in changed if child.tag in [q(name) for name in _FIRST_IN_LOOK])
    for mark in reversed(marks):
        changed.insert(position, el(mark))
    return changed
