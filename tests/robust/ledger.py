"""The independent model of a year: what was written where by whom, and whether each of it can be accounted for.

Written from the design's rules alone; it reads the workbook with openpyxl and knows nothing of how a merge is done.
Nearly every value that is written has a mark of its own, so that a value in the wrong place shows too.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from rus_sheets.excel.read.reader import read_workbook

Place = tuple[str, str, str]
"""Sheet, row id and header."""
OWNERS = {
    "Utfall": ("Status", "Kort utfall", "Utfall", "Dagar utfall", "Avvikelse", "Effekter", "Nästa steg", "Inlämnad"),
    "Händelser": ("Datum", "Typ", "Rubrik", "Deltagare"),
}
BY_HAND = "sekretariatet"


def told(value: object) -> str:
    """A value as one text: "" for blank, ISO dates, numbers without trailing zeros."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return unicodedata.normalize("NFC", str(value)).replace("\r\n", "\n")


@dataclass(frozen=True)
class Written:
    place: Place
    value: str
    by: str
    number: int


@dataclass
class Ledger:
    """Everything that was written, in the order it was written."""

    first: Mapping[Place, str]
    written: list[Written] = field(default_factory=list)
    names: dict[str, set[str]] = field(default_factory=dict)
    own_texts: set[str] = field(default_factory=set)

    def write(self, place: Place, value: object, by: str) -> None:
        self.written.append(Written(place, told(value), by, len(self.written)))

    def renamed(self, old: str, new: str) -> None:
        """The row's id has been changed by hand."""
        known = self.names.get(old, {old}) | self.names.get(new, {new})
        for each in known:
            self.names[each] = known

    def places(self, place: Place) -> Iterable[Place]:
        return ((place[0], row, place[2]) for row in self.names.get(place[1], {place[1]}))

    def missing(self, workbook: Path, waiting: Iterable[tuple[Place, str]]) -> list[str]:
        """What can't be accounted for, and values that nobody wrote there. ``waiting`` are the open questions."""
        rows = rows_of(workbook)
        now, log = rows.values, {(place, value) for place, value in rows.logged}
        open_ = set(waiting)
        faults = []
        for each in self.written:
            around = list(self.places(each.place))
            kept = any(now.get(place, "") == each.value for place in around)
            logged = any((place, each.value) in log or (place, each.value) in open_ for place in around)
            logged = logged or any((place, each.by) in rows.taken_back for place in around)
            if not kept and not logged and not self._replaced(each):
                faults.append(f"lost: {each}")
        for place, value in now.items():
            known = {self.first.get(each, "") for each in self.places(place)} | self.own_texts | {""}
            known |= {each.value for each in self.written if place in set(self.places(each.place))}
            if place[2] in OWNERS.get(place[0], ()) and value not in known:
                faults.append(f"from nowhere: {place} {value}")
        return faults

    def _replaced(self, each: Written) -> bool:
        """The same person's later answer (or typing) for the same cell; the secretariat's also by the row's new id."""
        same = set(self.places(each.place)) if each.by == BY_HAND else {each.place}
        return any(later.by == each.by and later.number > each.number and later.place in same for later in self.written)


@dataclass
class Rows:
    values: dict[Place, str]
    logged: list[tuple[Place, str]]
    taken_back: set[tuple[Place, str]]
    """Where the log says that a blank answer was decided on, and whose: that owner had taken an earlier one back."""


def rows_of(workbook: Path) -> Rows:
    """The sheets that owners answer on, by id and header, and every value that the log names; by another's reader."""
    areas = _areas(workbook)
    book = openpyxl.load_workbook(workbook, read_only=True)  # which leaves the other sheets unread
    rows = _rows({name: _table(book[name], areas[name]) for name in (*OWNERS, "Plan", "Logg")})
    book.close()
    return rows


def _areas(workbook: Path) -> dict[str, str]:
    """Where each table stands; those that are read here are named as their sheet."""
    with zipfile.ZipFile(workbook) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.startswith("xl/tables/")]
    return {table.attrib["displayName"]: table.attrib["ref"] for table in map(ElementTree.fromstring, parts)}


def quick_rows_of(workbook: Path) -> Rows:
    """The same by our own reader, for the looks in between."""
    tables = {}
    for sheet in read_workbook(workbook, (*OWNERS, "Plan", "Logg")).sheets:
        table = sheet.tables[0]
        lines = [
            {h: "=" if (cell := sheet.at(row, table.first_column + n)).formula else told(cell.value)
             for n, h in enumerate(table.columns)}
            for row in range(table.first_row + 1, table.last_row + 1)
        ]  # fmt: skip
        tables[sheet.name] = [line for line in lines if next(iter(line.values()))]
    return _rows(tables)


def _rows(tables: Mapping[str, list[dict[str, str]]]) -> Rows:
    values: dict[Place, str] = {}
    for name in (*OWNERS, "Plan"):
        for row in tables[name]:
            row_id = next(iter(row.values()))
            values |= {(name, row_id, header): value for header, value in row.items()}
    logged, taken_back = [], set()
    for row in tables["Logg"]:
        place = (row["Blad"], row["Rad-ID"], row["Fält"])
        if not row["Efter"]:
            taken_back.add((place, row["Vem"]))
        logged += [(place, row["Före"]), (place, row["Efter"])] if row["Blad"] else []
    return Rows(values, logged, taken_back)


def _table(sheet: Worksheet, area: str) -> list[dict[str, str]]:
    left, top, right, bottom = range_boundaries(area)
    head, *rest = sheet.iter_rows(min_row=top, max_row=bottom, min_col=left, max_col=right, values_only=True)
    read = [dict(zip(map(str, head), map(told, line), strict=True)) for line in rest]
    return [row for row in read if next(iter(row.values()))]
