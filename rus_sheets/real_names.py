"""What a path names in the end."""

from __future__ import annotations

import os


def real_name(path: str | os.PathLike[str]) -> str:
    """The absolute path with its links followed; as it is typed where the system can't follow them.

    Windows follows none on some drives (in memory, by some networks), and no paths that are very long on others.
    """
    try:
        return os.path.realpath(path)
    except OSError:
        return os.path.abspath(path)  # noqa: PTH100 - either may be text
