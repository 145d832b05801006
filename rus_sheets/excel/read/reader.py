"""Reading a workbook into ``rus_sheets.book.raw``: values, types, styles and formulas in one pass over each sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from lxml import etree
from msgspec import Struct

from rus_sheets.book.raw import CellRule, RawSheet, RawTable, RawWorkbook
from rus_sheets.errors import UnusableInputError
from rus_sheets.excel.read.badsheet import BadSheetError, TooLargeError
from rus_sheets.excel.read.cell_formats import number_of, read_styles
from rus_sheets.excel.read.cellrules import read_rules
from rus_sheets.excel.read.escapes import unescape
from rus_sheets.excel.read.ns import MAIN, REL_ATTRIBUTE
from rus_sheets.excel.read.package import Package, Relationship
from rus_sheets.excel.read.plaincells import Layout, read_layout
from rus_sheets.excel.read.plainxml import NotPlainError, cut
from rus_sheets.excel.read.remarks import read_remarks
from rus_sheets.excel.read.sheetxml import ROW, SHEET_DATA, SheetCells, flag, read_cells
from rus_sheets.excel.read.strings import SharedStrings, read_plain_strings, read_shared_strings
from rus_sheets.excel.read.tables import read_table
from rus_sheets.formulas.areas import MAX_COLUMN
from rus_sheets.office.package import MAX_TAGS, remembered
from rus_sheets.office.safexml import BadXmlError, Streamed, parse

_PROPERTIES = {
    "creator": "creator",
    "lastModifiedBy": "last_modified_by",
    "created": "created",
    "modified": "modified",
}


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


def read_workbook(path: str | Path, sheets: Collection[str] | None = None) -> RawWorkbook:
    """Read the workbook at ``path``; only the named sheets if ``sheets`` is given (names not there are ignored).

    Raises UnusableInputError when the file is missing, encrypted, damaged or no workbook.
    """
    return read_package(Package(path), sheets)


def read_package(package: Package, sheets: Collection[str] | None = None) -> RawWorkbook:
    """As ``read_workbook``, for a package that is open already."""
    book = read_workbook_part(package)
    strings = read_strings(package, book)
    styles = book.part_of_kind("styles")
    calculation = book.root.find(f"{{{MAIN}}}calcPr")
    return RawWorkbook(
        path=package.path,
        sheets=tuple(
            _read_sheet(package, sheet, strings, date1904=book.date1904)
            for sheet in book.sheets
            if sheets is None or sheet.name in sheets
        ),
        styles=package.parsed(styles, read_styles) if styles and package.has(styles) else (),
        defined_names=_defined_names(book),
        date1904=book.date1904,
        calc_mode="auto" if calculation is None else calculation.get("calcMode", "auto"),
        iterates=calculation is not None and flag(calculation, "iterate"),
        rounds_to_display=calculation is not None and calculation.get("fullPrecision") in ("0", "false"),
        external_links=_external_links(package, book),
        has_macros=bool(book.part_of_kind("vbaProject")),
        properties={**_custom_properties(package), **_core_properties(package)},
    )


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


def read_tables(package: Package) -> Iterator[RawTable]:
    """The Excel tables of all sheets, without the sheets: quick. Raises UnusableInputError."""
    for sheet in read_workbook_part(package).sheets:
        for relationship in package.relationships(sheet.part) if sheet.part else ():
            if relationship.kind == "table" and not relationship.external:
                yield _table(package, relationship, sheet)[0]


def _table(package: Package, relationship: Relationship, sheet: SheetPart) -> tuple[RawTable, bool]:
    try:
        return package.parsed(relationship.target, read_table)
    except BadSheetError as error:
        raise sheet_fault(package, sheet, error) from error


def sheet_fault(package: Package, sheet: SheetPart, error: BadSheetError | TooLargeError) -> UnusableInputError:
    """The error of a workbook with a sheet that can't be read; to be raised by the caller."""
    if isinstance(error, TooLargeError):
        fault = f"Bladet {sheet.name} är för stort för att läsas: det har för många {error}."
        return package.fault(fault, package.words.smaller)
    return package.fault(f"Filen är skadad: bladet {sheet.name} kan inte tolkas ({error}).")


def read_strings(package: Package, book: WorkbookPart) -> SharedStrings:
    """The shared strings; an empty table where the workbook has none."""
    part = book.part_of_kind("sharedStrings")
    if not part or not package.has(part):
        return SharedStrings()
    try:
        content, text = cut(package.xml_text(part), "sst")
        if _tag(text) != f"{{{MAIN}}}sst":
            raise NotPlainError
        return read_plain_strings(content)
    except NotPlainError:
        return read_shared_strings(package.xml(part))


def _tag(data: bytes) -> str:
    try:
        return str(parse(data).tag)
    except BadXmlError as error:
        raise NotPlainError from error


def sheet_root(package: Package, sheet: SheetPart) -> etree._Element:
    """The ``worksheet`` element of a sheet that is to be changed. Raises UnusableInputError."""
    if package.xml_text(sheet.part).count(b"<") > MAX_TAGS:
        fault = f"Bladet {sheet.name} är för stort för att ändras: det har för många rader och celler."
        raise package.fault(fault, package.words.smaller)
    return _checked_root(package, sheet, package.xml(sheet.part))


def _checked_root(package: Package, sheet: SheetPart, root: etree._Element) -> etree._Element:
    if root.tag != f"{{{MAIN}}}worksheet":
        raise package.fault(f"Filen är skadad: bladet {sheet.name} har fel innehåll.")
    return root


def _read_sheet(package: Package, sheet: SheetPart, strings: SharedStrings, *, date1904: bool) -> RawSheet:
    if not sheet.part:
        return RawSheet(sheet.name, sheet.state, {})
    relationships = package.relationships(sheet.part)
    try:
        found, around = _cells_and_around(package, sheet, strings, date1904=date1904)
        tables = [_table(package, r, sheet) for r in relationships if r.kind == "table" and not r.external]
    except (BadSheetError, TooLargeError) as error:
        raise sheet_fault(package, sheet, error) from error
    return RawSheet(
        name=sheet.name,
        state=sheet.state,
        cells=found.cells,
        tables=tuple(_in_place([table for table, _ in tables])),
        merged=around.merged,
        hidden_rows=frozenset(found.hidden_rows),
        hidden_columns=around.hidden_columns,
        filtered=any(filtered for _, filtered in tables) or around.filtered,
        protected=around.protected,
        hyperlinks=_hyperlinks(around, relationships),
        blank_styles=found.blank_styles,
        remarks=read_remarks(package, relationships) if relationships else (),
        rules=around.rules,
    )


class _Around(Struct, frozen=True):
    """What stands around a sheet's cells. ``links``: range, relationship id and place in the workbook.

    ``plain``: the root is a worksheet that is written without a prefix and has one ``sheetData``.
    """

    merged: tuple[str, ...]
    hidden_columns: frozenset[int]
    filtered: bool
    protected: bool
    links: tuple[tuple[str, str, str | None], ...]
    rules: tuple[CellRule, ...]
    plain: bool


def _cells_and_around(
    package: Package, sheet: SheetPart, strings: SharedStrings, *, date1904: bool
) -> tuple[SheetCells, _Around]:
    data = package.xml_text(sheet.part)
    try:
        layout, around = _layout(data)
        return layout.with_texts(strings), around
    except NotPlainError:
        rows = Streamed(data, ROW)
    try:
        found = read_cells(_of_the_sheet(rows), strings, date1904=date1904)
    except BadXmlError as error:
        raise package.unreadable(sheet.part) from error
    return found, _around(_checked_root(package, sheet, rows.root))


def _of_the_sheet(rows: Iterable[etree._Element]) -> Iterator[etree._Element]:
    """Those rows that stand where rows stand."""
    sheet_data: etree._Element | None = None
    for row in rows:
        parent = row.getparent()
        if parent is not None and (parent is sheet_data or _is_sheet_data(parent)):
            sheet_data = parent
            yield row


def _is_sheet_data(element: etree._Element) -> bool:
    root = element.getparent()
    return root is not None and root.getparent() is None and root.find(SHEET_DATA) is element


@remembered
def _layout(data: bytes) -> tuple[Layout, _Around]:
    """A plain sheet but for its texts. Sheets that nobody has written in are alike in file after file."""
    content, text = cut(data, "sheetData")
    around = _plain_around(text)
    if not around.plain:
        raise NotPlainError
    return read_layout(content), around


def _plain_around(data: bytes) -> _Around:
    try:
        return _around(parse(data))
    except BadXmlError as error:
        raise NotPlainError from error


def _around(root: etree._Element) -> _Around:
    data = root.findall(f"{{{MAIN}}}sheetData")
    return _Around(
        merged=tuple(e.get("ref", "") for e in root.iterfind(f"{{{MAIN}}}mergeCells/{{{MAIN}}}mergeCell")),
        hidden_columns=_hidden_columns(root),
        filtered=root.find(f"{{{MAIN}}}autoFilter/{{{MAIN}}}filterColumn") is not None,
        protected=_protected(root),
        links=tuple(
            (e.get("ref", ""), e.get(REL_ATTRIBUTE, ""), e.get("location"))
            for e in root.iterfind(f"{{{MAIN}}}hyperlinks/{{{MAIN}}}hyperlink")
        ),
        rules=read_rules(root),
        plain=root.tag == f"{{{MAIN}}}worksheet" and len(data) == 1 and data[0].prefix is None,
    )


def _in_place(tables: list[RawTable]) -> list[RawTable]:
    return sorted(tables, key=lambda table: (table.first_row, table.first_column))


def _hidden_columns(root: etree._Element) -> frozenset[int]:
    # Only the ends are counted, since a hostile file can have a million spans of all columns.
    steps: Counter[int] = Counter()
    for element in root.iterfind(f"{{{MAIN}}}cols/{{{MAIN}}}col"):
        first, last = max(number_of(element.get("min")), 1), min(number_of(element.get("max")), MAX_COLUMN)
        if flag(element, "hidden") and first <= last:
            steps[first] += 1
            steps[last + 1] -= 1
    hidden: set[int] = set()
    depth = 0
    for column, following in pairwise(sorted(steps)):
        depth += steps[column]
        if depth:
            hidden.update(range(column, following))
    return frozenset(hidden)


def _protected(root: etree._Element) -> bool:
    element = root.find(f"{{{MAIN}}}sheetProtection")
    return element is not None and flag(element, "sheet")


def _hyperlinks(around: _Around, relationships: tuple[Relationship, ...]) -> dict[str, str]:
    targets = {relationship.id: relationship.target for relationship in relationships}
    found = {}
    for ref, relationship, location in around.links:
        address = targets.get(relationship, "")
        found[ref] = f"{address}#{location}" if location else address
    return found


def _defined_names(book: WorkbookPart) -> dict[str, str]:
    """Names of the workbook by name, those of a sheet as ``Sheet!Name``; built-in ones begin with ``_xlnm.``."""
    found = {}
    for element in book.root.iterfind(f"{{{MAIN}}}definedNames/{{{MAIN}}}definedName"):
        name = unescape(element.get("name", ""))
        scope = element.get("localSheetId")
        if scope is not None and number_of(scope) < len(book.sheets):
            name = f"{book.sheets[number_of(scope)].name}!{name}"
        found[name] = element.text or ""
    return found


def _external_links(package: Package, book: WorkbookPart) -> tuple[str, ...]:
    return tuple(
        target.target
        for relationship in book.relationships
        if relationship.kind == "externalLink" and package.has(relationship.target)
        for target in package.relationships(relationship.target)
        if target.external
    )


def _core_properties(package: Package) -> dict[str, str]:
    part = next((r.target for r in package.relationships("") if r.kind == "core-properties"), "")
    if not part or not package.has(part):
        return {}
    try:
        root = package.xml(part)
    except UnusableInputError:  # it only says who wrote the file and when; forms made by older versions can have it so
        return {}
    found = {}
    for element in root:
        name = _PROPERTIES.get(etree.QName(element).localname)
        if name and element.text:
            found[name] = element.text
    return found


def _custom_properties(package: Package) -> dict[str, str]:
    """The user's own properties by name; they never hide a core property."""
    part = next((r.target for r in package.relationships("") if r.kind == "custom-properties"), "")
    if not part or not package.has(part):
        return {}
    return {child.get("name", ""): "".join(str(text) for text in child.itertext()) for child in package.xml(part)}
