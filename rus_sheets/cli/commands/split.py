"""``rus-sheets split``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rus_sheets.cli.drafts_told import (
    contact_option,
    drafts_as_json,
    last_day_option,
    show_drafts,
    show_notes,
    terms_as_json,
)
from rus_sheets.cli.options import EXIT_NEEDS_A_PERSON, NEW_PATH, format_option, workbook_argument
from rus_sheets.cli.terminal import progress_of, say, say_json
from rus_sheets.office.long_paths import EXCEL_OPENS

if TYPE_CHECKING:
    from rus_sheets.usecases.keep_terms import KeptTerms
    from rus_sheets.usecases.sending import SentOut


@click.command()
@workbook_argument
@click.argument("folder", metavar="MAPP", type=NEW_PATH)
@click.option("--only", metavar="ID", multiple=True, help="Bara den här aktiviteten. Kan anges flera gånger.")
@click.option("--by", metavar="DELNING", type=click.Choice(["activity", "owner"]), default="activity",
              help="En fil per aktivitet (activity, så blir det annars) eller per ansvarig (owner).")  # fmt: skip
@click.option("--mail", metavar="MAPP", type=NEW_PATH, help="Skriv också ett mejlutkast per ansvarig, med filerna i.")
@last_day_option
@contact_option
@click.option(
    "--remember", is_flag=True, help="Skriv sista dagen och kontakten i arbetsboken också, så att påminnelserna vet."
)
@click.option("--dry-run", is_flag=True, help="Visa vad som skulle göras, utan att skriva något.")
@format_option
def command(  # noqa: PLR0913 - one for each option
    *,
    workbook: Path,
    folder: Path,
    only: tuple[str, ...],
    by: str,
    mail: Path | None,
    last_day: str | None,
    contact: str | None,
    remember: bool,
    dry_run: bool,
    form: str,
) -> None:
    """Gör en uppföljningsfil per aktivitet i MAPP.

    Med --by owner får den som ansvarar för flera aktiviteter en fil med alla. En fil som redan har svar skrivs aldrig
    över. Sista dagen att svara och kontakten står överst i filen. Med --mail skrivs också ett mejlutkast per
    ansvarig, med filerna bifogade. Utkasten öppnas i mejlprogrammet; inget skickas härifrån.

    Exempel: rus-sheets split verksamhet-2026.xlsx uppfoljning

    Exempel: rus-sheets split verksamhet-2026.xlsx uppfoljning --dry-run

    Exempel: rus-sheets split verksamhet-2026.xlsx uppfoljning --mail mejl --last-day 2026-12-15

    Exempel: rus-sheets split verksamhet-2026.xlsx uppfoljning --by owner --mail mejl
    """
    from rus_sheets.usecases.mails.draft_terms import GivenTerms  # noqa: PLC0415
    from rus_sheets.usecases.opened.parallel import cores  # noqa: PLC0415
    from rus_sheets.usecases.sending import Mailing, send_out  # noqa: PLC0415

    said = mail or last_day is not None or contact is not None
    if remember and not said:
        raise click.UsageError("--remember kan bara användas tillsammans med --last-day, --contact eller --mail.")
    mailing = Mailing(mail, GivenTerms(last_day, contact), remember) if said else None

    with progress_of("Gör uppföljningsfiler") as start:
        today = dt.datetime.now().astimezone().date()
        sent = send_out(
            workbook, folder, only=only, by_owner=by == "owner", today=today, mailing=mailing, on_start=start,
            processes=cores(), dry_run=dry_run,
        )  # fmt: skip
    if form == "json":
        say_json({"dry_run": dry_run} | _as_data(sent))
    else:
        _show(sent, folder, mail, dry_run=dry_run)
    if sent.wants_a_person:
        raise SystemExit(EXIT_NEEDS_A_PERSON)


def _as_data(sent: SentOut) -> dict[str, Any]:
    """For programs."""
    files = [
        {
            "activity": file.activity,
            "owner": file.owner,
            "path": str(file.path),
            "state": file.state.value,
            "message": file.message,
            "replaces": file.replaces,
            "earlier": str(file.earlier) if file.earlier else None,
        }
        for file in sent.files
    ]
    kept = sent.kept_terms
    remembered = list(kept.settings) if kept and not kept.fault else []
    return {"files": files, "remembered": remembered} | drafts_as_json(sent.mail) | terms_as_json(sent.terms)


def _show(sent: SentOut, folder: Path, mail: Path | None, *, dry_run: bool) -> None:
    _show_files(sent, folder, dry_run=dry_run)
    if sent.mail and mail:
        show_drafts(sent.mail, mail, dry_run=dry_run)
    elif sent.terms:
        show_notes(sent.terms)
    if sent.kept_terms:
        _show_kept(sent.kept_terms, dry_run=dry_run)


def _show_files(sent: SentOut, folder: Path, *, dry_run: bool) -> None:
    from rus_sheets.usecases.split import SentState  # noqa: PLC0415

    made = len(sent.paths(SentState.MADE))
    for path, message in {file.path: file.message for file in sent.of(SentState.KEPT)}.items():
        say(f"{'Skulle inte skrivas' if dry_run else 'Inte skriven'}: {path.name}. {message}")
    count = "1 uppföljningsfil" if made == 1 else f"{made} uppföljningsfiler"
    say(f"{'Skulle göra' if dry_run else 'Klart:'} {count} i {folder}.")
    if replaced := len(sent.replaced):
        how = "ligger redan där utan svar, och skrivs på nytt" if dry_run else "låg där utan svar, och är nya nu"
        say(f"{replaced} av dem {how}.")
    if too_long := sent.too_long:
        say(
            f"Excel kan inte öppna {len(too_long)} av dem där de ligger: sökvägen är upp till {max(too_long)} tecken "
            f"för lång ({EXCEL_OPENS} är det längsta). Välj en mapp med kortare sökväg, eller flytta dem."
        )
    if earlier := sent.earlier:
        kept_files = "1 fil som ändrades finns" if len(earlier) == 1 else f"{len(earlier)} filer som ändrades finns"
        say(f"{kept_files} kvar, som {'den' if len(earlier) == 1 else 'de'} var, i {earlier[0].parent}.")


def _show_kept(kept: KeptTerms, *, dry_run: bool) -> None:
    if kept.fault:
        say(f"{kept.named} är inte skrivet i arbetsboken, så påminnelserna vet det inte. {kept.fault}")
    elif kept.settings:
        say(f"{'Skulle skriva' if dry_run else 'Skrev'} {kept.named} på bladet {kept.sheet}.")
