"""The cells of a worksheet part that is written plainly (see ``plainxml``)."""

from __future__ import annotations

import re
from functools import lru_cache

from rus_sheets.book.raw import RawCell, Scalar, column_number
from rus_sheets.excel.plainxml import LONGEST, NotPlainError, plain_text
from rus_sheets.excel.safexml import unescape
from rus_sheets.excel.sheetxml import MAX_CELLS, MAX_COLUMN, MAX_ROW, BadSheetError, SheetCells, stored_value
from rus_sheets.excel.strings import Runs, SharedStrings, read_plain_text

_ROW = re.compile(r'<row(?: r="([1-9][0-9]{0,6})")?((?: [A-Za-z][\w:.]*="[^"<&]*")*)(/?)>')
_ATTRIBUTE = re.compile(r' ([\w:.]+)="([^"]*)"')
_CELL = re.compile(
    r'(<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]{1,7})")?(?: t="([a-zA-Z]+)")?'
    r'(?:/>|>(<f(?: aca="(?:false|true)")?>[^<]*</f>)?(<v>[^<]*</v>|<v ?/>|<is>.*?</is>)?</c>))',
    re.DOTALL,
)
_INLINE = re.compile(r'<is><t(?: xml:space="preserve")?>([^<]*)</t></is>')


def read_plain_cells(content: str, strings: SharedStrings) -> SheetCells:
    """All cells in the content of a ``sheetData``. Raises NotPlainError, where ``read_cells`` finds faults too."""
    try:
        return _read(content, strings)
    except BadSheetError as error:
        raise NotPlainError from error


def _read(content: str, strings: SharedStrings) -> SheetCells:
    found = SheetCells()
    number = 0
    *rows, rest = content.split("</row>")
    for row in rows:
        number, at = _opened(row, number, found, empty=False)
        _read_cells(row[at:], number, strings, found)
    _opened(rest, number, found, empty=True)
    return found


def _opened(text: str, number: int, found: SheetCells, *, empty: bool) -> tuple[int, int]:
    """The number of the row that ``text`` opens, after any rows without cells, and where its cells begin.

    ``empty``: there are only rows without cells, up to the end.
    """
    at = 0
    while not empty or at < len(text):
        tag = _ROW.match(text, at)
        if tag is None:
            raise NotPlainError
        number = int(tag[1]) if tag[1] else number + 1
        if number > MAX_ROW:
            raise NotPlainError
        if _hidden(tag[2]):
            found.hidden_rows.add(number)
        at = tag.end()
        if not tag[3]:
            if empty:
                raise NotPlainError
            break
    return number, at


@lru_cache(maxsize=4096)
def _hidden(attributes: str) -> bool:
    """Do a row's attributes (but for its number) hide it?"""
    pairs = _ATTRIBUTE.findall(attributes)
    by_name = dict(pairs)
    if len(by_name) != len(pairs) or "r" in by_name:
        raise NotPlainError
    return by_name.get("hidden") in ("1", "true")


def _read_cells(content: str, number: int, strings: SharedStrings, found: SheetCells) -> None:
    cells, blanks, texts, runs_of = found.cells, found.blank_styles, strings.texts, strings.runs
    before = len(cells) + len(blanks)
    if len(content) > LONGEST:
        raise NotPlainError
    matches = _CELL.findall(content)
    row = str(number)
    covered = 0
    for whole, letters, digits, style, kind, formula, stored in matches:
        covered += len(whole)
        column = column_number(letters)
        if digits != row or column > MAX_COLUMN:
            raise NotPlainError
        if not stored and not formula:
            blanks[number, column] = int(style or 0)
            continue
        index = stored[3:-4]
        if kind == "s" and not formula and index.isdecimal() and index.isascii() and int(index) < len(texts):
            # By far the most common, so not through further calls; RawCell(...) takes twice as long as this.
            place = int(index)
            values = number, column, texts[place], None, int(style or 0), False, runs_of.get(place, ())
            cells[number, column] = tuple.__new__(RawCell, values)
            continue
        value, runs = _stored(stored, kind, strings)
        if formula:
            text = plain_text(formula[formula.index(">") + 1 : -4])
            cells[number, column] = RawCell(number, column, value, text, int(style or 0), False, runs)
        elif value is None:
            blanks[number, column] = int(style or 0)
        else:
            cells[number, column] = RawCell(number, column, value, None, int(style or 0), False, runs)
    after = len(cells) + len(blanks)
    # Every character is part of a cell, no cell stands twice, and there are no more than a sheet may have.
    if covered != len(content) or after - before != len(matches) or after > MAX_CELLS:
        raise NotPlainError


def _stored(stored: str, kind: str, strings: SharedStrings) -> tuple[Scalar, Runs]:
    """Value and marks of what stands in a cell, "" for nothing."""
    if not stored:
        return None, ()
    inline = _INLINE.fullmatch(stored)
    if inline:  # whatever the type says, as Excel does
        return unescape(plain_text(inline[1])), ()
    if stored.startswith("<is>"):
        return read_plain_text(stored[4:-5])
    return stored_value(plain_text(stored[3:-4]) or None, kind or "n", strings)
