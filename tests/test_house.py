"""Nothing is carried along that nobody uses, dependencies and modules; and one name is one thing."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
RUN_BY_NAME = re.compile(r"rus_sheets\.(start|cli\.commands\.\w+|__main__|excel\.calc\.worker|usecases\.generate)")
"""The entry point; commands, which are loaded by the name that is typed; the others are run with ``python -m``."""


def imports(path: Path) -> Iterator[str]:
    """Every module, or name in one, that the file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.fixture(scope="module")
def sources() -> dict[str, frozenset[str]]:
    return {module(path): frozenset(imports(path)) for path in (ROOT / "rus_sheets").rglob("*.py")}


@pytest.fixture(scope="module")
def imported(sources: dict[str, frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sources.values())


def test_what_is_declared_is_what_is_imported(imported: frozenset[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = [each for extra in project["optional-dependencies"].values() for each in extra]
    declared = {re.split(r"[^\w.-]", each)[0].lower() for each in (*project["dependencies"], *optional)}
    outside = {name.partition(".")[0] for name in imported} - sys.stdlib_module_names - {"rus_sheets"}
    known = packages_distributions()
    assert {known[name][0].lower() for name in outside} == declared


def test_each_module_is_imported_or_run(sources: dict[str, frozenset[str]], imported: frozenset[str]) -> None:
    packages = {name.rpartition(".")[0] for name in sources}
    assert [name for name in sources.keys() - imported - packages if not RUN_BY_NAME.fullmatch(name)] == []


def named(path: Path) -> Iterator[str]:
    """The classes, and the types that have been given a name, of a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from (node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else ()
        yield from (each.id for each in targets if isinstance(each, ast.Name) and re.search("^_?[A-Z].*[a-z]", each.id))


def test_a_type_has_its_name_to_itself() -> None:
    """Who searches for a name finds one thing, and an import needs no ``as``."""
    found = Counter(name for path in (ROOT / "rus_sheets").rglob("*.py") for name in named(path))
    assert len(found) > 300
    assert [name for name, times in found.items() if times > 1] == []


def nameless(path: Path) -> Iterator[int]:
    """The lines where a variable or a parameter is called ``each``, which says nothing of what it is."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        name = node.id if isinstance(node, ast.Name) else node.arg if isinstance(node, ast.arg) else ""
        if name == "each":
            yield node.lineno


def test_what_is_gone_over_is_called_what_it_is() -> None:
    folders = ("rus_sheets", "tools", "release", "benchmarks", "docs")
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    assert len(paths) > 300
    assert [f"{path.relative_to(ROOT)}:{line}" for path in paths for line in nameless(path)] == []
