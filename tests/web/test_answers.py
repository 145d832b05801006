"""Who has answered, as ``status`` tells it, and the drafts to the rest."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from rus_sheets.usecases.split import split
from tests.cli.run import rus_sheets
from tests.web.conftest import Browser, text_of

SENT = ("A01", "A02", "A03")


@pytest.fixture
def sent(browser: Browser, key: str, workbook: Path) -> Path:
    folder = workbook.parent / "ut"
    split(workbook, folder, only=SENT, today=dt.date(2026, 1, 7))
    (folder / "trasig.xlsx").write_bytes(b"PK\x03\x04 inte en arbetsbok")
    chosen = browser.page.remembered.by_key(key)
    assert chosen
    browser.page.remembered.add_folder(chosen, folder)
    return folder


def test_the_board_is_that_of_the_command(browser: Browser, key: str, workbook: Path, sent: Path) -> None:
    told = json.loads(rus_sheets("status", workbook, sent, "--format", "json").out)
    said = browser.says(f"/bok/{key}/svar")
    for unit in told["activities"]:
        assert f"Saknas {unit['activity']} {' '.join(unit['title'].split())}" in said
    assert "0 klara, 0 delvis, 28 saknas av 28." in said
    days = told["activities"][0]["days"]
    assert days > 0
    assert said.count(f"ute i {days} dagar") == len(SENT)
    (refused,) = told["refused"]
    assert f"{refused['path']} {refused['message']}" in said
    assert "0 aktiviteter" in browser.says(f"/bok/{key}/svar?lage=done")
    longest = browser.get(f"/bok/{key}/svar?ordna=dagar").text
    assert re.findall(r"</span> (A\d+) ", longest)[: len(SENT)] == list(SENT)
    assert browser.get(f"/bok/{key}/svar?ordna=x&lage=y").status_code == 200


def test_drafts_are_told_of_first(browser: Browser, key: str, workbook: Path, sent: Path) -> None:
    target = workbook.with_name("paminnelser")
    said = browser.says(f"/bok/{key}/svar/paminn")
    assert "28 aktiviteter är inte klara" in said
    assert str(target) in said
    assert not target.exists()
    shown = rus_sheets("status", workbook, sent, "--remind", target, "--dry-run", "--format", "json")
    names = [Path(path).name for path in json.loads(shown.out)["drafts"]]
    assert f"Skulle skriva {len(names)} mejlutkast i" in said
    assert all(name in said for name in names)
    done = text_of(browser.post(f"/bok/{key}/svar/paminn"))
    drafts = sorted(each.name for each in target.glob("*.eml"))
    assert drafts == sorted(names)
    assert f"{len(drafts)} mejlutkast i {target}" in done
    assert all(each in done for each in drafts)


def test_without_folders_the_workbook_alone_tells(browser: Browser, key: str) -> None:
    said = browser.says(f"/bok/{key}/svar")
    assert "Ingen mapp är vald" in said
    assert "28 saknas av 28" in said
