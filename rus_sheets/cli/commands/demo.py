"""``rus-sheets demo``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rus_sheets.cli.merge_lines import show
from rus_sheets.cli.options import NEW_PATH
from rus_sheets.cli.terminal import say, say_command, say_styled
from rus_sheets.commandline import command_line

if TYPE_CHECKING:
    from rus_sheets.usecases.demo import Demo


@click.command()
@click.argument("folder", metavar="MAPP", type=NEW_PATH)
def command(folder: Path) -> None:
    """Kör hela året på ett exempel: plan, uppföljning, inläsning, dokument.

    Exempel: rus-sheets demo demo
    """
    from rus_sheets.usecases.demo import run_demo  # noqa: PLC0415

    demo = run_demo(folder, lambda step: say(f"{step} …"))
    say()
    _show(demo)


def _show(demo: Demo) -> None:
    totals = demo.totals
    say_styled("Planen", "bold")
    say(
        f"{_number(totals['activities'])} aktiviteter, varav {_number(totals['prioritised'])} prioriterade. "
        f"{_number(totals['days'])} dagar. Budget {_number(totals['budget'])} kr.",
        indent=2,
    )
    say(f"Kontrollen: {_findings(demo.findings)}", indent=2)
    say_styled("Uppföljningen", "bold")
    saved = f" {demo.resaved} av dem är öppnade och sparade i LibreOffice." if demo.resaved else ""
    saved += f" Svaret för {demo.mailed} står i ett mejl, på raderna i mejlets text."
    say(f"{len(demo.sent)} uppföljningsfiler i uppfoljning, {demo.answers} svar i inkommet.{saved}", indent=2)
    say_styled("Inläsningen", "bold")
    show(demo.merged, demo.workbook)
    say(
        f"{_number(totals['answered'])} aktiviteter har svar, {_number(totals['missing'])} saknas. "
        f"{_number(totals['days_spent'])} av {_number(totals['days'])} dagar och {_number(totals['spent'])} av "
        f"{_number(totals['budget'])} kr är använda. Kontrollen: {_findings(demo.findings_after)}",
        indent=2,
    )
    say_styled("Dokumenten", "bold")
    for path in demo.documents:
        say(path.name, indent=2)
    say()
    practice = demo.practice
    say_styled("Öva själv", "bold")
    say(
        f"I {practice.workbook.parent} väntar {practice.answers} svar på att läsas in. Ett värde för "
        f"{practice.unreadable} går inte att läsa, och ett för {practice.conflict} är en konflikt. Börja så här:",
        indent=2,
    )
    say_command(command_line("app", practice.workbook))
    say()
    say(f"Allt ligger i {demo.workbook.parent}. Öppna {demo.workbook.name} och börja på bladet Om.")


def _number(value: float) -> str:
    return f"{value:,.10g}".replace(",", "\u00a0").replace(".", ",")


def _findings(count: int) -> str:
    return "inga anmärkningar." if not count else "1 anmärkning." if count == 1 else f"{count} anmärkningar."
