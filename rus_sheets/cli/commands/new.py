"""``rus-sheets new``."""

from __future__ import annotations

from pathlib import Path

import click

from rus_sheets.cli.terminal import say


@click.command()
@click.argument("workbook", metavar="ARBETSBOK", type=click.Path(path_type=Path))
@click.option("--year", metavar="ÅR", type=click.IntRange(2000, 2099), required=True, help="Året, till exempel 2027.")
@click.option(
    "--template", metavar="MALL", default="verksamhet", help="En mall i workbook_templates, eller en .toml-fil."
)
def command(workbook: Path, year: int, template: str) -> None:
    """Gör en ny, tom arbetsbok för ett år.

    Exempel: rus-sheets new verksamhet-2027.xlsx --year 2027
    """
    from rus_sheets.usecases.create import new_workbook  # noqa: PLC0415

    new_workbook(workbook, year, template)
    say(f"Klart: {workbook} för {year}. Börja på bladet Om.")
