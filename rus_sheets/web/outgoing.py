"""Out of the house: rows for another system, the calendar, and newsletters."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import flask

from rus_sheets.calendars.entries import YearCalendar
from rus_sheets.usecases.calendar import WrittenCalendar, calendar, write_calendars
from rus_sheets.usecases.coverage import coverage, coverage_bytes
from rus_sheets.usecases.exporting import Exported, export
from rus_sheets.usecases.newsletter import Newsletter, newsletter
from rus_sheets.usecases.page import outgoing
from rus_sheets.web.jobs import Progress
from rus_sheets.web.page import this_page
from rus_sheets.web.working import at_work

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

pages = flask.Blueprint("outgoing", __name__, url_prefix="/bok/<key>/ut")


@pages.get("")
def ask(key: str) -> flask.typing.ResponseReturnValue:
    """What can go out, and which files would be written."""
    chosen = this_page().chosen(key)
    return at_work(
        chosen, "genomgången av det som kan lämnas ut", lambda _: outgoing.outgoing_of(chosen.path),
        lambda found: flask.render_template("outgoing.html", chosen=chosen, found=found),
    )  # fmt: skip


@pages.post("/utbyte")
def hand_out(key: str) -> flask.typing.ResponseReturnValue:
    """Write the rows of the profile that was chosen; of a file that is there a copy is kept."""
    chosen, form = this_page().chosen(key), flask.request.form
    profile = form.get("profil", "")
    path = outgoing.export_path(chosen.path, profile, form.get("form", ""))

    def work(_: Progress) -> Exported:
        return export(chosen.path, path, profile, now=_now(), force=True)

    return at_work(
        chosen, "uttaget", work,
        lambda made: flask.render_template("handed_out.html", chosen=chosen, made=made),
        said="Skriver uttaget", written=lambda made: [made.path],
    )  # fmt: skip


@pages.post("/kalender")
def write_calendar(key: str) -> flask.typing.ResponseReturnValue:
    """Write the year's calendar, for calendar programs or for a web page."""
    chosen = this_page().chosen(key)
    path = outgoing.calendar_path(chosen.path, flask.request.form.get("form", ""))

    def work(_: Progress) -> tuple[YearCalendar, WrittenCalendar]:
        found = calendar(chosen.path)
        (written,) = write_calendars(found, found, chosen.path, [path], _now())
        return found, written

    return at_work(
        chosen, "kalendern", work,
        lambda done: flask.render_template("calendar_written.html", chosen=chosen, found=done[0], file=done[1]),
        said="Skriver kalendern", written=lambda done: [done[1].path],
    )  # fmt: skip


@pages.post("/nyhetsbrev")
def write_letter(key: str) -> flask.typing.ResponseReturnValue:
    """Write the draft of a newsletter over the period, for Word and as a mail."""
    chosen, form = this_page().chosen(key), flask.request.form
    first, last = outgoing.period_of(form.get("fran", ""), form.get("till", ""))

    def work(_: Progress) -> Newsletter:
        return newsletter(chosen.path, first, last, now=_now())

    return at_work(
        chosen, "nyhetsbrevet", work,
        lambda made: flask.render_template("letter_written.html", chosen=chosen, made=made),
        said="Skriver nyhetsbrevet", written=lambda made: [file.file.path for file in made.files],
    )  # fmt: skip


@pages.get("/malmatris")
def matrix(key: str) -> flask.Response:
    """Which activities contribute to what, as a workbook."""
    chosen = this_page().chosen(key)
    found = coverage(chosen.path)
    name = f"malmatris-{chosen.path.stem}.xlsx"
    return flask.send_file(BytesIO(coverage_bytes(found)), mimetype=_EXCEL, as_attachment=True, download_name=name)


@pages.get("/fil/<name>")
def download(key: str, name: str) -> flask.Response:
    """A copy of a file that the page has written."""
    path = outgoing.outgoing_file(this_page().chosen(key).path, name)
    if path is None:
        flask.abort(404, "Filen finns inte längre. Skriv den på nytt.")
    return flask.send_file(path, as_attachment=True, download_name=path.name)


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()
