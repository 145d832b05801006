"""The rules by which documents of one kind are read: a TOML file, checked against the declaration when it is loaded."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from msgspec import Struct
from msgspec import field as default
from msgspec.structs import replace

from rus_sheets.errors import DeclarationError
from rus_sheets.guessing import did_you_mean
from rus_sheets.intake.patterns import columns_in, expanded, whole
from rus_sheets.schema.build import build
from rus_sheets.schema.model import CellType, Declaration, Table


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
    ``whole`` says that days are those of the whole group, also where they stand after its activities.
    """

    name: str
    table: str
    pattern: str
    within: str = ""
    values: Mapping[str, str] = default(default_factory=dict)
    sums: Mapping[str, str] = default(default_factory=dict)
    whole: bool = False


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
    the first words of a sentence that goes on about the money of the one before it."""

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


def load_rules(path: Path, declaration: Declaration) -> Rules:
    """The rules in a TOML file. Raises DeclarationError with the place of the first fault, and the others."""
    rules = read_rules(path)
    found = list(_faults(rules, declaration))
    if found:
        (place, text, remedy), *rest = found
        also = [f"{path.name}.{place}: {text} {remedy}".rstrip() for place, text, remedy in rest]
        raise DeclarationError(text, place=f"{path.name}.{place}", remedy=remedy, also=also)
    return rules


_RuleFault = tuple[str, str, str]
"""Place, fault and remedy."""


def _faults(rules: Rules, declaration: Declaration) -> Iterator[_RuleFault]:
    worded: tuple[tuple[str, Sequence[HeadingRule | FieldRule | ChoiceRule | MarkRule]], ...] = (
        ("heading", rules.heading),
        ("field", rules.field),
        ("hint", rules.hint),
        ("choice", rules.choice),
        ("condition", rules.condition),
        ("mark", rules.mark),
    )
    for kind, several in worded:
        for number, rule in enumerate(several, 1):
            place = f"{kind}[{number}]"
            yield from _word_faults(f"{place}.words", rule.words)
            yield from _target_faults(place, rule, declaration)
            if isinstance(rule, FieldRule):
                yield from _word_faults(f"{place}.headers", rule.headers)
    for number, sentence in enumerate(rules.sentence, 1):
        yield from _sentence_faults(f"sentence[{sentence.name or number}]", sentence, declaration)
    for number, tables in enumerate(rules.table, 1):
        yield from _table_faults(f"table[{number}]", tables, declaration)
    yield from _word_faults("total", rules.total)
    yield from _word_faults("unsaid", rules.unsaid)
    yield from _word_faults("units", rules.units)
    yield from _word_faults("refers", rules.refers)
    for number, pattern in enumerate(rules.listed, 1):
        yield from _listed_faults(f"listed[{number}]", pattern)


def _word_faults(place: str, words: Sequence[str]) -> Iterator[_RuleFault]:
    for number, word in enumerate(words, 1):
        yield from _pattern_fault(f"{place}[{number}]", word)


def _target_faults(
    place: str, rule: HeadingRule | FieldRule | ChoiceRule | MarkRule, declaration: Declaration
) -> Iterator[_RuleFault]:
    """What a rule's values go into must be there, and take them."""
    if not isinstance(rule, HeadingRule):
        yield from _column_faults(place, rule, declaration) if rule.column else ()
    elif rule.means in (Means.GROUP, Means.RESULTS):
        table = _table(declaration, "groups" if rule.means is Means.GROUP else "plan")
        for key, value in rule.values.items():
            yield from _value_faults(f"{place}.values.{key}", table, key, value, declaration)


def _pattern_fault(place: str, pattern: str) -> Iterator[_RuleFault]:
    try:
        re.compile(expanded(pattern))
    except (re.error, OverflowError) as error:
        yield (
            place,
            f"Mönstret ”{pattern}” går inte att läsa ({error}).",
            "Rätta mönstret: ( [ * + ? . har egen mening.",
        )
        return
    if whole((pattern,)).fullmatch(""):
        yield place, f"Mönstret ”{pattern}” passar också på ingenting.", "Gör det mer bestämt."


def _sentence_faults(place: str, rule: SentenceRule, declaration: Declaration) -> Iterator[_RuleFault]:
    faults = [*_pattern_fault(f"{place}.pattern", rule.pattern)]
    faults += _pattern_fault(f"{place}.within", rule.within) if rule.within else ()
    yield from faults
    table = _table(declaration, rule.table)
    if table is None:
        yield from _unknown_table(f"{place}.table", rule.table, declaration)
        return
    if not columns_in(rule.pattern) and not faults:
        yield f"{place}.pattern", "Mönstret har inget värde att läsa.", "Skriv till exempel {days:days}."
    for key in (*columns_in(rule.pattern), *rule.values):
        if key not in _keys(table, declaration):
            known = _keys(table, declaration)
            yield place, f"Kolumnen ”{key}” finns inte i {rule.table}.", did_you_mean(key, known)


def _listed_faults(place: str, pattern: str) -> Iterator[_RuleFault]:
    faults = [*_pattern_fault(place, pattern)]
    yield from faults
    if not faults and set(columns_in(pattern)) != {"name", "days"}:
        yield place, "Mönstret måste ha namnet och dagarna.", "Skriv till exempel (?P<name>.+): {days:days}."


def _column_faults(
    place: str, rule: FieldRule | ChoiceRule | MarkRule, declaration: Declaration
) -> Iterator[_RuleFault]:
    key, _, column = rule.column.partition(".")
    table = _table(declaration, key)
    if table is None:
        yield from _unknown_table(f"{place}.column", key, declaration)
    elif column not in _keys(table, declaration):
        remedy = did_you_mean(column, _keys(table, declaration))
        yield f"{place}.column", f"Kolumnen ”{column}” finns inte i {key}.", remedy
    elif isinstance(rule, (ChoiceRule, MarkRule)):
        yield from _value_faults(f"{place}.value", table, column, rule.value, declaration)


def _table_faults(place: str, rule: TableRule, declaration: Declaration) -> Iterator[_RuleFault]:
    table = _table(declaration, rule.table)
    if table is None:
        yield from _unknown_table(f"{place}.table", rule.table, declaration)
        return
    for key in (*rule.needs, *(header.column for header in rule.columns)):
        if key not in _keys(table, declaration):
            known = _keys(table, declaration)
            yield place, f"Kolumnen ”{key}” finns inte i {rule.table}.", did_you_mean(key, known)
    for header in rule.columns:
        yield from _word_faults(f"{place}.columns[{header.column}].words", header.words)


def _value_faults(
    place: str, table: Table | None, key: str, value: str, declaration: Declaration
) -> Iterator[_RuleFault]:
    if table is None or not table.has(key):
        known = [column.key for column in table.columns] if table else []
        yield place, f"Kolumnen ”{key}” finns inte.", did_you_mean(key, known)
        return
    column = table.column(key)
    if column.type is CellType.CHOICE:
        choices = declaration.choices(column.list)
        if value not in choices.values and not choices.open:
            remedy = did_you_mean(value, choices.values) or f"Välj bland: {', '.join(choices.values)}."
            yield place, f"”{value}” finns inte i listan {choices.header}.", remedy


def _table(declaration: Declaration, key: str) -> Table | None:
    return next((table for table in declaration.table if table.key == key), None)


def _keys(table: Table, declaration: Declaration) -> tuple[str, ...]:
    """The columns that can be filled in; for settings the settings themselves."""
    if table.kind.value == "settings":
        return tuple(setting.key for setting in declaration.setting)
    return tuple(column.key for column in table.columns)


def _unknown_table(place: str, key: str, declaration: Declaration) -> Iterator[_RuleFault]:
    known = [table.key for table in declaration.table]
    yield place, f"Tabellen ”{key}” finns inte.", did_you_mean(key, known) or f"Välj bland: {', '.join(known)}."
