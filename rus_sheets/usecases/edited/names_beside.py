"""What a document calls things beside their figures: for one that doesn't remember which plan it is of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from rus_sheets.book.another_plan import alike, names
from rus_sheets.book.model import Book
from rus_sheets.usecases.edited.agreement import DocumentComparison
from rus_sheets.usecases.edited.controlreading import ControlReading, Says

FEW = 3
"""Things with a name, from which it can be told whether they are the workbook's."""


class NamesBeside(Struct, frozen=True):
    """The ids whose figures stand beside a name of theirs (``same``), and ``other`` names with what stands there.

    ``figures_differ`` tells whether most figures of those others say something else than the workbook.
    """

    same: tuple[str, ...]
    other: tuple[tuple[str, str, str], ...]
    figures_differ: bool

    @property
    def is_another_plan(self) -> bool:
        """Other names beside other figures: a template's own table may show figures beside something else."""
        return len(self.other) >= max(FEW, len(self.same) + 1) and self.figures_differ

    @property
    def tells(self) -> bool:
        """Can it be seen that it is the workbook's?"""
        return len(self.same) >= max(FEW, len(self.other))


def names_beside(comparison: DocumentComparison) -> NamesBeside:
    """What the document's tables call what their figures are of."""
    titles = _titles(comparison.book)
    beside: dict[str, list[str]] = {}
    for id_, said in _rows(comparison):
        if id_ in titles and any(map(str.isalpha, said)):
            beside.setdefault(id_, []).append(said)
    same = tuple(id_ for id_, said in beside.items() if any(alike(titles[id_], name) for name in said))
    other = tuple((id_, said[0], titles[id_]) for id_, said in beside.items() if id_ not in same)
    of_others = [reading for reading in comparison.readings if _id_of(reading.control.tag) in {one[0] for one in other}]
    return NamesBeside(same, other, _most_differ(of_others))


def _titles(book: Book) -> dict[str, str]:
    """What the workbook calls the areas, posts and the like that a document may have figures of."""
    return {id_: title for table in book.tables.values() if table.table.title for id_, title in names(table).items()}


def _rows(comparison: DocumentComparison) -> Iterator[tuple[str, str]]:
    """The id of each figure in a table, and what its row begins with."""
    for line in comparison.document.lines:
        for tag, _ in line.holes if line.place.table else ():
            if id_ := _id_of(tag):
                yield id_, line.place.near


def _id_of(tag: str) -> str:
    pieces = tag.split("/")
    return pieces[1] if len(pieces) == 3 else ""


def _most_differ(readings: Sequence[ControlReading]) -> bool:
    return 2 * sum(reading.says is not Says.SAME for reading in readings) > len(readings)
