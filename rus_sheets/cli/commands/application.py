"""``rus-sheets application``."""

from __future__ import annotations

from pathlib import Path

import click

from rus_sheets.cli.document import document_options, write
from rus_sheets.cli.options import workbook_argument


@click.command()
@workbook_argument
@document_options
def command(workbook: Path, output: Path | None, template: Path | None, pdf: bool) -> None:
    """Skriv ansökan till finansiären som Word-dokument.

    Exempel: rus-sheets application verksamhet-2026.xlsx
    """
    from rus_sheets.usecases.documents import DOCUMENTS  # noqa: PLC0415

    write(DOCUMENTS["application"], workbook, output, template, pdf=pdf)
