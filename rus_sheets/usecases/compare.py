"""Comparing two workbooks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from rus_sheets.book.compare import Differences, RowChange, TotalChange, compare
from rus_sheets.book.model import Book
from rus_sheets.book.shown import as_json
from rus_sheets.documents.so_far import lacking
from rus_sheets.errors import UnusableInputError
from rus_sheets.schema.model import Declaration
from rus_sheets.usecases.opened import requirements
from rus_sheets.usecases.opened.opening import open_book


def compare_files(
    a: Path, b: Path, output: Path | None = None, *, on_step: Callable[[str, int, int], None] = lambda *_: None
) -> tuple[Differences, Declaration]:
    """What differs from the workbook ``a`` to ``b``, also written to the workbook ``output``.

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
    found = compare(first, second)
    found = replace(found, totals=tuple(_as_told(total, first, second) for total in found.totals))
    if output is not None:
        from rus_sheets.usecases.differences import write_differences  # noqa: PLC0415 - 20 ms, only for this

        write_differences(output, (a, b), found, second.declaration)
    return found, second.declaration


def _as_told(change: TotalChange, a: Book, b: Book) -> TotalChange:
    """A total of which nothing is told yet isn't nought: it isn't known."""
    known = [None if lacking(book, change.key).all_blank else value for book, value in ((a, change.a), (b, change.b))]
    return replace(change, a=known[0], b=known[1])


def differences_file(a: Path, b: Path) -> bytes:
    """What differs, as the workbook that ``output`` would be. Raises as ``compare_files`` does."""
    from rus_sheets.usecases.differences import differences_bytes  # noqa: PLC0415 - as above

    found, declaration = compare_files(a, b)
    return differences_bytes(declaration, (a, b), found)


def as_data(found: Differences, a: str, b: str) -> dict[str, object]:
    """The comparison for ``--format json``."""
    return {
        "a": a,
        "b": b,
        "new": [_row(change) for change in found.new],
        "ended": [_row(change) for change in found.ended],
        "changed": [
            {
                "sheet": change.sheet, "row": change.row, "title": change.title, "column": change.header,
                "a": as_json(change.a), "b": as_json(change.b),
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
