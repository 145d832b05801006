"""A copy of a document for publication: as it stands, with today's figures and without content controls."""

from __future__ import annotations

import flask

from rus_sheets.web.documents import refreshed, seen_in_form

pages = flask.Blueprint("publishing", __name__, url_prefix="/bok/<key>/dokument/<command>/publicera")


@pages.get("")
def ask(key: str, command: str) -> flask.typing.ResponseReturnValue:
    """What a copy of it for publication would be like."""
    return refreshed(key, command, dry_run=True, plain=True)


@pages.post("")
def publish(key: str, command: str) -> flask.typing.ResponseReturnValue:
    """Write that copy: without content controls, with today's figures. The document itself stays as it is."""
    return refreshed(key, command, dry_run=False, plain=True, seen=seen_in_form("skrivas"))
