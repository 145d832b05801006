"""The documents: which are there and whether they still agree; made, opened, refreshed, and taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path

import flask
from msgspec import Struct

from rus_sheets.errors import UsageError
from rus_sheets.libreoffice import program
from rus_sheets.usecases.changing.put_in_place import WrittenFile
from rus_sheets.usecases.documents import write_document
from rus_sheets.usecases.edited.disagreement import Disagreement
from rus_sheets.usecases.foreseen import foresee
from rus_sheets.usecases.history import history, latest_change
from rus_sheets.usecases.page.remembered import Chosen
from rus_sheets.usecases.page.start_program import start_program
from rus_sheets.usecases.page.written_documents import WrittenDocument, document_of, documents_of, named_document
from rus_sheets.usecases.refresh import refresh
from rus_sheets.usecases.undo import ChangedByHandError, undo
from rus_sheets.web.jobs import Progress
from rus_sheets.web.page import this_page
from rus_sheets.web.working import at_work

pages = flask.Blueprint("documents", __name__, url_prefix="/bok/<key>/dokument")


@pages.get("")
def shelf(key: str) -> flask.typing.ResponseReturnValue:
    """Every document that the workbook can give."""
    chosen = this_page().chosen(key)

    def work(progress: Progress) -> tuple[WrittenDocument, ...]:
        on_start = progress.counts("Jämför dokument", "Jämfört")
        return documents_of(chosen.path, chosen.previous_there, on_start)

    return at_work(
        chosen, "jämförelsen av dokumenten", work,
        lambda found: flask.render_template("documents.html", chosen=chosen, documents=found),
    )  # fmt: skip


@pages.get("/<command>")
def one(key: str, command: str) -> flask.typing.ResponseReturnValue:
    """What a document differs in, by its headings."""
    chosen = this_page().chosen(key)
    return at_work(
        chosen, "jämförelsen av dokumentet", lambda _: document_of(command, chosen.path, chosen.previous_there),
        lambda document: _compared(chosen, document), said="Jämför dokumentet med arbetsboken",
    )  # fmt: skip


def _compared(chosen: Chosen, document: WrittenDocument) -> str:
    found = document.verified.disagreements if document.verified else ()
    return flask.render_template("document.html", chosen=chosen, document=document, headings=by_heading(found))


@pages.get("/<command>/skriv")
def ask_write(key: str, command: str) -> str:
    """What would be missing from it, and what it would take the place of."""
    chosen, document = asked_for(key, command)
    wanted = _Wanted.of(chosen, document, flask.request.args)
    foreseen = foresee(
        document.command, chosen.path, previous=wanted.previous, pdf=wanted.pdf, plain=wanted.plain,
        template=wanted.template,
    )  # fmt: skip
    return flask.render_template(
        "write.html", chosen=chosen, document=document, foreseen=foreseen, wanted=wanted, has_program=bool(program())
    )


@pages.post("/<command>/skriv")
def write(key: str, command: str) -> flask.typing.ResponseReturnValue:
    """Write it as was shown."""
    chosen, document = asked_for(key, command)
    wanted, seen = _Wanted.of(chosen, document, flask.request.form), seen_in_form("skrivas")

    def work(progress: Progress) -> list[WrittenFile]:
        return write_document(
            document.command, chosen.path, now=_now(), previous=wanted.previous, pdf=wanted.pdf, plain=wanted.plain,
            pages=not wanted.draft, template=wanted.template, seen=seen, on_wait=progress.says,
        )  # fmt: skip

    return at_work(
        chosen, f"skrivningen av {document.title}", work,
        lambda written: flask.render_template(
            "written.html", chosen=chosen, document=document, written=written, plain=wanted.plain
        ),
        said="Skriver dokumentet", written=lambda written: [file.path for file in written],
    )  # fmt: skip


@pages.post("/<command>/mall/bort")
def drop_template(key: str, command: str) -> flask.typing.ResponseReturnValue:
    """Use our template again."""
    chosen, document = asked_for(key, command)
    this_page().remembered.drop_template(chosen, document.command.value)
    return flask.redirect(flask.url_for("documents.ask_write", key=key, command=command), 303)


@pages.get("/<command>/uppdatera")
def ask_refresh(key: str, command: str) -> flask.typing.ResponseReturnValue:
    """What would be put in, and what would be left to a person."""
    return refreshed(key, command, dry_run=True)


@pages.post("/<command>/uppdatera")
def refresh_now(key: str, command: str) -> flask.typing.ResponseReturnValue:
    """Put in what was shown."""
    return refreshed(key, command, dry_run=False, seen=seen_in_form("sättas in"))


def refreshed(
    key: str, command: str, *, dry_run: bool, plain: bool = False, seen: str = ""
) -> flask.typing.ResponseReturnValue:
    """Today's figures in the document, or with ``plain`` in a copy without content controls; ``seen`` was shown."""
    chosen, document = asked_for(key, command)
    work = "genomgången" if dry_run else "kopian" if plain else "uppdateringen"
    return at_work(
        chosen, f"{work} av {document.title}",
        lambda progress: refresh(
            document.path, chosen.path, now=_now(), previous=chosen.previous_there, dry_run=dry_run, plain=plain,
            seen=seen, on_step=progress.step, on_wait=progress.says,
        ),
        lambda done: flask.render_template(
            "publish.html" if plain else "refresh.html", chosen=chosen, document=document, refreshed=done,
            left=by_heading(done.left),
        ),
        said="Jämför dokumentet med arbetsboken",
        written=lambda _: [document.path, document.plain] if plain else [document.path],
    )  # fmt: skip


@pages.get("/<command>/angra")
def ask_undo(key: str, command: str) -> flask.typing.ResponseReturnValue:
    """What the latest change of it was, which can be taken back; if it was changed by hand since, the page for that."""
    chosen, document = asked_for(key, command)
    try:
        undone = undo(document.path, dry_run=True)
    except ChangedByHandError:
        latest = latest_change(document.path)
        past = next((past for past in history(document.path).past if past.note == latest), None)
        if past is None:
            raise
        return flask.redirect(flask.url_for("past.ask_back", key=key, change=past.key, dokument=command), 303)
    return flask.render_template("document_undo.html", chosen=chosen, document=document, undone=undone, done=False)


@pages.post("/<command>/angra")
def undo_now(key: str, command: str) -> flask.typing.ResponseReturnValue:
    """Take back the change that was shown, and no other."""
    chosen, document = asked_for(key, command)
    only = flask.request.form.get("only", "")
    if not only:
        raise UsageError("Se först vad som skulle tas tillbaka.", remedy="Gå tillbaka till dokumentet.")
    return at_work(
        chosen, f"återställningen av {document.title}", lambda _: undo(document.path, only=only),
        lambda undone: flask.render_template(
            "document_undo.html", chosen=chosen, document=document, undone=undone, done=True
        ),
        said="Tar tillbaka ändringen", written=lambda _: [document.path],
    )  # fmt: skip


@pages.post("/<command>/oppna")
def start(key: str, command: str) -> str:
    """Open it in the system's own program for such files."""
    chosen, document = asked_for(key, command)
    path = _path(document, flask.request.form)
    start_program(path)
    return flask.render_template("opened.html", chosen=chosen, document=document, path=path)


@pages.get("/<command>/fil")
def download(key: str, command: str) -> flask.Response:
    """A copy of it."""
    _, document = asked_for(key, command)
    path = _path(document, flask.request.args)
    if not path.is_file():
        flask.abort(404, "Dokumentet finns inte längre. Skriv det på nytt.")
    return flask.send_file(path, as_attachment=True, download_name=path.name)


@pages.post("/forra/bort")
def drop_previous(key: str) -> flask.typing.ResponseReturnValue:
    """Forget last year's workbook."""
    page = this_page()
    page.remembered.drop_previous(page.chosen(key))
    return flask.redirect(flask.url_for("documents.shelf", key=key), 303)


def asked_for(key: str, command: str) -> tuple[Chosen, WrittenDocument]:
    """The workbook and the document that an address names; 404 or UsageError where there is none."""
    chosen = this_page().chosen(key)
    return chosen, named_document(command, chosen.path)


def _path(document: WrittenDocument, asked: Mapping[str, str]) -> Path:
    """The document, or its copy for publication where that is asked for."""
    return document.plain if asked.get("utan") else document.path


class _Wanted(Struct, frozen=True):
    """How a document is to be written: ``draft`` waits for no page numbers, None for ``template`` is ours."""

    pdf: bool
    plain: bool
    draft: bool
    previous: Path | None
    template: Path | None

    @classmethod
    def of(cls, chosen: Chosen, document: WrittenDocument, asked: Mapping[str, str]) -> _Wanted:
        """As a request says, and as has been chosen for the workbook."""
        template = chosen.template(document.command.value)
        if template and not template.is_file():
            template = None  # the page says so, and that ours is used
        previous = chosen.previous_there if document.compares else None
        return cls(bool(asked.get("pdf")), bool(asked.get("utan")), bool(asked.get("utkast")), previous, template)

    def address(self, **other: str | None) -> dict[str, str | None]:
        """What the address of such a document says, with something else in it."""
        named = {"pdf": self.pdf, "utan": self.plain, "utkast": self.draft}
        return {name: "ja" if wanted else None for name, wanted in named.items()} | other


def by_heading(found: Iterable[Disagreement]) -> dict[str, list[Disagreement]]:
    """Under the document's headings, in its order."""
    headings: dict[str, list[Disagreement]] = {}
    for disagreement in found:
        headings.setdefault(disagreement.heading, []).append(disagreement)
    return headings


def seen_in_form(what: str) -> str:
    """The state that was shown, of what would be done. Raises UsageError where nobody has looked."""
    seen = flask.request.form.get("seen", "")
    if not seen:
        raise UsageError(f"Se först vad som skulle {what}.", remedy="Gå tillbaka till dokumentet.")
    return seen


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()
