"""The names that a context has, listed for those who write templates; the docs are made from this."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from rus_sheets.texts.content import ITEM, Figure, Text


class Name(Struct, frozen=True):
    """A name in a template. ``within`` is where it is found (``områden[]`` for each area); ``kind`` is Swedish."""

    within: str
    name: str
    kind: str


def names_in(context: Mapping[str, object], within: str = "") -> Iterator[Name]:
    """Every name of a context, those of a list's items after the list. An empty list tells nothing of its items."""
    for name, value in context.items():
        if name == ITEM:
            continue
        yield Name(within, name, _kind(value))
        place = f"{within}.{name}" if within else name
        if isinstance(value, Mapping):
            yield from names_in(value, place)
        elif isinstance(value, list):
            items = [item for item in value if isinstance(item, Mapping)]
            # Of all items the one with most to tell; they have the same names.
            fullest = max(items, key=_filled, default=None)
            if fullest is not None:
                yield from names_in(fullest, f"{place}[]")


def _filled(item: Mapping[str, object]) -> int:
    return sum(bool(value) for value in item.values())


def _kind(value: object) -> str:
    match value:
        case bool():
            return "villkor"
        case Figure():
            return "uppgift ur arbetsboken"
        case Text():
            return "stycken och listor"
        case Mapping():
            return "grupp av namn"
        case list():
            return "lista"
    return "text"
