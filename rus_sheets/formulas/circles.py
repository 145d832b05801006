"""Circular references: formulas that depend on themselves, found in time proportional to the workbook."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rus_sheets.book.raw import SheetPosition
from rus_sheets.formulas.areas import Area
from rus_sheets.formulas.graph import Form, FormulaCell, Graph

CircleNode = SheetPosition | Area
"""A formula cell, or an area that formulas read: many formulas share one."""

_FEW = 3000
"""Different formulas; with more of them (each row its own) the quick look would take the square of their number."""


def circles(graph: Graph) -> Iterator[list[SheetPosition]]:
    """The formula cells of each circle, in their order on the sheets."""
    if _surely_none(graph):
        return
    targets = _targets(graph)
    for component in _components(targets):
        if len(component) > 1 or component[0] in targets[component[0]]:
            yield sorted(node for node in component if node in graph.formulas)


class _Alike(NamedTuple):
    """The cells of a column that share a form, taken as one that reads whatever any of them reads."""

    node: CircleNode
    first_row: int
    last_row: int
    formula: FormulaCell


def _surely_none(graph: Graph) -> bool:
    """A quick look at columns rather than cells, which is enough for nearly every workbook."""
    rows: dict[tuple[int, Form], list[int]] = {}
    formulas: dict[tuple[int, Form], FormulaCell] = {}
    for (_, row, column), formula in graph.formulas.items():
        rows.setdefault((column, formula.form), []).append(row)
        formulas[column, formula.form] = formula
    if len(rows) > _FEW:
        return False
    columns: dict[tuple[str, int], list[_Alike]] = defaultdict(list)
    for number, ((column, form), found) in enumerate(rows.items()):
        alike = _Alike((form[0], column, number), min(found), max(found), formulas[column, form])
        columns[form[0], column].append(alike)
    targets: dict[CircleNode, Sequence[CircleNode]] = {
        alike.node: [node for area in _read(alike, column) for node in _within(area, columns)]
        for (_, column), every in columns.items()
        for alike in every
    }
    return all(len(component) == 1 and component[0] not in targets[component[0]] for component in _components(targets))


def _read(alike: _Alike, column: int) -> Iterator[Area]:
    """What the cells read between them."""
    for reference in alike.formula.reading.references:
        first, last = reference.at((alike.first_row, column)), reference.at((alike.last_row, column))
        yield first._replace(
            first_row=min(first.first_row, last.first_row), last_row=max(first.last_row, last.last_row)
        )


def _within(area: Area, columns: dict[tuple[str, int], list[_Alike]]) -> Iterator[CircleNode]:
    for (sheet, column), every in columns.items():
        if sheet == area.sheet and area.first_column <= column <= area.last_column:
            for alike in every:
                if alike.first_row <= area.last_row and area.first_row <= alike.last_row:
                    yield alike.node


def _targets(graph: Graph) -> dict[CircleNode, Sequence[CircleNode]]:
    """What each formula cell reads, and which formula cells lie in each area."""
    columns: dict[tuple[str, int], list[int]] = defaultdict(list)
    for sheet, row, column in sorted(graph.formulas):
        columns[sheet, column].append(row)
    found: dict[CircleNode, Sequence[CircleNode]] = {}
    for place, formula in graph.formulas.items():
        singles = [area[:3] for area in formula.areas if area.single and area[:3] in graph.formulas]
        areas = [area for area in formula.areas if not area.single]
        found[place] = [*singles, *areas]
        for area in areas:
            if area not in found:
                found[area] = _inside(area, columns)
    return found


def _inside(area: Area, columns: dict[tuple[str, int], list[int]]) -> Sequence[CircleNode]:
    return [
        (sheet, row, column)
        for (sheet, column), rows in columns.items()
        if sheet == area.sheet and area.first_column <= column <= area.last_column
        for row in rows[bisect_left(rows, area.first_row) : bisect_right(rows, area.last_row)]
    ]


def _components(graph: dict[CircleNode, Sequence[CircleNode]]) -> Iterator[list[CircleNode]]:
    """Strongly connected components (Tarjan 1972), without recursion: chains of formulas can be long."""
    index: dict[CircleNode, int] = {}
    low: dict[CircleNode, int] = {}
    stack: list[CircleNode] = []
    on_stack: set[CircleNode] = set()
    for root in graph:
        if root in index:
            continue
        work: list[tuple[CircleNode, Iterator[CircleNode]]] = [(root, _enter(root, graph, index, low, stack, on_stack))]
        while work:
            node, targets = work[-1]
            for target in targets:
                if target not in index:
                    work.append((target, _enter(target, graph, index, low, stack, on_stack)))
                    break
                if target in on_stack:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    yield list(_leave(node, stack, on_stack))


def _enter(
    node: CircleNode,
    graph: dict[CircleNode, Sequence[CircleNode]],
    index: dict[CircleNode, int],
    low: dict[CircleNode, int],
    stack: list[CircleNode],
    on_stack: set[CircleNode],
) -> Iterator[CircleNode]:
    index[node] = low[node] = len(index)
    stack.append(node)
    on_stack.add(node)
    return iter(graph.get(node, ()))


def _leave(node: CircleNode, stack: list[CircleNode], on_stack: set[CircleNode]) -> Iterable[CircleNode]:
    while True:
        member = stack.pop()
        on_stack.discard(member)
        yield member
        if member == node:
            return
