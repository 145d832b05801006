"""The form's sheets for child tables: one for each, or one for those that new rows are written in.

Together they are printed on one page, so that a form is two.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from rus_sheets.book.model import Row
from rus_sheets.followup.parts import TITLE_HEIGHT, row_heights
from rus_sheets.followup.tables import BlockPlace, ChildBlock, ChildForms
from rus_sheets.layout.blueprint import NewCell, NewSheet, Style
from rus_sheets.schema.model import Followup

_HEAD = 3
"""Rows of a table above its own: what it is and how it is written, help, and headers."""
_FURTHER, _SHARED_FURTHER = 40, 6
"""Rows below a table that take what it has no room for: by itself on a sheet, and where several share a page."""
_MORE = "Räcker inte raderna? Fortsätt på raderna under tabellen, i samma kolumner."
_SHARED_MORE = "Räcker inte raderna? Fortsätt på de {n} under tabellen, i samma kolumner, och i mejlet om de är fler."
_STATE, _WHY = 18.0, 44.0
_UPRIGHT, _LYING = 996, 1466
"""Pixels across an A4 within its margins, at seven tenths of the size."""


class RowSheet(Struct, frozen=True, dict=True):
    """Makes one sheet for unit after unit. It is named by its table, or ``name`` where it has several."""

    words: Followup
    forms: Sequence[ChildForms]

    def of(self, unit: Row) -> tuple[NewSheet, list[ChildBlock]] | None:
        """The unit's sheet and its tables; None where it would be empty."""
        blocks: list[ChildBlock] = []
        cells = [NewCell(1, 1, f"{self._name} – {unit.id} {_short(unit.title)}", Style.TITLE)]
        heights = {1: TITLE_HEIGHT}
        top = 2
        for form in self.forms:
            further = _SHARED_FURTHER if self._shared else _FURTHER
            block = form.block(unit, self._name, BlockPlace(top + _HEAD - 1, self._why, further))
            if block:
                cells += [*self._head(form, top), *block.cells]
                heights[block.made.row] = form.header_height([*self._widths.values()][: len(form.columns)])
                blocks.append(block)
                top = block.last + 2
        return (self._sheet(blocks, cells, heights), blocks) if blocks else None

    def _sheet(self, blocks: list[ChildBlock], cells: list[NewCell], heights: dict[int, float]) -> NewSheet:
        high = [cell for cell in cells if cell.style is not Style.SPARE]
        return NewSheet(
            name=self._name,
            cells=tuple(cells),
            tables=tuple([block.made for block in blocks]),
            rules=tuple([rule for block in blocks for rule in block.rules]),
            highlights=tuple([highlight for block in blocks for highlight in block.highlights]),
            widths=self._widths,
            heights=row_heights(high, self._widths) | heights,
            frozen=(1 if self._shared else blocks[0].made.row, 0),
            cursor=blocks[0].cursor,
            protected=True,
            landscape=not self._paged,
            hidden_columns=self._hidden,
            printed=(blocks[-1].last, self._why - 1) if self._paged else None,
        )

    @property
    def _shared(self) -> bool:
        return len(self.forms) > 1

    @property
    def _paged(self) -> bool:
        """Whether all that can be written has room on a page, beside which its faults are told."""
        return self._shared or not self.forms[0].child.new_id

    @property
    def _name(self) -> str:
        return self.words.rows_sheet if self._shared else self.forms[0].table.sheet

    @cached_property
    def _why(self) -> int:
        """The column of the faults, beside the widest table."""
        return max(form.state_column for form in self.forms) + 1

    @cached_property
    def _widths(self) -> dict[int, float]:
        widths: dict[int, float] = {}
        for form in self.forms:
            for place, width in enumerate((*form.widths, _STATE), 1):
                widths[place] = max(width, widths.get(place, 0.0))
        if self._paged:
            return _fitted(widths, _UPRIGHT, self._hidden) | {self._why: _WHY}
        return _fitted(widths | {self._why: _WHY}, _LYING)

    @cached_property
    def _hidden(self) -> tuple[int, ...]:
        """The column of the unit that all rows are of, where all of the page's width is needed."""
        places = {
            tuple(n for n, column in enumerate(form.columns, 1) if column.key == form.table.parent)
            for form in self.forms
        }
        return places.pop() if self._paged and len(places) == 1 else ()

    def _head(self, form: ChildForms, top: int) -> Iterator[NewCell]:
        more = _SHARED_MORE.format(n=_SHARED_FURTHER) if self._shared else _MORE
        if self._shared:
            yield NewCell(top, 1, form.table.sheet, Style.HEADING)
        if form.child.new_id:
            yield NewCell(top, 3 if self._shared else 1, more)


def row_sheets(words: Followup, forms: Sequence[ChildForms]) -> list[RowSheet]:
    """The sheets that the tables are on, in the tables' order."""
    together = [form for form in forms if form.child.new_id and words.rows_sheet]
    sheets = []
    for form in forms:
        if form not in together:
            sheets.append(RowSheet(words, (form,)))
        elif form is together[0]:
            sheets.append(RowSheet(words, tuple(together)))
    return sheets


def _fitted(widths: dict[int, float], pixels: int, hidden: Sequence[int] = ()) -> dict[int, float]:
    """The widths with the wider columns made narrower, so that all of them have room together."""
    wide = [place for place, width in widths.items() if width > _STATE and place not in hidden]
    rest = sum(width for place, width in widths.items() if place not in (*wide, *hidden))
    room = (pixels - 5 * (len(widths) - len(hidden))) / 7  # of characters, each column with its edges
    share = (room - rest) / sum(widths[place] for place in wide) if wide else 1.0
    return {place: width * min(1.0, share) if place in wide else width for place, width in widths.items()}


def _short(title: str) -> str:
    """A longer title would run past the table and shrink the printed page."""
    return textwrap.shorten(title, 60, placeholder=" …")
