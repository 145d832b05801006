"""The step Send out: a follow-up file for each activity, and a mail draft for each owner, beside the workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import flask

from rus_sheets.errors import UsageError
from rus_sheets.usecases.mails.draft_terms import GivenTerms
from rus_sheets.usecases.page.remembered import Chosen
from rus_sheets.usecases.sending import Mailing, SentOut, send_out
from rus_sheets.web.jobs import Progress
from rus_sheets.web.page import this_page
from rus_sheets.web.working import at_work

pages = flask.Blueprint("sending", __name__, url_prefix="/bok/<key>/utskick")


@pages.get("")
def ask(key: str) -> flask.typing.ResponseReturnValue:
    """Which files and drafts would be made, and which files are left alone and why."""
    return _sent(this_page().chosen(key), GivenTerms())


@pages.post("")
def send(key: str) -> flask.typing.ResponseReturnValue:
    """Make those that were picked, and remember their folder. Nothing is mailed."""
    chosen, only = this_page().chosen(key), flask.request.form.getlist("id")
    by_owner = "per_ansvarig" in flask.request.form
    if not only:
        raise UsageError("Ingen aktivitet är vald.", remedy="Gå tillbaka och välj minst en.")
    return _sent(chosen, given_terms(), only, by_owner=by_owner)


def _sent(
    chosen: Chosen, given: GivenTerms, only: Sequence[str] = (), *, by_owner: bool = False
) -> flask.typing.ResponseReturnValue:
    """Make those of the activities ``only``; where there are none, tell what would be made of all."""
    mailing, remembered = Mailing(chosen.mails, given), this_page().remembered

    def work(progress: Progress) -> SentOut:
        on_start = progress.counts("Gör fil" if only else "Ser efter fil", "Skriver mejlutkasten")
        sent = send_out(
            chosen.path,
            chosen.outbox,
            only=only,
            by_owner=by_owner,
            today=_today(),
            mailing=mailing,
            on_start=on_start,
            dry_run=not only,
        )
        if only:
            remembered.add_folder(chosen, chosen.outbox)
        return sent

    def show(sent: SentOut) -> str:
        return flask.render_template("send.html", chosen=chosen, target=chosen.outbox, sent=sent, done=bool(only))

    return at_work(chosen, "utskicket" if only else "genomgången av utskicket", work, show)


def given_terms() -> GivenTerms:
    """The last day and the contact of the form that was sent in; those of the workbook where it has none."""
    form = flask.request.form
    return GivenTerms(form.get("sista_dag"), form.get("kontakt"))


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()
