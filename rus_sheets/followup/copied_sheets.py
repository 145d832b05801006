"""Sheets of a form that have been copied to another workbook: the hidden one with what was handed out isn't there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rus_sheets.answers.halfrow import owners
from rus_sheets.answers.returned import RefusedFile
from rus_sheets.book.display import quoted
from rus_sheets.book.raw import RawSheet, RawWorkbook
from rus_sheets.followup.find import cell_text
from rus_sheets.followup.form import answer_columns
from rus_sheets.schema.model import Declaration

_REMEDY = "För över svaren till filen som skickades ut, och läs in den."


def copied_form(raw: RawWorkbook, declarations: Iterable[Declaration]) -> RefusedFile | None:
    """Why a workbook with a form's sheets and no base can't be used; None where none of its sheets is a form's."""
    for declaration in declarations:
        copied = [sheet for sheet in raw.sheets if any(map(_texts(sheet).issuperset, _signs(declaration)))]
        if copied:
            names = " och ".join(quoted(sheet.name) for sheet in copied)
            one = len(copied) == 1
            unit = next(filter(None, (_unit(sheet, declaration) for sheet in copied)), "")
            fault = (
                f"{'Bladet' if one else 'Bladen'} {names} är {'kopierat' if one else 'kopierade'} ur "
                f"{f'uppföljningsfilen för {unit}' if unit else 'en uppföljningsfil'} till en annan arbetsbok. "
                "Där går det inte att se vad som lämnades ut."
            )
            return RefusedFile(raw.path, fault, _REMEDY, unit)
    return None


def _signs(declaration: Declaration) -> Iterator[set[str]]:
    """What a form's sheets can be told by: all the labels of the front, or all the headers of a table's answers."""
    words = declaration.followup
    yield {column.header for column in answer_columns(declaration) if not column.optional} | {words.whole_label}
    for child in words.child_tables:
        table = declaration.table_of(child.table)
        needed = {column.header for column in table.columns if owners(column) and not column.optional}
        yield needed | {table.column(table.id).header, words.state_header}


def _texts(sheet: RawSheet) -> set[str]:
    return {cell_text(cell) for cell in sheet.cells.values()}


def _unit(sheet: RawSheet, declaration: Declaration) -> str:
    """The id that a front says that it is of, "" where it says none."""
    units = declaration.table_of(declaration.followup.unit)
    label = units.column(units.id).header
    if not _texts(sheet).issuperset(next(_signs(declaration))):
        return ""
    at = next((at for at, cell in sheet.cells.items() if cell_text(cell) == label), None)
    return cell_text(sheet.at(at[0], at[1] + 1)) if at else ""
