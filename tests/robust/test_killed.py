"""Killed, or refused by the system, at any call: the file is the old or the new one, whole, and work goes on.

The ordinary run makes every fourth call of a merge fail, kills in the middle of its writes and round its renamings, and
samples the other commands; RUS_SHEETS_FAULTS=all makes every call of every command fail in every way. What the kernel
itself says to these faults, and kills at every call, are test_system_calls's.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rus_sheets.usecases.opened.opening import open_book
from tests.cli.run import rus_sheets
from tests.cli.test_merge import DONE, PARTLY, answer
from tests.robust.conftest import Tell
from tests.robust.injection import ERRORS
from tests.robust.trial import ALL, BOOK, FAULTS, SCENARIOS, Trial, chosen, content
from tests.robust.victim import Victim

SAMPLE = 2
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="faults are put in with fork")


def faults(name: str, calls: list[str]) -> list[tuple[int, str, bool]]:
    numbers = range(1, len(calls) + 1)
    every = [(at, mode, lasting) for at in numbers for mode in ERRORS for lasting in (False, True)]
    kills = [(at, "kill before", False) for at in numbers] + [(at, "kill after", False) for at in numbers]
    kills += [(at, "kill in the middle", False) for at in numbers if calls[at - 1] == "write"]
    if FAULTS:
        return chosen(name, every + kills)
    if name == "merge":
        renamings = [each for each in kills if calls[each[0] - 1] in ("replace", "rename")]
        halves = [each for each in kills if each[1] == "kill in the middle"]
        return [(at, ERRORS[at % len(ERRORS)], at % 8 == 1) for at in numbers[::4]] + renamings + halves
    if name == "merge, calculating":
        first, last = calls.index("rmdir") - 16, calls.index("rmdir") + 1
        return [(at, "ENOSPC", True) for at in range(first, last + 1, 2)]
    return random.Random(name).sample(every + 5 * kills, SAMPLE)  # noqa: S311 - a sample of tests


@pytest.mark.parametrize("name", SCENARIOS)
def test_old_or_new_whatever_happens(
    name: str,
    victim: Victim,
    prepared: Callable[[str], Path],
    tmp_path: Path,
    tell: Tell,
) -> None:
    trial = Trial(victim, SCENARIOS[name], prepared(name), tmp_path / "försök")
    calls = trial.undisturbed(at=0)["calls"]
    some = faults(name, calls)
    for number, (at, mode, lasting) in enumerate(some, 1):
        tidy = not lasting and calls[at - 1] != "unlink"
        told = f"call {at} ({mode}{', lasting' if lasting else ''})"
        trial.goes_on(trial.fault(told, tidy=tidy, at=at, mode=mode, lasting=lasting))
        if number % 100 == 0:
            tell(f"{name}: {number} of {len(some)} faults", done=False)
    tell(f"{name}: {len(calls)} calls, {len(some)} faults")


def test_killed_at_any_time(victim: Victim, prepared: Callable[[str], Path], tmp_path: Path) -> None:
    """A real SIGKILL, at a time of its own."""
    trial = Trial(victim, SCENARIOS["merge"], prepared("merge"), tmp_path / "försök")
    trial.undisturbed()
    chance = random.Random(7)  # noqa: S311
    for _ in range(300 if ALL else 6):
        seconds = chance.uniform(0, 0.2)
        trial.goes_on(trial.fault(f"{seconds} s", tidy=False, kill_after=seconds))


def command(where: Path, *words: str) -> subprocess.Popen[bytes]:
    code = "from rus_sheets.start import main; main()"
    # -P: the installed command doesn't look for its modules in the folder one stands in either.
    return subprocess.Popen(
        [sys.executable, "-P", "-c", code, *words], cwd=where, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def test_two_merges_at_once_end_as_one_after_the_other(prepared: Callable[[str], Path], tmp_path: Path) -> None:
    where = Path(shutil.copytree(prepared("merge"), tmp_path / "mapp"))
    assert rus_sheets("split", where / BOOK, where / "ut", "--only", "A04").code == 0
    (where / "in2").mkdir()
    answer(where / BOOK, "A04", "Handläggare", Status=PARTLY).rename(where / "in2" / "A04.xlsx")
    running = [command(where, "merge", BOOK, each) for each in ("in", "in2")]
    ended = [(each.communicate()[0].decode(), each.returncode) for each in running]
    codes = sorted(code for _, code in ended)
    outcomes = open_book(where / BOOK)["outcomes"].by_id
    assert codes in ([0, 0], [0, 3]), ended
    done = [outcomes["A03"]["status"] == DONE, outcomes["A04"]["status"] == PARTLY]
    assert done.count(True) == codes.count(0), ended
    assert all("Ett annat kommando" in out for out, code in ended if code == 3)


@pytest.mark.parametrize("name", ["~$" + BOOK, "~$" + BOOK[2:], f".~lock.{BOOK}#"])
@pytest.mark.parametrize("words", [("merge", BOOK, "in"), ("undo", BOOK), ("validate", BOOK, "--fix")])
def test_a_workbook_that_is_open_is_left_alone(
    name: str, words: tuple[str, ...], victim: Victim, prepared: Callable[[str], Path], tmp_path: Path
) -> None:
    where = Path(shutil.copytree(prepared("merge"), tmp_path / "mapp"))
    (where / name).write_bytes(b"\x05Chefen" if name.startswith("~$") else b"Chefen,dator,tid;")
    before = {path: content(path) for path in where.rglob("*") if path.is_file()}
    ran = victim.run(where, *words)
    assert (ran["code"], "öppen i" in ran["out"]) == (3, True), ran
    assert {path: content(path) for path in where.rglob("*") if path.is_file()} == before


def test_open_through_a_link(victim: Victim, prepared: Callable[[str], Path], tmp_path: Path) -> None:
    """A link and the file itself are one workbook: one lock, one folder of copies."""
    where = Path(shutil.copytree(prepared("merge"), tmp_path / "mapp"))
    (tmp_path / "länk.xlsx").symlink_to(where / BOOK)
    (where / f"~${BOOK}").write_bytes(b"")
    old = content(where / BOOK)
    assert victim.run(tmp_path, "merge", "länk.xlsx", "mapp/in")["code"] == 3
    (where / f"~${BOOK}").unlink()
    assert victim.run(tmp_path, "merge", "länk.xlsx", "mapp/in")["code"] == 0
    assert (tmp_path / "länk.xlsx").is_symlink()
    assert content(where / BOOK) != old
    assert victim.run(where, "undo", BOOK)["code"] == 0
    assert content(where / BOOK) == old
