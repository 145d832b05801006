"""What an owner sees when the form is opened: what it is about, where to begin, and the whole of each text."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from rus_sheets.answers.returned import Returned
from rus_sheets.book.model import Book
from rus_sheets.book.raw import RawWorkbook, position_of
from rus_sheets.excel.make.forms import FormPress
from rus_sheets.followup.form import form
from rus_sheets.followup.terms import GivenTerms
from rus_sheets.merge.decide import decide
from rus_sheets.resources import folder
from rus_sheets.usecases.opened.opening import open_book
from tests.checks.workbooks import lettered
from tests.merge import world

LAPTOP = 375
"""Points of rows that are seen on a laptop."""
LONG = "Agenda 2030 – hållbar samhällsomställning – medverkan i arbetet för hållbar utveckling i länen"
_DAY = {"key": "Sista svarsdag", "value": dt.date(2026, 12, 15)}
ASK = "Kontakt för frågor"
_CONTACT = {"key": ASK, "value": "Sekretariatet, miljomal-sekretariatet@lansstyrelsen.se"}
YEAR = {"key": "År", "value": 2026}


def opened(book: Book, unit: str = "A01", given: GivenTerms | None = None) -> Workbook:
    made = form(book, unit, sent=world.SENT, given=given or GivenTerms())
    return openpyxl.load_workbook(io.BytesIO(FormPress().make(made)))


def first_column(book: Workbook) -> dict[str, object]:
    return {str(row[0].value): row[1].value for row in book.worksheets[0].iter_rows() if row[0].value}


def test_the_title_has_the_activitys_name_in_full() -> None:
    plan = [{"id": "A01", "group": "G1", "name": LONG, "days": 10}]
    front = opened(world.small_book(plan=plan)).worksheets[0]
    said = " ".join(str(front.cell(row, 1).value) for row in (1, 2))
    assert said == f"Uppföljning 2026 – A01 {LONG}"
    assert front.freeze_panes == "A5"


@pytest.mark.parametrize(
    ("settings", "given", "told"),
    [
        ([], GivenTerms(), {}),
        ([_DAY, _CONTACT], GivenTerms(), {"Sista svarsdag": "15\xa0december\xa02026", ASK: _CONTACT["value"]}),
        ([_DAY], GivenTerms("2026-12-01", "Kim"), {"Sista svarsdag": "1\xa0december\xa02026", ASK: "Kim"}),
        ([_DAY, _CONTACT], GivenTerms("", ""), {}),
    ],
)  # fmt: skip
def test_it_tells_until_when_to_answer_and_whom_to_ask(
    settings: list[dict[str, object]], given: GivenTerms, told: dict[str, object]
) -> None:
    labels = first_column(opened(world.small_book(settings=[YEAR, *settings]), given=given))
    assert {label: text for label, text in labels.items() if label in ("Sista svarsdag", ASK)} == told


def test_an_address_at_the_top_is_not_broken() -> None:
    front = opened(world.small_book(settings=[YEAR, _CONTACT])).worksheets[0]
    (contact,) = [cell for (cell,) in front.iter_rows(min_col=2, max_col=2) if cell.value == _CONTACT["value"]]
    assert not contact.alignment.wrap_text
    assert front.cell(contact.row, 3).value is None


@pytest.mark.parametrize("example", ["2022", "2026", "bidrag-2026"])
def test_every_sheet_begins_in_its_first_field_and_that_is_seen(example: str) -> None:
    book = open_book(next((folder("examples") / example).glob("*.xlsx")))
    for unit in list(book[book.declaration.followup.unit].by_id)[:8]:
        made = opened(book, unit, GivenTerms("2026-12-15", "Kim"))
        for sheet in (sheet for sheet in made if sheet.sheet_state == "visible"):
            cursor = sheet.sheet_view.selection[-1].activeCell
            unlocked = [cell for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
            assert cursor == unlocked[0].coordinate
            above = sum(sheet.row_dimensions[row].height or 15 for row in range(1, position_of(cursor)[0] + 1))
            assert above < LAPTOP, (unit, sheet.title)


def test_sheets_cannot_be_added_by_mistake() -> None:
    assert opened(world.small_book()).security.lockStructure


def test_rows_grow_with_what_is_written_in_them() -> None:
    """With a height that is said to be chosen they would not."""
    made = FormPress().make(form(world.small_book(), "A01", sent=world.SENT))
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert all('ht="' in sheet for sheet in sheets[:3])
    assert not any("customHeight" in sheet for sheet in sheets)


def test_long_texts_have_the_height_they_need() -> None:
    lines = 12
    outcomes = [{"id": "A01", "text": "\n".join("Punkt" for _ in range(lines))}, {"id": "A02"}]
    plan = [{"id": "A01", "group": "G1", "name": "Första", "description": "ord " * 20 * lines}]
    front = opened(world.small_book(plan=plan, outcomes=outcomes)).worksheets[0]
    rows = {str(row[0].value): row[0].row for row in front.iter_rows() if row[0].value}
    for label, needed in {"Utfall": lines, "Beskrivning": lines * 80 // 139 + 1}.items():  # which goes on to the right
        assert (front.row_dimensions[rows[label]].height or 15) >= needed * 15, label


def test_no_date_in_a_hint_is_broken_at_its_hyphens() -> None:
    made = opened(world.small_book())
    cells = [cell for sheet in made if sheet.sheet_state == "visible" for row in sheet.iter_rows() for cell in row]
    hints = [str(cell.value) for cell in cells if cell.alignment.wrap_text and cell.value]
    assert any("2026\u201105\u201117" in hint for hint in hints if hint.startswith("="))
    assert any("2026\u201105\u201117" in hint for hint in hints if not hint.startswith("="))
    assert not [hint for hint in hints if re.search(r"\d{4}-\d\d", hint)]


def test_each_field_says_how_it_is_written_when_it_is_chosen() -> None:
    made = opened(world.small_book())
    for sheet in (sheet for sheet in made if sheet.sheet_state == "visible"):
        told = {rule.promptTitle: rule.prompt for rule in sheet.data_validations.dataValidation}
        assert None not in told
        if "Dagar utfall" in told:
            assert "Skriv bara ett tal, 0–2000." in told["Dagar utfall"]
            assert "2026-05-17" in told["Inlämnad"]
            assert "2025–2027" in told["Inlämnad"]
    front = made.worksheets[0]
    fields = {cell.coordinate for row in front.iter_rows() for cell in row if not cell.protection.locked}
    assert {str(rule.sqref) for rule in front.data_validations.dataValidation} == fields


# ------------------------------------------------------------------ more rows than the table has


FIELDS = ("Datum", "Typ", "Rubrik", "Deltagare")


def thirteen() -> RawWorkbook:
    """A form with its twelve rows filled in, and one more below them."""
    raw = world.sent(world.small_book())
    rows = {f"[Rubrik]{row}": f"Kurs {row - 4}" for row in range(5, 18)} | {"[Datum]17": 46054, "[Deltagare]17": 12}
    return world.saved(world.change(raw, "Händelser", rows))


def test_the_thirteenth_event_has_a_field_and_is_taken() -> None:
    made = opened(world.small_book())[world.ROWS]
    assert "under tabellen" in str(made["C2"].value)
    assert not any(made[lettered(f"{{Händelser[{header}]}}17")].protection.locked for header in FIELDS)
    assert made.cell(17, 1).protection.locked
    book = world.small_book()
    file = world.read(thirteen())
    assert isinstance(file, Returned)
    taken = decide(book, [file]).decisions
    assert {each.returned for each in taken if each.key == "heading"} == {f"Kurs {number}" for number in range(1, 14)}
    assert {each.row for each in taken if each.returned == "Kurs 13"} == {"A01-H13"}


# ------------------------------------------------------------------ an answer that no row has room for


def test_an_answer_of_several_rows_is_read_with_those_below_it() -> None:
    text = "\n\n".join(["Vi har arbetat med frågan hela året."] * 20)
    book = world.small_book(outcomes=[{"id": "A01", "text": text}, {"id": "A02"}])
    front = opened(book).worksheets[0]
    rows = {str(row[0].value): row[0].row for row in front.iter_rows() if row[0].value}
    assert rows["Dagar utfall"] == rows["Utfall"] + 2
    assert f"B{rows['Utfall']}:B{rows['Utfall'] + 1}" in map(str, front.merged_cells.ranges)
    file = world.read(world.saved(world.change(world.sent(book), "Uppföljning", {f"B{rows['Dagar utfall']}": 7})))
    assert isinstance(file, Returned)
    assert [(each.key, each.returned) for each in decide(book, [file]).decisions] == [("days", 7)]
