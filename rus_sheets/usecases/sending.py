"""Sending out: the follow-up files, and a mail draft for each owner with theirs attached. Nothing is mailed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from rus_sheets.book.model import Book
from rus_sheets.errors import UsageError
from rus_sheets.followup.terms import AS_SET
from rus_sheets.office.long_paths import too_long_for_excel
from rus_sheets.schema.model import DraftWords
from rus_sheets.usecases.mails.draft_mail import DraftFile
from rus_sheets.usecases.mails.draft_terms import GivenTerms, Terms, terms_of
from rus_sheets.usecases.mails.draft_words import words_in
from rus_sheets.usecases.mails.drafts import Drafted, Drafting, make_folder
from rus_sheets.usecases.mails.people import OwnedUnit, units_of
from rus_sheets.usecases.split import Sent, SentState, split

if TYPE_CHECKING:
    from rus_sheets.usecases.keep_terms import KeptTerms


class Mailing(Struct, frozen=True):
    """The last day and the contact where the settings don't hold, and the folder of the drafts, None for no drafts.

    With ``remember`` the terms are written among the settings, so that the reminders say the same.
    """

    folder: Path | None
    given: GivenTerms
    remember: bool = False


class SentOut(Struct, frozen=True):
    """The files, the drafts where they were asked for, and the terms that were to be remembered.

    ``terms`` are the last day and the contact that files and drafts tell, where something was said of either.
    """

    files: tuple[Sent, ...]
    mail: Drafted | None = None
    kept_terms: KeptTerms | None = None
    terms: Terms | None = None

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
    def too_long(self) -> list[int]:
        """By how many characters each path that Excel can't open is too long."""
        paths = [*self.paths(SentState.MADE), *self.paths(SentState.KEPT)]
        return [over for over in map(too_long_for_excel, paths) if over]

    @property
    def earlier(self) -> list[Path]:
        """The copies of those that gave way and weren't the very same."""
        return list(dict.fromkeys(file.earlier for file in self.files if file.earlier))

    @property
    def wants_a_person(self) -> bool:
        """A file was left as it is, somebody isn't reached by the drafts as they are, the last day has passed, or the
        reminders won't agree.
        """
        unsaid = (self.kept_terms and self.kept_terms.fault) or (self.terms and self.terms.has_passed)
        return bool(self.of(SentState.KEPT) or (self.mail and self.mail.wants_a_person) or unsaid)


def send_out(  # noqa: PLR0913 - how it runs is the caller's to say, and all of it by name
    workbook: Path,
    target: Path,
    *,
    only: Sequence[str] = (),
    by_owner: bool = False,
    today: dt.date,
    now: dt.datetime | None = None,
    mailing: Mailing | None = None,
    on_start: Callable[[int], Callable[[], None]] = lambda _: lambda: None,
    processes: int = 1,
    dry_run: bool = False,
) -> SentOut:
    """Write the follow-up files as ``split`` does, and if ``mailing`` has a folder a draft (.eml) per owner of those
    written.

    A file that is kept, since somebody has answered in it, isn't attached. Raises as ``split`` does, UsageError when
    the declaration has no words for the mail and for a last day that is no date, UnusableInputError when the folder for
    the drafts can't be made; nothing is written then.
    """
    now = now or dt.datetime.now().astimezone()
    mails = _Mails(mailing, today, dry_run)
    files = split(
        workbook, target, only=only, by_owner=by_owner, today=today, now=now,
        given=mailing.given if mailing else AS_SET, on_start=on_start, processes=processes, dry_run=dry_run,
        on_book=mails.prepare,
    )  # fmt: skip
    return SentOut(files, mails.of(files), mails.kept(workbook, None if dry_run else now), mails.terms)


def foresee_sending(  # noqa: PLR0913 - as above
    workbook: Path,
    target: Path,
    *,
    picked: Collection[str] | None,
    by_owner: bool = False,
    today: dt.date,
    mailing: Mailing,
    on_start: Callable[[int], Callable[[], None]] = lambda _: lambda: None,
) -> tuple[tuple[Sent, ...], SentOut]:
    """Each activity's file, and what would be made of those ``picked`` (None for all). Raises as ``send_out``."""
    mails = _Mails(mailing, today, dry_run=True)
    every = split(
        workbook, target, by_owner=by_owner, today=today, on_start=on_start, dry_run=True, on_book=mails.prepare
    )
    files = tuple(file for file in every if picked is None or file.activity in picked)
    if by_owner and 0 < len(files) < len(every):  # who answers for several has others in the file
        only = [file.activity for file in files]
        files = split(workbook, target, only=only, by_owner=True, today=today, dry_run=True)
    return every, SentOut(files, mails.of(files), mails.kept(workbook, None), mails.terms)


class _Mails:
    """Makes the drafts of one sending, if any are wanted."""

    def __init__(self, mailing: Mailing | None, today: dt.date, dry_run: bool) -> None:
        self._mailing = mailing
        self._today = today
        self._dry_run = dry_run
        self._prepared: tuple[Book, DraftWords | None, Terms] | None = None

    def prepare(self, book: Book) -> None:
        """Find out what can't be, before anything is written."""
        if self._mailing is None:
            return
        folder = self._mailing.folder
        words = _words(book) if folder else None
        self._prepared = book, words, terms_of(book, words, self._mailing.given, not_before=self._today)
        if folder and not self._dry_run:
            make_folder(folder)

    @property
    def terms(self) -> Terms | None:
        """The last day and the contact that are told, None where nothing was said of them."""
        return self._prepared[2] if self._prepared else None

    def of(self, files: Sequence[Sent]) -> Drafted | None:
        """The drafts with those of the files that were made."""
        if self._mailing is None or self._prepared is None:
            return None
        (book, words, terms), folder = self._prepared, self._mailing.folder
        if folder is None or words is None:
            return None
        made = {file.activity: file.path for file in files if file.state is SentState.MADE}

        def attach(units: Sequence[OwnedUnit]) -> list[DraftFile]:
            paths = dict.fromkeys(made[unit.activity] for unit in units)
            return [DraftFile(path.name, path.read_bytes) for path in paths]

        drafting = Drafting(book, folder, words, terms, attach, keeps=True, dry_run=self._dry_run, today=self._today)
        return drafting.drafts([unit for unit in units_of(book) if unit.activity in made])

    def kept(self, workbook: Path, now: dt.datetime | None) -> KeptTerms | None:
        """What became of the terms, where they are to be remembered; without ``now``, what would. It comes last, since
        it changes the workbook.
        """
        if self._prepared is None or not (self._mailing and self._mailing.remember):
            return None
        from rus_sheets.usecases.keep_terms import keep_terms, terms_to_keep  # noqa: PLC0415 - few ask for it

        book, _, terms = self._prepared
        wanted = terms_to_keep(book, terms)
        return keep_terms(workbook, terms, wanted, now=now) if now else wanted


def _words(book: Book) -> DraftWords:
    words = book.declaration.followup.invitation
    if words is None:
        remedy = "Lägg till [followup.invitation] i mallen, eller gör filerna utan mejl."
        raise UsageError("Mallen har ingen text för mejlen.", remedy=remedy)
    return words_in(book, words)
