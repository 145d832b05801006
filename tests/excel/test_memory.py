"""An engine's process gets so much memory and no more."""

from __future__ import annotations

import subprocess
import sys

import pytest

from rus_sheets.excel.calc.worker import MEMORY
from tests.wine import UNDER_WINE

MEGA = 2**20


def bounded(most: int, wanted: int) -> str:
    """What a process says that bounds itself and asks for memory."""
    program = f"""
from rus_sheets.excel.calc.memory import bound
print(bound({most}))
try:
    bytearray({wanted})
    print("got it")
except MemoryError:
    print("refused")
"""
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout


def test_the_system_takes_the_engines_limit() -> None:
    assert bounded(MEMORY, 10 * MEGA).split("\n")[:2] == ["True", "got it"]


@pytest.mark.skipif(UNDER_WINE, reason="Wine's: it takes a job's limit of memory and doesn't hold it")
@pytest.mark.skipif(sys.platform == "darwin", reason="macOS takes the limit and doesn't hold it")
def test_more_than_that_is_refused() -> None:
    assert bounded(1024 * MEGA, 2048 * MEGA).split("\n")[:2] == ["True", "refused"]
