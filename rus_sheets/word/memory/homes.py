"""Where in a document its controls belong: the line or table row of each, under which heading.

A tag tells what a control says, not where it stands; a figure that has been moved is known by this. There are
checksums in place of texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct


class Home(Struct, frozen=True):
    """A line with controls, or a table row (``heads`` then has the heading of each one's column), under a ``heading``.

    ``tags`` are the controls, ``texts`` what stands around them: of a row the lines that say something, its label
    first. ``measures`` are what each control is counted in by the words that stand there, "" where they don't tell.
    """

    heading: str
    tags: tuple[str, ...]
    texts: tuple[str, ...]
    measures: tuple[str, ...]
    heads: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What a row is called."""
        return self.texts[0] if self.texts else ""


def packed(homes: Sequence[Home]) -> list[list[object]]:
    """As it is kept."""
    return [[home.heading, *map(list, (home.tags, home.texts, home.measures, home.heads))] for home in homes]


def unpacked(found: Iterable[Sequence[object]]) -> tuple[Home, ...]:
    """What has been kept. Raises TypeError or ValueError for something else."""
    return tuple(Home(str(heading), *(tuple(map(str, one)) for one in rest)) for heading, *rest in found)  # type: ignore[call-overload]


def homes_by_tag(homes: Iterable[Home]) -> Mapping[str, list[Home]]:
    """The homes of each control."""
    found: dict[str, list[Home]] = {}
    for home in homes:
        for tag in dict.fromkeys(home.tags):
            found.setdefault(tag, []).append(home)
    return found


def homes_now(old: Sequence[Home], before: Iterable[Home], after: Iterable[Home]) -> tuple[Home, ...]:
    """What is to be remembered after a change of the document that knows what it does.

    ``before`` and ``after`` are how the controls stood and stand. Those that people had moved, or whose words they have
    written anew, are remembered as they were; so are those that aren't there.
    """
    known, now = set(old), list(after)
    astray = {tag for home in before if home not in known for tag in home.tags}
    there = {tag for home in now for tag in home.tags}
    kept = [home for home in old if any(tag in astray or tag not in there for tag in home.tags)]
    return tuple(dict.fromkeys([*(home for home in now if not astray & set(home.tags)), *kept]))
