"""The unit of amounts that have none where they stand: told by a line at their table, by its sum, or for them all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rus_sheets.intake.header_units import has_unit, read_header
from rus_sheets.intake.passages import Passage
from rus_sheets.intake.patterns import plain, whole
from rus_sheets.intake.rules import Rules
from rus_sheets.intake.values import money_in
from rus_sheets.texts.manuscript import TypedTable

_SENTENCE = re.compile(r"(?<=[a-zåäö)])[.;] |(?<=[0-9])[.;] (?=[A-ZÅÄÖ])")
_LONGEST = 170


def mark_units(found: Sequence[Passage], rules: Rules) -> None:
    """Give each table and paragraph the unit that is told of its amounts, "" where nothing is, or two different."""
    everywhere: list[str] = []
    for section in _sections(found):
        told = [unit for passage in section if (unit := _said(passage, rules))]
        if any(passage.grid is not None for passage in section):
            for passage in section if len(set(told)) == 1 else ():
                passage.unit = told[0]
        else:
            everywhere += told
    for at, passage in enumerate(found):
        if not passage.unit and len(set(everywhere)) == 1:
            passage.unit = everywhere[0]
        if passage.grid is not None:
            passage.unit = _of_sum(passage.grid, rules) or _beside(found, at) or passage.unit


def _sections(found: Sequence[Passage]) -> Iterator[list[Passage]]:
    section: list[Passage] = []
    for passage in found:
        if passage.level or (passage.means and passage.maybe):
            yield section
            section = []
        section.append(passage)
    yield section


def _said(passage: Passage, rules: Rules) -> str:
    """The unit that a sentence of the paragraph tells of amounts, "" for none."""
    sentences = _SENTENCE.split(plain(passage.text)) if passage.grid is None and not passage.level else []
    for sentence in sentences:
        said = sentence.strip(" .()*")
        if not re.search("[0-9]", said) and any(re.search(rf"(?:{rule})", said, re.IGNORECASE) for rule in rules.units):
            return read_header(said).unit
    return ""


def _beside(found: Sequence[Passage], at: int) -> str:
    """The unit that the line right over a table states, as its caption does, or the one right under it."""
    for near in (at - 1, at + 1):
        passage = found[near] if 0 <= near < len(found) else None
        if passage is None or passage.grid is not None or len(passage.text) > _LONGEST or money_in(passage.text):
            continue
        unit = read_header(passage.text.rstrip(" .:")).unit
        if unit and (near < at or passage.is_caption):
            return unit
    return ""


def _of_sum(grid: TypedTable, rules: Rules) -> str:
    """The unit that a table's sum states, in its name or with its amount, where no other amount has one."""
    sums = [row for row in grid.rows if row and whole(rules.total).fullmatch(plain(row[0].text).strip(" :"))]
    others = [row for row in grid.rows if row not in sums]
    if not sums or any(has_unit(cell.text) for row in others for cell in row[1:]):
        return ""
    units = {unit for row in sums for cell in row if (unit := read_header(cell.text).unit)}
    return units.pop() if len(units) == 1 else ""
