"""``rus-sheets app``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rus_sheets.cli.options import PATH
from rus_sheets.cli.terminal import say, say_command
from rus_sheets.errors import UsageError

if TYPE_CHECKING:
    from rus_sheets.cli import OpenPage


@click.command()
@click.argument("workbook", metavar="[ARBETSBOK]", type=PATH, required=False)
@click.option("--no-browser", is_flag=True, help="Öppna inte webbläsaren. Adressen skrivs ut.")
@click.option("--port", metavar="PORT", type=click.IntRange(1024, 65535), help="Välj port. Annars tas en ledig.")
@click.option("--shortcut", is_flag=True, help="Lägg en genväg på skrivbordet som öppnar sidan, och sluta sedan.")
@click.pass_obj
def command(
    open_page: OpenPage | None, workbook: Path | None, no_browser: bool, port: int | None, shortcut: bool
) -> None:
    """Öppna sidan: året i webbläsaren.

    Sidan visas bara på den här datorn och behöver inget nät. Den minns vilka arbetsböcker ni har använt. Några minuter
    efter att den har stängts i webbläsaren slutar kommandot av sig självt. Är sidan redan igång öppnas den.

    Exempel: rus-sheets app

    Exempel: rus-sheets app verksamhet-2026.xlsx

    Exempel: rus-sheets app --shortcut
    """
    if shortcut:
        if workbook or no_browser or port:
            raise UsageError("--shortcut står för sig självt.", remedy="Skriv rus-sheets app --shortcut.")
        from rus_sheets.usecases.page.shortcut import make_shortcut  # noqa: PLC0415 - only for --shortcut

        made = make_shortcut(*_program())
        say(f"Genväg: {made}")
        say("Dubbelklicka på den för att öppna sidan.")
        return
    if open_page is None:
        raise UsageError("Sidan kan inte öppnas härifrån.", remedy="Starta med python -m rus_sheets app.")
    show = _announce if no_browser else _open_browser
    ran_already: list[str] = []
    open_page(workbook, port=port or 0, on_ready=show, on_running=ran_already.append)
    if not ran_already:
        say("Sidan är avslutad.")
        return
    say("Sidan är redan igång.")
    if no_browser or not _in_browser(ran_already[0]):
        _announce_address(ran_already[0])
    else:
        say("Den öppnas i webbläsaren.")


def _program() -> tuple[str, str]:
    """The file that runs rus-sheets, and what it wants before the command. Windows leaves the file's ending out."""
    path = Path(sys.argv[0]).absolute()
    if path.name == "__main__.py":  # no program of its own: Python runs the module
        return sys.executable, "-m rus_sheets"
    return str(path if path.is_file() else path.with_name(f"{path.name}.exe")), ""


def _announce(address: str) -> None:
    _announce_address(address)
    say("Sluta med Ctrl+C.")


def _announce_address(address: str) -> None:
    say("Öppna adressen i webbläsaren. Den gäller en gång:")
    say_command(address)


def _in_browser(address: str) -> bool:
    import webbrowser  # noqa: PLC0415 - only here

    return webbrowser.open(address)


def _open_browser(address: str) -> None:
    if _in_browser(address):
        say("Sidan öppnas i webbläsaren. Låt det här fönstret vara öppet så länge. Sluta med Ctrl+C.")
    else:
        _announce(address)
