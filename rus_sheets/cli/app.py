"""The command group. Commands are imported when they are asked for, so that ``--help`` answers at once."""

from __future__ import annotations

import os
from importlib import import_module

import click

from rus_sheets.cli.command_words import ensure_a_name, right_words
from rus_sheets.cli.swedish import speak_swedish
from rus_sheets.errors import UnusableInputError, UsageError
from rus_sheets.guessing import did_you_mean

speak_swedish()
if "powershell" in os.environ.get("_RUS_SHEETS_COMPLETE", ""):
    from rus_sheets.cli.completion import offer_powershell

    offer_powershell()

COMMANDS = {
    "app": "Öppna sidan: året i webbläsaren.",
    "new": "Gör en ny arbetsbok för ett år, tom eller från förra årets.",
    "import": "Läs in en äldre plan eller berättelse i en ny arbetsbok.",
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
    "years": "Ställ flera år bredvid varandra.",
    "coverage": "Se vilka budskap och mål som aktiviteterna bidrar till.",
    "export": "Skriv rader till ett annat system.",
    "calendar": "Visa årets kalender, eller skriv den som fil.",
    "newsletter": "Skriv ett nyhetsbrev för en period, i Word och som mejl.",
    "demo": "Kör hela året på ett exempel.",
}
"""Every command with its one-line help, in the order of the year."""
_TYPED = "rus_sheets.typed"
"""Under which the context keeps the command's name and its words."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"rus_sheets.cli.commands.{cmd_name}").command
        command.options_metavar = "[VAL]"
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if ctx.resilient_parsing:  # a line that is being written
            return super().resolve_command(ctx, args)
        command = self.get_command(ctx, args[0])
        if command is None:
            ensure_a_name(args[0], [name for param in self.get_params(ctx) for name in param.opts])
            remedy = did_you_mean(args[0], COMMANDS) or "Vilka kommandon som finns visar rus-sheets --help."
            raise UsageError(f"Kommandot ”{args[0]}” finns inte.", remedy=remedy)
        typed = right_words(args[0], command.get_params(ctx), args[1:])
        ctx.meta[_TYPED] = (args[0], typed)
        return args[0], command, list(typed.words)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except UnusableInputError as error:
            from rus_sheets.cli.mistakes import told_better  # noqa: PLC0415 - start-up is measured

            raise told_better(error, *ctx.meta[_TYPED]) from error

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
