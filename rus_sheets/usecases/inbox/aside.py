"""Files that are no answers, laid aside: moved to a folder beside the one they came in, where nobody reads them."""

from __future__ import annotations

import functools
import itertools
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from rus_sheets.answers.decisions import FileResult, FileState
from rus_sheets.errors import UnusableInputError, reason
from rus_sheets.sharing import patiently
from rus_sheets.usecases.inbox.filekinds import ASIDE


class LaidAside(Struct, frozen=True):
    """A file that lies aside, ``path``, and ``back``, where it came from."""

    path: Path
    back: Path


def may_go_aside(files: Iterable[FileResult], folders: Sequence[Path]) -> dict[str, Path]:
    """The files of a merge that can be laid aside, by the name that they are told under.

    Those that hold no answer that can be read: neither the file itself nor, for a mail or a zip file, any in it.
    """
    useless: dict[Path, list[str]] = {}
    useful: set[Path] = set()
    for file in files:
        _, found = file_in(folders, file.path)
        if found and file.state in (FileState.REFUSED, FileState.OTHER):
            useless.setdefault(found, []).append(file.path)
        elif found:
            useful.add(found)
    return {name: path for path, names in useless.items() if path not in useful for name in names}


def laid_aside(folders: Iterable[Path]) -> list[LaidAside]:
    """What lies aside of what came in those folders."""
    found = []
    for folder in dict.fromkeys(folders):
        place = _place(folder)
        paths = (Path(where, name) for where, _, names in os.walk(place) for name in names)
        found += [LaidAside(path, folder / path.relative_to(place)) for path in sorted(paths)]
    return found


def lay_aside(path: Path, folder: Path) -> LaidAside:
    """Move a file that came in ``folder``. Raises UnusableInputError where it can't be moved."""
    return LaidAside(_moved(path, _place(folder) / path.relative_to(folder)), path)


def put_back(aside: LaidAside) -> Path:
    """Move it back to where it came from; where it is now. Raises as ``lay_aside``."""
    return _moved(aside.path, aside.back)


def _place(folder: Path) -> Path:
    return folder.parent / ASIDE / folder.name


def file_in(folders: Sequence[Path], name: str) -> tuple[Path | None, Path | None]:
    """The folder that a file came in, and the file that is told of under a name: it, or the mail or zip file that it
    lies in. None for both where there is none (any more).
    """
    parts = Path(name).parts
    for folder in folders:
        for count in range(1, len(parts) + 1):
            path = folder.joinpath(*parts[:count])
            if ".." not in parts and path.is_relative_to(folder) and path.is_file():
                return folder, path
    return None, None


def _moved(path: Path, wanted: Path) -> Path:
    """Nothing there is written over."""
    if not path.is_file():
        raise UnusableInputError("Filen ligger inte kvar där.", place=str(path), remedy="Se efter i mappen.")
    try:
        wanted.parent.mkdir(parents=True, exist_ok=True)
        for number in itertools.count(1):
            target = wanted.with_stem(f"{wanted.stem} ({number})") if number > 1 else wanted
            if not target.exists():
                patiently(functools.partial(path.rename, target), path)
                return target
    except OSError as error:
        fault = f"Filen kan inte flyttas ({reason(error)})."
        raise UnusableInputError(fault, place=str(path), remedy="Stäng den i andra program och försök igen.") from error
    raise AssertionError
