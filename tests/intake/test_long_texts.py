"""A text that no cell can hold isn't lost: its rest stands on the sheet that tells of what was read."""

from __future__ import annotations

from pathlib import Path

from rus_sheets.usecases.importing import import_document
from rus_sheets.usecases.opened.opening import open_book

WORDS = " ".join(f"ord{number}" for number in range(9000))


def test_the_rest_of_a_long_text_is_told(tmp_path: Path) -> None:
    plan, made = tmp_path / "plan.txt", tmp_path / "ny.xlsx"
    plan.write_text(f"Plan\n\nIndikatorer: {WORDS}. Resurssättning: RUS arbetstid 12 dagar.\n", encoding="utf-8")
    told = import_document(plan, made, 2021)
    book = open_book(made)
    sheet = book.raw.sheet(told.sheet)
    assert sheet
    text = str(next(iter(book["plan"]))["description"])
    rest = "".join(str(cell.value) for place, cell in sorted(sheet.cells.items()) if place[1] == 4 and 2 < place[0] < 6)
    assert text.startswith("ord0 ")
    assert {*WORDS.split()} <= {*(text + rest).replace(".", " ").split()}
    assert [each.column for each in told.asked] == ["name", "description", "organisation"]  # the area is a guess
