"""Mail drafts to those who haven't answered: one for each person, with the activities' files attached."""

from __future__ import annotations

import datetime as dt
import mimetypes
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from rus_sheets.book.addresses import Recipient, addresses
from rus_sheets.errors import UnusableInputError, UsageError, UserError, reason
from rus_sheets.excel.calc.stored import calculate_new
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.followup.form import form
from rus_sheets.followup.naming import file_name, safe_name
from rus_sheets.followup.status import AnswerState, UnitStatus
from rus_sheets.office.atomic import write_atomically
from rus_sheets.schema.model import Reminder
from rus_sheets.usecases.refused_files import unexpected
from rus_sheets.usecases.status import Seen, look


@dataclass(frozen=True)
class Person:
    """Somebody to remind, by name and addresses, of the activities that aren't complete. ``wrong`` is no address."""

    name: str
    recipients: tuple[Recipient, ...]
    wrong: tuple[str, ...]
    units: tuple[UnitStatus, ...]


@dataclass(frozen=True)
class Draft:
    """A draft that has been written, and to whom; without recipients there is an address to fill in."""

    path: Path
    person: Person


@dataclass(frozen=True)
class Reminded:
    """What came of it: the drafts, the activities with nobody to write to, and those that no draft could be made for.

    ``failed`` is who and why.
    """

    drafts: tuple[Draft, ...]
    unreachable: tuple[UnitStatus, ...]
    failed: tuple[tuple[str, str], ...]

    @property
    def wants_a_person(self) -> bool:
        """Somebody isn't reminded by sending the drafts as they are."""
        lacking = any(draft.person.wrong or not draft.person.recipients for draft in self.drafts)
        return bool(lacking or self.unreachable or self.failed)


def remind(workbook: Path, sources: Sequence[Path], target: Path, *, today: dt.date) -> Reminded:
    """Write a mail draft (.eml) per person whose answers aren't complete, with the activities' files attached.

    A file that has come back half filled in is attached as it is; otherwise the one that was sent, or a new one.
    Raises UsageError when the declaration has no words for it, UnusableInputError for what can't be used.
    """
    seen = look(workbook, sources, today)
    words = seen.book.declaration.followup.reminder
    if words is None:
        raise UsageError("Mallen har ingen text för påminnelser.", remedy="Lägg till [followup.reminder] i mallen.")
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fault = f"Mappen kan inte skapas ({reason(error)})."
        raise UnusableInputError(fault, place=str(target), remedy="Välj en annan mapp.") from error
    late = [unit for unit in seen.board.units if unit.state is not AnswerState.ANSWERED]
    people = _people(late, seen.board.units)
    drafts: list[Draft] = []
    failed = []
    for person, stem in _named(people, words):
        try:
            drafts.append(_write(target / f"{stem}.eml", _message(person, words, seen, today), person))
        except UserError as error:
            failed.append((person.name or stem, str(error)))
        except Exception as error:  # noqa: BLE001 - one person's draft must not stop the others'
            failed.append((person.name or stem, unexpected(stem, error).message))
    reachable = {unit.activity for person in people for unit in person.units}
    return Reminded(tuple(drafts), tuple(status for status in late if status.activity not in reachable), tuple(failed))


def _people(late: Sequence[UnitStatus], every: Sequence[UnitStatus]) -> list[Person]:
    """The people behind the activities. Who has the same addresses is one; so is who has a name and no address, and
    who of that name has one anywhere in the plan, if it is only one.
    """
    known: dict[str, set[frozenset[str]]] = {}
    for unit in every:
        if _clean(unit.owner) and _key(unit):
            known.setdefault(_clean(unit.owner).casefold(), set()).add(_key(unit))
    recipients = {_key(unit): addresses(unit.email).recipients for unit in every}
    groups: dict[tuple[frozenset[str], str], list[UnitStatus]] = {}
    for unit in late:
        name = _clean(unit.owner)
        key = _key(unit)
        if not key and len(known.get(name.casefold(), ())) == 1:
            key = next(iter(known[name.casefold()]))
        if key or name or unit.email.strip():
            groups.setdefault((key, "" if key else name.casefold() or unit.email.casefold()), []).append(unit)
    return [_person(recipients.get(key, ()), units) for (key, _), units in groups.items()]


def _key(unit: UnitStatus) -> frozenset[str]:
    return frozenset(recipient.address.casefold() for recipient in addresses(unit.email).recipients)


def _person(recipients: tuple[Recipient, ...], units: Sequence[UnitStatus]) -> Person:
    name = next((_clean(unit.owner) for unit in units if _clean(unit.owner)), "")
    wrong = dict.fromkeys(_clean(address) for unit in units for address in addresses(unit.email).wrong)
    return Person(name, recipients, tuple(wrong), tuple(units))


def _clean(text: str) -> str:
    """A text that can stand in a header: one line, nothing that isn't seen."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


def _named(people: Sequence[Person], words: Reminder) -> Iterator[tuple[Person, str]]:
    """Each person with the draft's name without ending. No two are the same, in whatever case they are written."""
    stems = [safe_name(words.file_name.format(owner=_called(person), year="")) for person in people]
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


def _message(person: Person, words: Reminder, seen: Seen, today: dt.date) -> EmailMessage:
    filled: Mapping[str, object] = {
        "year": seen.book.year or "",
        "owner": person.name,
        "activities": "\n".join(f"  {_clean(unit.activity)} {_clean(unit.title)}" for unit in person.units),
        "sender": _clean(seen.book.setting_text("short_name")),
    }
    message = EmailMessage(policy=SMTP)
    message["Subject"] = _clean(words.subject.format(**filled))
    if person.recipients:
        alone = person.name if len(person.recipients) == 1 else ""
        message["To"] = [
            Address(_clean(recipient.name) or alone, addr_spec=recipient.address) for recipient in person.recipients
        ]
    message["X-Unsent"] = "1"  # Outlook opens it as a draft to send, not as a received mail
    message.set_content(words.text.format(**filled).strip() + "\n")
    for unit in person.units:
        name, data = _attachment(seen, unit, today)
        kind, _, subtype = (mimetypes.guess_type(name)[0] or "application/octet-stream").partition("/")
        message.add_attachment(data, maintype=kind, subtype=subtype, filename=name)
    return message


def _attachment(seen: Seen, unit: UnitStatus, today: dt.date) -> tuple[str, bytes]:
    """The file to send again for an activity, and its name."""
    name = file_name(seen.book, seen.book[seen.book.declaration.followup.unit].by_id[unit.activity])
    own = [file.path for file in seen.returned if file.unit == unit.activity]
    for path in (*(file for file in own if file in unit.files), *own):
        if path in seen.candidates:
            return name, seen.candidates[path].content()
    return name, make_workbook(form(seen.book, unit.activity, sent=today), calculate_new)


def _write(path: Path, message: EmailMessage, person: Person) -> Draft:
    data = message.as_bytes()
    write_atomically(path, data)
    if path.read_bytes() != data:
        raise UnusableInputError("Utkastet blev inte som det skulle.", place=path.name, remedy="Kontrollera disken.")
    return Draft(path, person)
