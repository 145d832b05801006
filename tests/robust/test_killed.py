"""Killed, or refused by the system, at any call: the file is the old or the new one, whole, and work goes on.

The ordinary run makes every call of a merge fail once and kills at each of its writes, and samples the other commands;
RUS_SHEETS_FAULTS=all makes every call of every command fail in every way.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from rus_sheets.excel.patch import patch_cells
from rus_sheets.resources import folder
from rus_sheets.usecases.backups import FOLDER
from rus_sheets.usecases.opening import open_book
from tests.cli.run import rus_sheets
from tests.cli.test_merge import DONE, PARTLY, answer
from tests.robust.injection import ERRORS
from tests.robust.victim import TRACEBACK, Victim

ALL = os.environ.get("RUS_SHEETS_FAULTS") == "all"
SAMPLE = 8
BOOK = "verksamhet-2026.xlsx"
PLAN = "Verksamhetsplan-2026.docx"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="faults are put in with fork")


@dataclass(frozen=True)
class Scenario:
    """A command in a folder: ``changed`` is the file that it changes, ``codes`` what it ends with when all is well."""

    words: tuple[str, ...]
    changed: str = BOOK
    codes: tuple[int, ...] = (0,)
    again: tuple[int, ...] = (0,)
    words_again: tuple[str, ...] = ()
    undo: bool = True
    calculate: bool = False


SCENARIOS = {
    "merge": Scenario(("merge", BOOK, "in"), codes=(0,)),
    "merge, calculating": Scenario(("merge", BOOK, "in"), calculate=True),
    "conflicts": Scenario(
        ("merge", BOOK, "in", "--conflicts", "konflikter.xlsx"),
        codes=(1,),
        again=(1,),
        words_again=("merge", BOOK, "in", "--conflicts", "nya.xlsx"),
    ),
    "decisions": Scenario(("merge", BOOK, "--decisions", "val.xlsx"), codes=(0, 1), again=(0, 1)),
    "undo": Scenario(("undo", BOOK), again=(0, 3), undo=False),
    "fix": Scenario(("validate", BOOK, "--fix"), codes=(0, 1), again=(0, 1)),
    "refresh": Scenario(("refresh", PLAN, BOOK), PLAN, codes=(0, 1), again=(0, 1)),
    "new": Scenario(("new", "ny.xlsx", "--year", "2027", "--from", BOOK), "ny.xlsx", again=(0, 3), undo=False),
}


@pytest.fixture(scope="module")
def victim() -> Iterator[Victim]:
    with Victim() as running:
        yield running


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    made: dict[str, Path] = {}

    def prepare(name: str) -> Path:
        if name not in made:
            made[name] = _folder(name, tmp_path_factory.mktemp("orörd"))
        return made[name]

    return prepare


def _folder(name: str, place: Path) -> Path:
    workbook = Path(shutil.copy(folder("examples") / "2026" / BOOK, place))
    (place / "in").mkdir()
    if name == "refresh":
        assert rus_sheets("plan", workbook, "-o", place / PLAN).code == 0
        row = open_book(workbook)["plan"].by_id["A03"]
        patch_cells(workbook, workbook, {row.cell("days").sheet: {row.cell("days").ref: 999}})
    elif name == "fix":
        cell = open_book(workbook)["outcomes"].by_id["A03"].cell("planned_days")
        patch_cells(workbook, workbook, {cell.sheet: {cell.ref: 12}})
    elif name != "new":
        assert rus_sheets("split", workbook, place / "ut", "--only", "A03").code == 0
        answer(workbook, "A03", "Samordnare", Status=DONE, Dagar_utfall=100)
        if name in ("conflicts", "decisions"):
            cell = open_book(workbook)["outcomes"].by_id["A03"].cell("status")
            patch_cells(workbook, workbook, {cell.sheet: {cell.ref: PARTLY}})
        if name == "decisions":
            _decided(workbook, place)
        if name == "undo":
            assert rus_sheets("merge", workbook, place / "in").code == 0
        shutil.rmtree(place / "ut")
    return place


def _decided(workbook: Path, place: Path) -> None:
    assert rus_sheets("merge", workbook, place / "in", "--conflicts", place / "val.xlsx").code == 1
    book = openpyxl.load_workbook(place / "val.xlsx")
    sheet = book.worksheets[0]
    head = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("Val"))
    sheet.cell(head.row + 1, head.column).value = "ta inkommet"
    book.save(place / "val.xlsx")


def content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


@dataclass
class Trial:
    """One scenario with faults: ``old`` and ``new`` are the file's bytes before and after an undisturbed run."""

    victim: Victim
    scenario: Scenario
    origin: Path
    place: Path

    def undisturbed(self) -> list[str]:
        where = self.fresh()
        ran = self.run(where, at=0)
        assert ran["code"] in self.scenario.codes, ran["out"]
        self.old, self.new = content(self.origin / self.scenario.changed), content(where / self.scenario.changed)
        assert self.new is not None
        assert self.new != self.old
        return list(ran["calls"])

    def fresh(self) -> Path:
        shutil.rmtree(self.place, ignore_errors=True)
        self.place.mkdir()
        return Path(shutil.copytree(self.origin, self.place / "mapp"))

    def run(self, where: Path, *words: str, **job: Any) -> dict[str, Any]:
        return self.victim.run(where, *(words or self.scenario.words), calculate=self.scenario.calculate, **job)

    def fault(self, at: int, mode: str, *, lasting: bool = False) -> None:
        where = self.fresh()
        ran = self.run(where, at=at, mode=mode, lasting=lasting)
        what = f"call {at} ({mode}{', lasting' if lasting else ''}): {ran['code']}\n{ran['out']}\n{ran['calls'][-3:]}"
        now = content(where / self.scenario.changed)
        assert now in (self.old, self.new), what
        assert ran["code"] != TRACEBACK, what
        if ran["code"] != "killed":
            self._told(ran, now, where, what)
        if ran["code"] == "killed" or now != self.old:
            self._goes_on(where, now, what)

    def _told(self, ran: dict[str, Any], now: bytes | None, where: Path, what: str) -> None:
        """Exit code 3 says that nothing was changed, any other that it was done."""
        assert ran["code"] in (3, *self.scenario.codes), what
        assert now == (self.old if ran["code"] == 3 else self.new), what
        if ran["code"] == 3:
            assert ran["out"].startswith(("Fel: ", "Kan inte läsas: ")), what
        if "unlink" not in ran["calls"][-6:]:
            assert not list(where.rglob("*.tmp")), what

    def _goes_on(self, where: Path, now: bytes | None, what: str) -> None:
        if now == self.new and self.scenario.undo:
            assert self.old in [copy.read_bytes() for copy in (where / FOLDER).iterdir()], what
        again = self.run(where, *self.scenario.words_again)
        assert again["code"] in self.scenario.again, f"{what}\n{again['out']}"
        after = content(where / self.scenario.changed)
        assert after == self.new or (self.scenario.words[0] == "undo" and after in (self.old, self.new)), what
        if self.scenario.undo:
            assert self.run(where, "undo", self.scenario.changed)["code"] == 0, what
            assert content(where / self.scenario.changed) == self.old, what


def faults(name: str, calls: list[str]) -> list[tuple[int, str, bool]]:
    numbers = range(1, len(calls) + 1)
    every = [(at, mode, lasting) for at in numbers for mode in ERRORS for lasting in (False, True)]
    kills = [(at, "kill before", False) for at in numbers] + [(at, "kill after", False) for at in numbers]
    kills += [(at, "kill in the middle", False) for at in numbers if calls[at - 1] == "write"]
    if ALL:
        return every + kills
    if name == "merge":
        writes = [
            each for each in kills if calls[each[0] - 1] not in ("stat", "lstat", "read", "access", "open", "scandir")
        ]
        return [(at, ERRORS[at % len(ERRORS)], at % 2 == 0) for at in numbers] + [
            e for e in writes if e[1] != "kill after"
        ]
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
    record_property: Callable[[str, object], None],
) -> None:
    trial = Trial(victim, SCENARIOS[name], prepared(name.split(",", maxsplit=1)[0]), tmp_path / "försök")
    calls = trial.undisturbed()
    chosen = faults(name, calls)
    for fault in chosen:
        trial.fault(fault[0], fault[1], lasting=fault[2])
    record_property("faults", len(chosen))
    print(f"{name}: {len(calls)} calls, {len(chosen)} faults")  # noqa: T201 - the figure for docs, seen with -s


def test_killed_at_any_time(victim: Victim, prepared: Callable[[str], Path], tmp_path: Path) -> None:
    """A real SIGKILL, at a time of its own."""
    trial = Trial(victim, SCENARIOS["merge"], prepared("merge"), tmp_path / "försök")
    trial.undisturbed()
    chance = random.Random(7)  # noqa: S311
    for _ in range(300 if ALL else 6):
        where = trial.fresh()
        seconds = chance.uniform(0, 0.2)
        ran = trial.run(where, kill_after=seconds)
        now = content(where / BOOK)
        assert now in (trial.old, trial.new)
        trial._goes_on(where, now, f"{seconds} s: {ran}")


def command(where: Path, *words: str) -> subprocess.Popen[bytes]:
    code = "from rus_sheets.cli import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", code, *words], cwd=where, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
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
