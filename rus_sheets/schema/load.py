"""Reads a declaration and checks that it hangs together.

A bad declaration fails here, when it is loaded, with the file, the place in it, the fault and the remedy; everything
after may rely on it.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from rus_sheets.errors import DeclarationError
from rus_sheets.schema.build import build
from rus_sheets.schema.formulas import expand_this_row
from rus_sheets.schema.model import Declaration, Table
from rus_sheets.schema.verify import faults


@cache
def load_declaration(path: Path) -> Declaration:
    """The declaration in a TOML file, checked. Raises DeclarationError with every fault that was found."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DeclarationError("Deklarationen finns inte.", place=path.name, remedy="Kontrollera namnet.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        text = f"Filen är inte giltig TOML ({error})."
        raise DeclarationError(text, place=path.name, remedy="Rätta raden som nämns.") from None
    declaration = replace(build(Declaration, data, path.name), source=path.name)
    declaration = replace(declaration, table=tuple(map(_with_file_formulas, declaration.table)))
    found = list(faults(declaration))
    if found:
        first, *rest = found
        also = [f"{path.name}.{fault.place}: {fault.text} {fault.remedy}".rstrip() for fault in rest]
        raise DeclarationError(first.text, place=f"{path.name}.{first.place}", remedy=first.remedy, also=also)
    return declaration


def _with_file_formulas(table: Table) -> Table:
    columns = (
        replace(
            column,
            formula=expand_this_row(column.formula, table.excel_name),
            earlier=tuple(expand_this_row(formula, table.excel_name) for formula in column.earlier),
        )
        for column in table.columns
    )
    return replace(table, columns=tuple(columns))
