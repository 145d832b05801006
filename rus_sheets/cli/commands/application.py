"""``rus-sheets application``."""

from __future__ import annotations

from pathlib import Path

import click

from rus_sheets.cli.document import document_options, previous_option, write
from rus_sheets.cli.options import workbook_argument


@click.command()
@workbook_argument
@document_options
@previous_option("berättar hur förra årets medel användes.")
def command(  # noqa: PLR0913 - one for each option
    *,
    workbook: Path,
    output: Path | None,
    template: Path | None,
    pdf: bool,
    plain: bool,
    no_pages: bool,
    previous: Path | None,
) -> None:
    """Skriv ansökan till finansiären som Word-dokument.

    Exempel: rus-sheets application verksamhet-2026.xlsx
    """
    write("application", workbook, output, template, pdf=pdf, plain=plain, no_pages=no_pages, previous=previous)
