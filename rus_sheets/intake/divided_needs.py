"""A need of money that is told in parts with their sum: a row of money set aside for each part.

``254 tkr (60 tkr till möten, 180 tkr till konsult och 14 tkr från andra)``
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rus_sheets.book import display
from rus_sheets.intake.drafts import DraftRow
from rus_sheets.intake.passages import Passage
from rus_sheets.intake.patterns import plain
from rus_sheets.intake.reader import Reader
from rus_sheets.intake.readings import ReadingState
from rus_sheets.intake.values import condition_in
from rus_sheets.intake.words import words as words_of

_TABLE = "allocations"
_YEAR = re.compile(r"\b(20[0-9]{2})\b")
_FROM = re.compile(rf"{words_of('share', 'from')} +(.+)", re.IGNORECASE)
_LEADS = re.compile(rf"^{words_of('share', 'leads')} +", re.IGNORECASE)
_UNIT = rf"(?P<unit>{words_of('money', 'shared')})"
_SHARED = re.compile(rf"(?<![0-9])(?P<sum>[0-9][0-9 ]*?) ?{_UNIT} \((?P<terms>[^()]*)\)", re.IGNORECASE)
_BETWEEN = re.compile(words_of("share", "between"))
_TERM = re.compile(
    r"(?P<number>[0-9][0-9 ]*) (?P<after>[^0-9]*\w[^0-9]*)|(?P<before>[^0-9]*\w[^0-9]*?) (?P<last>[0-9][0-9 ]*)"
)
_OWN_UNIT = re.compile(rf"(?<=[0-9]) ?{_UNIT}\b", re.IGNORECASE)
_FEWEST = 2
_AND = re.compile(rf"(?:^{words_of('number', 'and')}\b|\b{words_of('share', 'ends')}$)", re.IGNORECASE)
_STATE = "Delarna står på Medel. Dokumentet säger inte om pengarna är beslutade; det är vad som skrevs. Kontrollera."


def with_units(said: str) -> str:
    """Terms that share the unit of their sum, each with its words, as amounts of their own.

    ``254 tkr (möten 60, konsult 194)`` is ``254 tkr (60 tkr möten, 194 tkr konsult)``; anything else stays as it is.
    """
    found = _SHARED.search(plain(said))
    bare = _OWN_UNIT.sub("", found["terms"]) if found and _has_same_unit(found) else ""
    terms = [_TERM.fullmatch(term.strip()) for term in _BETWEEN.split(bare)]
    if not found or len(terms) < _FEWEST or not all(terms):
        return said
    named = [(term["number"] or term["last"], (term["after"] or term["before"]).strip(" :")) for term in terms if term]
    spelled = ", ".join(f"{number.strip()} {found['unit']} {words}" for number, words in named)
    return f"{said[: found.start('terms')]}{spelled}{said[found.end('terms') :]}"


def _has_same_unit(found: re.Match[str]) -> bool:
    """Has each term that has a unit the same as the sum?"""
    return {own["unit"].lower() for own in _OWN_UNIT.finditer(found["terms"])} <= {found["unit"].lower()}


def words_of_parts(said: str, amounts: Sequence[str]) -> list[str]:
    """What is said of each part, after its amount; ``amounts`` are the sum and its parts as they are written."""
    rest = plain(said).partition(amounts[0])[2]
    found: list[str] = []
    for amount in amounts[1:]:
        before, _, rest = rest.partition(amount)
        found.append(before)
    return [_bare(words) for words in (*found[1:], rest)]


def _bare(words: str) -> str:
    before = ""
    while words != before:
        before, words = words, _AND.sub("", words.strip(" ,.;:()+=-")).strip()
    return words


def write_parts(
    reader: Reader, row: DraftRow, passage: Passage, amounts: Sequence[float | int], words: Sequence[str], rule: str
) -> bool:
    """Write a row for each part; False where there is no table for them, or one isn't said to be of anything."""
    column = reader.column(_TABLE, "state")
    if column is None or not all(words):
        return False
    decided = reader.drafts.declaration.choices(column.list).roles["decided"]
    activity = reader.drafts.id_of("plan", row)
    for amount, said in zip(amounts[1:], words, strict=True):
        state, _ = condition_in(said, f"{_TABLE}.state", reader.rules)
        values = {"activity": activity, "amount": amount, **dict(_values(said)), "state": state or decided}
        made = reader.drafts.add(_TABLE, (), **values)
        own = reader.drafts.id_of(_TABLE, made)
        for key, value in values.items():
            asked = key == "state" and not state
            reader.readings.add(
                ReadingState.ASKED if asked else ReadingState.READ, passage, table=_TABLE, row=own, column=key,
                value=value, rule=rule, note=_STATE if asked else "",
            )  # fmt: skip
    note = f"{display.amount(amounts[0])} kr = summan av delarna på Medel."
    reader.readings.add(ReadingState.RIGHT, passage, value=amounts[0], rule="summa", note=note)
    return True


def _values(said: str) -> Iterator[tuple[str, str | int]]:
    """Whose the money is, its year or what it is for."""
    year = _YEAR.search(said)
    if year:
        yield "year", int(year[1])
    own = _FROM.fullmatch(said)
    if own:
        yield "source", _YEAR.sub("", own[1]).strip(" ,") or own[1]
    elif not (year and year[0] == said):
        purpose = _LEADS.sub("", said)
        yield "purpose", purpose[:1].upper() + purpose[1:]
