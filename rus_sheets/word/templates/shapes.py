"""What the names in a template stand for, as far as the shape of the context tells.

Names are looked up in the context, loop variables in what they run through. Where a list is empty nothing is known of
its items, and nothing is said of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice

from jinja2 import nodes

from rus_sheets.texts.content import Figure, Paragraph, Text
from rus_sheets.word.templates.environment import guess

Shape = Mapping[str, object] | Sequence[object] | object
"""A value seen as what names and items it has: a context is its own shape."""

Told = tuple[int, str, str]
"""The line in the template, what is wrong there and what to do."""

_MOST = 500
"""Items of a list that tell what the others are. What another one has is told of when the template is filled in."""
_NO_TEXT = "Här står ett villkor eller en lista, som inte kan skrivas som text."
_NO_TEXTS = (bool, Mapping, list, tuple)
_NO_LISTS = (str, bool, int, Figure, Text, Mapping)
_ONE = "Ta bort for och endfor, eller gå igenom en av listorna."
_SEVERAL = "Det är flera. Gå igenom dem med for, och skriv namnet i loopen."


def names_in(node: nodes.Node, scope: dict[str, Shape | None]) -> Iterator[Told]:
    """Names that aren't there, or that can't be written. A shape of None is one that isn't known."""
    if isinstance(node, nodes.For):
        yield from names_in(node.iter, scope)
        if isinstance(shape_of(node.iter, scope), _NO_LISTS):
            yield node.lineno, f"{_dotted(node.iter)} är ingen lista, så for har inget att gå igenom.", _ONE
        inner = scope | named_by(node, scope)
        for child in (*node.body, *node.else_):
            yield from names_in(child, inner)
        return
    if isinstance(node, nodes.Assign):
        yield from names_in(node.node, scope)
        scope.update(_targets(node.target, shape_of(node.node, scope)))
        return
    if isinstance(node, nodes.Output):
        shapes = ((value, shape_of(value, scope)) for value in node.nodes)
        yield from ((value.lineno, _NO_TEXT, "") for value, shape in shapes if isinstance(shape, _NO_TEXTS))
    if isinstance(node, nodes.Name) and node.name not in scope:
        yield node.lineno, f"Namnet {node.name} finns inte.", guess(node.name, list(scope))
    if isinstance(node, nodes.Getattr):
        yield from _attribute(node, shape_of(node.node, scope))
    for child in node.iter_child_nodes():
        yield from names_in(child, scope)


def _attribute(node: nodes.Getattr, holder: Shape | None) -> Iterator[Told]:
    if isinstance(holder, Mapping) and holder and node.attr not in holder:
        yield node.lineno, f"{node.attr} finns inte här.", guess(node.attr, [str(key) for key in holder])
    elif isinstance(holder, (list, tuple)):
        yield node.lineno, f"{node.attr} finns inte här.", _SEVERAL


def long_texts(node: nodes.Node, scope: dict[str, Shape | None]) -> Iterator[tuple[int, str]]:
    """The line and the name of each text that has several paragraphs, which no sentence has room for."""
    if isinstance(node, nodes.For):
        scope = scope | named_by(node, scope)
    if isinstance(node, nodes.Assign):
        scope.update(_targets(node.target, shape_of(node.node, scope)))
    if isinstance(node, nodes.Output):
        shapes = ((value, shape_of(value, scope)) for value in node.nodes)
        yield from ((value.lineno, _dotted(value)) for value, shape in shapes if is_long(shape))
    for child in node.iter_child_nodes():
        yield from long_texts(child, scope)


def is_long(shape: Shape | None) -> bool:
    """Is it a text of several paragraphs, or with a list, a table or a chart?"""
    return isinstance(shape, Text) and (
        len(shape.blocks) > 1 or not all(isinstance(block, Paragraph) for block in shape.blocks)
    )


def named_by(loop: nodes.For, scope: Mapping[str, Shape | None]) -> dict[str, Shape | None]:
    """The names that a loop gives to what stands in it."""
    return {"loop": None, **_targets(loop.target, _item(shape_of(loop.iter, scope)))}


def shape_of(node: nodes.Node, scope: Mapping[str, Shape | None]) -> Shape | None:
    """What a name, or a name's name, stands for; None where that isn't known."""
    if isinstance(node, nodes.Name):
        return scope.get(node.name)
    if isinstance(node, nodes.Getattr):
        holder = shape_of(node.node, scope)
        return holder.get(node.attr) if isinstance(holder, Mapping) else None
    if isinstance(node, nodes.Filter) and node.name == "default" and node.node is not None:
        return shape_of(node.node, scope)
    return None


def _dotted(node: nodes.Node) -> str:
    """The name as it is written."""
    match node:
        case nodes.Getattr():
            return f"{_dotted(node.node)}.{node.attr}"
        case nodes.Filter(node=nodes.Node() as inner):
            return _dotted(inner)
    return getattr(node, "name", "")


def _targets(target: nodes.Node, shape: Shape | None) -> dict[str, Shape | None]:
    if isinstance(target, nodes.Name):
        return {target.name: shape}
    return {name.name: None for name in target.find_all(nodes.Name)}


def _item(shape: Shape | None) -> Shape | None:
    """The shape of a list's items: all the names that any of them has, each as the one that shows most of what it is.

    A list shows the items of all of them; a text that is long somewhere shows that.
    """
    items = (item for item in shape if isinstance(item, Mapping)) if isinstance(shape, (list, tuple)) else ()
    found: dict[str, list[object]] = {}
    for item in islice(items, _MOST):
        for key, value in item.items():
            found.setdefault(str(key), []).append(value)
    return {key: _most(values) for key, values in found.items()} or None


def _most(values: Sequence[object]) -> object:
    lists = [value for value in values if isinstance(value, (list, tuple))]
    if lists:
        return [*chain.from_iterable(lists)]
    return next(filter(is_long, values), next(filter(None, values), values[0]))
