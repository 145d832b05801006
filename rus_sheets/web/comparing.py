"""Years beside each other: last year's workbook and this year's cell by cell, and the figures of several."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path
from typing import TypedDict

import flask

from rus_sheets.usecases.compare import differences_file
from rus_sheets.usecases.page.remembered import Chosen, key_of
from rus_sheets.usecases.page.side_by_side import side_by_side
from rus_sheets.usecases.years import made_as, years
from rus_sheets.web.page import this_page
from rus_sheets.web.working import at_work

pages = flask.Blueprint("comparing", __name__, url_prefix="/bok/<key>/jamfor")

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_KINDS = {"xlsx": _EXCEL, "docx": _WORD}
"""What several years can be fetched as."""


@pages.get("")
def compare(key: str) -> flask.typing.ResponseReturnValue:
    """What is new, ended and changed since last year's workbook."""
    chosen = this_page().chosen(key)
    previous, how = chosen.previous_there, _how()
    return at_work(
        chosen, "jämförelsen av åren",
        lambda progress: side_by_side(previous, chosen.path, progress.step, **how) if previous else None,
        lambda found: flask.render_template("compare.html", chosen=chosen, found=found, how=how),
        said="Jämför arbetsböckerna",
    )  # fmt: skip


@pages.get("/fil")
def download(key: str) -> flask.Response:
    """The same as a workbook, which people can sort and filter."""
    chosen = this_page().chosen(key)
    previous = chosen.previous_there
    if previous is None:
        flask.abort(404, "Förra årets arbetsbok finns inte kvar, eller är inte vald. Välj den i Jämför.")
    made = differences_file(previous, chosen.path, **_how())
    name = f"skillnader-{previous.stem}-{chosen.path.stem}.xlsx"
    return flask.send_file(BytesIO(made), mimetype=_EXCEL, as_attachment=True, download_name=name)


@pages.get("/ar")
def years_beside(key: str) -> flask.typing.ResponseReturnValue:
    """This year beside others: those that are ticked, or at first last year's."""
    chosen = this_page().chosen(key)
    others = _others(chosen)
    taken = _taken(chosen, others)
    keys = [key_of(path) for path in taken]
    return at_work(
        chosen, "åren bredvid varandra",
        lambda progress: years([*taken, chosen.path], on_step=progress.step) if taken else None,
        lambda found: flask.render_template(
            "years.html", chosen=chosen, found=found, others=others, taken=taken, keys=keys
        ),
        said="Läser arbetsböckerna",
    )  # fmt: skip


@pages.get("/ar/fil.<kind>")
def years_file(key: str, kind: str) -> flask.Response:
    """The same as a workbook or a Word document."""
    chosen = this_page().chosen(key)
    taken = _taken(chosen, _others(chosen))
    if kind not in _KINDS or not taken:
        flask.abort(404, "Kryssa för åren igen, och hämta filen därifrån.")
    found = years([*taken, chosen.path])
    name = f"{found.title.replace(' ', '-')}.{kind}"
    return flask.send_file(
        BytesIO(made_as(f".{kind}", found, dt.datetime.now().astimezone())),
        mimetype=_KINDS[kind],
        as_attachment=True,
        download_name=name,
    )


def _others(chosen: Chosen) -> tuple[Path, ...]:
    """The workbooks that a person has pointed out on the page, but this one: nothing else is looked for."""
    named = [workbook.path for workbook in this_page().remembered.workbooks]
    known = dict.fromkeys([*filter(None, (chosen.previous,)), *named])
    return tuple(path for path in known if path != chosen.path and path.is_file())


def _taken(chosen: Chosen, others: tuple[Path, ...]) -> tuple[Path, ...]:
    asked = flask.request.args.getlist("med")
    if not asked and chosen.previous_there:
        return (chosen.previous_there,)
    return tuple(path for path in others if key_of(path) in asked)


class _How(TypedDict):
    by_id: bool
    whole: bool


def _how() -> _How:
    """What was asked for beyond the usual: rows by their ids though those are two plans', or every difference."""
    return {"by_id": "id" in flask.request.args, "whole": "alla" in flask.request.args}
