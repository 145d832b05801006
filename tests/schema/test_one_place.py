"""No header, choice or formula text stands anywhere but in the declaration."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import rus_sheets
from rus_sheets.usecases.opened.opening import declarations

PACKAGE = Path(rus_sheets.__file__).parent
HEADS_OF_OTHERS = {
    ("cli/commands/status.py", "Läge"), ("documents/years.py", "År"), ("documents/years.py", "Läge"),
    ("usecases/page/outgoing.py", "Från"),
}  # fmt: skip
"""Heads of tables that are no sheets: what the command shows, the frames of several years, and a field of the page."""
SOURCES = sorted(PACKAGE.rglob("*.py"))


def words() -> set[str]:
    found: set[str] = set()
    for declaration in declarations():
        found |= {column.header for table in declaration.table for column in table.columns}
        found |= {value for each in declaration.list for value in each.values}
        found |= set(declaration.sheets)
    return {word for word in found if not word.isascii() or " " in word}


def literals(path: Path) -> Iterator[tuple[int, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_header_or_choice_is_a_literal_in_code(path: Path) -> None:
    known = words()
    others = {word for module, word in HEADS_OF_OTHERS if module == path.relative_to(PACKAGE).as_posix()}
    assert [each for each in literals(path) if each[1] in known - others] == []
