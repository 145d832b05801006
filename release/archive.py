"""A zip that is the same each time: names in order, one time for all, nothing of this machine."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_UNIX = 3
_READABLE = 0o100644 << 16


def commit_time(root: Path) -> int:
    """When the latest commit was made, in seconds: the time of all that is made from it.

    Not one and the same for ever: Python takes a compiled file for good as long as its source's time and size are.
    """
    told = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=root, check=True, capture_output=True, text=True)
    return int(told.stdout)


def write_zip(folder: Path, target: Path, when: int) -> None:
    """All files of the folder, by their paths in it, as of ``when`` (seconds since 1970, in UTC)."""
    moment = dt.datetime.fromtimestamp(when, dt.UTC)
    time = (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=9) as made:
        for name in sorted(paths):
            info = ZipInfo(name, time)
            info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, _UNIX, _READABLE
            made.writestr(info, paths[name].read_bytes())
