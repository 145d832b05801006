"""The history: every change of the workbook or of a document, and the way back to before any of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import flask

from rus_sheets.errors import UsageError
from rus_sheets.usecases.history import Past, go_back, history
from rus_sheets.usecases.remembered import Chosen
from rus_sheets.usecases.written_documents import named_documents
from rus_sheets.web.page import this_page

pages = flask.Blueprint("past", __name__, url_prefix="/bok/<key>/historik")

_SHOWN = 200
"""Cells on one page."""


@pages.get("")
def timeline(key: str) -> str:
    """Every change, the latest first."""
    chosen, file, command = _asked_for(key)
    return flask.render_template(
        "history.html", chosen=chosen, file=file, command=command, found=history(file),
        documents=named_documents(chosen.path),
    )  # fmt: skip


@pages.get("/<change>")
def ask_back(key: str, change: str) -> str:
    """What a change did, and what going back to before it would take back."""
    chosen, file, command = _asked_for(key)
    past = _past(file, change)
    gone = go_back(file, past.note.copy, now=_now(), dry_run=True)
    return flask.render_template(
        "back.html", chosen=chosen, file=file, command=command, gone=gone, shown=_SHOWN, done=False
    )


@pages.post("/<change>")
def back_now(key: str, change: str) -> str:
    """Go back, as was shown."""
    chosen, file, command = _asked_for(key)
    seen = flask.request.form.get("seen", "")
    if not seen:
        raise UsageError("Se först vad som skulle tas tillbaka.", remedy="Gå tillbaka till historiken.")
    gone = go_back(file, _past(file, change).note.copy, now=_now(), seen=seen)
    return flask.render_template(
        "back.html", chosen=chosen, file=file, command=command, gone=gone, shown=_SHOWN, done=True
    )


def _asked_for(key: str) -> tuple[Chosen, Path, str]:
    """The workbook, or the document of it that is asked for."""
    chosen, command = this_page().chosen(key), flask.request.args.get("dokument", "")
    if not command:
        return chosen, chosen.path, ""
    named = named_documents(chosen.path)
    if command not in named:
        flask.abort(404)
    return chosen, named[command].path, command


def _past(file: Path, change: str) -> Past:
    found = next((past for past in history(file).past if past.key == change), None)
    if found is None:
        flask.abort(404)
    return found


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()
