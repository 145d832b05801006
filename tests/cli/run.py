"""Run a command as a user would, in this process: exit code, what it printed, what it complained."""

from __future__ import annotations

import contextlib
import io
import sys
from dataclasses import dataclass
from unittest import mock

from rus_sheets.start import main


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


def rus_sheets(*words: object) -> Ran:
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with (
        mock.patch.object(sys, "argv", ["rus-sheets", *map(str, words)]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
    return Ran(code, out.getvalue(), err.getvalue())
