"""Rows for another system, by a profile: written, read again, and kept as the base of what comes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from rus_sheets.book.model import Book
from rus_sheets.errors import UnusableInputError, UsageError, UserError, reason
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.exchange.answer import answers
from rus_sheets.exchange.base import HandedOut, handed_out
from rus_sheets.exchange.read import sheet_table, text_table
from rus_sheets.exchange.table import OutsideTable
from rus_sheets.exchange.write import csv_file, json_lines, workbook
from rus_sheets.guessing import did_you_mean
from rus_sheets.office.atomic import real_path, write_atomically
from rus_sheets.office.same_file import same_file
from rus_sheets.schema.model import Exchange
from rus_sheets.sharing import read_bytes
from rus_sheets.usecases.changing.put_in_place import put
from rus_sheets.usecases.inbox.exchanged import kept_at
from rus_sheets.usecases.opened import requirements
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.wording import counted

CSV, WORKBOOK, LINES = ".csv", ".xlsx", ".jsonl"
OPERATION = "utbytet"
"""What undo calls it when an earlier file was replaced."""


class Exported(Struct, frozen=True):
    """What was written, read back: the file, how many rows, and where what was handed out is kept.

    ``returns`` are the outside names of what may come back. ``earlier`` is the copy of the file whose place it took.
    ``notes`` tell in Swedish what of the workbook didn't go out as it stands.
    """

    path: Path
    profile: str
    rows: int
    stamp: str
    kept: Path
    returns: tuple[str, ...]
    earlier: Path | None = None
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The export for ``--format json``."""
        return {
            "path": str(self.path), "profile": self.profile, "rows": self.rows, "stamp": self.stamp,
            "kept": str(self.kept), "returns": list(self.returns),
            "earlier": str(self.earlier) if self.earlier else None, "notes": list(self.notes),
        }  # fmt: skip


def profile_names(workbook_path: Path) -> tuple[str, ...]:
    """The names of the workbook's profiles. Raises UnusableInputError."""
    return tuple(profile.name for profile in open_book(workbook_path).declaration.exchange)


def export(workbook_path: Path, output: Path, profile: str, *, now: dt.datetime, force: bool = False) -> Exported:
    """Write the rows of a profile to ``output``, in the form that its ending tells, and keep what was handed out.

    An ``output`` that is there already is replaced only by ``force``, and kept as a copy. Raises UsageError for a
    profile or an ending that there isn't, UnusableInputError where the workbook can't be used or something can't be
    written.
    """
    ending = output.suffix.lower()
    if ending not in (CSV, WORKBOOK, LINES):
        fault = "Filen skrivs som .csv, .xlsx eller .jsonl, och dess ändelse säger vilket."
        raise UsageError(fault, place=str(output), remedy="Byt ändelse.")
    book = open_book(workbook_path)
    chosen = _profile(book, profile)
    requirements.ensure(book, requirements.to_export(book.declaration, chosen), workbook_path)
    if same_file(output, workbook_path):
        fault = "Uttaget kan inte skrivas över arbetsboken."
        raise UnusableInputError(fault, place=str(output), remedy="Välj ett annat namn.")
    sent = handed_out(book, chosen, now.date())
    if not sent.rows:
        sheet = book[book.declaration.followup.unit].table.sheet
        raise UnusableInputError("Det finns inga rader att lämna ut.", place=sheet, remedy="Fyll i bladet först.")
    try:
        data = _made(book, chosen, sent, ending)
    except UserError as error:
        error.place = error.place or str(output)
        raise
    _ensure_comes_back(book, chosen, sent, data, output)
    if output.exists() and not force and _differs(output, data):
        remedy = "Välj ett annat namn, eller lägg till --force: då sparas den som finns i säkerhetskopior."
        raise UnusableInputError("Filen finns redan och skrivs inte över.", place=str(output), remedy=remedy)
    kept = _keep(workbook_path, sent)
    written = put(output, data, OPERATION, now)
    there = _table(book, read_bytes(output), output)
    rows = len(there.rows) if there else 0
    returns = tuple(column.header for column in chosen.columns if column.returns)
    return Exported(output, chosen.name, rows, sent.stamp, kept, returns, written.earlier, tuple(_notes(book, chosen)))


def _profile(book: Book, name: str) -> Exchange:
    declaration = book.declaration
    found = declaration.exchange_of(name)
    if found:
        return found
    names = {profile.name: profile.title for profile in declaration.exchange}
    if not names:
        fault = f"Mallen {declaration.name} har ingen profil för utbyte."
        raise UsageError(fault, place=declaration.source, remedy="Lägg till [[exchange]].")
    fault = f"Profilen ”{name}” finns inte." if name else "Det är inte sagt vilken profil det gäller."
    there = ", ".join(f"{name} ({title})" for name, title in names.items())
    remedy = did_you_mean(name, names) if name else ""
    raise UsageError(fault, place="--profile", remedy=f"{remedy} Här finns: {there}.".strip())


def _made(book: Book, profile: Exchange, sent: HandedOut, ending: str) -> bytes:
    if ending == CSV:
        return csv_file(book, profile, sent)
    if ending == LINES:
        return json_lines(book, profile, sent)
    from rus_sheets.excel.calc.stored import calculate_new  # noqa: PLC0415 - text files do without
    from rus_sheets.excel.make.workbook import make_workbook  # noqa: PLC0415

    return make_workbook(workbook(book, profile, sent), calculate_new)


def _ensure_comes_back(book: Book, profile: Exchange, sent: HandedOut, data: bytes, output: Path) -> None:
    """Raise UnusableInputError where the file wouldn't come back as it was handed out."""
    table = _table(book, data, output)
    found = answers(book, table, {sent.stamp: sent}.get) if table and table.profile == profile.name else []
    changed = [cell.place for file in found for cell in file.cells]
    if table is None or not found or changed or len(table.rows) != len(sent.rows):
        fault = f"Det som skulle skrivas läses inte tillbaka likadant ({', '.join(changed[:3]) or profile.name})."
        remedy = "Inget är skrivet. Det är ett fel i rus-sheets. Spara arbetsboken och anmäl det."
        raise UnusableInputError(fault, place=str(output), remedy=remedy)


def _table(book: Book, data: bytes, output: Path) -> OutsideTable | None:
    if output.suffix.lower() != WORKBOOK:
        return text_table(output.name, data, [book.declaration])
    return sheet_table(read_package(Package(output, data)), [book.declaration])


def _differs(output: Path, data: bytes) -> bool:
    try:
        return read_bytes(output) != data
    except OSError as error:
        fault = f"Filen kan inte läsas ({reason(error)})."
        raise UnusableInputError(fault, place=str(output), remedy="Välj ett annat namn.") from error


def _keep(workbook_path: Path, sent: HandedOut) -> Path:
    """Keep what is handed out; the same handed out again is kept once, with its first day."""
    path = kept_at(real_path(workbook_path), sent.stamp)
    try:
        path.parent.mkdir(exist_ok=True)
    except OSError as error:
        fault = f"Mappen för uttag kan inte skapas ({reason(error)})."
        raise UnusableInputError(
            fault, place=str(path.parent), remedy="Kontrollera behörigheten till mappen."
        ) from error
    if not path.exists():
        write_atomically(path, sent.as_bytes())
    return path


def _notes(book: Book, profile: Exchange) -> Iterator[str]:
    """What of the workbook isn't in the file as it stands."""
    units = book[book.declaration.followup.unit]
    lost = len(units.rows) - len(units.by_id)
    if lost:
        yield f"{units.table.sheet}: {counted(lost, 'rad', 'rader')} utan eget id är inte med. Se rus-sheets validate."
    for column in profile.columns:
        table = book[column.table]
        if not book.has_column(column.table, column.key):
            yield f"{column.header} är tom: arbetsboken saknar kolumnen."
            continue
        cells = [row.cell(column.key) for row in table.rows if row.id and column.key in row.cells]
        faulty = [cell.ref for cell in cells if cell.fault]
        if faulty:
            where = f"{counted(len(faulty), 'cell', 'celler')} på bladet {table.table.sheet} ({faulty[0]})"
            yield f"{column.header}: {where} går inte att läsa rätt och lämnades ut som de står, felvärden tomma."
