"""``rus-sheets explain``."""

from __future__ import annotations

import click

from rus_sheets.cli.terminal import say


@click.command()
@click.argument("code", metavar="KOD")
def command(code: str) -> None:
    """Förklara en kontroll: vad den letar efter, varför, och hur man rättar.

    Exempel: rus-sheets explain RS101
    """
    from rus_sheets.usecases.validate import explain  # noqa: PLC0415

    for part in explain(code).split("\n\n"):
        heading, _, text = part.strip("\n").partition("\n")
        say(heading)
        if text.strip():
            say(" ".join(text.split()), indent=4)
        say()
