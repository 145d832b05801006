"""Tables of money set aside for activities: what it is for, whose it is and how sure, a row for each amount.

A document may tell of the same amounts twice, with each activity and in a table of all: they become one row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from rus_sheets.book import display
from rus_sheets.intake.amounts import read_amount
from rus_sheets.intake.drafts import DraftRow
from rus_sheets.intake.lists import find_activity
from rus_sheets.intake.passages import Passage, bare
from rus_sheets.intake.patterns import plain, whole
from rus_sheets.intake.reader import Reader
from rus_sheets.intake.readings import ReadingState
from rus_sheets.intake.values import condition_in
from rus_sheets.schema.model import CellType
from rus_sheets.texts.manuscript import TypedCell

TABLE = "allocations"
_SPAN = re.compile(r"(?P<low>[0-9][0-9 ]*) ?- ?(?P<high>[0-9][0-9 ]*)(?: ?kr)?")
_ONE_END = re.compile(r"(?:minst|från) (?P<low>[0-9].*)|(?:högst|till) (?P<high>[0-9].*)", re.IGNORECASE)
_YEAR = re.compile(r"(?:^|(?<=[ .,(]))(?P<year>(?:19|20)[0-9]{2})\)?$")
_NOT_KNOWN = re.compile(r"(?:ännu )?(?:inte|ej) känt|saknas|-|", re.IGNORECASE)
_COMMON = re.compile(r"gemensamt\b:? *", re.IGNORECASE)
_UNREADABLE = "Beloppet går inte att läsa. Skriv det."
_NO_ACTIVITY = "Ingen aktivitet med det namnet hittades i planen. Fyll i vilken det är."

CellsSaid = Mapping[str, TypedCell]


class AllocationTable:
    """One such table. ``told`` are rows that another table has told of, and that may come again here."""

    def __init__(self, reader: Reader, passage: Passage) -> None:
        self._reader = reader
        self._heading = passage.heading
        self._told = list(reader.drafts.rows[TABLE])
        self._decided = 0.0

    def row(self, at: Passage, said: CellsSaid, tags: Sequence[str]) -> None:
        """One row of it: a sum of what is decided, or an amount."""
        first = plain(next(iter(said.values())).text).strip(" :") if said else ""
        values, asks = self._values(said)
        if whole(self._reader.rules.total).fullmatch(first):
            self._total(at, values)
            return
        known = next((row for row in self._told if _same(row, values)), None)
        if known is not None:
            self._told.remove(known)
        row = known if known is not None else self._reader.drafts.add(TABLE, tags, **values)
        self._decided += float(values.get("amount") or 0) if values.get("state") == self._decided_word else 0  # type: ignore[arg-type]
        for column, value in values.items():
            self._tell(ReadingState.READ, at, row, column, value)
        for column, ask in asks.items():
            self._tell(ReadingState.ASKED, at, row, column, None, ask)

    @property
    def _decided_word(self) -> str:
        column = self._reader.column(TABLE, "state")
        return self._reader.drafts.declaration.choices(column.list).roles["decided"] if column else ""

    def _tell(
        self, state: ReadingState, at: Passage, row: DraftRow, column: str, value: object, note: str = ""
    ) -> None:
        own = self._reader.drafts.id_of(TABLE, row)
        self._reader.readings.add(state, at, table=TABLE, row=own, column=column, value=value, rule="tabell", note=note)

    def _values(self, said: CellsSaid) -> tuple[DraftRow, dict[str, str]]:
        """What the cells say by column, and what has to be asked."""
        values: DraftRow = {}
        asks: dict[str, str] = {}
        activity, purpose = self._activity(said)
        if activity is not None:
            values["activity"] = self._reader.drafts.id_of("plan", activity)
        elif "activity" in said and not _COMMON.match(said["activity"].text):
            asks["activity"] = _NO_ACTIVITY
        values |= {"purpose": purpose} if purpose else {}
        values |= dict(self._source(said["source"].text) if "source" in said else ())
        amount = dict(_amount(said["amount"].text))
        if not amount and not _NOT_KNOWN.fullmatch(plain(said["amount"].text).strip()):
            asks["amount"] = _UNREADABLE
        values |= amount
        state = " ".join(said["state"].text.split()) if "state" in said else ""
        told = " ".join(cell.text for cell in said.values())
        state = state or condition_in(told, f"{TABLE}.state", self._reader.rules)[0]
        return values | ({"state": state} if state else {}), asks

    def _activity(self, said: CellsSaid) -> tuple[DraftRow | None, str]:
        """The activity, and what the money is for: ``Fler mått: Konsult``; else that of the heading over the table."""
        if "activity" not in said:
            return find_activity(self._reader, self._heading), " ".join(said["purpose"].text.split())
        text = " ".join(said["activity"].text.split())
        common = _COMMON.match(text)
        if common:
            return None, text[common.end() :]
        names = [(str(row["name"]), row) for row in self._reader.drafts.rows["plan"]]
        begun = [(name, row) for name, row in names if text == name or text.startswith(f"{name}: ")]
        if not begun:
            name, _, rest = text.partition(": ")
            return (found, rest) if (found := find_activity(self._reader, name)) else (None, text)
        name, row = max(begun, key=lambda pair: len(pair[0]))
        return row, text[len(name) :].removeprefix(": ")

    def _source(self, text: str) -> Iterator[tuple[str, str | int]]:
        """The post, the year and whose money it is: ``Projekt. Naturvårdsverket 2021``."""
        rest = " ".join(text.split())
        names = [(str(row["name"]), row) for row in self._reader.drafts.rows["budget"]]
        begun = [(name, row) for name, row in names if rest == name or rest.startswith(f"{name}.")]
        if begun:
            name, post = max(begun, key=lambda pair: len(pair[0]))
            rest = rest[len(name) :].lstrip(". ")
            yield "post", self._reader.drafts.id_of("budget", post)
        year = _YEAR.search(rest)
        named = any(bare(rest) == bare(str(source.get("source", ""))) for source in self._reader.drafts.rows["funding"])
        if year and named:  # the year is part of the name, and isn't said again
            yield "year", int(year["year"])
        elif year:
            rest = rest[: year.start()].rstrip(" ,.(")
            yield "year", int(year["year"])
        if rest:
            yield "source", rest

    def _total(self, at: Passage, values: DraftRow) -> None:
        told = values.get("amount")
        if not isinstance(told, (int, float)):
            self._reader.readings.left(at)
            return
        right = abs(told - self._decided) < 1
        note = (f"{display.amount(told)} kr = summan av de beslutade raderna." if right else
                f"Dokumentet säger {display.amount(told)} kr, "
                f"de beslutade raderna är {display.amount(self._decided)} kr.")  # fmt: skip
        state = ReadingState.RIGHT if right else ReadingState.WRONG
        self._reader.readings.add(state, at, value=told, rule="summa", note=note)


def _amount(text: str) -> Iterator[tuple[str, float | int]]:
    said = plain(text).strip()
    span = _SPAN.fullmatch(said) or _ONE_END.fullmatch(said)
    for key, number in span.groupdict().items() if span else [("amount", said)]:
        value = read_amount(number.strip(), CellType.MONEY).value if number else None
        if value is not None:
            yield key, value


def _same(row: DraftRow, values: DraftRow) -> bool:
    """Do two tables tell of one amount? What is said of it in both is alike."""
    both = (row.keys() & values.keys()) - {"id"}
    own = {"amount", "low", "high"}
    return row.keys() & own == values.keys() & own and all(
        bare(str(row[key])) == bare(str(values[key])) for key in both
    )
