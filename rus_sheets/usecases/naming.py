"""Rows that people have added, made known: taken into their table, given ids and what they belong to."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec import Struct

from rus_sheets.book.build import build_book
from rus_sheets.book.raw import position_of
from rus_sheets.checks.context import Context
from rus_sheets.checks.id_traces import UsedIds
from rus_sheets.checks.missing_ids import Given, Unsure, missing_ids
from rus_sheets.checks.repair import Repair
from rus_sheets.checks.rows_to_take_in import TakenIn, rows_to_take_in
from rus_sheets.errors import UnusableInputError
from rus_sheets.excel.edit.patch import Patch, PatchRefusedError
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.usecases.opened.for_change import Opened
from rus_sheets.usecases.used_ids import used_ids


class NamedRows(Struct, frozen=True):
    """Rows that their tables took in, cells that were filled in, and what only a person can tell.

    ``unread`` are names of files near the workbook that couldn't be read when ids were given: an id in one of them may
    be given again. It is true where anything is changed.
    """

    taken: tuple[TakenIn, ...] = ()
    given: tuple[Given, ...] = ()
    asked: tuple[Unsure, ...] = ()
    unread: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.taken or self.given)

    @property
    def ids(self) -> int:
        """How many of the cells are rows' own ids."""
        return sum(given.is_id for given in self.given)

    @property
    def doubt(self) -> str:
        """What is said (Swedish) where not all files that may know of ids could be read, "" else."""
        if not self.unread:
            return ""
        return (
            f"Gick inte att läsa: {', '.join(self.unread)}. Om den hör till arbetsboken kan ett id där ha getts igen."
        )

    def took_in(self, sheet: str, ref: str) -> bool:
        """Whether the cell stands in a row that its table took in."""
        number = position_of(ref)[0]
        return any(rows.sheet == sheet and rows.first <= number <= rows.last for rows in self.taken)

    def as_json(self) -> dict[str, object]:
        """For programs."""
        return {
            "taken_in": [rows.as_json() for rows in self.taken],
            "ids": [given.as_json() for given in self.given],
            "asked": [asked.as_json() for asked in self.asked],
            "unread": list(self.unread),
        }


def name_rows(opened: Opened) -> tuple[Opened, NamedRows]:
    """The workbook with its rows in their tables and with ids. What can't be written safely is asked about.

    Stored values of formulas are not yet set right in it.
    """
    wanted, asked = rows_to_take_in(Context(opened.book))
    grown, taken, refused = _grown(opened, wanted)
    asked += refused
    known = UsedIds()
    given, unsure = missing_ids(grown.book, known)
    if given or unsure:  # only then is it worth reading what has been used
        known = used_ids(opened.book)
        given, unsure = missing_ids(grown.book, known)
    filled, given, refused = _filled(grown, given)
    unread = known.unread if any(filled_in.is_id for filled_in in given) else ()
    return filled, NamedRows(taken, given, (*asked, *unsure, *refused), unread)


def _grown(opened: Opened, wanted: Sequence[TakenIn]) -> tuple[Opened, tuple[TakenIn, ...], tuple[Unsure, ...]]:
    """With each table over its rows, one table at a time: what is in the way of one is in nobody else's."""
    data, taken, refused = opened.data, [], []
    for rows in wanted:
        patch = Patch(Package(opened.book.raw.path, data))
        try:
            patch.take_in_rows(rows.sheet, rows.table, rows.last)
            data = patch.to_bytes()
            taken.append(rows)
        except PatchRefusedError as error:
            refused.append(Unsure(rows.sheet, rows.ref, rows.titles[0], error.message, error.remedy))
    return _again(opened, data), tuple(taken), tuple(refused)


def _filled(opened: Opened, wanted: Sequence[Given]) -> tuple[Opened, tuple[Given, ...], tuple[Unsure, ...]]:
    """With the blank cells filled in."""
    left = {f"{given.sheet}!{given.ref}": given for given in wanted}
    refused: list[Unsure] = []
    while left:
        patch = Patch(Package(opened.book.raw.path, opened.data))
        for given in left.values():
            patch.set_cells(given.sheet, {given.ref: _written(given.value)})
        try:
            return _again(opened, patch.to_bytes()), tuple(left.values()), tuple(refused)
        except PatchRefusedError as error:
            if error.place not in left:
                raise
            given = left.pop(error.place)
            refused.append(Unsure(given.sheet, given.ref, given.title, error.message, error.remedy))
    return opened, (), tuple(refused)


def _written(value: str) -> str | int:
    """An id that is a number is stored as one, as in the rows that a new workbook begins with."""
    return int(value) if value.isdecimal() and str(int(value)) == value else value


def _again(opened: Opened, data: bytes) -> Opened:
    if data == opened.data:
        return opened
    path = opened.book.raw.path
    return Opened(data, build_book(opened.book.declaration, read_package(Package(path, data))))


def ensure_named(
    before: Opened, after: bytes, named: NamedRows, done: Collection[Repair], but: Collection[tuple[str, str]] = ()
) -> None:
    """Raise UnusableInputError unless the file to be written has these ids, each once, and every value from before.

    ``but`` are cells (sheet and reference) that were emptied on purpose.
    """
    if not named:
        return
    book = _again(before, after).book
    written = {(given.sheet, position_of(given.ref)): given.value for given in named.given}
    put_back = {(repair.sheet, position_of(ref)) for repair in done for ref in (repair.ref, *repair.texts)}
    put_back |= {(sheet, position_of(ref)) for sheet, ref in but}
    for sheet in before.book.raw.sheets:
        made = book.raw.sheet(sheet.name)
        for place, cell in sheet.cells.items():
            kept = made is not None and made.at(*place).value == cell.value
            if cell.formula is None and not kept and not {(sheet.name, place)} & (put_back | written.keys()):
                raise _lost(f"{sheet.name}!{cell.ref}", "En cell som skulle vara orörd blev en annan.")
    for given in named.given:
        table = book[given.key]
        rows = [row for row in table if row.number == given.row]
        if [row.text(given.column) for row in rows] != [given.value]:
            raise _lost(f"{given.sheet}!{given.ref}", f"{given.value} står inte i cellen efteråt.")
        if given.column == table.table.id and sum(row.id.casefold() == given.value.casefold() for row in table) != 1:
            raise _lost(f"{given.sheet}!{given.ref}", f"{given.value} står på flera rader efteråt.")


def _lost(place: str, fault: str) -> UnusableInputError:
    remedy = "Det är ett fel i rus-sheets. Spara filen och anmäl det."
    return UnusableInputError(f"{fault} Arbetsboken är orörd.", place=place, remedy=remedy)
