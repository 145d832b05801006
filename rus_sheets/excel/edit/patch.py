"""Changing a workbook and nothing else in it: only the parts that hold changed cells (and what must follow) are
written anew, every other member's bytes are copied as they are.

``patch_cells`` is the simple way; ``Patch`` gathers several kinds of edits for one write. Each guard names its reason
in the error that it raises, and nothing is written then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from rus_sheets.book.raw import Position, RichText, position_of
from rus_sheets.errors import UserError
from rus_sheets.excel.edit import consequences, grow, guards, remedies
from rus_sheets.excel.edit.cell_content import BadValueError, Cached, CellValue, Formula, PatchRefusedError, checked_at
from rus_sheets.excel.edit.cellwriter import CellEdit, WorkbookTraits
from rus_sheets.excel.edit.editable_sheet import OpenSheet, OpenTable, open_sheet
from rus_sheets.excel.edit.newrows import is_blank, new_columns
from rus_sheets.excel.edit.sharedformulas import handovers
from rus_sheets.excel.edit.styles_part import StyleSheet
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_strings
from rus_sheets.excel.read.workbook_part import read_workbook_part
from rus_sheets.formulas.areas import MAX_COLUMN, MAX_ROW
from rus_sheets.guessing import nearest
from rus_sheets.office.atomic import write_atomically
from rus_sheets.office.markup import Splice, as_utf8, prefix_of, spliced
from rus_sheets.office.open_elsewhere import ensure_not_open
from rus_sheets.office.package import MAX_XML
from rus_sheets.office.same_file import same_file
from rus_sheets.office.zipwrite import with_members

__all__ = ["BadValueError", "Cached", "CellValue", "Formula", "Patch", "PatchRefusedError", "RichText", "patch_cells"]


def patch_cells(
    source: str | Path,
    target: str | Path,
    values: Mapping[str, Mapping[str, CellValue]],
    *,
    recalculate: bool = False,
) -> None:
    """Set cells, ``{"Sheet": {"B7": value}}``, in the workbook ``source`` and write it to ``target`` (maybe the same).

    Values: None blanks the cell and keeps its format; str, bool, int, float, CellError, date, datetime, RichText;
    Formula writes a formula with its stored value, Cached changes only a formula's stored value. A text that looks
    like a formula stays a text. Dependent formulas keep their stored values unless ``recalculate`` asks Excel to
    calculate all when it opens the file.

    Raises UserError and its kinds: UnusableInputError for a file that can't be used, PatchRefusedError for a cell that
    can't be changed safely, BadValueError (a ValueError too) for a value that can't stand in a cell. Nothing is
    written then.
    """
    patch = Patch(source)
    for sheet, cells in values.items():
        patch.set_cells(sheet, cells)
    if recalculate:
        patch.recalculate_on_load()
    patch.write(target)


class Patch:
    """Edits to one workbook, gathered and then written all at once or not at all."""

    def __init__(self, source: str | Path | Package) -> None:
        """Raises UnusableInputError when ``source`` can't be read."""
        package = source if isinstance(source, Package) else Package(source)
        self._package = package
        self._book = read_workbook_part(package)
        self._strings = read_strings(package, self._book)
        self._styles_part = self._book.part_of_kind("styles")
        self._context = WorkbookTraits(self._read_styles(), self._book.date1904)
        self._sheets: dict[str, OpenSheet] = {}
        self._edits: dict[str, dict[Position, CellEdit]] = {}
        self._growths: dict[str, grow.Growth] = {}
        self._recalculate = False

    def set_cells(self, sheet: str, values: Mapping[str, CellValue]) -> None:
        """Set the cells of a sheet, ``{"B7": value}``; a later value for a cell replaces an earlier one.

        Raises UserError for a sheet, reference or value that can't be.
        """
        edits = self._edits_of(sheet)
        for ref, value in values.items():
            position = _position(sheet, ref)
            style = edits[position].style if position in edits else None
            edits[position] = CellEdit(checked_at(value, f"{sheet}!{ref}"), style)

    def append_rows(self, sheet: str, table: str, rows: Sequence[Mapping[str, CellValue]]) -> tuple[int, ...]:
        """Add rows, ``{"Column": value}``, at a table's end; returns their row numbers on the sheet.

        The new rows take the last row's formats, and its formulas in columns that aren't given; the only row of a
        table that is blank is used first. The table's range, its filter, and the formats, dropdowns, names and print
        area that cover its rows grow. Raises PatchRefusedError for a table with a totals row or anything below it.
        """
        opened = self._sheet(sheet)
        found = self._table(opened, table)
        edits = self._edits_of(sheet)
        growth = self._growths.get(found.part)
        reused = growth is None and is_blank(opened, found, edits)
        last = found.table.last_row if growth is None else growth.last_row
        first = last if reused else last + 1
        numbers = tuple(range(first, first + len(rows)))
        if not numbers:
            return ()
        cells, last_new = opened.editor.cells.cells, max(last, numbers[-1])
        grow.check_room(sheet, found.table, cells, opened.merged, last_new)
        known = set(found.table.columns)
        columns = new_columns(opened, found, self._context.styles)
        for number, row in zip(numbers, rows, strict=True):
            if not row.keys() <= known:
                fault = f"Tabellen {found.table.name} har ingen kolumn"
                raise _unknown(fault, min(row.keys() - known), found.table.columns, opened.part.name)
            blank = reused and number == first
            for column in columns:
                if column.name in row:
                    edits[number, column.number] = column.edit(row[column.name])
                elif not blank:
                    edits[number, column.number] = CellEdit(column.formula(number), column.style)
        self._growths[found.part] = grow.Growth(opened, found, last_new)
        return numbers

    def take_in_rows(self, sheet: str, table: str, last_row: int) -> None:
        """Have the table reach ``last_row``, over rows that stand right below it; their cells stay as they are.

        What covers the table's rows grows as in ``append_rows``. Raises PatchRefusedError for a table with a totals
        row, or where merged cells or another table are in the way.
        """
        opened = self._sheet(sheet)
        found = self._table(opened, table)
        self._edits_of(sheet)
        others = [other.table for other in opened.tables if other is not found]
        grow.check_way(sheet, found.table, others, opened.merged, last_row)
        self._growths[found.part] = grow.Growth(opened, found, last_row)

    def recalculate_on_load(self) -> None:
        """Have Excel and LibreOffice calculate everything when they open the workbook."""
        self._recalculate = True

    def fit_rows(self) -> None:
        """Make a row higher where a text that is written in it needs that; no row gets lower."""
        self._context = replace(self._context, fits_rows=True)

    def to_bytes(self) -> bytes:
        """The workbook with the edits; the very bytes of the source if nothing changes. Raises UserError."""
        replaced: dict[str, bytes | None] = {}
        gone: dict[str, Collection[Position]] = {}
        touched: dict[str, Collection[Position]] = {}
        for name, edits in self._edits.items():
            opened = self._sheet(name)
            effective = opened.editor.effective(edits, self._context)
            guards.check(opened, effective)
            gone[opened.part.sheet_id] = self._edit_sheet(opened, effective, replaced)
            touched[name] = effective
            self._edit_tables(opened, effective, replaced)
        self._edit_workbook(replaced)
        replaced |= consequences.calculation_chain(self._package, self._book, gone)
        replaced |= consequences.refreshed_pivots(self._package, self._book, self._sheets.values(), touched)
        if self._styles_part and self._package.has(self._styles_part):
            replaced[self._styles_part] = self._context.styles.data
        changed = {
            part: content
            for part, content in replaced.items()
            if content is None or content != self._package.read(part)
        }
        return with_members(self._package, changed) if changed else self._package.data

    def write(self, target: str | Path) -> None:
        """Write the workbook with the edits to ``target``, atomically; an unchanged source is not written over.

        Raises UserError, among others when ``target`` is open in Excel or LibreOffice. Nothing is written then.
        """
        data = self.to_bytes()
        ensure_not_open(target)
        if data is self._package.data and same_file(self._package.path, target):
            return
        write_atomically(target, data)

    def _edit_sheet(
        self, opened: OpenSheet, effective: Mapping[Position, CellEdit], replaced: dict[str, bytes | None]
    ) -> set[Position]:
        """Change the sheet's part; returns the cells whose formulas go."""
        editor = opened.editor
        lost = {
            position
            for position, edit in effective.items()
            if not isinstance(edit.value, Cached)
            and position in editor.cells.cells
            and editor.cells.cells[position].formula is not None
        }
        moved = handovers(
            editor.root, lost, lambda at: editor.refusal("Cellen bär en delad formel", remedies.SHARED, at)
        )
        splices = editor.splices(effective, moved, self._context)
        growths = [growth for growth in self._growths.values() if growth.sheet is opened]
        if growths:
            splices += grow.sheet_splices(growths)
        data = spliced(editor.data, splices) if splices else self._package.read(opened.part.part)
        if len(data) > MAX_XML:  # it could not be read again
            remedy = "Skriv färre rader åt gången, eller flytta äldre rader till en annan arbetsbok."
            raise PatchRefusedError("Bladet skulle bli för stort.", place=opened.part.name, remedy=remedy)
        replaced[opened.part.part] = data
        return {position for position in lost if not isinstance(effective[position].value, Formula)}

    def _edit_tables(
        self, opened: OpenSheet, effective: Mapping[Position, CellEdit], replaced: dict[str, bytes | None]
    ) -> None:
        names = guards.header_names(opened, effective)
        for table in opened.tables:
            splices: list[Splice] = []
            data = as_utf8(self._package.read(table.part), table.root)
            if table.part in names:
                self._check_header_use(opened, table, names[table.part])
                splices += consequences.header_splices(data, table, names[table.part])
            if table.part in self._growths:
                splices += grow.table_splices(data, self._growths[table.part])
            if splices:
                replaced[table.part] = spliced(data, splices)

    def _check_header_use(self, opened: OpenSheet, table: OpenTable, names: Mapping[int, str]) -> None:
        for index in names:
            old = table.table.columns[index]
            if consequences.formulas_name(self._package, old):
                place = (table.table.first_row, table.table.first_column + index)
                raise opened.editor.refusal(f"Rubriken {old} används i formler", remedies.HEADER_IN_USE, place)

    def _edit_workbook(self, replaced: dict[str, bytes | None]) -> None:
        if not self._growths and not self._recalculate:
            return
        data = as_utf8(self._package.read(self._package.workbook_part), self._book.root)
        prefix = prefix_of(self._book.root)
        splices = grow.name_splices(data, prefix, list(self._growths.values()))
        if self._recalculate:
            splices += consequences.calculation_on_load(data, prefix)
        if splices:
            replaced[self._package.workbook_part] = spliced(data, splices)

    def _sheet(self, name: str) -> OpenSheet:
        if name not in self._sheets:
            part = next((sheet for sheet in self._book.sheets if sheet.name == name), None)
            if part is None:
                known = [sheet.name for sheet in self._book.sheets]
                raise _unknown("Det finns inget blad", name, known, self._package.path)
            if not part.part:
                raise PatchRefusedError("Bladet har inga celler.", place=name, remedy="Ange ett blad med celler.")
            self._sheets[name] = open_sheet(self._package, part, self._strings, date1904=self._book.date1904)
        return self._sheets[name]

    def _edits_of(self, sheet: str) -> dict[Position, CellEdit]:
        self._sheet(sheet)
        return self._edits.setdefault(sheet, {})

    def _table(self, opened: OpenSheet, name: str) -> OpenTable:
        for table in opened.tables:
            if table.table.name == name:
                return table
        raise _unknown("Bladet har ingen tabell", name, [t.table.name for t in opened.tables], opened.part.name)

    def _read_styles(self) -> StyleSheet:
        part = self._styles_part
        if part and self._package.has(part):
            return StyleSheet(self._package.read(part), self._package.xml(part))
        return StyleSheet.absent()


def _position(sheet: str, ref: str) -> Position:
    try:
        row, column = position_of(ref)
    except ValueError:
        row = column = 0
    if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
        guess = ref.upper().replace(" ", "")
        hint = f" Menade du {guess}?" if guess != ref else ""
        raise UserError(f"{ref} är ingen cell.{hint}", place=sheet, remedy="Ange en cell som B7.")
    return row, column


def _unknown(fault: str, name: str, known: Iterable[str], place: str) -> UserError:
    there = list(known)
    near = nearest(name, there)
    remedy = f"Menade du {near}?" if near else f"Välj bland: {', '.join(there)}."
    return UserError(f"{fault} som heter {name}.", place=place, remedy=remedy)
