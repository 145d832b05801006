"""``rus-sheets status``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rus_sheets.cli.drafts_told import (
    contact_option,
    drafts_as_json,
    given_terms,
    last_day_option,
    show_drafts,
)
from rus_sheets.cli.options import (
    EXIT_NEEDS_A_PERSON,
    NEW_PATH,
    PATH,
    format_option,
    tell_of_answers,
    workbook_argument,
)
from rus_sheets.cli.terminal import progress_of, say, say_json, say_refused, say_styled, shortened
from rus_sheets.wording import counted

if TYPE_CHECKING:
    from rus_sheets.followup.status import UnitStatus
    from rus_sheets.usecases.mails.draft_terms import GivenTerms
    from rus_sheets.usecases.mails.drafts import Drafted
    from rus_sheets.usecases.status import Board


@click.command()
@workbook_argument
@click.argument("sources", metavar="MAPP...", type=PATH, nargs=-1, required=True, callback=tell_of_answers)
@click.option("--remind", metavar="MAPP", type=NEW_PATH, help="Skriv mejlutkast till dem som inte är klara.")
@last_day_option
@contact_option
@click.option("--dry-run", is_flag=True, help="Med --remind: visa vilka utkast som skulle skrivas.")
@format_option
def command(  # noqa: PLR0913 - one for each option
    *,
    workbook: Path,
    sources: tuple[Path, ...],
    remind: Path | None,
    last_day: str | None,
    contact: str | None,
    dry_run: bool,
    form: str,
) -> None:
    """Visa vem som har svarat och vad som saknas, per aktivitet.

    Ange mapparna med utskickade och inkomna filer. Inget ändras. Slutkoden är 1 när något som har kommit in inte går
    att läsa eller måste avgöras.

    Exempel: rus-sheets status verksamhet-2026.xlsx uppfoljning inkommet
    """
    from rus_sheets.usecases.status import follow_up  # noqa: PLC0415

    given = given_terms(remind, "--remind", last_day, contact)
    if dry_run and remind is None:
        raise click.UsageError("--dry-run kan bara användas tillsammans med --remind.")
    today = dt.datetime.now().astimezone().date()
    with progress_of("Läser filer") as start:
        board = follow_up(workbook, sources, today=today, on_start=start)
    reminded = _remind(workbook, sources, remind, today, given, dry_run=dry_run) if remind else None
    if form == "json":
        units = [
            unit.as_json() | {"open": board.open.get(unit.activity, 0), "noted": board.noted.get(unit.activity, 0)}
            for unit in board.units
        ]
        refused = [{"path": path, "message": message} for path, message in board.refused]
        other = [{"path": path, "message": message} for path, message in board.other]
        told = {"activities": units, "refused": refused, "other": other, "beside": board.beside}
        say_json(told | drafts_as_json(reminded))
    else:
        _show(board)
        if reminded and remind:
            show_drafts(reminded, remind, dry_run=dry_run)
    if board.wants_a_person or (reminded and reminded.wants_a_person):
        raise SystemExit(EXIT_NEEDS_A_PERSON)


def _remind(
    workbook: Path, sources: tuple[Path, ...], folder: Path, today: dt.date, given: GivenTerms, *, dry_run: bool
) -> Drafted:
    from rus_sheets.usecases.reminders import remind  # noqa: PLC0415 - start-up is measured

    return remind(workbook, sources, folder, today=today, given=given, dry_run=dry_run)


def _show(board: Board) -> None:
    from rus_sheets.followup.status import AnswerState  # noqa: PLC0415

    say_styled(_line(board.headers[0], "Läge", "Ifyllt", "Ute", board.headers[1]), "bold")
    for unit in board.units:
        days = "" if unit.days is None else f"{unit.days} d"  # since the form was made
        say(_line(f"{unit.activity} {unit.title}", board.standing(unit).word, f"{unit.percent} %", days, unit.owner))
        if unit.state is AnswerState.PARTLY:
            say(f"Saknas: {', '.join(unit.missing)}.", indent=4)
        _show_unreadable(unit)
        _show_unfinished(unit)
        if board.open.get(unit.activity):
            count = board.open[unit.activity]
            say(f"{counted(count, 'värde', 'värden')} att avgöra vid inläsningen.", indent=4)
        if board.noted.get(unit.activity):
            count = board.noted[unit.activity]
            say(f"{counted(count, 'sak', 'saker')} att se till vid inläsningen, som kan vara svar.", indent=4)
    say()
    say_refused(board.refused)
    for path, message in board.other:
        say(f"{path}: {message}")
    if board.beside:
        say(f"{counted(board.beside, 'sak', 'saker')} att se till vid inläsningen, som inte hör till någon aktivitet.")
    unreadable = sum(1 for unit in board.units if unit.unreadable)
    unfinished = sum(1 for unit in board.units if unit.unfinished)
    say(
        board.told
        + (f" {unreadable} har värden som inte går att läsa." if unreadable else "")
        + (f" {unfinished} har rader som inte är färdiga." if unfinished else "")
    )


def _show_unreadable(unit: UnitStatus) -> None:
    """What stands in the files and would be refused, each with its place."""
    count = len(unit.unreadable)
    if not count:
        return
    say(f"{counted(count, 'värde', 'värden')} går inte att läsa:", indent=4)
    for unreadable in unit.unreadable:
        shown = f"”{shortened(unreadable.seen, 40)}”" if unreadable.seen else "tomt"
        say(f"{unreadable.file}, {unreadable.place} {unreadable.column}: {shown}. {unreadable.message}", indent=6)


def _show_unfinished(unit: UnitStatus) -> None:
    """The rows that are begun and lack something, each with its place."""
    if not unit.unfinished:
        return
    count = sum(len(unfinished.columns) for unfinished in unit.unfinished)
    sheets = dict.fromkeys(row.sheet for row in unit.unfinished)
    say(f"{count} fält saknas i {', '.join(sheets)}:", indent=4)
    for row in unit.unfinished:
        say(f"{row.file}, {row.place}: Raden {row.row} saknar {', '.join(row.columns)}.", indent=6)


def _line(activity: str, state: str, share: str, days: str, owner: str) -> str:
    return f"{shortened(activity, 35):<35}  {state:<7}  {share:>6}  {days:>5}  {shortened(owner, 19)}"
