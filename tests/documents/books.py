"""The example years as typed books, and the documents they give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from rus_sheets.book.build import build_book
from rus_sheets.book.model import Book
from rus_sheets.documents.application import application_context
from rus_sheets.documents.plan import plan_context
from rus_sheets.documents.report import report_context, short_context
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.layout.canonical import NewRow, canonical_workbook
from rus_sheets.resources import declaration_path, folder
from rus_sheets.schema.load import load_declaration
from rus_sheets.usecases.rows_as_text import load_rows
from rus_sheets.word.make.render import render
from rus_sheets.word.memory.record import Origin
from rus_sheets.word.parts.package import DocumentProperties

KINDS = {
    "plan": ("verksamhetsplan.docx", plan_context),
    "report": ("verksamhetsberattelse.docx", report_context),
    "short": ("arsredovisning-kort.docx", short_context),
    "application": ("ansokan.docx", application_context),
}
DECLARATION = load_declaration(declaration_path("verksamhet"))
EMPTY: Mapping[str, Sequence[NewRow]] = {
    table.key: [{"key": "År", "value": 2027}] if table.kind == "settings" else [] for table in DECLARATION.table
}


def book_of(rows: Mapping[str, Sequence[NewRow]]) -> Book:
    """A workbook of these rows, made and read again. Nothing in the documents leans on stored values."""
    with TemporaryDirectory() as made:
        path = Path(made) / "bok.xlsx"
        path.write_bytes(make_workbook(canonical_workbook(DECLARATION, rows), lambda _: {}))
        return build_book(DECLARATION, read_workbook(path))


@cache
def example(year: int) -> Book:
    return book_of(load_rows(DECLARATION, folder("examples") / str(year)))


@cache
def document(kind: str, year: int) -> bytes:
    return rendered(kind, example(year))


def rows_of(example_year: int, year: int) -> dict[str, list[NewRow]]:
    """An example's rows as if they were another year's."""
    rows = {
        key: [dict(row) for row in each]
        for key, each in load_rows(DECLARATION, folder("examples") / str(example_year)).items()
    }
    next(row for row in rows["settings"] if row["key"] == "År")["value"] = year
    return rows


@cache
def last_year() -> Book:
    """The plan of 2026 as it might have been the year before: one activity fewer, one more, and some otherwise."""
    return book_of(_last_years_rows())


def last_years_workbook(folder: Path) -> Path:
    """The same as a file."""
    path = folder / "verksamhet-2025.xlsx"
    path.write_bytes(make_workbook(canonical_workbook(DECLARATION, _last_years_rows()), lambda _: {}))
    return path


def year_before(year: int, folder: Path) -> Path:
    """A workbook of an example's rows as if they were the year's before it."""
    path = folder / f"verksamhet-{year - 1}.xlsx"
    path.write_bytes(make_workbook(canonical_workbook(DECLARATION, rows_of(year, year - 1)), lambda _: {}))
    return path


def _last_years_rows() -> dict[str, list[NewRow]]:
    rows = rows_of(2026, 2025)
    plan = {str(row["id"]): row for row in rows["plan"]}
    plan["A02"] |= {"days": 20}
    plan["A03"] |= {"name": "Löpande uppföljning", "description": "Annat.", "owner": "Annan", "email": "a@example.se"}
    plan["A04"] |= {"priority": None}
    plan["A05"] |= {"days": None, "cash": "Ja", "amount": 50_000}
    ended = {**plan.pop("A01"), "id": "A99", "name": "Gammal & avslutad", "days": 12}
    rows["plan"] = [*plan.values(), ended]
    rows["outcomes"] = [row for row in rows.get("outcomes", []) if row["id"] != "A01"]
    return rows


def rendered(kind: str, book: Book, previous: Book | None = None) -> bytes:
    name, context = KINDS[kind]
    names = context(book, previous) if previous else context(book)
    properties = DocumentProperties(str(names["titel"]), "RUS", dt.datetime(2026, 2, 12, tzinfo=dt.UTC))
    return render(folder("reports") / name, names, properties, remembered=Origin(kind))
