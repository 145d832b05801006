"""Work that may take long: answered at once if it is soon done, else by a page that says how far it has come."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import flask

from rus_sheets.errors import UsageError
from rus_sheets.usecases.page.remembered import Chosen
from rus_sheets.web import jobs
from rus_sheets.web.gate import SAFE
from rus_sheets.web.jobs import LongWork, Progress
from rus_sheets.web.page import this_page

pages = flask.Blueprint("working", __name__)
_OF_NONE = {"key": ""}
"""Work that is of no workbook: one is being made."""

Found = TypeVar("Found")


def at_work(  # noqa: PLR0913 - how it runs is the caller's to say, and all of it by name
    chosen: Chosen | None,
    name: str,
    work: Callable[[Progress], Found],
    show: Callable[[Found], str],
    *,
    said: str = "Öppnar arbetsboken",
    in_turn: bool = True,
    written: Callable[[Found], Iterable[Path]] = lambda _: (),
) -> flask.typing.ResponseReturnValue:
    """The answer to this request: ``show`` of what ``work`` comes to, or the page that says how far that has come.

    ``name`` is what is done, a Swedish noun in the middle of a sentence, and ``said`` what is told of it until the work
    tells more. ``work`` has no request to look at, and waits for what is going on with the workbook already, unless
    ``in_turn`` is false. What only looks belongs to its address, where it is found when one
    comes back; what changes something has a page of its own, so that loading it again changes nothing, and sending the
    same form again (back, and the button once more) leads there as long as nothing else has been done, with the
    workbook or the files that were ``written``. ``chosen`` is None where there is no workbook yet.
    """
    request, page = flask.request, this_page()
    looks = request.method in SAFE
    asked = "" if looks else _asked()
    key, of = (chosen.key, chosen.path) if chosen else ("", None)
    if again := page.jobs.done_already(key, asked, lambda done: _stamp(of, *done.written)):
        return _to(again)
    address = request.full_path if looks else ""
    begun = LongWork(
        key, name, address, request.endpoint or "", show, Progress(said), of=_stamp(of), in_turn=in_turn,
        changes=not looks, asked=asked,
    )  # fmt: skip

    def change(progress: Progress) -> Found:
        found = work(progress)
        begun.written = tuple(written(found))
        begun.left_as = _stamp(of, *begun.written)
        return found

    job = page.jobs.begin(begun, work if looks else change)
    if job.wait(jobs.PATIENCE) and (looks or job.fault):
        page.jobs.drop(job)
        return job.answer()  # type: ignore[no-any-return]
    if request.headers.get("Sec-Fetch-Dest") != "empty":  # else the page's script asks, and whoever leaves it is done
        page.jobs.leave(job)
    if looks:
        return _waiting(job)
    return _to(job)


def _to(job: LongWork) -> flask.typing.ResponseReturnValue:
    """The page of what changes something, which can be loaded again."""
    return flask.redirect(page_of(job), 303)


def page_of(job: LongWork) -> str:
    """The address of what something has come to, or how far."""
    return job.address or flask.url_for("working.one", key=job.key, number=job.number)


def _asked() -> str:
    """What tells this change from others: the page's form, with what a person had seen; "" where it says nothing of
    that, so that it may be meant to be done again.
    """
    form = flask.request.form
    if not (form.get("seen") or form.get("only")) or flask.request.files:
        return ""
    return repr((flask.request.full_path, sorted(form.items(multi=True))))


def _stamp(*files: Path | None) -> object:
    """What tells that one of the files has been saved, or is gone."""
    return [_stamp_of(file) for file in files if file]


def _stamp_of(file: Path) -> object:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


@pages.get("/bok/<key>/arbete/<number>")
@pages.get("/ny/arbete/<number>", defaults=_OF_NONE)
def one(key: str, number: str) -> flask.typing.ResponseReturnValue:
    """How far something has come, or what came of it."""
    job = _asked_for(key, number)
    if not job.wait(jobs.PATIENCE):
        return _waiting(job)
    job.left = False  # it has been looked at
    flask.g.place = job.place
    return job.answer()  # type: ignore[no-any-return]


@pages.get("/bok/<key>/arbete/<number>/lage")
@pages.get("/ny/arbete/<number>/lage", defaults=_OF_NONE)
def state(key: str, number: str) -> flask.typing.ResponseReturnValue:
    """The same for the page's script."""
    return _state(_asked_for(key, number))


def _asked_for(key: str, number: str) -> LongWork:
    job = this_page().jobs.by_number(this_page().chosen(key).key if key else "", number)
    if job is None:
        fault = "Vad det blev finns inte kvar att visa här."
        raise UsageError(fault, remedy="Det som gjordes i arbetsboken står i Historik.")
    return job


def _waiting(job: LongWork) -> str:
    page = this_page()
    flask.g.place, flask.g.job = job.place, job
    chosen = page.chosen(job.key) if job.key else None
    return flask.render_template(
        "working.html", chosen=chosen, job=job, seconds=page.jobs.seconds(job), changes=not job.address
    )


def _state(job: LongWork) -> dict[str, object]:
    progress = job.progress
    return {
        "said": progress.said, "done": progress.done, "total": progress.total,
        "seconds": this_page().jobs.seconds(job), "over": job.is_over,
    }  # fmt: skip
