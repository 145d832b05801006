"""An .xlsx/.xlsm file as a package: an Office package with a workbook as its main part."""

from __future__ import annotations

from pathlib import Path

from rus_sheets.office.package import TYPES, FileWords, OfficePackage, Relationship
from rus_sheets.office.strict import is_strict, transitional_package

__all__ = ["Package", "Relationship"]

_SHEET_MAIN = ("spreadsheetml.sheet.main+xml", "ms-excel.sheet.macroenabled.main+xml")
_TEMPLATE_MAIN = ("spreadsheetml.template.main+xml", "ms-excel.template.macroenabled.main+xml")


class Package(OfficePackage):
    """A workbook's package in memory, read only; ``workbook_part`` is its main part.

    A strict file is held as the transitional one that says the same; ``strict`` tells that it was one.
    """

    words = FileWords(
        program="Excel",
        none="ingen Excel-arbetsbok (.xlsx)",
        format="Excel-arbetsbok (.xlsx)",
        old=".xls",
        protect="Arkiv > Info > Skydda arbetsbok",
        smaller="Ta bort tomma rader som bara har formatering, och blad som inte behövs.",
    )

    def __init__(self, path: str | Path, data: bytes | None = None) -> None:
        """Open ``path`` (or ``data``, then ``path`` only names it). Raises UnusableInputError."""
        super().__init__(path, data)
        self.workbook_part = self._find_workbook()
        self.strict = is_strict(self, self.workbook_part)
        if self.strict:
            super().__init__(path, transitional_package(self))

    def _find_workbook(self) -> str:
        if self.has("mimetype") and b"opendocument" in self.read("mimetype"):
            raise self.fault(
                "Filen är en OpenDocument-fil (.ods).", "Spara den som Excel-arbetsbok (.xlsx) i LibreOffice."
            )
        if not self.has(TYPES):
            raise self.fault("Filen är en zip-fil men ingen Excel-arbetsbok.", "Packa upp den, om den är en zip-fil.")
        for relationship in self.relationships(""):
            if relationship.kind == "officeDocument" and not relationship.external:
                self._check_kind(relationship.target)
                self.info(relationship.target)  # or it is missing
                return relationship.target
        raise self.fault("Filen är skadad: arbetsbokens huvuddel saknas.")

    def _check_kind(self, part: str) -> None:
        kind = self.content_type(part)
        if "wordprocessingml" in kind or "presentationml" in kind:
            raise self.fault(
                "Filen är inget kalkylblad utan ett annat Office-dokument.", "Kontrollera vilken fil du valt."
            )
        if "sheet.binary" in kind:
            raise self.fault("Filen har det binära formatet (.xlsb).", "Spara den som Excel-arbetsbok (.xlsx).")
        if not kind.endswith(_SHEET_MAIN + _TEMPLATE_MAIN):
            raise self.fault("Filen är skadad: arbetsbokens huvuddel saknas eller har fel typ.")
