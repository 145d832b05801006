"""Runs commands in children of its own, with faults in them: one JSON job a line in, one JSON answer a line out.

A process apart from pytest, with everything imported: a child is forked in milliseconds, and no thread with it.
"""

# ruff: noqa: PLC0415 - a child imports what it changes

from __future__ import annotations

import contextlib
import datetime as dt
import importlib
import io
import itertools
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace, TracebackType
from typing import Any, Self

TRACEBACK = 70
CLOCK = dt.datetime(2026, 12, 20, 9, 0, tzinfo=dt.UTC)
_COMMANDS = ("document", "commands.merge", "commands.undo", "commands.validate", "commands.new", "commands.refresh",
             "commands.split", "commands.plan", "commands.report", "commands.application",
             "commands.compare")  # fmt: skip


class Victim:
    """The process from the tests' side."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.robust.victim"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )  # fmt: skip
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def run(self, folder: Path, *words: object, **job: object) -> dict[str, Any]:
        """Code, output, and the calls that were made (where it wasn't killed). ``at``, ``mode``, ``lasting``: the
        fault. ``memory`` (bytes) and ``seconds`` (of CPU): limits. ``kill_after``: seconds until a real
        SIGKILL. ``calculate``: let formulas be calculated. ``strace``: its words, to run under it; temporary files
        then have the same names in every run. ``largest``: bytes that a file may have.
        """
        assert self._process.stdin
        assert self._process.stdout
        line = json.dumps({"folder": str(folder), "argv": [str(word) for word in words], **job})
        self._process.stdin.write(line.encode() + b"\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())  # type: ignore[no-any-return]


def _child(job: Mapping[str, Any], report: Path) -> None:
    import resource  # Windows has neither this nor fork

    from rus_sheets.start import main
    from tests.robust.injection import injected

    folder = Path(job["folder"])
    os.chdir(folder)
    if "memory" in job:
        resource.setrlimit(resource.RLIMIT_AS, (job["memory"], job["memory"]))
        resource.setrlimit(resource.RLIMIT_CPU, (job["seconds"], job["seconds"]))
    temporary = folder.parent / f"{folder.name}-tmp"
    temporary.mkdir(exist_ok=True)
    tempfile.tempdir = str(temporary)
    if "largest" in job:
        resource.setrlimit(resource.RLIMIT_FSIZE, (job["largest"], resource.RLIM_INFINITY))
    _stop_the_clock()
    if not job.get("calculate"):
        _without_calculating()
    sys.argv = ["rus-sheets", *job["argv"]]
    out = io.StringIO()
    code = 0
    injection = None
    write = report.write_text
    if "at" in job:
        injection = injected(folder.parent, job["at"], job.get("mode", ""), lasting=job.get("lasting", False))
    if "strace" in job:
        tempfile._name_sequence = map("{:08}".format, itertools.count())  # type: ignore[attr-defined]
        numbers = itertools.count()
        secrets.token_hex = lambda _: f"{next(numbers):08}"  # type: ignore[assignment,misc]
        os.kill(os.getpid(), signal.SIGSTOP)  # until it is watched
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        except BaseException:  # noqa: BLE001 - whatever it is, it is what the test looks for
            traceback.print_exc()
            code = TRACEBACK
    calls = list(injection.calls) if injection else []
    if injection:
        injection.at, injection.root = 0, "/nowhere"
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    write(json.dumps({"code": code, "out": out.getvalue(), "calls": calls}))
    os._exit(0)


def _stop_the_clock() -> None:
    class Stopped(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Self:
            return cls.fromtimestamp(CLOCK.timestamp(), tz or dt.UTC)

    for name in _COMMANDS:
        module = importlib.import_module(f"rus_sheets.cli.{name}")
        if hasattr(module, "dt"):
            module.dt = SimpleNamespace(datetime=Stopped, date=dt.date)


def _without_calculating() -> None:
    """Calculating takes most of a merge's time, and thousands are made; what is calculated is another test's matter."""
    from tests.robust.uncalculated import stand_ins

    os.environ["PATH"] = os.devnull  # nor does a document get its page numbers by LibreOffice
    for module, name, other in stand_ins():
        setattr(module, name, other)


def _serve() -> None:
    for name in ("rus_sheets.cli.app", "rus_sheets.cli.terminal", "rus_sheets.usecases.merging",
                 "rich.console", "rich.table", "rich.text", "openpyxl", "rus_sheets.usecases.fix",
                 "rus_sheets.usecases.annotate",
                 "rus_sheets.usecases.refresh", "rus_sheets.usecases.documents", "rus_sheets.usecases.split",
                 "rus_sheets.usecases.next_year", "rus_sheets.usecases.create", "rus_sheets.usecases.compare",
                 "encodings.cp1252"):  # fmt: skip
        importlib.import_module(name)
    for name in _COMMANDS:
        importlib.import_module(f"rus_sheets.cli.{name}")
    with tempfile.TemporaryDirectory() as place:
        report = Path(place) / "report"
        for line in sys.stdin:
            sys.stdout.write(json.dumps(_one(json.loads(line), report)) + "\n")
            sys.stdout.flush()


def _one(job: Mapping[str, Any], report: Path) -> dict[str, Any]:
    report.unlink(missing_ok=True)
    sys.stdout.flush()
    child = os.fork()
    if not child:
        _child(job, report)
    if "kill_after" in job:
        time.sleep(job["kill_after"])
        os.kill(child, signal.SIGKILL)
    watcher = _watched(child, job["strace"]) if "strace" in job else None
    _, status = os.waitpid(child, 0)
    if watcher:
        watcher.communicate()
    if report.exists():
        return dict(json.loads(report.read_text()))
    return {"code": "killed", "out": "", "calls": [], "status": status}


def _watched(child: int, words: Sequence[str]) -> subprocess.Popen[bytes]:
    """Let strace take hold of the child, which has stopped, and let it go on."""
    os.waitpid(child, os.WUNTRACED)
    watcher = subprocess.Popen(["strace", "-f", "-p", str(child), *words], stderr=subprocess.PIPE)
    assert watcher.stderr
    if not any(b"attached" in line for line in watcher.stderr):
        os.kill(child, signal.SIGKILL)
    os.kill(child, signal.SIGCONT)
    return watcher


if __name__ == "__main__":
    _serve()
