"""What there is to choose among in a folder of the user's own: folders, workbooks and Word documents, no more."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from rus_sheets.errors import UnusableInputError, reason
from rus_sheets.office.suffixes import WORKBOOKS
from rus_sheets.usecases.opened.alternatives import NOT_TOLD

_SHOWN = 500


class Listed(Struct, frozen=True):
    """A folder within the user's own: ``inside`` is its place in that, with ``/`` ("" for the user's own folder).

    ``parent`` is None there. ``more`` tells how many names there were no room for.
    """

    path: Path
    inside: str
    parent: str | None
    folders: tuple[str, ...]
    workbooks: tuple[str, ...]
    documents: tuple[str, ...]
    more: int = 0


def listed(home: Path, inside: str) -> Listed:
    """The folder ``inside`` the user's own one.

    Raises UnusableInputError for a place outside it, also where ``..`` or a link leads out, and for one that can't be
    read.
    """
    try:
        root = home.resolve()
        path = (root / inside).resolve()
        if not path.is_relative_to(root) or not path.is_dir():
            raise _no_such(inside)
        names = _names(path, root)
    except OSError as error:
        fault = f"Mappen kan inte läsas ({reason(error)})."
        raise UnusableInputError(fault, place=inside, remedy="Välj en annan mapp.") from error
    except ValueError as error:  # no name that a file can have
        raise _no_such(inside) from error
    where = "" if path == root else path.relative_to(root).as_posix()
    parent = None if path == root else ("" if path.parent == root else path.parent.relative_to(root).as_posix())
    more = sum(max(0, len(kind) - _SHOWN) for kind in names)
    folders, workbooks, documents = (tuple(kind[:_SHOWN]) for kind in names)
    return Listed(path, where, parent, folders, workbooks, documents, more)


def is_inside(home: Path, folder: Path) -> bool:
    """Whether a folder is the user's own one, or in it."""
    return folder.is_relative_to(home.resolve())


def inside_home(home: Path, folder: Path) -> str:
    """The folder's place in the user's own one, as ``listed`` wants it; "" for one that isn't in it."""
    root = home.resolve()
    return folder.relative_to(root).as_posix() if folder.is_relative_to(root) and folder != root else ""


def _names(path: Path, root: Path) -> tuple[list[str], list[str], list[str]]:
    folders, workbooks, documents = [], [], []
    for child in sorted(path.iterdir(), key=lambda entry: entry.name.casefold()):
        if child.name.startswith(NOT_TOLD):
            continue
        if child.is_dir():
            if child.resolve().is_relative_to(root):
                folders.append(child.name)
        elif child.suffix.lower() in WORKBOOKS:
            workbooks.append(child.name)
        elif child.suffix.lower() == ".docx":
            documents.append(child.name)
    return folders, workbooks, documents


def _no_such(inside: str) -> UnusableInputError:
    remedy = "Klistra in hela sökvägen i stället."
    return UnusableInputError("Mappen finns inte bland dina egna mappar.", place=inside, remedy=remedy)
