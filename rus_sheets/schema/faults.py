"""A fault of a declaration, and what the rules that find them share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct

from rus_sheets.guessing import did_you_mean
from rus_sheets.schema.model import Declaration, Table


class DeclarationFault(Struct, frozen=True):
    """What is wrong in a declaration, where, and how to mend it."""

    place: str
    text: str
    remedy: str = ""


def unknown(place: str, what: str, word: str, known: Collection[str]) -> Iterator[DeclarationFault]:
    """The fault of a word that is none of the known; none where it is."""
    if word not in known:
        remedy = did_you_mean(word, known) or f"Här finns: {', '.join(known)}."
        yield DeclarationFault(place, f"{what} ”{word}” finns inte.", remedy)


def twice(words: Iterable[str]) -> Iterator[str]:
    """The words that have stood before, in whatever letter case."""
    seen: set[str] = set()
    for word in words:
        if word.casefold() in seen:
            yield word
        seen.add(word.casefold())


def table_keys(declaration: Declaration) -> list[str]:
    """The keys of all tables."""
    return [table.key for table in declaration.table]


def column_keys(table: Table) -> list[str]:
    """The keys of the columns of a table."""
    return [column.key for column in table.columns]


def list_keys(declaration: Declaration) -> list[str]:
    """The keys of all lists of choices."""
    return [list_.key for list_ in declaration.list]


def column_path_faults(declaration: Declaration, place: str, path: str) -> Iterator[DeclarationFault]:
    """A "table.column" that isn't there."""
    table, _, column = path.partition(".")
    if not declaration.has_table(table):
        yield from unknown(place, "Tabellen", table, table_keys(declaration))
    else:
        yield from unknown(place, "Kolumnen", column, column_keys(declaration.table_of(table)))
