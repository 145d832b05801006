"""``rus-sheets application``."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from rus_sheets.cli.document import DocumentOptions, document_options, previous_option, write
from rus_sheets.cli.options import workbook_argument


@click.command()
@workbook_argument
@document_options
@previous_option("berättar hur förra årets medel användes.")
def command(workbook: Path, previous: Path | None, **given: Unpack[DocumentOptions]) -> None:
    """Skriv ansökan till finansiären som Word-dokument.

    Exempel: rus-sheets application verksamhet-2026.xlsx
    """
    write("application", workbook, previous, **given)
