"""Formler som har ändrats.

Vad kontrollen letar efter
    Formler som räknar något annat än de ska. Bara betydelsen jämförs: mellanslag, stora bokstäver och om området är
    skrivet som Plan[Dagar] eller Plan!K2:K29 spelar ingen roll. Formler från en äldre mall ger en upplysning för
    alla tillsammans, och en varning om någon visar något annat än den nya formeln gör.

Varför
    En ändrad formel ger ett annat svar än det rubriken lovar.

Så rättar du
    Lägg tillbaka formeln: rus-sheets validate ARBETSBOK --fix. Vill ni räkna något annat: gör en egen kolumn.

Exempel
    Budget, Avvikelse: =[@Budget]-[@Utfall] har fel tecken; det ska vara =[@Utfall]-[@Budget].
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rus_sheets.book.model import BookTable
from rus_sheets.book.raw import ref_of
from rus_sheets.checks.compare import Verdict
from rus_sheets.checks.context import Context
from rus_sheets.checks.expected_formulas import ExpectedFormula
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import cut_formula, shown, some
from rus_sheets.checks.place import Place
from rus_sheets.checks.putting_back import PuttingBack
from rus_sheets.checks.same_values import agree, as_scalar
from rus_sheets.checks.silence import exemptions
from rus_sheets.commandline import command_line
from rus_sheets.findings import Severity

EarlierColumn = tuple[ExpectedFormula, ...]
"""The cells of a column (or the single cell of a total) that have the same formula of an older template."""


def find(context: Context) -> Iterator[Hit]:
    """Formulas that don't do what the declared one does."""
    back = PuttingBack(context)
    for expected, verdict in context.verdicts:
        if verdict is Verdict.DIFFERENT:
            message = f"{expected.label}: formeln är ändrad till {cut_formula(expected.raw.formula)}"
            how = back.hindrance(expected) or "Lägg tillbaka den med --fix."
            yield Hit(expected.place, message, f"Den ska vara {cut_formula(expected.formula)} {how}")
    together = told_together(context)
    yield from (_earlier(context, (column,)) for column in context.earlier if column not in together)
    if together:
        yield _earlier(context, together)
    for table in context.book.tables.values():
        yield from _for_new_rows(context, table)


def told_together(context: Context) -> tuple[EarlierColumn, ...]:
    """The columns of formulas of an older template that nobody has silenced by itself: one finding for them all."""
    given = exemptions(context.book)
    return tuple(
        column
        for column in context.earlier
        if not any(row.covers(CHECK, _earlier(context, (column,))) for row in given)
    )


def _earlier(context: Context, columns: tuple[EarlierColumn, ...]) -> Hit:
    """Formulas from when the workbook was made: they do what was right then, and one command mends them all."""
    cells = [formula for column in columns for formula in column]
    labels = dict.fromkeys(f"{column[0].place.sheet} ”{column[0].label}”" for column in columns)
    if len(columns) == 1:
        message = f"{cells[0].label}: formeln är från en äldre mall."
        message += f" Det gäller {len(cells)} celler." if len(cells) > 1 else ""
    else:
        message = f"{len(cells)} formler är från en äldre mall: {some(labels)}."
    wrong = [cell for cell in cells if cell.known and not agree(cell.raw.value, as_scalar(cell.value))]
    if wrong:
        first = wrong[0]
        message += (
            f" {first.label}: cellen visar {shown(first.raw.value)}, och ska visa {shown(as_scalar(first.value))}."
        )
        message += f" Så är det i {len(wrong)} celler." if len(wrong) > 1 else ""
    remedy = f"Lägg in de nya: {command_line('validate', Path(context.book.raw.path).name, '--fix')}"
    place = next(column[0].place for column in columns if not wrong or wrong[0] in column)
    return Hit(place, message, remedy, Severity.WARNING if wrong else Severity.INFO)


def _for_new_rows(context: Context, book_table: BookTable) -> Iterator[Hit]:
    """The formula that Excel will put in the table's next row."""
    raw = book_table.raw
    for column in book_table.table.columns if raw else ():
        stated = raw.column_formulas.get(column.header) if raw else None
        if not raw or not stated or not column.formula or column.key not in book_table.columns:
            continue
        sheet, place = context.sheet_of(book_table).name, book_table.columns[column.key]
        wanted, found = (
            context.resolver.canonical(formula.removeprefix("="), sheet, raw.first_row + 1, place)
            for formula in (column.formula, stated)
        )
        earlier = (
            context.resolver.canonical(formula.removeprefix("="), sheet, raw.first_row + 1, place)
            for formula in column.earlier
        )
        if wanted != found and found not in earlier:
            message = f"{column.header}: nya rader får formeln {cut_formula(stated.removeprefix('='))}"
            remedy = f"Den ska vara {cut_formula(column.formula.removeprefix('='))}"
            yield Hit(
                Place(sheet, ref_of(raw.first_row, place), field=column.header), message, remedy, Severity.WARNING
            )


CHECK = Check("RS203", "Ändrad formel", Severity.ERROR, __doc__, find)
