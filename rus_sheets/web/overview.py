"""The year of a workbook as one picture."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import flask

from rus_sheets.usecases.history import latest_change
from rus_sheets.usecases.year import picture
from rus_sheets.web.page import this_page

pages = flask.Blueprint("overview", __name__, url_prefix="/bok/<key>")


@pages.get("/")
def year(key: str) -> str:
    """The steps with what is done, waits and is wrong, and the one next thing to do."""
    today = dt.datetime.now().astimezone().date()
    chosen = this_page().chosen(key)
    return flask.render_template("year.html", year=picture(chosen, today=today), latest=latest_change(chosen.path))


@pages.post("/mapp/bort")
def drop_folder(key: str) -> flask.typing.ResponseReturnValue:
    """Forget a folder that went with the workbook."""
    page = this_page()
    page.remembered.drop_folder(page.chosen(key), Path(flask.request.form.get("path", "")))
    return flask.redirect(flask.url_for("overview.year", key=key), 303)
