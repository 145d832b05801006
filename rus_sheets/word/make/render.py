"""From template and values to a finished Word file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart

from rus_sheets.errors import UserError
from rus_sheets.word.chart.charts import ChartWriter
from rus_sheets.word.make.blocks import BlockWriter
from rus_sheets.word.make.borrowed_styles import Lender
from rus_sheets.word.make.columns import make_room
from rus_sheets.word.make.layout import (
    keep_chapters,
    keep_ending,
    keep_introductions,
    keep_last_labels,
    keep_last_lines,
    keep_lists,
    keep_notes,
    keep_tables,
    part_facts,
    set_lists_apart,
)
from rus_sheets.word.make.loop_rounds import Rounds, restart_lists
from rus_sheets.word.make.template import FilledIn, TemplateError, fill
from rus_sheets.word.make.unique import (
    unique_bookmarks,
    unique_changes,
    unique_comments,
    unique_notes,
    unique_paragraphs,
)
from rus_sheets.word.make.value_places import free_values, wrap_bare_text
from rus_sheets.word.memory.edges import bookmarked
from rus_sheets.word.memory.letterpart import LETTER_NAMESPACE, letter_xml
from rus_sheets.word.memory.record import NAMESPACE, Origin, Record, checksum, kept, record_xml
from rus_sheets.word.memory.recordpart import forget, remember
from rus_sheets.word.parts.contents import fill_caption_lists, fill_contents
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.fields import number_captions
from rus_sheets.word.parts.ns import NS, attribute, el, q
from rus_sheets.word.parts.numbering import Numbering
from rus_sheets.word.parts.outline import heading_numbers
from rus_sheets.word.parts.package import DocumentProperties, save
from rus_sheets.word.parts.runs import Inlines
from rus_sheets.word.parts.styles import Styles
from rus_sheets.word.read.bookmarks import spots_in
from rus_sheets.word.read.controls import said_in
from rus_sheets.word.read.graftsite import controls_in
from rus_sheets.word.read.intable import tag_of
from rus_sheets.word.read.reading import lines_in
from rus_sheets.word.read.standing import stands_in
from rus_sheets.word.read.written import in_order, written

_PLACEHOLDER = "Placeholder Text"
_POINTS_AT_STYLE = ("w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn", "w:next", "w:link")


def render(
    template: Path,
    context: Mapping[str, object],
    properties: DocumentProperties,
    ours: Path | None = None,
    remembered: Origin | None = None,
    letter: str = "",
) -> bytes:
    """The document as bytes; the same input gives the same bytes. ``letter`` is what a newsletter remembers.

    ``context`` holds strings, booleans, ``Figure``, ``Text`` and mappings and sequences of them, by the names that the
    template uses.
    Raises TemplateError for a faulty template, UnusableInputError if it is no Word file.
    """
    return finished(fill(template, context), properties, ours, remembered, letter)


def finished(
    filled: FilledIn,
    properties: DocumentProperties,
    ours: Path | None = None,
    remembered: Origin | None = None,
    letter: str = "",
) -> bytes:
    """The document of a template that is filled in, as bytes.

    Styles that the template lacks are added from ``ours``, a template of ours. A document that is to be compared with
    its workbook later on remembers what it was made of and as what (``remembered``), a newsletter what stands in it
    (``letter``). Raises TemplateError.
    """
    main: Any = filled.document.part
    try:
        styles = _written_out(filled, main, ours)
    except UserError as error:
        if error.place.startswith(filled.name):
            raise
        place = f"{filled.name}, {error.place}" if error.place else filled.name
        raise TemplateError(error.message, place=place, remedy=error.remedy) from error
    for setting in main.settings.element.findall("w:updateFields", NS):
        main.settings.element.remove(setting)  # Word would ask the reader about it
    roots = [part.element for part in _text_parts(main)]
    bookmarked(roots, keep=bool(remembered))
    forget(main)
    if remembered and filled.skeleton:
        remember(main, _record(filled, remembered, roots, styles), NAMESPACE)
    if letter:
        remember(main, letter_xml(letter), LETTER_NAMESPACE)
    parts = [part.partname for part in main.package.iter_parts()]
    if len(set(parts)) < len(parts):  # python-docx has made one that it didn't find where it should be
        fault = "Mallen är skadad: en av dess delar hittas inte."
        raise TemplateError(fault, place=filled.name, remedy="Öppna den i Word och spara den på nytt.")
    return save(filled.document, properties)


def _written_out(filled: FilledIn, main: Any, ours: Path | None) -> Styles:
    """Put real elements in place of the marks, in all parts, and see to how they lie on the page."""
    lists = _numbering(main)
    lender = Lender(WordPackage(ours)) if ours else None
    styles = Styles(main.styles.element, _lending(lender, main.styles.element, lists))
    if lender:
        _borrow(lender, styles, [main.styles.element, lists, *(part.element for part in _text_parts(main))])
    numbering = Numbering(lists, styles)
    writer = BlockWriter(styles, numbering, Inlines(styles), ChartWriter(main).paragraph)
    for part in _text_parts(main):
        _settle(part.element, main, numbering, styles)
        writer.expand(part.element, filled.values, _Links(part))
    unique_notes(main.element, main)
    make_room(main.element)
    keep_tables(main.element)
    keep_lists(main.element, styles)
    keep_last_lines(main.element, styles)
    keep_last_labels(main.element, styles)
    keep_introductions(main.element, styles)
    keep_notes(main.element, styles)
    part_facts(main.element, styles)
    keep_chapters(main.element, styles)
    keep_ending(main.element, styles)
    set_lists_apart(main.element, styles)
    number_captions(main.element)
    fill_caption_lists(main.element, styles)
    fill_contents(main.element, styles, heading_numbers(main.element, lists, styles))
    if len(lists) and _lists_of(main) is None:
        part = XmlPart(PackURI("/word/numbering.xml"), CT.WML_NUMBERING, lists, main.package)
        main.relate_to(part, REL.NUMBERING)
    return styles


def _record(filled: FilledIn, made: Origin, roots: Sequence[Any], styles: Styles) -> bytes:
    """What the finished document remembers of how it was made."""
    kinds = [node.what for node in filled.trail.root.walk()]
    spots = (spot for root in roots for spot in spots_in(root, "", styles))
    seen = {spot.number: checksum(spot.seen_as(kinds[spot.number])) for spot in spots}
    texts = [(tag_of(element), said_in(element)) for element in controls_in(roots)]
    trail = kept(filled.trail.root, seen)
    homes = tuple(stand.home for stand in stands_in(lines_in(roots, styles, _is_of_a_cell)))
    return record_xml(Record(made, filled.skeleton, trail, written(texts), in_order(texts), homes=homes))


def _is_of_a_cell(tag: str) -> bool:
    return "/" in tag


def _settle(root: Any, main: Any, numbering: Numbering, styles: Styles) -> None:
    """What a loop has written again is made its own."""
    wrap_bare_text(root)
    rounds = Rounds(root)
    restart_lists(rounds, numbering, styles)
    unique_bookmarks(rounds)
    unique_comments(rounds, main)
    rounds.forget()
    unique_paragraphs(root)
    unique_changes(root)
    free_values(root, styles.id_of(_PLACEHOLDER) if styles.has(_PLACEHOLDER) else "")


def _lending(lender: Lender | None, styles: Any, lists: Any) -> Callable[[str], bool]:
    """What adds a style of that name to the template from ours, and says whether there was one."""

    def lend(name: str) -> bool:
        if lender is None or not lender.has(name):
            return False
        lender.lend(name, styles, lists)
        return True

    return lend


def _borrow(lender: Lender, styles: Styles, roots: Sequence[Any]) -> None:
    """Add the styles that the template's own texts, lists and styles point at by an id of ours, and it lacks."""
    for root in roots:
        for mark in list(root.iter(*map(q, _POINTS_AT_STYLE))):
            style_id = attribute(mark, "w:val")
            name = "" if styles.name_of(style_id) else lender.name_of(style_id)
            if name and styles.has(name):
                mark.set(q("w:val"), styles.id_of(name))


def _numbering(main: Any) -> Any:
    """The lists' root; an empty one where the template has none (Word makes the part with the first list)."""
    related = _lists_of(main)
    return el("w:numbering") if related is None else related.element


def _lists_of(main: Any) -> Any:
    related = (rel for rel in main.rels.values() if not rel.is_external and rel.reltype == REL.NUMBERING)
    return next((relationship.target_part for relationship in related), None)


def _text_parts(main: Any) -> list[Any]:
    """The body, then headers and footers."""
    wanted = {REL.HEADER, REL.FOOTER}
    related = [rel.target_part for rel in main.rels.values() if not rel.is_external and rel.reltype in wanted]
    return [main, *(part for part in related if isinstance(part, XmlPart))]


class _Links:
    """External addresses of one part, each related to once."""

    def __init__(self, part: Part) -> None:
        self._part = part

    def __call__(self, address: str) -> str:
        return self._part.relate_to(address, REL.HYPERLINK, is_external=True)
