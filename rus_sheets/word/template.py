"""Renders a Word template: fills in its tags and gives the docx tree with marks where values stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from traceback import walk_tb
from typing import Any
from zipfile import BadZipFile

import jinja2
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from lxml import etree

from rus_sheets.errors import UnusableInputError, UserError
from rus_sheets.word.environment import Marks, environment

_TAG = re.compile(r"<[^>]+>")


class TemplateError(UserError):
    """A fault in a template; ``place`` is the file and the paragraph it stands in."""


class _Template(DocxTemplate):  # type: ignore[misc]
    """docxtpl with errors that say in which paragraph, and a parser that doesn't hide broken XML."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.name = path.name

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        try:
            return str(super().render_xml_part(src_xml, part, context, jinja_env))
        except (jinja2.TemplateError, ArithmeticError, TypeError, ValueError, AttributeError) as error:
            line = _line_of(error)
            if line is None:
                raise
            # docxtpl begins a new line at each paragraph, so a line is a paragraph.
            lines = re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml).splitlines()
            raise _fault(self.name, error, _words(lines, line)) from error

    def fix_tables(self, xml: str) -> Any:
        try:
            etree.fromstring(xml.encode())
        except etree.XMLSyntaxError as error:
            raise TemplateError(
                "En tagg börjar och slutar på olika ställen i mallen, så att dokumentet går sönder.",
                place=self.name,
                remedy="Skriv {%p ...%} och {%tr ...%} ensamma i ett eget stycke eller en egen tabellrad.",
            ) from error
        return super().fix_tables(xml)


def fill(template: Path, context: Mapping[str, object]) -> tuple[Document, Marks]:
    """The template with its tags filled in.

    Raises TemplateError for a fault in the template and UnusableInputError if the file is no Word file.
    """
    marks = Marks()
    try:
        filled = _Template(template)
        filled.init_docx()
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, OSError) as error:
        raise UnusableInputError(
            "Mallen kan inte läsas.", place=str(template), remedy="Den ska vara en Word-fil (.docx)."
        ) from error
    filled.render(dict(context), environment(marks, list(context)))
    return filled.docx, marks  # get_docx() would load the template anew


def _line_of(error: Exception) -> int | None:
    """The line in the template where it went wrong, or None if it went wrong in our own code."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    lines = [number for frame, number in walk_tb(error.__traceback__) if frame.f_code.co_filename == "<template>"]
    if not lines or (not isinstance(error, jinja2.TemplateError) and frames[-1].f_code.co_filename != "<template>"):
        return None
    return lines[-1]


def _words(lines: list[str], line: int) -> str:
    text = _TAG.sub("", lines[min(line, len(lines)) - 1]).strip()
    return text if len(text) <= 80 else f"{text[:77]}..."


def _fault(name: str, error: Exception, paragraph: str) -> TemplateError:
    place = f"{name}, stycket ”{paragraph}”" if paragraph else name
    match error:
        case UndefinedError():
            message, remedy = str(error), ""
        case SecurityError():
            message, remedy = "Mallen försöker göra något som mallar inte får.", "Ta bort taggen."
        case TemplateSyntaxError():
            message = "Taggen kan inte läsas."
            remedy = "Kontrollera klamrar och att varje for och if har ett endfor respektive endif."
        case jinja2.TemplateError():
            message, remedy = str(error), ""
        case _:
            message, remedy = "Taggen räknar med något som inte går att räkna med.", "Rätta taggen."
    return TemplateError(message, place=place, remedy=remedy)
