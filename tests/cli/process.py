"""Run a command with a console's code page and environment: in a process of its own, or (quicker) in this one."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from rus_sheets.start import main

_PROGRAM = [sys.executable, "-m", "rus_sheets"]


@dataclass(frozen=True)
class Told:
    code: int
    out: str
    err: str


def in_process(
    *words: object, encoding: str = "utf-8", cwd: Path | None = None, under: Sequence[str] = (), **environment: str
) -> Told:
    """``under`` is the program that runs the command."""
    env = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    env |= {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"} | environment
    done = subprocess.run([*under, *_PROGRAM, *map(str, words)], capture_output=True, cwd=cwd, env=env, check=False)
    return Told(done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding))


def on_page(*words: object, encoding: str) -> Told:
    """In this process, with standard streams of that encoding."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding=encoding) for _ in range(2))
    code = 0
    with mock.patch.multiple(sys, argv=["rus-sheets", *map(str, words)], stdout=out, stderr=err):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
    told = []
    for stream in (out, err):
        stream.flush()
        told.append(stream.detach().getvalue().decode(encoding))  # type: ignore[attr-defined]
    return Told(code, *told)
