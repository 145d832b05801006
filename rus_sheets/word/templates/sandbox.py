"""What a template may do: write values, choose and repeat. Nothing that could run code, or take time or memory.

A list of what may be, not of what may not: the sandbox alone lets a template fill the memory with ``"x" * 10**9``,
``|center(10**9)`` or ``{% set x = x ~ x %}`` over and over, or never end (loops within loops).
"""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes

MAX_DEPTH = 5
"""Loops within loops; our own templates have four."""
_MAX_LEVELS = 60
"""Anything within anything; our own templates have ten. Python can't run a hundred ifs in each other."""
_MAX_TEXT = 200
_MAX_FILTERS = 2
_FILTERS = ("capitalize", "default", "first", "int", "join", "last", "length", "lower", "round", "string", "title",
            "trim", "upper")  # fmt: skip
_TESTS = ("defined", "none", "undefined", "string", "number", "mapping", "sequence", "even", "odd", "in", "eq", "ne")
_PLAIN = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.If, nodes.For,
    nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand, nodes.CondExpr, nodes.Tuple, nodes.Keyword,
)  # fmt: skip
_REMEDY = "Ta bort det. I mallar går det att skriva värden, välja med if och upprepa med for."


def not_allowed(node: nodes.Node, depth: int = 0, level: int = 0) -> Iterator[tuple[int, str, str]]:
    """Line, fault and remedy for each thing in a template that templates may not do.

    ``depth`` is the number of loops around the node, ``level`` that of all nodes around it.
    """
    if level > _MAX_LEVELS:
        yield node.lineno, "Taggen innehåller för mycket, eller står i för många andra taggar.", "Dela upp den."
        return
    fault = _fault(node, depth)
    if fault:
        yield node.lineno, fault, _REMEDY
        return
    for child in node.iter_child_nodes():
        yield from not_allowed(child, depth + isinstance(node, nodes.For), level + 1)


def _fault(node: nodes.Node, depth: int) -> str:  # noqa: PLR0911 - one per kind
    match node:
        case nodes.Const():
            return "" if not isinstance(node.value, str) or len(node.value) <= _MAX_TEXT else "Taggen är för lång."
        case nodes.Filter():
            many = sum(1 for _ in node.find_all(nodes.Filter)) >= _MAX_FILTERS
            known = node.name in _FILTERS and not many
            plain = all(isinstance(arg, nodes.Const) for arg in node.args) or node.name == "default"
            return "" if known and plain else f"Filtret {node.name} kan inte användas så här i mallar."
        case nodes.Test():
            return "" if node.name in _TESTS else f"Villkoret {node.name} kan inte användas i mallar."
        case nodes.Assign():
            simple = isinstance(node.node, (nodes.Name, nodes.Getattr, nodes.Const))
            return "" if simple else "Med set går det bara att ge ett värde ett kortare namn."
        case nodes.For():
            if depth >= MAX_DEPTH or node.recursive:
                return "För många upprepningar i varandra."
            named = isinstance(node.iter, (nodes.Name, nodes.Getattr, nodes.Getitem))
            return "" if named else "Det går bara att upprepa för varje rad i en lista."
        case _ if isinstance(node, _PLAIN):
            return "Mallar når inte namn som börjar med _." if _hidden(node) else ""
    return "Taggen gör något som mallar inte får göra: räknar, anropar eller hämtar något."


def _hidden(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Getattr) and node.attr.startswith("_")
