"""Nycklar som inget dokument frågar efter.

Vad kontrollen letar efter
    Rader på bladet Texter med en nyckel som mallarna inte känner till. De som finns står i arbetsboken när den är ny,
    med vad var och en används till.

Varför
    Texten hamnar inte i något dokument.

Så rättar du
    Skriv nyckeln som den ska vara. Har ni en egen Word-mall som frågar efter texten: tysta anmärkningen på bladet för
    undantag.

Exempel
    Nyckeln är om-verksamhetsplanen, men planen frågar efter om-planen.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.model import BookTable, Row
from rus_sheets.checks.context import Context, at
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.words import quoted, some
from rus_sheets.findings import Severity
from rus_sheets.guessing import nearest
from rus_sheets.schema.model import CellType


def find(context: Context) -> Iterator[Hit]:
    """Rows with an id that isn't among those which the declaration knows of."""
    for each in context.tables():
        table = each.table
        known = table.known_ids
        # What has not the form of a key is RS109.
        rows = (row for row in each if row.id and row.id not in (*known, *context.misspelt_ids(each)))
        for row in rows if known else ():
            meant = _meant(each, row)
            message = f"{row.cell(table.id).column.header}: inget dokument frågar efter {quoted(row.id)}."
            missing = [key for key in known if key not in each.by_id]
            others = f"De som saknas här är {some(missing)}." if missing else "Alla kända finns redan."
            own = "Har ni en egen mall för den: tysta på bladet för undantag."
            yield Hit(at(row, table.id), message, f"Menade du ”{meant}”?" if meant else f"{others} {own}")


def _meant(each: BookTable, row: Row) -> str:
    """The known id that was probably meant: rather one that the workbook lacks, and of the same kind (document)."""
    table = each.table
    lacking = [other for other in table.known_rows if other[table.id] not in each.by_id]
    choices = [column.key for column in table.columns if column.type is CellType.CHOICE]
    alike = [other for other in lacking if all(row.text(key) == other.get(key, "") for key in choices)]
    for among in (alike, lacking, table.known_rows):
        guess = nearest(row.id, [other[table.id] for other in among])
        if guess:
            return guess
    return ""


CHECK = Check("RS119", "Text som inget dokument frågar efter", Severity.WARNING, __doc__, find)
