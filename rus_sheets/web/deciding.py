"""The step Decide: the questions one at a time or all in a list; what is chosen stands in the conflict workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import flask
from msgspec import Struct

from rus_sheets.book.display import seen as seen_by_people
from rus_sheets.errors import UnusableInputError, UsageError, UserError
from rus_sheets.merge.sides import sides
from rus_sheets.usecases.conflict_files import conflict_files
from rus_sheets.usecases.deciding import (
    Asking,
    BoxText,
    Choice,
    choose,
    draft_of,
    drafted,
    keep_drafts,
    look_at_questions,
    why,
)
from rus_sheets.usecases.merge_told import by_activity, choices
from rus_sheets.usecases.merging import Merged, carry_out_choices
from rus_sheets.usecases.page.remembered import Chosen, key_of
from rus_sheets.usecases.page.to_decide import in_answers
from rus_sheets.web.page import this_page
from rus_sheets.web.working import at_work

pages = flask.Blueprint("deciding", __name__, url_prefix="/bok/<key>/avgor")

_AT_ONCE = 50
"""Questions in one list."""
_ONE, _LEFT = "en", "kvar"
"""How the questions are shown: one at a time, or a list of those that are left."""


class Rejected(Struct, frozen=True):
    """What was wanted and can't be done, and what was typed, by the questions' numbers."""

    error: UserError
    typed: Mapping[int, str]


@pages.get("")
def questions(key: str) -> str:
    """The questions in a list, all or those that are left, with what has been chosen and how many are left."""
    chosen, args = this_page().chosen(key), flask.request.args
    files = conflict_files(chosen.path)
    if not files.paths and not args.get("fil"):
        unasked = in_answers(chosen, _now().date())
        return flask.render_template("decide.html", chosen=chosen, asking=None, faults=files.faults, unasked=unasked)
    asking = look_at_questions(chosen.path, _file(files.paths, args.get("fil", "")))
    return _list(chosen, asking, only_left=args.get("visa") == _LEFT, number=args.get("nr", 0, int))


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
    """Put the choice and what was typed in the conflict workbook, say so, and go on to where a person wants.

    With a fault the same page again, with what was typed.
    """
    chosen, form = this_page().chosen(key), flask.request.form
    path, typed = _asked_for(chosen, form.get("fil", "")), _typed(form)
    pressed, _, chosen_word = form.get("val", "").partition("-")
    number = int(pressed) if pressed.isdecimal() else 0
    drafts = drafted(typed, besides=number)
    try:
        if form.get("till"):
            keep_drafts(chosen.path, path, typed)
            return _go(key, path, form["till"], utkast=drafts)
        if chosen_word not in list(Choice):
            raise UsageError("Inget val är gjort.", remedy="Välj med någon av knapparna vid frågan.")
        choice = Choice(chosen_word)
        asking = choose(chosen.path, path, number, choice, typed)
    except UserError as error:
        return _again(chosen, path, number, Rejected(error, {at: given.text for at, given in typed.items()})), 409
    asked = asking.at(number)
    stay = asked is not None and (choice is Choice.NONE or (choice is Choice.OWN and asked.is_left))
    then = number if stay else asking.without_choice(number) or number
    where = f"{'en' if form.get('vy') == _ONE else form.get('visa') or 'alla'}-{then}"
    return _go(key, path, where, satt=number, utkast=drafts)


def _typed(form: Mapping[str, str]) -> dict[int, BoxText]:
    """What stands at the questions of the page, by their numbers."""
    numbers = [name.removeprefix("seen") for name in form if name.startswith("seen")]
    return {
        int(number): BoxText(
            form.get(f"egen{number}", ""), form.get(f"text{number}", draft_of("")), form[f"seen{number}"]
        )
        for number in numbers
        if number.isdecimal()
    }


def _go(key: str, path: Path, where: str, **told: Any) -> flask.typing.ResponseReturnValue:
    """To what was asked for: ``genomfor``, or ``en-5``, ``alla-5`` or ``kvar-5`` for a question in that view."""
    view, _, number = where.partition("-")
    told = {name: value for name, value in told.items() if value}
    match view:
        case "genomfor":
            address = flask.url_for("deciding.ask", key=key, fil=key_of(path))
        case "en":
            # The first choice has the focus, or the question where something is told of above it.
            told["_anchor"] = "fraga" if told else "val"
            address = flask.url_for("deciding.question", key=key, fil=key_of(path), nr=number or None, **told)
        case _:
            told["_anchor"] = f"fraga{number}" if number else ""
            only = _LEFT if view == _LEFT else None
            address = flask.url_for(
                "deciding.questions", key=key, fil=key_of(path), nr=number or None, visa=only, **told
            )
    return flask.redirect(address, 303)


def _list(chosen: Chosen, asking: Asking, *, only_left: bool, number: int, rejected: Rejected | None = None) -> str:
    """The page of the list with question ``number`` on it; without one, with the first that waits."""
    shown = asking.waiting if only_left else asking.questions
    wanted = number or asking.without_choice() or 1
    place = next((place for place, asked in enumerate(shown) if asked.number >= wanted), 0)
    files = conflict_files(chosen.path)
    return flask.render_template(
        "decide.html", chosen=chosen, files={key_of(path): path for path in files.paths}, faults=files.faults,
        shown=shown, only_left=only_left, first=place // _AT_ONCE * _AT_ONCE, at_once=_AT_ONCE,
        **_told(asking, rejected),
    )  # fmt: skip


def _again(chosen: Chosen, path: Path, number: int, rejected: Rejected) -> str:
    form, asking = flask.request.form, look_at_questions(chosen.path, path)
    asked = asking.at(number or min(rejected.typed, default=1))
    if form.get("vy") == _ONE and asked:
        return flask.render_template("decide_one.html", chosen=chosen, asked=asked, **_told(asking, rejected))
    return _list(chosen, asking, only_left=form.get("visa") == _LEFT, number=number, rejected=rejected)


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
        lambda merged: _shown(chosen, path, merged), said="Jämför valen med arbetsboken", written=lambda _: [path],
    )  # fmt: skip


def _shown(chosen: Chosen, path: Path, merged: Merged) -> str:
    return flask.render_template(
        "decided.html", chosen=chosen, merged=merged, file=key_of(path), sums=list(choices(merged, chosen.path.name)),
        activities=by_activity(merged), shown=seen_by_people, why=why, words=merged.book.declaration.merge,
    )  # fmt: skip


def _told(asking: Asking, rejected: Rejected | None = None) -> dict[str, object]:
    args = flask.request.args
    return {
        "asking": asking, "file": key_of(asking.path), "sides_of": sides, "words": asking.words, "choices": Choice,
        "set_now": asking.at(args.get("satt", 0, int)), "drafts": args.getlist("utkast", int), "rejected": rejected,
        "typed": rejected.typed if rejected else {},
    }  # fmt: skip


def _asked_for(chosen: Chosen, key: str) -> Path:
    return _file(conflict_files(chosen.path).paths, key)


def _file(files: tuple[Path, ...], key: str) -> Path:
    """The conflict workbook of that key, the latest where none is asked for. Raises UnusableInputError."""
    found = next((path for path in files if key in ("", key_of(path))), None)
    if found is None:
        fault = "Konfliktfilen finns inte längre bredvid arbetsboken, eller kan inte läsas."
        raise UnusableInputError(fault, remedy="Lägg tillbaka den, eller samla in svaren igen så att en ny görs.")
    return found


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()
