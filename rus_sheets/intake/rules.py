"""The rules by which documents of one kind are read: a TOML file, checked against the declaration when it is loaded."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from msgspec import Struct
from msgspec import field as default
from msgspec.structs import replace

from rus_sheets.errors import DeclarationError
from rus_sheets.intake.patterns import whole
from rus_sheets.schema.build import build


class Means(StrEnum):
    """What a heading stands over."""

    AREA = "area"
    GROUP = "group"
    FRAME = "frame"
    """The plan itself, or the list of its activities: the heading is none of its parts."""
    OVERVIEW = "overview"
    """Names of activities, which the plan goes through later."""
    SUMMARY = "summary"
    """A sentence for each of the most important activities."""
    RESULTS = "results"
    """Short outcomes, by their status."""
    GOALS = "goals"
    BUDGET = "budget"
    FUNDING = "funding"
    EXPENSES = "expenses"
    MESSAGES = "messages"
    CANDIDATES = "candidates"
    """What is proposed and has no room in the plan."""
    SEATS = "seats"
    TEXT = "text"
    """A text for documents, by its key."""
    ASIDE = "aside"
    """Something else, which is left over."""


class HeadingRule(Struct, frozen=True):
    """``words`` are patterns for the whole heading; ``values`` what it says of a group (by column) or of goals.

    ``key`` is that of a row of texts, or the body that seats belong to; ``reported`` that of the text in a document
    that tells of outcomes, where it is another.
    """

    means: Means
    words: tuple[str, ...]
    values: Mapping[str, str] = default(default_factory=dict)
    key: str = ""
    reported: str = ""


class FieldRule(Struct, frozen=True):
    """``words`` before a colon, as a line of their own or over a column of a table name the ``column``.

    So do the names of ``styles`` of whole paragraphs, in small letters. ``headers`` are words over a column alone.
    As a hint: ``words`` are whole sentences that tell of the column, and that no rule can read.
    """

    column: str
    words: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()


class SentenceRule(Struct, frozen=True):
    """A pattern for a part of a paragraph; its placeholders name columns of the ``table``.

    ``within`` is a pattern that the paragraph must have somewhere. ``values`` are given along with what is found, and
    ``sums`` are columns whose value is the sum of another (``budget.budget``), where the sentence says that it is.
    ``reported`` are by column others that the values belong to in a document that tells of outcomes. ``whole`` says
    that days are those of the whole group, also where they stand after its activities; of outcomes they are a sum.
    ``running`` is true for a sentence of a running text: it counts where no other rule finds such a value under the
    same heading, and stays in the text. ``unsure``: days of the activity are written, and asked about.
    """

    name: str
    table: str
    pattern: str
    within: str = ""
    values: Mapping[str, str] = default(default_factory=dict)
    sums: Mapping[str, str] = default(default_factory=dict)
    reported: Mapping[str, str] = default(default_factory=dict)
    whole: bool = False
    running: bool = False
    unsure: bool = False


class ChoiceRule(Struct, frozen=True):
    """Other ``words`` for one of the choices of a column; the choice's own are always understood.

    As a condition: words anywhere beside an amount that say the choice.
    """

    column: str
    value: str
    words: tuple[str, ...]


class MarkRule(Struct, frozen=True):
    """``words`` at the end of an activity's name that say something of it. Without a column they are only told of."""

    words: tuple[str, ...]
    column: str = ""
    value: str = ""


class HeaderRule(Struct, frozen=True):
    """``words`` that head a column of a document's table whose cells are values of ``column``."""

    column: str
    words: tuple[str, ...]


class TableRule(Struct, frozen=True):
    """A table of a document, known by its headers: those of ``needs`` at least."""

    table: str
    needs: tuple[str, ...]
    columns: tuple[HeaderRule, ...]

    def fitted(self, header: Sequence[str]) -> dict[int, str]:
        """The columns of a table with these headers; none where one that is needed isn't there."""
        found: dict[int, str] = {}
        for column in self.columns:
            free = (at for at, said in enumerate(header) if at not in found and whole(column.words).fullmatch(said))
            at = next(free, None)
            if at is not None:
                found[at] = column.column
        return found if set(self.needs) <= set(found.values()) else {}


class ReviewWords(Struct, frozen=True):
    """The sheet that tells what was understood: its name, its columns' headers and its words for each state."""

    sheet: str
    table: str
    headers: Mapping[str, str]
    states: Mapping[str, str]


class Rules(Struct, frozen=True):
    """A whole rule file. ``total`` are words that begin a sum's row in a table, ``unsaid`` lines that
    only say that something isn't known yet, ``listed`` patterns for a line of a list that is an activity (its ``name``
    and ``days``), ``units`` sentences that tell the unit of all amounts, ``refers``
    the first words of a sentence that goes on about the money of the one before it, ``counted`` what our own plan
    counts after a goal."""

    declaration: str
    review: ReviewWords
    heading: tuple[HeadingRule, ...] = ()
    field: tuple[FieldRule, ...] = ()
    sentence: tuple[SentenceRule, ...] = ()
    choice: tuple[ChoiceRule, ...] = ()
    condition: tuple[ChoiceRule, ...] = ()
    hint: tuple[FieldRule, ...] = ()
    mark: tuple[MarkRule, ...] = ()
    table: tuple[TableRule, ...] = ()
    total: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    refers: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    group: str = ""
    source: str = ""


def read_rules(path: Path) -> Rules:
    """The rules in a TOML file as they stand: nobody has looked whether their patterns and columns are any.

    That takes ten times as long, and is for whoever reads a document by them. Raises DeclarationError.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, IsADirectoryError):
        raise DeclarationError("Regelfilen finns inte.", place=path.name, remedy="Kontrollera namnet.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        text = f"Filen är inte giltig TOML ({error})."
        raise DeclarationError(text, place=path.name, remedy="Rätta raden som nämns.") from None
    return replace(build(Rules, data, path.name), source=path.name)
