"""The step Send out: a follow-up file for each activity, and a mail draft for each owner, beside the workbook."""

from __future__ import annotations

import datetime as dt

import flask

from rus_sheets.errors import UsageError
from rus_sheets.usecases.draft_terms import GivenTerms
from rus_sheets.usecases.sending import Mailing, SentOut, send_out
from rus_sheets.web.jobs import Progress
from rus_sheets.web.page import this_page
from rus_sheets.web.working import at_work

pages = flask.Blueprint("sending", __name__, url_prefix="/bok/<key>/utskick")


@pages.get("")
def ask(key: str) -> flask.typing.ResponseReturnValue:
    """Which files and drafts would be made, and which files are left alone and why."""
    chosen = this_page().chosen(key)
    mailing = Mailing(chosen.mails, GivenTerms())
    return at_work(
        chosen, "genomgången av utskicket",
        lambda _: send_out(chosen.path, chosen.outbox, today=_today(), mailing=mailing, dry_run=True),
        lambda sent: flask.render_template("send.html", chosen=chosen, target=chosen.outbox, sent=sent, done=False),
    )  # fmt: skip


@pages.post("")
def send(key: str) -> flask.typing.ResponseReturnValue:
    """Make those that were picked, and remember their folder. Nothing is mailed."""
    page, form = this_page(), flask.request.form
    chosen, only = page.chosen(key), form.getlist("id")
    if not only:
        raise UsageError("Ingen aktivitet är vald.", remedy="Gå tillbaka och välj minst en.")
    mailing = Mailing(chosen.mails, given_terms())

    def work(_: Progress) -> SentOut:
        sent = send_out(chosen.path, chosen.outbox, only=only, today=_today(), mailing=mailing)
        page.remembered.add_folder(chosen, chosen.outbox)
        return sent

    def show(sent: SentOut) -> str:
        return flask.render_template("send.html", chosen=page.chosen(key), target=chosen.outbox, sent=sent, done=True)

    return at_work(chosen, "utskicket", work, show)


def given_terms() -> GivenTerms:
    """The last day and the contact of the form that was sent in; those of the workbook where it has none."""
    form = flask.request.form
    return GivenTerms(form.get("sista_dag"), form.get("kontakt"))


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()
