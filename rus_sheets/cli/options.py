"""Options that several commands share."""

from __future__ import annotations

import os
from pathlib import Path

import click

from rus_sheets.office.long_paths import reachable


class _Path(click.Path):
    def convert(self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None) -> Path:
        return reachable(Path(os.fsdecode(super().convert(value, param, ctx))))


PATH = _Path(path_type=Path, readable=False)
"""A file or folder. Click doesn't look whether it can be read: what can't be used is told by us, with exit code 3."""

workbook_argument = click.argument("workbook", metavar="ARBETSBOK", type=PATH)
document_argument = click.argument("document", metavar="DOKUMENT", type=PATH)
format_option = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="Vanlig text, eller JSON för program."
)
EXIT_NEEDS_A_PERSON = 1
"""Done, but errors or conflicts want a person."""
EXIT_UNUSABLE = 3
"""An input can't be used; nothing was changed."""
