"""What is struck through or raised in a returned form's cell is asked about, and never read as if it weren't."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from rus_sheets.usecases.merging import merge
from tests.robust.forms import finished
from tests.usecases.inbox import DAY, NOW, form_of, sent_forms

STRUCK, RAISED, LOWERED = (
    InlineFont(strike=True),
    InlineFont(vertAlign="superscript"),
    InlineFont(vertAlign="subscript"),
)


def rich(*pieces: str | tuple[InlineFont, str]) -> Callable[[Cell], None]:
    def put(cell: Cell) -> None:
        cell.value = CellRichText(*(piece if isinstance(piece, str) else TextBlock(*piece) for piece in pieces))

    return put


def whole(value: object, **font: object) -> Callable[[Cell], None]:
    def put(cell: Cell) -> None:
        cell.value = value  # type: ignore[assignment]
        cell.font = Font(**font)  # type: ignore[arg-type]

    return put


CASES = {
    "a figure before another": ("Dagar utfall", rich((STRUCK, "12 000"), " 500"), "refuse", "~~12 000~~ 500", 500),
    "a note's figure": ("Dagar utfall", rich("12", (RAISED, "1")), "refuse", "12¹", None),
    "a lowered figure": ("Dagar utfall", rich("12", (LOWERED, "3")), "refuse", "12₃", None),
    "a number that is struck": ("Dagar utfall", whole(12, strike=True), "refuse", "~~12~~", None),
    "a number that is raised": ("Dagar utfall", whole(12, vertAlign="superscript"), "refuse", "¹²", None),
    "a choice that is struck": ("Status", whole("Har ej skett", strike=True), "refuse", "~~Har ej skett~~", None),
    "a choice struck before another": (
        "Status", rich((STRUCK, "Har ej skett"), " Har skett som planerat"), "refuse",
        "~~Har ej skett~~ Har skett som planerat", "Har skett som planerat",
    ),
    "words of a text": (
        "Kort utfall", rich("Vi har ", (STRUCK, "inte "), "nått målet."), "conflict",
        "Vi har ~~inte~~ nått målet.", "Vi har ~~inte~~ nått målet.",
    ),
    "a text that is struck": ("Kort utfall", whole("Inget", strike=True), "conflict", "~~Inget~~", "~~Inget~~"),
    "units": ("Kort utfall", rich("40 m", (RAISED, "2"), " CO", (LOWERED, "2")), "take", "40 m² CO₂", "40 m² CO₂"),
    "bold alone": ("Dagar utfall", rich((InlineFont(b=True), "1"), "2"), "take", "12", 12),
}  # fmt: skip


def test_a_row_that_is_struck_keeps_its_id(office: Path, tmp_path: Path) -> None:
    file = openpyxl.load_workbook(form_of(office, "A02"))
    sheet = file["Händelser och utgifter"]
    sheet["E5"], sheet["F5"] = "Struket möte", 4
    for cell in sheet[5]:
        cell.font = Font(strike=True)
    file.save(tmp_path / "svar.xlsx")
    finished(tmp_path / "svar.xlsx", "Karin", DAY, fractions=False)
    made = merge(office, [tmp_path / "svar.xlsx"], now=NOW, dry_run=True).decisions.decisions
    assert {(decision.row, decision.column): decision.action.value for decision in made} == {
        ("A02-H01", "Rubrik"): "conflict", ("A02-H01", "Deltagare"): "refuse"
    }  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sent_forms(tmp_path_factory.mktemp("kansli"))


@pytest.mark.parametrize("name", CASES)
def test_it_is_asked_about_with_what_is_struck(office: Path, tmp_path: Path, name: str) -> None:
    label, put, action, shown, value = CASES[name]
    file = openpyxl.load_workbook(form_of(office, "A02"), rich_text=True)
    sheet = file.worksheets[0]
    put(next(row[1] for row in sheet.iter_rows(max_col=2) if row[0].value == label))
    target = tmp_path / "svar.xlsx"
    file.save(target)
    finished(target, "Karin", DAY, fractions=False)
    (made,) = merge(office, [target], now=NOW, dry_run=True).decisions.decisions
    assert (made.column, made.action.value, made.returned_seen, made.value) == (label, action, shown, value)
