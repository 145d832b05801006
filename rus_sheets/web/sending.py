"""The step Send out: a follow-up file for each activity, and a mail draft for each owner, beside the workbook."""

from __future__ import annotations

import datetime as dt
from typing import Any

import flask

from rus_sheets.errors import UsageError
from rus_sheets.usecases.mails.draft_terms import GivenTerms
from rus_sheets.usecases.page.remembered import Chosen
from rus_sheets.usecases.sending import Mailing, SentOut, foresee_sending, send_out
from rus_sheets.usecases.split import Sent
from rus_sheets.web.jobs import Progress
from rus_sheets.web.page import this_page
from rus_sheets.web.working import at_work

pages = flask.Blueprint("sending", __name__, url_prefix="/bok/<key>/utskick")


@pages.get("")
def ask(key: str) -> flask.typing.ResponseReturnValue:
    """Which files and drafts would be made of the activities that are picked, and which are left alone and why."""
    chosen, args = this_page().chosen(key), flask.request.args
    picked = args.getlist("id") if args.get("valt") else None
    mailing = Mailing(chosen.mails, GivenTerms(args.get("sista_dag"), args.get("kontakt")), remember=True)
    by_owner = bool(args.get("per_ansvarig"))

    def work(progress: Progress) -> tuple[tuple[Sent, ...], SentOut]:
        on_start = progress.counts("Ser efter fil", "Ser efter mejlutkasten")
        return foresee_sending(
            chosen.path, chosen.outbox, picked=picked, by_owner=by_owner, today=_now().date(), mailing=mailing,
            on_start=on_start,
        )  # fmt: skip

    def show(found: tuple[tuple[Sent, ...], SentOut]) -> str:
        every, sent = found
        return _page(
            chosen, sent, done=False, every=every, picked={file.activity for file in sent.files}, by_owner=by_owner,
            remember=bool(args.get("minns")) or not args.get("valt"), changed=bool(args.get("andrat")),
        )  # fmt: skip

    return at_work(chosen, "genomgången av utskicket", work, show)


@pages.post("")
def send(key: str) -> flask.typing.ResponseReturnValue:
    """Make those that were picked, if it is they that were shown, and remember their folder. Nothing is mailed."""
    chosen, form = this_page().chosen(key), flask.request.form
    only = form.getlist("id")
    if not only:
        raise UsageError("Ingen aktivitet är vald.", remedy="Gå tillbaka och välj minst en.")
    by_owner = form.get("per_ansvarig", "")
    if set(only) != set(form.getlist("visad")) or by_owner != form.get("visad_per_ansvarig", ""):
        said: dict[str, Any] = {name: form.get(name) for name in ("sista_dag", "kontakt", "minns", "per_ansvarig")}
        return flask.redirect(flask.url_for("sending.ask", key=key, id=only, valt="ja", andrat="ja", **said), 303)
    mailing, remembered = Mailing(chosen.mails, given_terms(), bool(form.get("minns"))), this_page().remembered

    def work(progress: Progress) -> SentOut:
        on_start = progress.counts("Gör fil", "Skriver mejlutkasten")
        now = _now()
        sent = send_out(
            chosen.path, chosen.outbox, only=only, by_owner=bool(by_owner), today=now.date(), now=now, mailing=mailing,
            on_start=on_start,
        )  # fmt: skip
        remembered.add_folder(chosen, chosen.outbox)
        return sent

    return at_work(chosen, "utskicket", work, lambda sent: _page(chosen, sent, done=True))


def _page(chosen: Chosen, sent: SentOut, **more: object) -> str:
    return flask.render_template("send.html", chosen=chosen, target=chosen.outbox, sent=sent, **more)


def given_terms() -> GivenTerms:
    """The last day and the contact of the form that was sent in; those of the workbook where it has none."""
    form = flask.request.form
    return GivenTerms(form.get("sista_dag"), form.get("kontakt"))


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()
