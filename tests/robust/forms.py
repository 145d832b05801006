"""The files of a simulated year: the workbook it starts from, and the forms as owners' programs save them."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import TableColumn

from rus_sheets.resources import declaration_path
from rus_sheets.schema.load import load_declaration
from rus_sheets.usecases.create import workbook_bytes
from rus_sheets.usecases.split import split
from tests.robust.ledger import OWNERS, Place, rows_of, told

STATUS = ("Har skett som planerat", "Har delvis skett som planerat", "Har ej skett", "Har ej varit aktuellt")
_ACTIVITIES = ("A01", "A02", "A03")


def small_workbook(path: Path) -> None:
    """Three activities, one with an outcome, a budget and a user's own column."""
    rows = {
        "settings": [{"key": "År", "value": 2026}],
        "areas": [{"id": "O1", "name": "Område"}],
        "groups": [{"id": "G1", "area": "O1", "name": "Grupp"}],
        "plan": [{"id": each, "group": "G1", "name": f"Aktivitet {each}", "days": 5} for each in _ACTIVITIES],
        "outcomes": [{"id": "A01", "status": STATUS[0], "short": "Från början"}, {"id": "A02"}, {"id": "A03"}],
        "budget": [{"id": "P1", "name": "Resor", "budget": 1000}],
    }
    path.write_bytes(workbook_bytes(load_declaration(declaration_path("verksamhet")), rows))  # type: ignore[arg-type]
    book = openpyxl.load_workbook(path)
    for name in ("Utfall", "Plan"):
        sheet = book[name]
        table = next(iter(sheet.tables.values()))
        first, last = table.ref.split(":")
        end = sheet[last]
        corner = sheet.cell(end.row, end.column + 1)
        sheet.cell(sheet[first].row, corner.column).value = "Eget"
        sheet.cell(sheet[first].row + 1, corner.column).value = "min anteckning"
        table.ref = f"{first}:{corner.coordinate}"
        if table.autoFilter:
            table.autoFilter.ref = table.ref
        table.tableColumns.append(TableColumn(id=max(each.id for each in table.tableColumns) + 1, name="Eget"))
    book.save(path)


@dataclass
class Form:
    """A follow-up file somewhere among the owners: ``base`` is what it was sent with."""

    path: Path
    unit: str
    base: dict[Place, str]
    cells: dict[Place, tuple[str, str]]


@dataclass(frozen=True)
class Unsaved:
    """A form that is filled in and still has to be opened and saved by LibreOffice, as ``target``."""

    draft: Path
    target: Path
    who: str
    when: dt.datetime

    def saved(self, made: Path) -> None:
        shutil.move(made, self.target)
        finished(self.target, self.who, self.when, fractions=True)


@cache
def first_values(workbook: Path) -> dict[Place, str]:
    """What stands in the workbook that every year starts from."""
    return rows_of(workbook).values


@cache
def first_forms(workbook: Path, today: dt.date) -> tuple[Form, ...]:
    """What every year sends out first: the same files, which nobody writes in but in copies."""
    made = split(workbook, workbook.parent / f"ut {today}", today=today)
    return tuple(form_of(each.path, each.activity) for each in made)


def form_of(path: Path, unit: str) -> Form:
    """The input cells of a follow-up file, found as its contract says: labels are headers."""
    book = openpyxl.load_workbook(path, read_only=True)
    front, events = book.worksheets[0], book["Händelser och utgifter"]
    cells: dict[Place, tuple[str, str]] = {}
    base: dict[Place, str] = {}
    for label, field, *_ in front.iter_rows():
        if label.value in OWNERS["Utfall"] and not field.protection.locked:
            cells["Utfall", unit, str(label.value)] = (front.title, f"B{label.row}")
            base["Utfall", unit, str(label.value)] = told(field.value)
    lines = events.iter_rows()
    head = next(line for line in lines if line[0].value == "Händelse-ID")
    for line, _ in zip(lines, range(3), strict=False):
        for header, cell in list(zip(head, line, strict=False))[2:6]:
            place = ("Händelser", str(line[0].value), str(header.value))
            cells[place] = (events.title, f"{get_column_letter(header.column)}{line[0].row}")
            base[place] = told(cell.value)
    book.close()
    return Form(path, unit, base, cells)


def finished(path: Path, who: str | None, when: dt.datetime, *, fractions: bool) -> None:
    """Saved by somebody, or by a program that doesn't say who, at that time."""
    if who is not None:
        _signed(path, who, when, fractions=fractions)
    os.utime(path, (when.timestamp(), when.timestamp()))


def _signed(path: Path, who: str, when: dt.datetime, *, fractions: bool) -> None:
    """Put who saved the file and when into its properties."""
    stamp = when.strftime("%Y-%m-%dT%H:%M:%S") + (".123456789Z" if fractions else "Z")
    with zipfile.ZipFile(path) as archive:
        members = [(info, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w") as archive:
        for info, stored in members:
            content = stored
            if info.filename == "docProps/core.xml":
                text = stored.decode()
                text = re.sub(r"<cp:lastModifiedBy>.*?</cp:lastModifiedBy>|<cp:lastModifiedBy ?/>", "", text)
                text = re.sub(r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{stamp}", text)
                content = text.replace(
                    "</cp:coreProperties>", f"<cp:lastModifiedBy>{who}</cp:lastModifiedBy></cp:coreProperties>"
                ).encode()
            archive.writestr(info.filename, content)
