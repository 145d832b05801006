"""Two years beside each other: last year's workbook and this year's."""

from __future__ import annotations

from io import BytesIO
from typing import TypedDict

import flask

from rus_sheets.usecases.compare import differences_file
from rus_sheets.usecases.page.side_by_side import side_by_side
from rus_sheets.web.page import this_page
from rus_sheets.web.working import at_work

pages = flask.Blueprint("comparing", __name__, url_prefix="/bok/<key>/jamfor")

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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


class _How(TypedDict):
    by_id: bool
    whole: bool


def _how() -> _How:
    """What was asked for beyond the usual: rows by their ids though those are two plans', or every difference."""
    return {"by_id": "id" in flask.request.args, "whole": "alla" in flask.request.args}
