"""From template and values to a finished Word file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.opc.part import Part, XmlPart

from rus_sheets.errors import UserError
from rus_sheets.word.blocks import BlockWriter
from rus_sheets.word.charts import ChartWriter
from rus_sheets.word.fields import fill_contents, number_captions
from rus_sheets.word.layout import keep_tables
from rus_sheets.word.ns import NS, el
from rus_sheets.word.numbering import Numbering
from rus_sheets.word.package import DocumentProperties, save
from rus_sheets.word.runs import Inlines
from rus_sheets.word.styles import Styles
from rus_sheets.word.template import TemplateError, fill


def render(template: Path, context: Mapping[str, object], properties: DocumentProperties) -> bytes:
    """The document as bytes; the same input gives the same bytes.

    ``context`` holds strings, booleans, ``Figure``, ``Text`` and mappings and sequences of them, by the names that the
    template uses. Raises TemplateError for a faulty template, UnusableInputError if it is no Word file.
    """
    document, marks = fill(template, context)
    main: Any = document.part
    try:
        styles = Styles(main.styles.element)
        numbering = Numbering(_numbering(main), styles)
        writer = BlockWriter(styles, numbering, Inlines(styles), ChartWriter(main).paragraph)
        for part in _text_parts(main):
            writer.expand(part.element, marks.values, _Links(part))
        keep_tables(main.element)
        number_captions(main.element)
        fill_contents(main.element, styles)
    except UserError as error:
        if error.place.startswith(template.name):
            raise
        place = f"{template.name}, {error.place}" if error.place else template.name
        raise TemplateError(error.message, place=place, remedy=error.remedy) from error
    for setting in main.settings.element.findall("w:updateFields", NS):
        main.settings.element.remove(setting)  # Word would ask the reader about it
    parts = [each.partname for each in main.package.iter_parts()]
    if len(set(parts)) < len(parts):  # python-docx has made one that it didn't find where it should be
        fault = "Mallen är skadad: en av dess delar hittas inte."
        raise TemplateError(fault, place=template.name, remedy="Öppna den i Word och spara den på nytt.")
    return save(document, properties)


def _numbering(main: Any) -> Any:
    """The lists' part. Without one (Word makes it with the first list) whatever needs a list says there is none."""
    try:
        return main.numbering_part.element
    except NotImplementedError:  # python-docx knows no empty one
        return el("w:numbering")


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
