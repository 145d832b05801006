"""A disk that really is full or read-only, and files that really may not grow: the kernel itself says no.

The disk is a small one in memory, filled so that the space ends at each page of what a command writes: first no room at
all, then one page more at a time until the command succeeds. The ordinary run takes larger steps;
RUS_SHEETS_FAULTS=all takes every page with every command.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.robust.conftest import Tell
from tests.robust.trial import ALL, SCENARIOS, Trial
from tests.robust.victim import Victim

ROOMY = "size=64m,nr_inodes=10000"
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
SOME = ("merge", "conflicts", "split", "new")
STEPS = {"merge": 5, "split": 3}
STEP = 19
"""Pages between two sizes in the ordinary run, where only some commands are tried."""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="commands are run with fork")


@dataclass(frozen=True)
class Disk:
    """A file system of its own that can be made smaller while it is in use."""

    place: Path

    def mount(self, options: str) -> subprocess.CompletedProcess[bytes]:
        command = ["mount", "-t", "tmpfs", "-o", options, "rus-sheets", self.place]
        return subprocess.run(command, capture_output=True, check=False)

    def change(self, options: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{options}", self.place], check=True)

    def leave(self, *, pages: int) -> None:
        """Room for so many pages more."""
        now = os.statvfs(self.place)
        used = (now.f_blocks - now.f_bfree) * now.f_bsize // PAGE
        self.change(f"size={(used + pages) * PAGE}")

    def leave_files(self, files: int) -> None:
        """Room for so many files more."""
        now = os.statvfs(self.place)
        self.change(f"nr_inodes={now.f_files - now.f_ffree + files}")


@pytest.fixture(scope="module")
def disk() -> Iterator[Disk]:
    made = Disk(Path(tempfile.mkdtemp(prefix="rus-sheets-disk-")))
    try:
        if sys.platform != "linux" or not shutil.which("mount"):
            pytest.skip("there is no tmpfs here")
        mounted = made.mount(ROOMY)
        if mounted.returncode:
            pytest.skip(f"mounting isn't permitted here: {mounted.stderr.decode().strip()}")
        try:
            yield made
        finally:
            if subprocess.run(["umount", made.place], check=False).returncode:
                subprocess.run(["umount", "-l", made.place], check=True)
    finally:
        made.place.rmdir()


@pytest.fixture(scope="module", params=SCENARIOS if ALL else SOME)
def trial(
    request: pytest.FixtureRequest, victim: Victim, prepared: Callable[[str], Path], disk: Disk
) -> Iterator[tuple[str, Trial]]:
    disk.change(ROOMY)
    made = Trial(victim, SCENARIOS[request.param], prepared(request.param), disk.place / "försök", always=True)
    made.undisturbed()
    yield request.param, made
    disk.change(ROOMY)
    shutil.rmtree(made.place)


def fresh(trial: Trial) -> Path:
    where = trial.fresh()
    (trial.place / "mapp-tmp").mkdir()
    return where


def test_the_disk_fills(trial: tuple[str, Trial], disk: Disk, tell: Tell) -> None:
    name, tried = trial
    pages, refused, step = 0, 0, 1 if ALL else STEPS.get(name, STEP)
    while True:
        where = fresh(tried)
        disk.leave(pages=pages)
        ran = tried.fault(f"room for {pages} pages", where=where)
        disk.change(ROOMY)
        tried.goes_on(ran)
        if tried.is_new(ran["now"]):
            break
        assert ran["code"] == 3, ran["what"]
        refused, pages = refused + 1, pages + step
        assert pages < 1000
    assert refused or name == "undo", "the disk was never full"
    tell(f"{name}: full {refused} times, done with room for {pages} pages")


def test_no_room_for_another_file(trial: tuple[str, Trial], disk: Disk) -> None:
    _, tried = trial
    for files in range(10 if ALL else 3):
        where = fresh(tried)
        disk.leave_files(files)
        ran = tried.fault(f"room for {files} files", where=where)
        disk.change(ROOMY)
        tried.goes_on(ran)
        if tried.is_new(ran["now"]) and files:
            break


def test_the_disk_is_read_only(trial: tuple[str, Trial], disk: Disk) -> None:
    _, tried = trial
    where = fresh(tried)
    disk.change("ro")
    try:
        ran = tried.fault("read-only", where=where)
    finally:
        disk.change("rw")
    assert ran["code"] == 3, ran["what"]
    tried.goes_on(ran)


@pytest.mark.parametrize("name", SCENARIOS if ALL else ("merge", "split"))
def test_a_file_may_not_grow(name: str, victim: Victim, prepared: Callable[[str], Path], tmp_path: Path) -> None:
    """A limit to the size of files: needs no leave to mount, and makes the kernel write a part and then refuse."""
    trial = Trial(victim, SCENARIOS[name], prepared(name), tmp_path / "försök", always=True)
    trial.undisturbed()
    ends = {len(each) + more for each in (trial.old, trial.new) if each for more in (-1, 0)}
    limits = [*sorted({0, 1, 320, *ends}), 10_000_000]
    some = limits if ALL or name == "merge" else [limits[0], limits[-2], limits[-1]]
    refused = 0
    for largest in some:
        ran = trial.fault(f"files of {largest} bytes", largest=largest)
        refused += ran["code"] == 3
        trial.goes_on(ran)
    assert refused, "no file was too large"
    assert trial.is_new(ran["now"])
