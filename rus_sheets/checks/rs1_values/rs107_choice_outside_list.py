"""Val som inte finns i listan.

Vad kontrollen letar efter
    Celler med rullista där det står något annat än listans val, också när bara stora och små bokstäver skiljer. I
    listor som ni själva får fylla på räknas även de val som står på bladet med listor.

Varför
    Summeringen räknar bara listans egna ord. ”Har skett enligt plan” räknas varken som det ena eller det andra.

Så rättar du
    Välj i listan. Saknas valet i en lista som går att utöka: lägg till det på bladet med listor.

Exempel
    Utfall, Status: ”Har skett enligt plan” ska vara ”Har skett som planerat”.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rus_sheets.book.convert import tidy
from rus_sheets.checks.context import Context
from rus_sheets.checks.lists import listed_choices
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import quoted, some
from rus_sheets.findings import Severity
from rus_sheets.guessing import nearest_choice
from rus_sheets.schema.model import CellType, ChoiceList


def find(context: Context) -> Iterator[Hit]:
    """Choices that the list doesn't have."""
    declaration = context.book.declaration
    added: Mapping[str, tuple[str, ...]] = {
        list_.key: listed_choices(context.book, list_) for list_ in declaration.list if list_.open
    }
    for entry in context.entries(lambda column: column.type is CellType.CHOICE):
        value = entry.cell.value
        choices = declaration.choices(entry.column.list)
        known = (*choices.values, *added.get(choices.key, ()))
        if value is None or value in known:
            continue
        meant = nearest_choice(str(value), known)
        message = f"{entry.label}: {quoted(entry.cell.raw.value)} finns inte i listan."
        yield Hit(entry.place, message, _remedy(choices, meant), _severity(choices, str(value), meant))


def _remedy(choices: ChoiceList, meant: str) -> str:
    hint = f"Menade du ”{meant}”? " if meant else ""
    if choices.open:
        return f"{hint}Välj i listan, eller lägg till valet i listan {choices.header}."
    return f"{hint}Välj bland: {some(choices.values)}."


def _severity(choices: ChoiceList, value: str, meant: str) -> Severity | None:
    """An open list takes new words; one that looks like a listed word is still probably a slip."""
    if meant and tidy(meant).casefold() == value.casefold():
        return Severity.WARNING
    if choices.open:
        return Severity.WARNING
    return None


CHECK = Check("RS107", "Val utanför listan", Severity.ERROR, __doc__, find)
