"""Mail drafts (.eml) to the owners of activities: one for each person, with the activities' files attached.

Nobody is written to by a program: a draft is opened in the mail program, read and sent by a person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from rus_sheets.book.addresses import Recipient
from rus_sheets.book.model import Book
from rus_sheets.book.tidy import on_one_line
from rus_sheets.errors import UnusableInputError, UserError, reason
from rus_sheets.followup.mail_fields import field_lines
from rus_sheets.office.atomic import write_atomically
from rus_sheets.schema.model import DraftWords
from rus_sheets.sharing import read_bytes
from rus_sheets.usecases.mails.draft_mail import (
    DraftFile,
    attached,
    filled_in,
    is_as_written,
    message_of,
)
from rus_sheets.usecases.mails.draft_terms import Terms
from rus_sheets.usecases.mails.people import OwnedUnit, Person, named, people_of, units_of
from rus_sheets.usecases.opened.owners_page import owners_page
from rus_sheets.usecases.opened.refused_files import unexpected

_ENDING = ".eml"


class Draft(Struct, frozen=True):
    """A draft, and to whom; without recipients there is an address to fill in.

    ``replaces`` tells that it takes the place of one that we wrote earlier and nobody has changed since.
    """

    path: Path
    person: Person
    replaces: bool = False


class Drafted(Struct, frozen=True):
    """What came of the ``units``: the drafts, those with nobody to write to, and those no draft could be made for.

    ``failed`` is who and why. ``terms`` are the last day and the contact that the drafts tell; ``left`` are other
    drafts that lie in the folder.
    """

    units: tuple[OwnedUnit, ...]
    drafts: tuple[Draft, ...]
    unreachable: tuple[OwnedUnit, ...]
    failed: tuple[tuple[str, str], ...]
    terms: Terms
    left: tuple[str, ...] = ()

    @property
    def replaced(self) -> tuple[Draft, ...]:
        """The drafts that take the place of earlier ones."""
        return tuple(draft for draft in self.drafts if draft.replaces)

    @property
    def wants_a_person(self) -> bool:
        """Somebody isn't reached by sending the drafts as they are, or they tell a last day that has passed."""
        lacking = any(draft.person.wrong or not draft.person.recipients for draft in self.drafts)
        return bool(lacking or self.unreachable or self.failed or self.terms.has_passed)


class Drafting(Struct, frozen=True):
    """How drafts are made: in which folder, with which words, and what is attached for a person's units.

    A draft that is there already, and that somebody has changed, is not written over: the new one is put beside it.
    With ``keeps`` neither is one that has more attached than the new one. ``lacking`` is what is told below a unit, by
    its id.
    """

    book: Book
    target: Path
    words: DraftWords
    terms: Terms
    attach: Callable[[Sequence[OwnedUnit]], Sequence[DraftFile]]
    keeps: bool
    dry_run: bool
    today: dt.date
    lacking: Mapping[str, str] = MappingProxyType({})

    def drafts(self, units: Sequence[OwnedUnit]) -> Drafted:
        """One draft per person behind the ``units``. With ``dry_run`` nothing is written.

        Raises UnusableInputError if the folder can't be made.
        """
        people = people_of(units, units_of(self.book))
        if people and not self.dry_run:
            make_folder(self.target)
        made: list[Draft] = []
        failed = []
        for person, stem in named(people, self.words.file_name):
            try:
                made.append(self._draft(person, stem))
            except UserError as error:
                failed.append((person.name or stem, str(error)))
            except Exception as error:  # noqa: BLE001 - one person's draft must not stop the others'
                failed.append((person.name or stem, unexpected(stem, error).message))
        reachable = {unit.activity for person in people for unit in person.units}
        unreachable = tuple(unit for unit in units if unit.activity not in reachable)
        left = tuple(
            sorted({path.name for path in self.target.glob(f"*{_ENDING}")} - {draft.path.name for draft in made})
        )
        return Drafted(tuple(units), tuple(made), unreachable, tuple(failed), self.terms, left)

    def _draft(self, person: Person, stem: str) -> Draft:
        attachments = [*self.attach(person.units), *self._page()]
        path = self._place(stem, {attachment.name for attachment in attachments})
        replaces = path.exists()
        if not self.dry_run:
            names = self._names(person)
            subject, text = on_one_line(self.words.subject.format(**names)), filled_in(self.words.text, names)
            alone = person.name if len(person.recipients) == 1 else ""
            message = message_of(subject, text, _to(person.recipients, alone), attachments)
            _write(path, message)
        return Draft(path, person, replaces)

    def _page(self) -> Iterator[DraftFile]:
        page = owners_page(self.book) if self.words.page else None
        if page:
            yield DraftFile(page.name, page.read_bytes)

    def _place(self, stem: str, attachments: set[str]) -> Path:
        path, number = self.target / f"{stem}{_ENDING}", 1
        while path.exists() and not self._may_replace(path, attachments):
            number += 1
            path = self.target / f"{stem} ({number}){_ENDING}"
        return path

    def _may_replace(self, path: Path, attachments: set[str]) -> bool:
        return is_as_written(path) and (not self.keeps or attached(path) <= attachments)

    def _names(self, person: Person) -> Mapping[str, str]:
        return {
            "år": str(self.book.year or ""),
            "ansvarig": person.name,
            "aktiviteter": "\n".join(chain.from_iterable(map(self._listed, person.units))),
            "fält": field_lines(self.book, [unit.activity for unit in person.units], self.today),
            "avsändare": on_one_line(self.book.setting_text("short_name")),
            **self.terms.names,
        }

    def _listed(self, unit: OwnedUnit) -> Iterator[str]:
        yield f"  {on_one_line(f'{unit.activity} {unit.title}')}"
        if lacking := self.lacking.get(unit.activity):
            yield f"    {on_one_line(lacking)}"


def _to(recipients: Iterable[Recipient], alone: str) -> list[tuple[str, str]]:
    return [(on_one_line(recipient.name) or alone, recipient.address) for recipient in recipients]


def make_folder(folder: Path) -> None:
    """The folder for drafts. Raises UnusableInputError if it can't be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fault = f"Mappen kan inte skapas ({reason(error)})."
        raise UnusableInputError(fault, place=str(folder), remedy="Välj en annan mapp.") from error


def _write(path: Path, data: bytes) -> None:
    write_atomically(path, data)
    if read_bytes(path) != data:
        raise UnusableInputError("Utkastet blev inte som det skulle.", place=path.name, remedy="Kontrollera disken.")
