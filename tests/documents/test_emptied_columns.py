"""A column of numbers that is emptied: no document prints a nought, a deviation or a share made of what is blank.

Every column that any example fills, through the declaration. What the documents say is read from their trails, which
have the words of the templates without their look.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from rus_sheets.book.build import build_book
from rus_sheets.book.model import Book
from rus_sheets.documents.contexts import names_for
from rus_sheets.documents.unreported import unplanned, unreported, unsaid_of_decided
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.layout.canonical import canonical_workbook
from rus_sheets.resources import folder
from rus_sheets.schema.model import Document, DocumentCommand, TableKind
from rus_sheets.word.make.render import render
from rus_sheets.word.memory.record import Origin, followed, plain_text, read_record
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.parts.package import DocumentProperties
from tests.documents.years import YEARS, declaration_of, rows

pytestmark = pytest.mark.slow

FIGURE = re.compile(r"[−-]?(?<![\d.,-])(?<!\d )\d+(?: \d{3})*(?:,\d+)?(?: ?%)?(?! av \d)")
COUNTED = re.compile(r"\d+ av \d+")
NOT_EXPECTED = {
    "Redovisning/Överfört från förra året": "blank where a county carried nothing over, says its help",
    "Län/Andel i promille": "how the money was divided; no document prints it",
    "Organisation/Dagar": "only where they are decided on, says its help",
    "Händelser/Deltagare": "not every meeting counts its participants",
    "Plan/Belopp": "only where money is needed, which another column tells",
    "Plan/Dagar": "a plan that has no days at all isn't made by days; RS315 tells it",
    "Utfall/Dagar utfall": "nothing is said of days before anybody has told any",
}
"""The columns (``Sheet/Header``) that may be blank on every row, so that no command warns, with the reason."""


def columns() -> list[tuple[str, str, str]]:
    """The year, table and column of every number that somebody types in an example; settings by their label."""
    found = []
    for year in YEARS:
        known = rows(year, "complete")
        for table in declaration_of(year).tables(TableKind.ROWS):
            typed = [column for column in table.columns if column.type.is_number and not column.formula]
            found += [
                (year, table.key, column.key)
                for column in typed
                if any(row.get(column.key) not in (None, "") for row in known.get(table.key, ()))
            ]
        given = {row["key"] for row in known["settings"] if row.get("value") not in (None, "")}
        found += [
            (year, "settings", setting.label)
            for setting in declaration_of(year).setting
            if setting.type.is_number and setting.label in given and setting.key != "year"
        ]
    return found


def book(year: str, table: str = "", column: str = "") -> Book:
    known = rows(year, "complete")
    if table == "settings":
        known[table] = [{**row, "value": None} if row["key"] == column else row for row in known[table]]
    elif table:
        known[table] = [{**row, column: None} for row in known[table]]
    declaration = declaration_of(year)
    with TemporaryDirectory() as made:
        path = Path(made) / "bok.xlsx"
        path.write_bytes(make_workbook(canonical_workbook(declaration, known), lambda _: {}))
        return build_book(declaration, read_workbook(path))


@cache
def whole(year: str) -> Book:
    return book(year)


@cache
def skeleton(name: str, command: DocumentCommand) -> tuple[str, ...]:
    """The tags and words of a template."""
    year = "bidrag-2026" if name == "bidrag" else "2022"
    declared = declaration_of(year).document_of(command)
    assert declared
    names = names_for(declared, whole(year), None)
    properties = DocumentProperties("t", "RUS", dt.datetime(2026, 2, 12, tzinfo=dt.UTC))
    data = render(folder("reports") / declared.template, names, properties, remembered=Origin(command.value))
    record = read_record(WordPackage(Path(declared.template), data))
    assert record
    return record.skeleton


def said(made: Book, document: Document, last: Book | None) -> list[str]:
    trail = followed(skeleton(made.declaration.name, document.command), names_for(document, made, last))
    assert trail
    return [plain_text(line) for line in trail.root.text.split("\n")]


def figures(lines: list[str]) -> set[str]:
    return {found.strip() for line in lines for found in FIGURE.findall(COUNTED.sub("", line))}


@cache
def known_figures(year: str, command: DocumentCommand) -> frozenset[str]:
    document = declaration_of(year).document_of(command)
    assert document
    return frozenset(figures(said(whole(year), document, _last(whole(year), document))))


def _last(made: Book, document: Document) -> Book | None:
    """The application of next year tells of the outcome of this one."""
    return made if document.command is DocumentCommand.APPLICATION else None


@pytest.mark.parametrize(("year", "table", "column"), columns())
def test_nothing_is_made_of_what_is_blank(year: str, table: str, column: str) -> None:
    made = book(year, table, column)
    is_setting = table == "settings"
    declared = made.declaration.table_of(table)
    place = f"{declared.sheet}/{column if is_setting else declared.column(column).header}"
    for document in made.declaration.document:
        last = _last(made, document)
        lines = said(made, document, last)
        new = figures(lines) - known_figures(year, document.command)
        odd = {figure for figure in new if figure == "0" or figure.startswith(("−", "-")) or "%" in figure}
        assert odd == set() or place in NOT_EXPECTED, [line for line in lines if odd & figures([line])]
        if document.command is not DocumentCommand.PLAN and not is_setting and place not in NOT_EXPECTED:
            warned = (*unplanned(last or made), *unreported(document, made, last), *unsaid_of_decided(made))
            assert warned, document.command


def report_of(made: Book) -> list[str]:
    document = made.declaration.document_of(DocumentCommand.REPORT)
    assert document
    return said(made, document, None)


def test_days_that_nobody_planned_stand_by_themselves() -> None:
    lines = report_of(book("2026", "plan", "days"))
    assert any(line.startswith("250 arbetsdagar enligt utfall · 6 aktiviteter") for line in lines)
    assert not [line for line in lines if line.startswith(",") or re.search(r"utfall(?: hittills)?\d", line)]


def test_one_county_of_all_in_part_only() -> None:
    known = rows("bidrag-2026", "complete")
    known["efforts"] = [{**row, "amount": None} if row["id"] == "AB-01" else row for row in known["efforts"]]
    with TemporaryDirectory() as folder_:
        path = Path(folder_) / "bok.xlsx"
        path.write_bytes(make_workbook(canonical_workbook(declaration_of("bidrag-2026"), known), lambda _: {}))
        made = build_book(declaration_of("bidrag-2026"), read_workbook(path))
    text = "\n".join(report_of(made))
    assert "Alla 21 län har svarat, men 1 av dem har redovisat bara en del av medlen." in text
    assert "Varken redovisat" not in text
