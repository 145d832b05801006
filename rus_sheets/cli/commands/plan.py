"""``rus-sheets plan``."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from rus_sheets.cli.document import DocumentOptions, document_options, previous_option, write
from rus_sheets.cli.options import workbook_argument


@click.command()
@workbook_argument
@document_options
@previous_option("märker vad som är nytt, ändrat och avslutat.")
def command(workbook: Path, previous: Path | None, **given: Unpack[DocumentOptions]) -> None:
    """Skriv verksamhetsplanen som Word-dokument.

    Exempel: rus-sheets plan verksamhet-2026.xlsx
    """
    write("plan", workbook, previous, **given)
