"""Merging without the engines, where what is calculated is another test's matter."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Iterator
from types import ModuleType
from typing import Self

from rus_sheets.excel.calc.stored import Evaluation, Recalculation

_CALCULATING = ("merging", "fix", "next_year", "annotate", "validate")


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


def stand_ins() -> Iterator[tuple[ModuleType, str, object]]:
    """What to put in the place of calculations in the commands: module, name and what stands there instead."""
    others: dict[str, object] = {
        "Calculation": Uncalculated,
        "evaluate": lambda *_: Evaluation(),
    }
    for module in _CALCULATING:
        with contextlib.suppress(ImportError):
            found = importlib.import_module(f"rus_sheets.usecases.{module}")
            yield from ((found, name, other) for name, other in others.items() if hasattr(found, name))
