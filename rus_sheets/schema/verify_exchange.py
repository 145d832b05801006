"""What the exchanges of a declaration must fulfil: what goes out can be known again when it comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rus_sheets.schema.exchange import Exchange, ExchangeColumn
from rus_sheets.schema.faults import DeclarationFault, column_path_faults, twice, unknown
from rus_sheets.schema.model import CellType, Column, Declaration, Editor

SEPARATORS = (";", ",", "\t")
"""What may stand between the values of a text file; they are known again by the headers."""
DECIMALS = (",", ".")
_NAME = r"[a-zåäö][a-zåäö0-9-]{0,29}"


def exchanges(declaration: Declaration) -> Iterator[DeclarationFault]:
    """Each profile has its name, its key and columns that are there, and what returns is the owners' to answer."""
    for name in twice(profile.name for profile in declaration.exchange):
        yield DeclarationFault("exchange", f"Profilen ”{name}” står två gånger.", "Ge den ena ett annat namn.")
    for profile in declaration.exchange:
        place = f"exchange[{profile.name}]"
        if not re.fullmatch(_NAME, profile.name):
            remedy = "Använd små bokstäver, siffror och bindestreck, högst 30 tecken."
            yield DeclarationFault(f"{place}.name", f"”{profile.name}” duger inte som namn på en profil.", remedy)
        for header in twice(profile.headers):
            yield DeclarationFault(place, f"Namnet ”{header}” står två gånger.", "Ge den ena ett annat namn.")
        for header in profile.headers:
            if header != " ".join(header.split()) or not header:
                fault = f"”{header}” är inget namn på en kolumn."
                yield DeclarationFault(place, fault, "Skriv ett namn på en rad, utan mellanslag runt om.")
        yield from unknown(f"{place}.separator", "Skiljetecknet", profile.separator, SEPARATORS)
        yield from unknown(f"{place}.decimal", "Decimaltecknet", profile.decimal, DECIMALS)
        yield from _key(declaration, profile, place)
        for column in profile.columns:
            yield from _column(declaration, column, f"{place}.columns[{column.header}]")


def _key(declaration: Declaration, profile: Exchange, place: str) -> Iterator[DeclarationFault]:
    """The rows are known again by the id of the units, once."""
    unit = declaration.followup.unit
    if not declaration.has_table(unit):
        return
    path = f"{unit}.{declaration.table_of(unit).id}"
    if not any(column.column == path for column in profile.columns):
        fault = "Ingen kolumn har radernas id, så de kan inte kännas igen."
        yield DeclarationFault(f"{place}.columns", fault, f"Lägg till column = ”{path}”.")
    for again in twice(column.column for column in profile.columns):
        fault = f"Kolumnen ”{again}” står två gånger."
        yield DeclarationFault(f"{place}.columns", fault, "Ta bort den ena.")


def _column(declaration: Declaration, wanted: ExchangeColumn, place: str) -> Iterator[DeclarationFault]:
    faults = list(column_path_faults(declaration, f"{place}.column", wanted.column))
    if faults:
        yield from faults
        return
    tables = (declaration.followup.unit, declaration.followup.answer)
    yield from unknown(f"{place}.column", "Bland uppföljningens tabeller: tabellen", wanted.table, tables)
    column = declaration.table_of(wanted.table).column(wanted.key)
    if wanted.returns and (column.edited_by is not Editor.OWNER or column.formula):
        fault = f"”{wanted.column}” kan inte komma tillbaka: den fylls inte i av de ansvariga."
        yield DeclarationFault(f"{place}.returns", fault, "Ta bort returns.")
    if wanted.choices:
        yield from _choices(declaration, column, wanted, f"{place}.choices")


def _choices(
    declaration: Declaration, column: Column, wanted: ExchangeColumn, place: str
) -> Iterator[DeclarationFault]:
    """Our choices and theirs are one to one, also those that go out as they are."""
    if column.type is not CellType.CHOICE:
        yield DeclarationFault(place, f"”{wanted.column}” har inga val.", "Ta bort choices.")
        return
    values = declaration.choices(column.list).values
    for ours, theirs in wanted.choices.items():
        yield from unknown(place, "Valet", ours, values)
        if not theirs.strip():
            yield DeclarationFault(place, f"”{ours}” heter ingenting utanför.", "Skriv ett ord.")
    for word in twice(wanted.choices.get(value, value) for value in values):
        fault = f"Två val heter ”{word}” utanför, så det går inte att se vilket som kommer tillbaka."
        yield DeclarationFault(place, fault, "Ge det ena ett annat ord.")
