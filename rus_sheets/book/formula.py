"""Formula texts as comparable values: what a formula points at, whichever way it is written.

``Plan[Dagar]``, ``plan[ Dagar ]`` and ``Plan!$K$2:$K$29`` (what LibreOffice makes of it) are the same cells, so they
come out as the same ``Area``. Formulas here have no leading ``=`` and stand as in a file: English names, commas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from rus_sheets.book.raw import RawSheet, RawTable, RawWorkbook, column_number, ref_of

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384


class Area(NamedTuple):
    """A rectangle of cells, ends included. ``sheet`` is the sheet's own name."""

    sheet: str
    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def ref(self) -> str:
        """The A1 reference without the sheet."""
        first, last = ref_of(self.first_row, self.first_column), ref_of(self.last_row, self.last_column)
        return first if first == last else f"{first}:{last}"


class Token(NamedTuple):
    """A piece of a formula: ``kind`` is one of text, error, external, structured, range, number, function, name, op."""

    kind: str
    text: str


_SHEET = r"(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!"
_RANGE = (
    r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Za-z]{1,3}\$?[0-9]{1,7})?(?![\w(.])"
    r"|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w(.])"
    r"|\$?[0-9]{1,7}:\$?[0-9]{1,7}(?![\w.])"
)
_TOKEN = re.compile(
    r"(?P<text>\"(?:[^\"]|\"\")*\")"
    r"|(?P<external>'[^'\[]*\[[^\]']+\](?:[^']|'')*'!|\[[^\]]+\][\w.]*!)"
    rf"|(?P<error>(?:{_SHEET})?\#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|FIELD!))"
    r"|(?P<structured>(?:[^\W\d][\w.]*)?\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\])"
    rf"|(?P<range>(?:{_SHEET})?(?:{_RANGE}))"
    rf"|(?P<sheetname>{_SHEET}[^\W\d][\w.]*)"
    r"|(?P<function>[^\W\d][\w.]*(?=\())"
    r"|(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[^\W\d][\w.?\\]*)"
    r"|(?P<op><=|>=|<>|\S)"
)


@lru_cache(maxsize=65_536)
def tokens(formula: str) -> tuple[Token, ...]:
    """The pieces of a formula, white space left out. Never raises: what can't be told is an ``op``."""
    return tuple(Token(match.lastgroup or "op", match.group()) for match in _TOKEN.finditer(formula))


def is_external(formula: str) -> bool:
    """Whether a formula points at another workbook."""
    return "[" in formula and any(token.kind == "external" for token in tokens(formula))


@dataclass(frozen=True)
class Resolver:
    """Finds the cells that formulas of one workbook point at."""

    raw: RawWorkbook
    _areas: dict[str, Area | None] = field(default_factory=dict)

    @cached_property
    def _sheets(self) -> Mapping[str, RawSheet]:
        return {sheet.name.casefold(): sheet for sheet in self.raw.sheets}

    @cached_property
    def _tables(self) -> Mapping[str, tuple[RawSheet, RawTable]]:
        return {table.name.casefold(): (sheet, table) for sheet in self.raw.sheets for table in sheet.tables}

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return {name.casefold(): text for name, text in self.raw.defined_names.items()}

    def canonical(self, formula: str, sheet: str, row: int, column: int) -> tuple[object, ...]:
        """The formula as values that are equal when two formulas do the same: areas, upper-case functions, numbers.

        Redundant brackets count as a difference; letters' case and white space outside texts don't.
        """
        return tuple(self._piece(token, sheet, row, column) for token in tokens(formula) if token.text not in "@ ")

    def areas(self, formula: str, sheet: str, row: int, column: int) -> Iterator[Area]:
        """Every area the formula reads, through defined names too."""
        for token in tokens(formula):
            if token.kind in ("structured", "range", "name", "sheetname"):
                piece = self._piece(token, sheet, row, column)
                if isinstance(piece, Area):
                    yield piece

    def area(self, token: Token, sheet: str, row: int, column: int) -> Area | None:
        """The cells of one token, None where it isn't a reference or points nowhere."""
        piece = self._piece(token, sheet, row, column)
        return piece if isinstance(piece, Area) else None

    def _piece(self, token: Token, sheet: str, row: int, column: int) -> object:
        kind, text = token
        if kind == "structured":
            return self._structured(text, sheet, row, column) or text.casefold()
        if kind == "range":
            return self._range(text, sheet) or text.casefold()
        if kind in ("name", "sheetname"):
            return self._named(text, sheet) or text.casefold()
        if kind == "number":
            return float(text)
        if kind == "function":
            return text.upper().removeprefix("_XLFN.").removeprefix("_XLWS.")
        return text if kind == "text" else text.casefold()

    def _range(self, text: str, sheet: str) -> Area | None:
        key = f"{'' if '!' in text else sheet}|{text}"
        if key not in self._areas:
            self._areas[key] = self._plain_range(text, sheet)
        return self._areas[key]

    def _plain_range(self, text: str, sheet: str) -> Area | None:
        name, _, ref = text.rpartition("!")
        if name:
            found = self._sheets.get(unquoted(name).casefold())
            if not found:
                return None
            sheet = found.name
        first, _, last = ref.replace("$", "").upper().partition(":")
        top, left = _corner(first, 1, 1)
        bottom, right = _corner(last, LAST_ROW, LAST_COLUMN) if last else (top, left)
        return Area(sheet, min(top, bottom), min(left, right), max(top, bottom), max(left, right))

    def _named(self, text: str, sheet: str) -> Area | None:
        target = self._names.get(f"{sheet}!{text}".casefold()) or self._names.get(text.casefold(), "")
        pieces = tokens(target.removeprefix("="))
        if len(pieces) != 1 or pieces[0].kind not in ("range", "structured"):
            return None
        return self.area(pieces[0], sheet, 1, 1)

    def _structured(self, text: str, sheet: str, row: int, column: int) -> Area | None:
        key = f"{sheet}|{row if '@' in text or '#t' in text.casefold() else ''}|{text}"
        if text.startswith("["):
            return self._own_table(text, sheet, row, column)
        if key not in self._areas:
            name, _, rest = text.partition("[")
            found = self._tables.get(name.casefold())
            self._areas[key] = _table_area(*found, rest[:-1], row) if found else None
        return self._areas[key]

    def _own_table(self, text: str, sheet: str, row: int, column: int) -> Area | None:
        """``[@Dagar]`` and ``[Dagar]`` speak of the table that the formula stands in."""
        own = self._sheets.get(sheet.casefold())
        for table in own.tables if own else ():
            if table.first_row < row <= table.last_row and table.first_column <= column <= table.last_column:
                return _table_area(own, table, text[1:-1], row) if own else None
        return None


def unquoted(name: str) -> str:
    """A sheet's name out of a formula, without the quotes that some need."""
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def _corner(text: str, row: int, column: int) -> tuple[int, int]:
    """The row and column of ``K2``; of ``K`` or ``2`` the other part is the one given."""
    letters = text.rstrip("0123456789")
    digits = text[len(letters) :]
    return int(digits) if digits else row, column_number(letters) if letters else column


_PARTS = re.compile(r"\[((?:[^\[\]']|'.)*)\]|(:)")
_ESCAPED = re.compile(r"'(.)")


def _table_area(sheet: RawSheet, table: RawTable, inner: str, row: int) -> Area | None:
    """The cells of what stands between a table's brackets."""
    this_row = inner.startswith("@")
    inner = inner.removeprefix("@").strip()
    parts = [match[1] for match in _PARTS.finditer(inner) if match[1] is not None] if "[" in inner else [inner]
    items = {part.casefold() for part in parts if part.startswith("#")}
    headers = [_ESCAPED.sub(r"\1", part).strip() for part in parts if part and not part.startswith("#")]
    places = [_column_of(table, header) for header in headers] or [table.first_column, table.last_column]
    rows = _item_rows(table, items | ({"#this row"} if this_row else set()), row)
    if None in places or not rows:
        return None
    known = [place for place in places if place is not None]
    return Area(sheet.name, rows[0], min(known), rows[1], max(known))


def _item_rows(table: RawTable, items: set[str], row: int) -> tuple[int, int] | None:
    if "#this row" in items:
        return row, row
    if "#all" in items:
        return table.first_row, table.last_row + table.totals_row
    if items == {"#headers"}:
        return table.first_row, table.first_row
    if items == {"#totals"}:
        return (table.last_row + 1, table.last_row + 1) if table.totals_row else None
    first = table.first_row if "#headers" in items else table.first_row + 1
    return first, table.last_row + ("#totals" in items)


def _column_of(table: RawTable, header: str) -> int | None:
    wanted = " ".join(header.split()).casefold()
    for place, each in enumerate(table.columns, table.first_column):
        if " ".join(each.split()).casefold() == wanted:
            return place
    return None


_REF_PARTS = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})")


@lru_cache(maxsize=65_536)
def relative_form(formula: str, row: int, column: int) -> tuple[str, ...]:
    """The formula as it reads when copied: references that aren't locked become offsets from the cell."""

    def offset(match: re.Match[str]) -> str:
        across = f"C{column_number(match[2].upper())}" if match[1] else f"C[{column_number(match[2].upper()) - column}]"
        down = f"R{match[4]}" if match[3] else f"R[{int(match[4]) - row}]"
        return down + across

    return tuple(
        _REF_PARTS.sub(offset, token.text) if token.kind == "range" else token.text if token.kind == "text"
        else token.text.casefold()
        for token in tokens(formula)
    )  # fmt: skip


def cells_named(area: Area) -> str:
    """``Plan!K2:K29`` for messages."""
    return f"{area.sheet}!{area.ref}"
