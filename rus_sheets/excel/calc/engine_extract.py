"""A workbook as the engines get it: with all that their answers depend on, and less of what they don't.

They take as long to read a log of ten thousand rows as to calculate everything else, and to look up again in a
thousand rows what the edit hasn't touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

from rus_sheets.book.raw import Position, position_of
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.plainxml import NotPlainError, cut
from rus_sheets.excel.read.workbook_part import SheetPart, read_workbook_part
from rus_sheets.formulas.graph import ColumnSpan
from rus_sheets.office.zipwrite import with_members

_FORMULA = re.compile(
    r'<c r="([A-Z]{1,3}[0-9]{1,7})"((?: [a-z]+="[^"]*")*)><f(?: aca="[a-z]+")?>[^<]*</f>'
    r"(?:<v>([^<]*)</v>|<v ?/>)?</c>"
)
_CELL = re.compile(r'<c r="([A-Z]{1,3}[0-9]{1,7})"(?: [a-z]+="[^"]*")*(?: ?/>|>.*?</c>)', re.DOTALL)


def extract(
    package: Package,
    used: Mapping[str, Collection[ColumnSpan] | None] | None,
    wanted: Mapping[str, Collection[Position]] | None = None,
) -> bytes:
    """The workbook without what is outside ``used``: columns by sheet, None for a whole sheet, None where any may be.

    With ``wanted`` (by sheet), formulas in other cells give way to their stored values, where they are plainly written.
    """
    book = read_workbook_part(package)
    found: dict[str, bytes | None] = {}
    for sheet in book.sheets:
        if not sheet.part:
            continue
        if used is not None and sheet.name not in used:
            found |= _emptied(package, sheet)
        elif used is not None and (columns := used[sheet.name]) is not None:
            found |= _with_columns(package, sheet, columns)
        elif wanted is not None:
            found |= _with_values(package, sheet, wanted.get(sheet.name, ()))
    return with_members(package, found) if found else package.data


def has_formulas(package: Package, sheet: SheetPart) -> bool:
    """May there be a formula on the sheet? Told without parsing it."""
    return bool(sheet.part) and re.search(rb"<(?:\w+:)?f[ />]", package.xml_text(sheet.part)) is not None


def _emptied(package: Package, sheet: SheetPart) -> dict[str, bytes | None]:
    try:
        return {sheet.part: cut(package.xml_text(sheet.part), "sheetData").around}
    except NotPlainError:
        return {}


def _with_columns(package: Package, sheet: SheetPart, columns: Collection[ColumnSpan]) -> dict[str, bytes | None]:
    """A sheet without formulas of its own: the log of ten thousand rows, of which formulas read the ids."""
    columns_used = {column for first, last in columns for column in range(first, last + 1)}
    return _rewritten(package, sheet, _CELL, lambda cell: cell[0] if position_of(cell[1])[1] in columns_used else "")


def _with_values(package: Package, sheet: SheetPart, wanted: Collection[Position]) -> dict[str, bytes | None]:
    def value(match: re.Match[str]) -> str:
        ref, attributes, stored = match.groups()
        if position_of(ref) in wanted or not stored:  # an empty number is damage to CellRune
            return match[0]
        if ' t="str"' not in attributes:
            return f'<c r="{ref}"{attributes}><v>{stored}</v></c>'
        # CellRune takes a text that is no formula's for damage, unless it is written as such.
        inline = attributes.replace(' t="str"', ' t="inlineStr"')
        return f'<c r="{ref}"{inline}><is><t xml:space="preserve">{stored}</t></is></c>'

    return _rewritten(package, sheet, _FORMULA, value)


def _rewritten(
    package: Package, sheet: SheetPart, pattern: re.Pattern[str], become: Callable[[re.Match[str]], str]
) -> dict[str, bytes | None]:
    """The sheet with its cells of ``pattern`` rewritten; nothing where it isn't plainly written."""
    data = package.xml_text(sheet.part)
    try:
        content, _ = cut(data, "sheetData")
    except NotPlainError:
        return {}
    encoded = content.encode()
    start = data.index(encoded)
    return {sheet.part: data[:start] + pattern.sub(become, content).encode() + data[start + len(encoded) :]}
