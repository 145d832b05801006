"""The history on the page: what each change did, and back to before any of them as the command does it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.usecases.history import history
from rus_sheets.usecases.merging import merge
from rus_sheets.usecases.opened.opening import open_book
from tests.cli.run import rus_sheets
from tests.usecases.test_history import NOW, change
from tests.web.conftest import Browser, text_of
from tests.web.desk import hidden


@pytest.fixture
def place(workbook: Path) -> str:
    return open_book(workbook)["plan"].by_id["A01"].cell("days").ref


def test_every_change_and_straight_back(browser: Browser, key: str, workbook: Path, place: str) -> None:
    where = f"/bok/{key}/historik"
    assert "Inget kommando har ändrat arbetsboken." in browser.says(where)
    before = change(workbook, {place: 61}, 0)
    change(workbook, {place: 62}, 1, "tystningen")
    latest = workbook.read_bytes()
    said = browser.says(where)
    for past in history(workbook).past:
        assert f"{past.note.said} {past.note.when:%Y-%m-%d kl. %H.%M} 1 cell. Gjort av {past.note.user}." in said
        assert f"Kopia från före: {past.copy}" in said
    oldest = history(workbook).past[-1]
    shown = browser.get(f"{where}/{oldest.key}")
    told = rus_sheets("undo", workbook, "--to", oldest.note.copy, "--dry-run").out
    assert f"Plan!{place} (A01 " in told
    assert ", Dagar): 62 → " in " ".join(told.split())
    assert f", Dagar Plan!{place} : 62 → " in text_of(shown)
    assert "Tystningen" in text_of(shown)
    assert workbook.read_bytes() == latest
    assert browser.post(f"{where}/{oldest.key}").status_code == 409
    assert workbook.read_bytes() == latest
    seen = re.findall(r'name="seen" value="(\w+)"', shown.text)[0]
    done = browser.post(f"{where}/{oldest.key}", seen=seen)
    assert "Arbetsboken är som före rättningen" in text_of(done)
    assert workbook.read_bytes() == before
    assert "Arbetsboken är som före rättningen" in text_of(browser.post(f"{where}/{oldest.key}", seen=seen))
    assert workbook.read_bytes() == before
    assert browser.says(where).count("Tillbakatagen") == 2
    assert "Den ändringen finns inte" in text_of(browser.get(f"{where}/0000"))
    assert browser.get(f"{where}?dokument=plan").status_code == 404


def test_who_answered_stands_with_the_merge(browser: Browser, key: str, workbook: Path, tmp_path: Path) -> None:
    from rus_sheets.excel.read.reader import read_workbook  # noqa: PLC0415
    from rus_sheets.followup.read import read_form  # noqa: PLC0415
    from rus_sheets.usecases.opened.opening import declaration_of  # noqa: PLC0415
    from rus_sheets.usecases.split import split  # noqa: PLC0415

    (sent,) = split(workbook, tmp_path / "ut", only=("A01",), today=NOW.date())
    form = read_form(read_workbook(sent.path), [declaration_of(read_workbook(workbook))])
    cell = next(cell for cell in form.cells if cell.column == "short" and cell.ref)  # type: ignore[union-attr]
    patch_cells(sent.path, sent.path, {cell.sheet: {cell.ref: "Gick bra."}})
    merge(workbook, [tmp_path / "ut"], now=NOW)
    log = open_book(workbook)["log"].rows
    names = {row.text("who") or row.text("sender") or row.text("activity") for row in log} - {""}
    (past,) = history(workbook).past
    assert set(past.who) == names
    assert past.who
    assert past.cells
    assert all(cell.sheet != "Logg" for cell in past.cells)
    assert "Inläsningen" in (said := browser.says(f"/bok/{key}/historik"))
    workbook.write_bytes(workbook.read_bytes()[:3000])
    assert history(workbook).past == (past,)  # told as before by what the copy can be read for
    assert said.count(told := f"{len(past.cells)} cell") == 1
    assert browser.says(f"/bok/{key}/historik").count(told) == 1


def test_a_documents_own_history(browser: Browser, key: str, workbook: Path) -> None:
    document = workbook.with_name("Arsredovisning-2026.docx")
    shutil.copy(workbook, document)  # any bytes will do
    where = f"/bok/{key}/historik?dokument=short"
    assert "Inget kommando har ändrat dokumentet." in browser.says(where)
    assert str(document) in browser.says(where)


def test_a_damaged_workbook_has_its_history_and_comes_back_from_there(
    browser: Browser, key: str, workbook: Path, place: str
) -> None:
    """Every page says that it can't be read, and leads to its copies."""
    before = workbook.read_bytes()
    change(workbook, {place: 61}, 0)
    workbook.write_bytes(workbook.read_bytes()[:3000])
    where = f"/bok/{key}/historik"
    for page in ("", "kontroll", "svar", "avgor", "dokument"):
        answer = browser.get(f"/bok/{key}/{page}")
        assert answer.status_code == 409, page
        assert "Det gick inte" in text_of(answer)
        assert f'href="{where}"' in answer.text, page
    listed = browser.get(where)
    assert listed.status_code == 200
    (where_from,) = re.findall(rf'href="({where}/\w+)"', listed.text)
    assert browser.get(f"/bok/{key}/angra").headers["Location"] == where_from
    shown = browser.get(where_from)
    done = browser.post(where_from, seen=hidden(shown, "seen")[0])
    assert "Arbetsboken är som före rättningen" in text_of(done)
    assert workbook.read_bytes() == before
    assert browser.get(f"/bok/{key}/").status_code == 200


def test_what_was_changed_by_hand_is_told_where_one_asks_to_undo(
    browser: Browser, key: str, workbook: Path, place: str
) -> None:
    before = workbook.read_bytes()
    change(workbook, {place: 61}, 0)
    patch_cells(workbook, workbook, {"Plan": {place: 62}})
    asked = browser.get(f"/bok/{key}/angra")
    assert asked.status_code == 303
    shown = browser.get(asked.headers["Location"])
    assert "Ändrat för hand sedan det senaste kommandot: 1 cell." in text_of(shown)
    assert "rus-sheets undo" not in text_of(shown)
    browser.post(asked.headers["Location"], seen=hidden(shown, "seen")[0])
    assert workbook.read_bytes() == before
