"""The step Decide: the questions one at a time or all in a list; what is chosen stands in the conflict workbook."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import flask

from rus_sheets.book.display import seen as seen_by_people
from rus_sheets.errors import UsageError
from rus_sheets.merge.sides import sides
from rus_sheets.usecases.conflict_files import conflict_files
from rus_sheets.usecases.deciding import Asking, Choice, choose, look_at_questions, why
from rus_sheets.usecases.merge_told import by_activity, choices
from rus_sheets.usecases.merging import Merged, carry_out_choices
from rus_sheets.usecases.remembered import Chosen, key_of
from rus_sheets.web.page import this_page
from rus_sheets.web.working import at_work

pages = flask.Blueprint("deciding", __name__, url_prefix="/bok/<key>/avgor")

_AT_ONCE = 50
"""Questions in one list."""


@pages.get("")
def questions(key: str) -> str:
    """All questions in a list, with what has been chosen and how many are left."""
    chosen = this_page().chosen(key)
    files = conflict_files(chosen.path)
    if not files.paths and not flask.request.args.get("fil"):
        return flask.render_template("decide.html", chosen=chosen, asking=None, faults=files.faults)
    asking = look_at_questions(chosen.path, _file(files.paths, flask.request.args.get("fil", "")))
    first = max(0, flask.request.args.get("fran", 0, int))
    return flask.render_template(
        "decide.html", chosen=chosen, files={key_of(path): path for path in files.paths}, faults=files.faults,
        first=first, at_once=_AT_ONCE, **_told(asking),
    )  # fmt: skip


@pages.get("/en")
def question(key: str) -> str:
    """One question: the one that was asked for, or the next that waits."""
    chosen = this_page().chosen(key)
    asking = look_at_questions(chosen.path, _asked_for(chosen, flask.request.args.get("fil", "")))
    number = flask.request.args.get("nr", asking.without_choice() or 1, int)
    asked = asking.at(number)
    if asked is None:
        fault = f"Det finns ingen fråga nummer {number}."
        raise UsageError(fault, remedy=f"Välj ett nummer från 1 till {len(asking.questions)}.")
    return flask.render_template("decide_one.html", chosen=chosen, asked=asked, **_told(asking))


@pages.post("/val")
def set_choice(key: str) -> flask.typing.ResponseReturnValue:
    """Put the choice in the conflict workbook, say so, and go on with the next question that waits."""
    chosen, form = this_page().chosen(key), flask.request.form
    path, number = _asked_for(chosen, form.get("fil", "")), form.get("nr", 0, int)
    if form.get("val") not in list(Choice):
        raise UsageError("Inget val är gjort.", remedy="Välj med någon av knapparna vid frågan.")
    choice = Choice(form["val"])
    asking = choose(chosen.path, path, number, choice, form.get("egen", ""), seen=form.get("seen", ""))
    asked = asking.at(number)
    stay = asked is not None and (choice is Choice.NONE or (choice is Choice.OWN and asked.is_left))
    then = number if stay else asking.without_choice(number) or number
    if form.get("vy") == "en":
        where = flask.url_for("deciding.question", key=key, fil=key_of(path), nr=then, satt=number, _anchor="fraga")
    else:
        first = (then - 1) // _AT_ONCE * _AT_ONCE
        anchor = f"fraga{then}"
        where = flask.url_for(
            "deciding.questions", key=key, fil=key_of(path), satt=number, fran=first or None, _anchor=anchor
        )
    return flask.redirect(where, 303)


@pages.get("/genomfor")
def ask(key: str) -> flask.typing.ResponseReturnValue:
    """What the choices would come to."""
    chosen = this_page().chosen(key)
    return _carried_out(chosen, _asked_for(chosen, flask.request.args.get("fil", "")), dry_run=True)


@pages.post("/genomfor")
def decide_now(key: str) -> flask.typing.ResponseReturnValue:
    """Carry out the choices that were shown, and no others."""
    chosen, form = this_page().chosen(key), flask.request.form
    if not form.get("seen"):
        raise UsageError("Se först vad som skulle genomföras.", remedy="Gå tillbaka till Avgör.")
    return _carried_out(chosen, _asked_for(chosen, form.get("fil", "")), seen=form["seen"])


def _carried_out(
    chosen: Chosen, path: Path, *, dry_run: bool = False, seen: str = ""
) -> flask.typing.ResponseReturnValue:
    return at_work(
        chosen, f"{'genomgången' if dry_run else 'genomförandet'} av valen",
        lambda _: carry_out_choices(chosen.path, path, now=_now(), dry_run=dry_run, seen=seen),
        lambda merged: _shown(chosen, path, merged), said="Jämför valen med arbetsboken",
    )  # fmt: skip


def _shown(chosen: Chosen, path: Path, merged: Merged) -> str:
    return flask.render_template(
        "decided.html", chosen=chosen, merged=merged, file=key_of(path), sums=list(choices(merged, chosen.path.name)),
        activities=by_activity(merged), shown=seen_by_people, why=why, words=merged.book.declaration.merge,
    )  # fmt: skip


def _told(asking: Asking) -> dict[str, object]:
    return {
        "asking": asking, "file": key_of(asking.path), "sides_of": sides, "words": asking.words, "choices": Choice,
        "set_now": asking.at(flask.request.args.get("satt", 0, int)),
    }  # fmt: skip


def _asked_for(chosen: Chosen, key: str) -> Path:
    return _file(conflict_files(chosen.path).paths, key)


def _file(files: tuple[Path, ...], key: str) -> Path:
    """The conflict workbook of that key, the latest where none is asked for; 404 where there is none."""
    found = next((path for path in files if key in ("", key_of(path))), None)
    if found is None:
        flask.abort(404)
    return found


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()
