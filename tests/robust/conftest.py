"""The process that runs commands with faults in them, and the folders that they start from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.robust.trial import prepared_folders
from tests.robust.victim import Victim


@pytest.fixture(scope="module")
def victim() -> Iterator[Victim]:
    with Victim() as running:
        yield running


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    return prepared_folders(tmp_path_factory.mktemp)
