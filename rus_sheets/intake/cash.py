"""An activity's need of money: one of the choices, an amount, or words for either."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rus_sheets.intake.amounts import read_amount
from rus_sheets.intake.beside import Beside, starts_parts, words_after, words_before
from rus_sheets.intake.divided_needs import with_units, words_of_parts, write_parts
from rus_sheets.intake.drafts import DraftRow
from rus_sheets.intake.header_units import with_unit
from rus_sheets.intake.passages import Passage
from rus_sheets.intake.patterns import plain
from rus_sheets.intake.reader import Reader
from rus_sheets.intake.readings import ReadingState, around
from rus_sheets.intake.values import choice_of, condition_in, money_in
from rus_sheets.schema.model import CellType, Column

_BARE_CHOICE = re.compile(
    r"^(?:ja|nej|inga?(?: (?:reda )?(?:pengar|medel|kostnad(?:er)?)$)?|inget|eventuellt|möjligen|kanske|ev\.?)"
    r"\b[ ,.:]*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[0-9]")
_BARE_AMOUNT = re.compile(
    r"^(?:ca|cirka|ungefär|högst|minst|max|upp till)?\.? ?[€$]? ?[0-9]"
    r"|(?<![0-9])(?:[0-9]{1,3}(?:[ .][0-9]{3})+|[0-9]{4,})",
    re.IGNORECASE,
)
"""A number that must be one of money, without a unit; other numbers are those of posts and appendices."""
_TERMS = re.compile(r"\(([0-9 ,]+(?:\+[0-9 ,]+)+)\)")
_YEARS = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_MANY = "Det står flera belopp. Skriv in dem som gäller, på Medel om de är till olika saker."
_PARTS = "Beloppet är uppdelat. Skriv delarna på Medel om de ska stå för sig."
_SPAN = "Det står ett spann. Skriv det som gäller, eller Från och Till på Medel."
_PER_WHAT = "Beloppet är per något. Skriv vad det blir sammanlagt."
_QUALIFIED = "Orden vid beloppet kan ändra det. Kontrollera."
_CONDITION = "Orden vid beloppet säger att det inte är säkert. Kontrollera."
_NO_NEED = "Det står både att inga pengar behövs och ett belopp. Skriv det som gäller."
_NO_UNIT = "Det står inte om det är kronor eller tusental kronor, eller annat. Skriv beloppet."
_CASH = "Behovet av reda pengar går inte att läsa som ett av valen. Välj."


class _Need:
    """A need of money as it is told: the choice, the amounts, and what speaks against writing one of them."""

    def __init__(self, reader: Reader, column: Column, said: str) -> None:
        self._roles = reader.drafts.declaration.choices(column.list).roles
        self.said = said
        self.amounts = money_in(said)
        self.choice, _ = choice_of(said, "plan.cash", column, reader.rules, reader.drafts.declaration)
        self.unitless = not self.amounts and bool(_BARE_AMOUNT.search(_YEARS.sub("", _BARE_CHOICE.sub("", said))))
        self.unitless = self.unitless and bool(re.search("[1-9]", said))
        self._declined = self.is_some and self.choice == self._roles.get("no")
        if not self.choice and (self.amounts or _BARE_AMOUNT.search(said)):
            word = "ja" if re.search("[1-9]", said) else "nej"
            self.choice, _ = choice_of(word, "plan.cash", column, reader.rules, reader.drafts.declaration)
        self._numbers = [read_amount(amount, CellType.MONEY).value for amount in self.amounts]
        self.summed = _is_sum(self._numbers) or (len(self.amounts) == 1 and _has_terms(said, self.amounts[0]))

    @property
    def is_some(self) -> bool:
        """Is there an amount other than nought?"""
        return any(re.search("[1-9]", amount) for amount in self.amounts)

    @property
    def parts(self) -> list[float | int]:
        """The sum and the amounts that it is of, none where it is told in another way."""
        return [number for number in self._numbers if number is not None] if _is_sum(self._numbers) else []

    @property
    def is_parted(self) -> bool:
        """Is the first amount the whole, and are the others said to be parts of it: ``90 tkr, varav 30 tkr från …``?"""
        return len(self.amounts) > 1 and self._numbers[0] is not None and starts_parts(self._beside[1])

    @property
    def is_maybe(self) -> bool:
        """Does the choice say by itself that the need isn't sure?"""
        return bool(self.choice) and self.choice == self._roles.get("maybe")

    @property
    def doubt(self) -> str:
        """Why no amount can be written (Swedish), "" where one can, or there is none."""
        if self.unitless:
            return _NO_UNIT
        if self._declined or not self.is_some or self.summed or self.is_parted:
            return _NO_NEED if self._declined else ""
        if len(self.amounts) > 1:
            return _MANY
        if self._numbers == [None]:
            return _SPAN
        before, after = self._beside
        if Beside.CHANGED not in (words_before(before), words_after(after)):
            return ""
        return _MANY if _NUMBER.search(_YEARS.sub("", before + after)) else _PER_WHAT

    @property
    def caution(self) -> str:
        """What has to be asked though an amount is written (Swedish), or ""."""
        if self.summed or self.is_parted:
            return _PARTS
        before, after = self._beside
        return _QUALIFIED if Beside.UNSURE in (words_before(before), words_after(after)) else ""

    @property
    def words(self) -> str:
        """What is said beside the choice, and beside the amount where that is written."""
        said = self.said
        if self.amounts and not self.doubt and not self.summed:
            said = " ".join(filter(None, (part.strip(" ,.:;-") for part in self._beside)))
        words = _BARE_CHOICE.sub("", plain(said)).strip(" -.,;")
        words = re.sub(r"^\(([^()]*)\)$", r"\1", words).strip()
        return words if re.search(r"\w", words) else ""

    @property
    def _beside(self) -> tuple[str, str]:
        before, _, after = _BARE_CHOICE.sub("", plain(self.said)).partition(self.amounts[0])
        bracketed = before.endswith("(") and after.startswith(")")
        return (before[:-1], after[1:]) if bracketed else (before, after)


def read_cash(reader: Reader, row: DraftRow, passage: Passage, said: str, rule: str) -> None:
    """A need of money: one of the choices, an amount, or words for either."""
    where = {"table": "plan", "row": reader.drafts.id_of("plan", row), "column": "cash", "rule": rule}
    column = reader.column("plan", "cash")
    if column is None:
        reader.readings.left(passage, said)
        return
    said = with_units(with_unit(said, passage.unit))
    need = _Need(reader, column, said)
    shown = around(passage.line.text, said)
    if not need.choice:
        reader.readings.add(ReadingState.ASKED, passage, shown, **where, note=_CASH)
        return
    row["cash"] = need.choice
    reader.readings.add(ReadingState.READ, passage, shown, **where, value=need.choice)
    words = need.words
    if words and reader.column("plan", "cash_note"):
        row["cash_note"] = words[:1].upper() + words[1:]
        reader.readings.add(ReadingState.READ, passage, shown, **where | {"column": "cash_note", "value": words})
    ask = need.doubt
    if (
        not ask
        and need.parts
        and write_parts(reader, row, passage, need.parts, words_of_parts(said, need.amounts), rule)
    ):
        return
    if need.is_some and not ask and reader.drafts.has("plan", "amount"):
        reader.write(row, "plan.amount", need.amounts[0], passage, rule)
        conditional = not need.is_maybe and condition_in(said, "funding.state", reader.rules)[0]
        ask = need.caution or (_CONDITION if conditional else "")
    if ask:
        reader.readings.add(ReadingState.ASKED, passage, said, **(where | {"column": "amount"}), note=ask)


def _is_sum(numbers: Sequence[float | int | None]) -> bool:
    """Is the first of the amounts the sum of the others?"""
    rest = [number for number in numbers[1:] if number is not None]
    return len(rest) > 1 and len(rest) == len(numbers) - 1 and numbers[0] == sum(rest)


def _has_terms(said: str, amount: str) -> bool:
    """Do the terms of the amount stand after it, in brackets and in its own unit: ``254 tkr (60 + 180 + 14)``?"""
    terms = _TERMS.search(plain(said))
    number = re.match(r"[0-9 ]+", amount)
    if not terms or not number:
        return False
    values = [read_amount(term.strip(), CellType.MONEY).value for term in (number[0], *terms[1].split("+"))]
    return _is_sum(values)
