"""Run a command in a process of its own, with the console's code page and its environment."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_PROGRAM = [sys.executable, "-c", "from rus_sheets.cli import main; main()"]


@dataclass(frozen=True)
class Told:
    code: int
    out: str
    err: str


def in_process(*words: object, encoding: str = "utf-8", cwd: Path | None = None, **environment: str) -> Told:
    env = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    env |= {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"} | environment
    done = subprocess.run([*_PROGRAM, *map(str, words)], capture_output=True, cwd=cwd, env=env, check=False)
    return Told(done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding))
