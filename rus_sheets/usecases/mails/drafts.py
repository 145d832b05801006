"""Mail drafts (.eml) to the owners of activities: one for each person, with the activities' files attached.

Nobody is written to by a program: a draft is opened in the mail program, read and sent by a person.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rus_sheets.book.addresses import Recipient, addresses
from rus_sheets.book.model import Book
from rus_sheets.errors import UnusableInputError, UserError, reason
from rus_sheets.followup.naming import safe_name
from rus_sheets.office.atomic import write_atomically
from rus_sheets.schema.model import DraftWords
from rus_sheets.usecases.mails.draft_mail import (
    DraftFile,
    attached,
    filled_in,
    is_as_written,
    message_of,
    on_one_line,
)
from rus_sheets.usecases.mails.draft_terms import Terms
from rus_sheets.usecases.opened.refused_files import unexpected

_ENDING = ".eml"


@dataclass(frozen=True, slots=True)
class OwnedUnit:
    """An activity, and the owner and addresses that stand with it in the plan, as they are written there."""

    activity: str
    title: str
    owner: str
    email: str


@dataclass(frozen=True)
class Person:
    """Somebody to write to, by name and addresses, about the ``units``. ``wrong`` is no address."""

    name: str
    recipients: tuple[Recipient, ...]
    wrong: tuple[str, ...]
    units: tuple[OwnedUnit, ...]


@dataclass(frozen=True)
class Draft:
    """A draft, and to whom; without recipients there is an address to fill in.

    ``replaces`` tells that it takes the place of one that we wrote earlier and nobody has changed since.
    """

    path: Path
    person: Person
    replaces: bool = False


@dataclass(frozen=True)
class Drafted:
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


@dataclass(frozen=True)
class Drafting:
    """How drafts are made: in which folder, with which words, and what is attached for a unit.

    A draft that is there already, and that somebody has changed, is not written over: the new one is put beside it.
    With ``keeps`` neither is one that has more attached than the new one.
    """

    book: Book
    target: Path
    words: DraftWords
    terms: Terms
    attach: Callable[[OwnedUnit], DraftFile]
    keeps: bool
    dry_run: bool

    def drafts(self, units: Sequence[OwnedUnit]) -> Drafted:
        """One draft per person behind the ``units``. With ``dry_run`` nothing is written.

        Raises UnusableInputError if the folder can't be made.
        """
        people = _people(units, units_of(self.book))
        if people and not self.dry_run:
            make_folder(self.target)
        made: list[Draft] = []
        failed = []
        for person, stem in _named(people, self.words):
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
        attachments = [self.attach(unit) for unit in person.units]
        path = self._place(stem, {attachment.name for attachment in attachments})
        replaces = path.exists()
        if not self.dry_run:
            names = self._names(person)
            subject, text = on_one_line(self.words.subject.format(**names)), filled_in(self.words.text, names)
            alone = person.name if len(person.recipients) == 1 else ""
            message = message_of(subject, text, _to(person.recipients, alone), attachments)
            _write(path, message)
        return Draft(path, person, replaces)

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
            "aktiviteter": "\n".join(f"  {on_one_line(f'{unit.activity} {unit.title}')}" for unit in person.units),
            "avsändare": on_one_line(self.book.setting_text("short_name")),
            **self.terms.names,
        }


def units_of(book: Book) -> list[OwnedUnit]:
    """Every unit of the plan, with who stands for it."""
    form = book.declaration.followup

    def text(row_text: Callable[[str], str], key: str) -> str:
        return row_text(key) if key else ""

    rows = book[form.unit].rows
    return [
        OwnedUnit(row.id, row.title, text(row.text, form.owner), text(row.text, form.email)) for row in rows if row.id
    ]


def _people(units: Sequence[OwnedUnit], every: Sequence[OwnedUnit]) -> list[Person]:
    """The people behind the activities. Who has the same addresses is one; so is who has a name and no address, and
    who of that name has one anywhere in the plan, if it is only one.
    """
    known: dict[str, set[frozenset[str]]] = {}
    for unit in every:
        if on_one_line(unit.owner) and _key(unit):
            known.setdefault(on_one_line(unit.owner).casefold(), set()).add(_key(unit))
    recipients = {_key(unit): addresses(unit.email).recipients for unit in every}
    groups: dict[tuple[frozenset[str], str], list[OwnedUnit]] = {}
    for unit in units:
        name = on_one_line(unit.owner)
        key = _key(unit)
        if not key and len(known.get(name.casefold(), ())) == 1:
            key = next(iter(known[name.casefold()]))
        if key or name or unit.email.strip():
            groups.setdefault((key, "" if key else name.casefold() or unit.email.casefold()), []).append(unit)
    return [_person(recipients.get(key, ()), found) for (key, _), found in groups.items()]


def _key(unit: OwnedUnit) -> frozenset[str]:
    return frozenset(recipient.address.casefold() for recipient in addresses(unit.email).recipients)


def _person(recipients: tuple[Recipient, ...], units: Sequence[OwnedUnit]) -> Person:
    name = next((on_one_line(unit.owner) for unit in units if on_one_line(unit.owner)), "")
    wrong = dict.fromkeys(on_one_line(address) for unit in units for address in addresses(unit.email).wrong)
    return Person(name, recipients, tuple(wrong), tuple(units))


def _to(recipients: Iterable[Recipient], alone: str) -> list[tuple[str, str]]:
    return [(on_one_line(recipient.name) or alone, recipient.address) for recipient in recipients]


def _named(people: Sequence[Person], words: DraftWords) -> Iterator[tuple[Person, str]]:
    """Each person with the draft's name without ending. No two are the same, in whatever case they are written."""
    stems = [safe_name(words.file_name.format(owner=_called(person))) for person in people]
    many = Counter(map(_folded, stems))
    used: set[str] = set()
    for person, stem in zip(people, stems, strict=True):
        wanted = stem
        if many[_folded(stem)] > 1 and person.recipients:
            wanted = safe_name(f"{stem} {person.recipients[0].address}")
        unique, number = wanted, 1
        while _folded(unique) in used:
            number += 1
            unique = f"{wanted} ({number})"
        used.add(_folded(unique))
        yield person, unique


def _called(person: Person) -> str:
    return person.name or next((recipient.address for recipient in person.recipients), ", ".join(person.wrong))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def make_folder(folder: Path) -> None:
    """The folder for drafts. Raises UnusableInputError if it can't be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fault = f"Mappen kan inte skapas ({reason(error)})."
        raise UnusableInputError(fault, place=str(folder), remedy="Välj en annan mapp.") from error


def _write(path: Path, data: bytes) -> None:
    write_atomically(path, data)
    if path.read_bytes() != data:
        raise UnusableInputError("Utkastet blev inte som det skulle.", place=path.name, remedy="Kontrollera disken.")
