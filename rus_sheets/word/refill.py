"""Putting today's texts into a document's content controls, and nothing else: all other bytes stay as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from rus_sheets.book.content import Chart
from rus_sheets.book.text import tame
from rus_sheets.office.markup import Splice, as_utf8, escape_text, spliced, with_attribute
from rus_sheets.office.zipwrite import with_members
from rus_sheets.word.chartread import ChartSeen, redrawn
from rus_sheets.word.controls import Control, content_of
from rus_sheets.word.elements import Elements
from rus_sheets.word.ns import NS, q
from rus_sheets.word.opened import WordPackage
from rus_sheets.word.runs import bind

_DIGITS = re.compile(r"[−-]?\d[\d \u00a0]*(?:,\d+)?")


@dataclass(frozen=True, slots=True)
class Refilled:
    """The new document, and those charts that could not be redrawn."""

    data: bytes
    not_redrawn: tuple[ChartSeen, ...]


def as_printed(text: str) -> str:
    """A figure's text as a document prints it."""
    return bind(tame(text))


def refilled(
    package: WordPackage, texts: Sequence[tuple[Control, str]], charts: Sequence[tuple[ChartSeen, Chart]]
) -> Refilled:
    """The document with these texts in its controls and these figures in its charts.

    The look of a control's first piece of text is kept and holds for the new text. A locked control is filled in too:
    the lock is against typing. Raises UnusableInputError.
    """
    replaced: dict[str, bytes | None] = {}
    left: list[ChartSeen] = []
    alts: dict[str, dict[str, str]] = {}
    for seen, chart in charts:
        parts = redrawn(package, seen, chart)
        replaced |= parts
        if not parts:
            left.append(seen)
        elif _DIGITS.sub("#", seen.alt) == _DIGITS.sub("#", chart.alt):
            alts.setdefault(seen.inside, {})[seen.alt] = chart.alt
    by_part: dict[str, dict[int, str]] = {}
    for control, text in texts:
        by_part.setdefault(control.part, {})[control.number] = text
    for part in {**by_part, **alts}:
        replaced[part] = _part(package, part, by_part.get(part, {}), alts.get(part, {}))
    return Refilled(with_members(package, replaced) if replaced else package.data, tuple(left))


def _part(package: WordPackage, part: str, texts: Mapping[int, str], alts: Mapping[str, str]) -> bytes:
    root = package.xml(part)
    elements = Elements(as_utf8(package.read(part), root), root)
    splices: list[Splice] = []
    for number, text in texts.items():
        splices += _control(elements, elements.all[number], as_printed(text))
    for drawing in root.iter(q("wp:docPr")) if alts else ():
        alt = alts.get(drawing.get("descr", ""))
        if alt is not None:
            span = elements.span(drawing)
            splices.append((span.start, span.open_end, with_attribute(elements.tag(drawing), "descr", alt)))
    return spliced(elements.data, splices)


def _control(elements: Elements, control: etree._Element, text: str) -> list[Splice]:
    pieces = list(content_of(control))
    first = next((piece for piece in pieces if piece.tag == q("w:t")), None)
    splices: list[Splice] = []
    prompt = control.find("w:sdtPr/w:showingPlcHdr", NS)
    if prompt is not None:
        splices.append(elements.removed(prompt))
        splices += [elements.removed(style) for style in _prompt_styles(first)]
    if first is None:
        return splices + _inserted(elements, control, text)
    splices.append(elements.with_text(first, text))
    for piece in pieces:
        if piece is not first:
            splices.append(elements.with_text(piece, "") if piece.tag == q("w:t") else elements.removed(piece))
    return splices


def _prompt_styles(piece: etree._Element | None) -> list[etree._Element]:
    """The grey look of Word's prompt on the run that will hold the text."""
    run = None if piece is None else piece.getparent()
    return [] if run is None else run.findall("w:rPr/w:rStyle", NS)


def _inserted(elements: Elements, control: etree._Element, text: str) -> list[Splice]:
    """A text where the control has none: in its first run, else a new run in its paragraph or in itself."""
    content = control.find("w:sdtContent", NS)
    if content is None:
        return []
    prefix = elements.name(control).rpartition(b":")[0].decode()
    start = f"{prefix}:" if prefix else ""
    piece = f"<{start}t>{escape_text(text)}</{start}t>"
    run = next(content.iter(q("w:r")), None)
    if run is not None:
        return [elements.appended(run, piece.encode())]
    look = control.find("w:sdtPr/w:rPr", NS)
    kept = b"" if look is None else elements.data[elements.span(look).start : elements.span(look).end]
    made = f"<{start}r>".encode() + kept + f"{piece}</{start}r>".encode()
    holder = next(content.iter(q("w:p")), None)
    return [elements.appended(content if holder is None else holder, made)]
