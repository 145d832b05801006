"""What nobody sees in a returned form is asked about, and what is shown as something else than it is is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.worksheet.worksheet import Worksheet

from rus_sheets.answers.decisions import Action
from rus_sheets.usecases.merging import Merged, merge
from tests.robust.forms import finished
from tests.usecases.inbox import DAY, NOW, form_of, sent_forms

Change = Callable[[Worksheet, int], None]
"""What somebody does with the sheet and the row of the answer, which stands in column B."""


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return sent_forms(tmp_path)


def returned(workbook: Path, label: str, value: object, change: Change) -> Merged:
    """A form with one answer, and with that done to it."""
    form = form_of(workbook, "A02")
    book = openpyxl.load_workbook(form)
    front = book.worksheets[0]
    row = next(row for row in range(1, front.max_row) if front.cell(row, 1).value == label)
    front.cell(row, 2).value = value  # type: ignore[assignment]
    change(front, row)
    target = workbook.parent / "in" / form.name
    book.save(target)
    finished(target, "Karin", DAY, fractions=False)
    return merge(workbook, [target], now=NOW)


def on_row(**looks: object) -> Change:
    return lambda front, row: [setattr(front.row_dimensions[row], *look) for look in looks.items()] and None


def on_column(**looks: object) -> Change:
    return lambda front, _: [setattr(front.column_dimensions["B"], *look) for look in looks.items()] and None


def on_cell(**looks: object) -> Change:
    return lambda front, row: [setattr(front.cell(row, 2), *look) for look in looks.items()] and None


def hide_sheet(front: Worksheet, _: int) -> None:
    front.sheet_state = "hidden"
    front.parent.active = 1


def filled(colour: str | Color) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


UNSEEN: dict[str, tuple[Change, str]] = {
    "hidden row": (on_row(hidden=True), "Raden är dold"),
    "row without height": (on_row(height=0.5), "Raden är dold"),
    "hidden column": (on_column(hidden=True), "Kolumnen är dold"),
    "column without width": (on_column(width=0.1), "Kolumnen är dold"),
    "hidden sheet": (hide_sheet, "Bladet är dolt"),
    "white on white": (on_cell(font=Font(color="FFFFFFFF"), fill=filled("FFFFFFFF")), "samma färg"),
    "white on our own light field": (on_cell(font=Font(color="FFFFFFFF")), "samma färg"),
    "white of the theme, no fill": (on_cell(font=Font(color=Color(theme=0)), fill=PatternFill()), "samma färg"),
    "an accent on itself": (
        on_cell(font=Font(color=Color(theme=5, tint=0.4)), fill=filled(Color(theme=5, tint=0.4))), "samma färg",
    ),
    "one point": (on_cell(font=Font(size=1)), "för liten"),
    "a format that shows nothing": (on_cell(number_format=";;;"), "visar ingenting"),
    "a format that adds words": (on_cell(number_format='"inte "@'), "visar ”inte Bra år”"),
}  # fmt: skip


@pytest.mark.parametrize("way", UNSEEN)
def test_what_nobody_sees_is_asked_about(workbook: Path, way: str) -> None:
    change, told = UNSEEN[way]
    (made,) = returned(workbook, "Kort utfall", "Bra år", change).decisions.decisions
    assert made.action is Action.CONFLICT
    assert told in made.message
    assert made.mendable


SEEN: dict[str, Change] = {
    "as it was sent": on_row(),
    "a dark field": on_cell(font=Font(color="FFFFFFFF"), fill=filled("FF1F4E79")),
    "grey": on_cell(font=Font(color="FF808080")),
    "the theme's own text": on_cell(font=Font(color=Color(theme=1))),
    "small print": on_cell(font=Font(size=7)),
    "text": on_cell(number_format="@"),
    "a low row": on_row(height=5),
    "black and white": on_cell(font=Font(color=Color(indexed=8)), fill=filled(Color(indexed=9))),
}


@pytest.mark.parametrize("way", SEEN)
def test_what_can_be_seen_is_taken(workbook: Path, way: str) -> None:
    (made,) = returned(workbook, "Kort utfall", "Bra år", SEEN[way]).decisions.decisions
    assert (made.action, made.message) == (Action.TAKE, "")


def test_rows_that_a_filter_hides_are_read_and_told(workbook: Path) -> None:
    def filtered(front: Worksheet, row: int) -> None:
        front.auto_filter.ref = f"A{row}:B{row + 1}"
        front.auto_filter.add_filter_column(0, ["x"])
        front.row_dimensions[row].hidden = True

    decisions = returned(workbook, "Kort utfall", "Bra år", filtered).decisions
    assert [made.action for made in decisions.decisions] == [Action.TAKE]
    assert "Ett filter döljer rad" in " ".join(str(note) for file in decisions.files for note in file.notes)


def test_fields_that_are_merged_into_one_are_asked_about(workbook: Path) -> None:
    def merged_cells(front: Worksheet, row: int) -> None:
        front.merge_cells(start_row=row, end_row=row + 1, start_column=2, end_column=2)

    (made,) = returned(workbook, "Kort utfall", "Bra år", merged_cells).decisions.decisions
    assert made.action is Action.CONFLICT
    assert "sammanfogad med B9" in made.message


def test_a_field_that_is_merged_with_its_state_is_read(workbook: Path) -> None:
    def merged_cells(front: Worksheet, row: int) -> None:
        front.merge_cells(start_row=row, end_row=row, start_column=2, end_column=3)

    (made,) = returned(workbook, "Kort utfall", "Bra år", merged_cells).decisions.decisions
    assert made.action is Action.TAKE


SHOWN = [
    ("Dagar utfall", 12.4, "0", "Cellen visar 12 men innehåller 12,4."),
    ("Dagar utfall", 12.5, "0", "Cellen visar 13 men innehåller 12,5."),
    ("Dagar utfall", 12.5, "0.0", ""),
    ("Dagar utfall", 12, "0", ""),
    ("Inlämnad", dt.date(2026, 12, 11), "h:mm", "Cellen visar inte vilken dag det är. Den lästes som 2026-12-11."),
    ("Inlämnad", dt.date(2026, 12, 11), "dddd", "Cellen visar inte vilken dag det är. Den lästes som 2026-12-11."),
    ("Inlämnad", dt.date(2026, 12, 11), "yyyy", "Cellen visar inte vilken dag det är. Den lästes som 2026-12-11."),
    ("Inlämnad", dt.date(2026, 12, 11), "0%", "Cellen visar inte vilken dag det är. Den lästes som 2026-12-11."),
    ("Inlämnad", dt.date(2026, 12, 11), "dddd d mmmm yyyy", ""),
]


@pytest.mark.parametrize(("label", "value", "code", "told"), SHOWN)
def test_what_a_format_does_not_show_is_told(workbook: Path, label: str, value: object, code: str, told: str) -> None:
    (made,) = returned(workbook, label, value, on_cell(number_format=code)).decisions.decisions
    assert (made.action, made.message) == (Action.TAKE, told)
