"""Which activities go in one follow-up file: each by itself, or all that one person answers for together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rus_sheets.book.model import Book
from rus_sheets.errors import UsageError
from rus_sheets.usecases.mails.people import named, people_of, units_of


class Batch(NamedTuple):
    """The activities of one file. A file with several has its ``owner`` and a ``file_name`` of its own."""

    units: tuple[str, ...]
    owner: str = ""
    file_name: str = ""


def by_owners(book: Book, units: Sequence[str]) -> list[Batch]:
    """A file for each person with several of the ``units``, and one for each other unit, in the order of the plan.

    Raises UsageError where the declaration has no name for such files.
    """
    pattern = book.declaration.followup.owner_file_name
    if not pattern:
        remedy = "Lägg till owner_file_name i mallen, eller gör en fil per aktivitet."
        raise UsageError("Mallen har inget namn på filer med flera aktiviteter.", remedy=remedy)
    every = units_of(book)
    people = people_of([unit for unit in every if unit.activity in units], every)
    stem, ending = pattern.format(owner="{owner}", year=book.year or "").rsplit(".", 1)
    several = {
        person.units[0].activity: Batch(tuple(unit.activity for unit in person.units), person.name, f"{name}.{ending}")
        for person, name in named(people, stem)
        if len(person.units) > 1
    }
    together = {unit for batch in several.values() for unit in batch.units}
    return [several.get(unit) or Batch((unit,)) for unit in units if unit in several or unit not in together]
