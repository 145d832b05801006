"""Two years on the page: the same as ``compare`` tells, word by word."""

from __future__ import annotations

import json
import shutil
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rus_sheets.resources import folder
from rus_sheets.usecases.page.remembered import key_of
from rus_sheets.usecases.page.side_by_side import PieceKind, woven
from tests.cli.run import rus_sheets
from tests.web.conftest import Browser


@pytest.fixture
def last(browser: Browser, key: str, workbook: Path) -> Path:
    """Last year's workbook, chosen: with other days, another text, an activity more and one less."""
    path = workbook.with_name("verksamhet-2025.xlsx")
    book = openpyxl.load_workbook(workbook)
    settings = book["Inställningar"]
    next(row for row in settings.iter_rows() if row[0].value == "År")[1].value = 2025
    plan = book["Plan"]
    headers = {cell.value: cell.column for cell in plan[1]}
    plan.cell(2, headers["Dagar"]).value = 7
    plan.cell(3, headers["Beskrivning"]).value = "En <annan> text om samma sak"
    plan.cell(4, headers["Aktivitets-ID"]).value = "A99"
    book.save(path)
    answer = browser.post("/valj", bok=key, forra="jamfor", path=str(path))
    assert answer.headers["Location"] == f"/bok/{key}/jamfor"
    return path


def test_what_is_new_ended_and_changed_as_the_command_tells(
    browser: Browser, key: str, workbook: Path, last: Path
) -> None:
    said = browser.says(f"/bok/{key}/jamfor")
    told = json.loads(rus_sheets("compare", last, workbook, "--format", "json").out)
    assert told["summary"]["new"]
    assert told["summary"]["ended"]
    assert any(isinstance(change["a"], int) for change in told["changed"])
    for change in (*told["new"], *told["ended"]):
        assert " ".join(f"{change['row']} {change['title']}".split()) in said
    for sheet in {change["sheet"] for change in told["changed"]}:
        count = sum(change["sheet"] == sheet for change in told["changed"])
        assert f"Ändrade ({count})" in said
    for change in told["changed"]:
        assert change["column"] in said
        if isinstance(change["a"], int) and isinstance(change["b"], int):
            assert f"{change['a']} → {change['b']} ({change['b'] - change['a']:+})" in said
    for total in told["totals"]:
        assert total["label"] in said
    text = browser.get(f"/bok/{key}/jamfor").text
    assert "&lt;annan&gt;" in text
    assert "<ins>" in text
    assert "<del>" in text


def test_the_same_as_a_workbook(browser: Browser, key: str, workbook: Path, last: Path, tmp_path: Path) -> None:
    beside = sorted(workbook.parent.iterdir())
    answer = browser.client.get(f"/bok/{key}/jamfor/fil", headers={"Host": "127.0.0.1:5151"})
    rus_sheets("compare", last, workbook, "-o", tmp_path / "skillnader.xlsx")
    mine, its = (openpyxl.load_workbook(source) for source in (BytesIO(answer.data), tmp_path / "skillnader.xlsx"))
    answer.close()
    assert [list(sheet.values) for sheet in mine] == [list(sheet.values) for sheet in its]
    assert sorted(workbook.parent.iterdir()) == beside


def test_without_last_year(browser: Browser, key: str, workbook: Path) -> None:
    assert "Välj förra årets arbetsbok" in browser.says(f"/bok/{key}/jamfor")
    assert browser.get(f"/bok/{key}/jamfor/fil").status_code == 404


def test_ids_of_another_plan_are_told_of_as_the_command_does(browser: Browser, key: str, workbook: Path) -> None:
    old = Path(shutil.copy(folder("examples") / "2022" / "verksamhet-2022.xlsx", workbook.parent))
    browser.post("/valj", bok=key, forra="jamfor", path=str(old))
    said = browser.says(f"/bok/{key}/jamfor")
    told = json.loads(rus_sheets("compare", old, workbook, "--format", "json").out)
    assert told["matched_by"] == "name"
    assert " ".join(told["told"]) in said
    for pair in told["same"]:
        assert pair["title_b"].split(".")[0] in said
    assert "A16 → A23 Miljömålsdagarna" in said
    assert "Osäkra, kan vara samma (4)" in said
    assert "Jämför på id ändå" in said
    assert f"{told['withheld']} skillnader visas inte" in said
    assert "Avslutade" not in said
    by_id = browser.says(f"/bok/{key}/jamfor?id=ja")
    assert "Jämför som vanligt" in by_id
    assert told["told"][0] not in by_id


def test_where_nearly_all_names_are_others_the_page_asks(browser: Browser, key: str, workbook: Path) -> None:
    old = workbook.with_name("verksamhet-2025.xlsx")
    book = openpyxl.load_workbook(workbook)
    next(row for row in book["Inställningar"].iter_rows() if row[0].value == "År")[1].value = 2025
    plan = book["Plan"]
    column = next(cell.column for cell in plan[1] if cell.value == "Aktivitet")
    for row in range(2, plan.max_row + 1):
        plan.cell(row, column).value = f"{chr(65 + row % 26) * 9} {row}"
    book.save(old)
    browser.post("/valj", bok=key, forra="jamfor", path=str(old))
    said = browser.says(f"/bok/{key}/jamfor")
    assert "skillnader visas inte" in said
    assert "Visa alla skillnader" in said
    assert "Avslutade" not in said
    assert "Avslutade" in browser.says(f"/bok/{key}/jamfor?alla=ja")


def test_several_years_as_the_command_tells(browser: Browser, key: str, workbook: Path) -> None:
    old = Path(shutil.copy(folder("examples") / "2022" / "verksamhet-2022.xlsx", workbook.parent))
    where = f"/bok/{key}/jamfor/ar"
    assert "Det finns ingen annan arbetsbok" in browser.says(where)
    browser.post("/valj", bok=key, forra="jamfor", path=str(old))
    assert "Flera år bredvid varandra" in browser.says(f"/bok/{key}/jamfor")
    said = browser.says(where)
    told = json.loads(rus_sheets("years", old, workbook, "--format", "json").out)
    assert told["title"] in said
    for line in told["told"]:
        assert line in said
    for table in told["tables"]:
        for row in (*table["rows"], table["total"]):
            assert " ".join(" ".join(value["said"] for value in row["values"]).split()) in said
    assert browser.says(f"{where}?med={key_of(old)}") == said
    for kind, name in (("xlsx", "xl/workbook.xml"), ("docx", "word/document.xml")):
        answer = browser.client.get(f"{where}/fil.{kind}", headers={"Host": "127.0.0.1:5151"})
        assert name in ZipFile(BytesIO(answer.data)).namelist()
        answer.close()
    assert browser.get(f"{where}/fil.exe").status_code == 404


def test_only_workbooks_that_a_person_has_chosen_are_read(browser: Browser, key: str, workbook: Path) -> None:
    old = Path(shutil.copy(folder("examples") / "2022" / "verksamhet-2022.xlsx", workbook.parent))
    said = browser.says(f"/bok/{key}/jamfor/ar?med={key_of(old)}")
    assert "2022" not in said


def test_another_kind_is_told_as_the_command_does(browser: Browser, key: str, workbook: Path) -> None:
    other = Path(shutil.copy(next((folder("examples") / "bidrag-2026").glob("*.xlsx")), browser.home))
    answer = browser.post("/valj", bok=key, forra="jamfor", path=str(other))
    assert answer.status_code == 409
    assert "av ett annat slag" in answer.text


_WORDS = st.lists(st.sampled_from(["ett", "två", "tre", "\n", ",", "fyra  fem"]), max_size=9).map(" ".join)


@given(_WORDS, _WORDS)
def test_both_texts_stand_whole_in_the_woven_one(before: str, after: str) -> None:
    pieces = woven(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind is not PieceKind.NEW) == before
    assert "".join(piece.text for piece in pieces if piece.kind is not PieceKind.GONE) == after
