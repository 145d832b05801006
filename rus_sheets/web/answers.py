"""Who has answered, how far, and what can't be read; and mail drafts to the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import flask

from rus_sheets.followup.status import AnswerState, UnitStatus
from rus_sheets.usecases.remembered import Chosen
from rus_sheets.usecases.reminders import remind
from rus_sheets.usecases.status import Board, follow_up
from rus_sheets.web.page import this_page

pages = flask.Blueprint("answers", __name__, url_prefix="/bok/<key>/svar")

_DRAFTS = "paminnelser"
_STATES = {AnswerState.ANSWERED: "Klart", AnswerState.PARTLY: "Delvis", AnswerState.MISSING: "Saknas"}
_ORDERS: dict[str, tuple[str, Callable[[UnitStatus], Any]]] = {
    "plan": ("Planens ordning", lambda _: 0),
    "dagar": ("Längst ute först", lambda unit: -(unit.days if unit.days is not None else -1)),
    "ifyllt": ("Minst ifyllt först", lambda unit: unit.percent),
    "ansvarig": ("Ansvarig", lambda unit: unit.owner.casefold()),
}


@pages.get("")
def board(key: str) -> str:
    """Every activity's state, of the state and in the order that was asked for."""
    chosen, args = this_page().chosen(key), flask.request.args
    found = _board(chosen)
    order = args.get("ordna", "")
    order = order if order in _ORDERS else "plan"
    units = [unit for unit in found.units if args.get("lage", "") in ("", unit.state.value)]
    return flask.render_template(
        "answers.html", chosen=chosen, board=found, units=sorted(units, key=_ORDERS[order][1]), states=_STATES,
        counts={state: found.count(state) for state in AnswerState}, orders=_ORDERS, order=order,
        wanted=args.get("lage", ""),
    )  # fmt: skip


@pages.get("/paminn")
def ask_remind(key: str) -> str:
    """Who isn't done, and where the drafts would be."""
    chosen = this_page().chosen(key)
    late = [unit for unit in _board(chosen).units if unit.state is not AnswerState.ANSWERED]
    return flask.render_template("remind.html", chosen=chosen, late=late, target=_drafts(chosen), reminded=None)


@pages.post("/paminn")
def remind_now(key: str) -> str:
    """Write the drafts. Nothing is sent."""
    chosen = this_page().chosen(key)
    reminded = remind(chosen.path, chosen.there, _drafts(chosen), today=_today())
    return flask.render_template("remind.html", chosen=chosen, late=(), target=_drafts(chosen), reminded=reminded)


def _board(chosen: Chosen) -> Board:
    return follow_up(chosen.path, chosen.there, today=_today())


def _drafts(chosen: Chosen) -> Path:
    return chosen.path.with_name(_DRAFTS)


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()
