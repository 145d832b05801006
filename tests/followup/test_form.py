"""The form: what its owner sees, what is locked, and what it remembers."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from rus_sheets.answers.returned import RefusedFile, Returned
from rus_sheets.book.build import build_book
from rus_sheets.book.raw import CellError, RawWorkbook, Scalar
from rus_sheets.followup.base import Base, BaseRow, BaseTable, DamagedBaseError, base_sheet, find_base, read_base
from rus_sheets.followup.form import answer_columns, form
from rus_sheets.followup.read import read_form
from rus_sheets.schema.model import CellType, Editor, Table
from tests.merge import world

EVENT = {"id": "A01-H03", "activity": "A01", "heading": "Kurs", "type": "Kurs", "participants": 12}


def labels(raw: RawWorkbook) -> dict[str, tuple[int, int]]:
    return {str(cell.value): at for at, cell in raw.sheets[0].cells.items() if at[1] == 1}


def test_each_answer_is_the_first_unlocked_cell_right_of_its_header() -> None:
    raw = world.sent(world.small_book())
    sheet = raw.sheets[0]
    for column in answer_columns(world.declaration()):
        row, _ = labels(raw)[column.header]
        unlocked = [place for place in range(2, 8) if not raw.style_of(sheet.at(row, place)).locked]
        assert unlocked == [2], column.header


def test_nothing_but_inputs_is_unlocked_and_every_sheet_is_protected() -> None:
    new = form(world.small_book(events=[EVENT]), "A01", sent=world.SENT)
    raw = world.as_raw(new)
    assert all(sheet.protected for sheet in raw.sheets)
    headers = {header: table for table in world.declaration().table for header in table.by_header}
    for sheet in raw.sheets[1:3]:
        for (row, column), cell in sheet.cells.items():
            if row > 4 and not raw.style_of(cell).locked:
                header = str(sheet.at(4, column).value)
                assert headers[header].sheet == sheet.name or header in headers


def test_it_holds_only_what_its_owner_needs() -> None:
    raw = world.sent(world.small_book(events=[{**EVENT, "id": "A02-H01", "activity": "A02"}]))
    texts = {str(cell.value) for sheet in raw.sheets for cell in sheet.cells.values()}
    assert not any("A02" in text or "Andra" in text for text in texts)


def test_what_the_workbook_has_is_filled_in() -> None:
    book = world.small_book(outcomes=[{"id": "A01", "short": "Bra", "days": 5}, {"id": "A02"}], events=[EVENT])
    raw = world.sent(book)
    row, _ = labels(raw)["Kort utfall"]
    assert raw.sheets[0].at(row, 2).value == "Bra"
    events = raw.sheet(world.ROWS)
    assert events
    table = events.tables[0]
    filled = {header: events.at(5, column).value for column, header in enumerate(table.columns, table.first_column)}
    wanted = {"Händelse-ID": "A01-H03", "Aktivitets-ID": "A01", "Typ": "Kurs", "Rubrik": "Kurs", "Deltagare": 12}
    assert wanted.items() <= filled.items()


def test_spare_rows_continue_after_the_ids_that_are_taken() -> None:
    events = world.sent(world.small_book(events=[EVENT])).sheet(world.ROWS)
    assert events
    assert [events.at(row, 1).value for row in (5, 6, 17)] == ["A01-H03", "A01-H04", "A01-H15"]
    assert events.at(18, 1).value is None


@pytest.mark.parametrize(
    ("answers", "whole", "status"),
    [
        ({}, "4 fält saknas", "Saknas"),
        ({"status": "Har ej skett", "short": "Kort", "text": "Lång"}, "1 fält saknas", "Klart"),
        ({"status": "Har ej skett", "short": "Kort", "text": "Lång", "days": 0}, "Klart", "Klart"),
    ],
)
def test_the_state_is_told(answers: dict[str, object], whole: str, status: str) -> None:
    raw = world.sent(world.small_book(outcomes=[{"id": "A01", **answers}, {"id": "A02"}]))
    assert raw.sheets[0].at(4, 2).value == whole
    assert raw.sheets[0].at(labels(raw)["Status"][0], 3).value == status


def test_an_earlier_years_answer_is_shown_and_never_read_back() -> None:
    book = world.small_book(outcomes=[{"id": "A01", "previous_short": "Förra gången"}, {"id": "A02"}])
    raw = world.as_raw(form(book, "A01", sent=world.SENT))
    row, _ = labels(raw)["Förra året"]
    assert raw.sheets[0].at(row, 2).value == "Kort utfall: Förra gången"
    returned = world.read(raw)
    assert all(cell.value is None for cell in returned.cells if cell.table == "outcomes")  # type: ignore[union-attr]


SCALARS: st.SearchStrategy[Scalar] = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**15), 10**15), st.floats(allow_nan=False, allow_infinity=False),
    st.text(), st.sampled_from([CellError("#N/A"), "å" * 32_767, "=1+1", "'x", " \n ", "_x000D_"]),
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(min_size=1), SCALARS), max_size=8))
def test_the_base_comes_back_exactly(values: list[tuple[str, Scalar]]) -> None:
    rows = tuple(BaseRow(row, False, 5, number, [value]) for number, (row, value) in enumerate(values, 1))
    tables = (BaseTable("Utfall", "Uppföljning", True, ["Status"], rows),)
    base = Base("id", "A01", "Första", "verksamhet", "1", 2026, dt.date(2026, 11, 1), tables)
    sheet = world._sheet(base_sheet(base))
    assert all(len(str(cell.value)) <= 32_767 for cell in sheet.cells.values())
    again = read_base(sheet)
    assert again == base
    assert [type(row.values[0]) for row in again.tables[0].rows] == [type(row.values[0]) for row in rows]


def test_a_changed_base_is_noticed() -> None:
    raw = world.sent(world.small_book())
    base = find_base(raw)
    assert base
    for (row, column), cell in list(base.cells.items())[1:]:
        if (isinstance(cell.value, str) and column > 1) or row > 11:
            changed = find_base(world.change(raw, base.name, {cell.ref: f"{cell.value}x"}))
            assert changed
            with pytest.raises(DamagedBaseError):
                read_base(changed)


@pytest.mark.parametrize(
    "tables",
    [
        [["Utfall", "Uppföljning", True, ["Status"], [[["A01"], False, 5, 1, [None]]]]],
        [["Utfall", "Uppföljning", True, ["Status"], [["A01", False, "5", 1, [None]]]]],
        [["Utfall", "Uppföljning", True, ["Status"], [["A01", False, 5, 1, [None, None]]]]],
        [["Utfall", "Uppföljning", True, ["Status"], [["A01", False, 5, 1, [["Klart"]]]]]],
        [["Utfall", "Uppföljning", True, [7], [["A01", False, 5, 1, [None]]]]],
        [["Utfall", True, ["Status"]]],
        [["Utfall", "Uppföljning", True, ["Status"], [["A01", False, 5, -1, [None]]]]],
        [["Utfall", "Uppföljning", True, ["Status"], [["A01", False, 0, 1, [None]]]]],
        [["Utfall", "Uppföljning", True, ["Status", "Status"], [["A01", False, 5, 1, [None, None]]]]],
        [["Utfall", "Uppföljning", True, ["Status"], [["A01", False, 5, 1, [{"error": "#N/A", "fel": 1}, 2]]]]],
        {"error": "#N/A"},
        7,
    ],
)
def test_a_base_of_another_shape_is_damage_whoever_has_reckoned_its_checksum(tables: object) -> None:
    base = Base("id", "A01", "Första", "verksamhet", "1", 2026, dt.date(2026, 11, 1), tables)  # type: ignore[arg-type]
    with pytest.raises(DamagedBaseError):
        read_base(world._sheet(base_sheet(base)))


def test_a_base_that_is_nested_without_sense_is_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    base = Base("id", "A01", "Första", "verksamhet", "1", 2026, dt.date(2026, 11, 1), ())
    dumps = json.dumps
    with monkeypatch.context() as patched:
        patched.setattr(json, "dumps", lambda given, **how: dumps(given, **how) if given else "[" * 20_000)
        sheet = world._sheet(base_sheet(base))
    with pytest.raises(DamagedBaseError):
        read_base(sheet)


def test_a_file_of_another_edition_is_told_apart_from_a_damaged_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("rus_sheets.followup.base._FORMAT", "2")
        patched.setattr("rus_sheets.followup.base._checksum", lambda *_: "reckoned in another way")
        raw = world.sent(world.small_book())
    refused = world.read(raw)
    assert isinstance(refused, RefusedFile)
    assert "annan utgåva" in refused.message
    assert refused.unit == "A01"


def test_a_column_that_the_workbook_lacks_is_not_handed_out() -> None:
    """An older workbook, and an owner's column that has been declared since: an answer would have no cell."""
    made, declaration = world.small_book(), world.declaration()
    tables = [
        _with_column(each, "Lärdomar") if each.key in ("outcomes", "events") else each for each in declaration.table
    ]
    newer = build_book(replace(declaration, table=tuple(tables)), made.raw)
    new = form(newer, "A01", sent=world.SENT)
    texts = {str(cell.value) for sheet in new.sheets for cell in sheet.cells}
    assert "Lärdomar" not in " ".join(texts)
    read = read_form(world.as_raw(new), [newer.declaration])
    assert isinstance(read, Returned)
    assert [note for note in read.notes if note.asks] == []


def _with_column(table: Table, header: str) -> Table:
    owned = next(
        each
        for each in table.columns
        if each.edited_by is Editor.OWNER and each.type in (CellType.TEXT, CellType.LONGTEXT)
    )
    return replace(table, columns=(*table.columns, replace(owned, key="learnt", header=header, optional=True)))
