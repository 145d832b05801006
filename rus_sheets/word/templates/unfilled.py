"""Where tags of a template stand that nothing would fill in, or whose text nobody would see; and files that are none.

Each is told of by the paragraph it stands in, so that it can be found in Word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from lxml import etree

from rus_sheets.errors import UnusableInputError
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.ns import NS, attribute, q, text_of
from rus_sheets.word.templates.check import Fault, has_tag, words

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_OURS = re.compile("[^/]+/[^/]+(?:/[^/]+)?")
"""What the tags of a finished document's figures look like: sheet and name, or sheet, row and column."""
_IN_TEXT = "Skriv taggen i brödtexten i stället."
_ELSEWHERE = {
    "footnotes": "fotnoter och slutnoter",
    "endnotes": "fotnoter och slutnoter",
    "comments": "kommentarer",
    "chart": "diagram",
    "diagramData": "SmartArt",
}
"""Parts with text in which tags aren't filled in, by the kind of their relationship."""
_TEXTS = ("}t", "}v")


def lines_of(root: etree._Element) -> list[str]:
    """Each paragraph's text as it stands, and each alternative text or other property with a tag, in reading order.

    Copies that are kept for older programs are left out.
    """
    found: list[str] = []
    for element in root.iter():
        if element.tag == q("w:p"):
            said = [text_of_own(element)]
        else:
            said = [str(value) for value in element.attrib.values() if "{" in value and has_tag(str(value))]
        if said and not in_fallback(element):
            found += said
    return found


def in_fallback(element: etree._Element) -> bool:
    """Does it stand in a copy that is kept for older programs?"""
    return next(element.iterancestors(_FALLBACK), None) is not None


def text_of_own(paragraph: etree._Element) -> str:
    """The paragraph's text without that of a text box in it, which has paragraphs of its own."""
    inner = {node for box in paragraph.iter(q("w:txbxContent")) for node in box.iter()}
    if not inner:
        return text_of(paragraph)
    return "".join(node.text or "" for node in paragraph.iter(q("w:t")) if node not in inner)


def never_filled_in(package: WordPackage, roots: Sequence[etree._Element]) -> Iterator[Fault]:
    """Tags outside the running text. Raises UnusableInputError when a part can't be read."""
    for root in roots:
        yield from _struck(root)
        yield from _bound(root)
        yield from _codes(root)
        yield from _foreign(root)
    for part in package.text_parts:
        for relationship in package.relationships(part):
            if relationship.external and relationship.kind == "hyperlink" and has_tag(unquote(relationship.target)):
                remedy = "Skriv adressen själv, eller taggen i texten."
                yield Fault(unquote(relationship.target), "Taggar i länkars adresser fylls inte i.", remedy)
            elif relationship.kind in _ELSEWHERE and not relationship.external and package.has(relationship.target):
                yield from _in_part(package, relationship.target, _ELSEWHERE[relationship.kind])


def _in_part(package: WordPackage, part: str, kind: str) -> Iterator[Fault]:
    try:
        root = package.xml(part)
    except UnusableInputError as error:
        remedy = "Öppna mallen i Word och spara den på nytt."
        yield Fault("", f"Mallens {kind} är skadade: delen {part} kan inte tolkas.", remedy or str(error))
        return
    holders = [*root.iter(q("w:p"))] or [*root.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}p")]
    for holder in holders or [root]:
        text = "".join(node.text or "" for node in holder.iter() if str(node.tag).endswith(_TEXTS))
        if has_tag(text):
            yield Fault(words(text), f"Taggar i {kind} fylls inte i.", _IN_TEXT)


def _struck(root: etree._Element) -> Iterator[Fault]:
    """Tags in text that somebody has struck with changes tracked: what they gave would stand in the document again."""
    for struck in root.iter(q("w:del"), q("w:moveFrom")):
        text = "".join(node.text or "" for node in struck.iter(q("w:delText"), q("w:t")))
        if has_tag(text):
            remedy = "Godkänn eller avvisa ändringarna i mallen (Granska > Spåra ändringar)."
            yield Fault(words(text), "Taggen står i struken text.", remedy)


def _bound(root: etree._Element) -> Iterator[Fault]:
    """Tags in controls that Word fills in itself each time the document is opened.

    A control that holds rich text is bound by an element of Word 2013's own (MS-DOCX, dataBinding), others by that of
    ECMA-376 part 1, 17.5.2.6.
    """
    for control in root.iter(q("w:sdt")):
        properties = control.find("w:sdtPr", NS)
        bound = properties is not None and any(str(part.tag).endswith("}dataBinding") for part in properties)
        if bound and has_tag(text := text_of(control)):
            remedy = "Högerklicka på kontrollen, välj Ta bort innehållskontroll och låt taggen stå kvar."
            yield Fault(words(text), "Taggen står i en kontroll som Word själv fyller i.", remedy)


def _codes(root: etree._Element) -> Iterator[Fault]:
    for code in root.iter(q("w:instrText"), q("w:fldSimple")):
        text = (code.text or "") + attribute(code, "w:instr")
        if has_tag(text):
            yield Fault(words(text), "Taggar i fältkoder fylls inte i.", _IN_TEXT)


def _foreign(root: etree._Element) -> Iterator[Fault]:
    """Tags in equations and drawings: their texts aren't Word's, and a value there would make a file that is none."""
    texts: dict[etree._Element, str] = {}
    for node in root.iter():
        if str(node.tag).endswith("}t") and node.tag != q("w:t"):
            holder = next(node.iterancestors(q("w:p")), root)
            texts[holder] = texts.get(holder, "") + (node.text or "")
    for text in filter(has_tag, texts.values()):
        yield Fault(words(text), "Taggar i formler och figurer fylls inte i.", _IN_TEXT)


def not_a_template(roots: Sequence[etree._Element], lines: Sequence[Sequence[str]]) -> Iterator[Fault]:
    """A finished document, or one without a tag: the same would come out of it each year."""
    figures = [
        control
        for root in roots
        for control in root.iter(q("w:sdt"))
        if _OURS.fullmatch(attribute(control.find("w:sdtPr/w:tag", NS), "w:val"))
    ]
    if figures:
        around = next(figures[0].iterancestors(q("w:p")), figures[0])
        count = "en uppgift är redan ifylld" if len(figures) == 1 else f"{len(figures)} uppgifter är redan ifyllda"
        fault = f"Filen är ett färdigt dokument, ingen mall: {count}."
        yield Fault(words(text_of(around)), fault, "Utgå från mallen i mappen reports, eller från den egna mallen.")
    elif not any(has_tag(line) for texts in lines for line in texts):
        fault = "Mallen har inga taggar, så inget ur arbetsboken skulle komma med."
        yield Fault("", fault, "Utgå från en av mallarna i mappen reports.")
