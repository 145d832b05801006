"""What is generated and committed: the example workbooks, the pages on checks and on Word templates.

``--check`` fails when one is stale.

Run ``uv run python -m rus_sheets.usecases.generate`` after a change of a declaration or an example's text.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from rus_sheets.checks.manual import as_markdown
from rus_sheets.resources import declaration_path, folder
from rus_sheets.schema.load import load_declaration
from rus_sheets.usecases import template_names
from rus_sheets.usecases.create import DEFAULT_TEMPLATE, example_bytes


def generated() -> dict[Path, Callable[[], bytes]]:
    """Every generated file and what makes it."""
    files = dict(_example(path) for path in sorted(folder("examples").iterdir()) if path.is_dir())
    docs = folder("examples").parent / "docs"
    files[docs / "kontroller.md"] = lambda: as_markdown().encode()
    files[docs / "mallar.md"] = lambda: template_names.as_markdown().encode()
    return files


def _example(place: Path) -> tuple[Path, Callable[[], bytes]]:
    """The workbook of an example folder, whose name is the year, or template and year: ``bidrag-2026``."""
    template, _, year = place.name.rpartition("-")
    template = template or DEFAULT_TEMPLATE
    name = load_declaration(declaration_path(template)).file_name.format(year=year)
    return place / name, lambda: example_bytes(place, template)


def main(arguments: list[str]) -> int:
    """Write the files, or with ``--check`` tell by the exit code whether they are current."""
    stale = 0
    for path, make in generated().items():
        data = make()
        if not path.exists() or path.read_bytes() != data:
            stale += 1
            if "--check" in arguments:
                sys.stderr.write(f"stale: {path.name}; run python -m rus_sheets.usecases.generate\n")
            else:
                path.write_bytes(data)
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
