"""undo knows the workbook by what stands in it, and never loses what somebody has written."""

from __future__ import annotations

import datetime as dt
import errno
import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment

from rus_sheets.errors import UnusableInputError
from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.resources import folder
from rus_sheets.usecases.changing import backupnotes
from rus_sheets.usecases.changing.backupnotes import FOLDER, SUFFIX, fingerprint
from rus_sheets.usecases.changing.backups import exclusive
from rus_sheets.usecases.changing.contents import changes, contents_of, packed, unpacked
from rus_sheets.usecases.history import history
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.undo import undo
from tests.checks.workbooks import lettered
from tests.cli.run import rus_sheets, words_of
from tests.libreoffice import convert

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
EXAMPLES = [folder("examples") / str(year) / f"verksamhet-{year}.xlsx" for year in (2022, 2026)]


@pytest.fixture(params=EXAMPLES, ids=lambda path: path.stem)
def workbook(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copy(request.param, tmp_path))


def changed(workbook: Path, days: int, hour: int = 0) -> bytes:
    """What a command does: the days of A01. Returns the workbook as it was."""
    before = workbook.read_bytes()
    new = workbook.with_name("ny.xlsx")
    patch_cells(workbook, new, {"Plan": {days_cell(workbook): days}})
    with exclusive(workbook) as held:
        held.replace(before, new.read_bytes(), "inläsningen", NOW + dt.timedelta(hours=hour))
    new.unlink()
    return before


def days_cell(workbook: Path) -> str:
    return open_book(workbook)["plan"].by_id["A01"].cell("days").ref


def by_openpyxl(workbook: Path) -> None:
    openpyxl.load_workbook(workbook).save(workbook)


def by_libreoffice(workbook: Path) -> None:
    shutil.move(convert(workbook, "xlsx", workbook.parent / "lo"), workbook)


NAME = lettered("{Plan[Aktivitet]}5")
SAVERS = [by_openpyxl, pytest.param(by_libreoffice, marks=[pytest.mark.libreoffice, pytest.mark.slow])]


@pytest.mark.parametrize("save", SAVERS)
def test_a_mere_save_is_the_same_workbook(workbook: Path, save: object) -> None:
    first = changed(workbook, 77)
    second = changed(workbook, 78, 1)
    save(workbook)  # type: ignore[operator]
    saved = workbook.read_bytes()
    undone = undo(workbook, now=NOW)
    assert workbook.read_bytes() == second
    assert undone.kept
    assert undone.kept.read_bytes() == saved
    save(workbook)  # type: ignore[operator]
    undo(workbook, now=NOW)
    assert workbook.read_bytes() == first
    save(workbook)  # type: ignore[operator]
    with pytest.raises(UnusableInputError, match="inget att ta tillbaka"):
        undo(workbook, now=NOW)


def test_a_change_by_hand_is_told_and_the_way_back_offered(workbook: Path) -> None:
    before = changed(workbook, 77)
    cell = days_cell(workbook)
    patch_cells(workbook, workbook, {"Plan": {cell: 79}, "Budget": {"H40": "en tanke"}})
    by_hand = workbook.read_bytes()
    ran = rus_sheets("undo", workbook)
    told, command = " ".join(ran.err.split()), ran.err.splitlines()[-1].strip()
    assert (ran.code, workbook.read_bytes()) == (3, by_hand)
    assert f"Plan!{cell}: 77 → 79, Budget!H40: tomt → ”en tanke”." in told
    ran = rus_sheets(*words_of(command))
    assert (ran.code, workbook.read_bytes()) == (0, before)
    assert rus_sheets(*words_of(ran.out.splitlines()[-1])).code == 0
    assert workbook.read_bytes() == by_hand


def test_the_way_back_works_again_and_again(workbook: Path) -> None:
    before = changed(workbook, 77)
    patch_cells(workbook, workbook, {"Plan": {days_cell(workbook): 79}})
    by_hand = workbook.read_bytes()
    for _ in range(3):
        with pytest.raises(UnusableInputError, match="ändrats för hand"):
            undo(workbook, now=NOW)
        undo(workbook, anyway=True, now=NOW)
        assert workbook.read_bytes() == before
        undo(workbook, now=NOW)
        assert workbook.read_bytes() == by_hand
    undo(workbook, anyway=True, now=NOW)
    assert workbook.read_bytes() == before


def _note(book: openpyxl.Workbook) -> None:
    book["Plan"][NAME].comment = Comment("viktigt", "vi")


def _link(book: openpyxl.Workbook) -> None:
    book["Plan"][NAME].hyperlink = "https://www.example.org/a"


def _sheet(book: openpyxl.Workbook) -> None:
    book.create_sheet("Eget")


def _no_sheet(book: openpyxl.Workbook) -> None:
    del book["Budskap"]


def _space(book: openpyxl.Workbook) -> None:
    book["Plan"][NAME].value += " "


@pytest.mark.parametrize(
    ("edit", "told"),
    [(_note, f"Plan!{NAME} (anteckning): tomt → ”viktigt”"),
     (_link, f"Plan!{NAME} (länk): tomt → ”https://www.example.org/a”"),
     (_sheet, "bladet Eget är nytt"), (_no_sheet, "bladet Budskap är borttaget"), (_space, " ”.")],
)  # fmt: skip
def test_what_is_written_beside_the_cells_is_a_change_too(workbook: Path, edit: object, told: str) -> None:
    changed(workbook, 77)
    book = openpyxl.load_workbook(workbook)
    assert callable(edit)
    edit(book)
    book.save(workbook)
    with pytest.raises(UnusableInputError) as refused:
        undo(workbook, now=NOW)
    assert told in refused.value.message


def test_many_changes_are_counted(workbook: Path) -> None:
    changed(workbook, 77)
    patch_cells(workbook, workbook, {"Plan": {f"Z{row}": "x" for row in range(60, 80)}})
    with pytest.raises(UnusableInputError, match=r"Plan!Z60: tomt → ”x”.* och 14 celler till"):
        undo(workbook)


def test_after_an_undo_it_is_compared_with_the_state_it_came_from(workbook: Path) -> None:
    first = changed(workbook, 77)
    changed(workbook, 78, 1)
    undo(workbook)
    patch_cells(workbook, workbook, {"Budget": {"H40": "en tanke"}})
    with pytest.raises(UnusableInputError, match="Ändrat: Budget!H40: tomt → ”en tanke”"):
        undo(workbook)
    undo(workbook, anyway=True, now=NOW)
    assert workbook.read_bytes() == first


@pytest.mark.parametrize("saved", [False, True])
def test_a_workbook_of_another_name(workbook: Path, saved: bool) -> None:
    before = changed(workbook, 77)
    renamed = workbook.rename(workbook.with_name("ny plats.xlsx"))
    if saved:
        by_openpyxl(renamed)
    undo(renamed)
    assert renamed.read_bytes() == before


def test_a_moved_folder(workbook: Path, tmp_path: Path) -> None:
    before = changed(workbook, 77)
    shutil.copytree(workbook.parent / FOLDER, tmp_path / "flyttad" / FOLDER)
    moved = workbook.rename(tmp_path / "flyttad" / "bok.xlsx")
    undo(moved)
    assert moved.read_bytes() == before


def test_another_workbooks_copies_are_not_put_over_it(tmp_path: Path) -> None:
    one, other = (Path(shutil.copy(path, tmp_path)) for path in EXAMPLES)
    changed(one, 77)
    before = other.read_bytes()
    with pytest.raises(UnusableInputError, match="inget att ta tillbaka"):
        undo(other, anyway=True)
    assert other.read_bytes() == before


ODD_NOTES = [
    b"[" * 100_000 + b"]" * 100_000,
    b'{"workbook": ' * 50_000,
    b"",
    b"null",
    b"[1, 2]",
    b'"text"',
    b"\xff\xfe",
    b'{"workbook": 1, "copy": 2, "time": 3, "operation": 4, "before": 5, "after": 6}',
    b'{"workbook": "b.xlsx", "copy": "c", "time": "igar", "operation": "x", "before": "y", "after": "z"}',
    b'{"workbook": "b", "copy": "c", "time": "9999-12-31T23:59:59-23:59", "operation": "", "before": "", "after": ""}',
    b'{"workbook": NaN}',
    b"1" * 10_000,
]


@pytest.mark.parametrize("number", range(len(ODD_NOTES)))
def test_an_odd_note_is_passed_over(tmp_path: Path, number: int) -> None:
    workbook = Path(shutil.copy(EXAMPLES[1], tmp_path))
    before = changed(workbook, 77)
    (workbook.parent / FOLDER / f"a{SUFFIX}").write_bytes(ODD_NOTES[number])
    (workbook.parent / FOLDER / f"mapp{SUFFIX}").mkdir()
    undo(workbook)
    assert workbook.read_bytes() == before


def note_of(workbook: Path) -> Path:
    return next((workbook.parent / FOLDER).glob(f"*{SUFFIX}"))


@pytest.mark.parametrize("contents", ["", "inte packat", packed(None), "eJw=", packed(contents_of(b"", "a.xlsx"))])
def test_a_note_without_contents(tmp_path: Path, contents: str) -> None:
    """From before there were any, or changed by somebody: the fingerprints tell, and a change by hand isn't listed."""
    workbook = Path(shutil.copy(EXAMPLES[1], tmp_path))
    before = changed(workbook, 77)
    after = workbook.read_bytes()
    note = json.loads(note_of(workbook).read_bytes())
    note_of(workbook).write_text(json.dumps(note | {"contents": contents, "framtida": 1}))
    by_openpyxl(workbook)
    with pytest.raises(UnusableInputError, match="har ändrats för hand"):
        undo(workbook)
    workbook.write_bytes(after)
    undo(workbook)
    assert workbook.read_bytes() == before


def test_a_copy_outside_the_folder_is_never_put_back(tmp_path: Path) -> None:
    workbook = Path(shutil.copy(EXAMPLES[1], tmp_path))
    changed(workbook, 77)
    outside = tmp_path / "annan.xlsx"
    outside.write_bytes(b"annat")
    note = json.loads(note_of(workbook).read_bytes())
    note_of(workbook).write_text(json.dumps(note | {"copy": "../annan.xlsx", "before": fingerprint(b"annat")}))
    with pytest.raises(UnusableInputError):
        undo(workbook, anyway=True)
    assert workbook.read_bytes() != b"annat"


def test_an_edited_document_can_be_taken_back_anyway(tmp_path: Path) -> None:
    document = tmp_path / "berättelse.docx"
    document.write_bytes(b"ett")
    with exclusive(document) as held:
        held.replace(b"ett", b"tva", "refresh", NOW)
    document.write_bytes(b"omarbetat")
    with pytest.raises(UnusableInputError, match="har ändrats för hand"):
        undo(document)
    undo(document, anyway=True, now=NOW)
    assert document.read_bytes() == b"ett"
    undo(document)
    assert document.read_bytes() == b"omarbetat"


# ------------------------------------------------------------------ what counts as the same


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_contents_come_back_as_they_were(path: Path) -> None:
    contents = contents_of(path.read_bytes(), path.name)
    assert contents
    assert unpacked(packed(contents)) == contents
    assert changes(contents, contents) == ()


@given(st.text(max_size=400))
def test_no_text_breaks_the_unpacking(text: str) -> None:
    assert unpacked(text) is None or text


@pytest.mark.parametrize(
    ("before", "now", "same"),
    [
        (0.1 + 0.2, 0.3, True),
        (5, 5.0, True),
        (1, True, False),
        ("a\r\nb", "a\nb", True),
        ("A\u030a", "Å", True),
        ("", None, True),
        ("1", 1, False),
        (None, 0, False),
        (10**400, 1, False),
    ],
)
def test_values(before: object, now: object, same: bool) -> None:
    from rus_sheets.usecases.changing.contents import Contents  # noqa: PLC0415

    one, other = (Contents("", {"Plan": {"A1": (value, None)}}) for value in (before, now))  # type: ignore[dict-item]
    assert (changes(one, other) == ()) is same


@pytest.mark.parametrize(
    ("before", "now", "same"),
    [
        ("SUM( Plan[Dagar] )", "SUM(Plan[Dagar])", True),
        ("Plan[[#This Row],[Dagar]]", "Plan[@Dagar]", True),
        ("_xlfn.CONCAT(A1)", "CONCAT(A1)", True),
        ('A1&"a b"', 'A1&"ab"', False),
        ('A1&"A"', 'a1&"a"', False),
        ("SUM(A1:A3)", "SUM(A1:A30)", False),
        ("A1", None, False),
    ],
)
def test_formulas(before: str, now: str | None, same: bool) -> None:
    from rus_sheets.usecases.changing.contents import Contents  # noqa: PLC0415

    one, other = (Contents("", {"Plan": {"A1": (1, formula)}}) for formula in (before, now))
    assert (changes(one, other) == ()) is same


def test_a_note_that_cannot_be_read_is_not_taken_for_none(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Held by another program, it may well be the latest: nothing is said of what there is, and nothing undone."""
    changed(workbook, 11)
    changed(workbook, 12, hour=1)
    now = workbook.read_bytes()
    (latest, *_) = sorted((workbook.parent / FOLDER).glob(f"*{SUFFIX}"), reverse=True)

    def held(path: Path) -> bytes:
        if path == latest:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return path.read_bytes()

    monkeypatch.setattr(backupnotes, "read_bytes", held)
    for look in (lambda: undo(workbook), lambda: history(workbook)):
        with pytest.raises(UnusableInputError, match="Anteckningen om en ändring kan inte läsas") as told:
            look()
        assert told.value.place == f"{FOLDER}/{latest.name}"
    assert workbook.read_bytes() == now
