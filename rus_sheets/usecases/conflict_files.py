"""The conflict workbooks beside a workbook: finding them, and making the next with what was chosen in earlier ones."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.book.model import Book
from rus_sheets.errors import UserError
from rus_sheets.excel.edit.patch import Patch
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.merge.conflicts import is_about, remembered
from rus_sheets.merge.questions import Question
from rus_sheets.merge.read_choices import ChoiceAnswer, choice_places, read_answers
from rus_sheets.office.atomic import write_atomically
from rus_sheets.sharing import read_bytes, remove
from rus_sheets.usecases.merging import Merged, merge
from rus_sheets.usecases.opened.opening import open_book

_NAME = "konflikter"


class ConflictFiles(Struct, frozen=True):
    """The conflict workbooks of a workbook, the latest first, and why others of such a name can't be used."""

    paths: tuple[Path, ...]
    faults: tuple[UserError, ...]


def conflict_files(workbook: Path) -> ConflictFiles:
    """The conflict workbooks of this workbook that lie beside it: known by name and by content.

    Raises UnusableInputError when the workbook can't be used, OSError when its folder can't be listed.
    """
    return _found(open_book(workbook), workbook)


def merge_and_ask(
    workbook: Path,
    sources: Sequence[Path],
    *,
    now: dt.datetime,
    seen: str = "",
    on_start: Callable[[int], Callable[[], None]] = lambda _: lambda: None,
) -> Merged:
    """As ``merge``; what a person has to decide on is in a conflict workbook beside the workbook (``conflicts``).

    One that asks the very same is used again, with its choices. Otherwise a new one is made, and a question that an
    earlier one asks too has the choice that was made there. Raises as ``merge`` does.
    """
    merged = merge(workbook, sources, now=now, conflicts=_new_name(workbook), seen=seen, on_start=on_start)
    if merged.conflicts is None:
        return merged
    with contextlib.suppress(UserError, OSError):  # what was read in is read in, and the questions can be chosen anew
        return replace(merged, conflicts=_with_earlier(workbook, merged.conflicts))
    return merged


def _found(book: Book, workbook: Path) -> ConflictFiles:
    found, faults = [], []
    for path in workbook.parent.iterdir():
        named = (
            _NAME in path.name.casefold() and path.suffix.lower() == ".xlsx" and not path.name.startswith(("~", "."))
        )
        if named and path.is_file():
            try:
                raw = read_workbook(path)
                if is_about(raw, book):  # or it is another workbook's, or something else of that name
                    remembered(raw, book)
                    found.append((path.stat().st_mtime_ns, path))
            except UserError as error:
                faults.append(error)
    return ConflictFiles(tuple(path for _, path in sorted(found, reverse=True)), tuple(faults))


def _new_name(workbook: Path) -> Path:
    for number in itertools.count(1):
        path = workbook.with_name(f"{workbook.stem}-{_NAME}{f' {number}' if number > 1 else ''}.xlsx")
        if not path.exists():
            return path
    raise AssertionError


def _with_earlier(workbook: Path, made: Path) -> Path:
    """The conflict workbook to go on in: ``made`` with the choices of earlier ones, or one that asks the very same."""
    book = open_book(workbook)
    words, raw = book.declaration.merge, read_workbook(made)
    asked = remembered(raw, book)
    chosen: dict[Question, ChoiceAnswer] = {}
    for path in _found(book, workbook).paths:
        if path == made:
            continue
        earlier = read_workbook(path)
        questions = remembered(earlier, book)
        if questions == asked:
            remove(made)
            return path
        given = read_answers(earlier, words, questions).given
        for number, answer in given.items():
            chosen.setdefault(questions[number - 1], answer)
    places = choice_places(raw, words, asked)
    patch, data = Patch(Package(made)), read_bytes(made)
    for number, question in enumerate(asked, 1):
        if question in chosen:
            for place in places[number]:
                answer = chosen[question]
                patch.set_cells(place.sheet, {place.choice: answer.choice or None, place.own: answer.text or None})
    after = patch.to_bytes()
    if after != data:
        write_atomically(made, after)
    return made
