"""The summary sheet as it stands in a workbook: blocks may have been moved, and older workbooks lack some rows."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.book.convert import tidy
from rus_sheets.book.model import Book
from rus_sheets.book.raw import RawCell, RawSheet
from rus_sheets.layout.summary_layout import CellRole, SummaryCell, block_tops, summary_layout
from rus_sheets.schema.model import BlockRow, Declaration, SummaryBlock


class SummaryPlace(Struct, frozen=True):
    """A declared summary cell, where it stands in this workbook, and what stands there."""

    cell: SummaryCell
    raw: RawCell

    @property
    def says(self) -> str:
        """The text that stands there."""
        return tidy(str(self.raw.value or ""))

    @property
    def is_earlier(self) -> bool:
        """Whether it is a label of a workbook made before the label was changed."""
        return self.cell.part is CellRole.LABEL and self.says in self.cell.earlier


def summary_places(book: Book) -> tuple[SummaryPlace, ...]:
    """Every declared cell of the summary, with the cell that stands there; none where the workbook has no summary."""
    sheet = book.raw.sheet(book.declaration.summary.sheet)
    if sheet is None:
        return ()
    declaration = _as_made(book.declaration, sheet)
    layout = summary_layout(declaration)
    moved = _moved(declaration, layout, sheet)
    if moved:
        layout = summary_layout(declaration, moved)
    return tuple(SummaryPlace(cell, sheet.at(cell.row, cell.column)) for cell in layout)


def _as_made(declaration: Declaration, sheet: RawSheet) -> Declaration:
    """The declaration without the rows that were declared after the workbook was made."""
    texts = {tidy(str(cell.value)) for (_, column), cell in sheet.cells.items() if column == 1}
    blocks = tuple(_with_rows(block, texts) for block in declaration.summary.block)
    return replace(declaration, summary=replace(declaration.summary, block=blocks))


def _with_rows(block: SummaryBlock, texts: set[str]) -> SummaryBlock:
    return replace(block, rows=tuple(row for row in block.rows if not row.optional or _stands(row, texts)))


def _stands(row: BlockRow, texts: set[str]) -> bool:
    return not texts.isdisjoint({tidy(label) for label in (row.label, *row.earlier_labels)})


def _moved(declaration: Declaration, layout: tuple[SummaryCell, ...], sheet: RawSheet) -> dict[str, int]:
    """The heading's row of each block that has been moved, told by its heading and first header."""
    texts = {cell.value: row for (row, column), cell in reversed(list(sheet.cells.items())) if column == 1}
    first = {cell.block: cell.text for cell in reversed(layout) if cell.part is CellRole.HEADER}
    tops = block_tops(declaration)
    moved = {}
    for block in declaration.summary.block:
        found = texts.get(block.heading)
        stays = sheet.at(tops[block.key], 1).value == block.heading
        if found and not stays and sheet.at(found + 1, 1).value == first[block.key]:
            moved[block.key] = found
    return moved
