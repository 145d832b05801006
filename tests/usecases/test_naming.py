"""--fix takes rows into their tables and gives them ids, in a workbook that other programs have written in."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rus_sheets.book.model import Book
from rus_sheets.excel.calc.stored import settle
from rus_sheets.excel.edit.patch import Patch, patch_cells
from rus_sheets.usecases.changing.backupnotes import FOLDER
from rus_sheets.usecases.fix import fix
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.split import split
from rus_sheets.usecases.undo import undo
from tests.cli.run import rus_sheets
from tests.libreoffice import convert
from tests.merge.world import examples

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "2026" / "verksamhet-2026.xlsx"
ROWS = [
    {"Grupp-ID": "G1", "Aktivitet": "Nätverk för buller", "Dagar": 5},
    {"Grupp-ID": "G2", "Aktivitet": "Ny handledning", "Dagar": 12},
]
PARTS = [{"Aktivitets-ID": "A05", "Delaktivitet": "Samla in"}, {"Delaktivitet": "Ordna"}, {"Delaktivitet": "Sprid"}]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return Path(shutil.copy(EXAMPLE, tmp_path / "verksamhet.xlsx"))


def typed_below(workbook: Path, sheet: str, rows: Sequence[Mapping[str, object]]) -> None:
    """The rows right below the last of a table that doesn't grow, as other programs leave it."""
    book = open_book(workbook)
    table = next(each for each in book.tables.values() if each.table.sheet == sheet)
    assert table.raw
    last = max([row.number for row in table], default=table.raw.first_row)
    opened = openpyxl.load_workbook(workbook)
    for number, row in enumerate(rows, last + 1):
        for header, value in row.items():
            opened[sheet].cell(number, table.columns[table.table.by_header[header].key]).value = value
    opened.save(workbook)


def ids(book: Book, key: str) -> list[str]:
    return [row.id for row in book[key].rows]


def add_rows(workbook: Path) -> None:
    typed_below(workbook, "Plan", ROWS)
    typed_below(workbook, "Delaktiviteter", PARTS)


def assert_whole(workbook: Path) -> None:
    """The rows are in their tables with ids, formulas and their values, outcomes, dropdowns and formats."""
    book = open_book(workbook)
    assert ids(book, "plan")[-2:] == ["A29", "A30"]
    assert ids(book, "outcomes") == ids(book, "plan")
    assert [(row.id, row.text("activity"), row.text("text")) for row in book["parts"]] == [
        ("A05-1a", "A05", "Samla in"), ("A05-1b", "A05", "Ordna"), ("A05-1c", "A05", "Sprid"),
    ]  # fmt: skip
    last = book["plan"].rows[-1]
    assert last.text("area") == str(last.cell("area").stored) == book["groups"].by_id["G2"].text("area")
    before = open_book(EXAMPLE)
    assert book.totals["days"].stored == before.totals["days"].number + 17
    report = json.loads(rus_sheets("validate", workbook, "--format", "json").out)
    found = {finding["code"] for finding in report["findings"]}
    assert not found & {"RS005", "RS019", "RS106", "RS111", "RS202", "RS206", "RS207"}


def test_rows_typed_below_become_rows_as_the_others(workbook: Path) -> None:
    add_rows(workbook)
    before = workbook.read_bytes()
    shown = fix(workbook, now=NOW, dry_run=True)
    assert workbook.read_bytes() == before
    fixed = fix(workbook, now=NOW)
    assert (fixed.named, fixed.added) == (shown.named, shown.added)
    assert [(rows.sheet, len(rows.titles)) for rows in fixed.named.taken] == [("Plan", 2), ("Delaktiviteter", 2)]
    assert [each.value for each in fixed.named.given if each.is_id] == ["A29", "A30", "A05-1a", "A05-1b", "A05-1c"]
    assert_whole(workbook)
    after = workbook.read_bytes()
    assert not fix(workbook, now=NOW).anything
    assert workbook.read_bytes() == after
    undo(workbook, now=NOW)
    assert workbook.read_bytes() == before


@pytest.mark.libreoffice
def test_as_libreoffice_writes_them(workbook: Path, tmp_path: Path) -> None:
    add_rows(workbook)
    saved = convert(workbook, "xlsx", tmp_path / "lo")
    fix(saved, now=NOW)
    assert_whole(saved)
    again = convert(saved, "xlsx", tmp_path / "igen")
    assert ids(open_book(again), "plan") == ids(open_book(saved), "plan")


def test_only_the_parts_that_change_are_written(workbook: Path) -> None:
    add_rows(workbook)
    with zipfile.ZipFile(workbook) as file:
        before = {name: file.read(name) for name in file.namelist()}
    fix(workbook, now=NOW)
    with zipfile.ZipFile(workbook) as file:
        after = {name: file.read(name) for name in file.namelist()}
    assert before.keys() == after.keys()
    changed = {name for name in after if before[name] != after[name]}
    tables = {name for name in changed if name.startswith("xl/tables/")}
    assert len(tables) == len(["Plan", "Delaktiviteter", "Utfall"])
    kept = ("xl/styles.xml", "xl/sharedStrings.xml", "xl/theme/theme1.xml", "docProps/custom.xml")
    assert not changed & set(kept)


def test_it_is_told_and_asked_in_plain_words(workbook: Path) -> None:
    add_rows(workbook)
    typed_below(workbook, "Mål", [{"Område-ID": "O1", "Mål": "Nytt mål"}, {"Mål": "kolla detta"}])
    dry = rus_sheets("validate", workbook, "--fix", "--dry-run")
    said = " ".join(dry.out.split())
    assert "Skulle ta med 5 rader som stod under sin tabell. Skulle fylla i 6 id:n och 2 hänvisningar i" in said
    assert "Aktivitets-ID: A29" in said
    assert "Behöver avgöras: Mål C19 kolla detta" in said
    assert dry.code == 1
    told = json.loads(rus_sheets("validate", workbook, "--fix", "--format", "json").out)
    assert [each["value"] for each in told["ids"]][:3] == ["M17", "A29", "A30"]
    assert [each["cell"] for each in told["asked"]] == ["C19"]
    assert [each["sheet"] for each in told["taken_in"]] == ["Mål", "Plan", "Delaktiviteter"]


def with_a_later_activity(workbook: Path) -> None:
    """The workbook with A33, and a copy from before its latest change in the backup folder."""
    typed_below(workbook, "Plan", [{"Aktivitets-ID": "A33", **ROWS[0]}])
    fix(workbook, now=NOW)
    cell = open_book(workbook)["outcomes"].rows[0].cell("name")
    patch_cells(workbook, workbook, {"Utfall": {cell.ref: "övertypad"}})
    fix(workbook, now=NOW)


@pytest.mark.parametrize("of", ["copies", "forms"])
def test_ids_of_copies_and_of_files_that_were_sent_out_are_never_given(workbook: Path, of: str) -> None:
    with_a_later_activity(workbook)
    if of == "forms":
        split(workbook, workbook.parent / "utskick", only=["A01", "A33"], today=NOW.date())
        shutil.rmtree(workbook.parent / FOLDER)
    shutil.copy(EXAMPLE, workbook)  # with no trace of it
    typed_below(workbook, "Plan", ROWS[1:])
    typed_below(workbook, "Händelser", [{"Aktivitets-ID": "A01", "Rubrik": "Dag"}])
    given = {each.title: each.value for each in fix(workbook, now=NOW, dry_run=True).named.given}
    handed_out = "A01-H13" if of == "forms" else "A01-H01"  # a form has rows with ids for what its owner adds
    assert given == {"Ny handledning": "A34", "Dag": handed_out}


def test_a_file_that_may_know_of_ids_and_cant_be_read_is_told(workbook: Path) -> None:
    (workbook.parent / "skadad.xlsx").write_bytes(b"PK skadad")
    assert fix(workbook, now=NOW, dry_run=True).named.doubt == ""  # no id is given
    typed_below(workbook, "Plan", ROWS[:1])
    ran = rus_sheets("validate", workbook, "--fix", "--dry-run")
    assert "Gick inte att läsa: skadad.xlsx." in " ".join(ran.out.split())


def test_an_id_that_was_lost_comes_back(workbook: Path) -> None:
    typed_below(workbook, "Plan", ROWS)
    fix(workbook, now=NOW)
    typed_below(workbook, "Mål", [{"Område-ID": "O1", "Mål": "Nytt mål"}])
    fix(workbook, now=NOW)  # its copy knows A29
    row = open_book(workbook)["plan"].by_id["A29"]
    patch_cells(workbook, workbook, {"Plan": {row.cell("id").ref: None}})
    fixed = fix(workbook, now=NOW)
    assert [(each.value, each.why) for each in fixed.named.given] == [("A29", "som samma rad hade i en säkerhetskopia")]


def with_a_row_in_the_table(workbook: Path, log: str) -> Path:
    """A row as Excel adds it, with the table's formulas, and an activity that only the log knows."""
    patch = Patch(workbook)
    patch.append_rows("Plan", "Plan", [ROWS[0], ROWS[1]])
    patch.append_rows("Logg", "Logg", [{"Aktivitets-ID": log, "Blad": "Utfall"}])
    workbook.write_bytes(settle(workbook.read_bytes(), patch.to_bytes())[0])
    return workbook


@pytest.mark.parametrize(("log", "wanted"), [("A01", "A29"), ("A41", "A42"), ("okänd", None)])
def test_a_new_row_shows_the_next_free_id(workbook: Path, log: str, wanted: str | None) -> None:
    rows = open_book(with_a_row_in_the_table(workbook, log))["plan"].rows
    assert [row["next_id"] for row in rows] == [None] * (len(rows) - 2) + [wanted] * 2
    assert [row.cell("next_id").stored for row in rows] == [row["next_id"] for row in rows]


@pytest.mark.libreoffice
def test_other_programs_show_the_same(workbook: Path, tmp_path: Path) -> None:
    saved = convert(with_a_row_in_the_table(workbook, "A41"), "xlsx", tmp_path / "lo")
    assert [row.cell("next_id").stored for row in open_book(saved)["plan"].rows[-3:]] == [None, "A42", "A42"]


@settings(max_examples=examples(4), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.sampled_from(["goals", "groups", "areas", "budget", "messages"]), min_size=1), st.data())
def test_removed_ids_are_given_anew_or_asked_about(tmp_path: Path, keys: set[str], data: st.DataObject) -> None:
    folder = Path(tempfile.mkdtemp(dir=tmp_path))  # copies of another example would tell of ids too
    workbook = Path(shutil.copy(EXAMPLE, folder / "slump.xlsx"))
    book = open_book(workbook)
    gone: dict[str, dict[str, None]] = {}
    for key in keys:
        for row in data.draw(st.sets(st.sampled_from(range(len(book[key]))), max_size=3)):
            cell = book[key].rows[row].cell("number" if key == "messages" else "id")
            gone.setdefault(cell.sheet, {})[cell.ref] = None
    patch_cells(workbook, workbook, gone)
    left = open_book(workbook)
    fixed = fix(workbook, now=NOW)
    after = open_book(workbook)
    filled = {(each.sheet, each.ref) for each in (*fixed.named.given, *fixed.named.asked)}
    assert filled == {(sheet, ref) for sheet, refs in gone.items() for ref in refs}
    for key in keys:
        for before, now in zip(left[key], after[key], strict=True):
            assert {k: v for k, v in now.cells.items() if v.value != before.cells[k].value}.keys() <= {now.table.id}
            assert now.id == before.id or not before.id
        named = [row.id for row in after[key] if row.id]
        assert len(set(named)) == len(named)
    assert not fix(workbook, now=NOW, dry_run=True).named
