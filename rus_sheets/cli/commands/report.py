"""``rus-sheets report``."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from rus_sheets.cli.document import DocumentOptions, document_options, write
from rus_sheets.cli.options import workbook_argument


@click.command()
@workbook_argument
@document_options
@click.option("--short", is_flag=True, help="Bara den korta texten till länsstyrelsernas årsredovisningar.")
def command(workbook: Path, *, short: bool, **given: Unpack[DocumentOptions]) -> None:
    """Skriv verksamhetsberättelsen som Word-dokument.

    Exempel: rus-sheets report verksamhet-2026.xlsx
    """
    write("short" if short else "report", workbook, **given)
