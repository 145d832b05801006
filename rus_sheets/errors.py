"""What can go wrong through no fault of the code: each error carries place, fault and remedy, and an exit code.

A bug is never one of these: it keeps its traceback.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from pathlib import Path

from rus_sheets.sharing import ACCESS_DENIED, SHARING_VIOLATIONS, WINDOWS, refusal
from rus_sheets.synced import online_only

IN_USE = "ett annat program använder den"
IN_CLOUD = "den finns bara i molnet och kunde inte hämtas"
_REASONS = {
    "EACCES": "behörighet saknas",
    "EPERM": "behörighet saknas",
    "EROFS": "disken är skrivskyddad",
    "ENOSPC": "disken är full",
    "EDQUOT": "utrymmet är slut",
    "EFBIG": "filen blir för stor",
    "EIO": "fel på disken",
    "ENOENT": "den finns inte",
    "ENOTDIR": "sökvägen går genom en fil",
    "EISDIR": "det är en mapp",
    "EEXIST": "den finns redan",
    "ENAMETOOLONG": "namnet är för långt",
    "ELOOP": "länken går runt",
    "EBUSY": IN_USE,
    "ETXTBSY": IN_USE,
    "EMFILE": "för många öppna filer",
    "ENFILE": "för många öppna filer",
    "ENOMEM": "minnet är slut",
    "EADDRINUSE": IN_USE,
    "EXDEV": "den ligger på en annan disk",
    "EADDRNOTAVAIL": "den finns inte på den här datorn",
    **dict.fromkeys(
        ("ESTALE", "ETIMEDOUT", "EHOSTDOWN", "EHOSTUNREACH", "ENETDOWN", "ENETUNREACH", "ENETRESET", "ENOTCONN",
         "ECONNABORTED", "ECONNREFUSED", "ECONNRESET", "EREMOTEIO", "ENOLINK", "ECOMM"),
        "nätverksmappen svarar inte",
    ),
}  # fmt: skip
_NETWORK = (51, 53, 54, 55, 59, 64, 67, 121, 1222, 1231, 1232, 1236)
"""Windows' own numbers for a share that isn't reached; in errno they are many things."""
_NO_NAMES = {6: "det är ingen fil", 123: "ingen fil heter så", 161: "ingen fil heter så", 206: _REASONS["ENAMETOOLONG"]}
"""Windows' own numbers for what no file is called: a device, a pattern that fits none, a name or path that is long."""
_NOT_FETCHED = ("EINVAL", "EACCES", "EIO")
"""What errno may say of a placeholder that its program doesn't fetch."""


def reason(error: OSError) -> str:
    """Why the system refused, in Swedish where it is one of the usual reasons, else in the system's own words."""
    windows = getattr(error, "winerror", None)
    names = [name for name in (error.filename, error.filename2) if isinstance(name, str | os.PathLike)]
    # Windows says that it is denied for a file in use as well, and Python's ``open`` gives no number of Windows' own.
    if (isinstance(error, PermissionError) and windows in (None, ACCESS_DENIED)) or error.errno == errno.EINVAL:
        telling = (number for number in map(refusal, names) if number in (*SHARING_VIOLATIONS, *_NETWORK, *_NO_NAMES))
        windows = next(telling, windows)
    if windows in SHARING_VIOLATIONS:
        return IN_USE
    if windows in _NETWORK:
        return _REASONS["ETIMEDOUT"]
    if windows in _NO_NAMES:
        return _NO_NAMES[windows]
    if _folder_for_a_file(error):
        return _REASONS["EISDIR"]
    name = errno.errorcode.get(error.errno or 0, "").removeprefix("WSA")  # so they are called on Windows for ports
    if name in _NOT_FETCHED and any(online_only(path) for path in names):
        return IN_CLOUD
    return _REASONS.get(name, error.strerror or str(error))


def _folder_for_a_file(error: OSError) -> bool:
    """Was a folder opened, or to be replaced, as if it were a file? Windows says that it is denied.

    Python's ``open`` gives no number of Windows' own; where a folder was asked for as such there is one.
    """
    if not WINDOWS or not isinstance(error, PermissionError):
        return False
    opened = error.filename if getattr(error, "winerror", None) is None else None
    return any(isinstance(name, str | os.PathLike) and Path(name).is_dir() for name in (opened, error.filename2))


class UserError(Exception):
    """Something the user can mend.

    The text is Swedish and says fault and remedy in at most two sentences; ``place`` is the file, sheet or cell.
    ``also`` are lines of their own about the rest, where one command found several faults; ``command`` is one to copy
    that goes on from here.
    """

    exit_code = 3

    def __init__(
        self, message: str, *, place: str = "", remedy: str = "", also: Sequence[str] = (), command: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.remedy = remedy
        self.also = tuple(also)
        self.command = command

    def __str__(self) -> str:
        head = f"{self.place}: {self.message}" if self.place else self.message
        return "\n".join(part for part in (f"{head} {self.remedy}".strip(), *self.also, self.command) if part)


class UsageError(UserError):
    """The command was given words that it can't act on (exit code 2)."""

    exit_code = 2


class UnusableInputError(UserError):
    """An input is missing, open elsewhere, encrypted, damaged or not ours. Nothing was changed (exit code 3)."""


class DeclarationError(UserError):
    """A declaration in ``workbook_templates/`` is faulty; ``place`` is file and key (exit code 3)."""
