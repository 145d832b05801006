"""Sixty entries as each office program saves them: nothing is taken wrongly without a word, and the daily ones come in.

The files beside are made by ``python -m tools.office_programs``.
"""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.answers_saved import sixty
from tests.answers_saved.sixty import Word
from tools.office_programs.__main__ import PROGRAMS, UNO_PYTHON, save
from tools.office_programs.page import PAGE, page


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_entry_comes_in_as_it_was_meant_or_is_asked_about(program: str) -> None:
    found = sixty.became(sixty.HERE / f"{program}.xlsx")
    assert len(found) == 60
    assert [(entry, told) for entry, told in found if told.word in (Word.WRONG, Word.LOST)] == []
    daily = {entry.typed for entry, told in found if entry.daily and told.word in (Word.ASKED, Word.PROPOSED)}
    assert daily == {entry.typed for entry, _ in found if entry.daily and program in entry.asked_in}


@pytest.mark.parametrize("program", PROGRAMS)
def test_no_formula_of_a_script_is_turned_away(program: str) -> None:
    words = {told.word for entry, told in sixty.became(sixty.HERE / f"{program}.xlsx") if entry.typed.startswith("=")}
    assert words == {Word.PROPOSED if program in ("sheetjs", "exceljs", "openpyxl") else Word.IN}


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_saved_files_tell_of_nobody(program: str) -> None:
    with zipfile.ZipFile(sixty.HERE / f"{program}.xlsx") as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    assert not [part for part in parts if b"file:///" in part or b"/home/" in part or b"C:\\" in part]


def test_the_page_in_the_docs_is_current() -> None:
    """If it isn't: ``python -m tools.office_programs.page``, and look at what has changed."""
    assert PAGE.read_text(encoding="utf-8") == page()


def _has_uno() -> bool:
    try:
        return subprocess.run([UNO_PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.skipif(not _has_uno(), reason="LibreOffice's uno isn't installed for the system's Python")
def test_the_libreoffice_of_this_machine_saves_the_same(tmp_path: Path) -> None:
    path = tmp_path / "libreoffice.xlsx"
    save("libreoffice", path)
    assert sixty.became(path) == sixty.became(sixty.HERE / "libreoffice.xlsx")
