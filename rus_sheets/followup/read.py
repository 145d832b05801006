"""Reads a returned follow-up file: what each handed-out cell holds now, and what isn't carried over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rus_sheets.book.answers import Note, RefusedFile, Returned, ReturnedCell, differs
from rus_sheets.book.raw import RawCell, RawSheet, RawWorkbook, Scalar
from rus_sheets.followup.base import Base, BaseLine, DamagedBaseError, find_base, read_base
from rus_sheets.followup.find import Wanted, find_labelled, find_sheet, find_table
from rus_sheets.followup.rows import place_rows
from rus_sheets.followup.tables import child_columns, editable
from rus_sheets.schema.model import CellType, Column, Declaration, Table

_DAYS_1904 = 1462  # between the two date systems
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
        return RefusedFile(raw.path, "Filen är ingen uppföljningsfil från rus-sheets.", "Välj en fil från split.")
    try:
        base = read_base(sheet)
    except DamagedBaseError:
        fault = "Det dolda bladet med ursprungsvärdena är ändrat eller skadat, så filen kan inte jämföras."
        return RefusedFile(raw.path, fault, _ASK_NEW)
    declaration = next((each for each in declarations if each.name == base.declaration), None)
    if declaration is None:
        return RefusedFile(raw.path, f"Filen hör till en annan mall, ”{base.declaration}”.", _ASK_NEW, base.unit)
    if declaration.version != base.version:
        fault = f"Filen är gjord med version {base.version} av mallen; nu gäller version {declaration.version}."
        return RefusedFile(raw.path, fault, _ASK_NEW, base.unit)
    return _Reader(raw, base, declaration, untouched).read(file_time)


@dataclass(frozen=True)
class _Reader:
    raw: RawWorkbook
    base: Base
    declaration: Declaration
    untouched: bool

    def read(self, file_time: dt.datetime | None) -> Returned:
        cells: list[ReturnedCell] = []
        notes = list(_file_notes(self.raw))
        taken: set[str] = set()
        for name, lines in _by_form_sheet(self.base.lines).items():
            front = name == self.declaration.followup.sheet
            read = self._front if front else self._child
            found, more = read(name, lines, taken)
            cells += found
            notes += more
        notes += self._formula_notes(cells)
        base = self.base
        return Returned(
            path=self.raw.path, workbook_id=base.workbook_id, declaration=base.declaration, version=base.version,
            year=base.year, unit=base.unit, title=base.title, sent=base.sent, who=_who(self.raw),
            when=_when(self.raw, file_time), cells=tuple(cells), notes=tuple(notes),
        )  # fmt: skip

    def _column(self, line: BaseLine) -> tuple[Table, Column] | None:
        table = self.declaration.table_on(line.sheet)
        column = table.by_header.get(line.header) if table else None
        return (table, column) if table and column else None

    def _front(self, name: str, lines: list[BaseLine], taken: set[str]) -> tuple[list[ReturnedCell], list[Note]]:
        sheet = find_sheet(self.raw, name, {line.header for line in lines}, taken)
        if sheet is None:
            return [], [Note(name, f"Bladet ”{name}” finns inte i filen.", _ASK_NEW)]
        taken.add(sheet.name)
        wanted: dict[Wanted, tuple[BaseLine, Table, Column]] = {}
        for line in lines:
            known = self._column(line)
            if known:
                wanted[Wanted(line.header, line.ref, editable(known[1]))] = (line, *known)
        places = find_labelled(self.raw, sheet, list(wanted))
        cells: list[ReturnedCell] = []
        notes = []
        for each, (line, table, column) in wanted.items():
            if each in places:
                cells += self._cell(sheet, sheet.at(*places[each]), line, table, column)
            else:
                fault = f"Fältet ”{line.header}” finns inte kvar i filen och har inte lästs."
                notes.append(Note(f"{sheet.name}!{line.ref}", fault, "Be den ansvariga fylla i det i en ny fil."))
        return cells, notes

    def _child(self, name: str, lines: list[BaseLine], taken: set[str]) -> tuple[list[ReturnedCell], list[Note]]:
        table = self.declaration.table_on(lines[0].sheet)
        if table is None:
            return [], []
        headers = [column.header for column in child_columns(table)]
        id_header = table.column(table.id).header
        sheet = find_sheet(self.raw, name, headers, taken)
        found = find_table(sheet, id_header, headers) if sheet else None
        if sheet is None or found is None:
            return [], [Note(name, f"Tabellen ”{name}” finns inte kvar i filen och har inte lästs.", _ASK_NEW)]
        taken.add(sheet.name)
        child = next(each for each in self.declaration.followup.child_tables if each.table == table.key)
        known = {line.row: line.new_row for line in lines}
        placed = place_rows(found, table, child, self.base.unit, known)
        notes = [Note(f"{sheet.name}!{header}", f"Kolumnen ”{header}” finns inte kvar och har inte lästs.")
                 for header in headers if header not in found.columns]  # fmt: skip
        notes += placed.notes
        by_cell = {(line.row, line.header): line for line in lines}
        present = [(column, found.columns[column.header]) for column in child_columns(table)
                   if column.header in found.columns]  # fmt: skip
        cells: list[ReturnedCell] = []
        for row in placed.rows:
            for column, place in present:
                line = by_cell.get((row.row_id, column.header)) or self._new_line(table, row.row_id, column, name)
                cell = sheet.at(row.number, place)
                given = column.key in (table.id, table.parent) and (row.assigned or cell.value is None)
                cells += self._cell(sheet, cell, line, table, column, given=given)
        cells += self._gone(lines, {row.row_id for row in placed.rows}, table, sheet)
        return cells, notes

    def _gone(self, lines: list[BaseLine], here: set[str], table: Table, sheet: RawSheet) -> Iterator[ReturnedCell]:
        """The owner's cells of rows that have left the file. A spare row that is gone says nothing."""
        for line in lines:
            column = table.by_header.get(line.header)
            if line.row in here or line.new_row or column is None or not editable(column) or line.value is None:
                continue
            yield ReturnedCell(table.key, line.row, column.key, line.value, None, sheet.name, line.ref, gone=True)

    def _new_line(self, table: Table, row_id: str, column: Column, name: str) -> BaseLine:
        """What was handed out of a row that the owner has added: its ids, which the form has given it."""
        value = {table.id: row_id, table.parent: self.base.unit}.get(column.key)
        return BaseLine(table.sheet, row_id, column.header, name, "", value, new_row=True)

    def _cell(
        self, sheet: RawSheet, cell: RawCell, line: BaseLine, table: Table, column: Column, *, given: bool = False
    ) -> tuple[ReturnedCell, ...]:
        """The cell, or nothing if it is left out. ``given``: it holds what was handed out, whatever stands there."""
        value = line.value if given else self._in_1900(cell.value, column)
        formula = cell.formula is not None or cell.shared_or_array
        if not self.untouched and not formula and type(value) is type(line.value) and value == line.value:
            return ()
        told = ReturnedCell(
            table=table.key, row=line.row, column=column.key, base=line.value, value=value, sheet=sheet.name,
            ref=cell.ref, new_row=line.new_row, is_date=self.raw.style_of(cell).is_date, formula=formula,
            runs=_marked(cell),
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


def _marked(cell: RawCell) -> tuple[tuple[str, str], ...]:
    return cell.runs if any(marks for _, marks in cell.runs) else ()


def _by_form_sheet(lines: Iterable[BaseLine]) -> Mapping[str, list[BaseLine]]:
    sheets: dict[str, list[BaseLine]] = {}
    for line in lines:
        sheets.setdefault(line.form_sheet, []).append(line)
    return sheets


def _file_notes(raw: RawWorkbook) -> Iterator[Note]:
    if raw.has_macros:
        yield Note(raw.path, "Filen innehåller makron. De körs aldrig och följer inte med.")
    for target in raw.external_links:
        yield Note(raw.path, f"Filen hämtar värden ur en annan arbetsbok ({target}). Länken följer inte med.")
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


def _when(raw: RawWorkbook, file_time: dt.datetime | None) -> str:
    """When the file was answered: its own time, unless that is still the time it was made."""
    modified, created = (_time(raw.properties.get(name, "")) for name in ("modified", "created"))
    if modified and modified != created:
        return modified
    return _utc(file_time) if file_time else ""


def _time(text: str) -> str:
    try:
        return _utc(dt.datetime.fromisoformat(text)) if text else ""
    except ValueError:
        return ""


def _utc(time: dt.datetime) -> str:
    aware = time if time.tzinfo else time.replace(tzinfo=dt.UTC)
    return aware.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
