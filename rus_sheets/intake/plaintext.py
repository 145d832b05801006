"""A text file (.txt, .md) as paragraphs and tables: lines that were broken to fit a page are put together again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rus_sheets.texts.listsigns import signs
from rus_sheets.texts.manuscript import Manuscript, TypedCell, TypedLine, TypedTable

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_MARKS = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*|(?<![*\w])[*_](?=\S)([^*_\n]+?)(?<=\S)[*_](?![*\w])")
_ALL_BOLD = re.compile(r"\*\*(?=\S)([^*]+)(?<=\S)\*\*")
_LEAD = re.compile(r"\*\*(?=\S)([^*]+)(?<=\S)\*\*")
_RULER = re.compile(r"\s*\|?\s*:?-{3,}:?\s*(\|\s*:?-{3,}:?\s*)*\|?\s*")
_TAGS = re.compile(r"<(/?)(p|br|li|ul|ol)\b[^>]*>", re.IGNORECASE)
_TORN = re.compile(r"[a-zåäö]-$")
_KEPT_HYPHEN = re.compile(r"(?:och|eller|samt)\b")
_ENDS = (".", ":", "!", "?", ";")
_SHORT = 40
_MARGIN = 8
"""Letters are of different widths: so many characters less than the widest line is still a full line."""
_WRAPPED = 0.2
"""The share of lines that go on in small letters on the next, from which a file is taken to be broken to a width."""


def read_text(name: str, text: str) -> Manuscript:
    """The text of a file as a document."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n ").replace("\ufeff", "").split("\n")
    if _is_wrapped(lines):
        lines = list(_unwrapped(lines))
    return Manuscript(name, tuple(_blocks(lines)))


def _blocks(lines: Sequence[str]) -> Iterator[TypedLine | TypedTable]:
    number, tables, place = 0, 0, 0
    while place < len(lines):
        rows: list[tuple[str, ...]] = []
        end = place
        while end < len(lines) and (cells := _cells(lines[end])):
            if not _RULER.fullmatch(lines[end]):
                rows.append(cells)
            end += 1
        if rows:
            tables += 1
            before = number
            made = []
            for row in rows:
                made.append(tuple(_cell(text, number) for text in row))
                number += 1
            yield TypedTable(tables, before, tuple(made))
            place = end
            continue
        if lines[place].strip():
            number += 1
            yield _line(lines[place], number)
        place += 1


def _cells(line: str) -> tuple[str, ...]:
    """The cells of a row of a table; none for a line that is no row."""
    said = line.strip()
    if said.startswith("|") and said.endswith("|") and len(said) > 1:
        return tuple(cell.strip() for cell in said[1:-1].split("|"))
    if "\t" in line.lstrip() and said and not signs([line])[0]:  # with nothing but tabs after its first cell too
        return tuple(cell.strip() for cell in line.split("\t"))
    return ()


def _cell(text: str, number: int) -> TypedCell:
    parts = [part for part in _TAGS.sub("\n", text).split("\n") if part.strip()]
    return TypedCell(tuple(_line(part, number + 1) for part in parts))


def _line(text: str, number: int) -> TypedLine:
    heading = _HEADING.fullmatch(text.strip())
    if heading:
        return TypedLine(number, _plain(heading[2]), level=len(heading[1]))
    bold = _ALL_BOLD.fullmatch(text.strip())
    sign = None if bold else signs([text])[0]
    said = text[sign.end :] if sign else text
    lead = _LEAD.match(said.strip())
    return TypedLine(
        number,
        _plain(said),
        bold=bool(bold),
        lead="" if bold or not lead else _plain(lead[1]),
        item=text[: sign.end].strip() if sign else "",
        depth=(len(text) - len(text.lstrip())) // 2 if sign else 0,
    )


def _plain(text: str) -> str:
    return " ".join(_MARKS.sub(lambda mark: mark[1] or mark[2], text).split())


def _is_wrapped(lines: Sequence[str]) -> bool:
    said = [line for line in lines if line.strip()]
    goes_on = sum(1 for line, following in pairwise(lines) if line.strip() and following[:1].islower())
    return len(said) > 1 and goes_on > _WRAPPED * len(said)


def _unwrapped(lines: Sequence[str]) -> Iterator[str]:
    """The lines put together to paragraphs: one ends where the next line's first word would have had room."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    width = lengths[len(lengths) * 19 // 20]
    made = ""
    for number, line in enumerate(lines):
        said = line.strip()
        if not said:
            following = next((other.strip() for other in lines[number:] if other.strip()), "")
            if made and not _goes_on(made, following):
                yield made
                made = ""
            continue
        full = number > 0 and len(lines[number - 1].rstrip()) + 1 + len(said.split()[0]) >= width - _MARGIN
        across = not (number and lines[number - 1].strip())
        new_page = line.startswith(" ") and said[:1].isupper() and made.endswith(_ENDS)
        more = across or full or said[:1].islower() or _figure_goes_on(made, said)
        if made and not signs([said])[0] and more and not new_page:
            made = _joined(made, said)
        else:
            if made:
                yield made
            made = said
    if made:
        yield made


def _goes_on(said: str, following: str) -> bool:
    """Does a paragraph go on after a blank line, as where a page ends, with a small letter?"""
    return following[:1].islower() and not said.endswith(_ENDS) and not signs([following])[0]


def _figure_goes_on(said: str, following: str) -> bool:
    """Does a line begin with a figure that the sentence before lacks?"""
    return following[:1].isdigit() and len(said) > _SHORT and not said.endswith(_ENDS)


def _joined(one: str, other: str) -> str:
    if _TORN.search(one) and other[:1].islower():
        return f"{one}{other}" if _KEPT_HYPHEN.match(other) else f"{one[:-1]}{other}"
    return f"{one} {other}"
