"""The year of a workbook as one picture."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import flask

from rus_sheets.usecases.history import latest_change
from rus_sheets.usecases.page.start_program import start_program
from rus_sheets.usecases.page.year import Year, picture
from rus_sheets.web.jobs import Progress
from rus_sheets.web.page import this_page
from rus_sheets.web.working import at_work

pages = flask.Blueprint("overview", __name__, url_prefix="/bok/<key>")


@pages.get("/")
def year(key: str) -> flask.typing.ResponseReturnValue:
    """The steps with what is done, waits and is wrong, and the one next thing to do; also while something goes on."""
    today = dt.datetime.now().astimezone().date()
    chosen = this_page().chosen(key)

    def work(progress: Progress) -> Year:
        on_start = progress.counts("Läser fil", "Jämför med arbetsboken")
        on_documents = progress.counts("Jämför dokument", "Lägger ihop bilden av året")
        return picture(chosen, today=today, on_start=on_start, on_documents=on_documents)

    def show(found: Year) -> str:
        return flask.render_template("year.html", year=found, latest=latest_change(chosen.path))

    return at_work(chosen, "genomgången av året", work, show, said="Kontrollerar arbetsboken", in_turn=False)


@pages.post("/oppna")
def open_here(key: str) -> str:
    """Open the workbook, or a folder beside it, in the system's own program."""
    chosen, what = this_page().chosen(key), flask.request.form.get("vad", "")
    places = {"": chosen.path, "mejl": chosen.mails, "paminnelser": chosen.reminders, "inkommet": chosen.inbox}
    if what not in places:
        flask.abort(404)
    start_program(places[what])
    return flask.render_template("opened_here.html", chosen=chosen, target=places[what], what=what)


@pages.post("/mapp/bort")
def drop_folder(key: str) -> flask.typing.ResponseReturnValue:
    """Forget a folder that went with the workbook."""
    page = this_page()
    page.remembered.drop_folder(page.chosen(key), Path(flask.request.form.get("path", "")))
    return flask.redirect(flask.url_for("overview.year", key=key), 303)
