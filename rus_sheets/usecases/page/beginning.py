"""Beginning a year from the page: a workbook in a folder, named as its declaration says, empty or of last year's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from rus_sheets.errors import UnusableInputError, UsageError
from rus_sheets.resources import declaration_path
from rus_sheets.schema.load import load_declaration
from rus_sheets.usecases.changing.backupnotes import state_of
from rus_sheets.usecases.create import new_workbook
from rus_sheets.usecases.mails.people import OwnedUnit, units_of
from rus_sheets.usecases.next_year import NewYear, workbook_from
from rus_sheets.usecases.next_year_told import carried_on, names_old_year, place_of
from rus_sheets.usecases.opened.opening import declarations, open_book

_NEXT_FROM = 7
"""The month from which it is next year that is planned."""


class Template(Struct, frozen=True):
    """A kind of workbook that can be begun: its name in ``workbook_templates``, and what people call it."""

    name: str
    title: str


class BegunYear(Struct, frozen=True):
    """A year's workbook, begun or to be. ``source`` is last year's, with its ``units``; ``made`` what came of that.

    ``state`` tells last year's as it was when it was read from what it is later. ``told`` says what doesn't follow
    along, ``old_year`` which texts still name the year before.
    """

    path: Path
    year: int
    source: Path | None = None
    units: tuple[OwnedUnit, ...] = ()
    made: NewYear | None = None
    state: str = ""

    @property
    def told(self) -> list[str]:
        """What doesn't follow along from last year's."""
        return list(carried_on(self.made, self.source.name)) if self.made and self.source else []

    @property
    def old_year(self) -> tuple[str, list[tuple[str, str]]]:
        """That texts name the year before, each with its place and words."""
        if not self.made or not self.made.old_year:
            return "", []
        return names_old_year(self.made), [(place_of(named), named.words) for named in self.made.old_year]


def templates() -> list[Template]:
    """Those that come with the toolkit, the usual one first."""
    found = [Template(declaration.name, declaration.title) for declaration in declarations()]
    return sorted(found, key=lambda template: (template.name != "verksamhet", template.title))


def coming_year(today: dt.date) -> int:
    """The year that is planned on that day."""
    return today.year + (today.month >= _NEXT_FROM)


def begin(folder: Path, year: int, template: str, *, dry_run: bool = False) -> BegunYear:
    """An empty workbook in the folder. Raises as ``new_workbook``, and UsageError for a template that isn't ours."""
    if template not in {known.name for known in templates()}:
        raise UsageError("Den mallen finns inte.", remedy="Välj vad arbetsboken är till för.")
    path = folder / f"{load_declaration(declaration_path(template)).file_name.format(year=year)}"
    new_workbook(path, year, template, dry_run=dry_run)
    return BegunYear(path, year)


def begin_from(
    source: Path, folder: Path, year: int, drop: Sequence[str] = (), *, dry_run: bool = False, seen: str = ""
) -> BegunYear:
    """A workbook made of last year's, without the activities in ``drop``. Raises as ``workbook_from``.

    ``seen`` is the ``state`` of what a person has agreed to; UnusableInputError where last year's has changed since.
    """
    state = state_of(source)
    if seen not in ("", state):
        fault = "Arbetsboken har ändrats sedan du såg vad som skulle göras. Inget har gjorts."
        raise UnusableInputError(fault, place=source.name, remedy="Se efter igen vad som skulle göras.")
    book = open_book(source)
    path = (folder / book.declaration.file_name.format(year=year)).with_suffix(source.suffix)
    return BegunYear(
        path,
        year,
        source,
        tuple(units_of(book)),
        workbook_from(source, path, year, drop, dry_run=dry_run),
        state,
    )
