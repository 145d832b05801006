"""A returned file as the forms in it: one by itself, or several units' together, each with the sheets that are its."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from rus_sheets.book.raw import RawSheet, RawWorkbook
from rus_sheets.followup.base import Base, DamagedBaseError, OtherFormatError, is_base, read_base
from rus_sheets.followup.find import cell_text


def forms_in(raw: RawWorkbook) -> tuple[RawWorkbook, ...]:
    """The file as one workbook for each form in it; the file itself where it has one form or none.

    A sheet goes with the form that handed it out. One that has another name now goes with the form whose id stands in
    it, if that form lacks a sheet; what is nobody's goes with the first, so that it is told once.
    """
    bases = [sheet for sheet in raw.sheets if is_base(sheet)]
    if len(bases) < 2:
        return (raw,)
    read = {sheet.name: _read(sheet) for sheet in bases}
    owner, first = dict(_owners(raw, bases, read)), bases[0]
    return tuple(
        replace(
            raw,
            sheets=tuple(sheet for sheet in raw.sheets if owner.get(sheet.name, first.name) == base.name),
            has_macros=raw.has_macros and base is first,
            external_links=raw.external_links if base is first else (),
        )
        for base in bases
    )


def _read(sheet: RawSheet) -> Base | None:
    try:
        return read_base(sheet)
    except (DamagedBaseError, OtherFormatError):
        return None


def _owners(raw: RawWorkbook, bases: list[RawSheet], read: Mapping[str, Base | None]) -> Iterator[tuple[str, str]]:
    """The names of sheets, each with the name of the sheet with the base that it goes with."""
    handed_out: dict[str, str] = {}
    for name, base in read.items():
        handed_out |= {table.form_sheet: name for table in base.tables} if base else {}
    lacking = {
        name: base.unit
        for name, base in read.items()
        if base and not {table.form_sheet for table in base.tables} <= {sheet.name for sheet in raw.sheets}
    }
    for sheet in raw.sheets:
        if sheet in bases:
            yield sheet.name, sheet.name
        elif sheet.name in handed_out:
            yield sheet.name, handed_out[sheet.name]
        elif lacking and sheet.state != "veryHidden":
            texts = {cell_text(cell) for cell in sheet.cells.values()}
            mine = [name for name, unit in lacking.items() if unit in texts]
            if len(mine) == 1:
                yield sheet.name, mine[0]
