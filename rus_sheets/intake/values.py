"""A value as it is written in the document, turned into what its column takes: days, money, a choice, a text."""

from __future__ import annotations

import re

from msgspec import Struct

from rus_sheets.book.dates import read_date
from rus_sheets.intake.amounts import read_amount
from rus_sheets.intake.patterns import phrases, plain, whole
from rus_sheets.intake.rules import MarkRule, Rules
from rus_sheets.layout.canonical import Content
from rus_sheets.schema.model import CellType, Column, Declaration

_UNREADABLE = "Det går inte att läsa. Skriv värdet."


class ReadValue(Struct, frozen=True):
    """What to write, or None; and what to ask about it, or "". ``rule`` is the words that a choice was known by."""

    content: Content
    ask: str = ""
    rule: str = ""


def value_of(  # noqa: PLR0911 - one return per kind of column
    said: str, column: Column, table: str, rules: Rules, declaration: Declaration
) -> ReadValue:
    """The value of a column (of the table by that key) that a text says."""
    if column.type in (CellType.DAYS, CellType.MONEY):
        amount = read_amount(plain(said), column.type)
        return ReadValue(amount.value, amount.ask)
    if column.type is CellType.DATE:
        date = read_date(said.strip())
        return ReadValue(date, "" if date else _UNREADABLE)
    if column.type is CellType.CHOICE and declaration.choices(column.list).open:
        return ReadValue(" ".join(said.split()))
    if column.type is CellType.CHOICE:
        choice, word = choice_of(said, f"{table}.{column.key}", column, rules, declaration)
        return ReadValue(choice or None, "" if choice else _UNREADABLE, word)
    if column.type is CellType.INTEGER:
        return ReadValue(int(said)) if said.strip().isdigit() else ReadValue(None, _UNREADABLE)
    if column.type is CellType.REFS:
        return ReadValue("; ".join(re.findall(r"\w+", said)))
    return ReadValue(" ".join(said.split()))


def choice_of(said: str, path: str, column: Column, rules: Rules, declaration: Declaration) -> tuple[str, str]:
    """The choice that the text says, and the rule's words that it was known by; "" for none."""
    text = plain(said).strip(" .:")
    known = declaration.choices(column.list).values
    own = next((choice for choice in known if plain(choice).casefold() == text.casefold()), "")
    if own:
        return own, own
    for rule in rules.choice:
        if rule.column == path:
            word = next((word for word in rule.words if whole((word,)).fullmatch(text)), "")
            if word:
                return rule.value, word
    return "", ""


def condition_in(said: str, path: str, rules: Rules) -> tuple[str, str]:
    """The choice of a column (``funding.state``) that words beside money say, and those words; "" for none."""
    text = plain(said)
    for rule in rules.condition:
        if rule.column == path:
            words = "|".join(f"(?:{word})" for word in rule.words)
            found = re.search(rf"(?<![\wåäö])(?:{words})(?![\wåäö])", text, re.IGNORECASE)
            if found:
                return rule.value, found[0]
    return "", ""


def money_in(said: str) -> tuple[str, ...]:
    """The amounts of money that a text tells, as they are written."""
    return tuple(found[0] for found in re.finditer(phrases()["money"], plain(said), re.IGNORECASE))


def statuses(rules: Rules, declaration: Declaration, path: str) -> tuple[tuple[str, str], ...]:
    """The patterns for each choice of a column, the choices' own words first."""
    table, _, key = path.partition(".")
    if not declaration.has_table(table):
        return ()
    column = declaration.table_of(table).column(key)
    own = [(re.escape(value), value) for value in declaration.choices(column.list).values]
    return (*own, *((word, rule.value) for rule in rules.choice if rule.column == path for word in rule.words))


def without_marks(name: str, rules: Rules) -> tuple[str, tuple[MarkRule, ...]]:
    """A name without the marks at its end, and the rules for those."""
    found: list[MarkRule] = []
    said = name.strip()
    while True:
        cut = next(((rule, short) for rule in rules.mark if (short := _cut(said, rule)) is not None), None)
        if cut is None:
            return said.strip(" .:,;-–"), tuple(found)
        found.append(cut[0])
        said = cut[1]


def _cut(name: str, rule: MarkRule) -> str | None:
    """The name without the rule's mark at its end, None where it has none."""
    words = "|".join(f"(?:{word})" for word in rule.words)
    found = re.search(rf"(?:[,;(:]| [-–—]|\s)\s*(?:{words})[) .:]*$", plain(name), re.IGNORECASE)
    return name[: found.start()].rstrip(" ,;(-–—") if found and found.start() else None
