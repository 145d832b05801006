"""The command group. Commands are imported when they are asked for, so that ``--help`` answers at once."""

from __future__ import annotations

import os
from importlib import import_module

import click

from rus_sheets.cli.swedish import speak_swedish

speak_swedish()
if "powershell" in os.environ.get("_RUS_SHEETS_COMPLETE", ""):
    from rus_sheets.cli.completion import offer_powershell

    offer_powershell()

COMMANDS = {
    "new": "Gör en ny arbetsbok för ett år, tom eller från förra årets.",
    "validate": "Kontrollera arbetsboken.",
    "explain": "Förklara en kontroll.",
    "split": "Gör en uppföljningsfil per aktivitet.",
    "status": "Visa vem som har svarat och vad som saknas.",
    "merge": "Läs in uppföljningsfiler i arbetsboken.",
    "undo": "Ta tillbaka den senaste inläsningen eller rättningen.",
    "plan": "Skriv verksamhetsplanen som Word-dokument.",
    "report": "Skriv verksamhetsberättelsen som Word-dokument.",
    "application": "Skriv ansökan som Word-dokument.",
    "verify": "Kontrollera att siffrorna i ett Word-dokument stämmer.",
    "refresh": "Sätt in arbetsbokens siffror i ett Word-dokument.",
    "compare": "Visa vad som skiljer två arbetsböcker.",
    "demo": "Kör hela året på ett exempel.",
}
"""Every command with its one-line help, in the order of the year."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"rus_sheets.cli.commands.{cmd_name}").command
        command.options_metavar = "[VAL]"
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Kommandon"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 80},
    options_metavar="[VAL]",
    subcommand_metavar="KOMMANDO ...",
    epilog="Hjälp om ett kommando: rus-sheets KOMMANDO --help",
)
@click.version_option(package_name="rus-sheets", message="rus-sheets %(version)s")
def app() -> None:
    """Planera och redovisa ett år i Excel och Word."""
