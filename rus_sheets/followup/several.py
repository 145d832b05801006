"""Several units' forms in one file: each unit's sheets under its id, and a first sheet that leads to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.answers.returned import BaseTable
from rus_sheets.book.model import Row
from rus_sheets.book.raw import ref_of
from rus_sheets.followup.parts import TITLE_HEIGHT, quoted, row_heights
from rus_sheets.layout.blueprint import Highlight, NewCell, NewSheet, Style
from rus_sheets.schema.model import Followup
from rus_sheets.texts.text import one_line

_LONGEST = 31
"""Characters of a sheet's name."""
_NO_SHEET = re.compile(r"[\[\]:*?/\\']")
_NO_NAME = re.compile(r"\W")
_UNIT, _STATE = 1, 2
_WIDTHS = {_UNIT: 80.0, _STATE: 40.0}
_HEADER = 4


class Part(Struct, frozen=True):
    """A unit's share of a file: the sheets that are shown, the first of them in front, and what they hand out."""

    unit: Row
    sheets: tuple[NewSheet, ...]
    tables: tuple[BaseTable, ...]


def named_apart(parts: Sequence[Part], taken: Sequence[str]) -> tuple[Part, ...]:
    """The parts with the unit's id first in each sheet's name and last in each table's, so that no two are the same.

    ``taken`` are names of other sheets in the file.
    """
    used = {name.casefold() for name in taken}
    found = []
    for part in parts:
        names = {sheet.name: free_name(part.unit.id, sheet.name, used) for sheet in part.sheets}
        sheets = tuple(_renamed(sheet, names, _suffix(part, number)) for number, sheet in enumerate(part.sheets))
        tables = tuple(table._replace(form_sheet=names[table.form_sheet]) for table in part.tables)
        found.append(replace(part, sheets=sheets, tables=tables))
    return tuple(found)


def free_name(unit: str, kind: str, used: set[str]) -> str:
    """A name of a sheet with the unit's id and its kind, which is then one of those that are ``used``."""
    whole = _NO_SHEET.sub("_", f"{unit} {kind}")
    name, number = whole[:_LONGEST].strip(), 1
    while name.casefold() in used:
        number += 1
        name = f"{whole[: _LONGEST - len(str(number)) - 1].strip()} {number}"
    used.add(name.casefold())
    return name


def _suffix(part: Part, number: int) -> str:
    """What tells a table's name from those of other units: the sheet's name does, and names have no blanks."""
    return _NO_NAME.sub("_", f"_{part.unit.id}_{number}")


def _renamed(sheet: NewSheet, names: Mapping[str, str], suffix: str) -> NewSheet:
    """The sheet under its new name; what refers to a renamed sheet follows."""
    pattern = re.compile("|".join(re.escape(f"{quoted(name)}!") for name in names))

    def moved(text: str) -> str:
        return pattern.sub(lambda found: f"{quoted(by_reference[found[0]])}!", text)

    by_reference = {f"{quoted(name)}!": new for name, new in names.items()}
    return replace(
        sheet,
        name=names[sheet.name],
        cells=tuple(cell._replace(formula=moved(cell.formula)) if cell.formula else cell for cell in sheet.cells),
        tables=tuple(replace(table, name=f"{table.name}{suffix}") for table in sheet.tables),
        hyperlinks={at: moved(target) for at, target in sheet.hyperlinks.items()},
    )


def overview(words: Followup, title: str, unit_header: str, parts: Sequence[Part]) -> NewSheet:
    """The first sheet: a line for each unit, which leads to its own first sheet and tells how far that has come."""
    last = _HEADER + len(parts)
    states = (_HEADER + 1, _STATE, last, _STATE)
    rows = list(enumerate(parts, _HEADER + 1))
    cells = (
        NewCell(1, _UNIT, title, Style.TITLE),
        NewCell(2, _UNIT, words.overview_intro, Style.HELP),
        NewCell(_HEADER, _UNIT, unit_header, Style.HEADING),
        NewCell(_HEADER, _STATE, words.state_header, Style.HEADING),
        *(cell for row, part in rows for cell in _line(words, row, part)),
    )
    return NewSheet(
        name=words.overview,
        cells=cells,
        highlights=(
            Highlight(*states, words.done, good=True),
            Highlight(*states, words.done, good=False, other=True),
        ),
        widths=_WIDTHS,
        heights=row_heights(cells, _WIDTHS) | {1: TITLE_HEIGHT},
        frozen=(_HEADER, 0),
        protected=True,
        hyperlinks={(row, _UNIT): _way_to(part.sheets[0]) for row, part in rows},
    )


def _way_to(sheet: NewSheet) -> str:
    return f"#{quoted(sheet.name)}!{ref_of(*sheet.cursor)}"


def _named(part: Part) -> str:
    return one_line(f"{part.unit.id} {part.unit.title}")


def _line(words: Followup, row: int, part: Part) -> Iterator[NewCell]:
    front = part.sheets[0]
    yield NewCell(row, _UNIT, _named(part), Style.LONG_LINK)
    whole = next(cell for cell in front.cells if cell.value == words.whole_label)
    state = next(cell for cell in front.cells if cell.row == whole.row and cell.formula)
    yield NewCell(
        row, _STATE, state.value, Style.STATE, formula=f"={quoted(front.name)}!{ref_of(state.row, state.column)}"
    )
