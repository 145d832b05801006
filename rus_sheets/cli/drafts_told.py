"""What the commands that write mail drafts have in common: their options, and what is said of the drafts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rus_sheets.cli.terminal import say
from rus_sheets.usecases.mails.draft_terms import GivenTerms
from rus_sheets.wording import counted

if TYPE_CHECKING:
    from rus_sheets.usecases.mails.draft_terms import Terms
    from rus_sheets.usecases.mails.drafts import Draft, Drafted

last_day_option = click.option(
    "--last-day", metavar="DATUM", help="Sista dagen att svara, i stället för den i arbetsboken."
)
contact_option = click.option(
    "--contact", metavar="TEXT", help="Vem som svarar på frågor, i stället för det i arbetsboken."
)


def given_terms(drafts: Path | None, needed: str, last_day: str | None, contact: str | None) -> GivenTerms:
    """What was said on the command line. Raises UsageError where no drafts are asked for (``needed`` does)."""
    for name, value in (("--last-day", last_day), ("--contact", contact)):
        if value is not None and drafts is None:
            raise click.UsageError(f"{name} kan bara användas tillsammans med {needed}.")
    return GivenTerms(last_day, contact)


def drafts_as_json(drafted: Drafted | None) -> dict[str, object]:
    """The drafts for programs; empty lists where none were asked for."""
    drafts = drafted.drafts if drafted else ()
    return terms_as_json(drafted.terms if drafted else None) | {
        "drafts": [str(draft.path) for draft in drafts],
        "without_recipient": [str(draft.path) for draft in drafts if not draft.person.recipients],
        "not_addresses": [text for draft in drafts for text in draft.person.wrong],
        "unreachable": [unit.activity for unit in drafted.unreachable] if drafted else [],
        "failed": [{"who": who, "message": why} for who, why in drafted.failed] if drafted else [],
        "replaced": [str(draft.path) for draft in drafted.replaced] if drafted else [],
        "left": list(drafted.left) if drafted else [],
    }


def terms_as_json(terms: Terms | None) -> dict[str, object]:
    """The last day and the contact for programs, and what a person may want to mend of them."""
    return {
        "last_day": terms.last_day.isoformat() if terms and terms.last_day else None,
        "contact": terms.contact if terms else "",
        "notes": list(terms.notes) if terms else [],
    }


def show_notes(terms: Terms) -> None:
    """What a person may want to mend of the last day and the contact."""
    for note in terms.notes:
        say(note)


def show_drafts(drafted: Drafted, folder: Path, *, dry_run: bool) -> None:
    """How many, and each that doesn't reach somebody as it is."""
    count = f"{len(drafted.drafts)} mejlutkast"
    say(f"Skulle skriva {count} i {folder}." if dry_run else f"{count} i {folder}. Inget är skickat.")
    if replaced := len(drafted.replaced):
        how = "ligger redan där, oförändrade, och skrivs på nytt" if dry_run else "låg där, oförändrade, och är nya nu"
        say(f"{replaced} av dem {how}.")
    for draft in drafted.drafts:
        _show_address(draft)
    if drafted.unreachable:
        units = ", ".join(unit.activity for unit in drafted.unreachable)
        say(f"Ingen att mejla, både ansvarig och e-post saknas: {units}. Fyll i dem i arbetsboken.")
    for who, why in drafted.failed:
        say(f"Inget utkast till {who}. {why}")
    show_notes(drafted.terms)
    if drafted.left:
        count = counted(len(drafted.left), "annat utkast", "andra utkast")
        say(f"{count} ligger redan i mappen: {', '.join(drafted.left)}. Skicka dem inte en gång till.")


def _show_address(draft: Draft) -> None:
    wrong = ", ".join(f"”{text}”" for text in draft.person.wrong)
    fault = f"{wrong} är ingen e-postadress." if wrong else "E-postadressen saknas."
    if not draft.person.recipients:
        say(f"Utan mottagare: {draft.path.name}. {fault} Fyll i den i utkastet.")
    elif wrong:
        say(f"Går inte till alla: {draft.path.name}. {fault} Rätta den i utkastet.")
