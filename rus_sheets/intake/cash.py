"""An activity's need of money: one of the choices, an amount, or words for either."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rus_sheets.intake.amounts import read_amount
from rus_sheets.intake.drafts import DraftRow
from rus_sheets.intake.passages import Passage
from rus_sheets.intake.patterns import plain
from rus_sheets.intake.reader import Reader
from rus_sheets.intake.readings import ReadingState, around
from rus_sheets.intake.values import choice_of, money_in
from rus_sheets.schema.model import CellType, Column

_BARE_CHOICE = re.compile(r"^(?:ja|nej|inga?|inget|eventuellt|ev\.?)\b[ ,.:]*", re.IGNORECASE)
_PER = re.compile(r"^ *(?:/|x\b|×|\*|per\b|à\b|varje\b|vardera\b|om året\b|i (?:månaden|kvartalet)\b)", re.IGNORECASE)
_YEARS = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_MANY = "Det står flera belopp. Skriv in dem som gäller, på Medel om de är till olika saker."
_PARTS = "Beloppet är uppdelat. Skriv delarna på Medel om de ska stå för sig."
_SPAN = "Det står ett spann. Skriv det som gäller, eller Från och Till på Medel."
_PER_WHAT = "Beloppet är per något. Skriv vad det blir sammanlagt."
_NO_NEED = "Det står både att inga pengar behövs och ett belopp. Skriv det som gäller."
_CASH = "Behovet av reda pengar går inte att läsa som ett av valen. Välj."


def read_cash(reader: Reader, row: DraftRow, passage: Passage, said: str, rule: str) -> None:
    """A need of money: one of the choices, an amount, or words for either."""
    where = {"table": "plan", "row": reader.drafts.id_of("plan", row), "column": "cash", "rule": rule}
    column = reader.column("plan", "cash")
    if column is None:
        reader.readings.left(passage, said)
        return
    amounts = money_in(said)
    declined, choice = _choice(reader, column, said, amounts)
    shown = around(passage.line.text, said)
    if not choice:
        reader.readings.add(ReadingState.ASKED, passage, shown, **where, note=_CASH)
        return
    row["cash"] = choice
    reader.readings.add(ReadingState.READ, passage, shown, **where, value=choice)
    numbers = [read_amount(amount, CellType.MONEY).value for amount in amounts]
    summed = len(numbers) > 2 and None not in numbers and numbers[0] == sum(filter(None, numbers[1:]))
    doubt = _NO_NEED if declined else "" if summed else _doubt(said, amounts, numbers)
    words = _words_beside(said, "" if doubt or summed else "".join(amounts))
    if words and reader.column("plan", "cash_note"):
        row["cash_note"] = words[:1].upper() + words[1:]
        reader.readings.add(ReadingState.READ, passage, shown, **where | {"column": "cash_note", "value": words})
    if not _is_some(amounts):
        return
    if not doubt and reader.drafts.has("plan", "amount"):
        reader.write(row, "plan.amount", amounts[0], passage, rule)
        doubt = _PARTS if summed else ""
    if doubt:
        reader.readings.add(ReadingState.ASKED, passage, said, **(where | {"column": "amount"}), note=doubt)


def _choice(reader: Reader, column: Column, said: str, amounts: Sequence[str]) -> tuple[bool, str]:
    """Which of the choices the words say, "" for none; and whether they say no though they tell of an amount."""
    declaration = reader.drafts.declaration
    choice, _ = choice_of(said, "plan.cash", column, reader.rules, declaration)
    declined = _is_some(amounts) and choice == declaration.choices(column.list).roles.get("no")
    if amounts and not choice:
        choice, _ = choice_of("ja", "plan.cash", column, reader.rules, declaration)
    return declined, choice


def _is_some(amounts: Sequence[str]) -> bool:
    return any(re.search("[1-9]", amount) for amount in amounts)


def _words_beside(said: str, amount: str) -> str:
    """What is said of the need beside one of the choices, and the amount that is written."""
    words = _BARE_CHOICE.sub("", plain(said))
    if amount:
        before, _, after = words.partition(amount)
        words = f"{before.strip(' ,.:;-')} {after.strip(' ,.:;-')}"
    words = words.strip(" -.,;")
    bracketed = re.fullmatch(r"\(([^()]*)\)", words)
    if bracketed:
        return bracketed[1]
    return words if re.search(r"\w", words) else ""


def _doubt(said: str, amounts: Sequence[str], numbers: Sequence[float | None]) -> str:
    """Why the amount isn't sure to be the need (Swedish), "" where it is, or there is none."""
    if not amounts:
        return ""
    if len(amounts) > 1:
        return _MANY
    if numbers == [None]:
        return _SPAN
    before, _, after = plain(said).partition(amounts[0])
    if _PER.match(after):
        return _PER_WHAT
    return _MANY if re.search("[0-9]", _YEARS.sub("", f"{before} {after}")) else ""
