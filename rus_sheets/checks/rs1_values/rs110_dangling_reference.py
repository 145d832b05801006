"""Hänvisningar till något som inte finns.

Vad kontrollen letar efter
    Celler som hänvisar till ett id på ett annat blad (grupp, aktivitet, budgetpost, mål …) som inte finns där. Hit
    hör också rader på Utfall för aktiviteter som har tagits bort ur Plan. Finns id:t men under tabellen (RS005), eller
    felskrivet (RS109), eller har en rad där inget eget id (RS106, RS108), så är det den anmärkningen som gäller.

Varför
    Raden faller utanför: dagarna räknas inte i något område, utgiften inte på någon post, svaret inte på någon
    aktivitet.

Så rättar du
    Skriv ett id som finns, eller lägg till det som saknas på det andra bladet.

Exempel
    Plan, Grupp-ID: ”G9” finns inte på bladet Grupper. På bladet finns G1–G8.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.ids import missing_id
from rus_sheets.book.model import BookTable
from rus_sheets.checks.causes import hidden, of_ids
from rus_sheets.checks.context import Context, Entry
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity
from rus_sheets.guessing import nearest
from rus_sheets.schema.model import CellType

_KINDS = frozenset({CellType.REF, CellType.REFS})


def find(context: Context) -> Iterator[Hit]:
    """References to ids that the other table doesn't have."""
    dangling = [(entry, target, missing) for entry, target in _references(context)
                if (missing := [word for word in _words(entry) if _dangles(context, target, word)])]  # fmt: skip
    wanted: dict[str, set[str]] = {}
    for _, target, missing in dangling:
        wanted.setdefault(target.table.key, set()).update(missing)
    for entry, target, missing in dangling:
        told = [missing_id(context.book, target.table.key, word) for word in missing]
        faults, remedies = (" ".join(dict.fromkeys(words)) for words in zip(*told, strict=True))
        # Where as many rows have no id of their own, theirs are those that are missing.
        theirs = len(wanted[target.table.key]) <= hidden(context, target)
        causes = frozenset(of_ids(target)) if theirs else frozenset()
        yield Hit(entry.place, f"{entry.label}: {faults}", remedies, caused_by=causes)


def _references(context: Context) -> Iterator[tuple[Entry, BookTable]]:
    """Every input cell that refers to another table which can be looked in."""
    for entry in context.entries(lambda column: column.type in _KINDS):
        target = context.book.tables.get(entry.column.references)
        if target is not None and target.raw and target.table.id in target.columns:
            yield entry, target


def _dangles(context: Context, target: BookTable, word: str) -> bool:
    """Whether there is no such id, which isn't told already: the row stands below its table, or its id is misspelt."""
    if word in target.by_id or word.casefold() in context.ids_below(target):
        return False
    return not nearest(word, context.misspelt_ids(target))


def _words(entry: Entry) -> tuple[str, ...]:
    value = entry.cell.value
    if isinstance(value, tuple):
        return value
    return (str(value),) if value is not None else ()


CHECK = Check("RS110", "Hänvisning till något som saknas", Severity.ERROR, __doc__, find)
