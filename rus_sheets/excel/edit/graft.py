"""Sheets of another workbook put last in a workbook, with their table, formats, dropdowns and print titles.

They are sheets as ``excel.make`` makes them: constant cells, one table, no drawings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from rus_sheets.excel.edit.borrowed_styles import BorrowedStyles
from rus_sheets.excel.edit.cell_content import PatchRefusedError
from rus_sheets.excel.edit.new_parts import Additions
from rus_sheets.excel.edit.sheet_list import SHEET_TYPE, TABLE_TYPE, list_sheet, table_identities, with_names
from rus_sheets.excel.read.escapes import escape
from rus_sheets.excel.read.ns import MAIN
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_strings
from rus_sheets.excel.read.workbook_part import read_workbook_part
from rus_sheets.office.markup import as_utf8, escape_text, spans, spliced, with_attribute

_CELL_TEXT = re.compile(rb' t="s"><v>([0-9]+)</v>')
_STYLE = re.compile(rb'(<c\b[^>]*? s=")([0-9]+)"')
_TABLE_REFERENCE = re.compile(rb'(<tablePart r:id=")[^"]*"')
_TITLES = "_xlnm.Print_Titles"


def with_sheet(package: Package, source: Package, name: str) -> bytes:
    """The workbook with the sheet of that name of ``source``.

    Raises PatchRefusedError where a sheet, a table or a name is called so already.
    """
    book, theirs = read_workbook_part(package), read_workbook_part(source)
    number = [sheet.name for sheet in theirs.sheets].index(name)
    origin = theirs.sheets[number].part
    table_part = source.part_of(origin, "table")
    last, taken = table_identities(package, book)
    table_name = source.xml(table_part).get("displayName", "")
    if name.casefold() in {sheet.name.casefold() for sheet in book.sheets} or table_name.casefold() in taken:
        fault = f"Något annat i arbetsboken heter redan {name}."
        raise PatchRefusedError(fault, place=name, remedy="Byt namn på det i Excel, spara och kör kommandot igen.")
    additions = Additions(package)
    folder = package.workbook_part[: package.workbook_part.rfind("/") + 1]
    part = additions.free_name(f"{folder}worksheets/sheet{{}}.xml")
    table = additions.free_name(f"{folder}tables/table{{}}.xml")
    additions.add(part, b"", SHEET_TYPE)
    additions.add(table, _renumbered(source.read(table_part), last + 1), TABLE_TYPE)
    relationship = additions.relate(part, "table", table)
    content = _TABLE_REFERENCE.sub(rb"\g<1>" + relationship.encode() + b'"', source.read(origin))
    content = _styled(package, source, additions, _with_texts(source, content))
    additions.change(part, content)
    titles = (
        element.text or ""
        for element in theirs.root.iter(f"{{{MAIN}}}definedName")
        if element.get("name") == _TITLES and element.get("localSheetId") == str(number)
    )
    related = additions.relate(package.workbook_part, "worksheet", part)
    list_sheet(package, book, additions, name, related, next(titles))
    return additions.to_bytes()


def with_defined_names(package: Package, names: Mapping[str, str]) -> bytes:
    """The workbook with these names more."""
    additions, book = Additions(package), read_workbook_part(package)
    data = as_utf8(package.read(package.workbook_part), book.root)
    additions.change(package.workbook_part, with_names(data, book, names))
    return additions.to_bytes()


def _renumbered(table: bytes, number: int) -> bytes:
    span = spans(table, b"table")[0]
    tag = with_attribute(table[span.start : span.open_end], "id", str(number))
    return spliced(table, [(span.start, span.open_end, tag)])


def _with_texts(source: Package, sheet: bytes) -> bytes:
    """With texts in the cells: the shared ones of the other workbook stay there."""
    strings = read_strings(source, read_workbook_part(source))

    def text(match: re.Match[bytes]) -> bytes:
        written = escape_text(escape(strings.texts[int(match[1])]))
        return f' t="inlineStr"><is><t>{written}</t></is>'.encode()

    return _CELL_TEXT.sub(text, sheet)


def _styled(package: Package, source: Package, additions: Additions, sheet: bytes) -> bytes:
    part = read_workbook_part(package).part_of_kind("styles")
    their_part = read_workbook_part(source).part_of_kind("styles")
    styles = BorrowedStyles(package.read(part), package.xml(part), source.xml(their_part))
    made = _STYLE.sub(lambda match: match[1] + str(styles.number(int(match[2]))).encode() + b'"', sheet)
    additions.change(part, styles.data)
    return made
