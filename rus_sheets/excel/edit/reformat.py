"""Giving cells formats, and rules other ranges; what stands in the cells stays, to the byte."""

from __future__ import annotations

from collections.abc import Iterable

from rus_sheets.excel.edit.cellwriter import CellEdit, WorkbookTraits
from rus_sheets.excel.edit.editable_sheet import open_sheet
from rus_sheets.excel.edit.styles_part import StyleSheet
from rus_sheets.excel.read.cellrules import rule_splices
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_strings
from rus_sheets.excel.read.workbook_part import read_workbook_part
from rus_sheets.layout.rowlooks import RowLooks
from rus_sheets.office.markup import spliced
from rus_sheets.office.zipwrite import with_members


def dressed(package: Package, wanted: Iterable[RowLooks]) -> bytes:
    """The workbook with these formats and rules. Raises UnusableInputError, PatchRefusedError."""
    workbook = read_workbook_part(package)
    strings = read_strings(package, workbook)
    unchanged = WorkbookTraits(StyleSheet.absent(), workbook.date1904)
    by_sheet: dict[str, list[RowLooks]] = {}
    for looks in wanted:
        by_sheet.setdefault(looks.sheet, []).append(looks)
    replaced: dict[str, bytes | None] = {}
    for part in workbook.sheets:
        if part.name in by_sheet:
            opened = open_sheet(package, part, strings, date1904=workbook.date1904)
            edits = {
                place: CellEdit(None, style, keeps=True)
                for looks in by_sheet[part.name]
                for place, style in looks.styles.items()
            }
            ranges = {key: new for looks in by_sheet[part.name] for key, new in looks.ranges.items()}
            editor = opened.editor
            splices = editor.splices(dict(sorted(edits.items())), {}, unchanged)
            splices += rule_splices(editor.data, editor.root, ranges)
            replaced[part.part] = spliced(editor.data, splices)
    return with_members(package, replaced) if replaced else package.data
