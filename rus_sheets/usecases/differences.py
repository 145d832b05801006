"""The workbook that shows what differs between two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rus_sheets.book.compare import CellChange, Differences
from rus_sheets.book.convert import Shown, Value
from rus_sheets.book.shown import as_scalar, as_text
from rus_sheets.errors import DeclarationError, UnusableInputError
from rus_sheets.excel.calc.stored import calculate_new
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.layout.blueprint import NewCell, NewSheet, NewTable, NewWorkbook, Style
from rus_sheets.office.atomic import write_atomically
from rus_sheets.office.open_elsewhere import ensure_not_open
from rus_sheets.office.same_file import same_file
from rus_sheets.schema.model import CellType, CompareWords, Declaration

_FIRST_ROW = 4
"""Where the table begins, if nothing is said of how rows are matched."""
_LINE, _TALLEST = 15.0, 409.0
_WIDTHS = {"kind": 13, "sheet": 16, "row": 14, "title": 40, "column": 22, "a": 50, "b": 50, "difference": 12}


def write_differences(
    output: Path, inputs: Sequence[Path], found: Differences, declaration: Declaration, told: Sequence[str]
) -> None:
    """Write what is ``found`` between the two ``inputs`` to ``output``; ``told`` is what is said of how, if anything.

    Raises UnusableInputError when it is one of them or can't be written, DeclarationError without words for it.
    """
    made = differences_bytes(inputs, found, declaration, told)
    if any(same_file(output, input_) for input_ in inputs):
        raise UnusableInputError(
            "Skillnaderna kan inte skrivas över en av arbetsböckerna.", place=str(output), remedy="Välj ett annat namn."
        )
    if output.suffix.lower() != ".xlsx":
        raise UnusableInputError("Arbetsboken måste heta något på .xlsx.", place=str(output), remedy="Byt ändelse.")
    ensure_not_open(output)
    write_atomically(output, made)


def differences_bytes(
    inputs: Sequence[Path], found: Differences, declaration: Declaration, told: Sequence[str]
) -> bytes:
    """The workbook that ``write_differences`` writes. Raises DeclarationError without words for it."""
    words = declaration.compare
    if words is None:
        fault = "Mallen saknar orden för jämförelsen."
        raise DeclarationError(fault, place=declaration.source, remedy="Lägg till [compare].")
    return make_workbook(differences(words, found, told, inputs[0].name, inputs[1].name), calculate_new)


def differences(words: CompareWords, found: Differences, told: Sequence[str], a: str, b: str) -> NewWorkbook:
    """The workbook of differences: one table, a row for each, so that people can sort and filter it."""
    lines = list(_lines(words, found)) or [()]
    intro = words.intro_by_name if told and words.intro_by_name else words.intro
    header = _FIRST_ROW + len(told)
    cells = [NewCell(1, 1, words.title.format(a=a, b=b), Style.TITLE)]
    cells += [NewCell(row, 1, text) for row, text in enumerate((intro.format(a=a, b=b), *told), 2)]
    cells += [
        NewCell(number, column, as_scalar(value), Style.FACT, _type_of(value))
        for number, line in enumerate(lines, header + 1)
        for column, value in enumerate(line, 1)
    ]
    headers = tuple((words.headers[key], "") for key in _WIDTHS)
    sheet = NewSheet(
        name=words.sheet,
        cells=tuple(cells),
        tables=(NewTable(words.sheet, header, 1, len(lines), headers),),
        widths=dict(enumerate(_WIDTHS.values(), 1)),
        heights={1: 34} | {number: _height(line) for number, line in enumerate(lines, header + 1)},
        frozen=(header, 0),
        landscape=True,
    )
    return NewWorkbook(sheets=(sheet,), title=words.title.format(a=a, b=b), author="", active=words.sheet)


def _lines(words: CompareWords, found: Differences) -> Iterator[tuple[Shown, ...]]:
    for kind, pairs in ((words.same, found.same), (words.unsure, found.unsure)):
        for pair in pairs if kind else ():
            yield (kind, pair.sheet, _ids(pair.a, pair.b), pair.title_b, None, pair.title_a, pair.title_b, None)
    for kind, rows in ((words.new, found.new), (words.ended, found.ended)):
        for row in rows:
            yield (kind, row.sheet, row.row, row.title, None, None, None, None)
    for cell in found.changed:
        yield (
            words.changed, cell.sheet, _ids(cell.was, cell.row), cell.title, cell.header, cell.a, cell.b,
            _difference(cell),
        )  # fmt: skip
    for total in found.totals:
        yield (words.total, total.sheet, total.name, total.label, None, total.a, total.b, total.difference)


def _ids(was: str, now: str) -> str:
    """The row's id in both, once where it is the same."""
    return now if was in ("", now) else f"{was} → {now}"


def _height(line: Sequence[Shown]) -> float:
    """Room for the longest text of a row, in points; Excel allows 409."""
    cells = zip(line, _WIDTHS.values(), strict=False)
    rows = [
        sum(max(1, -(-len(part) // int(width * 1.15))) for part in as_text(cell).split("\n")) for cell, width in cells
    ]
    return min(_LINE * max(rows, default=1) + 2, _TALLEST)


def _difference(cell: CellChange) -> Value:
    return cell.difference


def _type_of(value: Shown) -> CellType:
    if isinstance(value, bool) or value is None or isinstance(value, (str, tuple)):
        return CellType.TEXT
    if isinstance(value, (int, float)):
        return CellType.NUMBER
    return CellType.DATE
