"""A desk: a small workbook whose forms have been answered, the page with it, and what one does there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rus_sheets.book.raw import ref_of
from rus_sheets.excel.edit.patch import patch_cells
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.page.remembered import key_of

if TYPE_CHECKING:
    from tests.web.conftest import Browser


def change(workbook: Path, unit: str, key: str, value: str) -> None:
    """As the secretariat would, in Excel."""
    book = open_book(workbook)
    cell = book["outcomes"].by_id[unit].cells[key]
    patch_cells(workbook, workbook, {cell.sheet: {ref_of(cell.raw.row, cell.raw.column): value}})


@dataclass
class Desk:
    """A workbook of one's own, the page with it, and the answers that have come in."""

    browser: Browser
    workbook: Path
    answers: Path

    @property
    def year(self) -> str:
        return f"/bok/{key_of(self.workbook)}/"

    @property
    def where(self) -> str:
        return f"{self.year}samla-in"

    def give(self, *files: tuple[str, bytes]) -> Any:
        """Choose these files on the page, and add them."""
        return self.browser.upload(f"{self.where}/filer", *files)

    def give_all(self) -> Any:
        return self.give(*((file.name, file.read_bytes()) for file in sorted(self.answers.iterdir())))


def hidden(answer: Any, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)"', answer.text)


def choose(desk: Desk, number: int, choice: str, own: str | None = None, view: str = "lista", **form: str) -> Any:
    """Press a button at a question as it is shown; what came of it is where the page goes next."""
    shown = desk.browser.get(f"{desk.year}avgor/en?nr={number}")
    filled = {name: (hidden(shown, name) or [""])[0] for name in ("fil", f"seen{number}", f"text{number}")}
    if own is None:
        found = re.search(r"<textarea[^>]*>(.*?)</textarea>", shown.text, re.DOTALL)
        own = unescape(found[1]) if found else ""
    filled |= {"val": f"{number}-{choice}", f"egen{number}": own, "vy": view}
    return desk.browser.post(f"{desk.year}avgor/val", **(filled | form))
