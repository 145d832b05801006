"""What is counted is said as one says it, of one too: every template, and the documents of a year with one of each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rus_sheets.book.build import build_book
from rus_sheets.documents.changes import _from_to
from rus_sheets.documents.figures import NBSP
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.layout.canonical import canonical_workbook
from rus_sheets.resources import folder
from rus_sheets.texts.content import Figure
from tests.documents.books import DECLARATION, KINDS, rendered
from tests.usecases.years import Rows, row, rows_of, written_year
from tests.word.documents import lines

MANY = r"(?:[a-zåäö]+ade )?(?:arbetsdagar|dagar|aktiviteter|poster|källor|insatser|händelser)\b"
AFTER_A_NUMBER = re.compile(rf"\{{\{{ ([\w.]+) \}}\}}[ \u00a0]{MANY}")
ONE_AS_MANY = re.compile(rf"(?<![\d,\u00a0])1[ \u00a0]{MANY}")


@pytest.mark.parametrize("template", sorted(folder("reports").glob("*.docx")), ids=lambda path: path.stem)
def test_no_template_has_words_for_many_right_after_a_number(template: Path) -> None:
    """They are chosen by the number: ``{% if x|string == '1' %}arbetsdag{% else %}arbetsdagar{% endif %}``."""
    counted = [(line, name) for line in lines(template.read_bytes()) for name in AFTER_A_NUMBER.findall(line)]
    assert [name for line, name in counted if f"{name}|string == '1' %}}" not in line] == []


def one_of_each(rows: Rows) -> None:
    """One area, group, activity, post and source, and one day."""
    for table in ("areas", "groups", "plan", "budget", "funding"):
        del rows[table][1:]
    rows["plan"][0]["days"] = 1
    for table in ("outcomes", "events", "parts", "expenses"):
        rows[table] = []


def reported(rows: Rows) -> None:
    one_of_each(rows)
    rows["outcomes"] = [{"id": rows["plan"][0]["id"], "status": "Har skett som planerat", "days": 1}]
    rows["expenses"] = [{"id": "U01", "post": rows["budget"][0]["id"], "text": "Tåg", "amount": 500}]


def begun(rows: Rows) -> None:
    """An expense without amount, and days of the group."""
    one_of_each(rows)
    row(rows, "groups", rows["plan"][0]["group"])["days"] = 1
    del rows["plan"][0]["days"]
    rows["outcomes"] = [{"id": rows["plan"][0]["id"], "days": 1}]
    rows["expenses"] = [{"id": "U01", "post": rows["budget"][0]["id"], "text": "Tåg"}]


def gaps(rows: Rows) -> None:
    """One of two activities, posts and sources has what it must have."""
    for table in ("areas", "groups", "plan", "budget", "funding"):
        rows[table] = [dict(each) for each in (rows[table] * 2)[:2]]
    rows["plan"][1] |= {"id": "A77", "days": None, "group": rows["plan"][0]["group"]}
    rows["plan"][0]["days"] = 1
    rows["areas"].pop()
    rows["groups"].pop()
    rows["budget"][1] |= {"id": "P7", "budget": None}
    rows["funding"][1] |= {"id": "K7", "amount": None}
    for table in ("outcomes", "events", "parts", "expenses"):
        rows[table] = []


@pytest.mark.parametrize("change", [one_of_each, reported, begun, gaps])
@pytest.mark.parametrize("kind", KINDS)
def test_one_is_said_as_one(tmp_path: Path, kind: str, change: object) -> None:
    rows = rows_of("2026")
    assert callable(change)
    change(rows)
    path = tmp_path / "bok.xlsx"
    path.write_bytes(make_workbook(canonical_workbook(DECLARATION, rows), lambda _: {}))
    said = lines(rendered(kind, build_book(DECLARATION, read_workbook(path))))
    assert any(f"1{NBSP}aktivitet" in line or line == "1" for line in said)
    assert [line for line in said if ONE_AS_MANY.search(line)] == []


def one_day(rows: Rows) -> None:
    rows["counties"] = rows["counties"][:2]
    county = rows["counties"][0]["id"]
    rows["accounts"] = [{"id": county, "short": "Allt är gjort.", "carried": 0, "days": 1}]
    rows["efforts"] = [{"id": f"{county}-01", "county": county, "text": "Kurs", "amount": 5000}]


def one_without_amount(rows: Rows) -> None:
    one_day(rows)
    county = rows["counties"][0]["id"]
    rows["efforts"].append({"id": f"{county}-02", "county": county, "text": "Slåtter"})


@pytest.mark.parametrize("change", [one_day, one_without_amount])
def test_one_is_said_as_one_of_the_counties_too(tmp_path: Path, change: object) -> None:
    assert callable(change)
    document, _ = written_year(tmp_path, "bidrag-2026", "report", change, change)
    said = lines(document.read_bytes())
    assert any(f"1{NBSP}arbetsdag" in line for line in said)
    assert [line for line in said if ONE_AS_MANY.search(line)] == []


def test_what_has_changed_is_said_of_one_day_too() -> None:
    days = DECLARATION.table_of("plan").column("days")
    one, two = Figure("1"), Figure("2")
    told = [
        "".join(str(getattr(run, "text", run)) for run in _from_to(days, *pair)) for pair in ((two, one), (one, two))
    ]
    assert told == [f"Från 2 till{NBSP}1{NBSP}dag", f"Från 1 till{NBSP}2{NBSP}dagar"]
