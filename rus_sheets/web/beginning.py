"""The step New: a workbook for a year, empty or made of last year's, in a folder of the user's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path

import flask

from rus_sheets.errors import UsageError
from rus_sheets.usecases.page.beginning import BegunYear, begin, begin_from, coming_year, templates
from rus_sheets.usecases.page.browse import inside_home, listed
from rus_sheets.usecases.page.remembered import folder_at, key_of, workbook_at
from rus_sheets.web.jobs import Progress
from rus_sheets.web.page import this_page
from rus_sheets.web.working import at_work

pages = flask.Blueprint("beginning", __name__, url_prefix="/ny")

_YEARS = range(2000, 2100)


@pages.get("")
def ask() -> str:
    """Where, for which year, and of what. With ``bok`` it is begun of that workbook."""
    page, args = this_page(), flask.request.args
    source = page.chosen(args["bok"]) if args.get("bok") else None
    inside = args.get("mapp")
    if inside is None:
        inside = inside_home(page.home, source.path.parent) if source else ""
    found = listed(page.home, inside)
    # One outside the user's own folder can't be come to by choosing.
    elsewhere = source.path.parent if source and not source.path.is_relative_to(page.home.resolve()) else None
    known = [chosen.path for chosen in page.remembered.workbooks if chosen.path.is_file()]
    sources = list(dict.fromkeys([*known, *(found.path / name for name in found.workbooks)]))
    return flask.render_template(
        "new.html", chosen=source, listed=found, elsewhere=elsewhere, sources=sources, templates=templates(),
        year=coming_year(_today()),
    )  # fmt: skip


@pages.post("/visa")
def show() -> flask.typing.ResponseReturnValue:
    """What would be made, on a page to come back to. A form, since it reads what was pointed at or pasted."""
    return _foreseen(changed=False)


@pages.post("")
def begin_now() -> flask.typing.ResponseReturnValue:
    """Make it as was shown, and choose it with last year's beside it."""
    form, remembered = flask.request.form, this_page().remembered
    if form.get("seen") and set(form.getlist("utan")) != set(form.getlist("visad")):
        return _foreseen(changed=True)
    work = _asked()

    def begin_it(_: Progress) -> BegunYear:
        begun = work(dry_run=False)
        chosen = remembered.choose(begun.path)
        if begun.source:
            remembered.set_previous(chosen, begun.source)
        return begun

    def shown(begun: BegunYear) -> str:
        chosen = remembered.by_key(key_of(begun.path))
        return flask.render_template("begin.html", chosen=chosen, begun=begun, done=True)

    return at_work(
        None, "den nya arbetsboken", begin_it, shown, said="Gör arbetsboken", written=lambda begun: [begun.path]
    )


def _foreseen(*, changed: bool) -> flask.typing.ResponseReturnValue:
    work, asked = _asked(), flask.request.form

    def shown(begun: BegunYear) -> str:
        return flask.render_template("begin.html", begun=begun, asked=asked, done=False, changed=changed)

    return at_work(None, "genomgången av den nya arbetsboken", lambda _: work(dry_run=True), shown)


def _asked() -> Callable[..., BegunYear]:
    """What was asked for, to be done when the request is over. Raises UsageError and UnusableInputError."""
    asked = flask.request.form
    typed = _path(asked.get("annan", ""))
    folder = folder_at(Path(typed or asked.get("mapp", "")))
    year = asked.get("ar", 0, int)
    if year not in _YEARS:
        raise UsageError("Året saknas, eller är inget år.", remedy="Skriv året med fyra siffror, till exempel 2027.")
    source = _path(asked.get("av", ""))
    if source:
        drop, seen = asked.getlist("utan"), asked.get("seen", "").strip("-")
        return partial(begin_from, workbook_at(Path(source)), folder, year, drop, seen=seen)
    return partial(begin, folder, year, asked.get("mall", ""))


def _path(text: str) -> str:
    """As Windows copies a path."""
    return text.strip().strip('"').strip()


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()
