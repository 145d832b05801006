"""Next year's workbook out of this year's file: a copy in which only what belongs to the old year is changed.

Nothing is built anew, so the secretariat's own columns, sheets, charts, notes and colours follow along. What doesn't
follow stands in the declaration (``[next_year]``): tables, columns and settings that are emptied.

* Activities all go on but those that are dropped by their ids: a status doesn't tell whether work goes on.
* Goals go on. Their assessments are kept while the new year is in the goal period, and emptied when it is over.
* What hangs on a dropped row goes with it; a list of references only loses the one.
* The secretariat's own columns are kept in rows that go on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from rus_sheets.book.build import build_book
from rus_sheets.book.lacking import lacking
from rus_sheets.book.model import Book
from rus_sheets.checks.declared_formulas import declared_cells
from rus_sheets.errors import DeclarationError, UnusableInputError, UsageError
from rus_sheets.excel.calc.stored import Calculation
from rus_sheets.excel.edit.properties import with_properties
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.layout.canonical import workbook_id
from rus_sheets.office.atomic import write_atomically
from rus_sheets.office.sealed import unsealed
from rus_sheets.schema.model import Declaration, NextYear
from rus_sheets.usecases.dropped_rows import rows_that_say, rows_without
from rus_sheets.usecases.next_year_edits import NextYearEdits
from rus_sheets.usecases.next_year_rows import Dropped, GoingOn
from rus_sheets.usecases.old_year import OldYear, naming
from rus_sheets.usecases.opened import requirements
from rus_sheets.usecases.opened.opening import declaration_of


class NewYear(Struct, frozen=True):
    """Next year's workbook as made. ``emptied`` counts the rows by sheet.

    ``missing`` are the columns for last year's values that the old workbook lacks, ``lacks`` by sheet the other columns
    that have been declared since, and ``lacks_sheets`` the sheets; ``period`` is the goal period if it is over, else
    "". ``kept`` are the rows whose assessments go on with it. ``untrusted`` as for a merge. ``old_year`` are the texts
    that still name the year before.
    """

    path: Path
    year: int
    previous: int
    dropped: tuple[Dropped, ...]
    emptied: Mapping[str, int]
    missing: tuple[str, ...]
    period: str
    untrusted: tuple[str, ...]
    old_year: tuple[OldYear, ...]
    lacks: Mapping[str, tuple[str, ...]] = {}
    lacks_sheets: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def workbook_from(source: Path, target: Path, year: int, drop: Sequence[str] = (), *, dry_run: bool = False) -> NewYear:
    """Write the workbook of ``year`` to ``target``, made from last year's file ``source``.

    With ``dry_run`` nothing is written: it is only told what would be.

    Raises UnusableInputError when ``target`` is there already or ``source`` can't be used, UsageError for a year that
    isn't later than the source's or an id that isn't there, PatchRefusedError for what can't be changed safely.
    """
    if target.exists():
        remedy = "Välj ett annat namn, eller flytta undan filen först."
        raise UnusableInputError("Filen finns redan och skrivs inte över.", place=str(target), remedy=remedy)
    if target.suffix.lower() != source.suffix.lower():
        remedy = f"Ge den nya arbetsboken ett namn på {source.suffix}."
        raise UnusableInputError("Den nya arbetsboken måste ha samma filändelse.", place=str(target), remedy=remedy)
    package = Package(source)
    package = Package(source, unsealed(package))
    raw = read_package(package)
    book = build_book(declaration_of(raw), raw)
    previous = _checked_year(book, source, year)
    rules = _rules(book.declaration)
    then = GoingOn(book, rules, year, rows_without(book, drop, rows_that_say(book, rules.gone)))
    data = NextYearEdits(then).edited(package)
    data = with_properties(Package(package.path, data), *_properties(book, year))
    with Calculation(package.data, raw, declared_cells(book)) as calculation:
        after, calculated = calculation.settle(data)
    made = build_book(book.declaration, read_package(Package(package.path, after)))
    _ensure_made(then, made)
    if not dry_run:
        write_atomically(target, after)
    return NewYear(
        path=target,
        year=year,
        previous=previous,
        dropped=tuple(then.dropped()),
        emptied=then.emptied(),
        missing=tuple(then.missing()),
        period=then.period if then.period_is_over else "",
        kept=tuple(then.kept()),
        untrusted=tuple(str(cell) for cell in calculated.untrusted),
        # Read from the new workbook's own bytes: what stands there is what is told.
        old_year=tuple(naming(made, previous)),
        lacks=then.lacks(),
        lacks_sheets=tuple(table.sheet for table in lacking(made).sheets),
    )


def _rules(declaration: Declaration) -> NextYear:
    if declaration.next_year is None:
        text = "Mallen säger inte vad som följer med till nästa år."
        raise DeclarationError(text, place=declaration.source, remedy="Lägg till [next_year].")
    return declaration.next_year


def _checked_year(book: Book, source: Path, year: int) -> int:
    """The year of last year's workbook, once all that is needed of it is there."""
    requirements.ensure(book, requirements.everything(book.declaration), source)
    if book.year is None:
        label = book.declaration.setting_of(book.declaration.year_setting).label
        raise UnusableInputError(
            f"Inställningen {label} saknas.", place=str(source), remedy="Fyll i den och försök igen."
        )
    if year <= book.year:
        raise UsageError(f"{source.name} gäller {book.year}.", remedy="Välj ett senare år.")
    return book.year


def _properties(book: Book, year: int) -> tuple[dict[str, str], tuple[str, str]]:
    """The new id, and the old and the new title."""
    declaration = book.declaration
    short = book.setting_text("short_name")
    title = declaration.title
    return (
        {"rus-sheets id": workbook_id(declaration, short, year), "rus-sheets declaration": declaration.name},
        (f"{title} {book.year}", f"{title} {year}"),
    )


def _ensure_made(then: GoingOn, new: Book) -> None:
    """Raise UnusableInputError unless the new workbook holds the rows that go on, and no others, and its year."""
    wrong = [
        table.table.sheet for key, table in then.book.tables.items() if [row.id for row in new[key]] != then.ids(table)
    ]
    if new.year != then.year:
        wrong.append(then.book.declaration.setting_of(then.book.declaration.year_setting).label)
    if wrong:
        raise UnusableInputError(
            f"{wrong[0]} blev inte vad det skulle i den nya arbetsboken. Den skrevs inte.",
            place=then.book.raw.path,
            remedy="Det är ett fel i rus-sheets. Spara filen och anmäl det.",
        )
