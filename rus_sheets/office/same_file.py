"""Whether two names are of one file, also on drives that don't number their files."""

from __future__ import annotations

import os
from pathlib import Path

from rus_sheets.real_names import real_name


def same_file(one: str | Path, other: str | Path) -> bool:
    """Is it the same file, by whichever link or spelling? Of one that isn't there, only by its name.

    Network drives (WebDAV, sshfs) may give 0 as the number of every file: there the names decide, with links followed.
    """
    try:
        first, second = os.stat(one), os.stat(other)  # noqa: PTH116 - either may be text
    except OSError:  # one isn't there
        return _named(one) == _named(other)
    except ValueError:  # no name that a file can have
        return False
    if first.st_ino and second.st_ino:
        return os.path.samestat(first, second)
    return _named(one) == _named(other)


def _named(path: str | Path) -> str:
    return os.path.normcase(real_name(path))
