"""The power goes at any moment: the workbook is the old or the new one, whole, and the copy from before is there.

The calls that a command makes are taken down by strace and replayed on a model of a disk (see ``power``), which at each
call says all that may be left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from rus_sheets.usecases.changing.backupnotes import FOLDER
from tests.robust.conftest import Tell
from tests.robust.power import Disk, Step, steps
from tests.robust.test_system_calls import no_strace
from tests.robust.trial import SCENARIOS, Trial
from tests.robust.victim import Victim

MADE_AGAIN = ("split",)
"""Doesn't wait for the disk: what it makes can be made again (see ``write_atomically``)."""


def faults(disk: Disk, taken: Iterable[Step], changed: str, folder: str, copies: Iterable[str]) -> list[str]:
    """What may be lost, at which step: a file of any name that isn't whole, or a change without its copies."""
    old = disk.present.get(changed, 0)
    found = []
    for number, step in enumerate(taken, 1):
        disk.take(step)
        half = [name for name in disk.names() if disk.may_be(name) & disk.unwritten and not _nobodys(name)]
        if half:
            found.append(f"after {number} {step}: {half} may be half written")
        lost = [copy for copy in copies if not disk.keeps(copy, folder)]
        if disk.may_be(changed) != {old} and lost:
            found.append(f"after {number} {step}: {lost} may be gone")
    return found


def _nobodys(name: str) -> bool:
    """A name that people don't open: a temporary file, a lock or a claim."""
    return name.endswith((".tmp", "-lock", "-claim"))


@pytest.mark.skipif(bool(no_strace()), reason=no_strace() or "it can")
@pytest.mark.parametrize("name", [name for name in SCENARIOS if name not in MADE_AGAIN])
def test_old_or_new_after_a_power_cut(
    name: str, victim: Victim, prepared: Callable[[str], Path], tmp_path: Path, tell: Tell
) -> None:
    trial = Trial(victim, SCENARIOS[name], prepared(name), tmp_path / "försök", always=True)
    log, where = tmp_path / "anrop", tmp_path / "försök" / "mapp"
    trial.undisturbed(strace=["-o", str(log), "-y", "-s", "0", "-e", "trace=%file,%desc"])
    taken = list(steps(log.read_text().splitlines(), str(where)))
    before = {str(where / path.relative_to(trial.origin)) for path in trial.origin.rglob("*")}
    disk = Disk({path: number for number, path in enumerate(sorted(before), 1)})
    changed = str(where / trial.scenario.changed)
    copies = {str(path) for path in (where / FOLDER).glob("*")} - before if trial.scenario.undo else set()
    assert len(copies) == (2 if trial.scenario.undo else 0)  # the copy, and the note on it
    assert [step for step in taken if step.kind == "move" and step.target == changed]
    assert faults(disk, taken, changed, str(where), copies) == []
    assert disk.may_be(changed) == {disk.present[changed]}, "what is said to be done may be gone"
    tell(f"{name}: {len(taken)} moments")


SAFE = [
    Step("make", "/m/kopior"), Step("sync", "/m"),
    Step("make", "/m/kopior/1.tmp"), Step("write", "/m/kopior/1.tmp"), Step("sync", "/m/kopior/1.tmp"),
    Step("move", "/m/kopior/1.tmp", "/m/kopior/1"), Step("sync", "/m/kopior"),
    Step("make", "/m/2.tmp"), Step("write", "/m/2.tmp"), Step("sync", "/m/2.tmp"),
    Step("move", "/m/2.tmp", "/m/bok"), Step("sync", "/m"),
]  # fmt: skip


def test_the_model_finds_each_sync_that_is_missing() -> None:
    def found(taken: list[Step]) -> list[str]:
        disk = Disk({"/m/bok": 1})
        end = faults(disk, taken, "/m/bok", "/m", ["/m/kopior/1"])
        return end if disk.may_be("/m/bok") == {disk.present["/m/bok"]} else [*end, "not done for certain"]

    assert found(SAFE) == []
    for number, step in enumerate(SAFE):
        if step.kind == "sync":
            assert found(SAFE[:number] + SAFE[number + 1 :]), f"without {number} {step}"


def test_what_strace_says() -> None:
    lines = [
        '7 openat(AT_FDCWD</x/mapp>, "s\\303\\244k/1.tmp", O_WRONLY|O_CREAT, 0600) = 4</x/mapp/s\\303\\244k/1.tmp>',
        '7 openat(AT_FDCWD</x/mapp>, "bok", O_RDONLY|O_CLOEXEC) = 4</x/mapp/bok>',
        '7 write(4</x/mapp/s\\303\\244k/1.tmp>, ""..., 76991) = 76991',
        "7 fsync(4</x/mapp/s\\303\\244k/1.tmp>) = 0",
        '7 rename("s\\303\\244k/1.tmp", "/x/mapp/s\\303\\244k/1") = 0',
        '7 rename("a", "b") = -1 ENOENT (No such file or directory)',
        '7 unlink("/y/z") = 0',
        '7 write(5<pipe:[645]>, ""..., 8) = 8',
        '8 unlink("1" <unfinished ...>',
        '7 read(3</y>, ""..., 8) = 8',
        "8 <... unlink resumed>) = 0",
    ]
    assert list(steps(lines, "/x/mapp")) == [
        Step("make", "/x/mapp/säk/1.tmp"),
        Step("write", "/x/mapp/säk/1.tmp"),
        Step("sync", "/x/mapp/säk/1.tmp"),
        Step("move", "/x/mapp/säk/1.tmp", "/x/mapp/säk/1"),
        Step("remove", "/x/mapp/1"),
    ]
