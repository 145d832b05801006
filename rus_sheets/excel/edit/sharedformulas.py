"""Shared formulas when some of their cells go: the first one that stays takes over the text."""

from __future__ import annotations

from collections.abc import Callable, Collection

from lxml import etree
from msgspec import Struct, field

from rus_sheets.book.raw import Position
from rus_sheets.excel.read.sheetxml import FORMULA, Rectangle, cells_of, mover, numbered, rows_of
from rus_sheets.office.markup import escape_text, opened_tag, with_attribute


class Handover(Struct, frozen=True):
    """The text and the range that a member gets when it becomes its group's first cell."""

    text: str
    area: Rectangle

    def written(self, tag: bytes, prefix: bytes) -> bytes:
        """The member's ``f`` element, given its opening tag."""
        tag = opened_tag(with_attribute(tag, "ref", str(self.area)))
        return tag + escape_text(self.text).encode() + b"</" + prefix + b"f>"


class _Group(Struct):
    first: Position
    text: str
    members: list[Position] = field(default_factory=list)


def handovers(
    root: etree._Element, gone: Collection[Position], refuse: Callable[[Position], Exception]
) -> dict[Position, Handover]:
    """Which members take over when the formulas in ``gone`` go. Raises what ``refuse`` gives for one that can't."""
    found = {}
    for group in _groups(root, {row for row, _ in gone}):
        if group.first not in gone:
            continue
        left = [member for member in group.members if member not in gone]
        if not left:
            continue
        text = mover(group.text, group.first)(left[0])
        if not text:
            raise refuse(group.first)
        rows, columns = [row for row, _ in left], [column for _, column in left]
        found[left[0]] = Handover(text, Rectangle(min(rows), min(columns), max(rows), max(columns)))
    return found


def _groups(root: etree._Element, rows: Collection[int]) -> list[_Group]:
    """The sheet's shared formulas; none if no formula goes."""
    groups: list[_Group] = []
    latest: dict[str, _Group] = {}
    for row_number, row in numbered(rows_of(root)) if rows else ():
        for column, cell in cells_of(row, row_number):
            formula = cell.find(FORMULA)
            if formula is None or formula.get("t") != "shared":
                continue
            group = formula.get("si", "")
            if formula.text:
                latest[group] = _Group((row_number, column), formula.text)
                groups.append(latest[group])
            elif group in latest:
                latest[group].members.append((row_number, column))
    return groups
