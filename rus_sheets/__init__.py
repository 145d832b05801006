"""Plan and report a year in Excel and Word: one canonical workbook, follow-up files, three-way merge, documents.

``open_book(path)`` gives the typed rows of a canonical workbook, each value with the cell it came from, and
``open_book(path).frames()`` pandas DataFrames for analysis. ``years(paths)`` puts several years beside each other, and
``years(paths).frames()`` gives those. ``rus_sheets.excel.edit.patch.patch_cells`` changes cells
in any .xlsx and leaves all else as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rus_sheets.book.model import Book as Book
    from rus_sheets.usecases.opened.opening import open_book as open_book
    from rus_sheets.usecases.years import years as years

__all__ = ["Book", "open_book", "years"]


def __getattr__(name: str) -> object:
    """Import on demand: ``rus-sheets --help`` must not wait for what it doesn't use."""
    if name == "open_book":
        from rus_sheets.usecases.opened.opening import open_book  # noqa: PLC0415

        return open_book
    if name == "years":
        from rus_sheets.usecases.years import years  # noqa: PLC0415

        return years
    if name == "Book":
        from rus_sheets.book.model import Book  # noqa: PLC0415

        return Book
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
