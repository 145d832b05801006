"""A Word file that people have edited, as a package: opened safely, its text parts found by relationship."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from rus_sheets.office.ns import TITLE
from rus_sheets.office.package import TYPES, FileWords, OfficePackage
from rus_sheets.word.parts.ns import NS
from rus_sheets.word.parts.styles import Styles

_MAIN = (
    "wordprocessingml.document.main+xml",
    "ms-word.document.macroenabled.main+xml",
    "wordprocessingml.template.main+xml",
    "ms-word.template.macroenabledtemplate.main+xml",
)
_WITH_TEXT = ("header", "footer", "footnotes", "endnotes")


class WordPackage(OfficePackage):
    """A .docx or .docm in memory, read only; ``main_part`` is its document part."""

    words = FileWords(
        program="Word",
        none="inget Word-dokument (.docx)",
        format="Word-dokument (.docx)",
        old=".doc",
        protect="Arkiv > Info > Skydda dokument",
        smaller="Ta bort stora bilder eller dela upp dokumentet.",
    )

    def __init__(self, path: str | Path, data: bytes | None = None) -> None:
        """Open ``path`` (or ``data``, then ``path`` only names it). Raises UnusableInputError."""
        super().__init__(path, data)
        self.main_part = self._find_document()

    @property
    def text_parts(self) -> tuple[str, ...]:
        """The parts that hold text: the body, then headers, footers and notes."""
        related = (
            relationship
            for relationship in self.relationships(self.main_part)
            if relationship.kind in _WITH_TEXT and not relationship.external
        )
        return tuple(
            dict.fromkeys(
                (self.main_part, *(relationship.target for relationship in related if self.has(relationship.target)))
            )
        )

    @property
    def title(self) -> str:
        """What the file says it is called, "" if it doesn't."""
        part = self.part_of("", "core-properties")
        return (self.xml(part).findtext(TITLE) or "").strip() if part else ""

    @property
    def settings_part(self) -> str:
        """The part with the document's settings, "" where there is none."""
        return self.part_of(self.main_part, "settings")

    def related(self, part: str, relation: str) -> str:
        """The part that a relationship points at, "" if it is missing or outside the file."""
        for relationship in self.relationships(part):
            if relationship.id == relation and not relationship.external and self.has(relationship.target):
                return relationship.target
        return ""

    def styles(self) -> Styles:
        """The document's styles; none for a document without them."""
        return Styles(self._root_of("styles"))

    def lists(self) -> etree._Element:
        """The root of the document's lists; an empty one for a document without them."""
        return self._root_of("numbering")

    def _root_of(self, kind: str) -> etree._Element:
        part = self.part_of(self.main_part, kind)
        return self.xml(part) if part else etree.Element("none", nsmap={"w": NS["w"]})

    def _find_document(self) -> str:
        if not self.has(TYPES):
            raise self.fault(f"Filen är {self.words.none}.", f"Spara den som {self.words.format}.")
        for relationship in self.relationships(""):
            if relationship.kind == "officeDocument" and not relationship.external:
                if not self.content_type(relationship.target).endswith(_MAIN):
                    raise self.fault(f"Filen är {self.words.none}.", "Kontrollera vilken fil du valt.")
                return self.info(relationship.target).filename
        raise self.fault("Filen är skadad: dokumentets huvuddel saknas.")
