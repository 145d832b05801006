"""A document's paragraphs as the rules see them, with what each was found to be. Filled in step by step."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.intake.facts import Fact, facts_in, field_of, status_in
from rus_sheets.intake.patterns import plain, whole
from rus_sheets.intake.rules import HeadingRule, Means, Rules
from rus_sheets.texts.manuscript import Manuscript, TypedLine, TypedTable

_NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?=[A-ZÅÄÖ\"”])")
_LETTER_NUMBER = re.compile(r"(?P<number>[A-Z](?:\.?\d{1,2}){0,3})(?:(?<=\d)[.:]?|[.:])\s+(?=[A-ZÅÄÖ\"”])")
_PARTS = re.compile(r"[A-Z]|\d+")
_LETTERED = re.compile(r"([a-zåäö]\)|\d{1,2}[a-zåäö]\)?)\s+(?=\S)")
_NAME = re.compile(r"([A-ZÅÄÖ][a-zåäö]{2,14}): +(?=\S)")
_ENDS = (".", ":", "!", "?", ";", ")")
_LONGEST_HEADING = 170
_FEWEST = 2
_INSIDE = re.compile(r"(?<!\b[Bb]ilaga)(?<!\b[Bb]ilaga \d)(?<=[a-zåäö0-9)])[.!?] [A-ZÅÄÖ]")
_CAPTION = re.compile(r"(?:tabell|figur|diagram) \d+[.:]? ", re.IGNORECASE)
_CONTENTS = re.compile(r"(\.{3,}|…|\t) *\d+$")


class Passage(Struct, eq=False):
    """A line with its number typed before it taken away (``text``), or a table (``grid``).

    ``number`` is the one typed before it; ``means`` are the heading rules that fit it. ``key`` is its rank among what
    structures the document, low for what stands over the most, 0 for a text; ``title`` is true for an activity's name,
    ``rest`` the text that stands after a name on the same line, ``guessed`` where only its place says that it is one.
    ``area`` is true for one that names an area, ``backed`` where its own goals or sum say so. ``unit`` is that of
    amounts without one, by what the document says of them. ``running`` is what it says as a running text, ``facts``
    what counts. ``seen`` is true once something has been made of all of it,
    ``listing`` for a table of activities.
    """

    line: TypedLine
    text: str
    grid: TypedTable | None = None
    level: int = 0
    number: str = ""
    maybe: bool = False
    means: tuple[HeadingRule, ...] = ()
    facts: tuple[Fact, ...] = ()
    running: tuple[Fact, ...] = ()
    status: str = ""
    zone: Means | None = None
    key: float = 0
    title: str = ""
    rest: str = ""
    guessed: bool = False
    area: bool = False
    backed: bool = False
    listing: bool = False
    unit: str = ""
    seen: bool = False
    heading: str = ""

    @property
    def is_item(self) -> bool:
        """Is it an item of a list?"""
        return bool(self.line.item)

    @property
    def begins_bold(self) -> bool:
        """Does it begin with bold words, itself and not a line of its paragraph before it?"""
        return bool(self.line.lead) and self.line.text.startswith(self.line.lead)

    @property
    def is_caption(self) -> bool:
        """Does it stand over a table or a picture, by its style or its words?"""
        return self.line.style == "caption" or bool(_CAPTION.match(self.text))

    def has(self, *wanted: Means) -> bool:
        """Is it a heading of one of these kinds?"""
        return any(rule.means in wanted for rule in self.means)


def passages(document: Manuscript, rules: Rules, statuses: Sequence[tuple[str, str]]) -> list[Passage]:
    """The document's paragraphs and tables in their order; a paragraph that a page's end has parted is one again."""
    found: list[Passage] = []
    for block in document.blocks:
        if isinstance(block, TypedTable):
            found += _of_table(block, rules, statuses)
        elif found and _goes_on(found[-1], block):
            before = found[-1].line
            found[-1] = _passage(replace(before, text=f"{before.text} {block.text}", tags=(*before.tags, *block.tags)),
                                 rules, statuses)  # fmt: skip
        else:
            found.append(_passage(block, rules, statuses))
    for at, number in _numbers_of_letters(found).items():
        found[at] = _passage(found[at].line, rules, statuses, number)
    levels = {at: 0 for at in range(len(found)) if _stands_alone(found, at)} | _numbered(found)
    for at, level in levels.items():
        line, number = replace(found[at].line, level=level, item=""), found[at].number
        found[at] = _passage(line, rules, statuses, number if number[:1].isalpha() else "")
    return found


def _stands_alone(found: Sequence[Passage], at: int) -> bool:
    """Is the line numbered as an item, but over a text and no list: ``1. Tillsyn``?"""
    if not (found[at].is_item and found[at].number and at + 1 < len(found) and _like_heading(found[at].text)):
        return False
    beside = [found[near] for near in (at - 1, at + 1) if near >= 0]
    return beside[-1].grid is None and not any(other.is_item for other in beside)


def _numbers_of_letters(found: Sequence[Passage]) -> dict[int, str]:
    """The numbers of headings that begin with a letter: ``A. Vatten`` over ``A1. Provtagning``; at least two."""
    numbers: dict[int, str] = {}
    for at, passage in enumerate(found):
        begun = _LETTER_NUMBER.match(passage.line.text) if passage.grid is None and not passage.is_item else None
        if begun and (passage.level or _like_heading(passage.line.text[begun.end() :])):
            numbers[at] = begun["number"]
    known = set(numbers.values())
    return numbers if len(known) >= _FEWEST and known & {"A", "A1", "A.1"} else {}


def _numbered(found: Sequence[Passage]) -> dict[int, int]:
    """The levels of headings that are told by typed numbers alone: ``2. Klimat`` over ``2.1 Nya uppdrag``.

    None in a document whose headings have styles, or where no number has two parts.
    """
    heads = [(at, passage) for at, passage in enumerate(found) if passage.grid is None and _like_heading(passage.text)]
    parted = {at: parts for at, passage in heads if len(parts := _PARTS.findall(passage.number)) > 1}
    tops = {parts[0] for parts in parted.values()}
    if len(parted) < _FEWEST or sum(1 for passage in found if passage.level) > _FEWEST:
        return {}
    alone: dict[int, int] = {}
    following = 1
    for at, passage in heads:
        told = passage.number
        listed = any(found[near].number.isdigit() for near in (at - 1, at + 1) if 0 <= near < len(found))
        if told in tops or (told == str(following) and not listed):
            alone[at], following = 1, int(told) + 1 if told.isdigit() else following
    return alone | {at: len(parts) for at, parts in parted.items()}


def _of_table(grid: TypedTable, rules: Rules, statuses: Sequence[tuple[str, str]]) -> list[Passage]:
    """A table as one passage; one of labels and values as a line for each, ``label: value``."""
    whole_table = Passage(TypedLine(grid.before, ""), "", grid=grid)
    labels = [field_of(plain(row[0].text), rules) if len(row) == 2 and row[0].lines else "" for row in grid.rows]
    if len(labels) < 2 or not all(labels):
        return [whole_table]
    made = []
    for number, (label, (head, value)) in enumerate(zip(labels, grid.rows, strict=True)):
        said = " ".join(value.text.split())
        text = said if label == "plan.name" else f"{head.text.strip(' :')}: {said}"
        line = RowLine(grid.before, text, style=grid.place(number), tags=(*head.tags, *value.tags))
        made.append(_passage(line, rules, statuses))
    return made


class RowLine(TypedLine, frozen=True):
    """A row of a table as a line; ``style`` is its place."""

    @property
    def place(self) -> str:
        """Where the row stands."""
        return self.style


def bare(text: str) -> str:
    """A heading's words for comparing: without case, punctuation and kinds of hyphens."""
    return " ".join(re.findall(r"[0-9a-zåäöéü§%]+", plain(text).casefold()))


def _passage(line: TypedLine, rules: Rules, statuses: Sequence[tuple[str, str]], number: str = "") -> Passage:
    """The line as a passage; ``number`` is one of letters that is known to be typed before it."""
    numbered = None if line.item else (_LETTER_NUMBER if number else _NUMBERED).match(line.text)
    text = line.text[numbered.end() :] if numbered else line.text
    if lettered := _LETTERED.match(text):
        line, text = replace(line, item=lettered[1]), text[lettered.end() :]
        line = replace(line, text=text)
    named = _NAME.match(text)
    if named and field_of(named[1], rules) == "plan.name" and re.search("[a-zåäö]{4}", text[named.end() :].lower()):
        text = text[named.end() :]
    text = _without_unsaid(text, rules)
    sign = re.fullmatch(r"([0-9]{1,2})[.)]?", line.item)
    number = numbered["number"] if numbered else sign[1] if sign else ""
    passage = Passage(line, text, level=line.level, number=number)
    if _CONTENTS.search(line.text):
        return passage
    if sign and any(meant(text, rules)):
        line = replace(line, item="")  # a heading with its number typed before it
        passage.line = line
    listed = passage.is_item and not line.bold
    passage.maybe = not listed and _like_heading(text)
    if line.level or passage.maybe:
        passage.means = tuple(meant(text, rules))
    elif not listed and text.endswith(":"):
        passage.means = tuple(rule for rule in meant(text, rules) if rule.means in (Means.MESSAGES, Means.SEATS))
    if not line.level:
        passage.status = status_in(plain(text), statuses) or status_in(plain(line.lead), statuses)
        told = facts_in(plain(text), rules) if not (passage.means and passage.maybe) else ()
        passage.facts = tuple(fact for fact in told if not fact.running)
        passage.running = tuple(fact for fact in told if fact.running)
    return passage


def _without_unsaid(text: str, rules: Rules) -> str:
    """The text without the pieces beside each other that say only that something isn't known yet."""
    if " · " not in text and not whole(rules.unsaid).fullmatch(plain(text).strip(" .")):
        return text
    said = (piece for piece in text.split(" · ") if not whole(rules.unsaid).fullmatch(plain(piece).strip(" .·")))
    return " · ".join(said)


def meant(text: str, rules: Rules) -> Iterator[HeadingRule]:
    """The rules that fit a heading: the first in the file, and others of its kind."""
    said = plain(text).strip(" .:*")
    found = [rule for rule in rules.heading if whole(rule.words).fullmatch(said)]
    return (rule for rule in found if rule.means is found[0].means)


def _like_heading(text: str) -> bool:
    """Could a line be a heading, by its words alone: short, no sentence, with a capital or a figure first?"""
    said = text.strip()
    if " · " in said:  # facts beside each other
        return False
    if not said or len(said) > _LONGEST_HEADING or not (said[0].isupper() or said[0].isdigit() or said[0] in '”"“'):
        return False
    return not said.endswith((".", "!", "?", ";", ",")) and not _INSIDE.search(said)


def _goes_on(before: Passage, line: TypedLine) -> bool:
    """Is the line the rest of the paragraph before it? It begins with a small letter, and that one has no end."""
    text = before.line.text
    if before.grid or line.item or line.level or before.line.level or line.number == before.line.number:
        return False
    if _LETTERED.match(text) or _LETTERED.match(line.text):  # parts of an activity: a), b)
        return False
    return line.text[:1].islower() and len(text) > 20 and not text.rstrip().endswith(_ENDS)
