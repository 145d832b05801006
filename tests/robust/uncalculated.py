"""Merging without the engines, where what is calculated is another test's matter."""

from __future__ import annotations

from typing import Self

from rus_sheets.excel.calc import Recalculation


class Uncalculated:
    """Stands in for a Calculation: every stored value stays as it was."""

    def __init__(self, *_: object) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def begin(self) -> None:
        pass

    def end(self) -> None:
        pass

    def settle(self, after: bytes) -> tuple[bytes, Recalculation]:
        return after, Recalculation({}, (), "")
