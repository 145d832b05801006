"""Formula texts as trees.

Excel's order of operators: a sign binds tighter than ``^`` (``-2^2`` is 4), which binds tighter than ``*``; ``%``
stands behind its number; comparisons come last. Operators of one rank are read from the left.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rus_sheets.formulas.resolver import REFERENCES
from rus_sheets.formulas.tokens import Token, function_name, tokens


class Constant(NamedTuple):
    """A number, a text or a truth value."""

    value: float | str | bool


class ErrorValue(NamedTuple):
    """An error that stands in the formula, such as ``#REF!``."""

    code: str


class Operand(NamedTuple):
    """What may stand for cells: a range, a part of a table, a name."""

    token: Token


class Missing(NamedTuple):
    """An argument that is left out: ``IF(A1,,2)``."""


class Array(NamedTuple):
    """``{1,2;3,4}``: its rows."""

    rows: tuple[tuple[Node, ...], ...]


class Call(NamedTuple):
    """A function, by its name in capitals, and its arguments."""

    name: str
    arguments: tuple[Node, ...]


class Signed(NamedTuple):
    """An operand with ``-``, ``+``, ``@`` before it or ``%`` behind it."""

    sign: str
    operand: Node


class Chain(NamedTuple):
    """Operands with operators of one rank between them, from the left.

    ``:`` and a blank join areas to new ones, ``,`` puts them side by side.
    """

    first: Node
    rest: tuple[tuple[str, Node], ...]


Node = Constant | ErrorValue | Operand | Missing | Array | Call | Signed | Chain

_RANKS = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))
_RANK_OF = {operator: rank for rank, operators in enumerate(_RANKS) for operator in operators}
_SIGNS = frozenset("+-@")
_DEEPEST = 60
"""How deep brackets may go; Excel allows 64."""
_TRUTH = {"TRUE": True, "FALSE": False}


@lru_cache(maxsize=16_384)
def parse(formula: str) -> Node | None:
    """The formula as a tree; None for what isn't understood. Never raises."""
    parser = _Parser(tokens(formula))
    try:
        tree = parser.ranked(0)
    except _NotUnderstoodError:
        return None
    return tree if parser.done else None


def inner_nodes(node: Node) -> Iterator[Node]:
    """The nodes right below one, from the left."""
    match node:
        case Call(_, arguments):
            yield from arguments
        case Signed(_, operand):
            yield operand
        case Chain(first, rest):
            yield first
            yield from (operand for _, operand in rest)
        case Array(rows):
            yield from (item for row in rows for item in row)


class _NotUnderstoodError(Exception):
    pass


def _word(piece: Token) -> Node:
    truth = _TRUTH.get(piece.text.upper())
    return Operand(piece) if truth is None else Constant(truth)


class _Parser:
    def __init__(self, pieces: tuple[Token, ...]) -> None:
        self._pieces = pieces
        self._at = 0
        self._depth = 0

    @property
    def done(self) -> bool:
        return self._at == len(self._pieces)

    def ranked(self, rank: int) -> Node:
        """Operands and operators from that rank on, the loosest first."""
        node = self._signed()
        while (found := _RANK_OF.get(self._operator(), -1)) >= rank:
            rest: list[tuple[str, Node]] = []
            while _RANK_OF.get(operator := self._operator()) == found:
                self._at += 1
                rest.append((operator, self.ranked(found + 1)))
            node = Chain(node, tuple(rest))
        return node

    def _operator(self) -> str:
        """The operator that stands next, "" where none does."""
        if self.done or self._pieces[self._at].kind != "op":
            return ""
        return self._pieces[self._at].text

    def _next(self) -> Token:
        if self.done:
            raise _NotUnderstoodError
        self._at += 1
        return self._pieces[self._at - 1]

    def _take(self, operator: str) -> None:
        if self._operator() != operator:
            raise _NotUnderstoodError
        self._at += 1

    def _signed(self) -> Node:
        signs = []
        while (sign := self._operator()) in _SIGNS and sign:
            self._at += 1
            signs.append(sign)
        node = self._joined()
        while self._operator() == "%":
            self._at += 1
            node = Signed("%", node)
        for sign in reversed(signs):
            node = Signed(sign, node)
        return node

    def _joined(self) -> Node:
        """An operand, or several that make an area: ``A1:INDEX(...)``, ``A:A 2:2``."""
        first = self._operand()
        rest: list[tuple[str, Node]] = []
        while not self.done:
            operator = self._operator()
            if operator == ":":
                self._at += 1
            elif operator not in ("", "("):
                break
            rest.append((operator if operator == ":" else " ", self._operand()))
        return Chain(first, tuple(rest)) if rest else first

    def _operand(self) -> Node:
        kind, text = piece = self._next()
        found: Node | None = None
        match kind:
            case "number":
                found = Constant(float(text))
            case "text":
                found = Constant(text[1:-1].replace('""', '"'))
            case "error":
                found = ErrorValue("#REF!" if "!#" in text else text.upper())
            case "function":
                found = Call(function_name(text), self._arguments())
            case "external":
                found = Operand(piece)
            case "op" if text == "(":
                found = self._bracketed()
            case "op" if text == "{":
                found = self._array()
            case _ if kind in REFERENCES:
                found = _word(piece)
        if found is None:
            raise _NotUnderstoodError
        return found

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _NotUnderstoodError

    def _bracketed(self) -> Node:
        self._deeper()
        node = self.ranked(0)
        rest: list[tuple[str, Node]] = []
        while self._operator() == ",":
            self._at += 1
            rest.append((",", self.ranked(0)))
        self._take(")")
        self._depth -= 1
        return Chain(node, tuple(rest)) if rest else node

    def _arguments(self) -> tuple[Node, ...]:
        self._deeper()
        self._take("(")
        found: list[Node] = []
        if self._operator() != ")":
            found.append(self._argument())
            while self._operator() == ",":
                self._at += 1
                found.append(self._argument())
        self._take(")")
        self._depth -= 1
        return tuple(found)

    def _argument(self) -> Node:
        return Missing() if self._operator() in (",", ")") else self.ranked(0)

    def _array(self) -> Node:
        rows: list[list[Node]] = [[]]
        while True:
            rows[-1].append(self._signed())
            operator = self._operator()
            self._at += 1
            if operator == ";":
                rows.append([])
            elif operator == "}":
                return Array(tuple(map(tuple, rows)))
            elif operator != ",":
                raise _NotUnderstoodError
