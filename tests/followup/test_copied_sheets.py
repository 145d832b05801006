"""A form's sheets in a workbook of the owner's own: they say which form they are of, but not what was handed out."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from rus_sheets.answers.returned import RefusedFile
from rus_sheets.book.raw import RawCell, RawSheet, RawWorkbook
from tests.merge import world

FRONT, ROWS = "Uppföljning", world.ROWS
PLAIN = "Filen är ingen uppföljningsfil från rus-sheets."


def own_workbook(*sheets: str, beside: tuple[RawSheet, ...] = ()) -> RawWorkbook:
    """The filled-in form's sheets with those names, copied to the owner's own workbook."""
    filled = world.fill(world.sent(world.small_book()), {"Status": "Har ej skett"}, [{"Rubrik": "Ett möte"}])
    kept = tuple(sheet for sheet in filled.sheets if sheet.name in sheets)
    return replace(filled, sheets=(*beside, *kept), path="egen.xlsx", properties={})


def typed(name: str, *texts: str) -> RawSheet:
    return RawSheet(name, "visible", {(row, 1): RawCell(row, 1, text) for row, text in enumerate(texts, 1)})


@pytest.mark.parametrize(
    ("sheets", "told"),
    [
        ((FRONT,), "Bladet ”Uppföljning” är kopierat ur uppföljningsfilen för A01 till en annan arbetsbok"),
        ((FRONT, ROWS), f"Bladen ”Uppföljning” och ”{ROWS}” är kopierade ur uppföljningsfilen för A01"),
        ((ROWS,), f"Bladet ”{ROWS}” är kopierat ur en uppföljningsfil"),
    ],
)
def test_what_was_copied_is_told_with_what_to_do(sheets: tuple[str, ...], told: str) -> None:
    raw = own_workbook(*sheets, beside=(typed("Mina anteckningar", "Status", "Att ringa"),))
    found = world.read(raw)
    assert isinstance(found, RefusedFile)
    assert found.message.startswith(told)
    assert "går det inte att se vad som lämnades ut" in found.message
    assert found.remedy == "För över svaren till filen som skickades ut, och läs in den."
    assert (found.unit, found.other) == ("A01" if FRONT in sheets else "", False)


def test_a_renamed_sheet_is_known_by_its_labels() -> None:
    raw = own_workbook(FRONT)
    raw = replace(raw, sheets=tuple(replace(sheet, name="Vårt svar") for sheet in raw.sheets))
    found = world.read(raw)
    assert isinstance(found, RefusedFile)
    assert found.message.startswith("Bladet ”Vårt svar” är kopierat")


@pytest.mark.parametrize("texts", [("Status", "Utfall", "Nästa steg"), ("Uppföljning",), ()])
def test_a_workbook_with_a_few_of_the_words_is_no_form(texts: tuple[str, ...]) -> None:
    found = world.read(RawWorkbook("egen.xlsx", (typed(FRONT, *texts),), ()))
    assert isinstance(found, RefusedFile)
    assert found.message == PLAIN
