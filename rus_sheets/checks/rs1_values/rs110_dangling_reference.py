"""Hänvisningar till något som inte finns.

Vad kontrollen letar efter
    Celler som hänvisar till ett id på ett annat blad (grupp, aktivitet, budgetpost, mål …) som inte finns där. Hit
    hör också rader på Utfall för aktiviteter som har tagits bort ur Plan. Finns id:t men under tabellen (RS005), eller
    felskrivet (RS109), så är det den anmärkningen som gäller.

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
from rus_sheets.checks.context import Context, Entry
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity
from rus_sheets.guessing import nearest
from rus_sheets.schema.model import CellType

_KINDS = frozenset({CellType.REF, CellType.REFS})


def find(context: Context) -> Iterator[Hit]:
    """References to ids that the other table doesn't have."""
    for entry in context.entries(lambda column: column.type in _KINDS):
        target = context.book.tables.get(entry.column.references)
        if target is None or target.raw is None or target.table.id not in target.columns:
            continue
        missing = [word for word in _words(entry) if word not in target.by_id and not _is_told(context, target, word)]
        told = [missing_id(context.book, target.table.key, word) for word in missing]
        if told:
            faults, remedies = (" ".join(dict.fromkeys(each)) for each in zip(*told, strict=True))
            yield Hit(entry.place, f"{entry.label}: {faults}", remedies)


def _is_told(context: Context, target: BookTable, word: str) -> bool:
    """Whether it follows of another finding: the row stands below its table, or its id is misspelt."""
    return word.casefold() in context.ids_below(target) or bool(nearest(word, context.misspelt_ids(target)))


def _words(entry: Entry) -> tuple[str, ...]:
    value = entry.cell.value
    if isinstance(value, tuple):
        return value
    return (str(value),) if value is not None else ()


CHECK = Check("RS110", "Hänvisning till något som saknas", Severity.ERROR, __doc__, find)
