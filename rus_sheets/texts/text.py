"""A cell's text as blocks: what people type as lists becomes lists, and nothing they wrote is lost.

People write in a cell with line breaks (Alt+Enter). A blank line or a line break ends a paragraph; ``- `` or ``• ``
begins a bullet, ``1. `` or ``1) `` a numbered item, ``a) `` a lettered one (``listsigns`` tells all of them). Bold and
italic come from the cell's own formatting. Links are bare addresses and ``[text](address)``. Everything else is text,
whatever it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.book.raw import Runs
from rus_sheets.office.xmltext import FORBIDDEN
from rus_sheets.texts.content import Block, BulletList, Inline, NumberedList, Paragraph, Run, Text
from rus_sheets.texts.listsigns import Sign, SignKind, signs

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# What XML can't hold, other control characters, and the mark of a text's beginning.
_UNPRINTABLE = re.compile(f"[{FORBIDDEN}\x7f-\x9f\ufeff]")
_BLANKS = re.compile("[ \n]+")
_LINK = re.compile(r"\[([^\[\]\n]+)\]\(((?:https?://|mailto:)[^\s()<>\"]+)\)|(https?://[^\s<>\"\[\]{}|\\^`]+)")
_AFTER_ADDRESS = ".,;:!?'”»*_"


class _MarkedLine(Struct, frozen=True):
    """A line's text and, character for character, its marks."""

    text: str
    marks: tuple[str, ...]

    def part(self, start: int, end: int | None = None) -> _MarkedLine:
        return _MarkedLine(self.text[start:end], self.marks[start:end])


def tame(text: str) -> str:
    """The text with one kind of line break and no tabs or control characters: safe to put in any document."""
    return _tame_but_tabs(text).replace("\t", " ")


def _tame_but_tabs(text: str) -> str:
    return _UNPRINTABLE.sub("", _BREAKS.sub("\n", text.replace("\x1f", " ")))


def one_line(text: str) -> str:
    """The text on one line, single spaces; for titles and headings. A non-breaking space is kept."""
    return _BLANKS.sub(" ", tame(text)).strip(" ")


def enumerated(words: Sequence[str]) -> str:
    """``ett, två och tre``; ``ett, annat; tre`` where any has a comma of its own; "" for no words."""
    if any("," in word for word in words):
        return "; ".join(words)
    *others, last = words or [""]
    return f"{', '.join(others)} och {last}" if others else last


def parse(text: str, runs: Runs = ()) -> Text:
    """The cell's text as blocks. ``runs``, when given, hold the same text with its marks. Never raises."""
    blocks: list[Block] = []
    lines = _lines(runs or ((text, ""),))
    for line, sign in zip(lines, signs([line.text for line in lines]), strict=True):
        _add(blocks, line, sign)
    return Text(tuple(blocks))


def parse_inline(text: str, runs: Runs = ()) -> tuple[Inline, ...]:
    """The cell's text as one stretch of runs, for places with room for a single paragraph."""
    joined: list[Inline] = []
    for line in _lines(runs or ((text, ""),)):
        if joined:
            joined.append(Run(" "))
        joined.extend(_runs(line))
    return tuple(joined)


def _lines(runs: Runs) -> list[_MarkedLine]:
    text, marks = _tamed(runs)
    lines, start = [], 0
    for raw in text.split("\n"):
        body = raw.strip(" \t")
        if body:
            first = start + raw.index(body[0])
            lines.append(_MarkedLine(body, marks[first : first + len(body)]))
        start += len(raw) + 1
    return lines


def _tamed(runs: Runs) -> tuple[str, tuple[str, ...]]:
    given = [run for run in runs if run[0]]
    parts: list[str] = []
    marks: list[str] = []
    for (text, mark), (following, _) in pairwise([*given, ("", "")]):
        # A \r\n that is cut in two by a change of look is one break.
        part = _tame_but_tabs(text[:-1] if text.endswith("\r") and following.startswith("\n") else text)
        parts.append(part)
        marks += [mark] * len(part)
    return "".join(parts), tuple(marks)


def _add(blocks: list[Block], line: _MarkedLine, sign: Sign | None) -> None:
    last = blocks[-1] if blocks else None
    if sign is None:
        blocks.append(Paragraph(_runs(line)))
        return
    item = _runs(line.part(sign.end))
    letters = sign.kind is SignKind.LETTER
    if sign.kind is SignKind.BULLET:
        if isinstance(last, BulletList):
            blocks[-1] = BulletList((*last.items, item))
        else:
            blocks.append(BulletList((item,)))
    elif isinstance(last, NumberedList) and last.letters is letters and sign.number == last.start + len(last.items):
        blocks[-1] = replace(last, items=(*last.items, item))
    else:
        # Another number than the next one is a list of its own: the writer's figure stands.
        blocks.append(NumberedList((item,), sign.number, letters=letters))


def _runs(line: _MarkedLine) -> tuple[Inline, ...]:
    line = _MarkedLine(line.text.replace("\t", " "), line.marks)
    runs: list[Inline] = []
    position = 0
    for match in _LINK.finditer(line.text):
        name, address, end = match[1], match[2], match.end()
        if match[3] is not None:
            name = address = _address(match[3])
            end = match.start() + len(address)
        if not _is_address(address) or not name.strip():
            continue
        runs += _marked(line.part(position, match.start()))
        marks = line.marks[match.start(1) if match[1] is not None else match.start()]
        runs.append(Run(name, "b" in marks, "i" in marks, address))
        position = end
    return tuple(runs + _marked(line.part(position)))


def _marked(line: _MarkedLine) -> list[Inline]:
    looks = {*line.marks}
    if len(looks) == 1:  # as most have, and quickly
        (mark,) = looks
        return [Run(line.text, bold="b" in mark, italic="i" in mark)]
    found: list[Inline] = []
    pairs = zip(line.text, line.marks, strict=True)
    for marks, group in groupby(pairs, key=lambda pair: ("b" in pair[1], "i" in pair[1])):
        found.append(Run("".join(character for character, _ in group), bold=marks[0], italic=marks[1]))
    return found


def _address(found: str) -> str:
    """Without the full stop or bracket that ends the sentence, not the address."""
    address = found.rstrip(_AFTER_ADDRESS)
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(_AFTER_ADDRESS)
    return address


def _is_address(address: str) -> bool:
    """Does it name a place (Word takes no more than 2 083 characters)?"""
    return len(address) <= 2083 and len(address.partition(":")[2].strip("/")) > 0
