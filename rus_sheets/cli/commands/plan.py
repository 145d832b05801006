"""``rus-sheets plan``."""

from __future__ import annotations

from pathlib import Path

import click

from rus_sheets.cli.document import document_options, previous_option, write
from rus_sheets.cli.options import workbook_argument


@click.command()
@workbook_argument
@document_options
@previous_option("märker vad som är nytt, ändrat och avslutat.")
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
    """Skriv verksamhetsplanen som Word-dokument.

    Exempel: rus-sheets plan verksamhet-2026.xlsx
    """
    write("plan", workbook, output, template, pdf=pdf, plain=plain, no_pages=no_pages, previous=previous)
