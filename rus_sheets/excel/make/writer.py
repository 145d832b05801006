"""XlsxWriter's workbook, with two things that it can't say: heights that aren't fixed, and locked sheets."""

from __future__ import annotations

from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet


class Writer(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook whose rows grow with their texts; ``locked``: no sheet can be added, renamed or removed."""

    def __init__(self, target: Any, options: dict[str, Any], *, locked: bool) -> None:
        super().__init__(target, options)
        self._locked = locked

    def add_worksheet(self, name: str | None = None, worksheet_class: Any = None) -> Any:
        """A sheet of ours."""
        return super().add_worksheet(name, worksheet_class or _Sheet)

    def _write_book_views(self) -> None:
        """What is written right before, by ECMA-376 part 1, 18.2.27."""
        if self._locked:
            self._xml_empty_tag("workbookProtection", [("lockStructure", 1)])
        super()._write_book_views()


class _Sheet(Worksheet):  # type: ignore[misc]
    """A sheet whose rows have the height that they need, and not one that somebody has chosen."""

    def _xml_start_tag_unencoded(self, tag: str, attributes: list[tuple[str, Any]]) -> None:
        super()._xml_start_tag_unencoded(tag, _unfixed(attributes) if tag == "row" else attributes)

    def _xml_empty_tag_unencoded(self, tag: str, attributes: list[tuple[str, Any]]) -> None:
        super()._xml_empty_tag_unencoded(tag, _unfixed(attributes) if tag == "row" else attributes)


def _unfixed(attributes: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in attributes if name != "customHeight"]
