"""The economy of the report: what share of each post is used, what deviates, and what budget and funding come to."""

from __future__ import annotations

from rus_sheets.book.model import Book, Row
from rus_sheets.documents.charts import titled
from rus_sheets.documents.figures import NO_SHARE, NOT_WHOLE, number, shown, tagged
from rus_sheets.documents.funding import funding_lines
from rus_sheets.documents.keyfigures import share
from rus_sheets.documents.kinds import kinds_of_work
from rus_sheets.documents.money import expense_names, reported_posts, waiting_posts
from rus_sheets.documents.nowhere import expenses_of, posts_of
from rus_sheets.documents.views import Names, text_of
from rus_sheets.texts.content import Chart, Figure, Paragraph, Run, Series, Text


def economy(book: Book) -> Names:
    """What the report's page on economy can say beyond ``poster`` and ``källor``.

    ``utgifter`` are the expenses of posts that have several, each with its post. ``kommentarer`` and
    ``finansieringsrader`` are the comments on the posts and the sources of funding, to be printed whole.
    """
    return {
        **balance(book),
        **kinds_of_work(book),
        "utgifter": _expenses(book),
        "diagram_avvikelse": deviation_chart(book),
        "kommentarer": _comments(book),
        "finansieringsrader": funding_lines(book),
    }


def balance(book: Book) -> Names:
    """How budget and funding differ.

    ``budget_minus_finansiering`` is blank where they are the same or either isn't whole, and ``egna_medel_räcker``
    tells if means of one's own cover what the budget has more. Funding is what is decided.
    """
    missing = book.totals["budget"].number - book.totals["funding"].number
    known = book.totals["budget"].whole and book.totals["funding"].whole
    return {
        "budget_minus_finansiering": _difference(book, missing if known else None),
        "egna_medel_räcker": known and 0 < missing <= _own(book),
    }


def _difference(book: Book, missing: float | None) -> Figure:
    if not missing or not book["funding"].rows:
        return Figure("")
    budget, funding = book.totals["budget"], book.totals["funding"]
    tag = f"{book.declaration.summary.sheet}/{budget.name}-{funding.name}"
    return tagged(number(missing), tag, f"{budget.label} – {funding.label}")


def _own(book: Book) -> float:
    cell = book.settings.get("own_funds")
    return cell.value if cell and isinstance(cell.value, (int, float)) else 0


def used(row: Row, *, waits: bool) -> Figure:
    """How much of a post's budget is used, as a share; NO_SHARE where that isn't known, so that it can follow.

    It isn't while the post ``waits`` (``money.waiting_posts``).
    """
    budget, spent = row.number_of("budget"), row.cells.get("spent")
    if spent is None:
        return Figure(NO_SHARE)
    header = row.table.column("budget").header
    known = spent.value is not None and budget and not waits
    text = share(row.number_of("spent"), budget) if known else NO_SHARE
    return tagged(text, f"{spent.tag} av {header}", f"{spent.sheet} {spent.row_id}, {spent.column.header} av {header}")


def _comments(book: Book) -> Text:
    """What is said of the outcome, post by post: each comment begins with the name of its post, in bold.

    The comment of a post that isn't accounted for is about the plan.
    """
    made = Text()
    for row in reported_posts(book):
        text = text_of(row.cells.get("comment"))
        lead = Run(f"{shown(row.title)}. ", bold=True)
        match text.blocks:
            case (Paragraph(runs=runs), *rest):
                made += Text((Paragraph((lead, *runs)), *rest))
            case (_, *_):
                made += Text((Paragraph((lead,)),)) + text
    return made


def _expenses(book: Book) -> list[Names]:
    made: list[Names] = []
    for post in posts_of(book):
        rows = expenses_of(book, post)
        unknown = post.table.column("spent").unknown
        if len(rows) > 1:
            made += [{**expense_names(row, unknown), "postens_namn": shown(post.title)} for row in rows]
    return made


def deviation_chart(book: Book) -> Text:
    """How much each post came to beyond or below its budget; nothing before all that is known is the budget."""
    declared = next((chart for chart in book.declaration.summary.chart if chart.block == "budget"), None)
    waiting = {row.id for row in waiting_posts(book)}
    rows = posts_of(book)
    known = [row for row in rows if row.text("spent") and row.text("budget") and row.id not in waiting]
    if declared is None or not any(row.number_of("difference") for row in known):
        return Text()
    header = book["budget"].table.column("difference").header
    names = tuple(shown(row.title) for row in rows)
    values = tuple(row.number_of("difference") if row in known else None for row in rows)
    unreported = book["budget"].table.column("spent").unknown
    lacks = {row.id: unreported if row.id in waiting else NOT_WHOLE for row in rows if row not in known}
    told = "; ".join(
        f"{name}: {lacks[row.id]}" if value is None else f"{name} {number(value)}"
        for row, name, value in zip(rows, names, values, strict=True)
    )
    name = f"{header} per post, kr"
    title, alt = titled(name, book.year), f"{name}. {told}."
    if lacks:
        title = f"{title}. Utan siffra: {' eller '.join(sorted(set(lacks.values())))}"
    return Text((Chart("bar", title, names, (Series(header, values),), alt),))
