"""What holds for every test: those that need what this machine lacks are skipped, and say why."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from openpyxl.reader import drawings

from tests.libreoffice import soffice

# openpyxl reads pictures where Pillow is found, which a tool of the tests brings, and stops at some that Excel shows.
drawings.PILImage = False

# How long a machine with other work takes to make an example tells nothing of the code.
settings.register_profile("any machine", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

ROBUST = Path(__file__).resolve().parent / "robust"
SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--whole", action="store_true", help="run tests/robust and what is marked slow too")


def is_quick(config: pytest.Config) -> bool:
    """Whether the slow tests are left out: nobody has asked for all, or for some by name."""
    return config.args_source is pytest.Config.ArgsSource.TESTPATHS and not config.getoption("--whole")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """One process for some tests that are named, where starting more takes longer than it saves."""
    named = config.args_source is not pytest.Config.ArgsSource.TESTPATHS
    asked_for = {"--whole", "-n"} & set(config.invocation_params.args)
    return 0 if named and not asked_for else None


def pytest_report_header(config: pytest.Config) -> str:
    return "the slow tests are left out; --whole runs them too" if is_quick(config) else "all tests, the slow ones too"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if is_quick(config):
        config.hook.pytest_deselected(items=[each for each in items if is_slow(each)])
        items[:] = [each for each in items if not is_slow(each)]
    no_libreoffice = pytest.mark.skip(reason="LibreOffice is not installed")
    no_shared = pytest.mark.skip(reason="../shared is missing")
    for item in items:
        if soffice() is None and item.get_closest_marker("libreoffice"):
            item.add_marker(no_libreoffice)
        if not SHARED.is_dir() and item.get_closest_marker("shared"):
            item.add_marker(no_shared)


def is_slow(item: pytest.Item) -> bool:
    """Whether daily work does without it."""
    return ROBUST in item.path.parents or item.get_closest_marker("slow") is not None
