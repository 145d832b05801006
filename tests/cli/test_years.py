"""``rus-sheets years`` as a user sees it: short tables, JSON, a workbook, and what it refuses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest

from rus_sheets import years
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.resources import folder
from tests.cli.run import rus_sheets

OLD = folder("examples") / "2022" / "verksamhet-2022.xlsx"
NEW = folder("examples") / "2026" / "verksamhet-2026.xlsx"
GRANT = folder("examples") / "bidrag-2026" / "bidrag-2026.xlsx"


@pytest.fixture(scope="module")
def next_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("nästa") / "verksamhet-2027.xlsx"
    assert rus_sheets("new", path, "--year", "2027", "--from", NEW).code == 0
    return path


def test_three_years_in_any_order(next_year: Path) -> None:
    ran = rus_sheets("years", NEW, next_year, OLD)
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == "Åren 2022, 2026 och 2027"
    assert ran.out == rus_sheets("years", OLD, NEW, next_year).out
    assert all(len(line) <= 80 for line in lines)
    words = [line.split() for line in lines]
    assert ["Planerade", "dagar", "809", "755", "755"] in words
    assert ["Dagar", "enligt", "utfall", "…", "…", "…"] in words
    assert "… betyder ännu inte redovisat." in lines
    assert any(line.startswith("2022–2026: 11 går vidare, 38 avslutas och 17 är nya. De känns igen") for line in lines)


def test_json_and_python_say_the_same(next_year: Path) -> None:
    told = json.loads(rus_sheets("years", OLD, NEW, next_year, "--format", "json").out)
    found = years([next_year, OLD, NEW])
    assert told["years"] == list(found.years) == [2022, 2026, 2027]
    days = next(each for each in told["tables"] if each["sheet"] == "Dagar per område")
    frame = found.frames()["Dagar per område"]
    for place, year in enumerate(told["years"]):
        assert frame[frame["År"] == year]["Tal"].sum() == days["total"]["values"][place]["number"]
    assert len(told["units"]) == len(found.units)


def test_the_workbook_has_tables_and_charts_that_are_told(next_year: Path, tmp_path: Path) -> None:
    output = tmp_path / "åren.xlsx"
    assert rus_sheets("years", OLD, NEW, next_year, "-o", output).code == 0
    with ZipFile(output) as package:
        charts = [package.read(name) for name in package.namelist() if name.startswith("xl/charts/chart")]
    assert all(b'<c:min val="0"/>' in chart[chart.index(b"<c:valAx>") :] for chart in charts)
    found = years([OLD, NEW, next_year])
    made = read_workbook(output)
    shown = [found.totals, *found.tables]
    assert [sheet.name for sheet in made.sheets] == [*(each.sheet for each in shown), "Aktiviteter", "Mål"]
    for sheet, expected in zip(made.sheets, shown, strict=False):
        table = sheet.tables[0]
        assert table.columns[1:] == ("2022", "2026", "2027")
        assert table.last_row - table.first_row == len(expected.rows)
        for row, line in enumerate(expected.rows, table.first_row + 1):
            cells = [sheet.at(row, column).value for column in range(1, 5)]
            assert cells[0] == line.title
            assert cells[1:] == [value.number if value.state.value == "known" else value.said for value in line.values]
    with ZipFile(output) as package:
        drawings = [package.read(name).decode() for name in package.namelist() if "drawings/drawing" in name]
    assert len(drawings) == len(found.tables) - 1, "no days of the outcome are told, so there is nothing to draw"
    assert all("ännu inte redovisat" in each for each in drawings if "utfall" in each)
    assert any(
        "Stöd i åtgärdsarbetet: 364 dagar år 2022, 321 dagar år 2026 och 321 dagar år 2027" in each for each in drawings
    )


def test_the_document_tells_every_figure(next_year: Path, tmp_path: Path) -> None:
    output = tmp_path / "åren.docx"
    assert rus_sheets("years", OLD, NEW, next_year, "-o", output).code == 0
    found = years([OLD, NEW, next_year])
    document = docx.Document(str(output))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    assert len(tables) == 1 + len(found.tables) + 2
    for made, expected in zip(tables, (found.totals, *found.tables), strict=False):
        lines = [*expected.rows, *([expected.total] if expected.total else [])]
        assert [row[1:] for row in made[1:]] == [[value.said for value in line.values] for line in lines]
    assert len(tables[-2]) == 1 + len(found.going_on)
    assert len(tables[-1]) == 1 + len(found.goals)
    with ZipFile(output) as package:
        body = package.read("word/document.xml").decode()
        assert len([name for name in package.namelist() if name.startswith("word/charts/chart")]) == 5
    assert "Stöd i åtgärdsarbetet: 364 dagar år 2022, 321 dagar år 2026 och 321 dagar år 2027" in body
    assert document.core_properties.title == f"RUS {found.title}"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((OLD,), 2, "Minst två arbetsböcker behövs"),
        ((OLD, GRANT), 3, "av olika slag"),
        ((OLD, NEW, NEW), 3, "Två arbetsböcker gäller 2026"),
        ((OLD, "borta.xlsx"), 3, "borta.xlsx"),
        ((OLD, NEW, "-o", "ut.txt"), 2, "Byt ändelse"),
        ((OLD, NEW, "-o", "ut.xlsx", "--pdf"), 2, "--pdf hör ihop med ett Word-dokument"),
        ((OLD, NEW, "--template", "mall.docx"), 2, "--template hör ihop med ett Word-dokument"),
    ],
)
def test_what_it_refuses(words: tuple[object, ...], code: int, said: str) -> None:
    ran = rus_sheets("years", *words)
    assert (ran.code, ran.out) == (code, "")
    assert said in " ".join(ran.err.split())


def test_an_input_is_never_written_over(tmp_path: Path) -> None:
    mine = Path(shutil.copy(OLD, tmp_path))
    before = mine.read_bytes()
    assert rus_sheets("years", mine, NEW, "-o", mine).code == 3
    assert mine.read_bytes() == before


def test_a_template_of_ones_own_is_taken(tmp_path: Path) -> None:
    output, mine = tmp_path / "aren.docx", tmp_path / "min.docx"
    document = docx.Document(str(folder("reports") / "aren.docx"))
    document.add_paragraph("Vår egen rad")
    document.save(str(mine))
    assert rus_sheets("years", OLD, NEW, "-o", output, "--template", mine).code == 0
    assert docx.Document(str(output)).paragraphs[-1].text == "Vår egen rad"


@pytest.mark.libreoffice
def test_a_pdf_is_written_beside_the_document(tmp_path: Path) -> None:
    output = tmp_path / "aren.docx"
    ran = rus_sheets("years", OLD, NEW, "-o", output, "--pdf")
    assert ran.code == 0
    assert output.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    assert "aren.pdf" in ran.out
