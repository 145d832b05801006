"""Is a figure that is typed by hand the workbook's, of what it stands under or of what its sentence names?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from rus_sheets.texts.bare_figures import bare_figures
from rus_sheets.texts.known_figures import COUNTED, WHOLE, FigureKey
from rus_sheets.texts.share_figures import WholeSaid, whole_of
from rus_sheets.texts.stated import Stated, Unit, is_about_other_year
from rus_sheets.usecases.edited.elsewhere import (
    is_asked_for,
    is_cost_of_other,
    is_denied_bound,
    is_of_part_of_year,
    is_of_something_new,
    is_part_of_row,
    is_some_of,
)
from rus_sheets.usecases.edited.figure_sense import Sense
from rus_sheets.usecases.edited.headings import RowNames
from rus_sheets.usecases.edited.line_figures import FiguresOfLine, LineFigures, touches, whole_stretch
from rus_sheets.usecases.edited.own_sentences import OwnSentences
from rus_sheets.usecases.edited.typed_differences import TypedDifferences
from rus_sheets.usecases.edited.typed_shares import Keys, TypedShares
from rus_sheets.usecases.edited.typed_words import (
    exceeds,
    is_a_spell,
    is_none_of_others,
    is_part,
    is_precise,
    is_rate,
    is_whole,
    speaks_of_cost,
    speaks_of_difference,
)
from rus_sheets.usecases.edited.under_headings import UnderHeadings
from rus_sheets.usecases.edited.whole_uses import whole_uses
from rus_sheets.word.read.controls import DocumentLine

UNREPORTED = "utfallet är inte inrapporterat"


class FigureVerdicts:
    """Judges the figures of a document. ``rows`` are those of each workbook, this year's first."""

    def __init__(self, rows: Sequence[RowNames], figures: LineFigures, under: UnderHeadings, own: OwnSentences) -> None:
        self._rows, self.figures, self.under, self._own = rows, figures, under, own
        self._year = rows[0].book.year
        self._units = figures.units
        self._shares = TypedShares(rows)
        self._differences = TypedDifferences(rows, figures.stated_in)

    def compared(self, line: DocumentLine, stated: Stated) -> bool | None:
        """None where it is right; else whether it can be tied to the workbook."""
        if self._own.state(stated):
            return None
        owner, of_heading = self.under.owner(line.headings)
        whole = whole_of(line.full, stated.end, self._units) if stated.unit == Unit.PERCENT else None
        subjects = self._subjects(stated, whole.unit if whole else stated.unit, within_row=bool(of_heading))
        of_label = [row.named(line.cell.label, owner) for row in self._rows] if line.cell.label else []
        keys = next((words for words in (of_label, subjects) if any(words)), of_heading)
        shown = {} if any(of_label) or any(subjects) else self.under.shown.get(owner, {})
        if stated.unit == Unit.PERCENT:
            return self._judged_share(line, stated, whole, keys, shown)
        sense = self._differences.sense(line.full, stated)
        if sense.is_difference:
            about = of_label if any(of_label) else of_heading
            return self._of_this_year(line, stated, self._differences.verdict(stated, sense, about))
        figures = {*shown.get(stated.unit, ()), *self.of_rows(keys, stated.unit)}
        if stated.is_none:
            is_of_others = not any(subjects) and is_none_of_others(line.full, stated)
            return None if not any(keys) or not any(figures) or 0 in figures or is_of_others else True
        return self._judged(line, stated, sense, keys, of_label, figures)

    def exchanged(self, line: DocumentLine, figures: FiguresOfLine) -> Iterator[tuple[Stated, bool]]:
        """The plan's figure and the outcome's where the one is said to be the other, each with whether it is tied."""
        typed = [one for one in (*figures.stated(), *figures.bare()) if not self._own.state(one)]
        for stated in self._differences.exchanged(line.full, typed, self._about(line)):
            yield stated, not self.is_about_another_year(line, stated)

    def reason_untied(self, line: DocumentLine, stated: Stated) -> str:
        """Why it can't be tied to the workbook, where that is known."""
        of_heading = self.under.owner(line.headings)[1]
        subjects = self._subjects(stated, stated.unit, within_row=bool(of_heading))
        keys = subjects if any(subjects) else of_heading
        sense = self._differences.sense(line.full, stated)
        is_unreported = self._differences.is_unreported(sense, keys, stated.unit)
        return UNREPORTED if is_unreported and not self.is_about_another_year(line, stated) else ""

    def is_there(self, line: DocumentLine, stated: Stated) -> bool:
        """Is it one of the figures of what it was compared with, though not the one that is meant?"""
        begun = [row.begun_with(stated.sentence) or row.receivers(stated.sentence) for row in self._rows]
        keys = begun if any(begun) else self._about(line)
        totals = set[float]().union(*(row.totals(stated.unit, stated.sentence) for row in self._rows))
        return stated.unit in COUNTED and stated.fits(self.of_rows(keys, stated.unit) if any(keys) else totals)

    def wholly_used(self, line: DocumentLine, figures: FiguresOfLine) -> Iterator[tuple[Stated, bool]]:
        """``Hela budgeten användes`` where that isn't so or isn't known, with whether it is tied."""
        for stated, whole in whole_uses(line.full):
            if not touches((stated.start, stated.end), figures.given) and not self._own.state(stated):
                tied = self._differences.wholly_used(stated, whole, self._about(line))
                if tied is not None:
                    yield stated, tied and not self.is_about_another_year(line, stated)

    def is_cost_of_row(self, text: str, stated: Stated) -> bool:
        """``Följeforskaren kostade 16 801``: an amount of a row that the sentence begins with."""
        costs = stated.unit == Unit.MONEY and speaks_of_cost(text, stated)
        return costs and any(self._subjects(stated, stated.unit, within_row=False))

    def _about(self, line: DocumentLine) -> Keys:
        """The rows that the line's row of a table is, or that its heading is the name of."""
        owner, of_heading = self.under.owner(line.headings)
        of_label = [row.named(line.cell.label, owner) for row in self._rows] if line.cell.label else []
        return of_label if any(of_label) else of_heading

    def _judged(
        self, line: DocumentLine, stated: Stated, sense: Sense, keys: Keys, of_label: Keys, figures: set[float]
    ) -> bool | None:
        """The same for a figure of the rows ``keys``, which have these ``figures`` there."""
        meant = figures | self._meant(stated, keys)
        if any(of_label):  # the row of a table may be one of those that belong to what it is called
            meant |= self._under(of_label, stated.unit)
        if not any(keys) or not figures or stated.of_the_whole or is_whole(line.full, stated):
            meant |= set[float]().union(*(row.totals(stated.unit, stated.sentence) for row in self._rows))
        total = set() if any(keys) else self._begun_with_total(stated)
        is_another = bool(total) and stated.fits(meant)
        meant = total or meant
        if stated.about and stated.about.is_bound:
            meant = {figure for figure in meant if figure >= 0}  # nobody bounds a deviation by "under" or "minst"
        of_any_kind, meant = meant, self._differences.meant(meant, sense, keys, stated.unit)
        is_another = is_another or stated.fits(of_any_kind - meant)
        if self._differences.is_unknown(sense, keys, stated.unit):
            return None if stated.fits(meant & self._differences.told(sense, keys, stated.unit)) else False
        if is_denied_bound(stated):
            return False
        if stated.fits(meant) or stated.fits(self._apart(stated, keys)):
            return None
        if stated.is_bound_of(meant) or self._may_be_of_else(line.full, stated, keys, figures):
            return False
        if is_some_of(stated, meant | figures) or (not is_another and self._is_of_a_part(stated, keys)):
            return False
        tied = is_another or self._is_of_something(stated, figures, keys=keys, total=total)
        return self._of_this_year(line, stated, tied)

    def _may_be_of_else(self, text: str, stated: Stated, keys: Keys, figures: set[float]) -> bool:
        """May it be right though the workbook has no such figure: a price, a meeting's length, a part of the year?"""
        asked = is_asked_for(text, whole_stretch(text, stated)[1])
        priced = any(one.unit == Unit.FOREIGN for one in self.figures.stated_in(stated.sentence))  # what a euro costs
        of_row = not any(row.receivers(stated.sentence) for row in self._rows)  # what it went to is no part of itself
        is_other = of_row and is_part_of_row(stated, figures) if any(keys) else is_of_something_new(stated.sentence)
        return (
            asked
            or priced
            or is_other
            or is_a_spell(text, stated)
            or is_rate(text, stated)
            or is_of_part_of_year(stated)
        )

    def _is_of_a_part(self, stated: Stated, keys: Keys) -> bool:
        """Is it the figure of one of what belongs to the rows, in a sentence that isn't about the rows themselves?"""
        pairs = list(zip(self._rows, keys, strict=False))
        said = stated.sentence
        is_own = any(row.is_begun_with_kind(said, own) or row.begun_with(said) for row, own in pairs)
        return not is_own and stated.fits(self._under(keys, stated.unit))

    def _is_of_something(self, stated: Stated, figures: set[float], *, keys: Keys, total: set[float]) -> bool:
        """Does anything there have figures of its unit, or was a total probably meant?

        A figure that the workbook's own texts know, and that nothing here is, may be what those tell of.
        """
        named = [[*row.units_in(stated.sentence), *row.led_by(stated.sentence)] for row in self._rows]
        in_sentence = self.of_rows(named, stated.unit)
        known = any(row.knows_word(stated.sentence) for row in self._rows)
        is_other = self._own.have(stated) or (not known and is_cost_of_other(stated.sentence))
        if not any(keys) and not in_sentence and not total and is_other:
            return False
        return bool(figures or in_sentence) or any(row.is_near_total(stated) for row in self._rows)

    def _of_this_year(self, line: DocumentLine, stated: Stated, tied: bool | None) -> bool | None:
        """What is said of another year can't be tied to the workbook."""
        return tied and not self.is_about_another_year(line, stated)

    def _judged_share(
        self, line: DocumentLine, stated: Stated, whole: WholeSaid | None, keys: Keys, shown: dict[str, set[float]]
    ) -> bool | None:
        return self._of_this_year(line, stated, self._shares.verdict(stated, whole, keys, shown))

    def _meant(self, stated: Stated, keys: Keys) -> set[float]:
        """What it may mean beside the figures of what it stands under."""
        owns = keys or [()] * len(self._rows)
        pairs = list(zip(self._rows, owns, strict=True))
        meant = set[float]().union(*(names.mentioned(stated.sentence, own, stated.unit) for names, own in pairs))
        if is_part(stated):  # "40 av 49 aktiviteter är klara" may be those of any status
            meant = meant.union(*(names.sums_of(own or [WHOLE], stated.unit) for names, own in pairs))
        if not any(keys) and is_precise(stated):
            meant = meant.union(*(names.known.under.get(stated.unit, {}).get(WHOLE, ()) for names in self._rows))
        return meant

    def _subjects(self, stated: Stated, unit: str, *, within_row: bool) -> list[list[FigureKey]]:
        """The rows that the sentence begins with, or that its only figure went to: that is theirs and no other row's.

        Under the heading of a row (``within_row``) only where they have figures of that unit.
        """
        every = list(self.figures.stated_in(stated.sentence)) or list(bare_figures(stated.sentence, ()))
        if not every or every[0].text != stated.text:
            return []
        found = [row.begun_with(stated.sentence) for row in self._rows]
        if not any(found) and len(every) == 1:
            found = [row.receivers(stated.sentence) for row in self._rows]
        return found if not within_row or self.of_rows(found, unit) else []

    def _begun_with_total(self, stated: Stated) -> set[float]:
        """The totals that the sentence is about, where its only figure can be no other."""
        rows = [row.mentioned(stated.sentence, (), stated.unit) for row in self._rows]
        if any(rows) or stated.about or sum(1 for _ in self.figures.stated_in(stated.sentence)) != 1:
            return set()
        return set[float]().union(*(row.begun_with_total(stated.unit, stated.sentence) for row in self._rows))

    # -------------------------------------------------------------- what the workbook says

    def of_rows(self, keys: Keys, unit: str) -> set[float]:
        """The figures of that unit of the rows, and the sums of what belongs to them."""
        return set[float]().union(*(names.figures(own, unit) for names, own in zip(self._rows, keys, strict=False)))

    def _under(self, keys: Sequence[Sequence[FigureKey]], unit: str) -> set[float]:
        """The figures of the rows that belong to these, one by one."""
        under = (row.known.under.get(unit, {}) for row in self._rows)
        pairs = zip(under, keys, strict=False)
        return set[float]().union(*(found.get(key, ()) for found, own in pairs for key in own))

    def _apart(self, stated: Stated, keys: Sequence[Sequence[FigureKey]]) -> set[float]:
        """How much the figures differ, where the sentence speaks of that: ``två dagar mindre än planerat``."""
        if stated.unit not in self._rows[0].known.units or not speaks_of_difference(stated.sentence):
            return set()
        spent = [row.known.spent.get(stated.unit, 0) for row in self._rows]
        over = None if any(keys) else exceeds(stated.sentence)
        if over is not None and all(spent):
            pairs = ((part, all_) for row, part in zip(self._rows, spent, strict=True)
                     for _, all_ in row.known.totals[stated.unit])  # fmt: skip
            return {abs(part - all_) for part, all_ in pairs if (part > all_) is over}
        # One below nought is a deviation already.
        groups = [sorted(value for value in self.of_rows(keys, stated.unit) if value >= 0)] if any(keys) else []
        if not groups or stated.of_the_whole:
            groups += [[value for _, value in row.known.totals[stated.unit]] for row in self._rows]
        return {abs(one - other) for group in groups for one, other in combinations(group, 2)}

    def is_about_another_year(self, line: DocumentLine, stated: Stated) -> bool:
        """Its sentence, or the table it stands in, names another year. A year in a row's name says nothing."""
        sentence = stated.sentence.casefold()
        for row in self._rows:
            sentence = row.without_names(sentence)
        return is_about_other_year(sentence, self._year) or is_about_other_year(line.place.table, self._year)
