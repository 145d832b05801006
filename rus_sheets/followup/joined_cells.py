"""Fields that somebody has merged into one: what stands there may answer any of them, and the others show nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec.structs import replace

from rus_sheets.answers.returned import ReturnedCell
from rus_sheets.book.raw import Position, RawSheet, RawWorkbook, position_of, ref_of

_JOINED = "Cellen är sammanfogad med {others}, så det är inte säkert vilket fält svaret gäller."
_COVERED = "Cellen ligger under den sammanfogade cellen {anchor} och syns inte."


def with_joined(
    raw: RawWorkbook, cells: Sequence[ReturnedCell], read: Mapping[str, Collection[Position]]
) -> list[ReturnedCell]:
    """The cells, with why those that are merged with others that have been ``read`` aren't sure."""
    doubts = {(sheet.name, ref): doubt for sheet in raw.sheets if sheet.merged and sheet.name in read
              for ref, doubt in _doubts(sheet, read[sheet.name])}  # fmt: skip
    if not doubts:
        return list(cells)
    found = ((cell, doubts.get((cell.sheet, cell.ref), "")) for cell in cells)
    return [replace(cell, doubt=f"{cell.doubt} {doubt}".strip()) if doubt else cell for cell, doubt in found]


def _doubts(sheet: RawSheet, read: Collection[Position]) -> Iterator[tuple[str, str]]:
    for area in sheet.merged:
        first, _, last = area.partition(":")
        try:
            (top, left), (bottom, right) = position_of(first), position_of(last or first)
        except ValueError:
            continue
        within = sorted(at for at in read if top <= at[0] <= bottom and left <= at[1] <= right)
        covered = [ref_of(*at) for at in within if at != (top, left)]
        if (top, left) in within and covered:
            yield first, _JOINED.format(others=", ".join(covered))
        for ref in covered:
            yield ref, _COVERED.format(anchor=first)
