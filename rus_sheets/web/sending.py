"""The step Send out: a follow-up file for each activity, in a folder beside the workbook."""

from __future__ import annotations

import datetime as dt

import flask

from rus_sheets.errors import UsageError
from rus_sheets.usecases.split import split
from rus_sheets.web.page import this_page

pages = flask.Blueprint("sending", __name__, url_prefix="/bok/<key>/utskick")


@pages.get("")
def ask(key: str) -> str:
    """Which files would be made, and which are left alone and why."""
    chosen = this_page().chosen(key)
    target = chosen.outbox
    sent = split(chosen.path, target, today=_today(), dry_run=True)
    return flask.render_template("send.html", chosen=chosen, target=target, sent=sent, done=False)


@pages.post("")
def send(key: str) -> str:
    """Make those that were picked, and remember their folder. Nothing is mailed."""
    page = this_page()
    chosen, only = page.chosen(key), flask.request.form.getlist("id")
    if not only:
        raise UsageError("Ingen aktivitet är vald.", remedy="Gå tillbaka och välj minst en.")
    target = chosen.outbox
    sent = split(chosen.path, target, only=only, today=_today())
    chosen = page.remembered.add_folder(chosen, target)
    return flask.render_template("send.html", chosen=chosen, target=target, sent=sent, done=True)


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()
