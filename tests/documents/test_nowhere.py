"""What belongs nowhere, its reference or choice blank or unknown, has a row of its own: rows add up to their sums."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest

from rus_sheets.book.model import Book
from rus_sheets.documents.application import application_context
from rus_sheets.documents.common import areas
from rus_sheets.documents.general import general_context
from rus_sheets.documents.plan import plan_context
from rus_sheets.documents.report import report_context
from rus_sheets.schema.model import DocumentCommand
from rus_sheets.usecases.documents import write_document
from rus_sheets.usecases.foreseen import Warned
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.refresh import refresh
from rus_sheets.usecases.verify import verify
from tests.documents.years import path
from tests.usecases.test_verify import set_value
from tests.word.documents import lines

NOW = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
CELLS = [("Plan/A04/Grupp-ID", None), ("Plan/A04/Grupp-ID", "G99"), ("Grupper/G2/Område-ID", None),
         ("Grupper/G2/Område-ID", "O9")]  # fmt: skip


def changed(folder: Path, year: str, cell: str, value: str | None) -> Path:
    workbook = Path(shutil.copy(path(year, "complete"), folder / "bok.xlsx"))
    set_value(workbook, cell, value)
    return workbook


def number(value: object) -> float:
    return float(str(value).replace("\u00a0", "").replace(",", ".") or 0)


@pytest.mark.parametrize(("cell", "value"), CELLS)
def test_areas_add_up_to_the_plan(tmp_path: Path, cell: str, value: str | None) -> None:
    book = open_book(changed(tmp_path, "2026", cell, value))
    for told in (areas(book), report_context(book)["områden"]):
        assert isinstance(told, list)
        assert [area["namn"] for area in told][-1] == "Utan område"
        assert sum(number(area["antal"]) for area in told) == len(book["plan"])
        assert sum(number(area["summa_dagar"]) for area in told) == book.totals["days"].value
        listed = [row["namn"] for area in told for group in area["grupper"] for row in group["aktiviteter"]]
        assert sorted(listed) == sorted(row.title for row in book["plan"])
    chart = plan_context(book)["diagram_dagar"].blocks[0]  # type: ignore[attr-defined]
    assert sum(value or 0 for value in chart.series[0].values) == book.totals["days"].value
    bars = report_context(book)["diagram_områden"].blocks[0]  # type: ignore[attr-defined]
    assert sum(value or 0 for series in bars.series for value in series.values) == len(book["plan"])


@pytest.mark.parametrize("kind", ["plan", "report"])
def test_the_document_agrees_and_follows(tmp_path: Path, kind: str) -> None:
    workbook, document = changed(tmp_path, "2026", "Plan/A04/Grupp-ID", None), tmp_path / "d.docx"
    write_document(DocumentCommand(kind), workbook, output=document, now=NOW, pages=False)
    assert "Utan område" in lines(document.read_bytes())
    assert verify(document, workbook).disagreements == ()
    set_value(workbook, "Plan/A04/Grupp-ID", "G2")
    assert verify(document, workbook).disagreements != ()


def test_a_document_of_before_says_that_a_row_has_lost_its_place(tmp_path: Path) -> None:
    workbook, document = Path(shutil.copy(path("2026", "complete"), tmp_path / "bok.xlsx")), tmp_path / "d.docx"
    write_document(DocumentCommand.REPORT, workbook, output=document, now=NOW, pages=False)
    set_value(workbook, "Plan/A04/Grupp-ID", None)
    assert verify(document, workbook).disagreements != ()
    refresh(document, workbook, now=NOW)
    left = verify(document, workbook).disagreements
    assert "Utan område" in lines(document.read_bytes()) or left != ()


@pytest.mark.parametrize("value", [None, "Kaffe"])
def test_categories_add_up_to_what_is_used(tmp_path: Path, value: str | None) -> None:
    book = open_book(changed(tmp_path, "bidrag-2026", "Insatser/AC-01/Kategori", value))
    rows = per_category(book)
    assert [row["namn"] for row in rows][-1] == (value or "Utan kategori")
    assert sum(number(row["belopp_kr"]) for row in rows) == book.totals["used"].value
    assert sum(number(row["antal_insatser"]) for row in rows) == book.totals["efforts"].value


def test_what_has_no_status_is_told_beside_the_table(tmp_path: Path) -> None:
    workbook, document = changed(tmp_path, "bidrag-2026", "Insatser/AC-01/Status", None), tmp_path / "d.docx"
    amount = open_book(workbook)["efforts"].by_id["AC-01"].number_of("amount")
    write_document(DocumentCommand.REPORT, workbook, output=document, now=NOW, pages=False)
    said = [line.replace("\u00a0", "") for line in lines(document.read_bytes())]
    assert any(f"{amount:.0f}krinsatser som saknar status" in line.replace("kr ", "kr") for line in said)
    assert verify(document, workbook).disagreements == ()


def per_category(book: Book) -> list[dict[str, object]]:
    return general_context(book)["summering"]["per_kategori"]  # type: ignore[index,no-any-return]


@pytest.mark.parametrize("value", [None, "P99"])
def test_posts_add_up_to_what_is_spent(tmp_path: Path, value: str | None) -> None:
    workbook, document = changed(tmp_path, "2026", "Utgifter/A14-U01/Post-ID", value), tmp_path / "d.docx"
    book = open_book(workbook)
    names = report_context(book)
    posts = names["poster"]
    assert isinstance(posts, list)
    assert posts[-1]["namn"] == "Utan post"
    assert sum(number(post["utfall"]) for post in posts) == book.totals["spent"].value
    deviations = [number(str(post["avvikelse"]).replace("\u2212", "-")) for post in posts]
    assert sum(deviations) == number(str(names["avvikelse"]).replace("\u2212", "-"))
    chart = names["diagram_avvikelse"].blocks[0]  # type: ignore[attr-defined]
    assert [*chart.series[0].values] == deviations
    write_document(DocumentCommand.REPORT, workbook, output=document, now=NOW, pages=False)
    assert verify(document, workbook).disagreements == ()
    assert "Utan post" not in [post["namn"] for post in plan_context(book)["poster"]]  # type: ignore[attr-defined]


def test_posts_add_up_while_another_waits(tmp_path: Path) -> None:
    workbook = changed(tmp_path, "2026", "Utgifter/A14-U01/Post-ID", None)
    rows = [row for row in open_book(workbook)["expenses"] if row.text("post") == "P2"]
    set_value(workbook, f"Utgifter/{rows[0].id}/Belopp", None)
    names = report_context(open_book(workbook))
    known = [number(post["utfall"]) for post in names["poster"] if str(post["utfall"])[0].isdigit()]  # type: ignore[attr-defined]
    assert sum(known) == number(names["redovisat_utfall"])


@pytest.mark.parametrize("command", ["report", "short"])
def test_an_expense_without_post_and_amount_is_not_passed_over(tmp_path: Path, command: str) -> None:
    """Nobody knows what it came to, so nothing is left over, and every sum of what is spent is so far."""
    workbook, document = changed(tmp_path, "2026", "Utgifter/A14-U01/Post-ID", None), tmp_path / "d.docx"
    set_value(workbook, "Utgifter/A14-U01/Belopp", None)
    warned: list[Warned] = []
    kind = DocumentCommand(command)
    write_document(kind, workbook, output=document, now=NOW, pages=False, on_warned=warned.append)
    text = "\n".join(lines(document.read_bytes())).replace("\u00a0", " ")
    assert "Utan post" in text
    assert not re.search(r"inte förbrukade|Kvar av årets medel", text)
    assert any("Utan post" in line for each in warned for line in each.lines)
    assert verify(document, workbook).disagreements == ()


def test_nor_is_it_by_next_years_application(tmp_path: Path) -> None:
    workbook = changed(tmp_path, "2026", "Utgifter/A14-U01/Post-ID", None)
    set_value(workbook, "Utgifter/A14-U01/Belopp", None)
    last = application_context(open_book(path("2026", "empty")), open_book(workbook))["föregående"]
    assert isinstance(last, dict)
    assert (last["oredovisade_poster"], last["ej_förbrukat"]) == ("Utan post", "")
