"""What a newsletter remembers of itself, as a part of the document: a text that only its command understands.

Custom XML (ECMA-376 15.2.5), as the record of the other documents, which Word and LibreOffice carry along.
"""

from __future__ import annotations

from lxml import etree

from rus_sheets.word.parts.edited_package import WordPackage

LETTER_NAMESPACE = "urn:rus-sheets:newsletter"


def letter_xml(said: str) -> bytes:
    """The part's content."""
    root = etree.Element(f"{{{LETTER_NAMESPACE}}}newsletter", nsmap={"rus": LETTER_NAMESPACE})
    root.text = said
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def letter_in(package: WordPackage) -> str:
    """What the document remembers as a newsletter, "" for any other. Raises UnusableInputError for a damaged one."""
    for part in package.parts_of(package.main_part, "customXml"):
        root = package.xml(part)
        if root.tag == f"{{{LETTER_NAMESPACE}}}newsletter":
            return root.text or ""
    return ""
