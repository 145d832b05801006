"""The opening page counts what is spent in another way than the table while an expense lacks its amount: it says so."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from rus_sheets.schema.model import DocumentCommand
from rus_sheets.usecases.documents import write_document
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.verify import verify
from tests.documents.years import path
from tests.usecases.test_verify import set_value
from tests.word.documents import lines

NOW = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)


def said(folder: Path, cells: dict[str, object]) -> str:
    workbook, document = Path(shutil.copy(path("2026", "complete"), folder / "bok.xlsx")), folder / "d.docx"
    for cell, value in cells.items():
        set_value(workbook, cell, value)
    write_document(DocumentCommand.REPORT, workbook, output=document, now=NOW, pages=False)
    assert verify(document, workbook).disagreements == ()
    return "\n".join(lines(document.read_bytes())).replace("\u00a0", " ")


def test_both_say_what_the_table_leaves_out(tmp_path: Path) -> None:
    told = said(tmp_path, {"Utgifter/A14-U01/Belopp": None})
    assert told.count(" kr är införda på poster där någon utgift saknar belopp") == 2
    opening = told[told.rindex("Året i siffror") : told.rindex("Året i korthet")]
    assert "ingår inte i summan i tabellen över budget och utfall" in opening


def test_no_share_is_told_of_nothing_spent(tmp_path: Path) -> None:
    expenses = open_book(path("2026", "complete"))["expenses"].rows
    told = said(tmp_path, {f"Utgifter/{row.id}/Belopp": None if number else 0 for number, row in enumerate(expenses)})
    assert "Så här långt är 0 kr införda som utgifter." in told
    assert "Så här långt är 0 %" not in told
