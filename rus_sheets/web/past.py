"""Taking the latest change back; and the history, with every change of a file and the way back to before any."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import flask

from rus_sheets.errors import UnusableInputError, UsageError
from rus_sheets.usecases.changing.backupnotes import BackupNote
from rus_sheets.usecases.history import Past, go_back, history, latest_change
from rus_sheets.usecases.page.remembered import Chosen
from rus_sheets.usecases.page.written_documents import WrittenDocument, named_documents
from rus_sheets.usecases.undo import ChangedByHandError, Undone, undo
from rus_sheets.web.jobs import Progress
from rus_sheets.web.page import this_page
from rus_sheets.web.working import at_work

pages = flask.Blueprint("past", __name__, url_prefix="/bok/<key>")

_SHOWN = 200
"""Cells on one page."""


@pages.get("/historik")
def timeline(key: str) -> str:
    """Every change, the latest first."""
    chosen, file, command = _asked_for(key)
    return flask.render_template(
        "history.html", chosen=chosen, file=file, command=command, found=history(file),
        documents=_documents(chosen.path),
    )  # fmt: skip


@pages.get("/historik/<change>")
def ask_back(key: str, change: str) -> str:
    """What a change did, and what going back to before it would take back."""
    chosen, file, command = _asked_for(key)
    past = _past(file, change)
    gone = go_back(file, past.note.copy, now=_now(), dry_run=True)
    return flask.render_template(
        "back.html", chosen=chosen, file=file, command=command, gone=gone, shown=_SHOWN, done=False
    )


@pages.post("/historik/<change>")
def back_now(key: str, change: str) -> flask.typing.ResponseReturnValue:
    """Go back, as was shown."""
    chosen, file, command = _asked_for(key)
    seen = flask.request.form.get("seen", "")
    if not seen:
        raise UsageError("Se först vad som skulle tas tillbaka.", remedy="Gå tillbaka till historiken.")
    return at_work(
        chosen, "återgången", lambda _: go_back(file, _past(file, change).note.copy, now=_now(), seen=seen),
        lambda gone: flask.render_template(
            "back.html", chosen=chosen, file=file, command=command, gone=gone, shown=_SHOWN, done=True
        ),
        written=lambda _: [file],
    )  # fmt: skip


@pages.get("/angra")
def ask_undo(key: str) -> flask.typing.ResponseReturnValue:
    """What the latest change did, and so would be taken back; if more was changed by hand, the page that tells it."""
    chosen = this_page().chosen(key)
    try:
        undone = undo(chosen.path, dry_run=True)
    except ChangedByHandError:
        latest = latest_change(chosen.path)
        past = _of_note(chosen.path, latest) if latest else None
        if past is None:
            raise
        return flask.redirect(flask.url_for("past.ask_back", key=key, change=past.key), 303)
    return _undone(chosen, undone, _of_note(chosen.path, undone.note), done=False)


@pages.post("/angra")
def undo_now(key: str) -> flask.typing.ResponseReturnValue:
    """Take back the change that was shown, and no other."""
    chosen, only = this_page().chosen(key), flask.request.form.get("only", "")
    if not only:
        raise UsageError("Se först vad som skulle tas tillbaka.", remedy="Gå tillbaka till året.")

    def work(_: Progress) -> tuple[Undone, Past | None]:
        undone = undo(chosen.path, only=only)
        return undone, _of_note(chosen.path, undone.note)

    return at_work(chosen, "återställningen", work, lambda found: _undone(chosen, *found, done=True))


def _undone(chosen: Chosen, undone: Undone, past: Past | None, *, done: bool) -> str:
    return flask.render_template("undo.html", chosen=chosen, undone=undone, past=past, shown=_SHOWN, done=done)


def _of_note(file: Path, note: BackupNote) -> Past | None:
    return next((past for past in history(file).past if past.note.copy == note.copy), None)


def _asked_for(key: str) -> tuple[Chosen, Path, str]:
    """The workbook, or the document of it that is asked for."""
    chosen, command = this_page().chosen(key), flask.request.args.get("dokument", "")
    if not command:
        return chosen, chosen.path, ""
    named = _documents(chosen.path)
    if command not in named:
        flask.abort(404)
    return chosen, named[command].path, command


def _documents(workbook: Path) -> dict[str, WrittenDocument]:
    """Those that are there; none of a workbook that can't be read, whose own history is needed the more."""
    try:
        return named_documents(workbook)
    except UnusableInputError:
        return {}


def _past(file: Path, change: str) -> Past:
    """The change of that key. Raises UnusableInputError where the backup folder hasn't got it."""
    found = next((past for past in history(file).past if past.key == change), None)
    if found is None:
        fault = "Den ändringen finns inte i säkerhetskopiornas mapp."
        raise UnusableInputError(fault, place=file.name, remedy="Se i Historik vilka som finns.")
    return found


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()
