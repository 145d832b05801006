"""Tags that take their paragraph or table row with them: where they may stand, and that they come in pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rus_sheets.word.templates.check import CLOSED_BY, WHOLE_TAG, Fault, OpenTag, short

_KIND = re.compile(r"\{%-?\s*(?:(p|tr|tc|r)\s)?\s*(\w+)")
_ROW = re.compile(r"\{%-?\s*tr\s")
_ALONE = re.compile(r"\{(?:\{|%-?)\s*(p|tr)\s")


def outside_tables(paragraphs: Sequence[str]) -> Iterator[Fault]:
    """Tags that take their table row with them, in paragraphs that stand in none."""
    for text in paragraphs:
        for tag in (match[0] for match in WHOLE_TAG.finditer(text) if _ROW.match(match[0])):
            remedy = f"Flytta den till en egen tabellrad, eller skriv {tag.replace('tr', 'p', 1)}."
            yield Fault(short(text.strip()), f"{tag} står utanför tabeller.", remedy)


def not_alone(paragraphs: Sequence[str], rows: Sequence[str]) -> Iterator[Fault]:
    """Tags that take their whole paragraph or table row with them, where more stands in it than the tag.

    What else stands there would be gone from the document without a word.
    """
    places = (
        ("p", paragraphs, "i ett eget stycke", "Flytta den dit, eller ta bort p."),
        ("tr", rows, "i en egen tabellrad", "Lägg till en rad i tabellen för den, och flytta den dit."),
    )
    for kind, texts, place, remedy in places:
        for text in texts:
            tag = tag_with(kind, text)
            if tag and WHOLE_TAG.sub("", text, count=1).strip():
                yield Fault(short(text.strip()), f"{tag} måste stå ensam {place}.", remedy)


def tag_with(kind: str, text: str) -> str:
    """The first tag in a text that takes its paragraph (``p``) or row (``tr``) with it, "" where none does."""
    match = next((match for match in _ALONE.finditer(text) if match[1] == kind), None)
    if match is None:
        return ""
    return next((tag[0] for tag in WHOLE_TAG.finditer(text) if tag.start() == match.start()), match[0])


def unlike(paragraphs: Sequence[str]) -> Iterator[Fault]:
    """Tags of which the one takes its paragraph with it and the other doesn't: half a paragraph would be left."""
    opened: list[OpenTag] = []
    for text in paragraphs:
        for match in _KIND.finditer(text):
            seen = OpenTag(match[2], short(text.strip()), match[1] or "")
            if seen.tag in CLOSED_BY:
                opened.append(seen)
            elif opened and CLOSED_BY[opened[-1].tag] == seen.tag:
                begun = opened.pop()
                if begun.kind != seen.kind:
                    kind = begun.kind or seen.kind
                    tags = f"{{%{kind} {begun.tag} ... %}} och {{%{kind} {seen.tag} %}}"
                    yield Fault(begun.line, f"{begun.tag} och {seen.tag} är skrivna på olika sätt.", f"Skriv {tags}.")
