"""The cells of a worksheet part that is written plainly (see ``plainxml``)."""

from __future__ import annotations

import re
from typing import NamedTuple, cast

from rus_sheets.book.raw import Position, RawCell, Runs, Scalar, column_number
from rus_sheets.excel.read.badsheet import BadSheetError, TooLargeError
from rus_sheets.excel.read.cellvalue import DATE, stored_value
from rus_sheets.excel.read.escapes import unescape
from rus_sheets.excel.read.measures import is_low
from rus_sheets.excel.read.plainxml import LONGEST, NotPlainError, plain_text
from rus_sheets.excel.read.sheetxml import MAX_BLANKS, MAX_CELLS, SheetCells
from rus_sheets.excel.read.strings import SharedStrings, read_plain_text
from rus_sheets.formulas.areas import MAX_COLUMN, MAX_ROW

_ATTRIBUTE = re.compile(r' ([\w:.]+)="([^"]*)"')
_TOKEN = re.compile(
    # A cell: letters, digits, style, type, formula, content.
    r'(<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]{1,7})")?(?: t="([a-zA-Z]+)")?'
    r'(?:/>|>(<f(?: aca="(?:false|true)")?>[^<]*</f>)?'
    r"(<v>[^<]*</v>|<v ?/>|<is>(?:[^<]++|<(?!/is>|/?c[ >]))*+</is>)?</c>)"
    # A row: number, other attributes, end of a row without cells.
    r'|<row(?: r="([1-9][0-9]{0,6})")?((?: [A-Za-z][\w:.]*="[^"<&]*")*)(/?)>|</row>)'
)
"""What is repeated never gives back what it has taken, and stops where the next cell begins: otherwise the time would
grow with the square of a text that is made for it."""
_BLANK_ROW = re.compile(
    r'<row r="([1-9][0-9]{0,6})"((?: [A-Za-z][\w:.]*="[^"<&]*")*+)>'
    r'(?:<c r="[A-Z]{1,2}\1"(?: s="[0-9]{1,7}")?/>)*+</row>'
)
"""A row with nothing in it but formats. Where a program has written them all, it is a million rows."""
_INDEX = re.compile("<v>([0-9]{1,9})</v>")
_ROW_END = "</row>"
_CHUNK = 2**16
"""Characters looked through at a time, to the end of a row: all that is found in them is held in memory at once."""
_INLINE = re.compile(r'<is><t(?: xml:space="preserve")?>([^<]*)</t></is>')


class Layout(NamedTuple):
    """A sheet's cells where the shared strings aren't known: the same in many files made of one form.

    ``cells`` are in their order; those in ``texts`` (row, column, style, index of a shared string) have yet to be made.
    """

    cells: dict[Position, RawCell | None]
    texts: list[tuple[int, int, int, int]]
    blank_styles: dict[Position, int]
    hidden_rows: set[int]

    def with_texts(self, strings: SharedStrings) -> SheetCells:
        """The cells. Raises NotPlainError for a text that isn't there."""
        cells, texts, runs = self.cells.copy(), strings.texts, strings.runs
        try:
            for row, column, style, index in self.texts:
                cells[row, column] = RawCell(row, column, texts[index], None, style, False, runs.get(index, ()))
        except IndexError:
            raise NotPlainError from None
        return SheetCells(cast("dict[Position, RawCell]", cells), self.blank_styles, self.hidden_rows)


def read_layout(content: str) -> Layout:
    """All cells in the content of a ``sheetData``, as ``read_cells`` has them.

    Raises NotPlainError, where that finds faults too, and TooLargeError.
    """
    try:
        return _read(content)
    except BadSheetError as error:
        raise NotPlainError from error


def _read(content: str) -> Layout:
    found = Layout({}, [], {}, set())
    number = at = 0
    while at < len(content):
        if len(found.blank_styles) >= MAX_BLANKS:
            at, number = _past_blank_rows(content, at, number, found)
        last = content.find(_ROW_END, at + _CHUNK)
        end = len(content) if last < 0 else last + len(_ROW_END)
        if end - at > LONGEST:
            raise NotPlainError
        number = _read_rows(content[at:end], number, found)
        at = end
        if len(found.cells) + len(found.blank_styles) > MAX_CELLS:
            raise TooLargeError("celler")
    if not found.blank_styles.keys().isdisjoint(found.cells):  # a cell stands twice
        raise NotPlainError
    return found


def _past_blank_rows(content: str, at: int, number: int, found: Layout) -> tuple[int, int]:
    """Where the next row with anything in it begins, and the number of the row before it."""
    while row := _BLANK_ROW.match(content, at):
        number, at = _opened(row[1], row[2], number, found), row.end()
    return at, number


def _hidden(attributes: str) -> bool:
    """Do a row's attributes (but for its number) hide it, or make it too low to show anything?"""
    pairs = _ATTRIBUTE.findall(attributes)
    by_name = dict(pairs)
    if len(by_name) != len(pairs) or "r" in by_name:
        raise NotPlainError
    return by_name.get("hidden") in ("1", "true") or is_low(by_name.get("ht"))


def _read_rows(content: str, number: int, found: Layout) -> int:
    """Read the rows after ``number``; returns the number of the last. Raises NotPlainError."""
    cells, blanks, texts = found.cells, found.blank_styles, found.texts
    before, covered, count = len(cells) + len(blanks), 0, 0
    inside = ""  # the number of the row that is open
    for whole, letters, digits, style, kind, formula, stored, row, attributes, empty in _TOKEN.findall(content):
        covered += len(whole)
        if not letters:
            if (whole == _ROW_END) != bool(inside):
                raise NotPlainError
            if not inside:
                number = _opened(row, attributes, number, found)
            inside = "" if inside or empty else str(number)
            continue
        count += 1
        column = column_number(letters)
        if digits != inside or column > MAX_COLUMN:
            raise NotPlainError
        if kind == "s" and not formula and stored.startswith("<v>"):
            texts.append((number, column, int(style or 0), _index(stored)))
            cells[number, column] = None
            continue
        value, runs = _stored(stored, kind) if stored else (None, ())
        text = _formula(formula) if formula else None
        if value is not None or text is not None:
            cells[number, column] = RawCell(number, column, value, text, int(style or 0), False, runs)
        elif len(blanks) < MAX_BLANKS:
            blanks[number, column] = int(style or 0)
        else:
            count -= 1
    after = len(cells) + len(blanks)
    # Every character is part of a cell or a row, and no cell stands twice.
    if inside or covered != len(content) or after - before != count:
        raise NotPlainError
    return number


def _index(stored: str) -> int:
    """Which of the shared strings."""
    found = _INDEX.fullmatch(stored)
    if not found:
        raise NotPlainError
    return int(found[1])


def _formula(element: str) -> str:
    """The text of a formula's element. The files of a folder have the same formulas."""
    return plain_text(element[element.index(">") + 1 : -4])


def _opened(row: str, attributes: str, number: int, found: Layout) -> int:
    """The number of a row that is opened after the one with ``number``."""
    number = int(row) if row else number + 1
    if number > MAX_ROW:
        raise NotPlainError
    if _hidden(attributes):
        found.hidden_rows.add(number)
    return number


def _stored(stored: str, kind: str) -> tuple[Scalar, Runs]:
    """Value and marks of what stands in a cell, but for shared strings and dates that are stored as text."""
    inline = _INLINE.fullmatch(stored)
    if inline:  # whatever the type says, as Excel does
        return unescape(plain_text(inline[1])), ()
    if stored.startswith("<is>"):
        return read_plain_text(stored[4:-5])
    if kind in ("s", DATE):
        raise NotPlainError
    return stored_value(plain_text(stored[3:-4]) or None, kind or "n", SharedStrings())
