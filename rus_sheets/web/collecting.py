"""The step Collect: files that have come in are taken on and read in; what waits for a person goes on to Decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import flask

from rus_sheets.errors import UsageError, UserError
from rus_sheets.merge.sides import sides
from rus_sheets.usecases.conflict_files import merge_and_ask
from rus_sheets.usecases.merge_told import by_activity, replaces, sums, waits
from rus_sheets.usecases.merging import Merged, NoFilesError, merge
from rus_sheets.usecases.receiving import ReceivedFile, receive
from rus_sheets.usecases.remembered import Chosen, key_of
from rus_sheets.web.page import this_page

pages = flask.Blueprint("collecting", __name__, url_prefix="/bok/<key>/samla-in")

_OPEN = 5
"""Activities that are shown unfolded."""


@pages.get("")
def ask(key: str) -> str:
    """What would be read in from the folders that were picked."""
    return _shown(this_page().chosen(key), flask.request.args.getlist("mapp"))


@pages.post("/filer")
def add(key: str) -> str:
    """Keep the files beside the workbook and remember their folder; tells what would be read in. Nothing is, yet."""
    page = this_page()
    chosen = page.chosen(key)
    files = [file for file in flask.request.files.getlist("fil") if file.filename]
    if not files:
        raise UsageError("Ingen fil är vald.", remedy="Gå tillbaka och välj filerna, eller släpp dem på rutan.")
    received = receive(chosen.inbox, [(file.filename or "", file.stream) for file in files])
    return _shown(page.remembered.add_folder(chosen, chosen.inbox), (), received)


@pages.post("")
def collect_now(key: str) -> str:
    """Read in what was shown, and nothing else."""
    chosen, form = this_page().chosen(key), flask.request.form
    if not form.get("seen"):
        raise UsageError("Se först vad som skulle läsas in.", remedy="Gå tillbaka till Samla in.")
    folders = _picked(chosen, form.getlist("mapp"))
    merged = merge_and_ask(chosen.path, folders, now=_now(), seen=form["seen"])
    return flask.render_template("collect.html", chosen=chosen, received=(), **_told(chosen, merged))


def _shown(chosen: Chosen, keys: Sequence[str], received: Sequence[ReceivedFile] = ()) -> str:
    folders, merged, fault = _picked(chosen, keys), None, ""
    if folders:
        try:
            merged = merge(chosen.path, folders, now=_now(), dry_run=True)
        except NoFilesError as error:
            fault = error.message
        except UserError as error:
            if not received:
                raise
            fault = f"{error.message} {error.remedy}"  # what was taken on is told of all the same
    told = _told(chosen, merged) if merged else {"merged": None}
    folders_by_key = {key_of(folder): folder for folder in chosen.there}
    return flask.render_template(
        "collect.html", chosen=chosen, received=received, folders=folders_by_key, picked=folders, fault=fault, **told
    )


def _told(chosen: Chosen, merged: Merged) -> dict[str, object]:
    return {
        "merged": merged,
        "sums": list(sums(merged, chosen.path.name)), "waits": list(waits(merged)),
        "replaces": list(replaces(merged)),
        "activities": by_activity(merged), "open": _OPEN, "asks": merged.asks, "sides_of": sides,
        "words": merged.book.declaration.merge,
    }  # fmt: skip


def _picked(chosen: Chosen, keys: Sequence[str]) -> list[Path]:
    """The folders of those keys; where none is asked for, those where answers are looked for."""
    picked = [folder for folder in chosen.there if key_of(folder) in keys]
    return picked or list(chosen.answers)


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()
