"""Figures that were written in a field which is no longer there, beside what stands in their place.

People take a field away to freeze its figure, and programs lose some. The document remembers the fields that it was
given, in their order, so that one that is gone is known by those around it: between them stands what is left of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.book.convert import read_number
from rus_sheets.book.numberwords import NUMBER_WORDS, value_of
from rus_sheets.documents.sources import Source, Sources
from rus_sheets.word.edit.refill import as_printed
from rus_sheets.word.memory.record import plain_text
from rus_sheets.word.read.controls import HOLE, DocumentLine, DocumentPlace, EditedDocument
from rus_sheets.word.read.figuretext import is_figure
from rus_sheets.word.read.written import sum_of
from rus_sheets.word.templates.spoken import FIGURE_CLOSE, FIGURE_OPEN
from rus_sheets.word.templates.trail import TrailNode

RememberedField = tuple[str, str]
"""The tag of a field that the document was given, and the checksum of what was written in it last."""

_FIGURE = re.compile(f"{FIGURE_OPEN}(.*?){FIGURE_CLOSE}", re.DOTALL)
_NUMBER = r"[-–−]?\d[\d \u00a0\u2009\u202f]*(?:,\d+)?(?:[ \u00a0]?%)?"
_IN_WORDS = re.compile(NUMBER_WORDS, re.IGNORECASE)
_WORD = re.compile(r"\w+|[^\w\s]")
_SPACES = re.compile(r"\s+")
_LETTERS = re.compile(r"[^\W\d]{3}")
"""What makes the words beside a figure tell it from others."""
_BESIDE = 40
"""Characters of the words on each side of a figure that tell its place."""
_LINES = 12
"""Lines between two fields in which what was written is looked for word by word."""
_WORDS = 40
_SEVERAL = 40
"""So many are looked for by what stands there; where more are gone, whole parts of the document are."""


class Loose(Struct, frozen=True):
    """A figure without its field. ``number`` is its place among the remembered fields.

    ``source`` is None for what is no longer in the workbook; ``today`` is what the workbook says, "" for nothing.
    ``said`` is what stands in the document on ``line``, "" where that can't be told.
    """

    number: int
    tag: str
    source: Source | None
    today: str
    place: DocumentPlace
    said: str = ""
    line: DocumentLine | None = None

    @property
    def title(self) -> str:
        """What people call it."""
        sheet, _, rest = self.tag.partition("/")
        return self.source.title if self.source else f"{sheet} {rest.replace('/', ', ')}"

    @property
    def differs(self) -> bool:
        """Does another figure than the workbook's stand in its place?"""
        return bool(self.said) and sum_of(_in_digits(self.said)) != sum_of(self.today)

    @property
    def value(self) -> float | None:
        """The number that stands there, None where it is none."""
        number = read_number(_in_digits(self.said).rstrip("% "))
        return None if number is None else float(number)

    def as_json(self) -> dict[str, str]:
        """For ``--format json``."""
        return {
            "tag": self.tag,
            "title": self.title,
            "place": str(self.place),
            "document": self.said,
            "workbook": self.today,
        }


class _Context(Struct, frozen=True):
    """What the template says right before and after a figure on its line, up to the next figure."""

    tag: str
    before: str
    after: str

    @property
    def is_alone(self) -> bool:
        return not (self.before.strip() or self.after.strip())

    @property
    def tells(self) -> bool:
        return bool(_LETTERS.search(self.before + self.after))


class LooseFigures:
    """Finds them. ``now`` is what the document's template gives today, None where that isn't known."""

    def __init__(
        self, document: EditedDocument, sources: Sources, remembered: Sequence[RememberedField], now: TrailNode | None
    ) -> None:
        self._document = document
        self._sources = sources
        self._remembered = remembered
        self._now = now

    def find(self) -> tuple[Loose, ...]:
        """Every figure that has lost its field, in the order of the document as it was written."""
        gone = self.gone
        if not gone:
            return ()
        found = [self._loose(number) for number in gone]
        if len(found) <= _SEVERAL:
            found = list(self._seen(found))
        # What has left the workbook and the document both is nobody's concern.
        return tuple(loose for loose in found if loose.source or loose.said)

    @cached_property
    def gone(self) -> tuple[int, ...]:
        """The places of the fields that are gone, among the remembered."""
        tags = [tag for tag, _ in self._remembered]
        lacking = Counter(tags) - Counter(control.tag for control in self._document.controls)
        found = []
        for number, tag in enumerate(tags):
            if number not in self._aligned and lacking[tag] > 0:
                lacking[tag] -= 1
                found.append(number)
        return tuple(found)

    @cached_property
    def _aligned(self) -> dict[int, int]:
        """The remembered fields that are there, and which of the document's each is."""
        return aligned([tag for tag, _ in self._remembered], [control.tag for control in self._document.controls])

    # -------------------------------------------------------------- where they were

    def _loose(self, number: int) -> Loose:
        tag = self._remembered[number][0]
        source = self._sources.find(tag)
        before, after = self._neighbours(number)
        near = self._document.controls[before if before is not None else after or 0 :][:1]
        place = near[0].place if near else DocumentPlace()
        return Loose(number, tag, source, as_printed(source.text) if source else "", place)

    def _neighbours(self, number: int) -> tuple[int | None, int | None]:
        """The document's fields before and after it."""
        before = next((self._aligned[other] for other in range(number - 1, -1, -1) if other in self._aligned), None)
        every = range(number + 1, len(self._remembered))
        return before, next((self._aligned[other] for other in every if other in self._aligned), None)

    @cached_property
    def _line_of(self) -> list[int]:
        """The line that each field of the document stands on."""
        holes = [(tag, at) for at, line in enumerate(self._document.lines) for tag, _ in line.holes]
        found, next_hole = [], 0
        for control in self._document.controls:
            place = next((n for n in range(next_hole, len(holes)) if holes[n][0] == control.tag), None)
            found.append(holes[min(next_hole, len(holes) - 1)][1] if place is None else holes[place][1])
            next_hole = next_hole if place is None else place + 1
        return found

    def _window(self, number: int) -> range:
        """The lines between the fields around it, theirs included."""
        before, after = self._neighbours(number)
        if not self._line_of:
            return range(len(self._document.lines))
        start = 0 if before is None else self._line_of[before]
        end = len(self._document.lines) if after is None else self._line_of[after] + 1
        return range(start, max(start, end))

    # -------------------------------------------------------------- what stands there

    def _seen(self, found: Sequence[Loose]) -> Iterator[Loose]:
        contexts = self._contexts
        alone: dict[range, list[int]] = {}
        for loose in found:
            context = contexts.get(loose.number)
            if context and context.is_alone:
                alone.setdefault(self._window(loose.number), []).append(loose.number)
        cells = {number: line for window, numbers in alone.items() for number, line in self._cells(window, numbers)}
        for loose in found:
            line = cells.get(loose.number)
            if line is not None:
                yield replace(loose, said=line.full.strip(), line=line, place=line.place)
            else:
                yield self._by_words(loose, contexts.get(loose.number))

    def _cells(self, window: range, numbers: Sequence[int]) -> Iterator[tuple[int, DocumentLine]]:
        """The lines that hold nothing but a figure, where there are as many as figures that stood by themselves."""
        lines = [self._document.lines[at] for at in window]
        figures = [line for line in lines if not line.holes and is_figure(plain_text(line.text))]
        if len(figures) == len(numbers):
            yield from zip(numbers, figures, strict=True)

    def _by_words(self, loose: Loose, context: _Context | None) -> Loose:
        window = [self._document.lines[at] for at in self._window(loose.number)]
        is_number = is_figure(loose.today) if loose.today else False
        if context and context.tells:
            for line in window:
                said = _between(line.text, context, is_number=is_number)
                if said:
                    return replace(loose, said=said, line=line, place=line.place)
        written = self._remembered[loose.number][1]
        for wanted in (written, sum_of(loose.today)) if len(window) <= _LINES else ():
            for line in window:
                said = next((part for part in _parts(line.text) if wanted and sum_of(part) == wanted), "")
                if said:
                    return replace(loose, said=said, line=line, place=line.place)
        return loose

    @cached_property
    def _contexts(self) -> dict[int, _Context]:
        """What the template says around each of the remembered figures today, for those that it has today."""
        now = list(_contexts(self._now)) if self._now else []
        places = aligned([tag for tag, _ in self._remembered], [context.tag for context in now])
        return {number: now[place] for number, place in places.items()}


def aligned(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Which of the new each of the old is, where both have it in the same order."""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {block.a + n: block.b + n for block in blocks for n in range(block.size)}


def _contexts(now: TrailNode) -> Iterator[_Context]:
    tags = [tag for node in now.walk() for tag in node.tags]
    figures = list(_FIGURE.finditer(now.text))
    if len(tags) != len(figures):
        return
    ends = [0, *(figure.end() for figure in figures)]
    starts = [*(figure.start() for figure in figures), len(now.text)]
    for number, (tag, figure) in enumerate(zip(tags, figures, strict=True)):
        before = re.split(r"[\n\t]", now.text[ends[number] : figure.start()])[-1]
        after = re.split(r"[\n\t]", now.text[figure.end() : starts[number + 1]])[0]
        yield _Context(tag, _SPACES.sub(" ", before)[-_BESIDE:], _SPACES.sub(" ", after)[:_BESIDE])


def _between(text: str, context: _Context, *, is_number: bool) -> str:
    """What stands without a field between the words that stand around the figure, "" where they don't stand there."""
    before, after = context.before.lstrip(), context.after.rstrip()
    core = rf"(?:{_NUMBER}|{NUMBER_WORDS}(?!\w))" if is_number else rf"(?:[^.;:{HOLE}]|\.(?! |$)){{1,120}}?"
    if not is_number and not _LETTERS.search(before):
        return ""
    head = re.escape(before) if before else r"(?<![\w,.])"
    tail = re.escape(after) if after else r"(?=$|[ .,;:)])"
    match = re.search(f"{head}({core}){tail}", _SPACES.sub(" ", text).strip(), re.IGNORECASE if is_number else 0)
    return match[1].strip() if match else ""


def _in_digits(said: str) -> str:
    """``femtiotre`` as it would stand in a field."""
    return f"{value_of(said):g}".replace(".", ",") if _IN_WORDS.fullmatch(said) else said


def _parts(text: str) -> Iterator[str]:
    """Every run of words and signs in the text, the longest first from each."""
    words = list(_WORD.finditer(_SPACES.sub(" ", text)))[:_WORDS]
    plain = _SPACES.sub(" ", text)
    for first in range(len(words)):
        for last in range(len(words) - 1, first - 1, -1):
            yield plain[words[first].start() : words[last].end()]


def remembered_now(
    old: Sequence[RememberedField], gone: Iterable[int], tags: Sequence[str], said: Sequence[str]
) -> tuple[RememberedField, ...]:
    """What a document remembers of its fields once it has been refreshed.

    ``gone`` are the places in ``old`` of those that people had taken away: they are remembered on. ``tags`` are the
    document's fields now, ``said`` the checksum of what is written in each, "" where a person has typed in it.
    """
    away = set(gone)
    places = [number for number in range(len(old)) if number not in away]
    at = {places[a]: b for a, b in aligned([old[number][0] for number in places], tags).items()}
    before = {place: old[number][1] for number, place in at.items()}
    made: list[list[RememberedField]] = [
        [(tag, now or before.get(place, ""))] for place, (tag, now) in enumerate(zip(tags, said, strict=True))
    ]
    first: list[RememberedField] = []
    for number in sorted(away):
        near = next((at[other] for other in range(number - 1, -1, -1) if other in at), None)
        (first if near is None else made[near]).append(old[number])
    return (*first, *(field for fields in made for field in fields))
