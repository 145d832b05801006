"""The figures that the report opens with: how it went for the activities, the days and the money."""

from __future__ import annotations

from msgspec.structs import replace

from rus_sheets.book.model import Book, Row
from rus_sheets.documents.figures import NBSP, NO_SHARE, SUM_NOT_WHOLE, amount, number, tagged
from rus_sheets.documents.funding import is_decided
from rus_sheets.documents.money import posts_counted, waiting_posts
from rus_sheets.documents.outcome import count_of, outcome_of, status_of, unanswered
from rus_sheets.documents.views import Names, Roles, in_order
from rus_sheets.texts.content import Figure


def key_figures(book: Book) -> Names:
    """What the opening page can say beyond ``summor``.

    ``som_planerat`` is how many activities have gone as planned (``antal``) and what that status is called (``namn``),
    ``utan_status`` and ``utan_dagar`` how many wait for their status and for their days (blank where none does;
    ``antal_utan_dagar`` is 0 then), ``utan_beskrivning`` how many have a status, but no text on what came of it (blank
    where none), ``har_dagutfall`` if any has told its days, ``andel_utfall`` the outcome as a share of the budget,
    ``andel_redovisat`` the same beside a sum of some posts (then it isn't known), ``årets_medel`` this year's own
    funding that is decided (``årets_medel_hela``: each source says its amount, and whether it is of this year), and
    ``poster_kvar`` how many posts wait for their outcome.
    """
    without = _without_days(book)
    return {
        "som_planerat": _done(book),
        "utan_status": unanswered(book),
        "utan_dagar": without if str(without) != "0" else Figure(""),
        "antal_utan_dagar": without,
        "utan_beskrivning": _without_text(book),
        "har_dagutfall": any(row.text("days") for row in book["outcomes"]),
        "andel_utfall": _share(book),
        "andel_redovisat": _reported_share(book),
        "årets_medel": _own_funding(book),
        "årets_medel_hela": book.totals["unspent_year"].whole,
        "poster_kvar": _posts_left(book),
    }


def _own_funding(book: Book) -> Figure:
    """It stands in a phrase, so it has a tag of its own: what isn't whole is said otherwise than in a table."""
    summed, own = book.totals["applied"], Roles(book).choice("funds", "this_year")
    rows = [row for row in in_order(book["funding"].rows, "kind", own) if is_decided(book, row)]
    whole = book.totals["unspent_year"].whole
    said = number(sum(amount(row, "amount") for row in rows)) if whole else SUM_NOT_WHOLE
    return tagged(said, f"{summed.tag}/i text", summed.label)


def _done(book: Book) -> Names:
    done = Roles(book).choice("status", "done")
    return {"namn": done, "antal": count_of(book, done, sum(status_of(book, row) == done for row in book["plan"]))}


def _without_days(book: Book) -> Figure:
    """How many activities wait for their days."""
    return _blank(book, "days", len(waiting_for_days(book)))


def _without_text(book: Book) -> Figure:
    """How many activities have a status, but no text on what came of them; nothing where each has one."""
    answers = [outcome_of(book, row) for row in book["plan"] if status_of(book, row)]
    count = sum(1 for answer in answers if answer and not answer.text("text"))
    return _blank(book, "text", count) if count else Figure("")


def _blank(book: Book, key: str, count: int) -> Figure:
    """How many cells of a column of the outcomes are blank."""
    table = book["outcomes"].table
    sheet, header = table.sheet, table.column(key).header
    return tagged(str(count), f"{sheet}/{header}/tomma", f"{sheet}, tomma i {header}")


def _posts_left(book: Book) -> Figure:
    """How many posts wait: as many as the documents name."""
    total_ = book.totals["unreported"]
    return tagged(str(len(waiting_posts(book))), f"{total_.tag}/kvar", total_.label)


def waiting_for_days(book: Book) -> list[Row]:
    """The activities that wait for their days."""
    return [row for row in book["plan"] if waits_for_days(book, row)]


def waits_for_days(book: Book, row: Row) -> bool:
    """Has the activity told no days, and is there something to tell: planned days of its own, or no status yet?"""
    return not days_told(book, row) and (bool(amount(row, "days")) or not status_of(book, row))


def days_told(book: Book, row: Row) -> str:
    """The days that an activity took, as they are told; "" while they aren't."""
    outcome = outcome_of(book, row)
    return outcome.text("days") if outcome else ""


def _share(book: Book) -> Figure:
    """``82 %``: of two totals, so its tag names both; blank while there is no budget or outcome to share."""
    spent, budget = book.totals["spent"], book.totals["budget"]
    if not budget.number or not any(row.text("amount") for row in book["expenses"]):
        return Figure("")
    tag = f"{book.declaration.summary.sheet}/{spent.name} av {budget.name}"
    said = share(spent.number, budget.number) if budget.whole else NO_SHARE
    return tagged(said, tag, f"{spent.label} / {budget.label}")


def _reported_share(book: Book) -> Figure:
    """What stands beside the sum of the posts that are accounted for: no share of the whole budget while any waits."""
    whole, table = _share(book), book["budget"].table
    tag = f"{table.sheet}/{table.column('spent').header}/redovisad andel"  # a share of no cell of its own
    said = NO_SHARE if waiting_posts(book) else whole.text
    made = tagged(said, tag, f"{whole.title}, redovisade")
    return replace(made, instead_of=whole.tag, beside=posts_counted(book))


def share(part: float, whole: float) -> str:
    """``82 %``, in whole per cent; under one, with a decimal, so that little isn't told as nothing."""
    value = 100 * part / whole
    return f"{number(round(value) if abs(value) >= 1 else round(value, 1))}{NBSP}%"
