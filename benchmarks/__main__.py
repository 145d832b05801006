"""All measurements by one command: ``uv run python -m benchmarks`` (some minutes), which rewrites docs/matningar.md.

``--quick`` runs them small and writes nothing (the tests do); ``--commands`` only the commands on one year, and
rewrites only their table; ``--reach 10000`` adds how far one machine reaches.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from benchmarks.commands import commands
from benchmarks.files import SENT, fill_in
from benchmarks.report import Line, Section, with_section, written
from benchmarks.synthetic import declaration, workbook
from benchmarks.timing import by_turns, command, peak_memory, process
from benchmarks.today import (
    OpenpyxlMerge,
    copy_bytes,
    opened_and_saved,
    unzip_and_parse,
    with_openpyxl,
    with_pandas,
    xlsxwriter_each,
)
from rus_sheets.answers.returned import RefusedFile
from rus_sheets.cli import few_collections
from rus_sheets.resources import folder
from rus_sheets.usecases.inbox.collecting import Candidate, collect
from rus_sheets.usecases.inbox.reading import read_candidates, readers
from rus_sheets.usecases.merging import merge
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.opened.parallel import cores
from rus_sheets.usecases.split import split
from rus_sheets.usecases.validate import validate

NOW = dt.datetime(2026, 12, 18, 9, tzinfo=dt.UTC)
_TURNS = 5
"""Of each command; the least of them counts."""
PAGE = Path(__file__).parent.parent / "docs" / "matningar.md"


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured: files to split and merge, the loops' share of them, activities, and rounds.

    ``commands`` is how many commands are measured (None: all).
    """

    files: int
    sample: int
    activities: tuple[int, ...]
    validated: tuple[int, ...]
    rounds: int
    reach: int = 0
    commands: int | None = None


FULL = Plan(1000, 50, (10, 100, 1000), (10, 100, 1000), 2)
QUICK = Plan(6, 2, (4, 8), (4,), 1, commands=2)


def files(plan: Plan, place: Path) -> Iterator[Section]:
    """Splitting, reading and merging."""
    count, share = plan.files, plan.files / plan.sample
    canonical = place / "verksamhet.xlsx"
    canonical.write_bytes(workbook(count))
    book = open_book(canonical)
    units = list(book["plan"].by_id)[: plan.sample]
    sent = [file.path for file in split(canonical, place / "ut", today=SENT)]
    contents = [path.read_bytes() for path in sent]
    copies = _fresh(place)
    times = by_turns({
        "floor": lambda: copy_bytes(contents, _fresh(place)),
        "today": partial(xlsxwriter_each, book, units, copies),
        "one": lambda: split(canonical, _fresh(place), today=SENT),
        "all": lambda: split(canonical, _fresh(place), today=SENT, processes=cores()),
    }, plan.rounds)  # fmt: skip
    today = times["today"].times(share)
    yield Section(f"Splitting into {count} files", "copying the same bytes", "XlsxWriter making each", (
        Line("one process", times["one"], times["floor"], today),
        Line(f"{cores()} processes", times["all"], times["floor"], today),
    ))  # fmt: skip

    returned = list(fill_in(sent, place / "in"))
    sample = returned[: plan.sample]
    candidates = collect([place / "in"], canonical)
    times = by_turns({
        "floor": partial(unzip_and_parse, returned),
        "openpyxl": partial(with_openpyxl, sample),
        "pandas": partial(with_pandas, sample),
        "openpyxl merging": partial(OpenpyxlMerge(canonical).read, sample),
        "openpyxl once": partial(opened_and_saved, canonical, place / "sparad.xlsx"),
        "one": lambda: _read(candidates, 1),
        "all": lambda: _read(candidates, cores()),
        "merge": lambda: _merge(canonical, place, processes=1),
        "merge all": lambda: _merge(canonical, place, processes=cores()),
    }, plan.rounds)  # fmt: skip
    floor, openpyxl, pandas = times["floor"], times["openpyxl"].times(share), times["pandas"].times(share)
    yield Section(f"Reading {count} returned files", "unzipping and parsing the same", "openpyxl", (
        Line("one process", times["one"], floor, openpyxl),
        Line(f"{cores()} processes", times["all"], floor, openpyxl),
        Line("the same with pandas", pandas, floor, openpyxl),
    ))  # fmt: skip
    loop = times["openpyxl merging"].times(share).plus(times["openpyxl once"])
    yield Section(
        f"Merging {count} files: read, decide, write, calculate, log, back up", "unzipping and parsing the same",
        "an openpyxl loop that copies what is filled in, and saves", (
            Line("one process", times["merge"], floor, loop),
            Line(f"{cores()} processes", times["merge all"], floor, loop),
        ),
    )  # fmt: skip


def activities(plan: Plan, place: Path) -> Iterator[Section]:
    """Validating and writing documents, by the number of activities."""
    paths = {}
    for count in sorted({*plan.activities, *plan.validated}):
        paths[count] = place / f"verksamhet-{count}.xlsx"
        paths[count].write_bytes(workbook(count, answered=count in plan.activities))
    checked = {count: by_turns({"": partial(validate, paths[count])}, 1)[""] for count in plan.validated}
    yield Section("Validating", "", "", tuple(Line(f"{n} activities", cost) for n, cost in checked.items()))
    for key in ("plan", "report"):
        works = {
            str(count): process(*command(key, str(paths[count]), "-o", str(place / f"{key}.docx")))
            for count in plan.activities
        }
        times = by_turns(works, min(plan.rounds, 2))
        lines = tuple(Line(f"{count} activities", seconds) for count, seconds in times.items())
        yield Section(f"`{key}` as a whole process, without LibreOffice's page numbers", "", "", lines)


def processes(plan: Plan, place: Path) -> Iterator[Section]:
    """Whole processes: start-up, validating the example, and their memory."""
    example = str(folder("examples") / "2026" / "verksamhet-2026.xlsx")
    times = by_turns({
        "click": process("-c", "import click"),
        "help": process(*command("--help")),
        "validate": process(*command("validate", example)),
    }, plan.rounds * 3)  # fmt: skip
    yield Section("Whole processes", "a process that imports click", "", (
        Line("`--help`", times["help"], times["click"]),
        Line("`validate` the example of 2026", times["validate"], times["click"]),
    ))  # fmt: skip
    canonical, copy = place / "verksamhet.xlsx", _fresh(place) / "verksamhet.xlsx"
    shutil.copy(canonical, copy)
    memory = {
        "`--help`": command("--help"),
        "`validate` the example of 2026": command("validate", example),
        f"`split`, {plan.files} activities": command("split", str(canonical), str(_fresh(place))),
        f"`merge`, {plan.files} files": command("merge", str(copy), str(place / "in")),
    }
    lines = tuple(Line(name, size=peak_memory(*arguments)) for name, arguments in memory.items())
    yield Section("Peak memory of the largest process", "", "", lines)


def reach(plan: Plan, place: Path) -> Iterator[Section]:
    """How far one machine reaches: once, from an empty folder to a merged workbook; and reading ten times as many."""
    count = plan.reach
    canonical = place / "stor.xlsx"
    canonical.write_bytes(workbook(count))
    out, back = _fresh(place), place / "stor-in"
    spent = by_turns({"split": partial(split, canonical, out, today=SENT, processes=cores())}, 1)
    returned = list(fill_in(sorted(out.iterdir()), back))
    size = sum(path.stat().st_size for path in returned) / 2**20
    spent |= by_turns({"merge": partial(merge, canonical, [back], now=NOW, processes=cores())}, 1)
    lines = tuple(Line(f"`{name}`", cost) for name, cost in spent.items())
    yield Section(f"How far one machine reaches: {count} files, {cores()} processes", "", "", lines)
    sizes = (Line("the files", size=size), Line("the workbook after", size=canonical.stat().st_size / 2**20))
    yield Section(f"{count} files on disk", "", "", sizes)
    candidates = [candidate for candidate in collect([back], canonical) if isinstance(candidate, Candidate)]
    often = [replace(candidate, name=f"{time}/{candidate.name}") for time in range(10) for candidate in candidates]
    cost = by_turns({"": lambda: _read(often, cores())}, 1)[""]
    yield Section(f"Reading {len(often)} files, {cores()} processes", "", "", (Line("each ten times", cost),))


def _read(candidates: Sequence[Candidate | RefusedFile], processes: int) -> None:
    with readers(candidates, processes) as workers:
        read_candidates(candidates, [declaration()], workers=workers)


def _merge(canonical: Path, place: Path, *, processes: int) -> None:
    copy = _fresh(place) / "verksamhet.xlsx"
    shutil.copy(canonical, copy)
    merge(copy, [place / "in"], now=NOW, processes=processes)


def _fresh(place: Path) -> Path:
    """A new folder: to take away a thousand files makes some file systems slow to make new ones for a minute."""
    return Path(tempfile.mkdtemp(dir=place))


def measure(plan: Plan) -> list[Section]:
    """Every section of the page."""
    with tempfile.TemporaryDirectory(prefix="rus-sheets-") as name:
        place = Path(name)
        found = [*commands(_fresh(place), _TURNS if plan.commands is None else 1, plan.commands), *files(plan, place)]
        found += [*activities(plan, place), *processes(plan, place)]
        return [*found, *reach(plan, place)] if plan.reach else found


def main() -> None:
    """Measure, print, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--commands", action="store_true")
    parser.add_argument("--reach", type=int, default=0)
    asked = parser.parse_args()
    few_collections()  # as the commands do
    if asked.commands:
        with tempfile.TemporaryDirectory(prefix="rus-sheets-") as name:
            (section,) = commands(Path(name), _TURNS)
        PAGE.write_text(with_section(PAGE.read_text(encoding="utf-8"), section), encoding="utf-8")
        return
    chosen = QUICK if asked.quick else FULL
    plan = replace(chosen, reach=asked.reach)
    text = written(measure(plan), os.cpu_count() or 1)
    print(text)
    if not asked.quick:
        old = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        _, mark, rest = old.partition("<!-- by hand -->")
        PAGE.write_text(f"{text}\n{mark}{rest}", encoding="utf-8")


if __name__ == "__main__":
    main()
