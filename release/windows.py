"""The folder that is zipped for Windows: Python, the packages, two files to start with, the licences."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from release import ReleaseError
from release.built import install
from release.licences import collect
from release.runtime import Runtime

TO_START_WITH = Path(__file__).parent / "windows"
PYTHON, SITE = "Python", "packages"
_LONGEST = 140
"""Characters of a path within the zip: Windows takes 260 in all, and the folder of a user may have a hundred."""


@dataclass(frozen=True)
class Made:
    """What the folder holds, in figures."""

    packages: int
    licences: int
    files: int
    size: int
    longest: int


def lay_out(
    runtime: Runtime,
    wheel: Path,
    folder: Path,
    versions: Path | None = None,
    *,
    put: Callable[[Path, Path, Runtime, Path | None], None] = install,
) -> Made:
    """Fill the folder. Raises ReleaseError for what can't be installed, a licence that is missing, a path too long."""
    shutil.copytree(runtime.folder, folder / PYTHON)
    home = Runtime(folder / PYTHON, runtime.version, runtime.machine)
    home.look_in(rf"..\{SITE}")
    put(wheel, folder / SITE, home, versions)
    named = sorted(path.stem for path in (folder / SITE).glob("*.dist-info"))
    licences = collect(folder / SITE, folder / PYTHON, folder / "LICENSES")
    lines = [f"{name}=={number}" for name, _, number in (stem.partition("-") for stem in named) if name != "rus_sheets"]
    (folder / "LICENSES" / "versions.txt").write_bytes("\n".join((*lines, "")).encode("ascii"))
    for path in sorted(TO_START_WITH.iterdir()):
        (folder / path.name).write_bytes(as_windows(path))
    paths = [path for path in folder.rglob("*") if path.is_file()]
    longest = max((path.relative_to(folder).as_posix() for path in paths), key=len)
    if len(longest) > _LONGEST:
        raise ReleaseError(f"{longest} has {len(longest)} characters; at most {_LONGEST} can be unpacked anywhere.")
    return Made(len(named), licences, len(paths), sum(path.stat().st_size for path in paths), len(longest))


def as_windows(path: Path) -> bytes:
    """A text with Windows' line ends; what is read by people has a mark that tells that it is UTF-8."""
    text = "\r\n".join(path.read_text(encoding="utf-8").splitlines()) + "\r\n"
    return text.encode("ascii") if path.suffix == ".cmd" else text.encode("utf-8-sig")
