"""Making the canonical workbook: empty, or filled from rows as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rus_sheets.errors import UnusableInputError
from rus_sheets.excel.calc.stored import calculate_new
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.layout.canonical import NewRow, canonical_workbook
from rus_sheets.office.atomic import write_atomically
from rus_sheets.resources import declaration_path
from rus_sheets.schema.load import load_declaration
from rus_sheets.schema.model import Declaration, TableKind
from rus_sheets.usecases.rows_as_text import load_rows

DEFAULT_TEMPLATE = "verksamhet"
"""The declaration in ``workbook_templates/`` that is taken when none is named."""


def new_workbook(path: Path, year: int, template: str = DEFAULT_TEMPLATE, *, dry_run: bool = False) -> None:
    """Write an empty canonical workbook for a year; with ``dry_run`` only find out whether it can be made.

    Raises UnusableInputError when the file is there already, or its name is no workbook's.
    """
    if path.exists():
        remedy = "Välj ett annat namn, eller flytta undan filen först."
        raise UnusableInputError("Filen finns redan och skrivs inte över.", place=str(path), remedy=remedy)
    if path.suffix.lower() != ".xlsx":
        raise UnusableInputError("Arbetsboken måste heta något på .xlsx.", place=str(path), remedy="Byt ändelse.")
    declaration = load_declaration(declaration_path(template))
    label = declaration.setting_of(declaration.year_setting).label
    settings = declaration.tables(TableKind.SETTINGS)[0].key
    rows: dict[str, Sequence[NewRow]] = {table.key: table.known_rows for table in declaration.table if table.known_rows}
    data = workbook_bytes(declaration, rows | {settings: [{"key": label, "value": year}]})
    if not dry_run:
        write_atomically(path, data)


def workbook_bytes(declaration: Declaration, rows: Mapping[str, Sequence[NewRow]]) -> bytes:
    """The canonical workbook with these rows by table key, every formula's stored value right."""
    return make_workbook(canonical_workbook(declaration, rows), calculate_new)


def example_bytes(folder: Path, template: str = DEFAULT_TEMPLATE) -> bytes:
    """The canonical workbook of an example: the rows in a folder's TOML files."""
    declaration = load_declaration(declaration_path(template))
    return workbook_bytes(declaration, load_rows(declaration, folder))
