"""The third plan shape goes through the year: checked, planned, sent, answered, reported, verified and compared."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import docx
import openpyxl
import pytest

from rus_sheets.excel.calc.stored import calculate_new
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.layout.canonical import canonical_workbook
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.validate import validate
from rus_sheets.word.parts.ns import q
from tests.cli.run import rus_sheets
from tests.followup.test_files import input_cell
from tests.mixed import PLAN, rows_of
from tests.word.documents import body, lines, text_of

YEAR = Path(__file__).with_name("year.txt").read_text(encoding="utf-8")


def workbook_of(folder: Path, text: str = YEAR, name: str = "verksamhet-2021.xlsx") -> Path:
    path = folder / name
    path.write_bytes(make_workbook(canonical_workbook(PLAN, rows_of(text, PLAN)), calculate_new))
    return path


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return workbook_of(tmp_path)


def written(command: str, workbook: Path) -> tuple[Path, list[str], list[str]]:
    """The document, its lines outside tables and the rows of its tables."""
    document = workbook.with_name(f"{command}.docx")
    assert rus_sheets(command, workbook, "-o", document, "--no-pages").code == 0
    data = document.read_bytes()
    rows = [" | ".join(text_of(cell) for cell in row.iter(q("w:tc"))) for row in body(data).iter(q("w:tr"))]
    return document, [_plain(line) for line in lines(data)], [_plain(row) for row in rows]


def answered(form: Path, answers: Mapping[str, str | int]) -> None:
    """The form as its owner saves it."""
    opened = openpyxl.load_workbook(form)
    sheet = opened["Uppföljning"]
    for label, value in answers.items():
        sheet.cell(*input_cell(sheet, label)).value = value
    opened.save(form)


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_nothing_is_wrong_with_it(workbook: Path) -> None:
    assert [(each.code, each.sheet, each.cell, each.message) for each in validate(workbook).findings] == []
    totals = {key: each.value for key, each in open_book(workbook).totals.items()}
    assert (totals["running_days"], totals["development_days"], totals["days"]) == (34, 45, 79)
    assert (totals["funding"], totals["funding_expected"], totals["funding_uncertain"]) == (560_000, 40_000, 25_000)


def test_the_plan_has_a_place_for_all_of_it(workbook: Path) -> None:
    document, told, rows = written("plan", workbook)
    for line in (
        "Fler mått. Länen får mått som går att jämföra.",
        "Övergripande",
        "Sakområden",
        "Egen (beslutas 15 mars 2021)",
        "Grannmyndigheten, medel från andra, väntad: 40 000 kr",
        "Ny mätmetod. Blir av om Fonden bidrar.",
        "I andra hand",
        "Delarna står i bilagan Handlingsplanens delar.",
        "Beslutad av länsrådsmötet i januari 2021.",
    ):
        assert line in told
    text = "\n".join(told)
    for words in (
        "(löpande arbete 34, utvecklingsarbete 32 arbetsdagar)",
        "12 arbetsdagar (inkl. tid för objektspecialist)",
        "konsult och möten",
        "Den beslutade finansieringen är sammanlagt 560 000 kr.",
        "Väntad finansiering, kr: 40 000. Osäker finansiering, kr: 25 000.",
    ):
        assert words in text
    assert "Summa | 5 | 34 | 45 | 79" in rows
    assert [row for row in rows if "Konsult" in row and "180 000" in row]
    assert told[-1] == "Här förklaras orden."
    assert told.index("Ledning och styrning") > told.index("Delarna i ordning.")
    assert rus_sheets("verify", document, workbook).code == 0


def test_answers_come_in_and_are_reported(workbook: Path, tmp_path: Path) -> None:
    assert rus_sheets("split", workbook, tmp_path / "ut").code == 0
    form = next((tmp_path / "ut").glob("A03 *.xlsx"))
    answered(form, {"Status": "Har skett som planerat", "Kort utfall": "Klart.", "Dagar utfall": 21})
    ran = rus_sheets("merge", workbook, form, "--format", "json")
    summary = json.loads(ran.out)["summary"]
    assert (ran.code, summary["conflict"], summary["refuse"]) == (0, 0, 0)
    document, told, rows = written("report", workbook)
    assert [line for line in told if "Klart." in line]
    assert "Summa | 5 | 34 | 45 | 79" in rows
    last = len(told) - 1 - told[::-1].index("Handlingsplanens delar")
    assert told[last + 1] == "Beslutad av länsrådsmötet i januari 2021."
    assert [row for row in rows if row.startswith("1a | ") and "Cheferna träffas" in row]
    assert "Ordförklaringar" not in told
    assert rus_sheets("verify", document, workbook).code == 0


def test_what_differs_from_another_is_told(workbook: Path, tmp_path: Path) -> None:
    text = re.sub(r"(Medel från andra +\| 40000 +\| )Väntad", r"\1Beslutad", YEAR).replace("Studieresa", "Kurs")
    other = workbook_of(tmp_path, text, "verksamhet-2021b.xlsx")
    document, _, _ = written("plan", workbook)
    found = json.loads(rus_sheets("compare", workbook, other, "--format", "json").out)
    changed = {(each["sheet"], each["row"], each["column"]) for each in found["changed"]}
    assert {("Finansiering", "K3", "Läge"), ("Kandidater", "KA01", "Kandidat")} <= changed
    assert rus_sheets("verify", document, other).code == 1
    rus_sheets("refresh", document, other)
    now = "\n".join(map(_plain, lines(document.read_bytes())))
    assert "Den beslutade finansieringen är sammanlagt 600 000 kr." in now


FEWER = re.sub(r"MD0[23] .*\n", "", YEAR)
"""The year where one activity has one amount left: it stands in the table of all."""


@pytest.mark.parametrize("typed", ["", "Avser", "Konsult", "Beslutat"])
def test_an_activitys_table_of_amounts_goes_when_one_amount_is_left(workbook: Path, typed: str) -> None:
    document, *_ = written("plan", workbook)
    opened = docx.Document(document)
    for table in opened.tables:
        for cell in (cell for row in table.rows for cell in row.cells if typed and cell.text == typed):
            cell.paragraphs[0].add_run(" enligt beslut")  # by hand
    opened.save(document)
    workbook_of(workbook.parent, FEWER)
    ran = rus_sheets("refresh", document, workbook)
    rows = [text_of(row) for row in body(document.read_bytes()).iter(q("w:tr"))]
    caption = any("Medel till Fler mått" in line for line in lines(document.read_bytes()))
    assert any("180\u00a0000" in row for row in rows) == caption == bool(typed)
    assert ran.code == (1 if typed else 0)
    assert ("står kvar i dokumentet" in " ".join(ran.out.split())) == bool(typed)
