"""Who has answered, how far, and what can't be read; and mail drafts to the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import flask

from rus_sheets.followup.status import UnitStatus
from rus_sheets.usecases.mails.draft_terms import GivenTerms
from rus_sheets.usecases.mails.drafts import Drafted
from rus_sheets.usecases.page.remembered import Chosen
from rus_sheets.usecases.reminders import remind
from rus_sheets.usecases.status import Board, UnitStanding, follow_up
from rus_sheets.web.jobs import Progress
from rus_sheets.web.page import this_page
from rus_sheets.web.sending import given_terms
from rus_sheets.web.working import at_work

pages = flask.Blueprint("answers", __name__, url_prefix="/bok/<key>/svar")

_ORDERS: dict[str, tuple[str, Callable[[UnitStatus], Any]]] = {
    "plan": ("Planens ordning", lambda _: 0),
    "dagar": ("Längst ute först", lambda unit: -(unit.days if unit.days is not None else -1)),
    "ifyllt": ("Minst ifyllt först", lambda unit: unit.percent),
    "ansvarig": ("Ansvarig", lambda unit: unit.owner.casefold()),
}


@pages.get("")
def board(key: str) -> flask.typing.ResponseReturnValue:
    """Every activity's state, of the state and in the order that was asked for."""
    chosen, args = this_page().chosen(key), flask.request.args
    wanted, order = args.get("lage", ""), args.get("ordna", "")

    def work(progress: Progress) -> Board:
        on_start = progress.counts("Läser fil", "Jämför med arbetsboken")
        return follow_up(chosen.path, chosen.there, sent_in=chosen.sent_in, today=_today(), on_start=on_start)

    return at_work(chosen, "genomgången av svaren", work, lambda found: _shown(chosen, found, wanted, order))


def _shown(chosen: Chosen, found: Board, wanted: str, order: str) -> str:
    order = order if order in _ORDERS else "plan"
    units = [unit for unit in found.units if wanted in ("", found.standing(unit).value)]
    return flask.render_template(
        "answers.html", chosen=chosen, board=found, units=sorted(units, key=_ORDERS[order][1]), standings=UnitStanding,
        orders=_ORDERS, order=order, wanted=wanted,
    )  # fmt: skip


@pages.get("/paminn")
def ask_remind(key: str) -> flask.typing.ResponseReturnValue:
    """Who isn't done, and which drafts would be written where."""
    return _reminded(this_page().chosen(key), GivenTerms(), dry_run=True)


@pages.post("/paminn")
def remind_now(key: str) -> flask.typing.ResponseReturnValue:
    """Write the drafts. Nothing is sent."""
    return _reminded(this_page().chosen(key), given_terms(), dry_run=False)


def _reminded(chosen: Chosen, given: GivenTerms, *, dry_run: bool) -> flask.typing.ResponseReturnValue:
    def work(progress: Progress) -> Drafted:
        on_start = progress.counts("Läser fil", "Ser efter vem som är klar" if dry_run else "Skriver mejlutkasten")
        return remind(
            chosen.path, chosen.there, chosen.reminders, today=_today(), given=given, on_start=on_start, dry_run=dry_run
        )

    def show(reminded: Drafted) -> str:
        return flask.render_template("remind.html", chosen=chosen, reminded=reminded, done=not dry_run)

    return at_work(chosen, "genomgången av påminnelserna" if dry_run else "skrivningen av påminnelserna", work, show)


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()
