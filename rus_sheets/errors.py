"""What can go wrong through no fault of the code: each error carries place, fault and remedy, and an exit code.

A bug is never one of these: it keeps its traceback.
"""

from __future__ import annotations


class UserError(Exception):
    """Something the user can mend.

    The text is Swedish and says fault and remedy in at most two sentences; ``place`` is the file, sheet or cell.
    """

    exit_code = 3

    def __init__(self, message: str, *, place: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.remedy = remedy

    def __str__(self) -> str:
        head = f"{self.place}: {self.message}" if self.place else self.message
        return f"{head} {self.remedy}".strip()


class UsageError(UserError):
    """The command was given words that it can't act on (exit code 2)."""

    exit_code = 2


class UnusableInputError(UserError):
    """An input is missing, open elsewhere, encrypted, damaged or not ours. Nothing was changed (exit code 3)."""


class DeclarationError(UserError):
    """A declaration in ``workbook_templates/`` is faulty; ``place`` is file and key (exit code 3)."""
