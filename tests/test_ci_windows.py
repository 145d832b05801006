"""What .ci/windows makes red, with a stand-in for the kit: tests that fail twice, and nothing that is Wine's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import ROOT

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0 or not shutil.which("apt-get"),
    reason="Wine is set up by root on Debian",
)
AGAIN = '[ -e "$1/again" ] && { echo 2 passed; exit 0; }; touch "$1/again"'


@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize(
    ("setup", "tests", "code", "said"),
    [
        ("", "echo 3 passed", 0, "Windows: 3 passed"),
        ("", "echo FAILED tests/cli/test_x.py::test_a; exit 1", 1, "FAILED tests/cli/test_x.py"),
        ("", f"{AGAIN}; echo ERROR tests/cli/test_x.py; exit 1", 0, "failed once and not again: tests/cli/test_x.py"),
        ("", "echo gone; exit 139", 0, "Wine ended by itself (139) in tests/merge: gone"),
        ("", "exit 124", 0, "time was up in tests/merge"),
        ("", "echo no tests ran; exit 5", 1, "no tests ran"),
        ("echo no network; exit 100", "", 0, "could not be made, so nothing is run: no network"),
        (None, "", 0, "../shared/windows isn't here"),
    ],
)
def test_what_is_red(tmp_path: Path, setup: str | None, tests: str, code: int, said: str, asked: bool) -> None:
    script = tmp_path / "main" / ".ci" / "windows"
    script.parent.mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "windows", script)
    if setup is not None:
        for name, does in (("setup.sh", f'mkdir -p "$1"; {setup}'), ("pytest.sh", tests)):
            path = tmp_path / "shared" / "windows" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"#!/bin/bash\n{does}\n")
            path.chmod(0o755)
    left = {**os.environ, "RUS_SHEETS_WINE": str(tmp_path / "wine") if asked else ""}
    ran = subprocess.run([script], capture_output=True, text=True, env=left, check=False)
    assert (ran.returncode, said in ran.stdout) == (code, True), ran.stdout
