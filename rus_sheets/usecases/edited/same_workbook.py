"""Is it the workbook that the document was made of? Else every figure differs, and only one thing is wrong."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rus_sheets.book.another_plan import names, others
from rus_sheets.errors import UnusableInputError
from rus_sheets.schema.model import Table
from rus_sheets.usecases.edited.agreement import DocumentComparison
from rus_sheets.usecases.edited.names_beside import names_beside
from rus_sheets.usecases.opened.lastyear import year_of
from rus_sheets.word.memory.record import Record, Then, checksum, read_record
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.templates.trail import What

UNSURE = (
    "Dokumentet minns inte vilken plan det är gjort av, och nämner för lite för att det ska synas. Kontrollera att det "
    "är rätt arbetsbok: samma id kan vara något annat i en annan plan."
)
"""What to say where nothing tells: no fault, but not to be passed over."""

_FEW = 5
"""Figures that may be gone, or come from elsewhere, in a document of few: somebody has worked on the plan."""

_NEARLY_ALL = 9
"""So many figures of units that are gone for each that is there, and the units are another plan's."""


def ensure_right_workbook(comparison: DocumentComparison, package: WordPackage, workbook: Path) -> bool:
    """Raise UnusableInputError, in one sentence, for a workbook of another year, of none or of another kind, or
    another's. False where nothing in the document tells which plan it is of.

    The same ids are other activities there, and a figure put in would be wrong without looking so.
    """
    record, book, document = read_record(package), comparison.book, comparison.document
    form, year = (record.made.form, record.made.year) if record else ("", "")
    if form and form != book.declaration.name:
        raise UnusableInputError(
            f"Dokumentet är gjort av en arbetsbok av slaget {form}, men {workbook.name} är av slaget "
            f"{book.declaration.name}.",
            place=package.path,
            remedy="Ange arbetsboken som dokumentet är gjort av.",
        )
    year_of(book, workbook)
    other = comparison.other_year if not year else year if year != str(book.year) else ""
    if other:
        raise UnusableInputError(
            f"Dokumentet är för {other} men arbetsboken för {book.year}.",
            place=package.path,
            remedy=f"Ange arbetsboken för {other}, eller skriv ett nytt dokument.",
        )
    known = [reading for reading in comparison.readings if reading.source]
    gone = [reading.control.tag for reading in comparison.readings if not reading.source]
    missing = [*document.elsewhere, *gone]
    of_units = f"{book[book.declaration.followup.unit].table.sheet}/"
    here = sum(reading.control.tag.startswith(of_units) for reading in known)
    lost = sum(tag.startswith(of_units) for tag in missing)
    # Goals and messages may be alike in two plans; that nearly none of the activities is there tells them apart.
    if len(missing) > max(_FEW, len(known)) or lost > max(_FEW, _NEARLY_ALL * here):
        sheet, count = Counter(tag.partition("/")[0] for tag in missing).most_common(1)[0]
        every = len(known) + len(missing)
        raise UnusableInputError(
            f"Dokumentet är inte gjort av {workbook.name}: {len(missing)} av dess {every} uppgifter finns inte där, "
            f"varav {count} från bladet {sheet}.",
            place=package.path,
            remedy="Ange arbetsboken som dokumentet är gjort av, eller skriv ett nytt dokument.",
        )
    if _ensure_same_names(comparison, package, workbook):
        return True
    if record and record.made.units:
        _ensure_same_plan(record, comparison, package.path, workbook)
        return True
    return _ensure_same_beside(comparison, package.path, workbook)


def _ensure_same_names(comparison: DocumentComparison, package: WordPackage, workbook: Path) -> bool:
    """The same ids may be another plan's: then nearly all that the document names have other names there.

    False where the document names none of them.
    """
    units = comparison.book[comparison.book.declaration.followup.unit]
    written, today = _written_names(comparison, units.table), names(units)
    other = others(written, today)
    if other:
        count, example = len(written.keys() & today.keys()), other[0]
        raise UnusableInputError(
            f"Dokumentet är inte gjort av {workbook.name}: {len(other)} av {count} id:n är något annat där. {example} "
            f"är ”{written[example]}” i dokumentet och ”{today[example]}” i arbetsboken.",
            place=package.path,
            remedy="Ange arbetsboken som dokumentet är gjort av, eller skriv ett nytt dokument.",
        )
    return bool(written)


def _ensure_same_plan(record: Record, comparison: DocumentComparison, path: str, workbook: Path) -> None:
    """A document that names no activity, such as an application, remembers what they were called."""
    units = comparison.book[comparison.book.declaration.followup.unit]
    written = record.made.units
    today = {id_: checksum(name) for id_, name in names(units).items()}
    other = others(written, today, str.__eq__)
    if other:
        count = len(written.keys() & today.keys())
        raise UnusableInputError(
            f"Dokumentet är inte gjort av {workbook.name}: {len(other)} av {count} id:n på bladet "
            f"{units.table.sheet} är något annat där.",
            place=path,
            remedy="Ange arbetsboken som dokumentet är gjort av, eller skriv ett nytt dokument.",
        )


def _ensure_same_beside(comparison: DocumentComparison, path: str, workbook: Path) -> bool:
    """An older one doesn't: then what stands beside its figures tells, or nothing does."""
    beside = names_beside(comparison)
    if beside.is_another_plan:
        id_, written, today = beside.other[0]
        count = len(beside.other) + len(beside.same)
        raise UnusableInputError(
            f"Dokumentet är inte gjort av {workbook.name}: {len(beside.other)} av {count} "
            f"id:n är något annat där. {id_} är ”{written}” i dokumentet och ”{today}” i arbetsboken.",
            place=path,
            remedy="Ange arbetsboken som dokumentet är gjort av, eller skriv ett nytt dokument.",
        )
    return beside.tells


def _written_names(comparison: DocumentComparison, table: Table) -> dict[str, str]:
    """What the document calls the rows of the table, by id."""
    trails, found = comparison.trails, dict[str, str]()
    if trails is None:
        return found
    title = table.column(table.title).header
    sites = {node.site for node in trails.now.walk() if node.tag.split("/")[::2] == [table.sheet, title]}

    def read(then: Then, row: str) -> None:
        sheet, _, id_ = then.key.partition("/")
        row = id_ if then.what is What.ITEM and sheet == table.sheet else row
        spot = trails.standing.spot(then) if row and then.what is What.VALUE and then.site in sites else None
        if spot:
            found.setdefault(row, spot.text)
        for child in then.children:
            read(child, row)

    read(trails.then, "")
    return found
