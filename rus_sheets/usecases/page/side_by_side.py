"""Two workbooks beside each other, for those who look at them: sheet by sheet, row by row, word by word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from rus_sheets.book.compare import CellChange, Differences, RowChange, SameRow, TotalChange
from rus_sheets.book.convert import Shown
from rus_sheets.book.raw import Runs
from rus_sheets.book.shown import as_text
from rus_sheets.documents.figures import number
from rus_sheets.merge.word_diff import marked
from rus_sheets.usecases.compare import compare_files


class PieceKind(StrEnum):
    """Whether words stand in both texts, only in the earlier or only in the later."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


class Piece(Struct, frozen=True):
    """Some words of a text that has changed."""

    kind: PieceKind
    text: str


class ChangedCell(Struct, frozen=True):
    """What a cell said and says, "" for an empty one: a text word by word as ``pieces``. ``by`` is ``+2``, say."""

    header: str
    before: str
    after: str
    by: str
    pieces: tuple[Piece, ...]


class ChangedRow(Struct, frozen=True):
    """A row that both have, with the cells that differ; ``was`` is its id in the earlier, where that is another."""

    row: str
    title: str
    cells: tuple[ChangedCell, ...]
    was: str


class SheetBySheet(Struct, frozen=True):
    """What differs on a sheet, and the rows there that are ``same`` by name, or may be (``unsure``)."""

    sheet: str
    new: tuple[RowChange, ...]
    ended: tuple[RowChange, ...]
    changed: tuple[ChangedRow, ...]
    same: tuple[SameRow, ...]
    unsure: tuple[SameRow, ...]

    @property
    def cells(self) -> int:
        """How many cells have changed."""
        return sum(len(row.cells) for row in self.changed)


class ChangedTotal(Struct, frozen=True):
    """A total that differs; "" where it isn't known. ``by`` as for cells."""

    label: str
    before: str
    after: str
    by: str


class SideBySide(Struct, frozen=True):
    """The differences from ``a`` to ``b``, those sheets that have any, in the declaration's order.

    ``told`` and ``withheld`` are as in ``Compared``.
    """

    a: Path
    b: Path
    sheets: tuple[SheetBySheet, ...]
    totals: tuple[ChangedTotal, ...]
    told: tuple[str, ...]
    withheld: int


def side_by_side(
    a: Path,
    b: Path,
    on_step: Callable[[str, int, int], None] = lambda *_: None,
    *,
    by_id: bool = False,
    whole: bool = False,
) -> SideBySide:
    """What ``compare`` finds. Raises UnusableInputError as it does. The rest is as in ``compare_files``."""
    compared = compare_files(a, b, by_id=by_id, whole=whole, on_step=on_step)
    sheets = (_sheet(compared.found, table.sheet) for table in compared.declaration.table)
    differing = tuple(sheet for sheet in sheets if sheet.new or sheet.ended or sheet.changed or sheet.same)
    return SideBySide(a, b, differing, tuple(map(_total, compared.found.totals)), compared.told, compared.withheld)


def woven(before: str, after: str) -> tuple[Piece, ...]:
    """Two texts as one, in which each word of either stands once."""
    if before == after:
        return (Piece(PieceKind.SAME, after),)
    old, new = marked(before, after)
    if not old and not new:
        both = (Piece(PieceKind.GONE, before), Piece(PieceKind.NEW, after))
        return tuple(piece for piece in both if piece.text)
    if not old:  # nothing is gone
        return tuple(_pieces(new, PieceKind.NEW))
    if not new:
        return tuple(_pieces(old, PieceKind.GONE))
    return tuple(_woven(list(_pieces(old, PieceKind.GONE)), list(_pieces(new, PieceKind.NEW))))


def _woven(old: list[Piece], new: list[Piece]) -> Iterator[Piece]:
    """What both have stands in the same order in both."""
    while old or new:
        while old and old[0].kind is PieceKind.GONE:
            yield old.pop(0)
        while new and new[0].kind is PieceKind.NEW:
            yield new.pop(0)
        if old and new:
            new.pop(0)
            yield old.pop(0)


def _pieces(runs: Runs, kind: PieceKind) -> Iterator[Piece]:
    yield from (Piece(kind if marks else PieceKind.SAME, text) for text, marks in runs)


def _sheet(found: Differences, sheet: str) -> SheetBySheet:
    rows: dict[tuple[str, str, str], list[ChangedCell]] = {}
    for cell in found.changed:
        if cell.sheet == sheet:
            rows.setdefault((cell.row, cell.title, cell.was), []).append(_cell(cell))
    return SheetBySheet(
        sheet,
        tuple(row for row in found.new if row.sheet == sheet),
        tuple(row for row in found.ended if row.sheet == sheet),
        tuple(ChangedRow(row, title, tuple(cells), was) for (row, title, was), cells in rows.items()),
        tuple(row for row in found.same if row.sheet == sheet),
        tuple(row for row in found.unsure if row.sheet == sheet),
    )


def _cell(cell: CellChange) -> ChangedCell:
    before, after = _told(cell.a), _told(cell.b)
    texts = isinstance(cell.a, str) and isinstance(cell.b, str)
    return ChangedCell(cell.header, before, after, _by(cell.difference), woven(before, after) if texts else ())


def _total(total: TotalChange) -> ChangedTotal:
    before, after = ("" if value is None else number(value) for value in (total.a, total.b))
    by = "" if total.difference is None else f"{'+' if total.difference > 0 else ''}{number(total.difference)}"
    return ChangedTotal(total.label, before, after, by)


def _by(difference: float | None) -> str:
    return "" if difference is None else f"{'+' if difference > 0 else ''}{_told(difference)}"


def _told(value: Shown) -> str:
    text = as_text(value)
    return text.replace(".", ",") if isinstance(value, float) else text
