"""No remedy on the page names a command or an option where the page has a button for it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import rus_sheets
from rus_sheets.checks.registry import CHECKS
from rus_sheets.usecases.validate import explain
from rus_sheets.web.on_page import on_page

PACKAGE = Path(rus_sheets.__file__).parent
COMMANDS = "|".join(path.stem for path in (PACKAGE / "cli" / "commands").glob("[a-z]*.py") if path.stem != "app")
COMMAND = re.compile(rf"(?<![\w-])--[a-z]|rus-sheets (?:{COMMANDS})\b")
ELSEWHERE = {
    "Där kan finnas val som ni har gjort. Ange ett annat namn, eller läs in valen med --decisions.",  # a typed name
    "Ange en regelfil med --rules som säger vilka rubriker och meningar det gäller.",  # import is a command only
    "Ange ett tidigare brev med --earlier.",  # so is newsletter
    "Välj ett annat namn, eller lägg till --force: då sparas den som finns i säkerhetskopior.",  # and export
}
"""Remedies of what can't happen on the page."""


def remedies() -> Iterator[tuple[str, str]]:
    """Every text that is given as a remedy below the command line: ``remedy``, ``_REMEDY``, or a hit's third part."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.parts[-2] in ("commands", "cli", "web") or "generate" in path.name:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if (isinstance(node, ast.keyword) and node.arg == "remedy") or (
                isinstance(node, ast.Assign) and "remedy" in ast.unparse(node.targets[0]).lower()
            ):
                yield from texts(path, node.value)
            elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("Hit", "RefusedFile", "Note"):
                for argument in node.args:
                    yield from texts(path, argument)


def texts(path: Path, node: ast.expr) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield path.name, node.value
    elif isinstance(node, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else told(part) for part in node.values]
        yield path.name, "".join(map(str, parts))
    elif isinstance(node, ast.IfExp):
        yield from (*texts(path, node.body), *texts(path, node.orelse))


def told(part: ast.expr) -> str:
    """A command as ``command_line`` writes it, anything else as some word."""
    assert isinstance(part, ast.FormattedValue)
    value = part.value
    if isinstance(value, ast.Call) and ast.unparse(value.func) == "command_line":
        words = [word.value if isinstance(word, ast.Constant) else "bok.xlsx" for word in value.args]
        return " ".join(map(str, ("rus-sheets", *words)))
    if isinstance(value, ast.Call) and ast.unparse(value.func) == "fix_command":
        return "rus-sheets validate bok.xlsx --fix"
    return "X"


def test_there_are_such_remedies() -> None:
    assert sum(bool(COMMAND.search(text)) for _, text in remedies()) > 8


@pytest.mark.parametrize("text", sorted({text for _, text in remedies() if COMMAND.search(text)} - ELSEWHERE))
def test_each_is_told_as_it_is_done_on_the_page(text: str) -> None:
    assert not COMMAND.search(on_page(text)), on_page(text)


def test_the_manual_too() -> None:
    told_of = {check.code: on_page(explain(check.code)) for check in CHECKS}
    assert {code: text for code, text in told_of.items() if "--fix" in text} == {}


def test_only_that_is_another() -> None:
    assert on_page("Skriv ett tal, till exempel 5.") == "Skriv ett tal, till exempel 5."
    given = "Lägg tillbaka formeln med --fix, eller kopiera den."
    assert on_page(given) == "Lägg tillbaka formeln med knappen Fyll i och lägg tillbaka, eller kopiera den."
