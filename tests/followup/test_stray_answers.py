"""What an owner writes where nothing was asked for: told by place, text quoted, and somebody has to look."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from rus_sheets.answers.returned import Note, Returned
from rus_sheets.book.raw import CellError, RawCell, RawSheet, RawStyle, RawWorkbook, Remark, RemarkKind, Scalar
from rus_sheets.followup.base import base_sheet, read_base
from rus_sheets.followup.form import Forms
from rus_sheets.followup.read import read_form
from rus_sheets.resources import folder
from rus_sheets.usecases.opened.opening import open_book
from tests.checks.workbooks import lettered
from tests.merge import world

DATED = (RawStyle(), RawStyle("yyyy-mm-dd", is_date=True), RawStyle("0%"), RawStyle("h:mm"))
COUNT = lettered("{Händelser[Deltagare]}")
EVENTS = [{"id": "A01-H01", "activity": "A01", "heading": "Kurs", "participants": 3}]


@pytest.fixture
def form() -> RawWorkbook:
    return world.sent(world.small_book(events=EVENTS))


def returned(raw: RawWorkbook) -> Returned:
    file = world.read(world.saved(raw))
    assert isinstance(file, Returned), file
    return file


def asked(raw: RawWorkbook) -> list[Note]:
    return [note for note in returned(raw).notes if note.asks]


def with_sheet(raw: RawWorkbook, sheet: RawSheet) -> RawWorkbook:
    return replace(raw, sheets=(*raw.sheets, sheet))


def sheet_of(name: str, cells: Mapping[str, Scalar], state: str = "visible") -> RawSheet:
    blank = RawWorkbook("x", (RawSheet(name, state, {}),))
    return world.change(blank, name, cells).sheets[0]


@pytest.mark.parametrize("example", ["2022", "2026", "bidrag-2026"])
def test_nothing_is_said_of_a_form_as_it_was_sent(example: str) -> None:
    book = open_book(next((folder("examples") / example).glob("*.xlsx")))
    unit = book[book.declaration.followup.unit]
    forms = Forms(book, world.SENT)
    for row in unit.rows[:6]:
        raw = world.as_raw(forms.of(row.id))
        file = read_form(raw, [book.declaration])
        assert isinstance(file, Returned), file
        assert [str(note) for note in file.notes] == []


@pytest.mark.parametrize("state", ["hidden", "visible"])
def test_nothing_is_said_of_our_own_sheets_where_a_program_shows_them(form: RawWorkbook, state: str) -> None:
    sheets = (replace(each, state=state if each.state == "veryHidden" else each.state) for each in form.sheets)
    assert asked(replace(form, sheets=tuple(sheets))) == []


def test_nothing_is_said_of_answers_in_their_fields(form: RawWorkbook) -> None:
    raw = world.fill(
        form, {"Status": "Har ej skett", "Effekter": "ett\ntvå"}, [{"Deltagare": 4}, {"Rubrik": "Ny", "Deltagare": 2}]
    )
    raw = world.change(raw, "Händelser", {"[Rubrik]19": "Egen rad", "[Deltagare]19": 5})
    assert asked(raw) == []


@pytest.mark.parametrize("written", ["Se bilaga", 12, 0.5, True, CellError("#N/A")])
@pytest.mark.parametrize(
    ("sheet", "ref"),
    [
        ("Uppföljning", "E20"), ("Uppföljning", "B90"), ("Uppföljning", "A4"), ("Uppföljning", "A1"),
        ("Uppföljning", "D17"), (world.ROWS, "J7"), (world.ROWS, "A48"), (world.ROWS, "C2"),
    ],
)  # fmt: skip
def test_what_is_written_beside_the_fields(form: RawWorkbook, sheet: str, ref: str, written: Scalar) -> None:
    (note,) = asked(world.change(form, sheet, {ref: written}))
    assert note.place == f"{sheet}!{ref}"
    assert (str(written) if not isinstance(written, float) else "0.5") in note.text
    assert note.remedy


def test_a_lone_text_below_the_rows_is_no_event(form: RawWorkbook) -> None:
    raw = world.change(form, "Händelser", {"[Rubrik]20": "Vi hade fler möten som inte fick plats."})
    (note,) = asked(raw)
    assert "fler möten" in note.text
    assert not [cell for cell in returned(raw).cells if cell.row not in ("A01", "A01-H01") and cell.value != cell.base]


def test_many_rows_are_told_and_the_rest_counted(form: RawWorkbook) -> None:
    raw = world.change(form, "Uppföljning", {f"G{row}": f"rad {row}" for row in range(1, 200)})
    notes = asked(raw)
    assert len(notes) < 20
    assert "187 rader till" in notes[-1].text


@pytest.mark.parametrize("state", ["visible", "hidden"])
def test_a_sheet_that_somebody_has_added(form: RawWorkbook, state: str) -> None:
    raw = with_sheet(form, sheet_of("Bilaga", {"A1": "Deltagarlista", "B2": 17}, state))
    (note,) = asked(raw)
    assert note.place == "Bilaga"
    assert "Deltagarlista" in note.text
    assert "17" in note.text


def test_a_blank_sheet_says_nothing(form: RawWorkbook) -> None:
    assert asked(with_sheet(form, sheet_of("Blad1", {"A1": " "}))) == []


def test_a_second_filled_copy_of_the_front_sheet(form: RawWorkbook) -> None:
    copy = world.fill(form, {"Effekter": "I kopian"}).sheets[0]
    (note,) = asked(with_sheet(form, replace(copy, name="Uppföljning (2)")))
    assert note.place == "Uppföljning (2)"
    assert "I kopian" in note.text
    assert "Status" not in note.text  # the form's own words aren't quoted


@pytest.mark.parametrize("kind", list(RemarkKind))
def test_remarks(form: RawWorkbook, kind: RemarkKind) -> None:
    sheet = replace(form.sheets[0], remarks=(Remark("B12", kind, "Glöm inte hösten"),))
    (note,) = asked(replace(form, sheets=(sheet, *form.sheets[1:])))
    assert note.place == "Uppföljning!B12"
    assert "hösten" in note.text


class TestChangedWords:
    """A label or header that somebody has changed: what stands under it isn't read, and that is no small thing."""

    def test_a_label(self, form: RawWorkbook) -> None:
        row = int(world.place_of(form, "Utfall")[1:])
        raw = world.change(form, "Uppföljning", {f"A{row}": "Utfall (vad har gjorts?)", f"B{row}": "Mycket blev av"})
        told = " ".join(map(str, asked(raw)))
        assert "Fältet ”Utfall”" in told
        assert "Mycket blev av" in told
        assert "vad har gjorts" in told

    @pytest.mark.parametrize("header", ["Deltagare\n(antal)", "Antal", None, 5])
    def test_a_header(self, form: RawWorkbook, header: Scalar) -> None:
        raw = world.change(form, "Händelser", {"[Deltagare]4": header, "[Deltagare]6": 31, "[Rubrik]6": "Möte"})
        told = " ".join(map(str, asked(raw)))
        assert "Kolumnen ”Deltagare”" in told
        assert "31" in told

    def test_every_label_and_header(self, form: RawWorkbook) -> None:
        for label in ("Status", "Kort utfall", "Dagar utfall", "Nästa steg", "Inlämnad"):
            row = int(world.place_of(form, label)[1:])
            assert asked(world.change(form, "Uppföljning", {f"A{row}": f"{label} x"}))
        for letter in "ABCDEF":
            assert asked(world.change(form, "Händelser", {f"{letter}4": "annat"}))

    def test_a_sheet_that_is_gone(self, form: RawWorkbook) -> None:
        for name in ("Uppföljning", world.ROWS):
            assert asked(replace(form, sheets=tuple(each for each in form.sheets if each.name != name)))


def with_formula(raw: RawWorkbook, ref: str, formula: str, value: Scalar) -> RawWorkbook:
    raw = world.change(raw, "Händelser", {ref: value})
    sheets = []
    for sheet in raw.sheets:
        cells = {at: cell._replace(formula=formula) if (sheet.name, cell.ref) == (world.ROWS, ref) else cell
                 for at, cell in sheet.cells.items()}  # fmt: skip
        sheets.append(replace(sheet, cells=cells))
    return replace(raw, sheets=tuple(sheets))


class TestSums:
    """A row of totals among the rows is no row of its own. ``F`` stands for the column of numbers, wherever it is."""

    def test_the_tables_own_row_of_totals(self, form: RawWorkbook) -> None:
        sheet = next(each for each in form.sheets if each.name == world.ROWS)
        table = sheet.tables[0]
        row = table.last_row + 1
        cells = {
            (row, 1): RawCell(row, 1, "Summa"),
            (row, 6): RawCell(row, 6, 3, "SUBTOTAL(109,Händelser[Deltagare])"),
        }
        grown = replace(sheet, cells={**sheet.cells, **cells}, tables=(replace(table, totals_row=True),))
        raw = replace(form, sheets=tuple(grown if each is sheet else each for each in form.sheets))
        file = returned(raw)
        assert not [cell for cell in file.cells if cell.value != cell.base]
        (note,) = file.notes
        assert "summarad" in note.text
        assert not note.asks

    @pytest.mark.parametrize(
        "formula",
        ["SUM(F5:F6)", "F5+F6", "SUM($F$5:$F$16)-F7", "SUBTOTAL(9,F5:F6)", "SUBTOTAL(109,Händelser[Deltagare])",
         "SUM(Händelser[Deltagare])", "SUM(F:F)", f"'{world.ROWS}'!F5+0", "SUM(E5:F6)"],
    )  # fmt: skip
    @pytest.mark.parametrize("row", [7, 20])
    def test_a_typed_one_is_asked_about(self, form: RawWorkbook, formula: str, row: int) -> None:
        raw = world.change(form, "Händelser", {"[Rubrik]6": "Möte", "[Deltagare]6": 9, f"[Rubrik]{row}": "Summa"})
        raw = with_formula(raw, f"{COUNT}{row}", formula.replace("F", COUNT), 12)
        book = world.small_book(events=EVENTS)
        after, decisions = world.merged(book, returned(raw))
        conflicts = {each.column for each in decisions.decisions if each.action.value == "conflict"}
        assert conflicts == {"Rubrik", "Deltagare"}
        assert [row.text("heading") for row in after["events"]] == ["Kurs", "Möte"]

    @pytest.mark.parametrize("formula", ["3+4", "D7*2", "SUM(F40:F41)", "F7", "Z5", f"'{world.ROWS}'!E29"])
    def test_a_formula_of_its_own_is_none(self, form: RawWorkbook, formula: str) -> None:
        raw = world.change(form, "Händelser", {"[Rubrik]7": "Eget"})
        raw = with_formula(raw, f"{COUNT}7", formula.replace("F", COUNT), 7)
        _, decisions = world.merged(world.small_book(events=EVENTS), returned(raw))
        assert {each.action.value for each in decisions.decisions} == {"take"}


def test_forms_from_before_texts_were_remembered_are_read(form: RawWorkbook) -> None:
    raw = world.fill(form, {"Effekter": "x"})
    base = next(sheet for sheet in raw.sheets if sheet.name == "rus-bas")
    cells = base_sheet(replace(read_base(base), marks="")).cells
    plain = {(cell.row, cell.column): RawCell(cell.row, cell.column, cell.value) for cell in cells if cell.value}
    raw = replace(raw, sheets=tuple(replace(each, cells=plain) if each is base else each for each in raw.sheets))
    assert asked(raw) == []
    assert [cell.value for cell in returned(raw).cells if cell.column == "effects"] == ["x"]


@pytest.mark.parametrize(("value", "style", "shown"), [(46371, 1, "2026-12-15"), (0.5, 2, "50 %"), (0.3125, 3, "7:30")])
def test_a_number_is_told_as_its_cell_shows_it(form: RawWorkbook, value: float, style: int, shown: str) -> None:
    own = len(form.styles)
    raw = replace(form, styles=(*form.styles, *DATED))
    copied = RawSheet("Kopia", "visible", {(2, 2): RawCell(2, 2, value, style=own + style)})
    (note,) = asked(with_sheet(raw, copied))
    assert note.text == f"Bladet har inte lästs in. Där står: B2 ”{shown}”"
