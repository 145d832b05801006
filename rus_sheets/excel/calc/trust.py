"""Which values may stand in the file: what the engines agree on, and what was right before the edit.

The rules are those of ``stored``, which see.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct, field

from rus_sheets.book.raw import CellError, Position, Scalar, SheetPosition
from rus_sheets.excel.calc.engines import CELLRUNE, IRONCALC, Opinion, same
from rus_sheets.formulas.graph import FormulaCell, Graph

MISSING = CellError("")
"""Stands for "no value", which None can't: that is a blank."""
_SEPARATED = re.compile(r"\d[.,]\d")


class Weighed(Struct, frozen=True):
    """The engines' opinions of one workbook made into one; places without an agreed value are left out.

    ``alone``: places of which only CellRune had an opinion.
    """

    values: Mapping[SheetPosition, Scalar] = field(default_factory=dict)
    alone: frozenset[SheetPosition] = frozenset()
    fault: str = ""
    engine: str = ""


def agreed(opinions: Mapping[str, Opinion], graph: Graph, places: Iterable[SheetPosition]) -> Weighed:
    """What the engines together say of these cells of the workbook."""
    iron, rune = opinions.get(IRONCALC, Opinion()), opinions.get(CELLRUNE, Opinion())
    values: dict[SheetPosition, Scalar] = {}
    weak = {place for place, formula in graph.formulas.items() if formula.reading.weak or formula.cell.shared_or_array}
    weak |= graph.reached(weak)  # what is computed from a wrong value is wrong too
    alone: set[SheetPosition] = set()
    for place in places:
        sheet, position = place[0], place[1:]
        second = _opinion(rune, sheet, position)
        first = MISSING if place in weak else _opinion(iron, sheet, position)
        if first is MISSING:
            first = second
            alone.add(place)
        elif second is not MISSING and not same(first, second):
            continue
        if first is not MISSING:
            values[place] = first
    heard = {CELLRUNE: rune, IRONCALC: iron}
    fault = "; ".join(opinion.fault for opinion in heard.values() if opinion.fault)
    return Weighed(values, frozenset(alone), fault, "+".join(n for n, opinion in heard.items() if opinion.values))


def _opinion(opinion: Opinion, sheet: str, position: Position) -> Scalar:
    return opinion.values.get(sheet, {}).get(position, MISSING)


def doubtful(
    old: Graph,
    new: Graph,
    was: Mapping[SheetPosition, Scalar],
    alone: frozenset[SheetPosition],
    ours: Collection[SheetPosition],
) -> set[SheetPosition]:
    """The formula cells of ``new`` that can't be trusted for their own sake.

    ``was`` are the values as calculated before the edit, ``alone`` places of which only CellRune has a value now, and
    ``ours`` the cells whose declared formula we know.
    """
    right = {
        place
        for place, formula in old.formulas.items()
        if formula.cell.value is not None and place in was and same(formula.cell.value, was[place])
    }
    # A blank criterion is 0 to Excel; CellRune finds blank cells with it. Where that makes no difference, it made none
    # before the edit either.
    blank = (new.with_blank_criteria() & alone) - (old.with_blank_criteria() & right) if alone else set()
    proven = {(old.formulas[place].form, place[2]) for place in right}
    found = set()
    for place, formula in new.formulas.items():
        before = old.formulas.get(place)
        if place in ours:
            continue
        if formula.reading.out_of_sight or place in blank:
            trusted = False
        elif before is not None and before.cell.value is not None and before.form == formula.form:
            trusted = place in right
        else:
            trusted = (formula.form, place[2]) in proven or formula.reading.known_right
        if not trusted:
            found.add(place)
    return found


def acceptable(formula: FormulaCell, values: Mapping[SheetPosition, Scalar], place: SheetPosition) -> bool:
    """May the new value stand in the file?"""
    value = values.get(place, MISSING)
    if isinstance(value, CellError):
        return value is not MISSING and isinstance(formula.cell.value, CellError)
    if isinstance(value, str) and formula.reading.worded and not same(value, formula.cell.value):
        return not _SEPARATED.search(value)  # "12.5 dagar" here is "12,5 dagar" in a Swedish Excel
    return True
