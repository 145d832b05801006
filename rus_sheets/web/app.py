"""The page as an application: what is asked of every request, and the pages in their order."""

from __future__ import annotations

from urllib.parse import urlsplit

import flask
from werkzeug.exceptions import NotFound

from rus_sheets.errors import UserError, reason
from rus_sheets.usecases.page.remembered import key_of
from rus_sheets.web import (
    answers,
    beginning,
    checking,
    choosing,
    collecting,
    comparing,
    deciding,
    documents,
    outgoing,
    overview,
    past,
    publishing,
    sending,
    working,
)
from rus_sheets.web.gate import HEADERS, SAFE, SECRET, Refusal
from rus_sheets.web.on_page import on_page
from rus_sheets.web.page import EXTENSION, Page, this_page

LARGEST = 256 * 1024
"""Bytes of a form with short texts."""
LARGEST_UPLOAD = 128 * 1024 * 1024
"""Bytes of a request with files that have come in; together, since they are put on the disk while they arrive."""
LARGEST_TEXTS = 8 * 1024 * 1024
"""Bytes of a form with the own texts of a whole list of questions."""
_LONG_FORMS = frozenset({"deciding.set_choice"})
_UPLOADS = frozenset({"collecting.add"})
"""The pages that take files."""

_REFUSED = {
    Refusal.HOST: "Den adressen leder inte hit.",
    Refusal.ORIGIN: "Det där kom från en annan sida än den här, och har inte gjorts.",
    Refusal.TOKEN: "Sidan visas bara i den webbläsare som rus-sheets öppnade, och adressen gäller en gång.",
    Refusal.FORM: "Formuläret hör inte till den här sidan, och inget har gjorts.",
}
_TOKEN_REMEDY = "Starta sidan på nytt med rus-sheets app eller genvägen på skrivbordet."  # noqa: S105
_FORM_REMEDY = "Gå tillbaka, ladda om sidan och gör om det."


def make_app(page: Page) -> flask.Flask:
    """The application of one run."""
    app = flask.Flask("rus_sheets.web", static_url_path="/del")
    app.extensions[EXTENSION] = page
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["page_of"] = working.page_of
    app.jinja_env.filters.update(on_page=on_page, key_of=key_of)
    app.before_request(_guard)
    app.after_request(_with_headers)
    app.context_processor(
        lambda: {"form_token": page.gate.form_token, "jobs": page.jobs, "largest_upload": LARGEST_UPLOAD}
    )
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(405, lambda _: _told("Så kan sidan inte användas.", "Gå till första sidan.", 405))
    app.register_error_handler(413, lambda _: _told("Det är för mycket att ta emot.", _too_much(), 413))
    app.register_error_handler(500, lambda _: _told(
        "Något gick fel i rus-sheets.", "Felet står i fönstret som sidan startades från. Spara det och anmäl det.", 500
    ))  # fmt: skip
    app.register_error_handler(UserError, _user_error)
    app.register_error_handler(OSError, _os_error)
    for part in (
        choosing, beginning, overview, checking, sending, answers, collecting, deciding, documents, publishing,
        outgoing, comparing, past, working,
    ):  # fmt: skip
        app.register_blueprint(part.pages)
    return app


def _guard() -> flask.typing.ResponseReturnValue | None:
    request, gate = flask.request, this_page().gate
    refusal = gate.refusal(request.method, dict(request.headers), request.cookies)
    shown = request.args.get("token")
    if request.path == "/" and shown is not None and refusal in (None, Refusal.TOKEN):
        session = gate.lets_in(request.headers.get("Host", ""), shown)
        if session or refusal is None:
            return _let_in(session)
    if refusal is Refusal.TOKEN and request.endpoint == "choosing.open_again":
        return None if gate.is_own_start(request.headers.get(SECRET, "")) else _refused(refusal)
    if refusal is Refusal.TOKEN and request.endpoint == "static":
        return None  # the page that says so has a style too
    if refusal:
        return _refused(refusal)
    if request.endpoint in _LONG_FORMS:
        request.max_content_length = request.max_form_memory_size = LARGEST_TEXTS
    if request.endpoint in _UPLOADS:  # known to come from the page itself; its form hasn't been read yet
        request.max_content_length = LARGEST_UPLOAD
    if request.method not in SAFE and not gate.is_own_form(request.form.get("form_token", "")):
        return _refused(Refusal.FORM)
    return None


def _too_much() -> str:
    if flask.request.endpoint in _UPLOADS:
        most = f"Sidan tar {LARGEST_UPLOAD // 1024**2} MB åt gången."
        return f"{most} Ta färre filer, eller lägg dem i mappen för hand. Inget är tillagt."
    return "Skriv kortare."


def _let_in(session: str | None) -> flask.Response:
    """Away from the address with the token, which must not stay in the browser's history."""
    page = this_page()
    first = flask.request.args.get("bok", "")
    known = page.remembered.by_key(first)
    where = flask.url_for("overview.year", key=first) if known else flask.url_for("choosing.start")
    answer = flask.make_response(flask.redirect(where, 303))
    if session:
        answer.set_cookie(page.gate.cookie, session, httponly=True, samesite="Strict", path="/")
    return answer


def _with_headers(answer: flask.Response) -> flask.Response:
    answer.headers.update(HEADERS)
    if flask.request.method not in SAFE:
        this_page().jobs.outdate((flask.request.view_args or {}).get("key", ""))
    return answer


def _refused(why: Refusal) -> flask.typing.ResponseReturnValue:
    remedy = _FORM_REMEDY if why in (Refusal.FORM, Refusal.ORIGIN) else _TOKEN_REMEDY
    return flask.render_template("refused.html", message=_REFUSED[why], remedy=remedy), 403


def _told(message: str, remedy: str, code: int, error: UserError | None = None) -> flask.typing.ResponseReturnValue:
    key = (flask.request.view_args or {}).get("key", "")
    chosen = this_page().remembered.by_key(key) if key else None
    return flask.render_template(
        "fault.html", chosen=chosen, back=_back(), message=message, remedy=remedy, error=error
    ), code


def _back() -> str:
    """The page that the request was made on, "" where that isn't known or is the very one."""
    try:
        from_page = urlsplit(flask.request.referrer or "")
    except ValueError:  # no address at all
        return ""
    if from_page.netloc != flask.request.host or not from_page.path.startswith("/"):
        return ""
    address = f"/{from_page.path.lstrip('/')}" + (f"?{from_page.query}" if from_page.query else "")
    return (
        "" if address.rstrip("?") == flask.request.full_path.rstrip("?") and flask.request.method in SAFE else address
    )


def _not_found(error: NotFound) -> flask.typing.ResponseReturnValue:
    if error.description == NotFound.description:
        return _told("Den sidan finns inte.", "Gå till första sidan.", 404)
    return _told(error.description or "", "", 404)  # it tells what was there and is no more, and where to look


def _user_error(error: UserError) -> flask.typing.ResponseReturnValue:
    return _told(error.message, error.remedy, 409, error)


def _os_error(error: OSError) -> flask.typing.ResponseReturnValue:
    if error.filename is None:
        raise error
    place = UserError("", place=str(error.filename))
    fault = f"Filen eller mappen kan inte användas ({reason(error)})."
    return _told(fault, "Kontrollera namnet, behörigheten och diskutrymmet.", 409, place)
