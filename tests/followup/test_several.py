"""An owner's activities in one file: what comes back in it is decided as if each had come in a file of its own."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from rus_sheets.answers.decisions import Decision, Decisions
from rus_sheets.answers.returned import RefusedFile, Returned
from rus_sheets.book.model import Book
from rus_sheets.book.raw import RawWorkbook, Scalar
from rus_sheets.excel.calc.stored import calculate_new
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.followup.apart import forms_in
from rus_sheets.followup.form import Forms
from rus_sheets.followup.several import free_name
from rus_sheets.layout.heights import LINE, line_count
from rus_sheets.merge.decide import decide
from tests.merge import world

UNITS = ("A01", "A02")
PLACES = {"Uppföljning": ("B5", "B9", "D3"), "Händelser": ("A5", "B5", "C5", "D6", "B17", "B40"), "Utgifter": ("B5",)}
"""Cells of all kinds: facts, ids, spare rows, and what is no field at all."""
FIELDS = ("Status", "Kort utfall", "Utfall", "Dagar utfall", "Inlämnad")
VALUES: tuple[Scalar, ...] = (None, "Har skett som planerat", "12", 7.5, "ca 12", 46_300, "x" * 40, "Summa", True)
Edit = tuple[str, str, Scalar]


def book() -> Book:
    events = [{"id": "A02-H01", "activity": "A02", "heading": "Möte"}]
    return world.small_book(events=events, outcomes=[{"id": "A01", "short": "Från början"}, {"id": "A02"}])


def typed(raw: RawWorkbook, edits: Sequence[Edit], prefix: str = "") -> RawWorkbook:
    """The file with what somebody has typed for a unit, whose sheets' names begin with ``prefix``."""
    front = raw.sheet(f"{prefix}Uppföljning")
    assert front is not None
    labels = {cell.value: f"B{row}" for (row, column), cell in front.cells.items() if column == 1}
    for sheet, ref, value in edits:
        raw = world.change(raw, f"{prefix}{sheet}", {labels.get(ref, ref): value})
    return raw


def singles(of: Book, edits: Mapping[str, Sequence[Edit]]) -> list[Returned | RefusedFile]:
    files = []
    for unit in UNITS:
        raw = typed(world.sent(of, unit), edits.get(unit, ()))
        files.append(world.read(world.saved(raw, path=f"{unit}.xlsx")))
    return files


def together(of: Book, edits: Mapping[str, Sequence[Edit]]) -> RawWorkbook:
    raw = world.as_raw(Forms(of, world.SENT).of_several(UNITS, "Ansvarig"))
    for unit, typed_in in edits.items():
        raw = typed(raw, typed_in, f"{unit} ")
    return world.saved(raw, path="alla.xlsx")


def apart(raw: RawWorkbook) -> list[Returned | RefusedFile]:
    return [world.read(form) for form in forms_in(raw)]


def said(decisions: Decisions, prefixed: bool) -> tuple[list[Decision], list[object]]:
    """The decisions and the files, without what the file and its sheets are called."""

    def plain(text: str, unit: str) -> str:
        text = text.replace("alla.xlsx", f"{unit}.xlsx")
        return text.replace(f"{unit} ", "") if prefixed else text

    bare = [
        decision._replace(file="", place=plain(decision.place, decision.activity),
                          message=plain(decision.message, decision.activity))
        for decision in decisions.decisions
    ]  # fmt: skip
    files = [
        (file.activity, file.state, file.message, [plain(str(note), file.activity) for note in file.notes])
        for file in decisions.files
    ]
    return bare, files


PLACE = st.one_of(
    st.tuples(st.just("Uppföljning"), st.sampled_from(FIELDS)),
    *(st.tuples(st.just(sheet), st.sampled_from(refs)) for sheet, refs in PLACES.items()),
)
EDITS = st.lists(st.tuples(PLACE, st.sampled_from(VALUES)).map(lambda both: (*both[0], both[1])), max_size=6)


@settings(max_examples=world.examples(60), deadline=None)
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(UNITS, EDITS)))
def test_the_same_answers_give_the_same_decisions(edits: dict[str, list[Edit]]) -> None:
    of = book()
    one_by_one = decide(of, singles(of, edits), now=world.NOW)
    all_in_one = decide(of, apart(together(of, edits)), now=world.NOW)
    assert said(all_in_one, prefixed=True) == said(one_by_one, prefixed=False)


def test_what_is_no_forms_own_is_told_once() -> None:
    of = book()
    raw = together(of, {"A01": [("Uppföljning", "Kort utfall", "Ja")]})
    extra = replace(raw.sheets[-1], name="Blad1", state="visible", cells={}, blank_styles={})
    raw = replace(raw, sheets=(*raw.sheets, extra), has_macros=True)
    raw = world.change(world.change(raw, "Blad1", {"A1": "Hej"}), "Översikt", {"A12": "Tack för i år"})
    notes = [str(note) for file in apart(raw) if isinstance(file, Returned) for note in file.notes]
    assert sorted(note.partition(":")[0] for note in notes) == [
        "Blad1", "Filen innehåller makron. De körs aldrig och följer inte med.", "Översikt"
    ]  # fmt: skip


def test_a_sheet_with_another_name_is_still_its_own_activitys() -> None:
    of = book()
    edits: dict[str, list[Edit]] = {unit: [("Händelser", "[Rubrik]6", f"Kurs {unit}")] for unit in UNITS}
    raw = together(of, edits)
    names = {f"A01 {world.ROWS}": "Möten", f"A02 {world.ROWS}": "Möten (2)"}
    raw = replace(raw, sheets=tuple(replace(sheet, name=names.get(sheet.name, sheet.name)) for sheet in raw.sheets))
    found = decide(of, apart(raw), now=world.NOW).decisions
    assert {(made.activity, made.row, made.returned, made.action.value) for made in found if made.key == "heading"} == {
        (made.activity, made.row, made.returned, made.action.value)
        for made in decide(of, singles(of, edits), now=world.NOW).decisions if made.key == "heading"
    }  # fmt: skip


def test_one_activity_that_cant_be_read_leaves_the_others() -> None:
    of = book()
    raw = together(of, {unit: [("Uppföljning", "Kort utfall", "Ja")] for unit in UNITS})
    raw = world.change(raw, "A01 rus-bas", {"B3": "annan"})
    refused, read = apart(raw)
    assert isinstance(refused, RefusedFile)
    assert isinstance(read, Returned)
    assert [cell.value for cell in read.cells if cell.column == "short"] == ["Ja"]


def test_the_same_activity_in_both_kinds_is_weighed_as_two_files_are() -> None:
    of = book()
    single = world.answer(of, {"Kort utfall": "Ett"}, who="Anna", unit="A02")
    raw = together(of, {"A02": [("Uppföljning", "Kort utfall", "Ett annat")]})
    actions = [made.action.value for made in decide(of, [single, *apart(raw)], now=world.NOW).decisions]
    assert actions == ["conflict", "conflict"]
    later = [made.action.value for made in decide(of, [single, *apart(world.saved(raw, "Anna", 9))]).decisions]
    assert sorted(later) == ["keep", "take"]


@pytest.mark.parametrize("unit", ["A02", "A/2", "L" * 40, "'A'", "å:b"])
def test_names_of_sheets_are_such_that_excel_takes(unit: str) -> None:
    used: set[str] = set()
    names = [free_name(unit, kind, used) for kind in ("Uppföljning", "Händelser", "händelser", "rus-bas")]
    assert len({name.casefold() for name in names}) == 4
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


def test_no_name_is_cut_in_the_overview() -> None:
    """A name that is longer than its column goes on on the next line, and the row is as high as that needs."""
    plan = [{"id": unit, "group": "G1", "name": "Medverkan i arbetet för en hållbar utveckling " * 3} for unit in UNITS]
    made = make_workbook(Forms(world.small_book(plan=plan), world.SENT).of_several(UNITS, "Ansvarig"), calculate_new)
    sheet = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]
    links = [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert len(links) == len(UNITS)
    for cell in links:
        assert cell.alignment.wrap_text
        needed = line_count(cell.value, sheet.column_dimensions["A"].width) * LINE
        assert needed > LINE
        assert sheet.row_dimensions[cell.row].height >= needed
