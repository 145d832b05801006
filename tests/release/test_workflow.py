"""The workflow that isn't run here asks for files that are there, and runs what the README says."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_workflow_is_the_readmes() -> None:
    workflow = (ROOT / ".github" / "workflows" / "readme.yml").read_text(encoding="utf-8")
    shown = (ROOT / "README.md").read_text(encoding="utf-8").partition("## The page")[0]
    first = re.findall(r"^(?:pip install|uv run) .*$", shown, re.MULTILINE)
    assert first == ["pip install uv", "uv run rus-sheets demo demo"]
    runs = re.findall(r"- run: (.*)", workflow)
    assert [line for line in runs if line in first] == first
    named = [path for line in runs for path in re.findall(r"tests/[\w/.]+", line)]
    assert named
    assert all((ROOT / path).is_file() for path in named)
    for system in ("windows", "macos", "ubuntu"):
        assert f"{system}-latest" in workflow


def test_python_is_said_alike() -> None:
    """What the classifiers name is what the page for users says, and the workflow begins with the lowest."""
    classifiers = re.findall(r"Python :: (3\.\d+)", (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    handbook = (ROOT / "docs" / "handbok.md").read_text(encoding="utf-8")
    assert f"{', '.join(classifiers[:-1])} eller {classifiers[-1]}" in handbook
    assert f"{classifiers[0]} till {classifiers[-1]}" in handbook
    workflow = (ROOT / ".github" / "workflows" / "readme.yml").read_text(encoding="utf-8")
    assert f'["{classifiers[0]}", ' in workflow
    assert f'"{classifiers[-1]}"]' in workflow
