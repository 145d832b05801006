"""What holds for every test: those that need what this machine lacks are skipped, and say why."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.reader import drawings

from tests.libreoffice import soffice

# openpyxl reads pictures where Pillow is found, which a tool of the tests brings, and stops at some that Excel shows.
drawings.PILImage = False

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    no_libreoffice = pytest.mark.skip(reason="LibreOffice is not installed")
    no_shared = pytest.mark.skip(reason="../shared is missing")
    for item in items:
        if soffice() is None and item.get_closest_marker("libreoffice"):
            item.add_marker(no_libreoffice)
        if not SHARED.is_dir() and item.get_closest_marker("shared"):
            item.add_marker(no_shared)
