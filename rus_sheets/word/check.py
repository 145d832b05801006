"""A template is checked before it is used: every tag is read, also those that this year's data never reaches.

Names are looked up in the shape of the context, loop variables in the shape of what they run through. Where a list is
empty nothing is known of its items, and nothing is said of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from rus_sheets.word.environment import guess

_TAG = re.compile(r"<[^>]+>")
_BLOCK = re.compile(r"\{%-?\s*(?:p|tr|tc|r)?\s*(\w+)")
_LEFT_OVER = re.compile(r"\{[{%#]|[}%#]\}")
_WHOLE_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_CLOSED_BY = {"for": "endfor", "if": "endif"}
_WITHIN = {"else": ("if", "for"), "elif": ("if",)}
_KNOWN_TAGS = ("for", "endfor", "if", "elif", "else", "endif", "set")

Shape = Mapping[str, object] | Sequence[object] | object
"""A value seen as what names and items it has: a context is its own shape."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in a template: the paragraph it stands in (its text), what is wrong and what to do."""

    paragraph: str
    message: str
    remedy: str = ""


def faults_in(source: str, environment: SandboxedEnvironment, context: Mapping[str, object]) -> list[Fault]:
    """What is wrong in one part of a template; ``source`` has a line for each paragraph."""
    lines = [_TAG.sub("", line).strip() for line in source.splitlines()]
    found = _unbalanced(lines)
    if found:
        return found
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError as error:
        return [
            Fault(_short(line_at(lines, error.lineno)), "Taggen kan inte läsas.", "Kontrollera klamrar och stavning.")
        ]
    return [
        Fault(_short(line_at(lines, number)), message, remedy)
        for number, message, remedy in _names(tree, dict(context))
    ]


def words(line: str) -> str:
    """A paragraph's text, at most 80 characters."""
    return _short(_TAG.sub("", line).strip())


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77]}..."


def line_at(lines: Sequence[str], number: int) -> str:
    """The text of a line counted from 1; that of the last one if the number lies beyond it."""
    return lines[min(number, len(lines)) - 1] if lines else ""


def _unbalanced(lines: Sequence[str]) -> list[Fault]:
    """Tags that are unknown, broken, never closed or closed without having begun."""
    found: list[Fault] = []
    open_tags: list[tuple[str, str]] = []
    for line in lines:
        for match in _BLOCK.finditer(line):
            fault = _step(match[1], _short(line), open_tags)
            if fault:
                found.append(fault)
        if _LEFT_OVER.search(_WHOLE_TAG.sub("", line)):
            found.append(
                Fault(_short(line), "Taggen är inte hel.", "En tagg börjar med {{ eller {% och slutar med }} eller %}.")
            )
    for tag, line in open_tags:
        found.append(
            Fault(_short(line), f"{tag} avslutas aldrig.", f"Lägg till {_CLOSED_BY[tag]} där stycket ska sluta.")
        )
    return found


def _step(tag: str, line: str, open_tags: list[tuple[str, str]]) -> Fault | None:
    if tag in _CLOSED_BY:
        open_tags.append((tag, line))
    elif tag in _CLOSED_BY.values():
        wanted = next(begin for begin, end in _CLOSED_BY.items() if end == tag)
        if not open_tags or open_tags[-1][0] != wanted:
            return Fault(line, f"{tag} avslutar något som inte har börjat.", f"Ta bort det eller lägg till {wanted}.")
        open_tags.pop()
    elif tag in _WITHIN:
        if not open_tags or open_tags[-1][0] not in _WITHIN[tag]:
            return Fault(line, f"{tag} står utanför if.", "Ta bort det eller lägg till if före.")
    elif tag not in _KNOWN_TAGS:
        return Fault(line, f"Taggen {tag} finns inte.", guess(tag, _KNOWN_TAGS))
    return None


def _names(node: nodes.Node, scope: dict[str, Shape | None]) -> Iterator[tuple[int, str, str]]:
    """Names that aren't there, with the line they stand on. A shape of None is one that isn't known."""
    if isinstance(node, nodes.For):
        yield from _names(node.iter, scope)
        inner = {**scope, "loop": None, **_targets(node.target, _item(_shape(node.iter, scope)))}
        for child in (*node.body, *node.else_):
            yield from _names(child, inner)
        return
    if isinstance(node, nodes.Assign):
        yield from _names(node.node, scope)
        scope.update(_targets(node.target, _shape(node.node, scope)))
        return
    if isinstance(node, nodes.Name) and node.name not in scope:
        yield node.lineno, f"Namnet {node.name} finns inte.", guess(node.name, list(scope))
    if isinstance(node, nodes.Getattr):
        holder = _shape(node.node, scope)
        if isinstance(holder, Mapping) and holder and node.attr not in holder:
            yield node.lineno, f"{node.attr} finns inte här.", guess(node.attr, [str(key) for key in holder])
    for child in node.iter_child_nodes():
        yield from _names(child, scope)


def _targets(target: nodes.Node, shape: Shape | None) -> dict[str, Shape | None]:
    if isinstance(target, nodes.Name):
        return {target.name: shape}
    return {name.name: None for name in target.find_all(nodes.Name)}


def _shape(node: nodes.Node, scope: Mapping[str, Shape | None]) -> Shape | None:
    if isinstance(node, nodes.Name):
        return scope.get(node.name)
    if isinstance(node, nodes.Getattr):
        holder = _shape(node.node, scope)
        return holder.get(node.attr) if isinstance(holder, Mapping) else None
    return None


def _item(shape: Shape | None) -> Shape | None:
    """The shape of a list's items: all the names that any of them has."""
    if not isinstance(shape, (list, tuple)):
        return None
    mappings = [each for each in shape if isinstance(each, Mapping)]
    if not mappings:
        return None
    merged: dict[str, object] = {}
    for each in mappings:
        for key, value in each.items():
            # An empty list says least: prefer one that shows what its items are.
            if key not in merged or not merged[key]:
                merged[key] = value
    return merged
