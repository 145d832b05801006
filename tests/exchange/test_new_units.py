"""Rows that the workbook hasn't: a question each, taken whole or not at all, and never unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from rus_sheets.answers.decisions import Action
from rus_sheets.excel.edit.patch import Patch
from rus_sheets.excel.read.package import Package
from rus_sheets.usecases.opened.for_change import append, open_for_change
from rus_sheets.usecases.opened.opening import open_book
from tests.cli.run import rus_sheets
from tests.cli.test_export import exported, frame, saved
from tests.cli.test_merge import choose, merged, outcome
from tests.exchange.world import as_bytes, notes, read, sent
from tests.merge import world

NEW = ["A77", "Ny åtgärd", "", "Samordnare", "", "Genomförd", "Klart", "", "i juni", ""]

ASKED = (
    "A77 finns inte på bladet Plan. Tas raden läggs den till där, hel. Följer inte med: Uppdaterad den ”i juni”. "
    "Fyll sedan i Grupp-ID."
)


def test_it_is_one_question_with_all_that_can_be_held() -> None:
    book = world.small_book(outcomes=[{"id": "A01"}, {"id": "A02"}])
    base, lines = sent(book)
    files = read(book, as_bytes([*lines, NEW]), base)
    after, told = world.merged(book, *files)
    assert world.contents(after) == world.contents(book)
    assert notes(files) == []
    assert {(one.table, one.key, one.value, one.action) for one in told.decisions} == {
        ("plan", "name", "Ny åtgärd", Action.CONFLICT),
        ("plan", "owner", "Samordnare", Action.CONFLICT),
        ("outcomes", "status", "Har skett som planerat", Action.CONFLICT),
        ("outcomes", "short", "Klart", Action.CONFLICT),
    }
    assert {one.message for one in told.decisions} == {ASKED}


@pytest.mark.parametrize("row", [["", *NEW[1:]], ["LISA-7", *NEW[1:]], ["A77", "", *NEW[2:]]])
def test_without_an_id_that_fits_or_a_name_it_is_told_and_asked_about(row: list[str]) -> None:
    book = world.small_book(outcomes=[{"id": "A01"}, {"id": "A02"}])
    base, lines = sent(book)
    files = read(book, as_bytes([*lines, row]), base)
    assert not list(world.merged(book, *files)[1].decisions)
    (note,) = notes(files)
    assert note.asks


def test_the_same_new_id_twice_is_asked_about_once_and_told() -> None:
    book = world.small_book(outcomes=[{"id": "A01"}, {"id": "A02"}])
    base, lines = sent(book)
    files = read(book, as_bytes([*lines, NEW, ["A77", "En annan", *NEW[2:]]]), base)
    assert [file.title for file in files if file.new_unit] == ["Ny åtgärd"]
    assert [note.place for note in notes(files)] == ["rad 5"]


@pytest.fixture
def asked(workbook: Path) -> tuple[Path, Path, Path]:
    """The workbook, a file with a row that it hasn't, and the workbook to decide in."""
    table = frame(exported(workbook, "ut.csv")).astype(object)
    table.loc[len(table)] = ["A77", "Ny åtgärd", "", "", "", "Genomförd", "Klart", "", "", ""]
    file = saved(table, workbook.parent / "svar.csv")
    conflicts = workbook.parent / "k.xlsx"
    ran, told = merged(workbook, file, "--conflicts", conflicts)
    assert ran.code == 1
    assert {one["action"] for one in told["decisions"]} == {"conflict"}
    return workbook, file, conflicts


def test_taken_it_is_a_row_of_the_plan_with_its_outcome(asked: tuple[Path, Path, Path]) -> None:
    workbook, file, conflicts = asked
    before = workbook.read_bytes()
    choose(conflicts, "Ta inkommet")
    ran = rus_sheets("merge", workbook, "--decisions", conflicts)
    assert ran.code == 0, ran.out + ran.err
    row = open_book(workbook)["plan"].by_id["A77"]
    assert row.title == "Ny åtgärd"
    assert row.cell("priority_class").raw.formula
    assert [outcome(workbook, "A77", key) for key in ("status", "short", "name")] == [
        "Har skett som planerat", "Klart", "Ny åtgärd"
    ]  # fmt: skip
    once = workbook.read_bytes()
    assert merged(workbook, file)[0].code == 0
    assert rus_sheets("merge", workbook, "--decisions", conflicts).code == 0
    assert workbook.read_bytes() == once
    assert rus_sheets("undo", workbook).code == 0
    assert workbook.read_bytes() == before


def test_kept_out_it_is_not_asked_about_again(asked: tuple[Path, Path, Path]) -> None:
    workbook, file, conflicts = asked
    choose(conflicts, "Behåll")
    assert rus_sheets("merge", workbook, "--decisions", conflicts).code == 0
    assert "A77" not in open_book(workbook)["plan"].by_id
    ran, told = merged(workbook, file)
    assert (ran.code, {one["action"] for one in told["decisions"]}) == (0, {"keep"})


def test_an_own_text_is_no_row(asked: tuple[Path, Path, Path]) -> None:
    workbook, _, conflicts = asked
    before = workbook.read_bytes()
    choose(conflicts, "Egen text")
    ran = rus_sheets("merge", workbook, "--decisions", conflicts)
    assert (ran.code, workbook.read_bytes() == before) == (1, True)
    assert "En egen text kan inte stå för en hel rad." in " ".join(ran.out.split())


def test_a_row_that_somebody_has_added_meanwhile_is_not_mixed(asked: tuple[Path, Path, Path]) -> None:
    workbook, _, conflicts = asked
    opened = open_for_change(workbook)
    patch = Patch(Package(workbook, opened.data))
    append(patch, opened.book, "plan", [{"id": "A77", "name": "Vår egen"}])
    workbook.write_bytes(patch.to_bytes())
    before = workbook.read_bytes()
    choose(conflicts, "Ta inkommet")
    ran = rus_sheets("merge", workbook, "--decisions", conflicts)
    assert (ran.code, workbook.read_bytes() == before) == (1, True)
