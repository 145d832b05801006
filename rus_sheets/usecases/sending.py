"""Sending out: the follow-up files, and a mail draft for each owner with theirs attached. Nothing is mailed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rus_sheets.book.model import Book
from rus_sheets.errors import UsageError
from rus_sheets.schema.model import DraftWords
from rus_sheets.usecases.mails.draft_mail import DraftFile
from rus_sheets.usecases.mails.draft_terms import GivenTerms, Terms, terms_of
from rus_sheets.usecases.mails.draft_words import words_in
from rus_sheets.usecases.mails.drafts import Drafted, Drafting, make_folder
from rus_sheets.usecases.mails.people import OwnedUnit, units_of
from rus_sheets.usecases.split import Sent, SentState, split


@dataclass(frozen=True, slots=True)
class Mailing:
    """That drafts are wanted: in which folder, and the last day and the contact where the settings don't hold."""

    folder: Path
    given: GivenTerms


@dataclass(frozen=True, slots=True)
class SentOut:
    """The files, and the drafts where they were asked for."""

    files: tuple[Sent, ...]
    mail: Drafted | None = None

    def of(self, state: SentState) -> list[Sent]:
        """The activities whose files became of in that way."""
        return [file for file in self.files if file.state is state]

    def paths(self, state: SentState) -> list[Path]:
        """Those files, each once."""
        return list(dict.fromkeys(file.path for file in self.of(state)))

    @property
    def replaced(self) -> list[Path]:
        """The files that take the place of those that were there."""
        return list(dict.fromkeys(file.path for file in self.files if file.replaces))

    @property
    def wants_a_person(self) -> bool:
        """A file was left as it is, or somebody isn't reached by the drafts as they are."""
        return bool(self.of(SentState.KEPT) or (self.mail and self.mail.wants_a_person))


def send_out(  # noqa: PLR0913 - how it runs is the caller's to say, and all of it by name
    workbook: Path,
    target: Path,
    *,
    only: Sequence[str] = (),
    by_owner: bool = False,
    today: dt.date,
    mailing: Mailing | None = None,
    on_start: Callable[[int], Callable[[], None]] = lambda _: lambda: None,
    processes: int = 1,
    dry_run: bool = False,
) -> SentOut:
    """Write the follow-up files as ``split`` does, and with ``mailing`` a draft (.eml) per owner of those written.

    A file that is kept, since somebody has answered in it, isn't attached. Raises as ``split`` does, UsageError when
    the declaration has no words for the mail and for a last day that is no date, UnusableInputError when the folder for
    the drafts can't be made; nothing is written then.
    """
    known: list[tuple[Book, DraftWords, Terms]] = []

    def prepare(book: Book) -> None:
        if mailing:
            words = _words(book)
            known.append((book, words, terms_of(book, words, mailing.given, not_before=today)))
            if not dry_run:
                make_folder(mailing.folder)

    files = split(
        workbook, target, only=only, by_owner=by_owner, today=today, on_start=on_start, processes=processes,
        dry_run=dry_run, on_book=prepare,
    )  # fmt: skip
    if not mailing:
        return SentOut(files)
    book, words, terms = known[0]
    made = {file.activity: file.path for file in files if file.state is SentState.MADE}

    def attach(units: Sequence[OwnedUnit]) -> list[DraftFile]:
        paths = dict.fromkeys(made[unit.activity] for unit in units)
        return [DraftFile(path.name, path.read_bytes) for path in paths]

    drafting = Drafting(book, mailing.folder, words, terms, attach, keeps=True, dry_run=dry_run)
    return SentOut(files, drafting.drafts([unit for unit in units_of(book) if unit.activity in made]))


def _words(book: Book) -> DraftWords:
    words = book.declaration.followup.invitation
    if words is None:
        remedy = "Lägg till [followup.invitation] i mallen, eller gör filerna utan mejl."
        raise UsageError("Mallen har ingen text för mejlen.", remedy=remedy)
    return words_in(book, words)
