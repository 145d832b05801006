"""Figures of long runs, the process that runs commands with faults in them, and the folders that they start from."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest

from tests.robust.forms import small_workbook
from tests.robust.trial import prepared_folders
from tests.robust.victim import Victim


@pytest.fixture(scope="module")
def victim() -> Iterator[Victim]:
    if not hasattr(os, "fork"):
        pytest.skip("commands are run with faults in them by fork, which Windows lacks")
    with Victim() as running:
        yield running


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    return prepared_folders(tmp_path_factory.mktemp)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook that the simulated years start from."""
    path = tmp_path_factory.mktemp("ursprung") / "verksamhet-2026.xlsx"
    small_workbook(path)
    return path


class Tell(Protocol):
    def __call__(self, text: str, *, done: bool = True) -> None: ...


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Tell:
    """How far a long run has come: at once with -s (also with -n), and when ``done`` in the end of the run."""

    def say(text: str, *, done: bool = True) -> None:
        print(text, file=sys.stderr, flush=True)  # noqa: T201
        if done:
            record_property("figures", text)

    return say


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [each for each in terminalreporter.getreports("passed") if each.when == "call"]
    for report in reports:
        for name, text in report.user_properties:
            if name == "figures":
                terminalreporter.write_line(str(text))
