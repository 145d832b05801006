"""A template's language: what is filled in is Swedish, and is to be read aloud, hyphenated and proofed as that."""

from __future__ import annotations

from lxml import etree

from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.ns import attribute, el, q
from rus_sheets.word.parts.package import to_bytes

_SWEDISH = "sv-SE"


def in_swedish(package: WordPackage) -> tuple[dict[str, bytes], str]:
    """The styles part in Swedish, under its name (nothing where it is that already), and the other language it had.

    The language of all text that states none is that of the document's defaults and of the style that paragraphs
    have by default (ISO/IEC 29500-1, 17.7.5 and 17.3.2.20). Text that states another language keeps it. Raises
    UnusableInputError when the styles can't be read.
    """
    part = package.part_of(package.main_part, "styles")
    if not part:
        return {}, ""
    root = package.xml(part)
    stated = [_default_of(root), *_of_default_paragraphs(root)]
    others = [language for language in stated if not attribute(language, "w:val").lower().startswith("sv")]
    if not others:
        return {}, ""
    had = next((attribute(language, "w:val") for language in others if attribute(language, "w:val")), "")
    for language in others:
        language.set(q("w:val"), _SWEDISH)
    return {package.info(part).filename: to_bytes(root)}, had


def _default_of(root: etree._Element) -> etree._Element:
    """The language of the defaults, made with what is around it where there is none."""
    around = root
    for name in ("w:docDefaults", "w:rPrDefault", "w:rPr", "w:lang"):
        inner = around.find(q(name))
        if inner is None:
            inner = el(name)
            around.insert(len(around) if name == "w:lang" else 0, inner)
        around = inner
    return around


def _of_default_paragraphs(root: etree._Element) -> list[etree._Element]:
    defaults = (
        style
        for style in root.findall(q("w:style"))
        if attribute(style, "w:type") == "paragraph" and attribute(style, "w:default") in ("1", "true", "on")
    )
    return [language for style in defaults for language in style.findall(q("w:rPr/w:lang"))]
