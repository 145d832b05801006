"""An activity's need of money: one of the choices, an amount, or words for either."""

from __future__ import annotations

import re

from rus_sheets.intake.amounts import read_amount
from rus_sheets.intake.drafts import DraftRow
from rus_sheets.intake.passages import Passage
from rus_sheets.intake.reader import Reader
from rus_sheets.intake.readings import ReadingState, around
from rus_sheets.intake.values import choice_of, money_in
from rus_sheets.schema.model import CellType

_BARE_CHOICE = re.compile(r"^(?:ja|nej|inga?|inget|eventuellt|ev\.?)\b[ ,.:]*", re.IGNORECASE)
_MANY = "Det står flera belopp. Skriv in dem som gäller."
_CASH = "Behovet av reda pengar går inte att läsa som ett av valen. Välj."


def read_cash(reader: Reader, row: DraftRow, passage: Passage, said: str, rule: str) -> None:
    """A need of money: one of the choices, an amount, or words for either."""
    where = {"table": "plan", "row": reader.drafts.id_of("plan", row), "column": "cash", "rule": rule}
    column = reader.column("plan", "cash")
    amounts = money_in(said)
    if column is None:
        reader.readings.left(passage, said)
        return
    declaration = reader.drafts.declaration
    choice, _ = choice_of(said, "plan.cash", column, reader.rules, declaration)
    if amounts and not choice:
        choice, _ = choice_of("ja", "plan.cash", column, reader.rules, declaration)
    if not choice:
        reader.readings.add(ReadingState.ASKED, passage, around(passage.line.text, said), **where, note=_CASH)
        return
    row["cash"] = choice
    reader.readings.add(ReadingState.READ, passage, around(passage.line.text, said), **where, value=choice)
    words = _BARE_CHOICE.sub("", said).strip("() ") if not amounts else ""
    if words and reader.column("plan", "cash_note"):
        row["cash_note"] = words[:1].upper() + words[1:]
        note = where | {"column": "cash_note", "value": words}
        reader.readings.add(ReadingState.READ, passage, around(passage.line.text, said), **note)
    numbers = [read_amount(amount, CellType.MONEY).value for amount in amounts]
    if not any(numbers):
        return
    summed = len(numbers) > 2 and None not in numbers and numbers[0] == sum(filter(None, numbers[1:]))
    if (len(amounts) == 1 or summed) and reader.drafts.has("plan", "amount"):
        reader.write(row, "plan.amount", amounts[0], passage, rule)
    else:
        reader.readings.add(ReadingState.ASKED, passage, said, **(where | {"column": "amount"}), note=_MANY)
