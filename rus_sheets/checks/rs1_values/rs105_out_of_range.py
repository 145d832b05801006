"""Tal utanför det som är möjligt.

Vad kontrollen letar efter
    Tal under det minsta eller över det största som kolumnen tillåter, och negativa tal. Ett negativt belopp i en
    kolumn som inte har någon gräns (till exempel en utgift) ger en varning, eftersom det kan vara en kreditering.

Varför
    Ett minustecken för mycket drar ner summan utan att det syns.

Så rättar du
    Rätta talet. Är det en kreditering: tysta anmärkningen på bladet för undantag och skriv varför.

Exempel
    Plan, Dagar: -12 ska vara 12.
"""

from __future__ import annotations

from collections.abc import Iterator

from rus_sheets.book.display import amount
from rus_sheets.book.formats import FormatKind
from rus_sheets.checks.context import Context
from rus_sheets.checks.model import Check, Hit
from rus_sheets.findings import Severity


def find(context: Context) -> Iterator[Hit]:
    """Numbers below the minimum, above the maximum, or negative where no minimum is declared."""
    for entry in context.entries(lambda column: column.type.is_number):
        number, column = entry.cell.value, entry.column
        if (
            not isinstance(number, (int, float))
            or context.book.raw.style_of(entry.cell.raw).kind_of(number, column.type) is not FormatKind.PLAIN
        ):
            continue  # RS104 tells what became of it
        said = f"{entry.label}: {amount(number)}"
        if column.minimum is not None and number < column.minimum:
            least = "får inte vara negativt" if column.minimum == 0 else f"är mindre än {amount(column.minimum)}"
            yield Hit(entry.place, f"{said} {least}.", f"Skriv ett tal som är minst {amount(column.minimum)}.")
        elif column.maximum is not None and number > column.maximum:
            message = f"{said} är mer än {amount(column.maximum)}."
            yield Hit(entry.place, message, f"Skriv ett tal som är högst {amount(column.maximum)}.")
        elif number < 0 and column.minimum is None:
            remedy = "Ta bort minustecknet om det inte är en kreditering."
            yield Hit(entry.place, f"{said} är negativt.", remedy, Severity.WARNING)


CHECK = Check("RS105", "Orimligt tal", Severity.ERROR, __doc__, find)
