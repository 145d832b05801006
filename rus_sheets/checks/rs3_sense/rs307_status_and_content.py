"""Status som inte stämmer med resten av raden.

Vad kontrollen letar efter
    Aktiviteter som har skett, helt eller delvis, men saknar all beskrivning eller har 0 dagar; aktiviteter som inte
    har skett eller inte varit aktuella men har mer än en dag, utgifter eller händelser; texter som börjar med en annan
    status eller med att inget har gjorts, när allt sägs ha skett som planerat; svar som är inlämnade utan status; och
    status utan dagar, när dagar är planerade och andra aktiviteter har redovisat sina.

Varför
    Läsaren av berättelsen ser att uppgifterna motsäger varandra. Oftast har fel rad i listan valts.

Så rättar du
    Ändra status, eller fyll i det som saknas. Fråga den ansvariga.

Exempel
    Status är ”Har ej varit aktuellt”, men 12 dagar har gått åt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from rus_sheets.book.convert import tidy
from rus_sheets.book.display import amount
from rus_sheets.book.model import Row
from rus_sheets.checks.context import Context, at
from rus_sheets.checks.limits import DAYS
from rus_sheets.checks.model import Check, Hit
from rus_sheets.checks.phrases import quoted
from rus_sheets.findings import Severity

_HAPPENED = frozenset({"done", "partly"})
_ABSENT = frozenset({"not_done", "not_relevant"})
_NOTHING = re.compile(
    r"(aktiviteten |insatsen |arbetet )?"
    r"((har |är )?(inte|ej) (genomförts?|gjorts?|skett|utförts?|påbörjats?|blivit av)|blev inte av"
    r"|genomfördes (inte|ej)|inställ[td])\b"
)
_SHORT = 60
"""Characters; longer texts go on to say what was done instead."""
_TEXTS = ("short", "text", "effects")
_CHILDREN = (("parts", "result"), ("events", "heading"))


class _Answers(Struct, frozen=True):
    """What stands elsewhere about each activity."""

    told: frozenset[str]
    met: frozenset[str]
    spent: dict[str, float]


def find(context: Context) -> Iterator[Hit]:
    """Outcomes whose status and content contradict each other."""
    if not context.has("outcomes.status"):
        return
    choices = context.book["outcomes"].table.column("status").list
    roles = {value: role for role, value in context.book.declaration.choices(choices).roles.items()}
    answers = _answers(context)
    yield from _without_days(context) if context.has("outcomes.days") else ()
    others = [_start(value) for value in roles if roles[value] in _ABSENT]
    for row in context.book["outcomes"]:
        role = roles.get(row.text("status"), "")
        if role in _HAPPENED:
            yield from _happened(row, answers)
            yield from _denied(row, others) if role == "done" else ()
        elif role in _ABSENT:
            yield from _absent(row, answers)
        elif not row.text("status") and row.text("submitted"):
            header = row.cell("status").column.header
            yield Hit(at(row, "status"), f"Svaret är inlämnat, men {header} är tomt.", "Välj status i listan.")


def _answers(context: Context) -> _Answers:
    told, spent = set(), dict[str, float]()
    for table, key in _CHILDREN:
        if context.has(f"{table}.{key}", f"{table}.activity"):
            told |= {row.text("activity") for row in context.book[table] if row.text(key)}
    if context.has("expenses.activity", "expenses.amount"):
        for row in context.book["expenses"]:
            spent[row.text("activity")] = spent.get(row.text("activity"), 0) + row.number_of("amount")
    met = {row.text("activity") for row in context.book["events"]} if context.has("events.activity") else set()
    return _Answers(frozenset(told), frozenset(met), spent)


def _without_days(context: Context) -> Iterator[Hit]:
    """Planned days of which nothing is told, where any days are: the report says that they are missing.

    One hit for all where most lack theirs.
    """
    rows = context.book["outcomes"].rows
    having = [row for row in rows if row.text("status") and row.number_of("planned_days") > 0]
    lacking = [row for row in having if row.cell("days").raw.value is None]
    if not lacking or not any(row.text("days") for row in rows):
        return
    header, remedy = lacking[0].cell("days").column.header, "Skriv dagarna, eller 0 om inga gick åt."
    if len(lacking) > len(having) / 2:
        message = f"{header} är tomt för {len(lacking)} av {len(having)} aktiviteter med status och planerade dagar."
        yield Hit(at(lacking[0], "days"), message, remedy)
        return
    for row in lacking:
        yield Hit(at(row, "days"), f"Status är ”{row.text('status')}”, men {header} är tomt.", remedy)


def _happened(row: Row, answers: _Answers) -> Iterator[Hit]:
    status = row.text("status")
    if not any(row.text(key) for key in _TEXTS) and row.id not in answers.told and "text" in row.cells:
        header = row.cell("text").column.header
        yield Hit(
            at(row, "text"), f"Status är ”{status}”, men inget är beskrivet.", f"Skriv vad som gjordes i {header}."
        )
    elif row.text("text") and "short" in row.cells and not row.text("short"):
        header = row.cell("short").column.header
        yield Hit(
            at(row, "short"), f"{header} saknas.", "Skriv en eller två meningar till sammanfattningen.", Severity.INFO
        )
    if "days" in row.cells and row["days"] == 0 and row.number_of("planned_days") > 0:
        message = f"Status är ”{status}”, men 0 dagar har gått åt."
        yield Hit(at(row, "days"), message, "Skriv dagarna, eller lämna cellen tom om de inte är kända.")


def _denied(row: Row, others: list[str]) -> Iterator[Hit]:
    """A text that begins by saying that nothing was done."""
    for key in ("short", "text"):
        said = _start(row.text(key))
        if said.startswith(tuple(others)) or (len(said) <= _SHORT and _NOTHING.match(said)):
            message = f"Status är ”{row.text('status')}”, men texten säger {quoted(row.text(key))}."
            yield Hit(at(row, key), message, "Ändra status eller text, så att de säger samma sak.")
            return


def _start(text: str) -> str:
    return tidy(text).casefold()


def _absent(row: Row, answers: _Answers) -> Iterator[Hit]:
    status = row.text("status")
    days, money = row.number_of("days"), answers.spent.get(row.id, 0)
    if days > DAYS:
        message = f"Status är ”{status}”, men {amount(days)} dagar har gått åt."
        yield Hit(at(row, "days"), message, "Ändra status, eller ta bort dagarna.")
    if money > 0:
        message = f"Status är ”{status}”, men utgifter på {amount(money)} kr hör till aktiviteten."
        yield Hit(at(row, "status"), message, "Ändra status, eller flytta utgifterna.")
    elif row.id in answers.met:
        message = f"Status är ”{status}”, men det finns händelser för aktiviteten."
        yield Hit(at(row, "status"), message, "Ändra status, eller ta bort händelserna.")


CHECK = Check("RS307", "Status och innehåll går inte ihop", Severity.WARNING, __doc__, find)
