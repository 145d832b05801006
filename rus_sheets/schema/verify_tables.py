"""What the sheets, tables, columns and formulas of a declaration must fulfil."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from rus_sheets.schema.faults import DeclarationFault, column_keys, list_keys, table_keys, twice, unknown
from rus_sheets.schema.formulas import structured_references
from rus_sheets.schema.model import CellType, Column, Declaration

_EXCEL_SHEET = re.compile(r"[^\[\]:*?/\\']{1,31}")
_EXCEL_NAME = re.compile(r"[^\W\d]\w{0,200}")


def keys(declaration: Declaration) -> Iterator[DeclarationFault]:
    """No key, header or sheet stands twice."""
    families = {
        "list": [list_.key for list_ in declaration.list],
        "setting": [setting.key for setting in declaration.setting],
        "table": table_keys(declaration),
        "summary.block": [block.key for block in declaration.summary.block],
    }
    for table in declaration.table:
        families[f"table[{table.key}].columns"] = column_keys(table)
    for place, keys in families.items():
        for key in twice(keys):
            yield DeclarationFault(place, f"Nyckeln ”{key}” står två gånger.", "Ge den ena ett annat namn.")
    for table in declaration.table:
        for header in twice(column.header for column in table.columns):
            yield DeclarationFault(
                f"table[{table.key}]", f"Rubriken ”{header}” står två gånger.", "Byt den ena rubriken."
            )
    for sheet in twice(declaration.sheets):
        yield DeclarationFault("table", f"Bladet ”{sheet}” står två gånger.", "Byt det ena bladets namn.")


def names(declaration: Declaration) -> Iterator[DeclarationFault]:
    """Sheets and tables have names that Excel takes."""
    for sheet in declaration.sheets:
        if not _EXCEL_SHEET.fullmatch(sheet):
            yield DeclarationFault(
                "sheet", f"”{sheet}” duger inte som bladnamn i Excel.", "Högst 31 tecken, och inte []:*?/\\'."
            )
    for table in declaration.table:
        if not _EXCEL_NAME.fullmatch(table.excel_name):
            text = f"”{table.sheet}” duger inte som namn på en Excel-tabell."
            yield DeclarationFault(
                f"table[{table.key}].sheet", text, "Bara bokstäver, siffror och _, och en bokstav först."
            )
    for row in declaration.summary.named():
        if not _EXCEL_NAME.fullmatch(row.name):
            text = f"”{row.name}” duger inte som definierat namn."
            yield DeclarationFault(
                f"summary.{row.key}.name", text, "Bara bokstäver, siffror och _, och en bokstav först."
            )
    settings = [setting.key for setting in declaration.setting]
    yield from unknown("year_setting", "Inställningen", declaration.year_setting, settings)


def lists(declaration: Declaration) -> Iterator[DeclarationFault]:
    """A role is one of the choices of its list, and so is what other words are said for."""
    for choices in declaration.list:
        for role, value in choices.roles.items():
            yield from unknown(f"list[{choices.key}].roles.{role}", "Värdet", value, choices.values)
        for value in choices.added:
            yield from unknown(f"list[{choices.key}].added", "Värdet", value, choices.values)
        for value in chain.from_iterable(choices.other_words.values()):
            yield from unknown(f"list[{choices.key}].said", "Värdet", value, (*choices.values, "*"))


def columns(declaration: Declaration) -> Iterator[DeclarationFault]:
    """Columns refer to lists and tables that are there, and a table to columns of its own."""
    for table in declaration.table:
        place = f"table[{table.key}]"
        for role in ("id", "title", "parent", "listed_by"):
            if getattr(table, role):
                yield from unknown(f"{place}.{role}", "Kolumnen", getattr(table, role), column_keys(table))
        if table.one_for_each:
            yield from unknown(f"{place}.one_for_each", "Tabellen", table.one_for_each, table_keys(declaration))
        for number, row in enumerate(table.known_rows, 1):
            for key in (table.id, *row):
                known = row if key == table.id else column_keys(table)
                yield from unknown(f"{place}.known_rows[{number}]", "Kolumnen", key, known)
        for column in table.columns:
            yield from _column(declaration, column, f"{place}.columns[{column.key}]")


def _column(declaration: Declaration, column: Column, place: str) -> Iterator[DeclarationFault]:
    if column.type is CellType.CHOICE:
        yield from unknown(f"{place}.list", "Listan", column.list, list_keys(declaration))
    if column.type in (CellType.REF, CellType.REFS):
        yield from unknown(f"{place}.references", "Tabellen", column.references, table_keys(declaration))
    if column.counts and column.type not in (CellType.INTEGER, CellType.NUMBER):
        remedy = "Ta bort counts: dagar och pengar har sina enheter, och annat räknar inget."
        yield DeclarationFault(f"{place}.counts", "Bara kolumner med tal räknar något.", remedy)
    try:
        fits = not column.pattern or not column.example or re.fullmatch(column.pattern, column.example)
    except re.error as error:
        yield DeclarationFault(
            f"{place}.pattern", f"Mönstret kan inte tolkas ({error}).", "Rätta det reguljära uttrycket."
        )
    else:
        if not fits:
            yield DeclarationFault(
                f"{place}.example", f"Exemplet ”{column.example}” följer inte mönstret.", "Ändra det ena."
            )


def formulas(declaration: Declaration) -> Iterator[DeclarationFault]:
    """A formula speaks of tables, columns and blanks to fill in that are there."""
    headers = {table.excel_name: set(table.by_header) for table in declaration.table}
    for place, formula in _formula_texts(declaration):
        if not formula.startswith("="):
            yield DeclarationFault(place, "Formeln börjar inte med =.", "Skriv = först.")
        if formula.count("(") != formula.count(")") or formula.count('"') % 2:
            yield DeclarationFault(place, "Formelns parenteser eller citattecken går inte ihop.", "Räkna dem.")
        for name, header in structured_references(formula):
            if name not in headers:
                yield from unknown(place, "Formeln nämner en tabell som saknas:", name, headers)
            else:
                yield from unknown(place, f"Formeln nämner en kolumn som saknas i {name}:", header, headers[name])


def _formula_texts(declaration: Declaration) -> Iterator[tuple[str, str]]:
    for table in declaration.table:
        for column in table.columns:
            if column.formula:
                yield f"table[{table.key}].columns[{column.key}].formula", column.formula
    for block in declaration.summary.block:
        place = f"summary.block[{block.key}]"
        parts = [(column.key, column.formula) for column in (*block.columns, *block.extra_columns)]
        parts += [(row.key, row.formula) for row in block.rows]
        yield from ((f"{place}[{key}].formula", formula) for key, formula in parts if formula)
        if block.formula:
            yield f"{place}.formula", block.formula
