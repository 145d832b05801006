"""The application (ansökan): the covering document that the plan is an appendix to."""

from __future__ import annotations

from rus_sheets.book.model import Book
from rus_sheets.documents.common import areas, settings
from rus_sheets.documents.economy import balance
from rus_sheets.documents.figures import number, total
from rus_sheets.documents.funding import sources
from rus_sheets.documents.money import post_names, posts, spending, waiting_posts
from rus_sheets.documents.nowhere import posts_of
from rus_sheets.documents.outcome import unanswered
from rus_sheets.documents.report import counted_statuses
from rus_sheets.documents.views import Names, Roles
from rus_sheets.texts.content import Figure


def application_context(book: Book, previous: Book | None = None) -> Names:
    """The names that the application's template can use.

    ``sökt_belopp`` is what is asked of the recipient: neither what is left of earlier years nor what others give.
    It isn't known where a source of this year has no amount (``sökt_belopp_saknas``).
    ``föregående`` tells how last year's grant was used, when last year's workbook is given; its figures stand without
    source, since they come from another workbook.
    """
    return {
        **settings(book, _title(book)),
        "sökt_belopp": _applied(book),
        "sökt_belopp_saknas": not book.totals["applied"].whole,
        "områden": areas(book),
        "poster": posts(book),
        "källor": sources(book),
        **balance(book),
        "har_mål": len(book["goals"]) > 0,
        "föregående": _previous(previous) if previous else {},
    }


def _applied(book: Book) -> Figure:
    """The sum, which stays one however many sources of this year there come to be; blank while there is none."""
    wanted = Roles(book).choice("funds", "this_year")
    is_applied_for = any(row.text("kind") == wanted for row in book["funding"])
    asked = book.totals["applied"]
    return total(asked) if is_applied_for or not asked.whole else Figure("")


def _previous(book: Book) -> Names:
    figures = {"budget": "budget", "utfall": "spent", "aktiviteter": "activities"}
    names: Names = {name: str(total(book.totals[key])) for name, key in figures.items()}
    names |= _untagged({**spending(book), "utan_status": unanswered(book)})
    known = not waiting_posts(book) and book.totals["unspent_year"].whole
    left = None if not known else book.totals["unspent_year"].value
    names["ej_förbrukat"] = number(left) if left is not None and left >= 0 else ""
    names["överskridet"] = number(-left) if left is not None and left < 0 else ""
    names["budget_hel"] = book.totals["budget"].whole
    names["år"] = str(book.year or "")
    names["statusar"] = [_untagged(status) for status in counted_statuses(book)]
    names["poster"] = [_untagged(post_names(book, row)) for row in posts_of(book)]
    return names


def _untagged(names: Names) -> Names:
    """Figures from another workbook have no cell in this one."""
    return {key: str(value) if isinstance(value, Figure) else value for key, value in names.items()}


def _title(book: Book) -> str:
    return " ".join(part for part in ("Ansökan om medel", str(book.year or "")) if part)
