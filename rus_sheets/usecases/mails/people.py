"""The people behind the activities: who answers for which, and where they are reached."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from rus_sheets.book.addresses import Recipient, addresses
from rus_sheets.book.model import Book
from rus_sheets.book.tidy import on_one_line
from rus_sheets.followup.naming import safe_name


class OwnedUnit(Struct, frozen=True):
    """An activity, and the owner and addresses that stand with it in the plan, as they are written there."""

    activity: str
    title: str
    owner: str
    email: str


class Person(Struct, frozen=True):
    """Somebody to write to, by name and addresses, about the ``units``. ``wrong`` is no address."""

    name: str
    recipients: tuple[Recipient, ...]
    wrong: tuple[str, ...]
    units: tuple[OwnedUnit, ...]


def units_of(book: Book) -> list[OwnedUnit]:
    """Every unit of the plan, with who stands for it."""
    form = book.declaration.followup

    def text(row_text: Callable[[str], str], key: str) -> str:
        return row_text(key) if key else ""

    rows = book[form.unit].rows
    return [
        OwnedUnit(row.id, row.title, text(row.text, form.owner), text(row.text, form.email)) for row in rows if row.id
    ]


def people_of(units: Sequence[OwnedUnit], every: Sequence[OwnedUnit]) -> list[Person]:
    """The people behind the ``units``; ``every`` are those of the whole plan.

    Who has the same addresses is one; so is who has a name and no address, and who of that name has one anywhere in the
    plan, if it is only one.
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


def named(people: Sequence[Person], pattern: str) -> Iterator[tuple[Person, str]]:
    """Each person with the name of a file without ending, by a ``pattern`` that asks for {owner}.

    No two are the same, in whatever case they are written.
    """
    stems = [safe_name(pattern.format(owner=_called(person))) for person in people]
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
