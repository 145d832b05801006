"""Documents of the examples' rows and of the same rows changed since, without a program in between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from rus_sheets.book.build import build_book
from rus_sheets.documents.contexts import names_for
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.layout.canonical import NewRow, canonical_workbook
from rus_sheets.resources import declaration_path, folder
from rus_sheets.schema.load import load_declaration
from rus_sheets.schema.model import Declaration
from rus_sheets.usecases.rows_as_text import load_rows
from rus_sheets.word.make.render import render
from rus_sheets.word.memory.record import Origin
from rus_sheets.word.parts.package import DocumentProperties

Rows = dict[str, list[NewRow]]
Change = Callable[[Rows], None]


@cache
def declared(name: str) -> Declaration:
    return load_declaration(declaration_path(name))


def rows_of(example: str) -> Rows:
    """The rows of an example (``2022``, ``2026``, ``bidrag-2026``), to be changed at will."""
    rows = load_rows(declaration_of(example), folder("examples") / example)
    return {key: [dict(row) for row in each] for key, each in rows.items()}


def declaration_of(example: str) -> Declaration:
    """The declaration of an example's workbook."""
    return declared("bidrag" if example.startswith("bidrag") else "verksamhet")


def row(rows: Rows, table: str, value: object, key: str = "id") -> NewRow:
    """The row of a table with that id."""
    return next(each for each in rows[table] if each.get(key) == value)


def no_change(rows: Rows) -> None:
    """The workbook as it is."""


def written_year(
    target: Path, example: str, command: str, change: Change, before: Change = no_change
) -> tuple[Path, Path]:
    """A document of the example's rows (as ``before`` leaves them), and the workbook of them changed since."""
    document, workbook = target / "dokument.docx", target / "arbetsbok.xlsx"
    document.write_bytes(_document(example, command, before))
    rows = rows_of(example)
    before(rows)
    change(rows)
    workbook.write_bytes(_workbook(declaration_of(example), rows))
    return document, workbook


@cache
def _document(example: str, command: str, before: Change) -> bytes:
    declaration = declaration_of(example)
    rows = rows_of(example)
    before(rows)
    with TemporaryDirectory() as made:
        workbook = Path(made) / "arbetsbok.xlsx"
        workbook.write_bytes(_workbook(declaration, rows))
        book = build_book(declaration, read_workbook(workbook))
    chosen = next(each for each in declaration.document if each.command == command)
    names = names_for(chosen, book)
    properties = DocumentProperties(str(names["titel"]), "RUS", dt.datetime(2026, 2, 12, tzinfo=dt.UTC))
    return render(folder("reports") / chosen.template, names, properties, remembered=Origin(command))


def _workbook(declaration: Declaration, rows: Mapping[str, Sequence[NewRow]]) -> bytes:
    return make_workbook(canonical_workbook(declaration, rows), lambda _: {})
