"""The page of checks in the docs is the checks' own manual."""

from __future__ import annotations

from pathlib import Path

from rus_sheets.checks.manual import as_markdown
from rus_sheets.checks.run_all import all_checks

PAGE = Path(__file__).resolve().parents[2] / "docs" / "kontroller.md"


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == as_markdown(), "run python -m rus_sheets.usecases.generate"


def test_every_check_is_there() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert all(f"### {check.code} {check.name}" in page for check in all_checks())
