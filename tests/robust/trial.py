"""A command that writes, tried with faults: the folder it starts from, what it makes, and what must hold afterwards."""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import openpyxl

from rus_sheets.excel.edit.patch import Formula, patch_cells
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.resources import folder
from rus_sheets.usecases.changing.backupnotes import FOLDER
from rus_sheets.usecases.opened.opening import open_book
from tests.cli.run import rus_sheets
from tests.cli.test_merge import DONE, PARTLY, answer
from tests.robust.victim import TRACEBACK, Victim

FAULTS = os.environ.get("RUS_SHEETS_FAULTS", "")
"""Faults for each command: "all", or how many of them by chance; the ordinary run makes its own choice."""
ALL = FAULTS == "all"
BOOK = "verksamhet-2026.xlsx"
PLAN = "Verksamhetsplan-2026.docx"
FORM = "ut/A03 Löpande miljömålsuppföljning – regional kontaktyta, samordning, stöd.xlsx"

T = TypeVar("T")


_WARNING = re.compile(r"\AAllt är inte redovisat .*?skriv\s+dokumentet\s+på\s+nytt\.\n", re.DOTALL)


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
    "split": Scenario(("split", BOOK, "ut", "--only", "A03"), FORM, again=(0, 1), undo=False),
    "plan": Scenario(("plan", BOOK), PLAN, undo=False),
    "report": Scenario(("report", BOOK), "Verksamhetsberattelse-2026.docx", undo=False),
    "application": Scenario(("application", BOOK), "Ansokan-2026.docx", undo=False),
    "compare": Scenario(
        ("compare", BOOK, "andra.xlsx", "-o", "skillnader.xlsx"), "skillnader.xlsx", again=(0, 3), undo=False
    ),
    "annotate": Scenario(
        ("validate", BOOK, "--annotate", "granskad.xlsx"), "granskad.xlsx", (0, 1), again=(0, 1), undo=False
    ),
    "new": Scenario(("new", "ny.xlsx", "--year", "2027", "--from", BOOK), "ny.xlsx", again=(0, 3), undo=False),
}


def prepared_folders(make: Callable[[str], Path]) -> Callable[[str], Path]:
    """Gives a scenario's folder, made the first time it is asked for in a folder from ``make``."""
    made: dict[str, Path] = {}

    def prepare(name: str) -> Path:
        if name not in made:
            kind = name.split(",", maxsplit=1)[0]
            made[name] = _folder(kind, make("orörd"), own_formula=SCENARIOS[name].calculate)
        return made[name]

    return prepare


def _folder(name: str, place: Path, *, own_formula: bool) -> Path:
    """``own_formula``: one of somebody's own is reached by the answer, so that the engines are asked."""
    workbook = Path(shutil.copy(folder("examples") / "2026" / BOOK, place))
    if own_formula:
        cell = open_book(workbook)["outcomes"].by_id["A03"].cell("days")
        patch_cells(workbook, workbook, {cell.sheet: {"AZ2": Formula(f"GEOMEAN({cell.ref},4)")}})
    (place / "in").mkdir()
    if name == "refresh":
        assert rus_sheets("plan", workbook, "-o", place / PLAN).code == 0
        row = open_book(workbook)["plan"].by_id["A03"]
        patch_cells(workbook, workbook, {row.cell("days").sheet: {row.cell("days").ref: 999}})
    elif name == "fix":
        cell = open_book(workbook)["outcomes"].by_id["A03"].cell("planned_days")
        patch_cells(workbook, workbook, {cell.sheet: {cell.ref: 12}})
    elif name == "compare":
        shutil.copy(workbook, place / "andra.xlsx")
    elif name not in ("new", "split", "plan", "report", "application", "annotate"):
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


@dataclass
class Trial:
    """One scenario with faults: ``old`` and ``new`` are the file's bytes before and after an undisturbed run.

    ``always`` goes on after every fault, and not only where something was left behind.
    """

    victim: Victim
    scenario: Scenario
    origin: Path
    place: Path
    always: bool = ALL
    old: bytes | None = None
    new: bytes | None = None

    def undisturbed(self, **job: Any) -> dict[str, Any]:
        where = self.fresh()
        ran = self.run(where, **job)
        assert ran["code"] in self.scenario.codes, ran["out"]
        self.old, self.new = content(self.origin / self.scenario.changed), content(where / self.scenario.changed)
        assert self.new is not None
        assert self.new != self.old
        return ran

    def fresh(self) -> Path:
        shutil.rmtree(self.place, ignore_errors=True)
        self.place.mkdir()
        return Path(shutil.copytree(self.origin, self.place / "mapp"))

    def run(self, where: Path, *words: str, **job: Any) -> dict[str, Any]:
        return self.victim.run(where, *(words or self.scenario.words), calculate=self.scenario.calculate, **job)

    def fault(self, told: str, *, tidy: bool = True, where: Path | None = None, **job: Any) -> dict[str, Any]:
        """Run with a fault and look at what is left. ``tidy``: nothing hinders the command in clearing up after it."""
        where = where or self.fresh()
        before = contents(where)
        ran = self.run(where, **job)
        what = f"{told}: {ran['code']}\n{ran['out']}\n{ran['calls'][-3:]}"
        now = content(where / self.scenario.changed)
        assert ran["code"] != TRACEBACK, what
        assert now == self.old or self.is_new(now), what
        if ran["code"] != "killed":
            assert ran["code"] in (3, *self.scenario.codes), what
            assert (ran["code"] == 3) == (now == self.old), what
            if ran["code"] == 3:
                # A report first tells what isn't reported.
                told = _WARNING.sub("", ran["out"], count=1)
                assert told.startswith(("Fel: ", "Kan inte läsas: ")), what
                assert not tidy or contents(where) == before, what
            assert not tidy or not list(where.rglob("*.tmp")), what
        if now != self.old and self.scenario.undo:
            assert self.old in copies(where), what
        return ran | {"where": where, "now": now, "what": what}

    def is_new(self, now: bytes | None) -> bool:
        """Where the calculation is disturbed, formulas may be without a stored value: Excel is asked to calculate."""
        if now == self.new or now is None or not self.scenario.calculate or now == self.old:
            return now == self.new
        ours, theirs = cells(now), cells(self.new or b"")
        return ours.keys() == theirs.keys() and all(
            each == theirs[place] or (each[0] and each[0] == theirs[place][0] and each[1] is None)
            for place, each in ours.items()
        )

    def goes_on(self, ran: dict[str, Any]) -> None:
        """The next command does what this one would have done, and it can be taken back."""
        where, now, what = ran["where"], ran["now"], ran["what"]
        if ran["code"] != "killed" and now == self.old and not self.always:
            return
        again = self.run(where, *self.scenario.words_again)
        assert again["code"] in self.scenario.again, f"{what}\n{again['out']}"
        after = content(where / self.scenario.changed)
        assert self.is_new(after) or (self.scenario.words[0] == "undo" and after == self.old), what
        if self.scenario.undo:
            assert self.run(where, "undo", self.scenario.changed)["code"] == 0, what
            assert content(where / self.scenario.changed) == self.old, what


def chosen(name: str, every: Sequence[T]) -> list[T]:
    """As many of a command's faults as are asked for."""
    number = len(every) if ALL else min(int(FAULTS or 0), len(every))
    return random.Random(name).sample(every, number) if number < len(every) else list(every)  # noqa: S311


def content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def cells(workbook: bytes) -> dict[tuple[str, int, int], tuple[str | None, object]]:
    """Formula and value of each cell."""
    sheets = read_package(Package(BOOK, workbook)).sheets
    return {(sheet.name, *place): (cell.formula, cell.value) for sheet in sheets for place, cell in sheet.cells.items()}


def contents(where: Path) -> dict[str, bytes]:
    """Every file with something in it; the lock file has nothing."""
    found = ((str(path.relative_to(where)), path.read_bytes()) for path in where.rglob("*") if path.is_file())
    return {name: data for name, data in found if data}


def copies(where: Path) -> list[bytes]:
    return [copy.read_bytes() for copy in (where / FOLDER).iterdir()]
