"""Formulas in the fields of a returned file: what they come to, where the program that saved it hasn't calculated.

Scripts and web pages write formulas without a value, with 0, or with what they came to before a figure was changed.
The day of today, which some formulas give, is another when the file is read than when its owner looked at it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec.structs import replace

from rus_sheets.answers.returned import Returned, ReturnedCell
from rus_sheets.book.raw import RawWorkbook, Scalar, SheetPosition, position_of, ref_of
from rus_sheets.usecases.opened.refused_files import File

_RESTLESS = "Formelns värde blir ett annat av sig självt, varje dag eller varje gång filen öppnas."


def calculated(file: File, raw: RawWorkbook, data: bytes) -> File:
    """The file with what its formulas come to, where that isn't what it stores; ``raw`` and ``data`` are all of it."""
    formulas = [cell for cell in file.cells if cell.formula] if isinstance(file, Returned) else []
    if not isinstance(file, Returned) or not formulas:
        return file
    values, restless = _values(raw, data, formulas), _restless(raw)
    cells = (_with(cell, values, restless) if cell.formula else cell for cell in file.cells)
    return replace(file, cells=tuple(cells))


def _values(raw: RawWorkbook, data: bytes, cells: list[ReturnedCell]) -> Mapping[SheetPosition, Scalar]:
    """What we know of them; for those without a stored value, the engines are asked as well."""
    from rus_sheets.excel.calc.stored import evaluate  # noqa: PLC0415 - few files have formulas in their fields
    from rus_sheets.formulas.evaluate import Evaluator  # noqa: PLC0415

    values = dict(Evaluator(raw).known([_place(cell) for cell in cells]))
    blank = [place for cell in cells if cell.value is None and (place := _place(cell)) not in values]
    if blank:
        found = evaluate(data, raw).values
        values |= {place: found[place[0]][ref] for place in blank
                   if (ref := ref_of(*place[1:])) in found.get(place[0], {})}  # fmt: skip
    return values


def _restless(raw: RawWorkbook) -> Collection[SheetPosition]:
    """The formulas whose value becomes another by itself, or follows one that does: the day of today, a chance."""
    from rus_sheets.formulas.graph import Graph  # noqa: PLC0415

    graph = Graph(raw)
    volatile = {place for place, formula in graph.formulas.items() if formula.reading.volatile}
    return volatile | graph.reached(volatile)


def _with(
    cell: ReturnedCell, values: Mapping[SheetPosition, Scalar], restless: Collection[SheetPosition]
) -> ReturnedCell:
    from rus_sheets.excel.calc.engines import same  # noqa: PLC0415

    place = _place(cell)
    value, doubt = values.get(place), f"{cell.doubt} {_RESTLESS if place in restless else ''}".strip()
    calculated = cell.calculated if value is None or same(cell.value, value) else value
    return replace(cell, calculated=calculated, doubt=doubt)


def _place(cell: ReturnedCell) -> SheetPosition:
    return (cell.sheet, *position_of(cell.ref))
