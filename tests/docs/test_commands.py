"""Every command shown in the README and the handbook runs, in the order of the page, with the exit code it promises."""

from __future__ import annotations

import os
import re
import webbrowser
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import openpyxl
import pytest

from rus_sheets import open_book
from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.libreoffice import program
from tests.cli.run import rus_sheets
from tests.docs.pages import ROOT, Command, commands

pytestmark = pytest.mark.slow

WORKBOOK = Path("verksamhet-2026.xlsx")


def change_outcome() -> None:
    outcome = open_book(WORKBOOK)["outcomes"].by_id["A04"]
    patch_cells(WORKBOOK, WORKBOOK, {"Utfall": {outcome.cell("short").ref: "Två nya indikatorer."}})


def choose() -> None:
    book = openpyxl.load_workbook("konflikter.xlsx")
    sheet = book.worksheets[0]
    head = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Val")
    sheet.cell(head.row + 1, head.column).value = "Ta inkommet"
    book.save("konflikter.xlsx")


def refresh_something() -> None:
    before = WORKBOOK.read_bytes()
    patch_cells(WORKBOOK, WORKBOOK, {"Utfall": {open_book(WORKBOOK)["outcomes"].by_id["A04"].cell("days").ref: 99}})
    rus_sheets("refresh", "Verksamhetsberattelse-2026.docx", WORKBOOK)
    WORKBOOK.write_bytes(before)


steps: dict[str, Callable[[], None]] = {
    "ändra A04 i arbetsboken": change_outcome,
    "välj Ta inkommet i konflikter.xlsx": choose,
    "refresh har ändrat dokumentet": refresh_something,
}
"""What people do between commands, by the page's own words."""


def run(command: Command) -> None:
    if "prova" in command.notes:
        steps[command.notes["prova"]]()
    if command.notes.get("kräver") == "libreoffice" and program() is None:
        return
    if command.line.startswith("cd "):
        os.chdir(command.line.removeprefix("cd "))
        return
    ran = rus_sheets(*command.words)
    assert ran.code == command.code, f"{command.place}: {command.line}\n{ran.out}{ran.err}"
    assert max(map(len, ran.out.splitlines()), default=0) <= 80 or "json" in command.words, command.place


def visit(address: str) -> bool:
    """A browser that is opened on the page of rus-sheets, and ends it there."""
    browser = build_opener(HTTPCookieProcessor())
    with browser.open(address) as answer:
        token = re.findall(r'name="form_token" value="([^"]+)"', answer.read().decode())[0]
    base = address.partition("/?")[0]
    form = urlencode({"form_token": token}).encode()
    with browser.open(Request(f"{base}/avsluta", form, {"Origin": base})) as answer:  # noqa: S310
        return "avslutad" in answer.read().decode()


@pytest.mark.parametrize("page", ["README.md", "docs/handbok.md"])
def test_the_page_can_be_followed(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "minne"))
    monkeypatch.setattr(webbrowser, "open", visit)
    if page == "README.md":  # once without LibreOffice
        monkeypatch.setenv("PATH", "")
    shown = list(commands(page))
    assert len(shown) > 8
    for command in shown:
        run(command)


@pytest.mark.parametrize("page", sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")))
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        assert target.startswith("http") or ((ROOT / page).parent / target).exists(), target


def test_the_readme_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", (ROOT / "README.md").read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target
