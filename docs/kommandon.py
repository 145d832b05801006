"""Writes docs/kommandon.md, every command's help: ``uv run python docs/kommandon.py``; ``--check`` fails if stale."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rus_sheets.cli.app import COMMANDS, app

PAGE = Path(__file__).with_name("kommandon.md")
_INTRO = """# Kommandona

Hjälpen till varje kommando, som `rus-sheets KOMMANDO --help` visar den. Sidan skapas av `docs/kommandon.py`; ändra inte
här. Hur kommandona används under året står i [handboken](handbok.md).
"""


def page() -> str:
    """The whole page."""
    parts = [_INTRO, _block(app, "rus-sheets", None)]
    root = click.Context(app, info_name="rus-sheets", terminal_width=80, max_content_width=80)
    for name in COMMANDS:
        command = app.get_command(root, name)
        if command is not None:
            parts.append(f"## {name}\n\n{_block(command, name, root)}")
    return "\n".join(parts)


def _block(command: click.Command, name: str, parent: click.Context | None) -> str:
    context = click.Context(
        command,
        info_name=name,
        parent=parent,
        terminal_width=80,
        max_content_width=80,
        help_option_names=["--help", "-h"],
    )
    return f"```text\n{command.get_help(context)}\n```\n"


def main() -> int:
    """Write the page, or with ``--check`` tell by the exit code whether it is current."""
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(page(), encoding="utf-8", newline="\n")
    elif PAGE.read_text(encoding="utf-8") != page():
        sys.stderr.write("stale: kommandon.md; run python docs/kommandon.py\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
