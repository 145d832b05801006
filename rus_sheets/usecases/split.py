"""Making the follow-up files: one per activity, or one per owner, and never over an answer."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from functools import partial
from itertools import chain
from pathlib import Path

from msgspec import Struct

from rus_sheets.answers.returned import Returned
from rus_sheets.book.build import build_book
from rus_sheets.book.ids import missing_id
from rus_sheets.book.model import Book, Row
from rus_sheets.book.shown import normal
from rus_sheets.errors import UnusableInputError, UsageError, UserError, reason
from rus_sheets.excel.make.forms import FormPress
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package, read_tables, read_workbook
from rus_sheets.followup.apart import forms_in
from rus_sheets.followup.form import Forms
from rus_sheets.followup.naming import file_name
from rus_sheets.followup.read import read_form
from rus_sheets.followup.terms import AS_SET, GivenTerms
from rus_sheets.layout.blueprint import NewWorkbook
from rus_sheets.office.atomic import write_atomically
from rus_sheets.office.open_elsewhere import ensure_not_open
from rus_sheets.sharing import read_bytes
from rus_sheets.usecases.mails.batches import Batch, by_owners
from rus_sheets.usecases.opened import requirements
from rus_sheets.usecases.opened.opening import declaration_of, declarations
from rus_sheets.usecases.opened.parallel import Workers, several
from rus_sheets.usecases.opened.refused_files import unexpected

OPERATION = "omskrivningen"
"""What undo calls it, of a follow-up file."""


class SentState(StrEnum):
    """What became of one follow-up file; the values are those of the JSON output."""

    MADE = "made"
    KEPT = "kept"


class Sent(Struct, frozen=True):
    """An activity's form, and the file that it is in: by itself, or with its owner's others.

    The file is ``kept`` when one of that name holds something that nobody may write over; ``replaces`` tells that it
    takes the place of one without answers, and ``earlier`` is the copy of that, None where it was the very same.
    """

    activity: str
    title: str
    owner: str
    path: Path
    state: SentState
    message: str = ""
    replaces: bool = False
    earlier: Path | None = None


def split(  # noqa: PLR0913 - how it runs is the caller's to say, and all of it by name
    workbook: Path,
    target: Path,
    *,
    only: Sequence[str] = (),
    by_owner: bool = False,
    today: dt.date,
    now: dt.datetime | None = None,
    given: GivenTerms = AS_SET,
    on_start: Callable[[int], Callable[[], None]] = lambda _: lambda: None,
    processes: int = 1,
    dry_run: bool = False,
    on_book: Callable[[Book], None] = lambda _: None,
) -> tuple[Sent, ...]:
    """Write one follow-up file per activity (or those in ``only``) to the folder ``target``, made if missing.

    With ``by_owner``, who answers for several has one file with all of them.
    With ``dry_run`` nothing is written: it is only told what would be made, and what kept. A file without answers gives
    way to the new one, and a copy of it (of the time ``now``) stays, since somebody may have made notes in it.

    ``given`` are the last day and the contact that the files tell, where the settings don't hold.
    ``on_start`` is told how many files there will be and gives what is called after each.
    ``processes``: see ``parallel``.
    ``on_book`` is given the workbook before anything is written.
    Raises UnusableInputError for a workbook that can't be used, UsageError for an id that isn't there.
    """
    package = Package(workbook)
    making = _Making(target, today, given, now or dt.datetime.now().astimezone(), dry_run)
    jobs = len(only) or _most(package, processes)
    with contextlib.ExitStack() as stack:
        masters = stack.enter_context(_folder()) if several(processes, jobs) else None
        # Not the workbook itself: handing it over would wait until the other process has started.
        elsewhere = partial(_maker, package.path, _digest(package), making, masters)
        workers = stack.enter_context(Workers(elsewhere, processes=processes, jobs=jobs))
        book = _book(package)
        requirements.ensure(book, requirements.to_send(book.declaration), workbook)
        rows = _chosen(book, only)
        batches = by_owners(book, [row.id for row in rows]) if by_owner else [Batch((row.id,)) for row in rows]
        on_book(book)
        try:
            if not dry_run:
                target.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            fault = f"Mappen kan inte skapas ({reason(error)})."
            raise UnusableInputError(fault, place=str(target), remedy="Välj en annan mapp.") from error
        made = workers.for_each(batches, _Maker(book, making, masters), on_start(len(batches)))
        return tuple(chain.from_iterable(made))


def _most(package: Package, processes: int) -> int:
    """The most units that there can be, found before the workbook is read; 0 for too few, or where it can't be told."""
    sizes = {table.name: table.last_row - table.first_row for table in read_tables(package)}
    large = {name: rows for name, rows in sizes.items() if several(processes, rows)}
    if not large:
        return 0  # no declaration is needed to tell that
    units = (declaration.table_of(declaration.followup.unit).excel_name for declaration in declarations())
    return max(large.get(name, 0) for name in units)


def _chosen(book: Book, only: Sequence[str]) -> list[Row]:
    table = book[book.declaration.followup.unit]
    if not table.rows:
        remedy = "Fyll i bladet först."
        raise UnusableInputError(
            f"Det finns inga rader på bladet {table.table.sheet}.", place=book.raw.path, remedy=remedy
        )
    by_fold = {unit.casefold(): row for unit, row in table.by_id.items()}
    for unit in only:
        if unit.casefold() not in by_fold:
            fault, remedy = missing_id(book, table.table.key, unit)
            raise UsageError(fault, remedy=remedy)
    return [by_fold[unit] for unit in dict.fromkeys(unit.casefold() for unit in only)] or list(table.by_id.values())


def _digest(package: Package) -> bytes:
    return hashlib.sha256(package.data).digest()


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="rus-sheets-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def _maker(path: str, digest: bytes, making: _Making, masters: Path | None) -> _Maker:
    """In another process. Raises UnusableInputError if it isn't the same workbook any more."""
    package = Package(path)
    if _digest(package) != digest:
        raise package.fault("Arbetsboken ändrades under tiden.", "Kör kommandot igen.")
    return _Maker(_book(package), making, masters)


def _book(package: Package) -> Book:
    raw = read_package(package)
    return build_book(declaration_of(raw), raw)


class _Making(Struct, frozen=True):
    """Where the files are made, the day and terms that they tell, and the time of the copies of those that give way."""

    target: Path
    today: dt.date
    given: GivenTerms
    now: dt.datetime
    dry_run: bool


class _Maker:
    """Makes the file of a batch."""

    def __init__(self, book: Book, making: _Making, masters: Path | None) -> None:
        self._book = book
        self._making = making
        self._forms = Forms(book, making.today, making.given)
        self._press = FormPress(masters)

    def __call__(self, batch: Batch) -> tuple[Sent, ...]:
        book, owner = self._book, self._book.declaration.followup.owner
        rows = [book[book.declaration.followup.unit].by_id[unit] for unit in batch.units]
        path = self._making.target / (batch.file_name or file_name(book, rows[0]))
        replaces, earlier = path.exists(), None
        why_kept = _worth_keeping(book, path) if replaces else ""
        if why_kept:
            return tuple(Sent(row.id, row.title, row.text(owner), path, SentState.KEPT, why_kept) for row in rows)
        if replaces:
            ensure_not_open(path)
        if not self._making.dry_run:
            earlier = self._write(path, self._press.make(self._form(batch)))
        return tuple(
            Sent(row.id, row.title, row.text(owner), path, SentState.MADE, "", replaces, earlier) for row in rows
        )

    def _write(self, path: Path, made: bytes) -> Path | None:
        """The copy of the file that gave way, None where there was none, or it was the very same."""
        if not path.exists():
            write_atomically(path, made, durable=False)
            return None
        from rus_sheets.usecases.changing.backups import exclusive  # noqa: PLC0415 - mostly nothing gives way

        with exclusive(path) as held:
            before = read_bytes(path)
            return None if before == made else held.replace(before, made, OPERATION, self._making.now)

    def _form(self, batch: Batch) -> NewWorkbook:
        return self._forms.of_several(batch.units, batch.owner) if batch.file_name else self._forms.of(batch.units[0])


def _worth_keeping(book: Book, path: Path) -> str:
    """Why a file may not be written over: somebody has answered in it, or it is something else."""
    try:
        found = [read_form(form, [book.declaration]) for form in forms_in(read_workbook(path))]
    except UserError as error:
        return f"Filen fanns redan och kan inte läsas: {error.message}"
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not stop the others
        return f"Filen fanns redan. {unexpected(path.name, error).message}"
    for form in found:
        if not isinstance(form, Returned):
            return f"Filen fanns redan: {form.message}"
        if _is_answered(book, form):
            return "Filen fanns redan och har svar som inte skrivs över."
    return ""


def _is_answered(book: Book, form: Returned) -> bool:
    table_of = book.declaration.table_of
    return any(
        normal(cell.value, table_of(cell.table).column(cell.column).type)
        != normal(cell.base, table_of(cell.table).column(cell.column).type)
        for cell in form.cells
    )
