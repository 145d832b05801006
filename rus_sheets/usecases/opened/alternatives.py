"""What there is where somebody looked for something: near names, files of the same kind, or the folder's content."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rus_sheets.errors import UnusableInputError
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.guessing import nearest
from rus_sheets.office.suffixes import WORKBOOKS
from rus_sheets.usecases.changing.backupnotes import FOLDER
from rus_sheets.usecases.opened.opening import declaration_of, open_book

_SHOWN = 6
NOT_TOLD = ("~$", ".")
"""What names of files that nobody has put there begin with: locks, and what is hidden."""
_OFFICE = (*WORKBOOKS, ".docx", ".docm", ".zip", ".eml", ".msg")


def instead_of(path: Path) -> str:
    """What is told of a file or folder that isn't there: a near name, and what the folder has."""
    folder = path.parent
    missing = ""
    while not folder.is_dir() and folder != folder.parent:
        missing, folder = f"Mappen {folder} finns inte. ", folder.parent
    suffix = path.suffix.lower() if not missing else ""
    names = _names(folder, suffix) or _names(folder, "")  # .xls for .xlsx, say
    hint = "" if missing else _near(path.name, [name.rstrip("/") for name in names])
    return " ".join(part for part in (missing.strip(), hint, _listed(folder, names, suffix)) if part)


def _near(name: str, names: list[str]) -> str:
    """A near name; that they end alike makes no names alike."""
    by_stem = {name.rpartition(".")[0] or name: name for name in names}
    near = nearest(name.rpartition(".")[0] or name, by_stem)
    return f"Menade du ”{by_stem[near]}”?" if near else ""


def inside(folder: Path) -> str:
    """What a folder has that could have been meant."""
    return _listed(folder, _names(folder, ""), "")


def is_workbook(path: Path) -> bool:
    """Whether it is a canonical workbook. Never raises for what is in a file."""
    try:
        open_book(path)
    except (UnusableInputError, OSError, ValueError):
        return False
    return True


def is_something_else(path: Path) -> bool:
    """Whether it is surely no canonical workbook; one that can't be read (encrypted, damaged) may be one."""
    if not path.is_file() or path.suffix.lower() not in WORKBOOKS:
        return True
    try:
        raw = read_workbook(path)
    except (UnusableInputError, OSError, ValueError):
        return False
    try:
        declaration_of(raw)
    except UnusableInputError:
        return True
    return False


def _names(folder: Path, suffix: str) -> list[str]:
    """Folders, and files with that suffix (or any that people send and open)."""
    return sorted(_worth_telling(folder, suffix), key=str.casefold)


def _worth_telling(folder: Path, suffix: str) -> Iterator[str]:
    try:
        for path in folder.iterdir():
            if path.name.startswith(NOT_TOLD) or path.name == FOLDER:
                continue
            if path.is_dir() and not suffix:
                yield f"{path.name}/"
            elif path.suffix.lower() in ((suffix,) if suffix else _OFFICE) and path.is_file():
                yield path.name
    except OSError:  # a folder that can't be listed has nothing to tell
        return


def _listed(folder: Path, names: list[str], suffix: str) -> str:
    where = "Här" if folder == Path() else f"I mappen {folder}"
    if not names:
        return f"{where} finns ingen {suffix}-fil." if suffix else f"{where} finns ingenting att välja på."
    more = len(names) - _SHOWN
    return f"{where} finns {', '.join(names[:_SHOWN])}{f' och {more} till' if more > 0 else ''}."
