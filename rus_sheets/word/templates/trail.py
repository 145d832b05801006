"""What a template printed, listed and chose: a tree that a document remembers and that can be made anew another day.

A template's ``for``, ``if`` and ``{{ }}`` are numbered in the order they stand (``site``). While it is filled in, each
round of a loop, each way taken at an ``if`` and each value printed becomes a node, and the text gets an edge where the
node begins and one where it ends. Two trails of one template then tell what differs between two states of a workbook.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from html import unescape

from jinja2 import TemplateRuntimeError, Undefined, nodes
from markupsafe import Markup, escape
from msgspec import Struct, field

from rus_sheets.texts.content import ITEM, Chart, Figure, Said, Text
from rus_sheets.texts.text import tame
from rus_sheets.word.templates.spoken import (
    Line,
    figures_in,
    is_simple,
    lines_of,
    shown_figure,
    spoken,
    without_signs,
)

# Characters that XML takes and that Unicode keeps for programs' own use (Corrigendum 9): no text has them.
OPEN, CLOSE = "\ufdd0", "\ufdd1"
EDGE = re.compile(f"{OPEN}(-?)([0-9]+){CLOSE}")
_MOST = 500_000
"""Nodes of one document; of 10 000 activities the report has 350 000."""


class TooLongError(TemplateRuntimeError):
    """A document that would fill the memory: a template that repeats too much, or a workbook of too many rows."""


class What(StrEnum):
    """What a node is: a part of the template, a loop, one round of it, a way taken at an ``if``, a printed value."""

    PART = "p"
    LIST = "l"
    ITEM = "i"
    BRANCH = "b"
    VALUE = "v"


class TrailNode(Struct):
    """One thing that a template did.

    ``key`` tells an item from its siblings (``Plan/A03``) and a branch from the other ways (its number). ``text`` is
    what is said in it, figures between their characters; ``tag`` and ``title`` are the cell's, ``label`` what people
    call an item. ``figure`` is true for what has a content control of its own, ``tags`` are those of the controls in
    it, ``simple`` is true for what is one line in one look. ``charts`` are the titles of its charts and ``alts`` their
    texts for those who can't see, ``lines`` what a text of lists and paragraphs says.
    """

    what: What
    site: int
    key: str = ""
    text: str = ""
    tag: str = ""
    title: str = ""
    label: str = ""
    figure: bool = False
    tags: tuple[str, ...] = ()
    simple: bool = True
    charts: tuple[str, ...] = ()
    alts: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    children: list[TrailNode] = field(default_factory=list)

    def walk(self) -> Iterator[TrailNode]:
        """The node and all within it, in the order they were made: a node's place in it is its number."""
        yield self
        for child in self.children:
            yield from child.walk()


class Trail:
    """Made by the environment while a template is filled in; ``root`` holds a node for each of its parts."""

    def __init__(self) -> None:
        self.root = TrailNode(What.PART, 0)
        self._all: list[TrailNode] = [self.root]
        self._open: list[tuple[int, TrailNode]] = [(0, self.root)]
        self._keys: dict[int, set[str]] = {}  # of the items of each list, which may be thousands

    def begin_part(self, number: int) -> None:
        """The body, a header or a footer begins."""
        del self._open[1:]
        self._enter(TrailNode(What.PART, number))

    def listed(self, site: int) -> Markup:
        """A loop begins."""
        return self._enter(TrailNode(What.LIST, site))

    def item(self, value: object, site: int) -> Markup:
        """A round of the loop begins."""
        key, label = _name_of(value)
        _, around = self._open[-1]
        known = self._keys.setdefault(id(around), set())
        count, unique = 1, key
        while unique in known:
            count += 1
            unique = f"{key} {count}"
        known.add(unique)
        return self._enter(TrailNode(What.ITEM, site, unique, label=label))

    def branch(self, number: int, site: int) -> Markup:
        """A way is taken at an ``if``."""
        return self._enter(TrailNode(What.BRANCH, site, str(number)))

    def end(self) -> Markup:
        """What was entered last ends."""
        number, _ = self._open.pop()
        return Markup(f"{OPEN}-{number}{CLOSE}")  # noqa: S704

    def said(self, value: object, finalized: object, site: int) -> object:
        """A value is printed; ``finalized`` is how."""
        if isinstance(value, Undefined) or value is None:
            return finalized
        node = TrailNode(What.VALUE, site)
        if isinstance(value, (Figure, Text)):
            node.tag, node.title = value.tag, value.title
        elif isinstance(value, Said):
            node.tag, node.title = value.tag, value.source
        start = self._enter(node)
        if isinstance(value, Text):
            node.text = spoken(value)
            node.simple = is_simple(value)
            node.lines = lines_of(value)
            node.tags = tuple(figure.tag for figure in figures_in(value))
            node.charts = tuple(block.title for block in value.blocks if isinstance(block, Chart))
            node.alts = tuple(block.alt for block in value.blocks if isinstance(block, Chart))
        elif isinstance(value, Figure):
            node.figure = bool(value.tag)
            node.text = shown_figure(value)
            node.tags = (value.tag,) if node.figure and node.text else ()
        else:
            node.text = tame(without_signs(str(value)))
            finalized = escape(node.text)
        # A figure has its control, and what is blank has no place.
        return start + escape(finalized) + self.end() if node.text and not node.figure else self._pass(finalized)

    def _pass(self, finalized: object) -> object:
        self._open.pop()
        return finalized

    def give_texts(self, rendered: str) -> None:
        """Give each node but the values what stands between its edges in what a skeleton was filled in to.

        The root has all of it.
        """
        begun: dict[int, int] = {}
        said, position = [], 0
        length = 0
        for edge in EDGE.finditer(rendered):
            said.append(rendered[position : edge.start()])
            length += len(said[-1])
            position = edge.end()
            node = self._all[int(edge[2])]
            if not edge[1]:
                begun[int(edge[2])] = length
            elif node.what is not What.VALUE:
                node.text = f"{begun[int(edge[2])]} {length}"
        whole = "".join(said)
        self.root.text = unescape(whole)
        for node in self._all:
            if node.what in (What.ITEM, What.BRANCH, What.LIST) and node.text:
                start, end = map(int, node.text.split())
                node.text = unescape(whole[start:end])
        self.root.text = unescape(whole)

    def _enter(self, node: TrailNode) -> Markup:
        if len(self._all) > _MOST:
            raise TooLongError
        self._open[-1][1].children.append(node)
        self._all.append(node)
        number = len(self._all) - 1
        self._open.append((number, node))
        return Markup(f"{OPEN}{number}{CLOSE}")  # noqa: S704


def _name_of(value: object) -> tuple[str, str]:
    """What tells an item of a list from the others, and what people call it."""
    if isinstance(value, Mapping):
        name = str(value.get("namn", ""))
        return str(value.get(ITEM) or name), name
    return str(value)[:200], str(value)[:200]


def traced(tree: nodes.Template) -> nodes.Template:
    """The template made to tell its trail what it does; the environment has it as ``trail``."""
    _Tracer().nodes_of(tree.body)
    return tree


class _Tracer:
    """Puts calls in between. Sites are numbered from 1 in the order that the template is read."""

    def __init__(self) -> None:
        self._sites = 0

    def nodes_of(self, body: list[nodes.Node]) -> None:
        """Trace a body in place."""
        made: list[nodes.Node] = []
        for node in body:
            made += self._node(node)
        body[:] = made

    def _node(self, node: nodes.Node) -> list[nodes.Node]:
        match node:
            case nodes.Output():
                node.nodes = [self._printed(inner) for inner in node.nodes]
                return [node]
            case nodes.For(target=target):
                site = self._next()
                self.nodes_of(node.body)
                self.nodes_of(node.else_)
                item = nodes.Name(target.name, "load") if isinstance(target, nodes.Name) else nodes.Const("")
                node.body = [_tell("item", node, item, _number(site)), *node.body, _tell("end", node)]
                return [_tell("listed", node, _number(site)), node, _tell("end", node)]
            case nodes.If():
                return [self._chosen(node)]
        for name in ("body", "else_"):
            self.nodes_of(getattr(node, name, None) or [])
        return [node]

    def _chosen(self, node: nodes.If) -> nodes.If:
        site = self._next()
        ways = [node.body, *(branch.body for branch in node.elif_), node.else_]
        counts = any(_counts(branch.test) for branch in (node, *node.elif_))
        for number, way in enumerate(ways):
            self.nodes_of(way)
            if way and not counts:
                way[:] = [_tell("branch", node, _number(number), _number(site)), *way, _tell("end", node)]
        return node

    def _printed(self, node: nodes.Expr) -> nodes.Expr:
        if isinstance(node, nodes.TemplateData) or _counts(node):
            return node
        return _call("said", node, node, _number(self._next()))

    def _next(self) -> int:
        self._sites += 1
        return self._sites


def _counts(node: nodes.Node) -> bool:
    """Is it about an item's place in its loop (which comma comes after which)? That follows from the items."""
    return any(node.name == "loop" for node in (node, *node.find_all(nodes.Name)) if isinstance(node, nodes.Name))


def _number(value: int) -> nodes.Const:
    return nodes.Const(value)


def _call(name: str, near: nodes.Node, *arguments: nodes.Expr) -> nodes.Call:
    line = near.lineno
    called = nodes.EnvironmentAttribute(name, lineno=line)
    return nodes.Call(called, list(arguments), [], None, None, lineno=line)


def _tell(name: str, near: nodes.Node, *arguments: nodes.Expr) -> nodes.Output:
    return nodes.Output([_call(name, near, *arguments)], lineno=near.lineno)
