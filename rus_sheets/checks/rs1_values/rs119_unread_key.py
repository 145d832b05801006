"""Texter som inte hamnar där man tror.

Vad kontrollen letar efter
    Rader på bladet Texter med en nyckel som mallarna inte känner till. De som finns står i arbetsboken när den är ny,
    med vad var och en används till. Också rader där nyckeln hör till ett annat dokument än det som står bredvid:
    nyckeln bestämmer var texten hamnar. Nyhetsbrevets notiser har egna nycklar och är inget fel.

Varför
    Texten hamnar inte i något dokument, eller i ett annat än det som var tänkt.

Så rättar du
    Skriv nyckeln, eller dokumentet, som den ska vara. Har ni en egen Word-mall som frågar efter texten: tysta
    anmärkningen på bladet för undantag.

Exempel
    Nyckeln är om-verksamhetsplanen, men planen frågar efter om-planen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rus_sheets.book.model import BookTable, Row
from rus_sheets.checks.context import Context, at
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import quoted, some
from rus_sheets.findings import Severity
from rus_sheets.guessing import nearest
from rus_sheets.schema.model import CellType, Declaration


def find(context: Context) -> Iterator[Hit]:
    """Rows with an id that the declaration doesn't know of, or that belongs to another document than stated."""
    for book_table in context.tables():
        table = book_table.table
        known = table.known_ids
        # What has not the form of a key is RS109.
        rows = (row for row in book_table if row.id and row.id not in (*known, *context.misspelt_ids(book_table)))
        for row in rows if known else ():
            meant = _meant(book_table, row)
            if _is_notice(context.book.declaration, book_table, row, meant):
                continue
            message = f"{row.cell(table.id).column.header}: inget dokument frågar efter {quoted(row.id)}."
            yield Hit(at(row, table.id), message, _remedy(book_table, meant))
        for known_row in table.known_rows:
            yield from _elsewhere(context, book_table, known_row)


def _is_notice(declaration: Declaration, book_table: BookTable, row: Row, meant: str) -> bool:
    """Whether it is a text of the newsletter, which has any key, and not a slip for one of the known."""
    letter, table = declaration.newsletter, book_table.table
    if letter is None or table.key != letter.texts or row.text("document") != letter.document:
        return False
    return table.known_row(meant).get("document") != letter.document


def _elsewhere(context: Context, book_table: BookTable, known: Mapping[str, str]) -> Iterator[Hit]:
    """A known id beside another choice (document) than the one that asks for it."""
    row = book_table.by_id.get(known[book_table.table.id])
    for key, right in known.items() if row else ():
        column = book_table.table.column(key)
        stated = row.text(key) if row and key in row.cells else ""
        if column.type is not CellType.CHOICE or stated == right:
            continue
        if row and stated in context.book.declaration.choices(column.list).values:  # anything else is RS107 or RS106
            message = f"{column.header} är {stated}, men nyckeln {row.id} hör till {right}."
            others = [other[book_table.table.id] for other in book_table.table.known_rows if other.get(key) == stated]
            remedy = f"Skriv {right}." + (
                f" Hör texten till {stated}: byt nyckeln till {some(others)}." if others else ""
            )
            yield Hit(at(row, key), message, remedy)


def _remedy(book_table: BookTable, meant: str) -> str:
    if meant:
        return f"Menade du ”{meant}”?{' Den finns redan på bladet.' if meant in book_table.by_id else ''}"
    missing = [key for key in book_table.table.known_ids if key not in book_table.by_id]
    others = f"De som saknas här är {some(missing)}." if missing else "Alla kända finns redan."
    listed = f"Alla kända nycklar står på bladet {book_table.table.sheet} i en ny arbetsbok."
    return f"{others} {listed} Har ni en egen mall för den: tysta på bladet för undantag."


def _meant(book_table: BookTable, row: Row) -> str:
    """The known id that was probably meant: rather one that the workbook lacks, and of the same kind (document)."""
    table = book_table.table
    lacking = [other for other in table.known_rows if other[table.id] not in book_table.by_id]
    choices = [column.key for column in table.columns if column.type is CellType.CHOICE]
    alike = [other for other in lacking if all(row.text(key) == other.get(key, "") for key in choices)]
    for among in (alike, lacking, table.known_rows):
        guess = nearest(row.id, [other[table.id] for other in among if _alike(row.id, other[table.id])])
        if guess:
            return guess
    return ""


def _alike(key: str, known: str) -> bool:
    """Whether each part of a key may be a slip for its counterpart, or a longer word for the same."""
    pairs = list(zip(key.split("-"), known.split("-"), strict=False))
    if key.count("-") != known.count("-"):
        return key.replace("-", "") == known.replace("-", "")
    return all(one.endswith(other) or nearest(one, [other]) for one, other in pairs)


CHECK = Check("RS119", "Text som inte hamnar där man tror", Severity.WARNING, __doc__, find)
