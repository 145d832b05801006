"""The version, from where it stands, and what CHANGELOG.md says of it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from release import ReleaseError


def version(root: Path) -> str:
    """The version in pyproject.toml, where it stands and nowhere else."""
    return str(tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def notes(root: Path, name: str) -> str:
    """The part of CHANGELOG.md under that version. Raises ReleaseError where it has none, or says nothing."""
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(name)}(?: [^\n]*)?\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if found is None or not found[1].strip():
        raise ReleaseError(f"CHANGELOG.md says nothing under '## {name}'.")
    return f"# rus-sheets {name}\n\n{found[1].strip()}\n"
