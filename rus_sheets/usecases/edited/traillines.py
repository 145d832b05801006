"""A text of several lines in a document beside what the workbook says today: which of its lines are others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise, takewhile, zip_longest

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.usecases.edited.trailwords import cut, short
from rus_sheets.word.memory.record import Then, bare, checksum, plain_text, says_something
from rus_sheets.word.parts.ns import NS
from rus_sheets.word.read.graftsite import Element, paragraph_of
from rus_sheets.word.templates.spoken import Line

_LEAD = 20
"""Characters quoted before the first that differs in a long line."""


class Changed(Struct, frozen=True):
    """A line that is another: ``before`` in the document, "" where it is missing; ``after`` today, None where gone.

    ``place`` is which of the document's lines it is, ``untouched`` whether it stands as the workbook gave it.
    """

    before: str
    after: Line | None
    place: int
    untouched: bool


def lines_in(text: str) -> list[str]:
    """The lines of what can be read in a document, those that say something."""
    return [line for line in text.split("\n") if says_something(line)]


def changed_lines(then: Then, document: str, today: Sequence[Line]) -> list[Changed]:
    """The lines that are others in the workbook than when the document was written, in order.

    ``document`` is what stands there now; what only people have changed in it isn't told.
    """
    now = [line for line in today if says_something(line.text)]
    sums = tuple(checksum(line.text) for line in now)
    if then.lines == sums:
        return []
    every = _changed(then, document, now)
    nobody = not then.lines or checksum(document) == then.seen  # or an older document, which can't tell
    if nobody or sorted(then.lines) == sorted(sums):  # the same in another order
        return list(every)
    added, gone = Counter(sums) - Counter(then.lines), Counter(then.lines) - Counter(sums)
    return [changed for changed in every if _is_news(changed, added, gone)]


def _is_news(changed: Changed, added: Container[str], gone: Container[str]) -> bool:
    """Is it the workbook's doing? A line that it has had all along, people have written anew or taken away."""
    return checksum(changed.before) in gone if changed.after is None else checksum(changed.after.text) in added


def _changed(then: Then, document: str, now: Sequence[Line]) -> Iterator[Changed]:
    before = lines_in(document)
    untouched = checksum(document) == then.seen
    matcher = SequenceMatcher(a=[bare(line) for line in before], b=[bare(line.text) for line in now], autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind != "equal":
            for count, (old, new) in enumerate(zip_longest(before[start:end], now[first:last])):
                known = untouched if not then.lines else not old or checksum(old) in then.lines
                yield Changed(old or "", new, start + count, untouched=known)


def is_other_kind(lines: Sequence[list[Element] | None], change: Changed) -> bool:
    """Would an item's words come in a paragraph's place, or plain ones in a heading's, or the other way about?

    ``lines`` are the pieces of each of the document's.
    """
    pieces, after = lines[change.place] if change.before else None, change.after
    paragraph = paragraph_of(pieces[0]) if pieces else None
    if paragraph is None or after is None:
        return False
    is_item = paragraph.find("w:pPr/w:numPr", NS) is not None
    looks = [piece.find(f"../w:rPr/{name}", NS) for piece in pieces or () for name in ("w:b", "w:rStyle")]
    is_bold = any(look is not None for look in looks)
    return after.is_item is not is_item or (is_bold and after.simple)


def in_its_piece(line: Line, before: str) -> Line:
    """The line with the tag and title of the cell whose words are the first that ``before`` doesn't have."""
    same = sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(line.text, before, strict=False)))
    at_or_before = [piece for piece in line.pieces if piece[0] <= same]
    if not at_or_before:
        return line
    blank = [one for one, after in pairwise(line.pieces) if one[0] == after[0] == same]  # what is gone stood there
    _, tag, title = (blank or at_or_before[-1:])[0]
    return replace(line, tag=tag, title=title)


def beside(before: str, after: str) -> tuple[str, str]:
    """The two in short, from where they differ if they begin alike for long."""
    before, after = plain_text(before), plain_text(after)
    same = next((n for n, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), -1)
    same = min(len(before), len(after)) if same < 0 else same
    if short(before) == before and short(after) == after:
        return before, after
    start = max(0, before.rfind(" ", 0, max(0, same - _LEAD)) + 1)
    return (cut(before, start), cut(after, start))
