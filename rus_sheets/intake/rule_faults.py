"""A file of rules with all that is wrong in it: patterns, columns and values, each with its place and remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from rus_sheets.errors import DeclarationError
from rus_sheets.guessing import did_you_mean
from rus_sheets.intake.patterns import columns_in, expanded, whole
from rus_sheets.intake.rules import (
    ChoiceRule,
    FieldRule,
    HeadingRule,
    MarkRule,
    Means,
    Rules,
    SentenceRule,
    TableRule,
    read_rules,
)
from rus_sheets.schema.model import CellType, Declaration, Table


def load_rules(path: Path, declaration: Declaration) -> Rules:
    """The rules in a TOML file. Raises DeclarationError with the place of the first fault, and the others."""
    rules = read_rules(path)
    found = list(_faults(rules, declaration))
    if found:
        (place, text, remedy), *rest = found
        also = [f"{path.name}.{place}: {text} {remedy}".rstrip() for place, text, remedy in rest]
        raise DeclarationError(text, place=f"{path.name}.{place}", remedy=remedy, also=also)
    return rules


_NEEDED = ("areas", "groups", "goals", "plan", "outcomes", "budget", "expenses", "funding")
"""The tables that a plan or a report is read into."""
_RuleFault = tuple[str, str, str]
"""Place, fault and remedy."""


def _faults(rules: Rules, declaration: Declaration) -> Iterator[_RuleFault]:
    missing = [key for key in _NEEDED if not declaration.has_table(key)]
    if missing:
        text = f"Deklarationen {declaration.name} saknar tabellerna {', '.join(missing)}, som en plan läses in i."
        yield "declaration", text, "Ange en deklaration som har dem, till exempel verksamhet."
        return
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
    yield from _word_faults("counted", rules.counted)
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
    for key in (*columns_in(rule.pattern), *rule.values, *rule.reported.values()):
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
