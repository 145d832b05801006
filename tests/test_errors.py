"""Why the system refused, said in Swedish."""

from __future__ import annotations

import errno
import os

import pytest

from rus_sheets.errors import reason


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.EACCES, "behörighet saknas"), (errno.ENOSPC, "disken är full"), (errno.EROFS, "disken är skrivskyddad")],
)
def test_the_usual_reasons_are_told_in_swedish(number: int, said: str) -> None:
    assert reason(OSError(number, os.strerror(number))) == said


def test_other_reasons_are_the_systems_own_words() -> None:
    assert reason(OSError(errno.EDOM, "out of domain")) == "out of domain"
    assert reason(OSError("no number")) == "no number"


def test_a_file_that_a_program_holds_on_windows() -> None:
    error = PermissionError(errno.EACCES, "Permission denied")
    error.winerror = 32  # type: ignore[attr-defined,unused-ignore]
    assert reason(error) == "ett annat program använder den"
