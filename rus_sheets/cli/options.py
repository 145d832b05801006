"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from rus_sheets.cli.terminal import warn_of
from rus_sheets.errors import UsageError
from rus_sheets.office.long_paths import EXCEL_OPENS, reachable, too_long_for_excel
from rus_sheets.office.suffixes import WORKBOOKS
from rus_sheets.office.windows_names import ensure_for_windows


class _Path(click.Path):
    def convert(self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None) -> Path:
        return reachable(Path(os.fsdecode(super().convert(value, param, ctx))))


class _NewPath(_Path):
    def convert(self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None) -> Path:
        if ctx is None or not ctx.resilient_parsing:
            ensure_for_windows(Path(value))
        path = super().convert(value, param, ctx)
        over = too_long_for_excel(path) if path.suffix.lower() in WORKBOOKS else 0
        if over:
            warn_of(
                f"Excel kan inte öppna {path.name} där den hamnar: sökvägen är {over} tecken för lång "
                f"({EXCEL_OPENS} är det längsta). Välj en mapp med kortare sökväg, eller flytta filen."
            )
        return path


PATH = _Path(path_type=Path, readable=False)
"""A file or folder. Click doesn't look whether it can be read: what can't be used is told by us, with exit code 3."""
NEW_PATH = _NewPath(path_type=Path, readable=False)
"""A file or folder that the command makes: under a name that Windows takes too, or UsageError."""


def tell_of(ctx: click.Context, _param: click.Parameter, file: Path) -> Path:
    """The file, once it has been told what a sync client has left of it or beside it."""
    if not ctx.resilient_parsing:
        from rus_sheets.usecases.synced_told import told_of  # noqa: PLC0415

        _warn_of(told_of(file))
    return file


def tell_of_answers(ctx: click.Context, _param: click.Parameter, sources: tuple[Path, ...]) -> tuple[Path, ...]:
    """The files and folders, once it has been told which of them have to be fetched."""
    if not ctx.resilient_parsing:
        from rus_sheets.usecases.synced_told import told_of_answers  # noqa: PLC0415

        _warn_of(told_of_answers(sources))
    return sources


def advise(workbook: Path) -> None:
    """Say it once where a workbook that is going to change lies in a synced folder."""
    from rus_sheets.usecases.synced_told import advice  # noqa: PLC0415

    _warn_of(advice(workbook))


def _warn_of(lines: Sequence[str]) -> None:
    for line in lines:
        warn_of(line)


workbook_argument = click.argument("workbook", metavar="ARBETSBOK", type=PATH, callback=tell_of)
document_argument = click.argument("document", metavar="DOKUMENT", type=PATH, callback=tell_of)
format_option = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="Vanlig text, eller JSON för program."
)
EXIT_NEEDS_A_PERSON = 1
"""Done, but errors or conflicts want a person."""
EXIT_UNUSABLE = 3
"""An input can't be used; nothing was changed."""


def date_option(
    name: str, parameter: str, text: str, *, required: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """An option that takes a day, in any way that can be understood as one only."""
    return click.option(name, parameter, metavar="DATUM", callback=_day, help=text, required=required)


def _day(_ctx: click.Context, param: click.Parameter, value: str | None) -> dt.date | None:
    from rus_sheets.book.dates import read_date  # noqa: PLC0415 - only where a date is given

    found = read_date(value) if value else None
    if value and found is None:
        fault = f"”{value}” är inget datum som kan förstås på ett sätt."
        raise UsageError(fault, place=param.opts[0], remedy="Skriv det som 2026-03-01.")
    return found
