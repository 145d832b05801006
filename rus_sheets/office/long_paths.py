r"""Paths longer than Windows takes by default: 259 characters, unless they are written with ``\\?\`` before them.

Excel itself opens no file whose whole path is longer than 218.
https://learn.microsoft.com/windows/win32/fileio/maximum-file-path-limitation
"""

from __future__ import annotations

import ntpath
import re
import sys
from pathlib import Path

EXCEL_OPENS = 218
"""Characters in the longest path of a workbook that Excel for Windows opens."""
_TAKEN = 259
_BELOW = 140
"""Room for what is written below a folder or beside a file: a form's name, a copy in the folder of copies."""
_LONG, _LONG_SHARE = "\\\\?\\", "\\\\?\\UNC\\"
_BEFORE_DRIVE = re.compile(re.escape(_LONG) + "(?=[A-Za-z]:)")


def reachable(path: Path) -> Path:
    """The path so that Windows takes it and what is written beside and below it; on other systems as it is.

    Dots and spaces last in the name go, as Windows itself has them go: what lies beside the file is called as it is.
    """
    if sys.platform != "win32":
        return path
    name = path.name.rstrip(". ")
    path = path.with_name(name) if name not in ("", path.name) else path
    return Path(written_long(ntpath.abspath(path), str(path)))


def written_long(absolute: str, otherwise: str) -> str:
    """An absolute Windows path with the long ones' mark, ``otherwise`` where it is short enough to do without."""
    if len(absolute) + _BELOW <= _TAKEN or absolute.startswith(("\\\\?\\", "\\\\.\\")):
        return otherwise
    return _LONG_SHARE + absolute[2:] if absolute.startswith("\\\\") else _LONG + absolute


def shown(text: str) -> str:
    """The text with its paths as people write them; the sign of a long path says nothing where no drive follows."""
    return _BEFORE_DRIVE.sub("", text.replace(_LONG_SHARE, "\\\\"))


def too_long_for_excel(path: Path) -> int:
    """By how many characters the path is longer than Excel opens; 0 where it isn't, and on other systems."""
    return max(0, len(shown(str(path.absolute()))) - EXCEL_OPENS) if sys.platform == "win32" else 0
