"""The step Collect: files that have come in are taken on and read in; what waits for a person goes on to Decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import flask
from msgspec import Struct

from rus_sheets.errors import UsageError, UserError
from rus_sheets.merge.sides import sides
from rus_sheets.usecases.conflict_files import merge_and_ask
from rus_sheets.usecases.inbox.aside import file_in, laid_aside, lay_aside, may_go_aside, put_back
from rus_sheets.usecases.inbox.filekinds import ASIDE
from rus_sheets.usecases.inbox.receiving import ReceivedFile, receive
from rus_sheets.usecases.merge_told import by_activity, replaces, sums, waits
from rus_sheets.usecases.merging import Merged, NoFilesError, merge
from rus_sheets.usecases.page.remembered import Chosen, key_of
from rus_sheets.web.jobs import Progress
from rus_sheets.web.page import this_page
from rus_sheets.web.working import at_work

pages = flask.Blueprint("collecting", __name__, url_prefix="/bok/<key>/samla-in")

_READS = "Läser fil"
_OPEN = 5
"""Activities that are shown unfolded."""


@pages.get("")
def ask(key: str) -> flask.typing.ResponseReturnValue:
    """What would be read in from the folders that were picked."""
    return _shown(this_page().chosen(key), flask.request.args.getlist("mapp"))


@pages.post("/filer")
def add(key: str) -> flask.typing.ResponseReturnValue:
    """Keep the files beside the workbook and remember their folder; tells what would be read in. Nothing is, yet."""
    page = this_page()
    chosen = page.chosen(key)
    files = [file for file in flask.request.files.getlist("fil") if file.filename]
    if not files:
        raise UsageError("Ingen fil är vald.", remedy="Gå tillbaka och välj filerna, eller släpp dem på rutan.")
    received = receive(chosen.inbox, [(file.filename or "", file.stream) for file in files])
    return _shown(page.remembered.add_folder(chosen, chosen.inbox), (), received)


@pages.post("")
def collect_now(key: str) -> flask.typing.ResponseReturnValue:
    """Read in what was shown, and nothing else."""
    chosen, form = this_page().chosen(key), flask.request.form
    if not form.get("seen"):
        raise UsageError("Se först vad som skulle läsas in.", remedy="Gå tillbaka till Samla in.")
    folders = _picked(chosen, form.getlist("mapp"))
    seen = form["seen"]

    def work(progress: Progress) -> Merged:
        on_start = progress.counts(_READS, "Läser in och räknar om")
        return merge_and_ask(chosen.path, folders, now=_now(), seen=seen, on_start=on_start)

    def show(merged: Merged) -> str:
        return flask.render_template("collect.html", chosen=chosen, received=(), **_told(chosen, merged, folders))

    return at_work(
        chosen, "inläsningen", work, show, written=lambda merged: [merged.conflicts] if merged.conflicts else []
    )


@pages.post("/lagg-at-sidan")
def lay_aside_now(key: str) -> flask.typing.ResponseReturnValue:
    """Move a file that is no answer to the folder for such files, beside the one it came in."""
    chosen, form = this_page().chosen(key), flask.request.form
    folder, path = file_in(_picked(chosen, form.getlist("mapp")), form.get("fil", ""))
    if folder is None or path is None:
        raise UsageError("Filen ligger inte kvar i mappen.", remedy="Gå tillbaka till Samla in.")
    return _to_collect(key, form.getlist("mapp"), lay_aside(path, folder).path)


@pages.post("/lagg-tillbaka")
def put_back_now(key: str) -> flask.typing.ResponseReturnValue:
    """Move it back to where it came in."""
    chosen, form = this_page().chosen(key), flask.request.form
    aside = next((aside for aside in laid_aside(chosen.there) if str(aside.path) == form.get("fil")), None)
    if aside is None:
        raise UsageError("Filen ligger inte kvar bland de undanlagda.", remedy="Gå tillbaka till Samla in.")
    return _to_collect(key, form.getlist("mapp"), put_back(aside))


def _to_collect(key: str, folders: Sequence[str], moved: Path) -> flask.typing.ResponseReturnValue:
    return flask.redirect(flask.url_for("collecting.ask", key=key, mapp=folders, flyttad=key_of(moved)), 303)


class _Foreseen(Struct, frozen=True):
    """What would be read in, or why that can't be told."""

    merged: Merged | None = None
    fault: str = ""


def _shown(
    chosen: Chosen, keys: Sequence[str], received: Sequence[ReceivedFile] = ()
) -> flask.typing.ResponseReturnValue:
    folders, moved = _picked(chosen, keys), flask.request.args.get("flyttad", "")

    def work(progress: Progress) -> _Foreseen:
        if not folders:
            return _Foreseen()
        on_start = progress.counts(_READS, "Jämför med arbetsboken")
        try:
            return _Foreseen(merge(chosen.path, folders, now=_now(), dry_run=True, on_start=on_start))
        except NoFilesError as error:
            return _Foreseen(fault=error.message)
        except UserError as error:
            if not received:
                raise
            # What was taken on is told of all the same.
            return _Foreseen(fault=f"{error.message} {error.remedy}")

    def show(foreseen: _Foreseen) -> str:
        merged = foreseen.merged
        return flask.render_template(
            "collect.html", chosen=chosen, received=received, fault=foreseen.fault,
            folders={key_of(folder): folder for folder in chosen.there},
            aside={key_of(file.path): file for file in laid_aside(chosen.there)}, moved=moved,
            **(_told(chosen, merged, folders) if merged else {"merged": None, "picked": folders}),
        )  # fmt: skip

    return at_work(chosen, "genomgången av svaren", work, show)


def _told(chosen: Chosen, merged: Merged, folders: Sequence[Path]) -> dict[str, object]:
    return {
        "aside_name": ASIDE, "picked": folders, "movable": may_go_aside(merged.decisions.files, folders),
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
