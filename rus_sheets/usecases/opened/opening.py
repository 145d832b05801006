"""Opening the canonical workbook: find its declaration, read it typed."""

from __future__ import annotations

from pathlib import Path

from rus_sheets.book.build import build_book, find_table
from rus_sheets.book.model import Book
from rus_sheets.book.raw import RawWorkbook
from rus_sheets.errors import UnusableInputError
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.resources import folder
from rus_sheets.schema.load import load_declaration
from rus_sheets.schema.model import Declaration

DECLARATION = "rus-sheets declaration"
"""The custom property that names a workbook's declaration."""


def declarations() -> tuple[Declaration, ...]:
    """Every declaration that comes with the toolkit."""
    return tuple(load_declaration(path) for path in _paths())


def _named(name: str) -> Declaration | None:
    """The declaration of that name among those that come with the toolkit, without loading the others."""
    path = next((path for path in _paths() if path.stem == name), None)
    found = load_declaration(path) if path else None
    return (
        found
        if found and found.name == name
        else next((declaration for declaration in declarations() if declaration.name == name), None)
    )


def _paths() -> list[Path]:
    return sorted(folder("workbook_templates").glob("*.toml"))


def open_book(path: str | Path, declaration: Declaration | None = None) -> Book:
    """The canonical workbook, typed. Raises UnusableInputError for a file that can't be read or isn't one."""
    raw = read_workbook(path)
    return build_book(declaration or declaration_of(raw), raw)


def declaration_of(raw: RawWorkbook) -> Declaration:
    """The declaration that a workbook names, else the one that fits it best: its units are there, and most columns.

    Raises UnusableInputError when it isn't a canonical workbook.
    """
    named = _named(raw.properties.get(DECLARATION, ""))
    known = [named] if named else declarations()
    if any(raw.sheet(id_.followup.sheet) and not _has_units(id_, raw) for id_ in known):
        raise _not_ours(raw, "Det är en uppföljningsfil, inte den samlade arbetsboken.")
    best = named or max(known, key=lambda declaration: (_has_units(declaration, raw), _columns_found(declaration, raw)))
    if _tables_found(best, raw) < 2:
        raise _not_ours(raw, "Det är inte en arbetsbok från rus-sheets: inga av bladen känns igen.")
    return best


def _has_units(declaration: Declaration, raw: RawWorkbook) -> bool:
    return find_table(declaration.table_of(declaration.followup.unit), raw) is not None


def _columns_found(declaration: Declaration, raw: RawWorkbook) -> int:
    """Declarations may share sheets (settings, lists, log); their columns tell them apart."""
    found = ((table, find_table(table, raw)) for table in declaration.table)
    return sum(len({*table.by_header} & {*there[1].columns}) for table, there in found if there)


def _tables_found(declaration: Declaration, raw: RawWorkbook) -> int:
    return sum(1 for table in declaration.table if find_table(table, raw))


def _not_ours(raw: RawWorkbook, fault: str) -> UnusableInputError:
    remedy = "Ange årets arbetsbok, till exempel verksamhet-2026.xlsx, eller gör en med rus-sheets new."
    return UnusableInputError(fault, place=Path(raw.path).name, remedy=remedy)
