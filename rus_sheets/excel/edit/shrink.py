"""Rows taken out of a table: those below move up within its columns, with formats, notes and heights.

What stands beside the table stays where it is. Formulas, names, charts, rules, links and notes follow as when Excel
deletes a table's rows (``rowmap`` tells how). Only the parts that change are written anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from lxml import etree
from msgspec import Struct

from rus_sheets.book.raw import Position, ref_of
from rus_sheets.errors import UserError
from rus_sheets.excel.edit import consequences, remedies
from rus_sheets.excel.edit.editable_sheet import OpenSheet, OpenTable, open_sheet
from rus_sheets.excel.edit.grow import PARTS_WITH_SQREF
from rus_sheets.excel.edit.rowmap import RowMap
from rus_sheets.excel.edit.shrinkformulas import mentions, rewritten, text_splices
from rus_sheets.excel.edit.shrinknotes import moved_notes
from rus_sheets.excel.read.badsheet import BadSheetError
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_strings
from rus_sheets.excel.read.sheetxml import Rectangle, cells_of, numbered, rectangle_of, rows_of
from rus_sheets.excel.read.workbook_part import WorkbookPart, read_workbook_part
from rus_sheets.office.markup import (
    Span,
    Splice,
    as_utf8,
    attribute,
    opened_tag,
    prefix_of,
    spans,
    spliced,
    with_attribute,
)
from rus_sheets.office.zipwrite import with_members

_COUNTED = {"dataValidation": "dataValidations", "protectedRange": "protectedRanges", "ignoredError": "ignoredErrors"}


class _SheetRow(Struct, frozen=True):
    """A row as it stands in the sheet's part."""

    span: Span
    element: etree._Element


def remove_rows(package: Package, sheet: str, table: str, rows: Collection[int]) -> bytes:
    """The workbook without these rows (by their numbers on the sheet) of a table; at least one row must stay.

    Stored values are left as they are: ``calc.settle`` puts them right. Raises UserError for a sheet or table that
    isn't there, PatchRefusedError where the rows hold merged cells, array formulas or a pivot table.
    """
    if not rows:
        return package.data
    book = read_workbook_part(package)
    strings = read_strings(package, book)
    opening = partial(open_sheet, package, strings=strings, date1904=book.date1904)
    opened = {part.name: opening(part) for part in book.sheets if part.part and part.name == sheet}
    found = next((found for found in opened[sheet].tables if found.table.name == table), None) if opened else None
    if found is None:
        raise UserError(f"Tabellen {table} finns inte.", place=sheet, remedy="Kontrollera bladets tabell.")
    removal = _Removal(package, book, opened[sheet], found, _map(found, sheet, rows))
    replaced = removal.parts()
    for part in book.sheets:
        if part.part and part.name != sheet and mentions(package.read(part.part), sheet):
            other = opening(part)
            splices = rewritten(other, removal.map).splices
            splices += text_splices(other.editor.data, removal.map, part.name, rules_only=True)
            replaced[part.part] = spliced(other.editor.data, splices)
    changed = {part: data for part, data in replaced.items() if data is None or data != package.read(part)}
    return with_members(package, changed) if changed else package.data


def _map(table: OpenTable, sheet: str, rows: Collection[int]) -> RowMap:
    raw = table.table
    body = range(raw.first_row + 1, raw.last_row + 1)
    if not set(rows) <= set(body) or len(set(rows)) == len(body):
        raise ValueError(f"rows {sorted(rows)} of {raw.name}, whose rows are {body}")
    last = raw.last_row + (1 if raw.totals_row else 0)
    return RowMap(sheet, raw.first_row + 1, last, raw.first_column, raw.last_column, frozenset(rows))


@dataclass
class _Removal:
    """The removal of rows from one table, and what it does to the parts of the package."""

    package: Package
    book: WorkbookPart
    sheet: OpenSheet
    table: OpenTable
    map: RowMap
    _zone: range = field(init=False)

    def __post_init__(self) -> None:
        self._zone = range(min(self.map.removed), self.map.last_row + 1)
        self._check()

    def _check(self) -> None:
        """Raise PatchRefusedError for what can't be moved."""
        editor = self.sheet.editor
        for areas, fault, remedy in (
            (editor.cells.areas, "Raderna har en matrisformel eller datatabell", remedies.ARRAY),
            (self.sheet.merged, "Raderna har sammanfogade celler", remedies.MERGED),
            (self.sheet.pivots, "Raderna har en pivottabell", remedies.PIVOT),
        ):
            for area in areas:
                if self._touches(area):
                    raise editor.refusal(fault, remedy, (area.first_row, area.first_column))
        if any(self._touches(area) for area in _sparklines(editor.root)):
            place = (self._zone.start, self.map.first_column)
            raise editor.refusal("Raderna har miniatyrdiagram", remedies.SPARKLINES, place)

    def _touches(self, area: Rectangle) -> bool:
        return (
            area.last_row >= self._zone.start
            and area.first_row <= self.map.last_row
            and area.first_column <= self.map.last_column
            and area.last_column >= self.map.first_column
        )

    def parts(self) -> dict[str, bytes | None]:
        """Every part that may change, but other sheets: the sheet, its tables, the workbook, charts, notes."""
        package, sheet = self.package, self.sheet
        replaced: dict[str, bytes | None] = {sheet.part.part: self._sheet_part()}
        for info in package.infos:
            kind = package.content_type(info.filename)
            if kind.endswith(("table+xml", "chart+xml", "chartex+xml")) and "pivot" not in kind:
                self._follow_texts(info.filename, replaced)
        self._follow_texts(package.workbook_part, replaced, trimmed=True)
        own = replaced.get(self.table.part) or package.read(self.table.part)
        replaced[self.table.part] = spliced(own, self._table_splices(own))
        replaced |= moved_notes(package, sheet.part, self.map)
        had, have = self._formula_places()
        replaced |= consequences.calculation_chain(package, self.book, {sheet.part.sheet_id: had - have})
        touched = [(row, column) for row in self._zone for column in self.map.columns]
        replaced |= consequences.refreshed_pivots(package, self.book, [sheet], {sheet.part.name: touched})
        return replaced

    def _follow_texts(self, part: str, replaced: dict[str, bytes | None], *, trimmed: bool = False) -> None:
        data = as_utf8(self.package.read(part), self.package.xml(part))
        if mentions(data, self.map.sheet):
            replaced[part] = spliced(data, text_splices(data, self.map, "", trimmed=trimmed))

    def _formula_places(self) -> tuple[set[Position], set[Position]]:
        cells = self.sheet.editor.cells.cells
        had = {place for place in cells if cells[place].formula is not None and self._moves(place)}
        have = {(new, column) for row, column in had if (new := self.map.at(row)) is not None}
        return had, have

    def _moves(self, place: Position) -> bool:
        return place[0] in self._zone and place[1] in self.map.columns

    # ------------------------------------------------------------------ the sheet's part

    def _sheet_part(self) -> bytes:
        editor = self.sheet.editor
        formulas = rewritten(self.sheet, self.map, self._moves)
        start, end, rows = self._rows(formulas.by_place)
        splices = [splice for splice in formulas.splices if not start <= splice[0] < end]
        splices += text_splices(editor.data, self.map, self.map.sheet, rules_only=True)
        splices += list(self._range_splices())
        return spliced(editor.data, [*_merged(splices), (start, end, rows)])

    def _rows(self, formulas: Mapping[Position, bytes]) -> tuple[int, int, bytes]:
        """Where the rows that change stand in the part, and what comes in their place."""
        editor = self.sheet.editor
        prefix = prefix_of(editor.root)
        data = spans(editor.data, prefix + b"sheetData")[0]
        written = spans(editor.data, prefix + b"row", data.open_end, data.close_start)
        rows = {
            n: _SheetRow(span, element)
            for (n, element), span in zip(numbered(rows_of(editor.root)), written, strict=True)
        }
        zone = {number: row for number, row in rows.items() if number in self._zone}
        if not zone:
            return data.close_start, data.close_start, b""
        made = b"".join(self._row(number, zone, formulas, prefix) for number in self._zone)
        places = [row.span for row in zone.values()]
        return min(span.start for span in places), max(span.end for span in places), made

    def _row(
        self, number: int, zone: Mapping[int, _SheetRow], formulas: Mapping[Position, bytes], prefix: bytes
    ) -> bytes:
        """The row that comes to stand there: the table's cells of another row, beside them its own."""
        source = self.map.source(number)
        cells = dict(self._cells(number, zone, formulas, beside=True))
        for column, cell in self._cells(source, zone, formulas, beside=False):
            cells[column] = _placed(cell, (number, column), None, prefix)
        tag = b"<" + prefix + b"row>"  # a height and a hiding belong to the row that moves
        if source is not None and source in zone:
            span = zone[source].span
            tag = with_attribute(self.sheet.editor.data[span.start : span.open_end], "spans", None)
        elif not cells:
            return b""
        tag = opened_tag(with_attribute(tag, "r", str(number)))
        return tag + b"".join(cells[column] for column in sorted(cells)) + b"</" + prefix + b"row>"

    def _cells(
        self, number: int | None, zone: Mapping[int, _SheetRow], formulas: Mapping[Position, bytes], *, beside: bool
    ) -> Iterator[tuple[int, bytes]]:
        """The row's cells by column: those beside the table, or those in it."""
        if number is None or number not in zone:
            return
        span, element = zone[number].span, zone[number].element
        data, prefix = self.sheet.editor.data, prefix_of(self.sheet.editor.root)
        found = spans(data, prefix + b"c", span.open_end, span.close_start)
        for (column, _), cell in zip(cells_of(element, number), found, strict=True):
            if (column not in self.map.columns) is beside:
                place = (number, column)
                yield column, _placed(data[cell.start : cell.end], place, formulas.get(place), prefix)

    def _range_splices(self) -> Iterator[Splice]:
        """Formats, dropdowns, links and other ranges; those of which nothing is left go."""
        data = self.sheet.editor.data
        prefix = prefix_of(self.sheet.editor.root)
        for name in PARTS_WITH_SQREF:
            yield from self._elements(data, prefix, name, _COUNTED.get(name, ""), "sqref")
        yield from self._elements(data, prefix, "hyperlink", "hyperlinks", "ref")

    def _elements(self, data: bytes, prefix: bytes, name: str, container: str, key: str) -> Iterator[Splice]:
        found = spans(data, prefix + name.encode())
        left = 0
        splices: list[Splice] = []
        for span in found:
            tag = data[span.start : span.open_end]
            old = attribute(tag, key) or ""
            new = self.map.refs(old)
            left += bool(new)
            if not new:
                splices.append((span.start, span.end, b""))
            elif new != old:
                splices.append((span.start, span.open_end, with_attribute(tag, key, new)))
        outer = spans(data, prefix + container.encode()) if container and found else []
        if outer and not left:
            yield outer[0].start, outer[0].end, b""
            return
        if outer and left < len(found):
            tag = data[outer[0].start : outer[0].open_end]
            if attribute(tag, "count") is not None:
                yield outer[0].start, outer[0].open_end, with_attribute(tag, "count", str(left))
        yield from splices

    # ------------------------------------------------------------------ the table's part

    def _table_splices(self, data: bytes) -> Iterator[Splice]:
        prefix = prefix_of(self.table.root)
        for name in ("table", "autoFilter", "sortState", "sortCondition"):
            for span in spans(data, prefix + name.encode()):
                tag = data[span.start : span.open_end]
                old = attribute(tag, "ref") or ""
                new = self.map.moved(old, trimmed=True) or old
                if new != old:
                    yield span.start, span.open_end, with_attribute(tag, "ref", new)


def _placed(cell: bytes, place: Position, formula: bytes | None, prefix: bytes) -> bytes:
    """The cell at another place, with another formula element if there is one."""
    if formula is not None:
        old = spans(cell, prefix + b"f")[0]
        cell = cell[: old.start] + formula + cell[old.end :]
    end = spans(cell, prefix + b"c")[0].open_end
    return with_attribute(cell[:end], "r", ref_of(*place)) + cell[end:]


def _sparklines(root: etree._Element) -> Iterator[Rectangle]:
    for sparkline in root.iter("{*}sparkline"):
        for element in sparkline.iterfind("{*}sqref"):
            try:
                yield rectangle_of((element.text or "").strip())
            except BadSheetError:
                continue


def _merged(splices: list[Splice]) -> list[Splice]:
    """The splices without those that stand inside one that takes a whole element away."""
    gone = [(start, end) for start, end, new in splices if not new and end > start]
    return [
        (start, end, new)
        for start, end, new in splices
        if not any(a <= start and end <= b and (a, b) != (start, end) for a, b in gone)
    ]
