"""``verify``: what an edited document says that the workbook doesn't."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.documents.sources import sources
from rus_sheets.texts.text import enumerated
from rus_sheets.usecases.edited.about_document import about_document
from rus_sheets.usecases.edited.agreement import DocumentComparison
from rus_sheets.usecases.edited.beside import compare, ensure_sources, last_year_of
from rus_sheets.usecases.edited.by_hand import loose_notes
from rus_sheets.usecases.edited.disagreement import MENDABLE, Disagreement
from rus_sheets.usecases.edited.loose_figures import Loose
from rus_sheets.usecases.edited.righted import put_right
from rus_sheets.usecases.edited.same_workbook import ensure_right_workbook
from rus_sheets.usecases.edited.typed_figures import Typed
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.wording import counted

_REFRESH = "Kör rus-sheets refresh{}: det sätts in på sin plats."
"""What to do about what refresh puts right: tried out, not guessed."""

_NAMED = 10
"""So many figures that can't be tied to the workbook are named, and so many texts and lists; all stand in JSON."""


class Verified(Struct, frozen=True):
    """``figures``, ``texts``, ``lists`` and ``charts`` are how many of each were compared.

    ``untied`` are the figures typed by hand that nothing in the workbook could be compared with, ``removed`` the
    places of texts and lists that people have taken away or written anew, so that they weren't either;
    ``removed_charts`` are the titles of such charts; ``loose`` are the figures whose field is gone. ``about`` is what
    is to be known of the document as a whole.
    """

    figures: int
    disagreements: tuple[Disagreement, ...]
    untied: tuple[Typed, ...] = ()
    texts: int = 0
    lists: int = 0
    charts: int = 0
    removed: tuple[str, ...] = ()
    removed_charts: tuple[str, ...] = ()
    loose: tuple[Loose, ...] = ()
    about: tuple[str, ...] = ()

    @property
    def compared(self) -> str:
        """How many of each kind, in Swedish, those of which there are none left out."""
        counts = (
            (self.figures, "uppgift", "uppgifter"),
            (self.texts, "text", "texter"),
            (self.lists, "lista", "listor"),
            (self.charts, "diagram", "diagram"),
        )
        told = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
        return enumerated(told or ["0 uppgifter"])

    @property
    def outcome(self) -> str:
        """``3 stämmer inte``, or how much of it does agree."""
        unseen = sum(not figure.said for figure in self.loose)
        left = f", {counted(unseen, 'uppgift', 'uppgifter')} utan fält jämförs inte" if unseen else ""
        if self.disagreements:
            return f"{len(self.disagreements)} stämmer inte{left}"
        everything = not (self.untied or self.removed or self.removed_charts or self.loose or self.about)
        return f"{'allt stämmer' if everything else 'allt som kan jämföras stämmer'}{left}"

    @property
    def notes(self) -> tuple[str, ...]:
        """What nobody has compared, in Swedish: no fault, but not to be passed over."""
        notes = [*self.about, *untied_note(self.untied), *loose_notes(self.loose)]
        if self.removed:
            one = len(self.removed) == 1
            what = "1 text eller lista" if one else f"{len(self.removed)} texter och listor"
            how = "borttagen i dokumentet eller skriven" if one else "borttagna i dokumentet eller skrivna"
            where = "; ".join(self.removed[:_NAMED])
            more = f"; och {len(self.removed) - _NAMED} till" if len(self.removed) > _NAMED else ""
            notes.append(f"{what} ur arbetsboken är {how} på nytt där, och jämförs inte: {where}{more}.")
        return (
            *notes,
            *(
                f"Diagrammet ”{title}” är borttaget i dokumentet eller gjort om där, och jämförs inte."
                for title in self.removed_charts
            ),
        )


def untied_note(typed: Sequence[Typed]) -> tuple[str, ...]:
    """The figures typed by hand that nothing could be compared with, in one line since they are no fault."""
    if not typed:
        return ()
    one, many = ("siffra", "siffror") if all(figure.unit for figure in typed) else ("uppgift", "uppgifter")
    figures = f"1 {one} skriven" if len(typed) == 1 else f"{len(typed)} {many} skrivna"
    named = [f"{figure.text} ({_where_and_why(figure)})" for figure in typed[:_NAMED]]
    more = f"; och {len(typed) - _NAMED} till" if len(typed) > _NAMED else ""
    return (f"{figures} för hand kan inte knytas till arbetsboken: {'; '.join(named)}{more}.",)


def _where_and_why(figure: Typed) -> str:
    where = figure.line.place.heading or figure.line.place.near
    return f"{where}: {figure.reason}" if figure.reason else where


def verify(document: Path, workbook: Path, previous: Path | None = None) -> Verified:
    """Compare the document with the workbook.

    ``previous`` is last year's workbook, whose figures may stand in the text too. Raises UnusableInputError when a file
    can't be used, or the document was made of another workbook.
    """
    package = WordPackage(document)
    book = open_book(workbook)
    last = last_year_of(package, book, previous)
    comparison = compare(package, book, sources(book), last)
    sure = ensure_right_workbook(comparison, package, workbook)
    ensure_sources(comparison, workbook)
    return replace(verified(package, comparison), about=about_document(comparison, sure=sure))


def verified(package: WordPackage, comparison: DocumentComparison) -> Verified:
    """The outcome of a comparison. What refresh would put right is found out by letting it, in memory."""
    found = comparison.disagreements()
    if comparison.turned or any(disagreement.kind in MENDABLE for disagreement in found):
        after = put_right(package, comparison).after
        if after.unfit:
            comparison = replace(comparison, unfit=after.unfit)
            found = comparison.disagreements()
        left = {disagreement.about for disagreement in after.of_template()}
        found = tuple(
            replace(disagreement, remedy=_REFRESH.format(comparison.with_option(disagreement)))
            if disagreement.kind in MENDABLE and disagreement.about not in left
            else disagreement
            for disagreement in found
        )
    untied, loose = comparison.by_hand.untied, comparison.by_hand.loose
    figures = len(comparison.document.controls) + sum(bool(figure.said) for figure in loose)
    charts, trails = comparison.charts, comparison.trails
    if trails is None:
        return Verified(figures, found, untied, charts=charts, loose=loose)
    removed = comparison.removed_charts
    return Verified(figures, found, untied, trails.texts, trails.lists, charts, tuple(trails.removed), removed, loose)
