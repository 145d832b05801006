"""A LibreOffice that hangs, breaks or doesn't start: the document is written all the same, and what it lacks told."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from rus_sheets import libreoffice
from rus_sheets.resources import folder
from tests.cli.run import rus_sheets
from tests.word.documents import lines

EXAMPLE = folder("examples") / "2026" / "verksamhet-2026.xlsx"
HANGS = """#!/bin/sh
sleep 987
"""
BREAKS = "#!/bin/sh\nexit 1\n"
WRITES_NO_PDF = """#!/bin/sh
while [ "$1" != --outdir ]; do shift; done
echo nonsense > "$2/document.pdf"
"""
NO_PROGRAM = "no program"
PROGRAMS = {"hangs": HANGS, "breaks": BREAKS, "writes no PDF": WRITES_NO_PDF, "can't be started": NO_PROGRAM}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the programs are scripts")


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    program = tmp_path / "soffice"
    program.write_text(PROGRAMS[request.param], encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(libreoffice, "TIMEOUT", 1.0)
    return Path(shutil.copy(EXAMPLE, tmp_path))


@pytest.mark.parametrize("workbook", PROGRAMS, indirect=True)
@pytest.mark.parametrize(("command", "has_contents"), [("plan", True), ("report", True), ("application", False)])
def test_the_document_is_written_without_page_numbers(workbook: Path, command: str, has_contents: bool) -> None:
    document = workbook.with_name("d.docx")
    ran = rus_sheets(command, workbook, "-o", document)
    assert ran.code == 0
    assert ("fick inga sidnummer" in ran.out) == ("Uppdatera fält" in ran.out) == has_contents
    assert len(lines(document.read_bytes())) > 20


@pytest.mark.parametrize("workbook", PROGRAMS, indirect=True)
def test_a_pdf_that_cannot_be_made_says_so_and_the_document_stands(workbook: Path) -> None:
    document = workbook.with_name("d.docx")
    ran = rus_sheets("plan", workbook, "-o", document, "--pdf", "--no-pages")
    assert (ran.code, document.is_file(), document.with_suffix(".pdf").is_file()) == (3, True, False)
    assert "Dokumentet är skrivet" in ran.err
