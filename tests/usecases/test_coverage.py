"""The matrix of goals as a workbook: marks, sums that are formulas, and what it refuses."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from rus_sheets.book.build import build_book
from rus_sheets.documents.coverage import coverage_of, coverages
from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.layout.canonical import canonical_workbook
from rus_sheets.resources import declaration_path, folder
from rus_sheets.schema.load import load_declaration
from rus_sheets.usecases.coverage import coverage, told, write_coverage
from rus_sheets.usecases.opened.opening import open_book
from tests.checks.workbooks import lettered
from tests.cli.run import rus_sheets
from tests.documents.books import rendered, rows_of
from tests.libreoffice import convert, soffice
from tests.word.documents import lines

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return Path(shutil.copy(folder("examples") / "2026" / "verksamhet-2026.xlsx", tmp_path))


def sums(path: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Of the sheet of messages: how many activities each message has, and how many messages each activity."""
    sheet = openpyxl.load_workbook(path, data_only=True)["Aktiviteter per budskap"]
    rows = list(sheet.iter_rows(values_only=True))
    total, header, body = rows[3], rows[4], rows[5:12]
    return (
        {str(row[0]).partition(" ")[0]: row[1] for row in body},
        {str(name).split()[0]: count for name, count in zip(header[2:], total[2:], strict=True) if name},
    )


def test_the_sums_are_those_of_the_plan(workbook: Path, tmp_path: Path) -> None:
    output = tmp_path / "matris.xlsx"
    write_coverage(coverage(workbook), output, workbook, NOW)
    plan = {row.id: row["messages"] or () for row in open_book(workbook)["plan"]}
    messages = {key: sum(key in named for named in plan.values()) for key in "1234567"}
    assert sums(output) == (messages, {key: len(named) for key, named in plan.items()})
    formulas = openpyxl.load_workbook(output)["Aktiviteter per budskap"]
    assert str(formulas["B6"].value).startswith("=COUNTIF(C6:")


@pytest.mark.skipif(soffice() is None, reason="LibreOffice isn't here")
def test_libreoffice_gets_the_same_sums(workbook: Path, tmp_path: Path) -> None:
    output = tmp_path / "matris.xlsx"
    write_coverage(coverage(workbook), output, workbook, NOW)
    assert sums(convert(output, "xlsx", tmp_path / "lo")) == sums(output)


def test_a_gap_is_named_and_what_nobody_has_told_is_none(workbook: Path) -> None:
    column = lettered("{Plan[Budskap]}")
    rows = {f"{column}{row}": "1" for row in range(2, 30)} | {f"{column}2": None}
    patch_cells(workbook, workbook, {"Plan": rows})
    ran = rus_sheets("coverage", workbook)
    said = " ".join(ran.out.split())
    assert ran.code == 0
    assert "1 av 7 budskap har minst en aktivitet. Utan aktivitet: 2 Stärk den interna dialogen" in said
    assert "inte är knutna till något budskap: Medverkan i fördjupad utvärdering" in said
    found = json.loads(rus_sheets("coverage", workbook, "--format", "json").out)
    assert found["coverages"][0]["gaps"] == list("234567")
    patch_cells(workbook, workbook, {"Plan": dict.fromkeys(rows, None)})
    assert "Aktiviteter per budskap: ingen aktivitet är knuten till något." in rus_sheets("coverage", workbook).out


def test_what_was_there_is_kept_and_what_cannot_be_is_told(workbook: Path, tmp_path: Path) -> None:
    output = tmp_path / "matris.xlsx"
    output.write_bytes(b"annat")
    assert "Den förra filen finns kvar" in rus_sheets("coverage", workbook, "-o", output).out
    for name, code, fault in (("m.docx", 2, "skrivs som .xlsx"), (workbook.name, 3, "Det är arbetsboken.")):
        ran = rus_sheets("coverage", workbook, "-o", tmp_path / name)
        assert (ran.code, fault in ran.err) == (code, True), ran.err
    ran = rus_sheets("coverage", folder("examples") / "2022" / "verksamhet-2022.xlsx", "-o", tmp_path / "x.xlsx")
    assert ran.code == 3
    assert "Ingen aktivitet är knuten till något." in ran.err
    grant = rus_sheets("coverage", folder("examples") / "bidrag-2026" / "bidrag-2026.xlsx")
    assert grant.code == 2
    assert "Lägg till [[coverage]]" in grant.err


def test_environmental_goals_are_another_table_and_no_code(tmp_path: Path) -> None:
    own = declaration_path("verksamhet").read_text(encoding="utf-8")
    own = own.replace('name = "verksamhet"', 'name = "egen"', 1)
    own = own.replace(
        '  { key = "project_plan", header',
        '  { key = "environment", header = "Miljömål", type = "refs", references = "environment" },\n'
        '  { key = "project_plan", header',
        1,
    )
    own = own.replace(
        '[[table]]\nkey = "texts"',
        '[[table]]\nkey = "environment"\nsheet = "Miljömål"\nid = "id"\ntitle = "text"\nhelp = "Miljökvalitetsmålen."\n'
        "columns = [\n"
        '  { key = "id", header = "Nr", type = "id", pattern = "[0-9]{1,2}", example = "1", required = true },\n'
        '  { key = "text", header = "Miljömål", type = "text", required = true },\n'
        '  { key = "activities", header = "Aktiviteter", type = "integer", optional = true, '
        "formula = '=COUNTIFS(Plan[Miljömål],[@Nr])', recompute = [{ count = \"plan\", "
        'where = { environment = "$id" } }] },\n]\n\n[[table]]\nkey = "texts"',
        1,
    )
    own += (
        '\n[[coverage]]\ntitle = "Aktiviteter per miljömål"\ntable = "environment"\nby = "plan.environment"\n'
        'count = "activities"\nacross = "area"\nword = "miljömål"\nnone = "inget"\n'
    )
    (tmp_path / "egen.toml").write_text(own, encoding="utf-8")
    declaration = load_declaration(tmp_path / "egen.toml")
    rows = {key: [dict(row) for row in found] for key, found in rows_of(2026, 2026).items()}
    rows["environment"] = [{"id": "1", "text": "Begränsad klimatpåverkan"}, {"id": "2", "text": "Frisk luft"}]
    rows["plan"][0]["environment"] = "1"
    path = tmp_path / "egen.xlsx"
    path.write_bytes(make_workbook(canonical_workbook(declaration, rows), lambda _: {}))
    book = build_book(declaration, read_workbook(path))
    covered = coverage_of(book, declaration.coverage[-1])
    assert [(row.id, [other.id for other in by]) for row, by in covered.rows] == [("1", ["A01"]), ("2", [])]
    assert told(covered)[1] == "Utan aktivitet: 2 Frisk luft."
    assert "Aktiviteter per miljömål" in [names["rubrik"] for names in coverages(book)]
    made = lines(rendered("plan", book))
    assert any(line.endswith("Aktiviteter per miljömål") for line in made)
    assert "2 Frisk luft" in made


def test_an_older_workbook_without_the_column_that_counts_has_the_counts_in_its_plan(tmp_path: Path) -> None:
    path = tmp_path / "verksamhet-2026.xlsx"
    workbook = openpyxl.load_workbook(folder("examples") / "2026" / path.name)
    sheet = workbook["Mål"]
    (table,) = sheet.tables.values()
    assert [column.name for column in table.tableColumns][-1] == "Aktiviteter"
    sheet.delete_cols(len(table.tableColumns))
    table.tableColumns.pop()
    table.ref = f"A1:{sheet.cell(sheet.max_row, len(table.tableColumns)).coordinate}"
    table.autoFilter.ref = table.ref
    workbook.save(path)
    ran = rus_sheets("plan", path, "-o", tmp_path / "plan.docx", "--no-pages")
    assert ran.code == 0, ran.err
    made = lines((tmp_path / "plan.docx").read_bytes())
    assert any(line.endswith("(10\u00a0aktiviteter)") for line in made)
    assert not any("(\u00a0aktivitet" in line for line in made)
