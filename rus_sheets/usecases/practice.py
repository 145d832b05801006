"""The year to practise on: answers that nobody has read in, one that can't be read, and one that is a conflict."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from rus_sheets.answers.returned import Returned
from rus_sheets.errors import UnusableInputError
from rus_sheets.excel.edit import patch
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.followup.read import read_form
from rus_sheets.layout.canonical import Content
from rus_sheets.schema.model import CellType, Declaration
from rus_sheets.usecases.opened.opening import declaration_of, open_book

SENT, RETURNED = "utskick", "inkommet"
_UNREADABLE = "ca 10"
_OURS = "Skrivet av kansliet medan filen var ute."

DemoAnswer = Mapping[tuple[str, str, str], Content]
"""What an owner fills in, by table key, row id and column key."""


class Practice(Struct, frozen=True):
    """Where it is: the ``workbook`` and how many ``answers`` wait; ``unreadable`` and ``conflict`` are the units."""

    workbook: Path
    answers: int
    unreadable: str
    conflict: str


def leave_practice(
    target: Path, workbook: Path, sent: Path, returned: Path, answers: Mapping[str, DemoAnswer]
) -> Practice:
    """Put it in the folder ``target``: a copy of a ``workbook`` that nothing has been read into, of the files that
    were ``sent``, and of those ``returned``, one of them answered so that it can't be read.
    """
    shutil.copytree(sent, target / SENT)
    shutil.copytree(returned, target / RETURNED)
    own = target / workbook.name
    shutil.copyfile(workbook, own)
    declaration = declaration_of(read_workbook(own))
    came = sorted((target / RETURNED).glob("*.xlsx"))
    files = {unit: path for path in came for unit in answers if path.name.startswith(f"{unit} ")}
    unreadable, cell = next(_answered(declaration, answers, files, lambda type_: type_.is_number))
    answer = {**answers[unreadable], cell: _UNREADABLE}
    fill(declaration, target / SENT / files[unreadable].name, answer, target / RETURNED)
    others = {unit: path for unit, path in files.items() if unit != unreadable}
    conflict, (table, row, column) = next(_answered(declaration, answers, others, lambda type_: type_.is_free_text))
    ours = open_book(own)[table].by_id[row].cell(column)
    patch.patch_cells(own, own, {ours.sheet: {ours.ref: _OURS}})
    return Practice(own, len(answers), unreadable, conflict)


def fill(declaration: Declaration, form: Path, answer: DemoAnswer, folder: Path) -> Path:
    """Fill in a follow-up file as its owner would; returns the filled one, in ``folder``."""
    returned = read_form(read_workbook(form), [declaration])
    if not isinstance(returned, Returned):
        raise UnusableInputError(returned.message, place=form.name, remedy=returned.remedy)
    places = {cell.at: cell for cell in returned.cells}
    values: dict[str, dict[str, patch.CellValue]] = {}
    for where, value in answer.items():
        place = places.get(where)
        if place is not None and place.ref:
            values.setdefault(place.sheet, {})[place.ref] = value
    patch.patch_cells(form, folder / form.name, values, recalculate=True)
    return folder / form.name


def _answered(
    declaration: Declaration,
    answers: Mapping[str, DemoAnswer],
    files: Mapping[str, Path],
    wanted: Callable[[CellType], bool],
) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """The units with a file of their own and a cell of such a type that they have answered."""
    table = declaration.table_of(declaration.followup.answer)
    for unit in files:
        for at, value in answers[unit].items():
            if at[0] == table.key and value not in (None, "") and wanted(table.column(at[2]).type):
                yield unit, at
