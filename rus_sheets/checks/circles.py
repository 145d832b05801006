"""Circular references: formulas that depend on themselves, found in time proportional to the workbook."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rus_sheets.book.raw import RawCell, RawSheet, RawWorkbook
from rus_sheets.formulas.areas import Area
from rus_sheets.formulas.resolver import Resolver

Node = tuple[str, int, int] | Area
"""A formula cell (sheet, row, column), or an area that formulas read: many formulas share one."""

Place = tuple[RawSheet, RawCell]

_FEW = 3000
"""Different formulas; with more of them (each row its own) the quick look would take the square of their number."""


def circles(raw: RawWorkbook, resolver: Resolver) -> Iterator[list[Place]]:
    """The formula cells of each circle."""
    cells: dict[Node, Place] = {
        (sheet.name, *position): (sheet, cell)
        for sheet in raw.sheets
        for position, cell in sheet.cells.items()
        if cell.formula
    }
    if _surely_none(cells.values(), resolver):
        return
    graph = _graph(cells, resolver)
    for component in _components(graph):
        places = [cells[node] for node in component if node in cells]
        if len(component) > 1 or component[0] in graph[component[0]]:
            yield sorted(places, key=lambda place: (place[0].name, place[1].row, place[1].column))


def _surely_none(places: Iterable[Place], resolver: Resolver) -> bool:
    """A quick look at columns rather than cells, which is enough for nearly every workbook.

    The cells of a column that hold the same text are taken as one that reads whatever any of them reads.
    """
    alike: dict[tuple[str, int, str], list[int]] = {}
    for sheet, cell in places:
        alike.setdefault((sheet.name, cell.column, cell.formula or ""), []).append(cell.row)
    if len(alike) > _FEW:
        return False
    groups: dict[tuple[str, int], list[tuple[int, int, Node]]] = defaultdict(list)
    nodes: dict[tuple[str, int, str], Node] = {key: (key[0], key[1], number) for number, key in enumerate(alike)}
    for key, rows in alike.items():
        groups[key[0], key[1]].append((min(rows), max(rows), nodes[key]))
    graph: dict[Node, Sequence[Node]] = {}
    for key, rows in alike.items():
        targets: list[Node] = []
        for area in resolver.areas(key[2], key[0], rows[0], key[1]):
            own_row = area.first_row == area.last_row == rows[0]
            first, last = (min(rows), max(rows)) if own_row else (area.first_row, area.last_row)
            for column in [column for name, column in groups if name == area.sheet]:
                if area.first_column <= column <= area.last_column:
                    targets += [
                        node for top, bottom, node in groups[area.sheet, column] if top <= last and first <= bottom
                    ]
        graph[nodes[key]] = targets
    return all(len(each) == 1 and each[0] not in graph[each[0]] for each in _components(graph))


def _graph(cells: dict[Node, Place], resolver: Resolver) -> dict[Node, Sequence[Node]]:
    columns: dict[tuple[str, int], list[int]] = defaultdict(list)
    for sheet, cell in cells.values():
        columns[sheet.name, cell.column].append(cell.row)
    for rows in columns.values():
        rows.sort()
    graph: dict[Node, Sequence[Node]] = {}
    for node, (sheet, cell) in cells.items():
        targets: list[Node] = []
        for area in resolver.areas(cell.formula or "", sheet.name, cell.row, cell.column):
            if area.first_row == area.last_row and area.first_column == area.last_column:
                single = (area.sheet, area.first_row, area.first_column)
                if single in cells:
                    targets.append(single)
                continue
            targets.append(area)
            if area not in graph:
                graph[area] = _inside(area, columns)
        graph[node] = targets
    return graph


def _inside(area: Area, columns: dict[tuple[str, int], list[int]]) -> Sequence[Node]:
    if area.last_column - area.first_column > 1000:  # whole rows: go by the columns that hold formulas
        wide = [key for key in columns if key[0] == area.sheet and area.first_column <= key[1] <= area.last_column]
    else:
        wide = [(area.sheet, column) for column in range(area.first_column, area.last_column + 1)]
    return [
        (sheet, row, column)
        for sheet, column in wide
        for row in _between(columns.get((sheet, column), ()), area.first_row, area.last_row)
    ]


def _between(rows: Sequence[int], first: int, last: int) -> Sequence[int]:
    return rows[bisect_left(rows, first) : bisect_right(rows, last)]


def _components(graph: dict[Node, Sequence[Node]]) -> Iterator[list[Node]]:
    """Strongly connected components (Tarjan 1972), without recursion: chains of formulas can be long."""
    index: dict[Node, int] = {}
    low: dict[Node, int] = {}
    stack: list[Node] = []
    on_stack: set[Node] = set()
    for root in graph:
        if root in index:
            continue
        work: list[tuple[Node, Iterator[Node]]] = [(root, _enter(root, graph, index, low, stack, on_stack))]
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
    node: Node,
    graph: dict[Node, Sequence[Node]],
    index: dict[Node, int],
    low: dict[Node, int],
    stack: list[Node],
    on_stack: set[Node],
) -> Iterator[Node]:
    index[node] = low[node] = len(index)
    stack.append(node)
    on_stack.add(node)
    return iter(graph.get(node, ()))


def _leave(node: Node, stack: list[Node], on_stack: set[Node]) -> Iterable[Node]:
    while True:
        member = stack.pop()
        on_stack.discard(member)
        yield member
        if member == node:
            return
