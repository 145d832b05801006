"""Run a command as a user would, in this process: exit code, what it printed, what it complained."""

from __future__ import annotations

import contextlib
import io
import shlex
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


def words_of(command: str) -> list[str]:
    """The words after ``rus-sheets`` in a line to copy; a backslash in it is Windows' own and escapes nothing."""
    shell = shlex.shlex(command, posix=True, punctuation_chars=False)
    shell.whitespace_split, shell.escape, shell.commenters = True, "", ""
    return list(shell)[1:]
