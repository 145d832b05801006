"""Tables that get more rows: the ranges that must grow with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from rus_sheets.book.raw import Position, RawTable, ref_of
from rus_sheets.excel.edit import remedies
from rus_sheets.excel.edit.cell_content import PatchRefusedError
from rus_sheets.excel.edit.editable_sheet import OpenSheet, OpenTable
from rus_sheets.excel.read.sheetxml import Rectangle
from rus_sheets.formulas.areas import MAX_ROW, corners
from rus_sheets.office.markup import Splice, attribute, escape_text, prefix_of, spans, with_attribute

# A sparkline's place, which stands after its range, is one cell and never grows.
_SQREF_TEXT = re.compile(rb"(?<!</xm:f>)<((?:[\w.-]+:)?sqref)>([^<]*)</\1>")
PARTS_WITH_SQREF = ("conditionalFormatting", "dataValidation", "protectedRange", "ignoredError")
_PRINT_AREA = "_xlnm.Print_Area"


class Growth(Struct, frozen=True):
    """A table and the last row that it will have; the same as now if only its blank row was used."""

    sheet: OpenSheet
    table: OpenTable
    last_row: int


class NoRoomError(PatchRefusedError):
    """The table, which is known by ``table``, can't get more rows."""

    def __init__(self, message: str, *, place: str, remedy: str, table: str) -> None:
        super().__init__(message, place=place, remedy=remedy)
        self.table = table


def check_room(
    sheet: str, raw: RawTable, cells: Iterable[Position], merged: Iterable[Rectangle], last_row: int = 0
) -> None:
    """Raise NoRoomError if the table can't grow (to ``last_row``): a totals row, or anything below it.

    ``cells`` are those of its sheet with something in them, ``merged`` its merged areas.
    """

    def no_room(fault: str, remedy: str, at: Position | None = None) -> NoRoomError:
        place = f"{sheet}!{ref_of(*at)}" if at else sheet
        return NoRoomError(f"{fault}.", place=place, remedy=remedy, table=raw.name)

    if raw.totals_row:
        at = (raw.last_row + 1, raw.first_column)
        raise no_room(f"Tabellen {raw.name} har en summarad och kan inte få fler rader", remedies.TOTALS, at)
    if last_row > MAX_ROW:
        raise no_room(f"Tabellen {raw.name} får inte plats på bladet", remedies.FULL)
    columns = range(raw.first_column, raw.last_column + 1)
    filled = [place for place in cells if place[0] > raw.last_row and place[1] in columns]
    filled += [
        (area.first_row, area.first_column)
        for area in merged
        if area.last_row > raw.last_row
        and area.first_column <= raw.last_column
        and area.last_column >= raw.first_column
    ]
    if filled:
        raise no_room(f"Under tabellen {raw.name} står något annat", remedies.BELOW, min(filled))


def check_way(
    sheet: str, raw: RawTable, others: Iterable[RawTable], merged: Iterable[Rectangle], last_row: int
) -> None:
    """Raise NoRoomError if the table can't reach ``last_row``: a totals row, merged cells, or another of the tables."""
    check_room(sheet, raw, (), merged, last_row)
    for other in others:
        beside = other.first_column > raw.last_column or other.last_column < raw.first_column
        if not beside and raw.last_row < other.last_row and other.first_row <= last_row:
            fault = f"Under tabellen {raw.name} står tabellen {other.name}."
            place = f"{sheet}!{ref_of(other.first_row, other.first_column)}"
            raise NoRoomError(fault, place=place, remedy=remedies.BELOW, table=raw.name)


def grown_range(ref: str, table: RawTable, last_row: int, *, printed: bool = False) -> str:
    """``ref`` made longer if it covers all rows of one or more of the table's columns, header included or not.

    A ``printed`` range may begin higher up and be wider than the table.
    """
    found = corners(ref)
    if not found:
        return ref
    first, last = found
    inside = table.first_column <= first.column <= last.column <= table.last_column and table.first_row <= first.row
    if printed:
        inside = inside or (first.column <= table.first_column and last.column >= table.last_column)
    if last.row != table.last_row or first.row > table.first_row + 1 or not inside:
        return ref
    return f"{first}:{last._replace(row=last_row)}"


def sheet_splices(growths: Sequence[Growth]) -> list[Splice]:
    """Formats, dropdowns and other ranges (also those in extensions) on one sheet that grow with its tables."""
    editor = growths[0].sheet.editor
    prefix = prefix_of(editor.root)
    splices: list[Splice] = []
    for name in PARTS_WITH_SQREF:
        for span in spans(editor.data, prefix + name.encode()):
            tag = editor.data[span.start : span.open_end]
            old = attribute(tag, "sqref") or ""
            new = _all_longer(old, growths)
            if new != old:
                splices.append((span.start, span.open_end, with_attribute(tag, "sqref", new)))
    for match in _SQREF_TEXT.finditer(editor.data):
        old = match[2].decode()
        new = _all_longer(old, growths)
        if new != old:
            splices.append((match.start(2), match.end(2), new.encode()))
    return splices


def table_splices(data: bytes, growth: Growth) -> list[Splice]:
    """The table part's own range and its filter's; a table that was made empty is no longer so."""
    prefix = prefix_of(growth.table.root)
    table = spans(data, prefix + b"table")[0]
    tag = data[table.start : table.open_end]
    new = tag
    if attribute(tag, "insertRow") is not None:
        new = with_attribute(tag, "insertRow", None)
    if growth.last_row != growth.table.table.last_row:
        new = with_attribute(new, "ref", _longer(attribute(new, "ref") or "", growth))
    splices = [] if new == tag else [(table.start, table.open_end, new)]
    for span in spans(data, prefix + b"autoFilter", table.open_end, table.close_start):
        tag = data[span.start : span.open_end]
        new = with_attribute(tag, "ref", _longer(attribute(tag, "ref") or "", growth))
        if new != tag:
            splices.append((span.start, span.open_end, new))
    return splices


def name_splices(data: bytes, prefix: bytes, growths: Sequence[Growth]) -> list[Splice]:
    """Defined names in the workbook part, the print area among them, that cover a table's rows."""
    splices: list[Splice] = []
    for span in spans(data, prefix + b"definedName"):
        if span.empty_tag:
            continue
        printed = attribute(data[span.start : span.open_end], "name") == _PRINT_AREA
        old = data[span.open_end : span.close_start].decode()
        new = ",".join(_longer_on_sheet(part, growths, printed=printed) for part in old.split(","))
        if new != old:
            splices.append((span.open_end, span.close_start, new.encode()))
    return splices


def _longer_on_sheet(part: str, growths: Sequence[Growth], *, printed: bool) -> str:
    """``Sheet!$A$2:$A$9`` (as written in XML) made longer if a table on that sheet grows."""
    sheet, _, ref = part.rpartition("!")
    for growth in growths:
        name = growth.sheet.part.name
        if sheet.replace("&apos;", "'") in (escape_text(name), "'" + escape_text(name.replace("'", "''")) + "'"):
            ref = grown_range(ref, growth.table.table, growth.last_row, printed=printed)
    return f"{sheet}!{ref}" if sheet else part


def _all_longer(refs: str, growths: Sequence[Growth]) -> str:
    for growth in growths:
        refs = " ".join(_longer(ref, growth) for ref in refs.split(" "))
    return refs


def _longer(ref: str, growth: Growth) -> str:
    return grown_range(ref, growth.table.table, growth.last_row)
