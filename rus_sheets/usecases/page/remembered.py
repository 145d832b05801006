"""What the page remembers between its runs: the workbooks that a person has chosen, with the folders that go with them.

Only these are read by the page: whatever else a request may name isn't looked for. The list is a JSON file in the
user's own folder for such things; one that can't be read counts as empty, since it can be made again by choosing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.errors import UnusableInputError
from rus_sheets.office.atomic import real_path, write_atomically
from rus_sheets.office.long_paths import reachable, shown
from rus_sheets.office.suffixes import WORKBOOKS
from rus_sheets.usecases.opened.alternatives import instead_of
from rus_sheets.usecases.opened.lastyear import opened_last_year
from rus_sheets.usecases.opened.opening import open_book

OUTBOX = "utskick"
"""The folder beside a workbook in which the page makes follow-up files."""
INBOX = "inkommet"
"""The folder beside a workbook in which the page puts files that have come in."""
MAILS = "mejl"
REMINDERS = "paminnelser"
"""The folders beside a workbook in which the page puts mail drafts."""
_KEPT = 20
"""Workbooks; the one that was chosen longest ago is forgotten first."""
_LARGEST = 1_000_000  # bytes of the list


class Chosen(Struct, frozen=True):
    """A workbook that a person has chosen, and the folders of files that were sent or came back.

    ``previous`` is last year's workbook, if one has been chosen; ``templates`` are people's own Word templates, by the
    command that writes the document.
    """

    path: Path
    folders: tuple[Path, ...] = ()
    previous: Path | None = None
    templates: tuple[tuple[str, Path], ...] = ()

    def template(self, command: str) -> Path | None:
        """The Word template that has been chosen for a document, also where it is no longer there; None for ours."""
        return dict(self.templates).get(command)

    @property
    def there(self) -> tuple[Path, ...]:
        """The folders that are still where they were."""
        return tuple(folder for folder in self.folders if folder.is_dir())

    @property
    def previous_there(self) -> Path | None:
        """Last year's workbook, if it is still where it was."""
        return self.previous if self.previous and self.previous.is_file() else None

    @property
    def gone(self) -> tuple[Path, ...]:
        """The folders that aren't."""
        return tuple(folder for folder in self.folders if not folder.is_dir())

    @property
    def beside(self) -> tuple[Path, ...]:
        """The folders beside the workbook that are named as such folders are, and aren't chosen yet."""
        return tuple(folder for folder in (self.outbox, self.inbox) if folder.is_dir() and folder not in self.folders)

    @property
    def answers(self) -> tuple[Path, ...]:
        """Where answers are looked for, unless a person says otherwise: not in the outbox if there is another folder.

        Files come back under the names that they were sent with: read with the outbox, each would be there twice.
        """
        others = tuple(folder for folder in self.there if folder != self.outbox)
        return others or self.there

    @property
    def sent_in(self) -> tuple[Path, ...]:
        """Where no answers are looked for: the files there only tell when they were sent."""
        return tuple(folder for folder in self.there if folder not in self.answers)

    @property
    def outbox(self) -> Path:
        """Where the page makes follow-up files."""
        return self.path.with_name(OUTBOX)

    @property
    def inbox(self) -> Path:
        """Where the page puts files that have come in."""
        return self.path.with_name(INBOX)

    @property
    def mails(self) -> Path:
        """Where the page puts mail drafts with the follow-up files."""
        return self.path.with_name(MAILS)

    @property
    def reminders(self) -> Path:
        """Where the page puts mail drafts to those who haven't answered."""
        return self.path.with_name(REMINDERS)

    @property
    def key(self) -> str:
        """What names it in an address, which is no place for a path."""
        return key_of(self.path)


def key_of(path: Path) -> str:
    """What names a file or a folder in an address, also one whose path is so long that Windows has it marked."""
    return hashlib.sha256(os.fsencode(shown(str(path)))).hexdigest()[:16]


class Remembered:
    """The list, kept in ``file``."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @property
    def workbooks(self) -> tuple[Chosen, ...]:
        """All of them, the latest first, also those that are no longer there."""
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError, RecursionError):
            if self._file.stat().st_size <= _LARGEST:
                data = json.loads(self._file.read_bytes())
                return tuple(_chosen(entry) for entry in data["workbooks"])
        return ()

    def by_key(self, key: str) -> Chosen | None:
        """The workbook of that key, None where nobody has chosen one."""
        return next((workbook for workbook in self.workbooks if workbook.key == key), None)

    def choose(self, named: Path) -> Chosen:
        """Put a workbook first in the list; a link is followed once and for all.

        Raises UnusableInputError for what is no canonical workbook, or when the list can't be written.
        """
        path = workbook_at(named)
        open_book(path)
        known = next((workbook for workbook in self.workbooks if workbook.path == path), Chosen(path))
        self._keep(known)
        return known

    def add_folder(self, chosen: Chosen, named: Path) -> Chosen:
        """Remember a folder with a workbook. Raises UnusableInputError for what is no folder."""
        path = folder_at(named)
        changed = replace(chosen, folders=tuple(dict.fromkeys((*chosen.folders, path))))
        self._keep(changed)
        return changed

    def drop_folder(self, chosen: Chosen, path: Path) -> Chosen:
        """Forget a folder; nothing in it is touched."""
        changed = replace(chosen, folders=tuple(folder for folder in chosen.folders if folder != path))
        self._keep(changed)
        return changed

    def set_previous(self, chosen: Chosen, named: Path) -> Chosen:
        """Remember last year's workbook with this year's.

        Raises UnusableInputError for what is none, of another kind, or not of an earlier year.
        """
        path = workbook_at(named)
        opened_last_year(path, open_book(chosen.path))
        changed = replace(chosen, previous=path)
        self._keep(changed)
        return changed

    def drop_previous(self, chosen: Chosen) -> Chosen:
        """Forget last year's workbook."""
        changed = replace(chosen, previous=None)
        self._keep(changed)
        return changed

    def set_template(self, chosen: Chosen, command: str, named: Path) -> Chosen:
        """Remember a Word template for a document. Raises UnusableInputError for what is no Word document."""
        path = _existing(named)
        if path.suffix.lower() != ".docx" or not path.is_file():
            remedy = "Välj en Word-fil med ändelsen .docx."
            raise UnusableInputError("Det är ingen Word-mall.", place=named.name, remedy=remedy)
        changed = replace(chosen, templates=tuple((dict(chosen.templates) | {command: path}).items()))
        self._keep(changed)
        return changed

    def drop_template(self, chosen: Chosen, command: str) -> Chosen:
        """Use our own template for a document again."""
        changed = replace(chosen, templates=tuple(pair for pair in chosen.templates if pair[0] != command))
        self._keep(changed)
        return changed

    def forget(self, chosen: Chosen) -> None:
        """Forget a workbook; the file itself is not touched."""
        self._write(tuple(workbook for workbook in self.workbooks if workbook.path != chosen.path))

    def _keep(self, chosen: Chosen) -> None:
        others = tuple(workbook for workbook in self.workbooks if workbook.path != chosen.path)
        self._write((chosen, *others)[:_KEPT])

    def _write(self, workbooks: tuple[Chosen, ...]) -> None:
        data = {
            "workbooks": [
                {
                    "path": str(workbook.path),
                    "folders": list(map(str, workbook.folders)),
                    "previous": str(workbook.previous or ""),
                    "templates": {command: str(path) for command, path in workbook.templates},
                }
                for workbook in workbooks
            ],
        }
        with contextlib.suppress(OSError):  # if it isn't there, writing says so
            self._file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(self._file, json.dumps(data, indent=2).encode())


def _chosen(data: dict[str, object]) -> Chosen:
    path, folders, previous = data["path"], data["folders"], data.get("previous", "")
    templates = data.get("templates", {})
    if (
        not isinstance(path, str)
        or not isinstance(previous, str)
        or not isinstance(folders, list)
        or not all(isinstance(folder, str) for folder in folders)
        or not isinstance(templates, dict)
        or not all(isinstance(text, str) for pair in templates.items() for text in pair)
    ):
        raise TypeError
    own = tuple((command, Path(template)) for command, template in templates.items())
    return Chosen(Path(path), tuple(map(Path, folders)), Path(previous) if previous else None, own)


def folder_at(named: Path) -> Path:
    """The real place of a folder. Raises UnusableInputError for what is no folder."""
    path = _existing(named)
    if not path.is_dir():
        raise UnusableInputError("Det är ingen mapp.", place=named.name, remedy="Välj mappen som filerna ligger i.")
    return path


def workbook_at(named: Path) -> Path:
    """The real place of a file that Excel's name says is a workbook. Raises UnusableInputError for what is none."""
    path = _existing(named)
    if path.is_dir():
        raise UnusableInputError("Det är en mapp.", place=named.name, remedy="Välj arbetsboken i den.")
    if path.suffix.lower() not in WORKBOOKS:
        remedy = "Välj en arbetsbok, till exempel verksamhet-2026.xlsx."
        raise UnusableInputError("Det är ingen arbetsbok från Excel.", place=named.name, remedy=remedy)
    if not path.is_file():
        raise UnusableInputError("Det är ingen fil.", place=named.name, remedy="Välj en arbetsbok.")
    return path


def _existing(named: Path) -> Path:
    """The real place of what was named. Raises UnusableInputError where nothing is there."""
    try:
        if not named.is_absolute():
            remedy = r"Skriv hela sökvägen, till exempel C:\Users\namn\Documents\verksamhet-2026.xlsx."
            raise UnusableInputError("Sökvägen är inte hel.", place=str(named), remedy=remedy)
        named = reachable(named)
        if not named.exists():
            raise UnusableInputError("Det finns inget där.", place=str(named), remedy=instead_of(named))
        return real_path(named)
    except (OSError, ValueError) as error:  # no name that a file can have, or a loop of links
        raise UnusableInputError("Sökvägen går inte att läsa.", place=str(named), remedy="Kontrollera den.") from error
