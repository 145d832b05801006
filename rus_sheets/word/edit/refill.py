"""Putting today's texts into a document's content controls, and nothing else: all other bytes stay as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lxml import etree
from msgspec import Struct

from rus_sheets.office.markup import Splice, as_utf8, escape_text, spliced, with_attribute
from rus_sheets.office.zipwrite import with_members
from rus_sheets.texts.content import Chart
from rus_sheets.texts.text import tame
from rus_sheets.word.chart.chartread import ChartSeen, redrawn
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.elements import Elements
from rus_sheets.word.parts.ns import NS, q
from rus_sheets.word.parts.runs import bind
from rus_sheets.word.read.controls import Control, content_of
from rus_sheets.word.read.figuretext import TextSpan


class Filling(NamedTuple):
    """A text for the control's figure, which stands at ``span`` of what the control says."""

    control: Control
    span: TextSpan
    text: str


class Refilled(Struct, frozen=True):
    """The new document, and those charts that could not be redrawn."""

    data: bytes
    not_redrawn: tuple[ChartSeen, ...]


def as_printed(text: str) -> str:
    """A figure's text as a document prints it."""
    return bind(tame(text))


def refilled(package: WordPackage, texts: Sequence[Filling], charts: Sequence[tuple[ChartSeen, Chart]]) -> Refilled:
    """The document with these texts in its controls and these figures in its charts.

    The look of a figure's first piece of text is kept and holds for the new text; what people have typed beside it
    stays. A locked control is filled in too: the lock is against typing. Raises UnusableInputError.
    """
    replaced: dict[str, bytes | None] = {}
    left: list[ChartSeen] = []
    alts: dict[str, dict[str, str]] = {}
    for seen, chart in charts:
        parts = {} if seen.shows(chart) else redrawn(package, seen, chart)
        replaced |= parts
        if not parts and not seen.shows(chart):
            left.append(seen)
        elif seen.has_old_alt(chart):
            alts.setdefault(seen.inside, {})[seen.alt] = chart.alt
    by_part: dict[str, list[Filling]] = {}
    for filling in texts:
        by_part.setdefault(filling.control.part, []).append(filling)
    for part in {**by_part, **alts}:
        replaced[part] = _part(package, part, by_part.get(part, []), alts.get(part, {}))
    return Refilled(with_members(package, replaced) if replaced else package.data, tuple(left))


def _part(package: WordPackage, part: str, texts: Sequence[Filling], alts: Mapping[str, str]) -> bytes:
    root = package.xml(part)
    elements = Elements(as_utf8(package.read(part), root), root)
    splices: list[Splice] = []
    for control, span, text in texts:
        element = elements.all[control.number]
        splices += _prompt(elements, element) if control.prompting else []
        splices += _control(elements, element, None if control.prompting else span, as_printed(text))
    for drawing in root.iter(q("wp:docPr")) if alts else ():
        alt = alts.get(drawing.get("descr", ""))
        if alt is not None:
            stands = elements.span(drawing)
            splices.append((stands.start, stands.open_end, with_attribute(elements.tag(drawing), "descr", alt)))
    return spliced(elements.data, splices)


def _control(elements: Elements, control: etree._Element, span: TextSpan | None, text: str) -> list[Splice]:
    """The text at the span, or for all that there is."""
    pieces = list(content_of(control))
    start, end = span or (0, sum(len(said) for _, said in pieces))
    splices: list[Splice] = []
    written = False
    at = 0
    for piece, said in pieces:
        before, after = max(start - at, 0), max(end - at, 0)
        at += len(said)
        is_text = piece.tag == q("w:t")
        inside = before < len(said) and after > 0
        if is_text and not written and (inside or start == end):
            splices += _with_text(elements, piece, said[:before] + text + said[after:])
            written = True
        elif inside and is_text:
            splices += _with_text(elements, piece, said[:before] + said[after:])
        elif inside and piece.tag != q("w:p"):
            splices.append(elements.removed(piece))
    return splices if written else splices + _inserted(elements, control, text)


def _with_text(elements: Elements, piece: etree._Element, text: str) -> list[Splice]:
    """Spaces at the ends of what is left of a cut piece count, which has to be said."""
    splices = [elements.with_text(piece, text)]
    stands = elements.span(piece)
    if text != text.strip(" ") and not piece.get(q("xml:space")) and not stands.empty_tag:
        tag = with_attribute(elements.tag(piece), "xml:space", "preserve")
        splices.append((stands.start, stands.open_end, tag))
    return splices


def _prompt(elements: Elements, control: etree._Element) -> list[Splice]:
    """Takes away the mark of Word's own prompt, and its grey look."""
    first = next((piece for piece, _ in content_of(control) if piece.tag == q("w:t")), None)
    found = control.iterfind("w:sdtPr/w:showingPlcHdr", NS)
    return [elements.removed(element) for element in (*found, *_prompt_styles(first))]


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
