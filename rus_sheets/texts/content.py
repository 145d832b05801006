"""What a document is made of, before it has a look: ``documents`` makes these values and ``word`` renders them.

Nothing here knows Word. A figure carries the ids of the cell it came from, so that it can be checked and
refreshed in a document that people have edited since.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from msgspec import Struct

MAX_TAG = 64
"""Word refuses a content control whose tag or title is longer than this (ECMA-376 17.5.2.42, Word's own limit)."""

ITEM = "#"
"""Among the names of an item in a list: what tells it from the others (``Plan/A03``). No template can ask for it."""


class Figure(Struct, frozen=True):
    """A figure, date or status from the workbook.

    ``text`` is what the reader sees; ``tag`` names the cell by ids (``Plan/A03/Dagar``) and ``title`` says the same in
    words. A figure without tag is plain text that no cell stands behind.

    ``instead_of`` is the tag that documents written before had in this one's place, on a line (a table's row) with the
    tag ``beside``: there it is this figure that is meant.
    """

    text: str
    tag: str = ""
    title: str = ""
    instead_of: str = ""
    beside: str = ""

    def __post_init__(self) -> None:
        if len(self.tag) > MAX_TAG:
            raise ValueError(f"tag longer than {MAX_TAG} characters: {self.tag!r}")

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look. ``link`` is an absolute address, or "" for plain text.

    ``tag`` and ``title`` name the cell as those of a figure do, where a list has an item of each of several cells.
    """

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    tag: str = field(default="", compare=False)
    title: str = field(default="", compare=False)


class Said(str):
    """A short text of a cell: a string to all who don't ask, that knows its cell as a figure does.

    ``tag`` names it by ids and ``source`` in words.
    """

    __slots__ = ("source", "tag")
    tag: str
    source: str

    def __new__(cls, text: str, tag: str = "", source: str = "") -> Said:
        """The text with the cell that it comes from."""
        made = super().__new__(cls, text)
        made.tag, made.source = tag, source
        return made


Inline = Run | Figure


class Paragraph(Struct, frozen=True):
    """One paragraph. ``style`` is a Word style's name; "" is the style of the place it is put in."""

    runs: tuple[Inline, ...]
    style: str = ""


class BulletList(Struct, frozen=True):
    """A list where the order doesn't matter: one tuple of runs an item."""

    items: tuple[tuple[Inline, ...], ...]


class NumberedList(Struct, frozen=True):
    """A numbered list; each one counts from its own ``start``.

    ``letters`` numbers a, b, c instead of 1, 2, 3, and ``prefix`` stands before each letter: 1a, 1b, 1c.
    """

    items: tuple[tuple[Inline, ...], ...]
    start: int = 1
    letters: bool = False
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Blocks in order: what a cell's text becomes. Empty text is false, so a template can ask ``if``.

    ``tag`` and ``title`` name the cell as those of a figure do, "" where it isn't one cell's.
    """

    blocks: tuple[Block, ...] = ()
    tag: str = field(default="", compare=False)
    title: str = field(default="", compare=False)

    def __bool__(self) -> bool:
        return bool(self.blocks)

    def __add__(self, other: Text) -> Text:
        named = self if self.tag else other
        return Text(self.blocks + other.blocks, named.tag, named.title)


class DataTable(Struct, frozen=True):
    """A table with one header row and nothing merged.

    Each row has as many cells as ``header``. ``align`` is one letter a column, l or r ("" is all left); ``widths`` are
    shares of the width (empty: equal). ``total`` makes the last row a total.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    align: str = ""
    widths: tuple[int, ...] = ()
    total: bool = False

    def __post_init__(self) -> None:
        if any(len(row) != len(self.header) for row in self.rows):
            raise ValueError(f"{self.caption}: each row needs {len(self.header)} cells")


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values in a chart; None is a gap. ``waiting`` is what isn't reported yet, which is drawn as such."""

    name: str
    values: tuple[float | None, ...]
    waiting: bool = field(default=False, compare=False)


class Chart(Struct, frozen=True):
    """A native chart with its figures inside: lying bars, standing columns, lying bars with the series stacked, tiles.

    ``alt`` says in a sentence what it shows, for those who can't see it. The same figures belong in a table beside it.
    Each category is a tile in a map of ``tiles``. The tile stands in the series of its state, whose value is its line
    from the top; ``places`` are how far from the left the tiles stand, both from 1. The categories go line by line.
    """

    kind: Literal["bar", "column", "stacked", "tiles"]
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    alt: str
    unit: str = ""
    number_format: str = "#,##0"
    places: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if len(self.places) != (len(self.categories) if self.kind == "tiles" else 0):
            raise ValueError(f"{self.title}: each tile needs a place, and nothing else has any")

    @property
    def is_unnamed(self) -> bool:
        """Is it a single bar, whose name the caption has, so that it gets the whole width? A year is always told."""
        return len(self.categories) == 1 and not self.categories[0].isdigit()

    def in_series_order(self) -> list[int]:
        """The numbers of the categories, those with a value in the first series first."""
        found = [[place for place, value in enumerate(line.values) if value is not None] for line in self.series]
        return [place for places in found for place in places]


Block = Paragraph | BulletList | NumberedList | DataTable | Chart


def plain(text: str | Figure) -> Text:
    """One paragraph of plain text, or nothing for an empty one."""
    if isinstance(text, str):
        return Text((Paragraph((Run(text),)),)) if text else Text()
    return Text((Paragraph((text,)),)) if text else Text()


def words(text: Text) -> str:
    """All that can be read in it, a line per paragraph or item; for summaries and tests."""
    lines: list[str] = []
    for block in text.blocks:
        match block:
            case Paragraph(runs=runs):
                lines.append(_join(runs))
            case BulletList(items=items) | NumberedList(items=items):
                lines.extend(_join(item) for item in items)
            case DataTable(caption=caption, header=header, rows=rows):
                lines += [caption, "\t".join(header)]
                lines += ["\t".join(words(cell) for cell in row) for row in rows]
            case Chart(title=title, alt=alt):
                lines += [title, alt]
    return "\n".join(lines)


def _join(runs: tuple[Inline, ...]) -> str:
    return "".join(run.text for run in runs)
