"""Renders a Word template: checks it, fills in its tags and gives the document with marks where values stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from traceback import walk_tb
from typing import Any
from zipfile import BadZipFile

import jinja2
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError
from lxml import etree
from msgspec import Struct

from rus_sheets.errors import UnusableInputError, UserError
from rus_sheets.texts.content import Figure, Text
from rus_sheets.word.make.grid import fit_grid
from rus_sheets.word.make.loop_rounds import marked
from rus_sheets.word.memory.edges import planted
from rus_sheets.word.memory.record import skeletons
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.ns import q, text_of
from rus_sheets.word.templates.alone import not_alone, outside_tables, unlike
from rus_sheets.word.templates.apart import apart
from rus_sheets.word.templates.check import (
    MOST,
    Fault,
    faults_in,
    in_order,
    line_at,
    unreadable_in,
    whole_letters,
    words,
)
from rus_sheets.word.templates.environment import ValueMarks, environment
from rus_sheets.word.templates.own_template import adopted
from rus_sheets.word.templates.taken import taken
from rus_sheets.word.templates.trail import TooLongError, Trail
from rus_sheets.word.templates.unfilled import lines_of, never_filled_in, not_a_template, text_of_own

_BARE = re.compile(r"(</w:(?:p|tr|tbl|sdt)>|%\})(?=\s*\{[%{])")
_PARAGRAPH = re.compile(r"<w:p([ >])")
_UNREADABLE = (
    PackageNotFoundError, BadZipFile, LookupError, ValueError, OSError, etree.XMLSyntaxError, AttributeError, TypeError,
    NotImplementedError,
)  # fmt: skip
"""What python-docx and docxtpl raise for parts that are missing or hold something else than they should."""


_MOST = 500_000_000
"""Braces times characters of a part. docxtpl looks from each brace to the end of the part where its tag isn't closed:
some seconds at this. The largest of our own templates has 15 million."""


class TemplateError(UserError):
    """A fault in a template, or several; ``place`` is the file and the paragraph it stands in."""


class _Template(DocxTemplate):  # type: ignore[misc]
    """docxtpl with errors that say in which paragraph, and a parser that doesn't hide broken XML."""

    def __init__(self, name: str, data: bytes) -> None:
        super().__init__(BytesIO(data))
        self.name = name
        self.marks = ValueMarks()
        self.trail = Trail()
        self.rendered: list[str] = []

    def patch_xml(self, src_xml: str) -> str:
        if src_xml.count("{") * len(src_xml) > _MOST:
            raise TemplateError(
                "Mallen har för många klamrar för att läsas.",
                place=self.name,
                remedy="Utgå från en av mallarna i reports, och ta bort klamrar som inte är taggar.",
            )
        return marked(whole_letters(str(super().patch_xml(src_xml))))

    def roots(self) -> Iterator[etree._Element]:
        """The body, headers and footers."""
        yield etree.fromstring(self.get_xml().encode())
        for uri in (self.HEADER_URI, self.FOOTER_URI):
            for _, part in self.get_headers_footers(uri):
                yield etree.fromstring(self.get_part_xml(part).encode())

    def sources(self) -> Iterator[str]:
        """The body, headers and footers as Jinja reads them, with a line for each paragraph."""
        yield _in_lines(self.patch_xml(self.get_xml()))
        for uri in (self.HEADER_URI, self.FOOTER_URI):
            for _, part in self.get_headers_footers(uri):
                yield _in_lines(self.patch_xml(self.get_part_xml(part)))

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        self.trail.begin_part(len(self.rendered))
        self.rendered.append(src_xml)
        try:
            made = str(super().render_xml_part(src_xml, part, context, jinja_env))
            return planted(self.marks.as_text_in_attributes(made))
        except TooLongError as error:
            remedy = (
                "Titta efter upprepningar i mallen som står i varandra. Är de som de ska "
                "har arbetsboken för många rader för ett dokument."
            )
            raise TemplateError("Dokumentet blir orimligt långt.", place=self.name, remedy=remedy) from error
        except (jinja2.TemplateError, ArithmeticError, TypeError, ValueError, AttributeError) as error:
            line = _line_of(error)
            if line is None:
                raise
            # docxtpl begins a new line at each paragraph, so a line is a paragraph.
            lines = _in_lines(src_xml, bare=False).splitlines()
            raise _fault(self.name, error, words(line_at(lines, line))) from error

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        """The document's properties are the caller's to write (``package.save``); what the template says is no tag."""

    def render_footnotes(self, context: Any, jinja_env: Any = None) -> None:
        """There are no tags in them. docxtpl would read them once for each section, and so what it has filled in."""

    def fix_tables(self, xml: str) -> etree._Element:
        """The body as a tree. Raises TemplateError for what can't be one, or can't be saved as one."""
        try:
            root = etree.fromstring(xml.encode())
        except etree.XMLSyntaxError as error:
            raise TemplateError(
                "En tagg börjar och slutar på olika ställen i mallen, så att dokumentet går sönder.",
                place=self.name,
                remedy="Skriv {%p ...%} och {%tr ...%} ensamma i ett eget stycke eller en egen tabellrad.",
            ) from error
        for table in root.iter(q("w:tbl")):
            if table.find(q("w:tblGrid")) is None:
                remedy = "Öppna mallen i Word, gör om tabellen och spara."
                raise TemplateError(
                    "En tabell i mallen är skadad: den saknar kolumner.", place=self.name, remedy=remedy
                )
            fit_grid(table)
        return root


def check_template(template: Path, context: Mapping[str, object]) -> list[TemplateError]:
    """Every fault in a template that can be seen without filling it in. Raises UnusableInputError."""
    opened, package, _ = _opened(template)
    return _faults(opened, package, context) or _unreadable(opened)


class FilledIn(Struct, frozen=True):
    """A template with its tags filled in: the values that have marks, what was done, and the tags without their look.

    ``skeleton`` is empty where it doesn't do what the template does, so that nothing can be told from it. ``notes`` are
    what a template from people's own Word is without now.
    """

    name: str
    document: Document
    values: list[Figure | Text]
    trail: Trail
    skeleton: tuple[str, ...]
    notes: tuple[str, ...]


def fill(template: Path, context: Mapping[str, object]) -> FilledIn:
    """The template with its tags filled in.

    Raises TemplateError for a fault in the template and UnusableInputError if the file is no Word file.
    """
    opened, package, notes = _opened(template)
    found = _faults(opened, package, context)
    if found:
        raise _together(opened.name, found)
    try:
        opened.render(dict(context), environment(opened.marks, list(context), opened.trail))
    except (TemplateError, jinja2.TemplateError, RecursionError):
        found = _unreadable(_opened(template)[0])  # what is filled in so far holds people's texts
        if found:
            raise _together(opened.name, found) from None
        raise
    # get_docx() would load the template anew
    return FilledIn(opened.name, opened.docx, opened.marks.values, opened.trail, skeletons(opened.rendered), notes)


def skeleton_of(template: Path) -> tuple[str, ...]:
    """What a document made of the template would remember of its tags. Raises UserError for what is no template."""
    opened, _, _ = _opened(template)
    uris = (opened.HEADER_URI, opened.FOOTER_URI)
    parts = [opened.get_part_xml(part) for uri in uris for _, part in opened.get_headers_footers(uri)]
    return skeletons([opened.patch_xml(xml) for xml in (opened.get_xml(), *parts)])


def _opened(template: Path) -> tuple[_Template, WordPackage, tuple[str, ...]]:
    # python-docx has no limits of its own: zip bombs, doubled parts and paths are refused here, DOCTYPEs too.
    plain = adopted(WordPackage(template))
    package = WordPackage(template, plain.data)
    for info in package.infos:
        if info.filename.endswith((".xml", ".rels")):
            package.xml(info.filename)
    try:
        opened = _Template(template.name, package.data)
        opened.init_docx()
        if not all(part.content_type for part in opened.docx.part.package.iter_parts()):
            raise ValueError("a part without a content type, which python-docx can't save")
        list(opened.roots())  # every part that is filled in can be read
        _ = opened.docx.core_properties.title  # they are written to in the end
    except TemplateError:
        pass  # a fault that is told with its place, by the one who looks for faults
    except _UNREADABLE as error:
        raise UnusableInputError(
            "Mallen kan inte läsas.", place=str(template), remedy="Den ska vara en Word-fil (.docx)."
        ) from error
    return opened, package, plain.notes


def _faults(opened: _Template, package: WordPackage, context: Mapping[str, object]) -> list[TemplateError]:
    parser = environment(ValueMarks(), list(context))
    roots = list(opened.roots())
    lines = [lines_of(root) for root in roots]
    found = [*never_filled_in(package, roots), *not_a_template(roots, lines)]
    found += [fault for root in roots for fault in taken(root)]
    elsewhere = [fault for root in roots for fault in apart(root)]
    found += elsewhere
    for root, texts in zip(roots, lines, strict=True):
        rows = [text_of(row) for row in root.iter(q("w:tr"))]
        inside = {paragraph for row in root.iter(q("w:tr")) for paragraph in row.iter(q("w:p"))}
        found += outside_tables([text_of(paragraph) for paragraph in root.iter(q("w:p")) if paragraph not in inside])
        descriptions = set(texts) - {text_of_own(paragraph) for paragraph in root.iter(q("w:p"))}
        found += [fault for fault in unlike(texts) if fault.paragraph not in {other.paragraph for other in elsewhere}]
        found += [*not_alone(texts, rows), *faults_in(texts, parser, context, descriptions)]
    return _told(opened.name, in_order(found, [line for texts in lines for line in texts]))


def _unreadable(opened: _Template) -> list[TemplateError]:
    """What can't be read of a template whose tags can, each by itself."""
    parser = environment(ValueMarks(), [])
    return _told(opened.name, [fault for source in opened.sources() for fault in unreadable_in(source, parser)])


def _told(name: str, found: Sequence[Fault]) -> list[TemplateError]:
    made = [TemplateError(fault.message, place=_place(name, fault.paragraph), remedy=fault.remedy) for fault in found]
    # What is to be written instead in one place mends one fault, however often it shows.
    mended = [error.remedy if error.remedy.startswith("Skriv ") else error.message for error in made]
    return list({(error.place, by): error for error, by in reversed(list(zip(made, mended, strict=True)))}.values())[
        ::-1
    ]


def _together(name: str, found: list[TemplateError]) -> TemplateError:
    """One error that tells all of them, so that a template is mended in one go."""
    if len(found) == 1:
        return found[0]
    lines = [f"{error.place.removeprefix(f'{name}, ')}: {error.message} {error.remedy}".rstrip() for error in found]
    count = f"Minst {len(found)}" if len(found) >= MOST else str(len(found))
    return TemplateError(f"{count} fel i mallen.", place=name, also=[f"- {line}" for line in lines])


def _line_of(error: Exception) -> int | None:
    """The line in the template where it went wrong, or None if it went wrong in our own code."""
    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    lines = [number for frame, number in walk_tb(error.__traceback__) if frame.f_code.co_filename == "<template>"]
    if not lines or (not isinstance(error, jinja2.TemplateError) and frames[-1].f_code.co_filename != "<template>"):
        return None
    return lines[-1]


def _in_lines(xml: str, *, bare: bool = True) -> str:
    """A line for each paragraph; also for each tag that docxtpl has freed of its paragraph, if ``bare``."""
    lines = _PARAGRAPH.sub(r"\n<w:p\1", xml)
    return _BARE.sub(r"\1\n", lines) if bare else lines


def _place(name: str, paragraph: str) -> str:
    return f"{name}, stycket ”{paragraph}”" if paragraph else name


def _fault(name: str, error: Exception, paragraph: str) -> TemplateError:
    message, remedy = str(error), ""
    if isinstance(error, SecurityError):
        message, remedy = "Mallen försöker göra något som mallar inte får.", "Ta bort taggen."
    elif not isinstance(error, (UndefinedError, jinja2.TemplateError)):
        message, remedy = "Taggen räknar med något som inte går att räkna med.", "Rätta taggen."
    return TemplateError(message, place=_place(name, paragraph), remedy=remedy)
