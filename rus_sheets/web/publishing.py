"""A copy of a document for publication: as it stands, with today's figures and without content controls."""

from __future__ import annotations

import datetime as dt

import flask

from rus_sheets.usecases.refresh import refresh
from rus_sheets.web.documents import asked_for, by_heading, seen_in_form
from rus_sheets.web.working import at_work

pages = flask.Blueprint("publishing", __name__, url_prefix="/bok/<key>/dokument/<command>/publicera")


@pages.get("")
def ask(key: str, command: str) -> flask.typing.ResponseReturnValue:
    """What a copy of it for publication would be like."""
    return _published(key, command, dry_run=True)


@pages.post("")
def publish(key: str, command: str) -> flask.typing.ResponseReturnValue:
    """Write that copy: without content controls, with today's figures. The document itself stays as it is."""
    return _published(key, command, dry_run=False, seen=seen_in_form("skrivas"))


def _published(key: str, command: str, *, dry_run: bool, seen: str = "") -> flask.typing.ResponseReturnValue:
    chosen, document = asked_for(key, command)
    return at_work(
        chosen, f"{'genomgången' if dry_run else 'kopian'} av {document.title}",
        lambda progress: refresh(
            document.path, chosen.path, now=_now(), previous=chosen.previous_there, dry_run=dry_run, plain=True,
            seen=seen, on_step=progress.step,
        ),
        lambda done: flask.render_template(
            "publish.html", chosen=chosen, document=document, refreshed=done, left=by_heading(done.left)
        ),
        said="Jämför dokumentet med arbetsboken", written=lambda _: [document.path, document.plain],
    )  # fmt: skip


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()
