"""What the words of formulas stand for in one workbook: ranges, parts of tables, defined names.

``Plan[Dagar]``, ``plan[ Dagar ]`` and ``Plan!$K$2:$K$29`` (what LibreOffice makes of it) are the same cells, so they
come out as the same ``Area``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct, field

from rus_sheets.book.raw import Position, RawSheet, RawTable, RawWorkbook
from rus_sheets.formulas.areas import THIS_ROW, Area, Coordinate, Reference, reference_of
from rus_sheets.formulas.tokens import Token, function_name, tokens, unquoted

REFERENCES = frozenset({"range", "structured", "name", "sheetname"})
"""The kinds of tokens that may stand for cells."""


class Resolver(Struct, frozen=True, dict=True):
    """Finds the cells that formulas of one workbook point at. Letters' case tells nothing apart, as in Excel."""

    raw: RawWorkbook
    _areas: dict[tuple[str, str], Area | None] = field(default_factory=dict)
    _tables_parts: dict[str, Reference | None] = field(default_factory=dict)

    @cached_property
    def _sheets(self) -> dict[str, RawSheet]:
        return {sheet.name.casefold(): sheet for sheet in self.raw.sheets}

    @cached_property
    def _tables(self) -> dict[str, tuple[RawSheet, RawTable]]:
        return {table.name.casefold(): (sheet, table) for sheet in self.raw.sheets for table in sheet.tables}

    @cached_property
    def _names(self) -> dict[str, str]:
        return {name.casefold(): text for name, text in self.raw.defined_names.items()}

    def canonical(self, formula: str, sheet: str, row: int, column: int) -> tuple[object, ...]:
        """The formula as values that are equal when two formulas do the same: areas, upper-case functions, numbers.

        Redundant brackets count as a difference; letters' case and white space outside texts don't.
        """
        return tuple(self._piece(token, sheet, (row, column)) for token in tokens(formula) if token.text not in "@ ")

    def areas(self, formula: str, sheet: str, row: int, column: int) -> Iterator[Area]:
        """Every area the formula reads, through names of areas too."""
        for token in tokens(formula):
            area = self.area(token, sheet, row, column)
            if area is not None:
                yield area

    def area(self, token: Token, sheet: str, row: int, column: int) -> Area | None:
        """The cells of one token, None where it isn't a reference or points nowhere. A table's bare name is none."""
        if token.kind == "range":
            key = ("" if "!" in token.text else sheet, token.text)
            if key not in self._areas:
                found = self._range(token.text, sheet, (row, column))
                self._areas[key] = found and found.at((row, column))
            return self._areas[key]
        reference = self.reference(token, sheet, (row, column))
        return reference and reference.at((row, column))

    def reference(self, token: Token, sheet: str, position: Position) -> Reference | None:
        """The same, as cells that the formula is filled into have it in common."""
        if token.kind == "range":
            return self._range(token.text, sheet, position)
        if token.kind == "structured":
            return self._structured(token.text, sheet, position)
        if token.kind in ("name", "sheetname"):
            return self._named(token.text, sheet)
        return None

    def table(self, name: str) -> Reference | None:
        """The data of a table, by its bare name."""
        return self._structured(f"{name}[]", "", (1, 1)) if name.casefold() in self._tables else None

    def meaning(self, name: str, sheet: str) -> str | None:
        """The formula that a defined name stands for; names may belong to a sheet."""
        head, mark, local = name.rpartition("!")
        if mark:
            sheet = unquoted(head)
        text = self._names.get(f"{sheet}!{local}".casefold(), self._names.get(local.casefold()))
        return None if text is None else text.removeprefix("=")

    def own_table(self, sheet: str, position: Position) -> RawTable | None:
        """The table that a cell stands in, its header and totals rows counted."""
        row, column = position
        own = self._sheets.get(sheet.casefold())
        for table in own.tables if own else ():
            last_row = table.last_row + table.totals_row
            if table.first_row <= row <= last_row and table.first_column <= column <= table.last_column:
                return table
        return None

    def _piece(self, token: Token, sheet: str, position: Position) -> object:
        kind, text = token
        if kind in REFERENCES:
            return self.area(token, sheet, *position) or text.casefold()
        if kind == "number":
            return float(text)
        if kind == "function":
            return function_name(text)
        return text if kind == "text" else text.casefold()

    def _range(self, text: str, sheet: str, position: Position) -> Reference | None:
        name, mark, ref = text.rpartition("!")
        if mark:
            found = self._sheets.get(unquoted(name).casefold())
            if found is None:
                return None
            sheet = found.name
        return reference_of(ref, sheet, position)

    def _named(self, text: str, sheet: str) -> Reference | None:
        """The area of a name that stands for one. A name that is relative to whoever uses it stands for none here."""
        pieces = tokens(self.meaning(text, sheet) or "")
        if len(pieces) != 1 or pieces[0].kind not in ("range", "structured"):
            return None
        found = self.reference(pieces[0], sheet, (1, 1))
        return found if found and found.fixed else None

    def _structured(self, text: str, sheet: str, position: Position) -> Reference | None:
        name, _, inner = text.partition("[")
        if not name:  # [@Dagar] and [Dagar] speak of the table that the formula stands in
            own = self.own_table(sheet, position)
            return _part(self._sheets[sheet.casefold()].name, own, inner[:-1]) if own else None
        key = text.casefold()
        if key not in self._tables_parts:
            found = self._tables.get(name.casefold())
            self._tables_parts[key] = _part(found[0].name, found[1], inner[:-1]) if found else None
        return self._tables_parts[key]


_PARTS = re.compile(r"\[((?:[^\[\]']|'.)*)\]")
_ESCAPED = re.compile(r"'(.)")


def _part(sheet: str, table: RawTable, inner: str) -> Reference | None:
    """The cells of what stands between a table's brackets."""
    this_row = inner.startswith("@")
    inner = inner.removeprefix("@").strip()
    parts = _PARTS.findall(inner) if inner.startswith("[") else [inner]
    items = {part.casefold() for part in parts if part.startswith("#")}
    headers = [_ESCAPED.sub(r"\1", part).strip() for part in parts if part and not part.startswith("#")]
    places = [_column_of(table, header) for header in headers] or [table.first_column, table.last_column]
    rows = _rows(table, items | ({"#this row"} if this_row else set()))
    known = [place for place in places if place is not None]
    if len(known) < len(places) or rows is None:
        return None
    return Reference(sheet, rows[0], Coordinate(False, min(known)), rows[1], Coordinate(False, max(known)))


def _rows(table: RawTable, items: set[str]) -> tuple[Coordinate, Coordinate] | None:
    if "#this row" in items:
        return THIS_ROW, THIS_ROW
    first, last = table.first_row + 1, table.last_row
    if "#all" in items:
        first, last = table.first_row, table.last_row + table.totals_row
    elif items == {"#headers"}:
        first = last = table.first_row
    elif items == {"#totals"}:
        if not table.totals_row:
            return None
        first = last = table.last_row + 1
    else:
        first -= "#headers" in items
        last += "#totals" in items and table.totals_row
    return Coordinate(False, first), Coordinate(False, last)


def _column_of(table: RawTable, header: str) -> int | None:
    wanted = " ".join(header.split()).casefold()
    for place, own in enumerate(table.columns, table.first_column):
        if " ".join(own.split()).casefold() == wanted:
            return place
    return None
