"""The workbook in a network folder: the connection breaks, or two computers work on it whose locks don't meet.

RUS_SHEETS_FAULTS says how many times (not "all": moments are drawn by chance).
"""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from rus_sheets.usecases.opened.opening import open_book
from tests.cli.run import rus_sheets
from tests.cli.test_merge import DONE, PARTLY, answer
from tests.robust.conftest import Tell
from tests.robust.network import NetworkFolder, no_network_folder
from tests.robust.test_killed import command
from tests.robust.trial import BOOK, FAULTS, copies

TIMES = int(FAULTS) if FAULTS.isdecimal() else 3
pytestmark = pytest.mark.skipif(bool(no_network_folder()), reason=no_network_folder() or "it can")


def test_the_connection_breaks(prepared: Callable[[str], Path], tmp_path: Path, tell: Tell) -> None:
    chance = random.Random("nät")  # noqa: S311
    old, replaced = (prepared("merge") / BOOK).read_bytes(), 0
    longest = 0.0
    for number in range(TIMES):
        served = Path(shutil.copytree(prepared("merge"), tmp_path / f"server{number}"))
        with NetworkFolder(served, tmp_path / f"nät{number}") as network:
            began = time.monotonic()
            running = command(network.here, "merge", BOOK, "in")
            if longest:
                time.sleep(chance.uniform(0.1, longest))
                network.cut()
            else:  # the first time, to see how long it takes
                running.wait()
                longest = 1.2 * (time.monotonic() - began)
            told, code = running.communicate(timeout=60)[0].decode(), running.returncode
        now = (served / BOOK).read_bytes()
        assert "Traceback" not in told
        assert (code, now == old) in ((0, False), (3, True)), told
        if now != old:
            replaced += 1
            assert open_book(served / BOOK)["outcomes"].by_id["A03"]["status"] == DONE
            assert old in copies(served)
        assert rus_sheets("merge", served / BOOK, served / "in").code == 0
        assert open_book(served / BOOK)["outcomes"].by_id["A03"]["status"] == DONE
    tell(f"{TIMES - 1} times, {replaced - 1} of them when the workbook had been replaced")


def test_two_computers_at_once(prepared: Callable[[str], Path], tmp_path: Path, tell: Tell) -> None:
    for number in range(TIMES):
        served = Path(shutil.copytree(prepared("merge"), tmp_path / f"server{number}"))
        assert rus_sheets("split", served / BOOK, served / "ut", "--only", "A04").code == 0
        (served / "in2").mkdir()
        answer(served / BOOK, "A04", "Handläggare", Status=PARTLY).rename(served / "in2" / "A04.xlsx")
        one, other = (NetworkFolder(served, tmp_path / f"{name}{number}") for name in ("en", "annan"))
        with one, other:
            running = [command(one.here, "merge", BOOK, "in"), command(other.here, "merge", BOOK, "in2")]
            ended = [(each.communicate(timeout=60)[0].decode(), each.returncode) for each in running]
        outcomes = open_book(served / BOOK)["outcomes"].by_id
        done = [outcomes["A03"]["status"] == DONE, outcomes["A04"]["status"] == PARTLY]
        assert [code == 0 for _, code in ended] == done, ended
        assert any(done), ended
        assert all(code in (0, 3) for _, code in ended), ended
        for _ in range(sum(done)):  # each change has its copy from before
            assert rus_sheets("undo", served / BOOK).code == 0, ended
        assert (served / BOOK).read_bytes() == (prepared("merge") / BOOK).read_bytes()
    tell(f"{TIMES} pairs, none lost")
