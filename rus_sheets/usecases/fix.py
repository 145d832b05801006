"""Making whole what people and programs have left: rows typed below their table, ids that are missing, declared
formulas that are overtyped, changed or left out; formats, dropdowns and conditional formats of rows that lack what the
others have; rows that must be there for each row of another table. Where it is asked for: what has come to the
declaration since the workbook was made, and single amounts on the plan as rows of their own. Nothing else is touched.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from rus_sheets.book.build import build_book
from rus_sheets.book.model import Book
from rus_sheets.book.raw import position_of
from rus_sheets.checks.model import Report
from rus_sheets.checks.repair import BareRows, NewRows, Repair, bare_rows, new_rows, repairs
from rus_sheets.checks.run_all import run_checks
from rus_sheets.errors import UnusableInputError
from rus_sheets.excel.calc.stored import evaluate
from rus_sheets.excel.edit.grow import NoRoomError
from rus_sheets.excel.edit.patch import Formula, Patch, PatchRefusedError
from rus_sheets.excel.edit.reformat import dressed
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.layout.rowlooks import RowLooks, row_looks
from rus_sheets.merge.apply import full_row
from rus_sheets.usecases.changing.backupnotes import fingerprint
from rus_sheets.usecases.changing.backups import exclusive
from rus_sheets.usecases.extending import Addition, extended
from rus_sheets.usecases.naming import NamedRows, ensure_named, name_rows
from rus_sheets.usecases.opened.for_change import Opened, append, open_for_change
from rus_sheets.usecases.single_amounts import MovedAmounts, amounts_sheet, move_amounts

OPERATION = "rättningen"
"""What undo calls it."""


class Refused(Struct, frozen=True):
    """A formula that can't be put back safely, or rows that can't be added; why, and what to do about it (Swedish)."""

    what: Repair | NewRows
    reason: str
    remedy: str


class Fixed(Struct, frozen=True):
    """What was, or with ``dry_run`` would be, put back. ``report`` has the findings that are left then.

    ``dressed`` are rows that got the formats, dropdowns and conditional formats of the others, ``added`` new rows,
    ``named`` what came of rows without ids. ``additions`` came to the workbook, ``not_added`` couldn't; ``moved`` tells
    of amounts on the plan, which have ``amounts_sheet`` to be moved to; "" where the declaration has none.

    ``backup`` is the copy from before, None where nothing was written. ``untrusted`` names formula cells
    ("Summering!B8") whose value Excel has to calculate when it opens the file. ``state`` tells the workbook that it was
    decided on from any other.
    """

    repairs: tuple[Repair, ...]
    refused: tuple[Refused, ...]
    report: Report
    backup: Path | None = None
    untrusted: tuple[str, ...] = ()
    dry_run: bool = False
    dressed: tuple[BareRows, ...] = ()
    added: tuple[NewRows, ...] = ()
    state: str = ""
    named: NamedRows = field(default_factory=NamedRows)
    additions: tuple[Addition, ...] = ()
    not_added: tuple[Addition, ...] = ()
    moved: MovedAmounts = field(default_factory=MovedAmounts)
    amounts_sheet: str = ""

    @property
    def told_repairs(self) -> tuple[Repair, ...]:
        """The repairs but for those in a row or a column that is told of as a whole."""
        return tuple(
            repair
            for repair in self.repairs
            if not (self.named.took_in(repair.sheet, repair.ref) or self.extended(repair.sheet, repair.ref))
        )

    @property
    def anything(self) -> bool:
        """Whether anything was, or would be, changed."""
        wanted = self.additions or self.moved.moves
        return bool(self.repairs or self.dressed or self.added or self.named or wanted)

    def extended(self, sheet: str, ref: str) -> bool:
        """Whether the cell stands in a column that came to the workbook."""
        return any(addition.covers(sheet, ref) for addition in self.additions)

    def as_json(self) -> dict[str, object]:
        """For programs; the findings are told apart from this."""
        return {
            "dry_run": self.dry_run,
            "fixed": [repair.as_json() for repair in self.repairs],
            "refused": [
                refused.what.as_json() | {"message": refused.reason, "remedy": refused.remedy}
                for refused in self.refused
            ],
            "untrusted": list(self.untrusted),
            "formats": [rows.as_json() for rows in self.dressed],
            "rows": [rows.as_json() for rows in self.added],
            "extended": [addition.as_json() for addition in (*self.additions, *self.not_added)],
            "moved": [move.as_json() for move in self.moved.moves],
            "amounts_asked": [asked.as_json() for asked in self.moved.asked],
            **self.named.as_json(),
        }


def fix(  # noqa: PLR0913 - how it runs is the caller's to say, and all of it by name
    workbook: Path,
    *,
    now: dt.datetime,
    dry_run: bool = False,
    seen: str = "",
    extend: bool = False,
    amounts: bool = False,
    on_step: Callable[[str, int, int], None] = lambda *_: None,
) -> Fixed:
    """Put back what rows of ``workbook`` have lost, with a copy from before; with ``dry_run`` only tell what.

    ``extend``: it also gets what the declaration has got since it was made; ``amounts``: single amounts are moved.
    ``seen`` is the ``state`` that a person has looked at and agreed to. Raises UnusableInputError when the workbook
    can't be used, or isn't in that state any more. A second run finds nothing to do and writes nothing.
    ``on_step`` is told what is begun, which step that is, and of how many.
    """
    on_step("Läser arbetsboken", 1, 4)
    with exclusive(workbook) as held:
        opened = open_for_change(workbook)
        state = fingerprint(opened.data)
        if seen and seen != state:
            fault = "Arbetsboken har ändrats sedan du såg vad som skulle göras. Inget har gjorts."
            raise UnusableInputError(fault, place=workbook.name, remedy="Se efter igen vad som skulle ändras.")
        on_step("Letar efter rader, id:n, formler och format som saknas", 2, 4)
        larger, additions, not_added = extended(opened) if extend else (opened, (), ())
        named_book, named = name_rows(larger)
        begun, moved = move_amounts(named_book) if amounts else (named_book, MovedAmounts())
        patched, done, added, refused = _patched(begun, repairs(begun.book), new_rows(begun.book))
        bare = bare_rows(begun.book)
        fixed = Fixed(
            done, refused, _findings(opened, opened.data), None, (), dry_run, bare, added, state, named, additions,
            not_added, moved, amounts_sheet(opened.book.declaration),
        )  # fmt: skip
        if not fixed.anything:
            return fixed
        on_step("Lägger tillbaka dem och räknar om", 3, 4)
        after, untrusted = begun.data, tuple[str, ...]()
        if done or added or named or moved.moves:
            with larger.calculation() as calculation:
                after, calculated = calculation.settle(patched)
            untrusted = tuple(str(cell) for cell in calculated.untrusted)
            _read_back(begun, after, done, added)
            ensure_named(larger, after, named, done, but={(move.sheet, move.ref) for move in moved.moves})
        if bare:
            after = _dressed(begun, after, bare)
        on_step("Kontrollerar arbetsboken efteråt", 4, 4)
        backup = None if dry_run else held.replace(opened.data, after, OPERATION, now)
        return replace(fixed, report=_findings(opened, after), backup=backup, untrusted=untrusted)


def _dressed(opened: Opened, data: bytes, bare: Sequence[BareRows]) -> bytes:
    """The workbook where those rows have what the others have. It is read back: they must, and no value be another."""
    path, declaration = opened.book.raw.path, opened.book.declaration
    rows: dict[str, set[int]] = {}
    for undressed in bare:
        rows.setdefault(undressed.key, set()).update(undressed.rows)

    def looks(book: Book) -> list[RowLooks]:
        return [row_looks(book, key, numbers) for key, numbers in rows.items()]

    before = build_book(declaration, read_package(Package(path, data)))
    after = dressed(Package(path, data), looks(before))
    book = build_book(declaration, read_package(Package(path, after)))
    for old, new in zip(before.raw.sheets, book.raw.sheets, strict=True):
        same = {place: (cell.value, cell.formula, cell.runs) for place, cell in old.cells.items()} == {
            place: (cell.value, cell.formula, cell.runs) for place, cell in new.cells.items()
        }
        if not same:
            raise _lost("Värden på bladet blev andra när format lades tillbaka. Arbetsboken är orörd.", old.name)
    for found in looks(book):
        if found.lacks:
            raise _lost("Format som skulle läggas tillbaka saknas efteråt. Arbetsboken är orörd.", found.sheet)
    return after


def _lost(fault: str, place: str) -> UnusableInputError:
    remedy = "Det är ett fel i rus-sheets. Spara filen och anmäl det."
    return UnusableInputError(fault, place=place, remedy=remedy)


def _read_back(opened: Opened, after: bytes, done: Sequence[Repair], added: Sequence[NewRows]) -> None:
    """Raise UnusableInputError unless formulas and rows stand in their places in the file to be written."""
    raw = read_package(Package(opened.book.raw.path, after))
    for repair in done:
        sheet = raw.sheet(repair.sheet)
        formula = sheet.at(*position_of(repair.ref)).formula if sheet else None
        if formula != repair.formula.removeprefix("="):
            fault = "Formeln som skulle läggas tillbaka står inte i cellen efteråt. Arbetsboken är orörd."
            raise _lost(fault, f"{repair.sheet}!{repair.ref}")
    book = build_book(opened.book.declaration, raw)
    for new in added:
        before = [row.id for row in opened.book[new.key].rows]
        if [row.id for row in book[new.key].rows] != [*before, *new.ids]:
            raise _lost("Raderna som skulle läggas till står inte på bladet efteråt. Arbetsboken är orörd.", new.sheet)


def _patched(
    opened: Opened, wanted: Sequence[Repair], lacking: Sequence[NewRows]
) -> tuple[bytes, tuple[Repair, ...], tuple[NewRows, ...], tuple[Refused, ...]]:
    """The workbook with the formulas and the rows.

    What can't be written safely (merged cells, array formulas, a table with something below it) is told apart.
    """
    book = opened.book
    left = {f"{repair.sheet}!{repair.ref}": repair for repair in wanted}
    rows = {book.declaration.table_of(rows.key).excel_name: rows for rows in lacking}
    refused: list[Refused] = []
    while True:
        patch = Patch(Package(book.raw.path, opened.data))
        for repair in left.values():
            patch.set_cells(repair.sheet, {repair.ref: Formula(repair.formula), **repair.texts})
        try:
            for new in rows.values():
                append(patch, book, new.key, [full_row(book, new.key, row_id, row_id, {}) for row_id in new.ids])
            return patch.to_bytes(), tuple(left.values()), tuple(rows.values()), tuple(refused)
        except NoRoomError as error:
            if error.table not in rows:
                raise
            refused.append(Refused(rows.pop(error.table), error.message, error.remedy))
        except PatchRefusedError as error:
            if error.place not in left:
                raise
            refused.append(Refused(left.pop(error.place), error.message, error.remedy))


def _findings(opened: Opened, data: bytes) -> Report:
    raw = read_package(Package(opened.book.raw.path, data))
    return run_checks(build_book(opened.book.declaration, raw), computed=evaluate(data, raw).values)
