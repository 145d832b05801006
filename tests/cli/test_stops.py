"""A STOPP stops what needs it, before it begins, with place and remedy; and nothing else."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.resources import folder
from rus_sheets.usecases import documents, merging
from rus_sheets.usecases.opened.opening import open_book
from tests.cli.run import rus_sheets
from tests.cli.test_merge import DONE, answer, merged, outcome


@pytest.fixture(autouse=True)
def _no_page_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "program", lambda: None)  # LibreOffice has nothing to do with it


def rename(workbook: Path, sheet: str, header: str, to: str) -> str:
    """Give a column another header, as Excel does; returns its cell."""
    table = next(each for each in open_book(workbook).tables.values() if each.table.sheet == sheet)
    assert table.raw
    ref = table.ref(table.raw.first_row, table.table.by_header[header].key)
    patch_cells(workbook, workbook, {sheet: {ref: to}})
    return ref


def drop(workbook: Path, sheet: str) -> None:
    """Take a sheet away, as a person does."""
    book = openpyxl.load_workbook(workbook)
    del book[sheet]
    book.save(workbook)


COMMANDS = {
    "split": ("split", "{w}", "{d}/ut2"),
    "status": ("status", "{w}", "{d}/ut"),
    "merge": ("merge", "{w}", "{d}/in"),
    "plan": ("plan", "{w}", "-o", "{d}/plan.docx"),
    "report": ("report", "{w}", "-o", "{d}/berattelse.docx"),
    "application": ("application", "{w}", "-o", "{d}/ansokan.docx"),
    "new": ("new", "{d}/nytt.xlsx", "--year", "2027", "--from", "{w}"),
    "export": ("export", "{w}", "{d}/ut.csv", "--profile", "atgardslista"),
    "compare": ("compare", "{w}", "{w}"),
    "years": ("years", "{w}", str(folder("examples") / "2022" / "verksamhet-2022.xlsx")),
    "coverage": ("coverage", "{w}"),
    "newsletter": ("newsletter", "{w}", "--from", "2026-03-01", "--to", "2026-05-31", "-o", "{d}/brev.eml"),
}


@pytest.mark.parametrize(
    ("sheet", "header", "stopped"),
    [
        ("Utfall", "Effekter", {"split", "status", "merge", "export", "report", "new", "compare", "years"}),
        ("Plan", "Beskrivning", {"split", "status", "export", "plan", "report", "new", "compare", "years"}),
        ("Plan", "E-post", {"split", "status", "new", "compare", "years"}),
        ("Logg", "Efter", {"merge", "status", "new", "compare", "years"}),
        ("Organisation", "Roll", {"plan", "report", "new", "compare", "years"}),
    ],
)
def test_a_column_that_is_gone_stops_what_needs_it(
    workbook: Path, sheet: str, header: str, stopped: frozenset[str]
) -> None:
    answer(workbook, "A03", "Karin", Status=DONE)
    ref = rename(workbook, sheet, header, f"{header} eget")
    for name, words in COMMANDS.items():
        before = workbook.read_bytes()
        ran = rus_sheets(*(word.format(w=workbook, d=workbook.parent) for word in words))
        if name in stopped:
            assert (name, ran.code) == (name, 3)
            assert f"{sheet}!{ref}" in ran.err
            assert f"Skriv tillbaka rubriken {header}" in ran.err
            assert workbook.read_bytes() == before
        else:
            assert (name, ran.code) == (name, 0), ran.err
    made = {path.name for path in workbook.parent.iterdir()}
    assert "ut2" not in made or "split" not in stopped
    assert "nytt.xlsx" not in made


@pytest.mark.parametrize(
    ("sheet", "stopped"),
    [
        ("Händelser", {"split", "status", "merge", "report", "new", "compare", "years", "newsletter"}),
        ("Organisation", {"plan", "report", "new", "compare", "years"}),
        ("Om", set()),
    ],
)
def test_a_sheet_that_is_gone_stops_what_needs_it(workbook: Path, sheet: str, stopped: set[str]) -> None:
    answer(workbook, "A03", "Karin", Status=DONE)
    drop(workbook, sheet)
    for name, words in COMMANDS.items():
        ran = rus_sheets(*(word.format(w=workbook, d=workbook.parent) for word in words))
        assert (name, ran.code == 3) == (name, name in stopped), ran.err
        assert name not in stopped or sheet in ran.err


def test_values_of_a_renamed_column_are_not_said_to_be_read(workbook: Path) -> None:
    answer(workbook, "A03", "Karin", Status=DONE, Effekter="Större intresse")
    rename(workbook, "Utfall", "Effekter", "Effekter av arbetet")
    before = workbook.read_bytes()
    ran, _ = merged(workbook, workbook.parent / "in")
    assert (ran.code, workbook.read_bytes()) == (3, before)
    rename_back(workbook)
    ran, told = merged(workbook, workbook.parent / "in")
    assert (ran.code, told["summary"]["take"]) == (0, 2)
    assert outcome(workbook, "A03", "effects") == "Större intresse"


def rename_back(workbook: Path) -> None:
    sheet = next(each for each in open_book(workbook).raw.sheets if each.name == "Utfall")
    ref = next(cell.ref for cell in sheet.cells.values() if cell.value == "Effekter av arbetet")
    patch_cells(workbook, workbook, {"Utfall": {ref: "Effekter"}})


def test_a_cell_that_cannot_be_changed_refuses_its_own_value(workbook: Path) -> None:
    answer(workbook, "A03", "Karin", Status=DONE, Kort_utfall="Klart.")
    place = open_book(workbook)["outcomes"].by_id["A03"].cell("short").raw
    book = openpyxl.load_workbook(workbook)
    book["Utfall"].merge_cells(start_row=place.row, end_row=place.row, start_column=place.column - 1,
                               end_column=place.column)  # fmt: skip
    book.save(workbook)
    before = workbook.read_bytes()
    dry, would = merged(workbook, workbook.parent / "in", "--dry-run")
    assert (dry.code, workbook.read_bytes()) == (1, before)
    ran, told = merged(workbook, workbook.parent / "in")
    assert (ran.code, told["decisions"], told["summary"]) == (1, would["decisions"], would["summary"])
    refused = [each for each in told["decisions"] if each["action"] == "refuse"]
    assert [each["column"] for each in refused] == ["Kort utfall"]
    assert place.ref in refused[0]["message"]
    assert refused[0]["file"] == "A03 Karin.xlsx"
    assert outcome(workbook, "A03", "status") == DONE


def test_nothing_is_replaced_when_the_file_says_something_else(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(workbook, "A03", "Karin", Status=DONE, Kort_utfall="Klart.")
    real = merging.apply_edits

    def forgetful(opened: merging.Opened, changes: merging.Edits) -> bytes:
        cells = {sheet: dict(list(each.items())[1:]) for sheet, each in changes.cells.items()}
        return real(opened, merging.Edits(cells, changes.rows))

    monkeypatch.setattr(merging, "apply_edits", forgetful)
    before = workbook.read_bytes()
    for words in ((), ("--dry-run",)):
        ran, _ = merged(workbook, workbook.parent / "in", *words)
        assert ran.code == 3
        assert "Det som skrevs är inte det som bestämdes" in ran.err
    assert workbook.read_bytes() == before
    assert not list((workbook.parent / "säkerhetskopior").glob("*"))


def test_a_longer_header_is_guessed(workbook: Path) -> None:
    rename(workbook, "Utfall", "Effekter", "Effekter av arbetet")
    ran = rus_sheets("merge", workbook, workbook.parent / "ut")
    assert ran.code == 3
    assert "Här står ”Effekter av arbetet”" in " ".join(ran.err.split())
