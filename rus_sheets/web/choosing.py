"""The first page and the choosing of workbooks and folders; and what the page tells of itself."""

from __future__ import annotations

from pathlib import Path

import flask

from rus_sheets.usecases.page.browse import inside_home, is_inside, listed
from rus_sheets.usecases.page.written_documents import named_document
from rus_sheets.web.page import this_page

pages = flask.Blueprint("choosing", __name__)

_AFTER_LAST_YEAR = {"dokument": "documents.shelf", "jamfor": "comparing.compare"}
"""Where one goes on when last year's workbook has been chosen, by what it was chosen for."""

_AFTER_FOLDER = {"samla-in": "collecting.ask", "svar": "answers.board"}
"""Where one goes on when a folder has been chosen, by where it was asked for; else to the year."""


@pages.get("/")
def start() -> str:
    """The workbooks that have been used, and the way to another."""
    return flask.render_template("start.html", workbooks=this_page().remembered.workbooks)


@pages.get("/valj")
def choose() -> str:
    """A folder of the user's own, to choose a workbook in.

    With ``bok`` something to go with that workbook: a folder, with ``forra`` last year's workbook, or with ``mall`` a
    Word template for the document of that command.
    """
    page, args = this_page(), flask.request.args
    chosen = page.chosen(args["bok"]) if args.get("bok") else None
    # A workbook that lies outside the user's own folder has been pointed out by its path: so has what lies beside it.
    beside = chosen.path.parent if chosen and not is_inside(page.home, chosen.path.parent) else None
    root = beside if beside and not args.get("hem") else page.home
    inside = args.get("mapp")
    if inside is None:
        inside = inside_home(root, chosen.path.parent) if chosen else ""
    last_year = args.get("forra", "") if chosen and args.get("forra") in _AFTER_LAST_YEAR else ""
    template = named_document(args["mall"], chosen.path).command.value if chosen and args.get("mall") else ""
    return flask.render_template(
        "choose.html", listed=listed(root, inside), chosen=chosen, last_year=last_year, template=template,
        beside=beside, hem="ja" if beside and root == page.home else None,
    )  # fmt: skip


@pages.post("/valj")
def take() -> flask.typing.ResponseReturnValue:
    """Choose the workbook or the folder that was pointed at or pasted."""
    page, form = this_page(), flask.request.form
    named = Path(form.get("path", "").strip().strip('"').strip())  # as Windows copies a path
    if form.get("bok") and form.get("forra") in _AFTER_LAST_YEAR:
        chosen = page.remembered.set_previous(page.chosen(form["bok"]), named)
        return flask.redirect(flask.url_for(_AFTER_LAST_YEAR[form["forra"]], key=chosen.key), 303)
    if form.get("bok") and form.get("mall"):
        chosen = page.chosen(form["bok"])
        command = named_document(form["mall"], chosen.path).command.value
        page.remembered.set_template(chosen, command, named)
        return flask.redirect(flask.url_for("documents.ask_write", key=chosen.key, command=command), 303)
    if form.get("bok"):
        chosen = page.remembered.add_folder(page.chosen(form["bok"]), named)
        after = _AFTER_FOLDER.get(form.get("vidare", ""), "overview.year")
        return flask.redirect(flask.url_for(after, key=chosen.key), 303)
    return flask.redirect(flask.url_for("overview.year", key=page.remembered.choose(named).key), 303)


@pages.post("/glom")
def forget() -> flask.typing.ResponseReturnValue:
    """Take a workbook out of the list."""
    page = this_page()
    page.remembered.forget(page.chosen(flask.request.form.get("bok", "")))
    return flask.redirect(flask.url_for("choosing.start"), 303)


@pages.post("/sidan/igen")
def open_again() -> flask.typing.ResponseReturnValue:
    """The page is started once more: the address that lets a browser in to this one, unless it is about to end."""
    page = this_page()
    if page.life.is_ending:
        flask.abort(409)
    return flask.Response(page.gate.entrance(flask.request.form.get("bok", "")[:64]), mimetype="text/plain")


@pages.post("/sidan/oppen")
def is_open() -> flask.typing.ResponseReturnValue:
    """A page tells that it is there."""
    this_page().life.is_open(flask.request.form.get("page", "")[:64])
    return "", 204


@pages.post("/sidan/vilar")
def rests() -> flask.typing.ResponseReturnValue:
    """A page tells that the browser stops its clocks."""
    this_page().life.rests(flask.request.form.get("page", "")[:64])
    return "", 204


@pages.post("/sidan/stangd")
def is_closed() -> flask.typing.ResponseReturnValue:
    """A page tells that it is left."""
    this_page().life.is_closed(flask.request.form.get("page", "")[:64])
    return "", 204


@pages.post("/avsluta")
def end() -> str:
    """End the page, once this is answered."""
    this_page().life.end()
    return flask.render_template("ended.html")
