"""What a total's label says is what it counts: the sheet's formula, the recomputation and the documents agree.

On both shapes of plan (days and priority on the activity, or on the group), on one that mixes them, and on the other
declaration.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from rus_sheets.book.model import Book
from rus_sheets.book.raw import position_of
from rus_sheets.checks.context import Context
from rus_sheets.checks.same_values import agree, as_scalar
from rus_sheets.documents.contexts import names_for
from rus_sheets.documents.figures import number
from rus_sheets.documents.money import waiting_posts
from rus_sheets.documents.sources import sources
from rus_sheets.excel.calc.stored import calculate_new
from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.layout.summary_layout import CellRole, SummaryCell, summary_layout
from rus_sheets.resources import declaration_path, folder
from rus_sheets.schema.formulas import holes
from rus_sheets.schema.load import load_declaration
from rus_sheets.schema.model import BlockKind, Declaration
from rus_sheets.texts.content import Figure
from rus_sheets.usecases.create import new_workbook
from rus_sheets.usecases.opened.opening import open_book
from tests.libreoffice import convert
from tests.mixed import MIXED, PLAN, made

BIDRAG = load_declaration(declaration_path("bidrag"))


@cache
def workbook(name: str) -> Path:
    """An example, the mixed plan, or an empty new workbook."""
    if name == "mixed":
        return made(MIXED)
    if name.startswith("new"):
        path = Path(mkdtemp()) / "ny.xlsx"
        new_workbook(path, 2027, name.removeprefix("new "))
        return path
    if name == "bidrag":
        return folder("examples") / "bidrag-2026" / "bidrag-2026.xlsx"
    return folder("examples") / name / f"verksamhet-{name}.xlsx"


UNKNOWN = {"ännu inte redovisat", "ej redovisat", "–"}
FILLED = ("2022", "2026", "bidrag", "mixed")
ALL = (*FILLED, "new verksamhet", "new bidrag")


@pytest.mark.parametrize("name", ALL)
def test_formula_and_recomputation_agree(name: str) -> None:
    book = open_book(workbook(name))
    known = [each for each in Context(book).expected if each.known]
    differ = [(each.place.ref, each.label, each.raw.value, each.value) for each in known
              if not agree(each.raw.value, as_scalar(each.value))]  # fmt: skip
    assert differ == []
    assert len(known) > 40
    assert {key: each.stored if each.stored != "" else None for key, each in book.totals.items()} == {
        key: each.value for key, each in book.totals.items()
    }


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", ["mixed", "new verksamhet", "new bidrag"])
def test_libreoffice_calculates_the_same(name: str, tmp_path: Path) -> None:
    before, after = read_workbook(workbook(name)), read_workbook(convert(workbook(name), "xlsx", tmp_path))
    for sheet in before.sheets:
        other = after.sheet(sheet.name)
        assert other
        for place, cell in sheet.cells.items():
            if cell.formula is not None:
                assert agree(cell.value, other.at(*place).value), (sheet.name, cell.ref)


@pytest.mark.parametrize("name", FILLED)
def test_documents_print_what_the_summary_shows(name: str) -> None:
    book = open_book(workbook(name))
    sheet = book.raw.sheet(book.declaration.summary.sheet)
    assert sheet
    known, compared = sources(book), 0
    for document in book.declaration.document:
        for figure in _figures(names_for(document, book)):
            source, cell = known.find(figure.tag), known.by_tag.get(figure.tag.rpartition("/")[0])
            if cell:
                continue  # of how many a cell's sum is, or the like
            if figure.tag.startswith(f"{sheet.name}/") and source and source.ref:
                value = sheet.at(*position_of(source.ref)).value
                shown = {number(value)} if isinstance(value, (int, float)) else UNKNOWN
                if value == 0 and not book.totals["answered"].value:  # a sum of nothing isn't told as zero
                    shown |= UNKNOWN
                assert figure.text in shown, figure
                compared += 1
    assert compared > 20


def _figures(value: object) -> Iterator[Figure]:
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _figures(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _figures(each)
    elif hasattr(value, "blocks"):
        for block in value.blocks:
            yield from _figures([*getattr(block, "rows", ()), *getattr(block, "runs", ())])


def test_a_mixed_plan_is_counted_by_what_decides() -> None:
    book = open_book(workbook("mixed"))
    totals = {key: each.value for key, each in book.totals.items()}
    assert totals["prioritised"] == 5  # A02 and A07 most important, A03 by its group, A05 PRIO, A08 its own
    assert totals["days"] == 148 + 30.5 + 12.5 + 7 + 3 + 4
    assert _column(book, "priorities", "days") == [3, 12.5, 34.5, 0, 148, 7]
    assert _column(book, "priorities", "activities") == [2, 1, 2, 1, 1, 1]
    assert _column(book, "priorities", "unanswered") == [0, 0, 1, 1, 0, 1]


def _column(book: Book, block: str, key: str) -> list[object]:
    return [each.value for each in Context(book).expected if (each.block, each.key) == (block, key)]


def test_empty_is_not_nought() -> None:
    book = open_book(workbook("mixed"))
    assert [row["spent"] for row in book["budget"]] == [350_000, 1250.5, None, None]
    assert [row["difference"] for row in book["budget"]] == [-50_000, -98_749.5, None, None]
    totals = {key: each.value for key, each in book.totals.items()}
    assert (totals["unspent"], totals["unspent_year"], totals["unreported"]) == (None, None, 1)
    assert totals["applied"] == 450_000  # neither what is left nor what others give
    reported = MIXED.replace("U02        | P2", "U03        | P3      | Inget | 0\nU02        | P2")
    totals = {key: each.value for key, each in open_book(made(reported)).totals.items()}
    assert (totals["unspent"], totals["unspent_year"], totals["unreported"]) == (198_749.5, 98_749.5, 0)


def test_without_any_expense_nothing_is_unspent() -> None:
    book = open_book(workbook("2026"))
    assert (book.totals["unspent"].value, book.totals["unspent_year"].value) == (None, None)


# ------------------------------------------------------------------ the summary's own checks


@pytest.mark.parametrize("declaration", [PLAN, BIDRAG], ids=lambda each: each.name)
def test_every_figure_of_a_block_is_compared_with_its_total(declaration: Declaration) -> None:
    blocks = declaration.summary.block
    compared = {hole for block in blocks if block.kind is BlockKind.CHECKS for row in block.rows
                for hole in holes(row.formula)}  # fmt: skip
    totals = {row.key for row in declaration.summary.named()}
    for block in blocks:
        if block.kind is BlockKind.CROSS:
            assert (f"{block.key}.{block.column_list}" in compared, block.total in totals) == (True, True), block.key
        for column in (*block.columns, *block.extra_columns):
            if column.recompute:
                assert f"{block.key}.{column.key}" in compared, f"no check adds up {block.key}.{column.key}"
                assert not column.total or column.total in totals


@pytest.mark.parametrize("name", ALL)
def test_no_check_fails_on_a_valid_workbook(name: str) -> None:
    book = open_book(workbook(name))
    sheet = book.raw.sheet(book.declaration.summary.sheet)
    assert sheet
    words = {cell.key: sheet.at(cell.row, cell.column).value for cell in _checks(book.declaration)}
    assert set(words.values()) == {book.declaration.summary.ok}, words


def _checks(declaration: Declaration) -> list[SummaryCell]:
    return [cell for cell in summary_layout(declaration) if cell.part is CellRole.CHECK]


def _faults() -> Iterator[object]:
    """Every column that a check adds up, and the check."""
    for declaration in (PLAN, BIDRAG):
        for block in declaration.summary.block:
            for row in block.rows if block.kind is BlockKind.CHECKS else ():
                for hole in holes(row.formula):
                    yield pytest.param(declaration, hole, row.key, id=f"{declaration.name}-{hole}")


@pytest.mark.parametrize(("declaration", "hole", "check"), list(_faults()))
def test_each_check_fails_when_a_cell_of_its_block_is_typed_over(
    declaration: Declaration, hole: str, check: str, tmp_path: Path
) -> None:
    block, _, key = hole.partition(".")
    source = workbook("2022" if declaration is PLAN else "bidrag")
    layout = summary_layout(declaration)
    cell = next(each for each in layout if (each.block, each.key, each.part) == (block, key, CellRole.VALUE))
    target = tmp_path / "fel.xlsx"
    patch_cells(source, target, {declaration.summary.sheet: {f"{'ABCDEFGHIJ'[cell.column - 1]}{cell.row}": 123_456}})
    values = calculate_new(target)[declaration.summary.sheet]
    at = next(each for each in layout if (each.key, each.part) == (check, CellRole.CHECK))
    assert values[f"B{at.row}"] == declaration.summary.fault


@pytest.mark.parametrize(
    ("rows", "wait"),
    [
        ("U09 | P2 | Lokal |", ["P2", "P3"]),  # one of two expenses has no amount
        ("U09 | P2 | Lokal |\nU10 | P2 | Mat |", ["P2", "P3"]),  # a post is counted once
        ("U09 | P4 | Lokal |", ["P3", "P4"]),  # of a post without budget too
        ("U09 | P3 | Lokal |", ["P3"]),
    ],
)
def test_the_posts_that_wait_are_as_many_as_documents_name(rows: str, wait: list[str]) -> None:
    book = open_book(made(MIXED.replace("U02        | P2", f"{rows}\nU02        | P2")))
    assert [row.id for row in waiting_posts(book)] == wait
    total = book.totals["unreported"]
    assert (total.value, total.stored) == (len(wait), len(wait))
    assert book.totals["unspent"].value is book.totals["unspent"].stored is None


def test_a_post_without_budget_and_expense_waits_in_both() -> None:
    book = open_book(made(MIXED.replace("P3      | Övrigt   | 50000", "P3      | Övrigt   |")))
    assert book.totals["unreported"].value == book.totals["unreported"].stored == len(waiting_posts(book)) > 0
