"""The part that says which sheets a workbook has, in which parts they are, and what has names in it."""

from __future__ import annotations

from lxml import etree
from msgspec import Struct

from rus_sheets.errors import UnusableInputError
from rus_sheets.excel.read.badsheet import BadSheetError, TooLargeError
from rus_sheets.excel.read.cell_formats import number_of
from rus_sheets.excel.read.escapes import unescape
from rus_sheets.excel.read.ns import MAIN, REL_ATTRIBUTE
from rus_sheets.excel.read.package import Package, Relationship
from rus_sheets.excel.read.sheetxml import flag
from rus_sheets.office.package import MAX_TAGS


class SheetPart(Struct, frozen=True):
    """A sheet as the workbook part lists it.

    ``part`` is empty for anything but a worksheet: a chart sheet, or a module sheet of Excel 95, which has an empty id.
    """

    name: str
    sheet_id: str
    state: str
    part: str


class WorkbookPart(Struct, frozen=True):
    """The workbook part: its root element, its relationships and the sheets in their order."""

    root: etree._Element
    relationships: tuple[Relationship, ...]
    sheets: tuple[SheetPart, ...]

    @property
    def date1904(self) -> bool:
        """Are the days counted from 1904, as Excel for Mac once did?"""
        properties = self.root.find(f"{{{MAIN}}}workbookPr")
        return properties is not None and flag(properties, "date1904")

    def part_of_kind(self, kind: str) -> str:
        """The first part related with that kind, or ``""``."""
        return next((r.target for r in self.relationships if r.kind == kind and not r.external), "")


def read_workbook_part(package: Package) -> WorkbookPart:
    """The workbook part of ``package``. Raises UnusableInputError."""
    root = package.parsed(package.workbook_part, _itself)
    if root.tag != f"{{{MAIN}}}workbook":
        raise package.fault("Filen är skadad: arbetsbokens huvuddel har fel innehåll.")
    relationships = package.relationships(package.workbook_part)
    by_id = {relationship.id: relationship for relationship in relationships}
    sheets = []
    for element in root.iterfind(f"{{{MAIN}}}sheets/{{{MAIN}}}sheet"):
        identity = element.get(REL_ATTRIBUTE)
        relationship = by_id.get(identity or "")
        if identity != "" and (relationship is None or relationship.external):
            raise package.fault("Filen är skadad: ett blad saknas.")
        part = relationship.target if relationship and relationship.kind == "worksheet" else ""
        state = element.get("state", "visible")
        sheets.append(SheetPart(unescape(element.get("name", "")), element.get("sheetId", ""), state, part))
    if not sheets:
        raise package.fault("Filen är skadad: den har inga blad.")
    if len({sheet.name.casefold() for sheet in sheets}) != len(sheets):
        raise package.fault("Filen är skadad: två blad har samma namn.")
    return WorkbookPart(root, relationships, tuple(sheets))


def _itself(root: etree._Element) -> etree._Element:
    return root


def sheet_root(package: Package, sheet: SheetPart) -> etree._Element:
    """The ``worksheet`` element of a sheet that is to be changed. Raises UnusableInputError."""
    if package.xml_text(sheet.part).count(b"<") > MAX_TAGS:
        fault = f"Bladet {sheet.name} är för stort för att ändras: det har för många rader och celler."
        raise package.fault(fault, package.words.smaller)
    return checked_root(package, sheet, package.xml(sheet.part))


def checked_root(package: Package, sheet: SheetPart, root: etree._Element) -> etree._Element:
    """The root of the sheet's part, if it is one of a sheet. Raises UnusableInputError."""
    if root.tag != f"{{{MAIN}}}worksheet":
        raise package.fault(f"Filen är skadad: bladet {sheet.name} har fel innehåll.")
    return root


def sheet_fault(package: Package, sheet: SheetPart, error: BadSheetError | TooLargeError) -> UnusableInputError:
    """The error of a workbook with a sheet that can't be read; to be raised by the caller."""
    if isinstance(error, TooLargeError):
        fault = f"Bladet {sheet.name} är för stort för att läsas: det har för många {error}."
        return package.fault(fault, package.words.smaller)
    return package.fault(f"Filen är skadad: bladet {sheet.name} kan inte tolkas ({error}).")


def defined_names(book: WorkbookPart) -> dict[str, str]:
    """Names of the workbook by name, those of a sheet as ``Sheet!Name``; built-in ones begin with ``_xlnm.``."""
    found = {}
    for element in book.root.iterfind(f"{{{MAIN}}}definedNames/{{{MAIN}}}definedName"):
        name = unescape(element.get("name", ""))
        scope = element.get("localSheetId")
        if scope is not None and number_of(scope) < len(book.sheets):
            name = f"{book.sheets[number_of(scope)].name}!{name}"
        found[name] = element.text or ""
    return found


def external_links(package: Package, book: WorkbookPart) -> tuple[str, ...]:
    """The addresses of other workbooks that formulas read."""
    return tuple(
        target.target
        for relationship in book.relationships
        if relationship.kind == "externalLink" and package.has(relationship.target)
        for target in package.relationships(relationship.target)
        if target.external
    )
