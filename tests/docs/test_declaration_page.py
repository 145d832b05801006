"""docs/deklarationen.md names every key of the declaration, under its own heading, and none that isn't."""

from __future__ import annotations

import inspect
import re

import pytest
from msgspec import Struct

from rus_sheets.schema import model
from tests.docs.pages import ROOT

PAGE = (ROOT / "docs" / "deklarationen.md").read_text(encoding="utf-8")
CLASSES = [
    each for _, each in inspect.getmembers(model, inspect.isclass) if issubclass(each, Struct) and each is not Struct
]


def section(name: str) -> str:
    return PAGE.partition(f"\n## {name}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("declared", CLASSES, ids=lambda each: each.__name__)
def test_every_key_is_told(declared: type[Struct]) -> None:
    first_cells = re.findall(r"^\| (`.*?) \|", section(declared.__name__), re.MULTILINE)
    told = {key for cell in first_cells for key in re.findall(r"`(\w+)`", cell)}
    assert told == set(declared.__struct_fields__)


@pytest.mark.parametrize("words", [model.CellType, model.BlockKind, model.ChartKind, model.Editor, model.TableKind,
                                   model.DocumentCommand, model.DocumentContext])  # fmt: skip
def test_every_word_is_told(words: type[model.CellType]) -> None:
    assert [each.value for each in words if f"`{each.value}`" not in PAGE] == []
