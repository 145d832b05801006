"""Comparing two workbooks."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.book.another_plan import OtherIds, other_ids
from rus_sheets.book.compare import Differences, RowChange, SameRow, TotalChange, compare
from rus_sheets.book.model import Book
from rus_sheets.book.same_rows import by_name
from rus_sheets.book.shown import as_json
from rus_sheets.documents.so_far import lacking
from rus_sheets.errors import UnusableInputError
from rus_sheets.schema.model import Declaration, Table
from rus_sheets.usecases.opened import requirements
from rus_sheets.usecases.opened.opening import open_book

_NEARLY_ALL = 0.8
"""The part of both plans' names that only one of them has, from which a person is asked first."""
_LONGEST = 60
"""Characters of a name within a sentence."""


class Compared(Struct, frozen=True, dict=True):
    """What was ``found`` from the file ``a`` to ``b``; ``other`` where the ids are two plans' and names were matched.

    ``of_a`` and ``of_b`` are then how many rows of the unit (activities) the workbooks have. ``withheld`` is how many
    rows and cells differ that aren't in ``found``: nearly all names are others too, and nobody has asked for them. The
    rows that are the same, or may be, are told of all the same.
    """

    a: str
    b: str
    found: Differences
    declaration: Declaration
    other: OtherIds | None = None
    of_a: int = 0
    of_b: int = 0
    matched: int = 0
    withheld: int = 0

    @property
    def unit(self) -> Table:
        """The table of what is planned and followed up."""
        return self.declaration.table_of(self.declaration.followup.unit)

    @cached_property
    def told(self) -> tuple[str, ...]:
        """What is said before anything else where rows are matched by name, a sentence each; none where ids hold."""
        if self.other is None:
            return ()
        sheet, other = self.unit.sheet, self.other
        common = (
            f"{other.other} av {other.common} gemensamma id:n på bladet {sheet} är något annat. {other.example} är "
            f"”{_short(other.a)}” i {self.a} och ”{_short(other.b)}” i {self.b}"
            if other.common
            else f"inget id på bladet {sheet} finns i båda"
        )
        lines = [
            f"Id:na är olika planers: {common}.",
            f"Rader jämförs på namnet: {self.matched} av {self.of_a} i {self.a} och {self.of_b} i {self.b} känns igen.",
        ]
        if self.withheld:
            lines.append(f"De flesta namn finns bara i den ena, så {self.withheld} skillnader visas inte.")
        elif self.found.along:
            along = self.found.along
            lines.append(f"{along} rader som hör till en ny eller avslutad rad visas inte var för sig.")
        return tuple(lines)


def compare_files(
    a: Path,
    b: Path,
    output: Path | None = None,
    *,
    by_id: bool = False,
    whole: bool = False,
    on_step: Callable[[str, int, int], None] = lambda *_: None,
) -> Compared:
    """What differs from the workbook ``a`` to ``b``, also written to the workbook ``output``.

    Rows are matched by their ids, or by name where the ids are two plans' (not with ``by_id``). Where nearly all names
    are others too, only the totals are found and what is the same, unless ``whole``.

    Raises UnusableInputError when either can't be used, they are of different kinds, or ``output`` is one of them or
    can't be written. ``on_step`` is told what is begun, which step that is, and of how many.
    """
    on_step(f"Läser {a.name}", 1, 3)
    first = open_book(a)
    on_step(f"Läser {b.name}", 2, 3)
    second = open_book(b)
    if first.declaration.name != second.declaration.name:
        raise UnusableInputError(
            "Arbetsböckerna är av olika slag och kan inte jämföras.",
            place=f"{a.name}, {b.name}",
            remedy="Ange två arbetsböcker som är gjorda med samma mall.",
        )
    for book, path in ((first, a), (second, b)):
        requirements.ensure(book, requirements.everything(book.declaration), path)
    on_step("Jämför arbetsböckerna", 3, 3)
    compared = replace(_compared(first, second, by_id=by_id, whole=whole), a=a.name, b=b.name)
    if output is not None:
        from rus_sheets.usecases.differences import write_differences  # noqa: PLC0415 - 20 ms, only for this

        write_differences(output, (a, b), compared.found, compared.declaration, compared.told)
    return compared


def _compared(a: Book, b: Book, *, by_id: bool, whole: bool) -> Compared:
    other = None if by_id else other_ids(a, b)
    found = compare(a, b, by_name(a, b, other) if other else None)
    found = replace(found, totals=tuple(_as_told(total, a, b) for total in found.totals))
    if other is None:
        return Compared("", "", found, b.declaration)
    unit = b.declaration.followup.unit
    of_a, of_b = (sum(bool(row.id) for row in book[unit]) for book in (a, b))
    matched = sum(same.table == unit for same in found.same)
    withheld = 0
    if not whole and matched <= (1 - _NEARLY_ALL) * (of_a + of_b - matched):
        withheld = len(found.new) + len(found.ended) + len(found.changed) + found.along
        found = Differences((), (), (), found.totals, found.same, found.unsure)
    return Compared("", "", found, b.declaration, other, of_a, of_b, matched, withheld)


def _as_told(change: TotalChange, a: Book, b: Book) -> TotalChange:
    """A total of which nothing is told yet isn't nought: it isn't known."""
    known = [None if lacking(book, change.key).all_blank else value for book, value in ((a, change.a), (b, change.b))]
    return replace(change, a=known[0], b=known[1])


def differences_file(a: Path, b: Path, *, by_id: bool = False, whole: bool = False) -> bytes:
    """What differs, as the workbook that ``output`` would be. Raises as ``compare_files`` does."""
    from rus_sheets.usecases.differences import differences_bytes  # noqa: PLC0415 - as above

    compared = compare_files(a, b, by_id=by_id, whole=whole)
    return differences_bytes((a, b), compared.found, compared.declaration, compared.told)


def as_data(compared: Compared, a: str, b: str) -> dict[str, object]:
    """The comparison for ``--format json``."""
    found = compared.found
    return {
        "a": a,
        "b": b,
        "matched_by": "name" if compared.other else "id",
        "told": list(compared.told),
        "withheld": compared.withheld,
        "same": [_pair(row) for row in found.same],
        "unsure": [_pair(row) for row in found.unsure],
        "new": [_row(change) for change in found.new],
        "ended": [_row(change) for change in found.ended],
        "changed": [
            {
                "sheet": change.sheet, "row": change.row, "was": change.was or change.row, "title": change.title,
                "column": change.header, "a": as_json(change.a), "b": as_json(change.b),
            }
            for change in found.changed
        ],
        "totals": [{"name": total.name, "label": total.label, "a": total.a, "b": total.b} for total in found.totals],
        "summary": {
            "new": len(found.new), "ended": len(found.ended), "changed": len(found.changed),
            "totals": len(found.totals),
        },
    }  # fmt: skip


def _row(change: RowChange) -> dict[str, str]:
    return {"sheet": change.sheet, "row": change.row, "title": change.title}


def _pair(row: SameRow) -> dict[str, str]:
    return {"sheet": row.sheet, "a": row.a, "title_a": row.title_a, "b": row.b, "title_b": row.title_b}


def _short(name: str) -> str:
    line = " ".join(name.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"
