"""Folders that a sync client keeps (OneDrive, SharePoint): what names, attributes and the environment tell.

Nobody else can be asked: whether a colleague has the workbook open, and whether all is uploaded, stays unknown. Which
attributes are a placeholder's: https://learn.microsoft.com/windows/win32/fileio/file-attribute-constants
"""

from __future__ import annotations

import os
import platform
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rus_sheets.real_names import real_name

_ONLINE_ONLY = 0x1000 | 0x40000 | 0x400000
"""OFFLINE, RECALL_ON_OPEN, RECALL_ON_DATA_ACCESS: the content, or some of it, is fetched when the file is read."""
_ROOTS = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
"""Where the environment names OneDrive's own folders. SharePoint's libraries lie beside them, with a mark each."""
_MARK = ".849C9593-D756-4E56-8D6E-42412F2A707B"
_ADDED = re.compile(r"-[^\W_][\w -]{0,24}")
_CAPITALS = re.compile(r"-(?=[0-9-]*[A-Z])[A-Z0-9][A-Z0-9-]{0,16}")
"""What OneDrive ends the copy's name with: a computer's (15 characters), and a number from the second on.

Windows gives computers names in capitals; those that people give them are known by words (``synced.toml``).
"""
_CONFLICT = re.compile(
    r" ?\([^()]*(?:konflikt|conflict|motstridig)[^()]*\)|\.sync-conflict-[0-9A-Z-]+", re.IGNORECASE
)  # Dropbox, Nextcloud; Syncthing
_NUMBER = re.compile(r" ?\([1-9][0-9]?\)| [-–] kopia(?: \([1-9][0-9]?\))?", re.IGNORECASE)
"""What browsers, sync clients and Explorer put after a name that is taken."""


class Copied(NamedTuple):
    """Which file it seems to be a copy of; ``clashed`` where two computers have changed that one."""

    name: str
    clashed: bool


def copy_of(name: str, beside: Iterable[str]) -> Copied | None:
    """The file among those ``beside`` that a sync client seems to have made a copy of under that name."""
    stem, ending = os.path.splitext(name)  # noqa: PTH122 - a name alone
    there = {_same(other): other for other in beside}
    for cut in range(len(stem) - 1, 0, -1):
        original = there.get(_same(stem[:cut] + ending))
        if original is None:
            continue
        added = stem[cut:]
        if _NUMBER.fullmatch(added):
            return Copied(original, clashed=False)
        if _names_computer(added) or _CONFLICT.fullmatch(added):
            return Copied(original, clashed=True)
    return None


def _names_computer(added: str) -> bool:
    if _CAPITALS.fullmatch(added):
        return True
    return bool(_ADDED.fullmatch(added)) and any(known.fullmatch(added[1:]) for known in _computers())


@cache
def _computers() -> tuple[re.Pattern[str], ...]:
    """What computers' names look like otherwise; read when a name is met that may be one."""
    import tomllib  # noqa: PLC0415 - most commands meet none

    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (*data["computers"], re.escape(platform.node().partition(".")[0]))
    )


def copies_of(file: Path) -> list[Path]:
    """The files beside it that seem to be a sync client's copies of it; none where the folder can't be listed."""
    try:
        names = [name for name in os.listdir(file.parent) if not name.startswith((".", "~$"))]  # noqa: PTH208 - names
    except OSError:
        return []
    found = ((name, copy_of(name, [file.name])) for name in names)
    return sorted(file.with_name(name) for name, copied in found if copied)


def online_only(path: str | os.PathLike[str]) -> bool:
    """Is it a placeholder, whose content is fetched from the cloud when it is read? Windows tells; elsewhere no."""
    return bool(attributes(path) & _ONLINE_ONLY)


def attributes(path: str | os.PathLike[str]) -> int:
    """Windows' attributes of a file, without fetching it; 0 where there are none to know."""
    try:
        return getattr(os.stat(path), "st_file_attributes", 0)  # noqa: PTH116 - either may be text
    except (OSError, ValueError):
        return 0


def within_synced(path: Path) -> bool:
    """Does it lie in a folder that OneDrive keeps, its own or a SharePoint library?"""
    folders = [_same(folder) for folder in _above(path)]
    named = {_same(real_name(os.environ[name])) for name in _ROOTS if os.environ.get(name)}
    return not named.isdisjoint(folders) or any(
        (folder.name.startswith("OneDrive") and folder.parent.name == "CloudStorage")
        or os.path.lexists(folder / _MARK)
        for folder in _above(path)
    )  # fmt: skip


def _above(path: Path) -> Iterator[Path]:
    yield from Path(real_name(path).removeprefix("\\\\?\\")).parents


def _same(name: str | os.PathLike[str]) -> str:
    return unicodedata.normalize("NFC", os.path.normcase(name)).casefold()
