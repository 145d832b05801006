"""Reads a returned follow-up file: what each handed-out cell holds now, and what isn't carried over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from rus_sheets.answers.halfrow import owners
from rus_sheets.answers.returned import BaseRow, BaseTable, Note, RefusedFile, Returned, ReturnedCell, differs
from rus_sheets.answers.saved import answered, saved
from rus_sheets.book.raw import Position, RawCell, RawSheet, RawWorkbook, Scalar, ref_of
from rus_sheets.book.struck import IS_STRUCK, as_read, is_struck
from rus_sheets.book.unseen import filtered_rows, why_unseen
from rus_sheets.followup.another_unit import asked_about, row_doubt
from rus_sheets.followup.base import Base, DamagedBaseError, OtherFormatError, find_base, read_base
from rus_sheets.followup.copied_sheets import copied_form
from rus_sheets.followup.find import FoundTable, Wanted, WantedTable, find_labelled, find_sheet, find_tables
from rus_sheets.followup.joined_cells import with_joined
from rus_sheets.followup.rows import PlacedRow, ReturnedRows
from rus_sheets.followup.stray_answers import Outside
from rus_sheets.followup.swapped_days import swapped_days
from rus_sheets.followup.tables import child_columns
from rus_sheets.schema.model import CellType, ChildTable, Column, Declaration, Table

_DAYS_1904 = 1462  # between the two date systems
_ASK_LABEL = "Be den ansvariga fylla i det i en ny fil, eller för in svaret för hand."
_ASK_NEW = "Gör en ny uppföljningsfil med rus-sheets split och be den ansvariga föra över svaren."


def read_form(
    raw: RawWorkbook,
    declarations: Iterable[Declaration],
    *,
    file_time: dt.datetime | None = None,
    untouched: bool = True,
) -> Returned | RefusedFile:
    """What a returned file holds; a RefusedFile (never an exception) where it can't be used.

    ``declarations`` are those that are known here; the file names its own. ``file_time`` is when the file was last
    written, for files whose own properties don't tell. Without ``untouched``, cells that hold the very value that was
    handed out are left out: most of them, and nothing becomes of them.
    """
    sheet = find_base(raw)
    if sheet is None:
        plain = RefusedFile(raw.path, "Filen är ingen uppföljningsfil från rus-sheets.", "Välj en fil från split.")
        return copied_form(raw, declarations) or plain
    try:
        base = read_base(sheet)
    except OtherFormatError as error:
        fault = "Filen är gjord med en annan utgåva av rus-sheets och kan inte läsas av den här."
        return RefusedFile(raw.path, fault, _ASK_NEW, str(error))
    except DamagedBaseError:
        fault = "Det dolda bladet med ursprungsvärdena är ändrat eller skadat, så filen kan inte jämföras."
        return RefusedFile(raw.path, fault, _ASK_NEW)
    declaration = next((declaration for declaration in declarations if declaration.name == base.declaration), None)
    if declaration is None:
        return RefusedFile(raw.path, f"Filen hör till en annan mall, ”{base.declaration}”.", _ASK_NEW, base.unit)
    fault = _misfit(base, declaration)
    if fault:
        return RefusedFile(raw.path, fault, _ASK_NEW, base.unit)
    return _FormReader(raw, base, declaration, untouched).returned(file_time)


def _misfit(base: Base, declaration: Declaration) -> str:
    """Why a file can't be read by the declaration as it is now, "" where it can."""
    if declaration.version != base.version:
        return f"Filen är gjord med version {base.version} av mallen; nu gäller version {declaration.version}."
    form = declaration.followup
    front = {declaration.table_of(key).sheet for key in (form.unit, form.answer)}
    children = {table.sheet for table, _ in _children(declaration)}
    for handed_out in base.tables:
        if handed_out.sheet not in (front if handed_out.down else children):
            return f"Filen lämnar ut ”{handed_out.sheet}”, som inte hör till uppföljningen."
    return ""


class _HandedOut(NamedTuple):
    """A cell that was handed out: what it is, and the value that it held. ``row`` is the row's id."""

    table: Table
    column: Column
    row: str
    new: bool
    value: Scalar


class _FormReader(Struct, frozen=True):
    """``read`` gathers the cells that have been read, by the sheets that have been found; ``lost`` what hasn't."""

    raw: RawWorkbook
    base: Base
    declaration: Declaration
    untouched: bool
    read: dict[str, set[Position]] = field(default_factory=dict)
    lost: set[tuple[str, str]] = field(default_factory=set)

    def returned(self, file_time: dt.datetime | None) -> Returned:
        cells: list[ReturnedCell] = []
        notes = list(_file_notes(self.raw))
        for name, tables in _by_form_sheet(self.base.tables).items():
            if tables[0].down:
                found, more = self._front(name, tables)
            else:
                found, more = self._children(name, tables)
            cells += found
            notes += more
        cells = asked_about(cells, self.declaration.table_of(self.declaration.followup.unit), self.base.unit)
        cells = with_joined(self.raw, cells, self.read)
        notes += self._formula_notes(cells)
        notes += _filter_notes(sheet for sheet in self.raw.sheets if sheet.name in self.read)
        notes += Outside(self.raw, self.base.marks, self.read).notes()
        base, when = self.base, answered(self.raw.properties, file_time)
        notes += swapped_days(self.declaration, cells, when, base.year, base.sent)
        return Returned(
            path=self.raw.path, workbook_id=base.workbook_id, declaration=base.declaration, version=base.version,
            year=base.year, unit=base.unit, title=base.title, sent=base.sent, who=_who(self.raw),
            when=when, cells=tuple(cells), notes=tuple(notes), saved=saved(self.raw.properties) != "",
            base=base.tables, lost=frozenset(self.lost), earliest=base.sent,
        )  # fmt: skip

    def _front(self, name: str, tables: list[BaseTable]) -> tuple[list[ReturnedCell], list[Note]]:
        headers = {header for base in tables for header in base.headers}
        sheet = find_sheet(self.raw, name, headers, self.read)
        if sheet is None:
            self.lost.update((base.sheet, "") for base in tables)
            return [], [Note(name, f"Bladet ”{name}” finns inte i filen.", _ASK_NEW, asks=True)]
        self.read[sheet.name] = set()
        wanted = {Wanted(handed.column.header, ref_of(*place), owners(handed.column)): handed
                  for base in tables for handed, place in self._handed_out(base)}  # fmt: skip
        places = find_labelled(self.raw, sheet, list(wanted))
        cells: list[ReturnedCell] = []
        notes = []
        for asked, handed in wanted.items():
            if asked in places:
                cells += self._cell(sheet, sheet.at(*places[asked]), handed)
            else:
                self.lost.add((handed.table.sheet, asked.label))
                fault = f"Fältet ”{asked.label}” finns inte kvar i filen och har inte lästs."
                notes.append(Note(f"{sheet.name}!{asked.ref}", fault, _ASK_LABEL, asks=True))
        return cells, notes

    def _handed_out(self, base: BaseTable) -> Iterator[tuple[_HandedOut, Position]]:
        """Each cell that the base tells of and the declaration knows, and where it stood."""
        table = self.declaration.table_on(base.sheet)
        if table is None:
            return
        for index, header in enumerate(base.headers):
            column = table.by_header.get(header)
            if column:
                for row in base.rows:
                    yield _HandedOut(table, column, row.id, row.new, row.values[index]), base.place(row, index)

    def _children(self, name: str, bases: list[BaseTable]) -> tuple[list[ReturnedCell], list[Note]]:
        """The child tables that were handed out on a sheet."""
        tables = [self._declared(base) for base in bases]
        wanted = [
            WantedTable(table.column(table.id).header, _headers(table, base), table.sheet)
            for (table, _), base in zip(tables, bases, strict=True)
        ]
        sheet = find_sheet(self.raw, name, {header for table in wanted for header in table.headers}, self.read)
        found = find_tables(sheet, wanted) if sheet else [None] * len(wanted)
        if sheet and any(found):
            self.read[sheet.name] = set()
        cells: list[ReturnedCell] = []
        notes: list[Note] = []
        for base, (table, child), there in zip(bases, tables, found, strict=True):
            if there is None:
                self.lost.add((base.sheet, ""))
                fault = f"Tabellen ”{base.sheet}” finns inte kvar i filen och har inte lästs."
                notes.append(Note(name, fault, _ASK_NEW, asks=True))
                continue
            own, more = self._child(base, table, child, there)
            cells += own
            notes += more
        return cells, notes

    def _declared(self, base: BaseTable) -> tuple[Table, ChildTable]:
        return next(child for child in _children(self.declaration) if child[0].sheet == base.sheet)

    def _child(
        self, base: BaseTable, table: Table, child: ChildTable, found: FoundTable
    ) -> tuple[list[ReturnedCell], list[Note]]:
        sheet, headers = found.sheet, _headers(table, base)
        rows = {row.id: row for row in base.rows}
        known = {row.id: row.new for row in base.rows}
        placed = ReturnedRows(self.raw, found, table, child, self.base.unit, known).placed()
        self.read[sheet.name] |= {at for at in sheet.cells if at[0] in placed.told}
        missing = [header for header in headers if header not in found.columns]
        self.lost.update((base.sheet, header) for header in missing)
        notes = [Note(f"{sheet.name}!{header}", f"Kolumnen ”{header}” finns inte kvar och har inte lästs.",
                      _ASK_LABEL, asks=True) for header in missing]  # fmt: skip
        notes += placed.notes
        columns = [(index, found.columns[header], table.by_header[header])
                   for index, header in enumerate(base.headers)
                   if header in found.columns and header in table.by_header]  # fmt: skip
        cells: list[ReturnedCell] = []
        for found_row in placed.rows:
            row = rows.get(found_row.row_id) or self._new_row(table, found_row.row_id, base)
            cells += self._row(found, found_row, table, row, columns)
        here = {found_row.row_id for found_row in placed.rows}
        cells += self._gone(sheet, base, [row for row in base.rows if row.id not in here])
        return cells, notes

    def _new_row(self, table: Table, row_id: str, base: BaseTable) -> BaseRow:
        """What was handed out of a row that the owner has added: its ids, which the form has given it."""
        ids = {table.column(table.id).header: row_id}
        if table.parent:
            ids[table.column(table.parent).header] = self.base.unit
        return BaseRow(row_id, True, 0, 0, [ids.get(header) for header in base.headers])

    def _row(
        self, found: FoundTable, placed: PlacedRow, table: Table, row: BaseRow, columns: list[tuple[int, int, Column]]
    ) -> Iterator[ReturnedCell]:
        """A row's cells; ``columns`` are their places in the base and on the sheet."""
        sheet, number = found.sheet, placed.number
        for index, place, column in columns:
            value = row.values[index]
            if value is None and not self.untouched and (number, place) not in sheet.cells:
                continue  # most cells, and quickly: handed out blank and still so
            cell = sheet.at(number, place)
            given = column.key in (table.id, table.parent) and (placed.assigned or cell.value is None)
            handed = _HandedOut(table, column, row.id, row.new, value)
            for told in self._cell(sheet, cell, handed, given=given):
                doubt = row_doubt(placed.other, self.base.unit) if placed.other else told.doubt
                yield replace(told, sums=placed.sums, doubt=doubt) if placed.sums or placed.other else told

    def _gone(self, sheet: RawSheet, base: BaseTable, rows: list[BaseRow]) -> Iterator[ReturnedCell]:
        """The owner's cells of rows that have left the file. A spare row that is gone says nothing."""
        for handed, place in self._handed_out(base._replace(rows=[row for row in rows if not row.new])):
            if owners(handed.column) and handed.value is not None:
                yield ReturnedCell(
                    handed.table.key, handed.row, handed.column.key, handed.value, None, sheet.name, ref_of(*place),
                    gone=True,
                )  # fmt: skip

    def _cell(
        self, sheet: RawSheet, cell: RawCell, handed: _HandedOut, *, given: bool = False
    ) -> tuple[ReturnedCell, ...]:
        """The cell, or nothing if it is left out. ``given``: it holds what was handed out, whatever stands there."""
        self.read[sheet.name].add((cell.row, cell.column))
        style = self.raw.style_of(cell)
        value = handed.value if given else self._in_1900(cell.value, handed.column)
        if not given and handed.column.key not in (handed.table.id, handed.table.parent):
            value = as_read(value, cell, style)
        formula = cell.formula is not None or cell.shared_or_array
        if not self.untouched and not formula and type(value) is type(handed.value) and value == handed.value:
            return ()
        kind = style.kind_of(value, handed.column.type)
        struck = IS_STRUCK if isinstance(value, str) and is_struck(value) and value != cell.value else ""
        unseen = "" if given or cell.value is None else why_unseen(self.raw, sheet, cell)
        told = ReturnedCell(
            table=handed.table.key, row=handed.row, column=handed.column.key, base=handed.value, value=value,
            sheet=sheet.name, ref=cell.ref, new_row=handed.new, format=kind, code=style.number_format, formula=formula,
            runs=cell.runs if any(marks for _, marks in cell.runs) and value == cell.value else (),
            doubt=f"{struck} {unseen}".strip(),
        )  # fmt: skip
        return (told,)

    def _in_1900(self, value: Scalar, column: Column) -> Scalar:
        dated = self.raw.date1904 and column.type is CellType.DATE
        return value + _DAYS_1904 if dated and isinstance(value, (int, float)) else value

    def _formula_notes(self, cells: list[ReturnedCell]) -> Iterator[Note]:
        for cell in cells:
            column = self.declaration.table_of(cell.table).column(cell.column)
            if cell.formula and differs(cell, column.type):
                fault = f"I fältet ”{column.header}” står en formel. Bara formelns värde läses in."
                yield Note(cell.place, fault, "Kontrollera värdet.")


def _filter_notes(sheets: Iterable[RawSheet]) -> Iterator[Note]:
    for sheet in sheets:
        rows = filtered_rows(sheet)
        if rows:
            fault = f"Ett filter döljer {_rows_told(rows)}. Det som står där är också läst."
            yield Note(sheet.name, fault)


def _rows_told(rows: tuple[int, ...]) -> str:
    return f"rad {rows[0]}" if len(rows) == 1 else f"{len(rows)} rader, mellan rad {rows[0]} och {rows[-1]}"


def _children(declaration: Declaration) -> list[tuple[Table, ChildTable]]:
    return [(declaration.table_of(table.table), table) for table in declaration.followup.child_tables]


def _headers(table: Table, base: BaseTable) -> list[str]:
    """The headers of a table that was handed out."""
    return [column.header for column in child_columns(table) if not column.optional or column.header in base.headers]


def _by_form_sheet(tables: Iterable[BaseTable]) -> Mapping[str, list[BaseTable]]:
    sheets: dict[str, list[BaseTable]] = {}
    for table in tables:
        sheets.setdefault(table.form_sheet, []).append(table)
    return sheets


def _file_notes(raw: RawWorkbook) -> Iterator[Note]:
    if raw.has_macros:
        yield Note("", "Filen innehåller makron. De körs aldrig och följer inte med.")
    for target in raw.external_links:
        yield Note("", f"Filen hämtar värden ur en annan arbetsbok ({target}). Länken följer inte med.")
    for sheet in raw.sheets:
        if sheet.state == "veryHidden":
            continue
        for ref, address in sheet.hyperlinks.items():
            if not address.startswith("#"):
                fault = f"Länken till {address} följer inte med, bara cellens text."
                yield Note(f"{sheet.name}!{ref}", fault, "Skriv adressen i texten om den ska vara kvar.")


def _who(raw: RawWorkbook) -> str:
    """The last to save the file; nobody where only the toolkit that made it is named."""
    who = raw.properties.get("last_modified_by", "").strip()
    return "" if who == raw.properties.get("creator", "").strip() else who
