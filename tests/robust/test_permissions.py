"""Files and folders that really may not be read or written: the kernel says no, also to root (who gives up the right).

What may not be done is told, nothing is passed over in silence, and what is write-protected is left alone.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from rus_sheets.usecases.changing.backupnotes import FOLDER
from tests.cli.process import Told, in_process
from tests.robust.trial import BOOK, PLAN, contents

# Without these rights root is to files what anyone is.
_BOUND = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
_ROOT = sys.platform != "win32" and os.geteuid() == 0


@cache
def cannot() -> str:
    """Why permissions can't be tried here, "" where they can."""
    if sys.platform == "win32":
        return "Windows has other permissions"
    if not _ROOT:
        return ""
    if not shutil.which(_BOUND[0]):
        return "root may do everything, and setpriv is not installed"
    ran = subprocess.run([*_BOUND, "true"], capture_output=True, check=False)
    return "" if ran.returncode == 0 else f"root may do everything: {ran.stderr.decode().strip()}"


pytestmark = pytest.mark.skipif(bool(cannot()), reason=cannot() or "it can")


def run(where: Path, *words: str) -> Told:
    return in_process(*words, cwd=where, under=_BOUND if _ROOT else ())


class Refused(NamedTuple):
    """A command on what may not be used: ``path`` gets the permissions ``mode``."""

    path: str
    mode: int
    words: tuple[str, ...]
    says: str


MERGE = ("merge", BOOK, "in")
REFUSED = [
    Refused(BOOK, 0o444, MERGE, "skrivskyddad"),
    Refused(BOOK, 0o444, ("validate", BOOK, "--fix"), "skrivskyddad"),
    Refused(BOOK, 0o444, ("undo", BOOK), "skrivskyddad"),
    Refused(BOOK, 0o000, MERGE, BOOK),
    Refused(BOOK, 0o000, ("validate", BOOK), BOOK),
    Refused(".", 0o555, MERGE, "Mappen kan inte skrivas"),
    Refused(".", 0o555, ("report", BOOK), "kan inte skrivas"),
    Refused(FOLDER, 0o555, MERGE, FOLDER),
    Refused(FOLDER, 0o000, ("undo", BOOK), FOLDER),
    Refused("in", 0o000, MERGE, "in Mappen kan inte läsas"),
    Refused("in", 0o444, MERGE, "A03 Samordnare.xlsx Filen kan inte läsas"),
    Refused("ut", 0o555, ("split", BOOK, "ut"), "kan inte skrivas"),
    Refused(PLAN, 0o444, ("plan", BOOK), "skrivskyddad"),
]


@pytest.fixture
def where(prepared: Callable[[str], Path], tmp_path: Path) -> Iterator[Path]:
    """A workbook and an answer that has come in, an empty folder, a document, and a folder for copies."""
    place = Path(shutil.copytree(prepared("merge"), tmp_path / "mapp"))
    for name in ("ut", FOLDER):
        (place / name).mkdir()
    (place / PLAN).write_bytes(b"PK")
    yield place
    _open_up(place)


def _open_up(place: Path) -> None:
    for root, _, names in os.walk(place, onerror=lambda error: Path(error.filename).chmod(0o755)):
        for path in (Path(root), *(Path(root, name) for name in names)):
            path.chmod(0o755)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: f"{case.path} {case.mode:o} {case.words[0]}")
def test_what_may_not_be_used_is_told_of_and_left_alone(case: Refused, where: Path) -> None:
    before = contents(where)
    (where / case.path).chmod(case.mode)
    ran = run(where, *case.words)
    told = _told(ran)
    assert ran.code == 3, told
    assert case.says in told
    _open_up(where)
    assert contents(where) == before


def _told(ran: Told) -> str:
    return " ".join((ran.out + ran.err).replace("Kan inte läsas:", "").split())


@pytest.mark.parametrize("path", ["in/A03 Samordnare.xlsx", "in/mer", "in/mer/flera.zip"])
def test_one_that_may_not_be_read_is_told_of_and_the_others_go_in(path: str, where: Path) -> None:
    (where / "in" / "mer").mkdir()
    for number in (1, 2):
        shutil.copy(where / "in" / "A03 Samordnare.xlsx", where / "in" / "mer" / f"{number}.xlsx")
    with zipfile.ZipFile(where / "in" / "mer" / "flera.zip", "w") as archive:
        archive.write(where / "in" / "A03 Samordnare.xlsx", "3.xlsx")
    (where / path).chmod(0o000)
    ran = run(where, *MERGE)
    assert ran.code == 1, ran.err
    assert f"{Path(path).relative_to('in')}" in _told(ran)
    assert "kan inte läsas (behörighet saknas)" in _told(ran)
    told = _told(run(where, "status", BOOK, "in"))
    assert "kan inte läsas (behörighet saknas)" in told
