"""docs/kommandon.md is the commands' own help."""

from __future__ import annotations

import subprocess
import sys

from rus_sheets.cli.app import COMMANDS
from tests.docs.pages import ROOT


def test_the_page_is_current() -> None:
    command = [sys.executable, "docs/kommandon.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_command_is_there() -> None:
    page = (ROOT / "docs" / "kommandon.md").read_text(encoding="utf-8")
    assert all(f"\n## {command}\n" in page for command in COMMANDS)
    assert max(map(len, page.splitlines())) <= 120
