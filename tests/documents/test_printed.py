"""Every filled cell that is meant for a reader stands in a document; the columns that no document prints are listed.

A workbook is made in which each cell says which column it is of, and all its documents are read.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from rus_sheets.book.build import build_book
from rus_sheets.book.model import Book
from rus_sheets.documents.contexts import names_for
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.layout.canonical import NewRow, canonical_workbook
from rus_sheets.resources import declaration_path, folder
from rus_sheets.schema.load import load_declaration
from rus_sheets.schema.model import CellType, Column, Declaration, Table, TableKind
from rus_sheets.usecases.rows_as_text import load_rows
from rus_sheets.word.make.render import render
from rus_sheets.word.parts.ns import NS, q
from rus_sheets.word.parts.package import DocumentProperties
from tests.word.documents import body, lines

_KEY = "binds rows together: what it points at is printed by its name, or is the heading that the row stands under"
_FORM = "for the forms and for those who send them out"
_DECIDES = "decides the heading, the mark or the order that a row is printed with"
_SUM = "a sum that the documents take from Summering, where it has its cell"
_WAY = "tells where a text is printed"
_LAST_YEAR = "last year's, so that the one who reports sees it; it is printed in last year's report"
_CALENDAR = "stands in the calendar"
_TIMETABLE = {f"Tidplan/{header}": _CALENDAR for header in ("Datum-ID", "Datum", "Vad", "För vem")}

NOT_PRINTED = {
    "verksamhet": {
        "Bilagor/Bilage-ID": _KEY,
        "Bilagor/Delar av": _KEY,
        "Bilagor/Dokument": _DECIDES,
        "Budget/Post-ID": _KEY,
        "Budget/Utgifter utan belopp": "tells which posts wait; the documents name them",
        "Budskap/Nr": "the list is numbered by Word",
        "Delaktiviteter/Aktivitets-ID": _KEY,
        "Delaktiviteter/Delaktivitets-ID": _KEY,
        "Finansiering/Käll-ID": _KEY,
        "Finansiering/Läge": "a word beside sources that aren't decided on",
        "Finansiering/Slag": _DECIDES,
        "Grupper/Dagar i aktiviteter": "tells whether days are planned by group; those that count are printed",
        "Grupper/Grupp-ID": _KEY,
        "Grupper/Område-ID": _KEY,
        "Grupper/Prioritet": _DECIDES,
        "Grupper/Prioritetsklass": _DECIDES,
        "Grupper/Typ": _DECIDES,
        "Händelser/Aktivitets-ID": _KEY,
        "Händelser/För vem": _CALENDAR,
        "Händelser/Händelse-ID": _KEY,
        "Händelser/Länk": _CALENDAR,
        "Händelser/Tid": _CALENDAR,
        "Kandidater/Hand": _DECIDES,
        "Kandidater/Kandidat-ID": _KEY,
        "Kandidater/Område-ID": _KEY,
        "Medel/Aktivitets-ID": _KEY,
        "Medel/Från": "with the other end in place of an amount, where there is none",
        "Medel/Medel-ID": _KEY,
        "Medel/Post-ID": _KEY,
        "Medel/Till": "with the other end in place of an amount, where there is none",
        "Mål/Mål-ID": _KEY,
        "Mål/Område-ID": _KEY,
        "Områden/Dagar": _SUM,
        "Områden/Område-ID": _KEY,
        "Organisation/Dagar": _SUM,
        "Organisation/Grupp": "the heading that the seats stand under",
        "Kontakt för frågor": _FORM,
        "Plan/Aktivitets-ID": _KEY,
        "Plan/Allra viktigast": _DECIDES,
        "Plan/Budgetpost": _KEY,
        "Plan/E-post": _FORM,
        "Plan/Grupp-ID": _KEY,
        "Plan/Ledigt id": "suggests an id to whoever types a row",
        "Plan/Gruppens dagar": "tells whether days are planned by group; those that count are printed",
        "Plan/Mål-ID": _KEY,
        "Plan/Ny": _DECIDES,
        "Plan/Område-ID": _KEY,
        "Plan/Prioritet": _DECIDES,
        "Texter/Används till": _WAY,
        "Texter/Dokument": _WAY,
        "Texter/Nyckel": _WAY,
        **_TIMETABLE,
        "Utfall/Aktivitet": "the plan's name, which is printed",
        "Utfall/Aktivitets-ID": _KEY,
        "Utfall/Dagar plan": "the plan's days, which are printed",
        "Utfall/Inlämnad": _FORM,
        "Utfall/Kort utfall förra året": _LAST_YEAR,
        "Utfall/Område-ID": _KEY,
        "Utfall/Prioritetsklass": _DECIDES,
        "Utfall/Status förra året": _LAST_YEAR,
        "Utgifter/Aktivitets-ID": _KEY,
        "Utgifter/Post-ID": _KEY,
        "Utgifter/Utgifts-ID": _KEY,
    },
    "bidrag": {
        "Insatser/Insats-ID": _KEY,
        "Insatser/Länskod": _KEY,
        "Kontakt för frågor": _FORM,
        "Län/Andel i promille": "how the money was divided; the amounts are printed",
        "Län/E-post": _FORM,
        "Län/Länskod": _KEY,
        "Län/Tilldelade medel": _SUM,
        "Län/Överfört från förra året": _SUM,
        "Mottagare": "the one to whom the report goes is its reader",
        "Redovisning/Använt": _SUM,
        "Redovisning/Inlämnad": _FORM,
        "Redovisning/Län": "the county's name on its own sheet, which is printed",
        "Redovisning/Länskod": _KEY,
        "Redovisning/Överfört från förra året": _SUM,
        **_TIMETABLE,
    },
}
"""The columns (``Sheet/Header``) and settings that no document prints, each with the reason."""

_EXAMPLES = {"verksamhet": ("2022", "2026"), "bidrag": ("bidrag-2026",)}


def _marker(table: Table, column: Column) -> str:
    """A word that stands in cells of that column alone."""
    return f"Ord {table.sheet} {column.header}".replace("-", "").replace(" ", "").lower()


def _many(column: Column) -> str:
    """The id of the row that cells with several references point at."""
    return f"X9{column.key}"


def _of_setting(label: str) -> str:
    return f"Ordinställning{label.replace(' ', '')}".lower()


def _filled(declaration: Declaration, table: Table, row: NewRow, number: int, ids: dict[str, str]) -> NewRow:
    """The row with something in each cell: texts that say whose they are, choices, references, figures and dates."""
    made = dict(row)
    for column in table.columns:
        if column.key == table.id or column.formula:
            continue
        if column.references:
            made.setdefault(column.key, _many(column) if column.type is CellType.REFS else ids.get(column.references))
            continue
        match column.type:
            case CellType.CHOICE:
                choices = declaration.choices(column.list).values
                made.setdefault(column.key, choices[number % len(choices)])
            case CellType.TEXT | CellType.LONGTEXT:
                made[column.key] = f"{_marker(table, column)} {number}"
            case CellType.EMAIL:
                made[column.key] = f"{_marker(table, column)}@example.org"
            case CellType.DAYS | CellType.INTEGER | CellType.NUMBER | CellType.MONEY:
                # In every other row: where an amount stands, the document doesn't say too that one is needed.
                if column.key != "amount" or number % 2:
                    made.setdefault(column.key, 3)
            case CellType.DATE:
                made.setdefault(column.key, dt.date(2026, 3, 12))
    return made


@cache
def _book(name: str, example: str) -> Book:
    declaration = load_declaration(declaration_path(name))
    rows = load_rows(declaration, folder("examples") / example)
    for table in declaration.tables(TableKind.ROWS):
        if not rows[table.key] and table.key != "exceptions":
            rows[table.key] = [{table.id: "X01"}]
    ids = {table.key: str(rows[table.key][0].get(table.id)) for table in declaration.table if rows[table.key]}
    for table in declaration.tables(TableKind.ROWS):
        for column in table.columns:
            if column.type is CellType.REFS:
                rows[column.references].append({declaration.table_of(column.references).id: _many(column)})
    for setting in declaration.setting:
        if setting.type in (CellType.TEXT, CellType.LONGTEXT):
            rows["settings"] = [row for row in rows["settings"] if row["key"] != setting.label]
            rows["settings"].append({"key": setting.label, "value": _of_setting(setting.label)})
    for table in declaration.tables(TableKind.ROWS):
        if table.key != "exceptions":
            rows[table.key] = [
                _filled(declaration, table, row, number, ids) for number, row in enumerate(rows[table.key], start=1)
            ]
    return _made(declaration, rows)


def _made(declaration: Declaration, rows: dict[str, list[NewRow]]) -> Book:
    with TemporaryDirectory() as made:
        path = Path(made) / "bok.xlsx"
        path.write_bytes(make_workbook(canonical_workbook(declaration, rows), lambda _: {}))
        return build_book(declaration, read_workbook(path))


@cache
def _said(name: str) -> tuple[str, frozenset[str]]:
    """All that the documents of a declaration say, and the tags of their controls."""
    words: list[str] = []
    tags: set[str] = set()
    for example in _EXAMPLES[name]:
        book = _book(name, example)
        for document in book.declaration.document:
            names = names_for(document, book)
            properties = DocumentProperties(str(names["titel"]), "RUS", dt.datetime(2026, 2, 12, tzinfo=dt.UTC))
            made = render(folder("reports") / document.template, names, properties)
            words += lines(made)
            tags |= {each.get(q("w:val"), "") for each in body(made).iterfind(".//w:sdtPr/w:tag", NS)}
    return "\n".join(words), frozenset(tags)


def _unprinted(name: str) -> set[str]:
    declaration = load_declaration(declaration_path(name))
    words, tags = _said(name)
    headers = {(sheet, header) for sheet, _, header in (tag.split("/") for tag in tags if tag.count("/") == 2)}
    found = set()
    for table in declaration.tables(TableKind.ROWS):
        if table.key == "exceptions":
            continue
        for column in table.columns:
            marked = (_many(column) if column.type is CellType.REFS else _marker(table, column)) in words
            if not marked and (table.sheet, column.header) not in headers:
                found.add(f"{table.sheet}/{column.header}")
    for setting in declaration.setting:
        if setting.type in (CellType.TEXT, CellType.LONGTEXT) and _of_setting(setting.label) not in words:
            found.add(setting.label)
    return found


@pytest.mark.parametrize("name", NOT_PRINTED)
def test_columns_that_no_document_prints_have_a_reason(name: str) -> None:
    assert _unprinted(name) == set(NOT_PRINTED[name])
