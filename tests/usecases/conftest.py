"""What the tests of the inbox begin from; a module whose tests begin from something else has a workbook of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.usecases.inbox import sent_forms


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a workbook whose forms have been sent."""
    return sent_forms(tmp_path_factory.mktemp("kansli")).parent


@pytest.fixture
def workbook(office: Path, tmp_path: Path) -> Path:
    """A workbook of one's own whose forms have been sent, with an empty ``in`` beside it."""
    shutil.copytree(office, tmp_path, dirs_exist_ok=True)
    return tmp_path / "verksamhet-2026.xlsx"
