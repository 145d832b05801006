"""``rus-sheets report``."""

from __future__ import annotations

from pathlib import Path

import click

from rus_sheets.cli.document import document_options, write
from rus_sheets.cli.options import workbook_argument


@click.command()
@workbook_argument
@document_options
@click.option("--short", is_flag=True, help="Bara den korta texten till länsstyrelsernas årsredovisningar.")
def command(  # noqa: PLR0913 - one for each option
    *,
    workbook: Path,
    output: Path | None,
    template: Path | None,
    pdf: bool,
    plain: bool,
    no_pages: bool,
    short: bool,
) -> None:
    """Skriv verksamhetsberättelsen som Word-dokument.

    Exempel: rus-sheets report verksamhet-2026.xlsx
    """
    write("short" if short else "report", workbook, output, template, pdf=pdf, plain=plain, no_pages=no_pages)
