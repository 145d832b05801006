"""Until when owners are asked to answer, and whom they ask: what a draft tells, from the settings or as given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct

from rus_sheets.book.dates import in_words, read_date
from rus_sheets.book.model import Book
from rus_sheets.book.tidy import on_one_line
from rus_sheets.errors import UsageError
from rus_sheets.followup.terms import GivenTerms
from rus_sheets.schema.model import DraftWords, TableKind
from rus_sheets.usecases.mails.draft_mail import asked_for

__all__ = ["GivenTerms", "Terms", "terms_of"]


class Terms(Struct, frozen=True):
    """The last day and the contact, None and "" for none. ``notes`` say what a person may want to mend (Swedish)."""

    last_day: dt.date | None
    contact: str
    notes: tuple[str, ...] = ()
    has_passed: bool = False

    @property
    def names(self) -> Mapping[str, str]:
        """What they are called in a draft's words."""
        return {"sista dag": in_words(self.last_day) if self.last_day else "", "kontakt": self.contact}


def terms_of(book: Book, words: DraftWords | None, given: GivenTerms, *, not_before: dt.date | None = None) -> Terms:
    """The terms of a workbook's files and drafts; ``words`` are those of the drafts, None where there are none.

    ``not_before``: a last day before it is told as passed.

    Raises UsageError for a given last day that is no date.
    """
    form = book.declaration.followup
    last_day, notes = _last_day(book, given.last_day)
    contact = on_one_line(book.setting_text(form.contact) if given.contact is None else given.contact)
    asked = asked_for(words.text) | asked_for(words.subject) if words else frozenset[str]()
    has_passed = bool(last_day and not_before and last_day < not_before)
    if last_day and has_passed:
        remedy = _remedy(book, form.last_day) if given.last_day is None else "Ange en senare dag."
        notes.append(f"Sista dagen att svara, {in_words(last_day)}, har redan varit. {remedy}")
    if not last_day and not notes and "sista dag" in asked:
        notes.append(f"Mejlen säger inte när svaren ska vara inne. {_remedy(book, form.last_day)}")
    if not contact and "kontakt" in asked:
        notes.append(f"Mejlen säger inte vem som svarar på frågor. {_remedy(book, form.contact)}")
    return Terms(last_day, contact, tuple(notes), has_passed)


def _last_day(book: Book, given: str | None) -> tuple[dt.date | None, list[str]]:
    if given is None:
        cell = book.settings.get(book.declaration.followup.last_day)
        if cell is None or cell.raw.value is None:
            return None, []
        if isinstance(cell.value, dt.date):
            return cell.value, []
        fault = f"Sista dagen att svara blir inte sagd: det som står i {cell.sheet} {cell.ref} är inget datum."
        return None, [f"{fault} Skriv till exempel 2026-12-15."]
    if not given.strip():
        return None, []
    found = read_date(given.strip())
    if found is None:
        fault = f"”{on_one_line(given)}” är inget datum."
        raise UsageError(fault, remedy="Skriv sista dagen att svara så här: 2026-12-15.")
    return found, []


def _remedy(book: Book, key: str) -> str:
    """Where it is written so that the reminders know it too."""
    if not key:
        return "Skriv det i utkasten."
    settings = book.declaration.tables(TableKind.SETTINGS)[0]
    return f"Skriv det på bladet {settings.sheet}, raden {book.declaration.setting_of(key).label}."
