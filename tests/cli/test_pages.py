"""What is waited for is said, and need not be waited for."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

import pytest

from rus_sheets.cli.document import write
from rus_sheets.resources import folder
from rus_sheets.usecases import documents
from tests.cli.run import rus_sheets


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def numbered(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A LibreOffice that is told of, and each time it was asked for page numbers."""
    asked: list[int] = []
    monkeypatch.setattr(documents, "program", lambda: "soffice")
    monkeypatch.setattr(documents, "page_numbers", lambda data: asked.append(len(data)) or data)
    return asked


@pytest.mark.parametrize("command", ["plan", "report", "application"])
def test_page_numbers_can_be_left_out(command: str, tmp_path: Path, numbered: list[int]) -> None:
    workbook = shutil.copy(folder("examples") / "2026" / "verksamhet-2026.xlsx", tmp_path)
    assert rus_sheets(command, workbook, "--no-pages").code == 0
    assert not numbered
    told = rus_sheets(command, workbook)
    assert told.code == 0
    assert len(numbered) == 1
    assert "Räknar ut sidnummer med LibreOffice …" in told.err  # also where no terminal is seen


def test_it_is_said_only_when_there_is_a_wait(
    tmp_path: Path, numbered: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook = Path(shutil.copy(folder("examples") / "2026" / "verksamhet-2026.xlsx", tmp_path))
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    write("plan", workbook, output=None, template=None, pdf=False, plain=False, no_pages=True)
    assert "LibreOffice" not in terminal.getvalue()
    write("plan", workbook, output=None, template=None, pdf=False, plain=False, no_pages=False)
    assert "Räknar ut sidnummer med LibreOffice …" in terminal.getvalue()
    assert numbered
