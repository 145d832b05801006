"""The same years with nothing, some and all of it reported, and every document that they give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from rus_sheets.book.build import build_book
from rus_sheets.book.model import Book
from rus_sheets.documents.contexts import names_for
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.layout.canonical import NewRow, canonical_workbook
from rus_sheets.resources import declaration_path, folder
from rus_sheets.schema.load import load_declaration
from rus_sheets.usecases.rows_as_text import load_rows
from rus_sheets.word.make.render import render
from rus_sheets.word.parts.package import DocumentProperties

STATES = ("empty", "planned", "half", "whole")
DECLARATIONS = {name: load_declaration(declaration_path(name)) for name in ("verksamhet", "bidrag")}
DOCUMENTS = [
    (name, state, document.command.value)
    for name, declaration in DECLARATIONS.items()
    for state in STATES
    for document in declaration.document
] + [("2022", "whole", document.command.value) for document in DECLARATIONS["verksamhet"].document]
"""Which workbook, how much of it is reported, and which document."""

_FOLDERS = {"verksamhet": "2026", "bidrag": "bidrag-2026", "2022": "2022"}
Rows = dict[str, list[NewRow]]


@cache
def book(name: str, state: str) -> Book:
    """The workbook of ``name`` (a declaration, or the example year 2022) in a state of reporting."""
    declaration = DECLARATIONS.get(name, DECLARATIONS["verksamhet"])
    rows = _rows(name, state)
    with TemporaryDirectory() as made:
        path = Path(made) / "bok.xlsx"
        path.write_bytes(make_workbook(canonical_workbook(declaration, rows), lambda _: {}))
        return build_book(declaration, read_workbook(path))


@cache
def document(name: str, state: str, command: str) -> bytes:
    """A document as the command would write it."""
    made = book(name, state)
    declared = next(each for each in made.declaration.document if each.command.value == command)
    names = names_for(declared, made)
    properties = DocumentProperties(str(names["titel"]), "RUS", dt.datetime(2026, 2, 12, tzinfo=dt.UTC))
    return render(folder("reports") / declared.template, names, properties)


def _rows(name: str, state: str) -> Mapping[str, Sequence[NewRow]]:
    declaration = DECLARATIONS.get(name, DECLARATIONS["verksamhet"])
    if state == "empty":
        year: NewRow = {"key": "År", "value": 2027}
        return {table.key: [year] if table.kind == "settings" else [] for table in declaration.table}
    example = folder("examples") / _FOLDERS[name]
    rows: Rows = {key: [dict(row) for row in each] for key, each in load_rows(declaration, example).items()}
    if state != "planned" and (example / "svar").is_dir():
        for key, answers in load_rows(declaration, example / "svar").items():
            if answers:
                _answer(rows, key, declaration.table_of(key).id, answers)
    if state == "whole":
        _complete(name, rows)
    return rows


def _answer(rows: Rows, key: str, column: str, answers: Sequence[NewRow]) -> None:
    known = {row[column]: row for row in rows.setdefault(key, [])}
    for answer in answers:
        if answer[column] in known:
            dict.update(known[answer[column]], answer)  # type: ignore[arg-type]
        else:
            rows[key].append(dict(answer))


def _complete(name: str, rows: Rows) -> None:
    """What the answers leave out."""
    if name == "verksamhet":
        done = {"status": "Har skett som planerat", "days": 10}
        answered = {row["id"] for row in rows["outcomes"] if row.get("status")}
        _answer(
            rows, "outcomes", "id", [{"id": row["id"], **done} for row in rows["plan"] if row["id"] not in answered]
        )
        spent = {"P1": 3_300_000, "P4": 0}
        rows["expenses"] += [
            {"id": f"U9{post[1]}", "post": post, "text": "Årets utgifter", "amount": amount}
            for post, amount in spent.items()
        ]
    if name == "bidrag":
        answered = {row["county"] for row in rows["efforts"]}
        for row in rows["counties"]:
            if row["id"] not in answered:
                account: NewRow = {
                    "id": row["id"],
                    "short": f"{row['name']} har skött sina skogar.",
                    "carried": 0,
                    "days": 5,
                }
                _answer(rows, "accounts", "id", [account])
                effort: NewRow = {"id": f"{row['id']}-01", "county": row["id"], "text": "Skötsel", "amount": 49_000}
                rows["efforts"].append({**effort, "category": "Genomförande", "state": "Genomfört"})
