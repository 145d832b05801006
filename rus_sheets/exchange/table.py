"""A file from another system as it stands: headers, and rows of values that nobody has interpreted yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec import Struct

from rus_sheets.answers.returned import Note
from rus_sheets.book.formats import FormatKind
from rus_sheets.book.raw import Scalar
from rus_sheets.book.tidy import tidy
from rus_sheets.schema.model import Declaration, Exchange
from rus_sheets.synced import Copied


class OutsideCell(NamedTuple):
    """A value, and in a workbook how it is shown, and the formula that it is the stored result of ("" for none).

    ``doubt`` is why it isn't sure that it is what is meant.
    """

    value: Scalar = None
    format: FormatKind = FormatKind.PLAIN
    code: str = ""
    formula: str = ""
    doubt: str = ""


class OutsideRow(NamedTuple):
    """A row with its number as a program shows it; the cells are in the order of the table's headers."""

    number: int
    cells: Sequence[OutsideCell]


class OutsideTable(Struct, frozen=True):
    """``profile`` is the name of the exchange that it fits. ``when`` is when the file was saved (ISO, UTC).

    ``sender`` is who mailed it. ``unread`` tells of what lies beside the rows. ``copied``: another file that came in
    that it seems to be a copy of.
    """

    path: str
    declaration: str
    profile: str
    headers: tuple[str, ...]
    rows: tuple[OutsideRow, ...]
    when: str = ""
    sender: str = ""
    unread: tuple[Note, ...] = ()
    copied: Copied | None = None


def folded(header: str) -> str:
    """A header as it is compared."""
    return tidy(header).casefold()


def fitting(declaration: Declaration, headers: Iterable[str]) -> Exchange | None:
    """The profile that a file with those headers is of, None for none.

    It has the key's header, and the stamp's or at least half of the others; of several the one with most of its own.
    """
    there = {folded(header) for header in headers if header}
    best: tuple[int, Exchange] | None = None
    for profile in declaration.exchange:
        found = sum(folded(header) in there for header in profile.headers)
        known = folded(key_header(declaration, profile)) in there
        ours = folded(profile.stamp) in there or 2 * found >= len(profile.headers)
        if known and ours and found > 1 and (best is None or found > best[0]):
            best = found, profile
    return best[1] if best else None


def key_header(declaration: Declaration, profile: Exchange) -> str:
    """What the column with the rows' ids is called outside."""
    path = f"{declaration.followup.unit}.{declaration.table_of(declaration.followup.unit).id}"
    return next(column.header for column in profile.columns if column.column == path)
