"""What a cell was taken to mean."""

from __future__ import annotations

from msgspec import Struct

from rus_sheets.book.convert import Shown


class Meant(Struct, frozen=True):
    """``value`` is what the cell becomes; with a ``fault`` it isn't taken and ``value`` is a proposal (None for none).

    ``note`` tells how a value was read that didn't stand there in so many words.
    """

    value: Shown
    fault: str = ""
    remedy: str = ""
    note: str = ""


def refused(fault: str, remedy: str) -> Meant:
    """Not taken, and nothing to propose."""
    return Meant(None, fault, remedy)
