"""What a person waits for: each command on the 2026 year as a whole process, against the least that it could cost.

The floor is a process that imports the same libraries, unzips the same files and parses their XML, and nothing else.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.files import SENT, answers, fill_in
from benchmarks.report import Line, Section
from benchmarks.timing import Work, by_turns, command, process, run
from rus_sheets.resources import folder
from rus_sheets.usecases.split import split

YEAR = 2026
_FLOOR = """
import importlib, io, sys, zipfile
import click
from lxml import etree
libraries, *files = sys.argv[1:]
for each in filter(None, libraries.split(",")):
    importlib.import_module(each)
for path in files:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if name.endswith((".xml", ".rels")):
                etree.parse(io.BytesIO(data))
"""
_MAKE, _WRITE, _FOLLOW = "xlsxwriter", "docx,docxtpl", "jinja2"
"""The libraries, beside click and lxml, of commands that make a workbook, render a document, follow one's template."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A command: its name in the table, what runs it, and the libraries and files of its floor."""

    name: str
    work: Work
    libraries: str
    files: Sequence[Path]


def commands(place: Path, rounds: int, most: int | None = None) -> Iterator[Section]:
    """The table of all commands, or of the first ``most``."""
    works: dict[str, Work] = {}
    for measured in itertools.islice(_measured(place), most):
        measured.work()  # once before it is measured, so that there is byte code
        works[measured.name] = measured.work
        works[f"floor of {measured.name}"] = process("-c", _FLOOR, measured.libraries, *map(str, measured.files))
    times = by_turns(works, rounds)
    names = [name for name in works if f"floor of {name}" in works]
    yield Section(
        f"Each command on the year {YEAR}, as a whole process", "importing the same libraries, unzipping the same "
        "files and parsing their XML, as a whole process", "",
        tuple(Line(name, times[name], times[f"floor of {name}"]) for name in names),
    )  # fmt: skip


def _measured(place: Path) -> Iterator[Measured]:
    example = folder("examples") / str(YEAR) / f"verksamhet-{YEAR}.xlsx"
    workbook = place / example.name
    shutil.copy(example, workbook)
    sent = [file.path for file in split(workbook, place / "utskick", today=SENT)]
    answered = answers(len(sent))
    came = [path for path in fill_in(sent, place / "inkommet") if path.name.partition(" ")[0] in answered]
    plan = place / f"Verksamhetsplan-{YEAR}.docx"
    run(*command("plan", str(workbook), "-o", str(plan)))
    reports = folder("reports")
    fresh = (place / f"{number}" for number in itertools.count(1))

    def on_a_copy(*words: str, also: Path | None = None) -> Work:
        """The command on its own copies of the workbook (and the document), as nobody has run it on them before."""

        def work() -> None:
            own = next(fresh)
            own.mkdir()
            for path in (workbook, also):
                if path:
                    shutil.copy(path, own)
            run(*command(*(word.format(own=own) for word in words)))

        return work

    book, document = "{own}/" + workbook.name, "{own}/" + plan.name
    new = "{own}/verksamhet-2027.xlsx"
    yield Measured("`new --from`", on_a_copy("new", new, "--year", "2027", "--from", book), "", [workbook])
    yield Measured("`validate`", on_a_copy("validate", book), "", [workbook])
    yield Measured("`split`", on_a_copy("split", book, "{own}/ut"), _MAKE, [workbook])
    sources = [str(place / "inkommet")]
    yield Measured(
        "`status`", on_a_copy("status", book, str(place / "utskick"), *sources), "", [workbook, *sent, *came]
    )
    yield Measured(f"`merge`, {len(came)} answers", on_a_copy("merge", book, *map(str, came)), "", [workbook, *came])
    for name, template in (
        ("plan", "verksamhetsplan"),
        ("report", "verksamhetsberattelse"),
        ("application", "ansokan"),
    ):
        files = [workbook, reports / f"{template}.docx"]
        yield Measured(f"`{name}`, without page numbers", on_a_copy(name, book), _WRITE, files)
    yield Measured("`verify`", on_a_copy("verify", document, book, also=plan), _FOLLOW, [workbook, plan])
    yield Measured("`refresh`", on_a_copy("refresh", document, book, also=plan), _FOLLOW, [workbook, plan])
    yield Measured("`compare`", on_a_copy("compare", book, str(workbook)), "", [workbook, workbook])
