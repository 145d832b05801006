"""What the commands are tried on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rus_sheets.resources import folder
from tests.cli.run import rus_sheets


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """The workbook of 2026, its follow-up files in ``ut`` beside it, and an empty ``in`` for what comes back."""
    path = Path(shutil.copy(folder("examples") / "2026" / "verksamhet-2026.xlsx", tmp_path))
    assert rus_sheets("split", path, tmp_path / "ut").code == 0
    (tmp_path / "in").mkdir()
    return path
