"""The last day and the contact of a sending, written among the workbook's settings: the reminders read them there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.book.build import build_book
from rus_sheets.book.model import Book
from rus_sheets.errors import UnusableInputError, UserError
from rus_sheets.excel.edit.patch import Patch
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.schema.model import TableKind
from rus_sheets.usecases.changing.backups import exclusive
from rus_sheets.usecases.mails.draft_terms import Terms
from rus_sheets.usecases.opened.for_change import open_for_change

OPERATION = "noteringen av sista svarsdag och kontakt"
"""What undo calls it."""


class KeptTerms(Struct, frozen=True):
    """The ``settings`` that were written, or would be, by their labels; ``sheet`` is where they stand.

    ``backup`` is the copy from before, and ``fault`` why they weren't written.
    """

    sheet: str
    settings: tuple[str, ...]
    backup: Path | None = None
    fault: UserError | None = None

    @property
    def named(self) -> str:
        """``Sista svarsdag och Kontakt för frågor``; "" where there is nothing to write."""
        return " och ".join(self.settings)


def terms_to_keep(book: Book, terms: Terms) -> KeptTerms:
    """What the settings would say after: those of the terms that they don't say already. One left empty is no term."""
    sheet = book.declaration.tables(TableKind.SETTINGS)[0].sheet
    return KeptTerms(sheet, tuple(book.declaration.setting_of(key).label for key, _ in _news(book, terms)))


def keep_terms(workbook: Path, terms: Terms, wanted: KeptTerms, *, now: dt.datetime) -> KeptTerms:
    """Write those that are ``wanted``; where that can't be done it is told (``fault``), and the drafts say them."""
    if not wanted.settings:
        return wanted
    try:
        return _written(workbook, terms, now)
    except UserError as error:
        return replace(wanted, fault=error)


def _written(workbook: Path, terms: Terms, now: dt.datetime) -> KeptTerms:
    with exclusive(workbook) as held:
        opened = open_for_change(workbook)
        wanted = terms_to_keep(opened.book, terms)
        if not wanted.settings:
            return wanted
        patch = Patch(Package(opened.book.raw.path, opened.data))
        for key, value in _news(opened.book, terms):
            cell = opened.book.settings.get(key)
            if cell is None:
                label = opened.book.declaration.setting_of(key).label
                remedy = f"Lägg till den sist på bladet {wanted.sheet}."
                raise UnusableInputError(f"Raden {label} finns inte.", place=workbook.name, remedy=remedy)
            patch.set_cells(cell.sheet, {cell.ref: value})
        with opened.calculation() as calculation:
            after, _ = calculation.settle(patch.to_bytes())
        raw = read_package(Package(opened.book.raw.path, after))
        if terms_to_keep(build_book(opened.book.declaration, raw), terms).settings:
            fault = "Det som skrevs är inte det som skulle stå. Arbetsboken är orörd."
            raise UnusableInputError(fault, place=workbook.name, remedy=f"Skriv det på bladet {wanted.sheet} i Excel.")
        return KeptTerms(wanted.sheet, wanted.settings, held.replace(opened.data, after, OPERATION, now, raw))


def _news(book: Book, terms: Terms) -> Iterator[tuple[str, dt.date | str]]:
    form = book.declaration.followup
    if form.last_day and terms.last_day and book.setting(form.last_day) != terms.last_day:
        yield form.last_day, terms.last_day
    if form.contact and terms.contact and book.setting(form.contact) != terms.contact:
        yield form.contact, terms.contact
