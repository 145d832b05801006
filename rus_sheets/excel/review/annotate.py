"""A copy of a workbook with its findings in it: a note on each cell, and a sheet that lists them all.

Everything else is the same to the byte. Written anew are, and only by what is added to them: the content types, the
workbook part and its relationships, the styles, and of each sheet that gets notes its part, its relationships and its
comments with their drawing, where it has them.

What gets no note stands in the list only, which says so: a finding about a whole sheet or file, one on a cell that
has a note or a thread of comments already (they are kept), one that a person has silenced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from rus_sheets.book.raw import Position, position_of, ref_of
from rus_sheets.errors import UserError
from rus_sheets.excel.edit.new_parts import HEAD, Additions
from rus_sheets.excel.edit.notes import CellNote, NoteWriter
from rus_sheets.excel.edit.sheet_list import SHEET_TYPE, TABLE_TYPE, list_sheet, table_identities
from rus_sheets.excel.read.badsheet import BadSheetError
from rus_sheets.excel.read.ns import MAIN
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.sheetxml import Rectangle, rectangle_of
from rus_sheets.excel.read.workbook_part import SheetPart, WorkbookPart, read_workbook_part, sheet_root
from rus_sheets.excel.review import reviewsheet
from rus_sheets.excel.review.review_formats import with_looks
from rus_sheets.excel.review.reviewsheet import ReviewLine, sheet_xml, table_xml
from rus_sheets.findings import Finding
from rus_sheets.formulas.areas import MAX_COLUMN, MAX_ROW

SHEET = "Granskning"
_KEPT = "Cellen har redan en anteckning, som är kvar."
_NO_NOTES = "Bladets anteckningar kunde inte ändras."
_SILENCED = "TYSTAD"
_MAX_NOTE = 3_000
"""Characters in a note; what is more is in the list."""


def annotated(
    source: str | Path | Package, findings: Sequence[Finding], silenced: Sequence[tuple[Finding, str]] = ()
) -> bytes:
    """The workbook with the findings, and the ``silenced`` ones with the reason, in it. Raises UnusableInputError."""
    package = source if isinstance(source, Package) else Package(source)
    book = read_workbook_part(package)
    additions = Additions(package)
    remarks = _write_notes(package, book, additions, findings)
    known = {sheet.name for sheet in book.sheets}
    lines = [_line(finding, remarks.get(finding, ""), known) for finding in findings]
    lines += [_line(finding, reason, known, silenced=True) for finding, reason in silenced]
    _add_sheet(package, book, additions, lines[: reviewsheet.MAX_LINES])
    return additions.to_bytes()


def is_annotated(path: Path) -> bool:
    """Is the file a workbook with such a sheet? False for anything that can't be read."""
    try:
        book = read_workbook_part(Package(path))
    except UserError:
        return False
    return any(re.fullmatch(rf"{SHEET}( \d+)?", sheet.name) for sheet in book.sheets)


# ------------------------------------------------------------------- notes


def _write_notes(
    package: Package, book: WorkbookPart, additions: Additions, findings: Sequence[Finding]
) -> dict[Finding, str]:
    """Put the notes in their places; returns what the list has to say of findings that got none."""
    writer = NoteWriter(package, additions)
    remarks: dict[Finding, str] = {}
    by_sheet: dict[str, list[Finding]] = {}
    for finding in findings:
        by_sheet.setdefault(finding.sheet, []).append(finding)
    for sheet in book.sheets:
        if not sheet.part or sheet.name not in by_sheet:
            continue
        cells = _by_cell(package, sheet, by_sheet[sheet.name])
        kept = cells.keys() & writer.occupied(sheet)
        remarks |= {finding: _KEPT for position in kept for finding in cells[position]}
        notes = {position: _note(position, cells[position]) for position in cells.keys() - kept}
        if not writer.write(sheet, notes):
            remarks |= {finding: _NO_NOTES for position in notes for finding in cells[position]}
    return remarks


def _by_cell(package: Package, sheet: SheetPart, findings: Sequence[Finding]) -> dict[Position, list[Finding]]:
    """The findings by the cell whose note tells of them: of merged cells only the first can show one."""
    merged = list(_merged(package, sheet))
    cells: dict[Position, list[Finding]] = {}
    for finding in findings:
        try:
            position = position_of(finding.cell.partition(":")[0])
        except ValueError:
            continue
        if position[0] > MAX_ROW or position[1] > MAX_COLUMN:
            continue
        anchor = next(((area.first_row, area.first_column) for area in merged if position in area), position)
        cells.setdefault(anchor, []).append(finding)
    return cells


def _merged(package: Package, sheet: SheetPart) -> Iterator[Rectangle]:
    for element in sheet_root(package, sheet).iterfind(f"{{{MAIN}}}mergeCells/{{{MAIN}}}mergeCell"):
        try:
            yield rectangle_of(element.get("ref", ""))
        except BadSheetError:
            continue


def _note(position: Position, findings: Sequence[Finding]) -> CellNote:
    runs: list[tuple[str, bool]] = []
    room = _MAX_NOTE
    for number, finding in enumerate(findings):
        text = f"\n{finding.message}\n{finding.remedy}".rstrip()
        if len(text) > room and runs:
            runs.append((f"\n\n{len(findings) - number} till. Se bladet {SHEET}.", False))
            break
        if len(text) > room:
            text = f"{text[:room]}… Se bladet {SHEET}."
        room -= len(text)
        place = "" if finding.cell == ref_of(*position) else f" {finding.cell}"
        gap = "\n\n" if runs else ""
        runs += [(f"{gap}{finding.severity.mark} {finding.code}{place}", True), (text, False)]
    return CellNote(tuple(runs))


# -------------------------------------------------------------------- list


def _line(finding: Finding, remark: str, sheets: set[str], *, silenced: bool = False) -> ReviewLine:
    mark = finding.severity.mark
    if silenced:
        mark, remark = _SILENCED, f"Annars {mark}. Skäl: {remark}"
    target = ""
    if finding.cell and finding.sheet in sheets:
        target = f"'{finding.sheet.replace(chr(39), chr(39) * 2)}'!{finding.cell}"
    return ReviewLine(
        finding.severity, mark, finding.code, finding.sheet, finding.cell, finding.row_id, finding.row_title,
        finding.message, finding.remedy, remark, target, silenced,
    )  # fmt: skip


def _add_sheet(package: Package, book: WorkbookPart, additions: Additions, lines: Sequence[ReviewLine]) -> None:
    folder = package.workbook_part[: package.workbook_part.rfind("/") + 1]
    name = _free_name({sheet.name.casefold() for sheet in book.sheets})
    styles = _add_looks(package, book, additions)
    part = additions.free_name(f"{folder}worksheets/sheet{{}}.xml")
    table = additions.free_name(f"{folder}tables/table{{}}.xml")
    number, table_name = _table_identity(package, book, name)
    additions.add(part, b"", SHEET_TYPE)
    additions.add(table, HEAD + table_xml(lines, number, table_name).encode(), TABLE_TYPE)
    content = sheet_xml(lines, styles, additions.relate(part, "table", table))
    additions.change(part, HEAD + content.encode())
    relationship = additions.relate(package.workbook_part, "worksheet", part)
    list_sheet(package, book, additions, name, relationship, f"'{name}'!$1:$1")


def _free_name(taken: set[str]) -> str:
    number = 1
    while (name := SHEET if number == 1 else f"{SHEET} {number}").casefold() in taken:
        number += 1
    return name


def _add_looks(package: Package, book: WorkbookPart, additions: Additions) -> tuple[int, ...]:
    part = book.part_of_kind("styles")
    if not part or not package.has(part):
        return tuple(0 for _ in reviewsheet.LOOKS)
    data, numbers = with_looks(additions.read(part), package.xml(part), reviewsheet.LOOKS, reviewsheet.LINE_COLOR)
    if any(numbers):
        additions.change(part, data)
    return numbers


def _table_identity(package: Package, book: WorkbookPart, sheet: str) -> tuple[int, str]:
    """An id and a name that no table has; names are shared with the workbook's defined names."""
    last, names = table_identities(package, book)
    name = base = sheet.replace(" ", "_")
    number = 1
    while name.casefold() in names:
        number += 1
        name = f"{base}_{number}"
    return last + 1, name
