"""Figures that are typed by hand in a document, beside the workbook's of the same unit under the same heading.

A heading that is the name of a row (an activity, a group, an area) stands for that row; all other headings, up to the
outermost, stand for the document and the totals. What is said in the sentence itself counts too: a row or a choice that
it names, the whole plan. A figure that the workbook's own texts state in such a sentence is left to ``validate``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from itertools import chain, combinations

from msgspec import Struct

from rus_sheets.book.convert import read_number
from rus_sheets.book.model import Book
from rus_sheets.documents.sources import Source, Sources
from rus_sheets.texts.bare_figures import bare_figures
from rus_sheets.texts.declared_units import DeclaredUnits
from rus_sheets.texts.known_figures import WHOLE, FigureKey
from rus_sheets.texts.other_numbers import other_numbers
from rus_sheets.texts.share_figures import WholeSaid, whole_of
from rus_sheets.texts.stated import Stated, Unit, is_about_other_year
from rus_sheets.usecases.edited.figure_sense import Sense
from rus_sheets.usecases.edited.headings import RowNames
from rus_sheets.usecases.edited.line_figures import (
    FiguresOfLine,
    LineFigures,
    Stretch,
    touches,
    whole_stretch,
)
from rus_sheets.usecases.edited.own_sentences import OwnSentences
from rus_sheets.usecases.edited.row_counts import RowCounts
from rus_sheets.usecases.edited.text_counts import Counts
from rus_sheets.usecases.edited.typed_differences import TypedDifferences
from rus_sheets.usecases.edited.typed_rows import ALONE
from rus_sheets.usecases.edited.typed_shares import Keys, TypedShares
from rus_sheets.usecases.edited.typed_words import (
    exceeds,
    is_a_spell,
    is_beyond_plan,
    is_none_of_others,
    is_part,
    is_precise,
    is_rate,
    is_whole,
    speaks_of_difference,
)
from rus_sheets.usecases.edited.under_headings import UnderHeadings
from rus_sheets.word.memory.record import plain_text, words_in
from rus_sheets.word.read.controls import DocumentLine, EditedDocument

UNREPORTED = "utfallet är inte inrapporterat"
_Counted = dict[int, tuple[Stated, bool | None]]
"""Counts told by what is counted, by where they stand, and whether each is right; None where nothing tells."""


class Typed(Struct, frozen=True):
    """A typed figure that isn't the workbook's. ``source`` is the one that stood in its cell, where that is known.

    ``tied`` is false where nothing in the workbook tells what it is about: then nothing says that it is wrong.
    ``reason`` says why, in Swedish, where that is known.
    """

    text: str
    line: DocumentLine
    value: float
    tied: bool
    source: Source | None = None
    unit: str | None = None
    reason: str = ""

    def as_json(self) -> dict[str, str]:
        """For ``--format json``."""
        return {"document": self.text, "place": str(self.line.place), "reason": self.reason}


class TypedFigures:
    """The figures typed by hand in a document. ``books`` is this year's workbook, and last year's if it is given.

    ``made`` are the nodes of the document's trail that stand as the workbook gave them: nobody has typed those.
    ``skeleton`` are the parts of its template, whose own words nobody has typed either.
    """

    def __init__(
        self,
        document: EditedDocument,
        sources: Sources,
        books: Sequence[Book],
        made: Collection[int] = (),
        skeleton: Sequence[str] = (),
    ) -> None:
        self._units = DeclaredUnits(books[0].declaration)
        self.figures = LineFigures(self._units, frozenset(made))
        self._skeleton = skeleton
        self._document = document
        self._sources = sources
        self._year = books[0].year
        self._rows = [RowNames(book) for book in books]
        self._counts = [Counts(book) for book in books]
        self._rows_counted = [RowCounts(book) for book in books]
        self._shares = TypedShares(self._rows)
        self._differences = TypedDifferences(self._rows, self.figures.stated_in)
        texts = (text for row in self._rows for text in row.texts())
        self._own = OwnSentences(chain(sources.texts, texts), self._every_figure)
        self.under = UnderHeadings(document, sources, self._rows, self.figures)

    def find(self) -> Iterator[Typed]:
        """Those that are wrong or can't be tied to the workbook, in reading order."""
        for line in self._document.lines:
            alone = ALONE.fullmatch(line.text.strip())
            if alone and self.figures.is_made(line):
                continue
            in_cell = self._of_cell(line) if alone else None
            if in_cell is not None:
                number = read_number(line.text.rstrip("% "))
                if number is not None and not _is(in_cell, float(number)):
                    yield Typed(self.figures.with_unit(line), line, float(number), tied=True, source=in_cell)
                continue
            yield from (figure for figure in self._in_line(line) if not self._is_of_template(figure))

    def _in_line(self, line: DocumentLine) -> Iterator[Typed]:
        figures = self.figures.of(line)
        counted = self._counted(line, figures.given)
        told: list[Stretch] = []
        for stated, tied in (*self._counts_told(line, counted), *self._units_told(line, figures, counted)):
            if not touches((stated.start, stated.end), told):  # "fjorton aktiviteter" of "tolv av fjorton aktiviteter"
                told.append(whole_stretch(line.full, stated))
                reason = "" if tied else self._reason(line, stated)
                yield Typed(stated.text, line, stated.value, tied, unit=stated.unit, reason=reason)
        read = (*(stated for stated, _ in counted.values()), *figures.stated(), *figures.bare())
        for stated in figures.others(read):
            if not self._own.state(stated):
                yield Typed(stated.text, line, stated.value, tied=False, unit=stated.unit)

    def _counts_told(self, line: DocumentLine, counted: _Counted) -> Iterator[tuple[Stated, bool]]:
        """The counts that aren't right, each with whether it is tied."""
        for stated, is_known in counted.values():
            if not is_known:
                yield stated, is_known is False and not self._is_about_another_year(line, stated)

    def _units_told(
        self, line: DocumentLine, figures: FiguresOfLine, counted: _Counted
    ) -> Iterator[tuple[Stated, bool]]:
        """The figures that have a unit, and those that have that of the figure beside them, if they aren't right."""
        parts = [whole_stretch(line.full, stated) for stated, _ in counted.values()]
        for stated in figures.stated():
            tied = None if touches((stated.start, stated.end), parts) else self._compared(line, stated)
            if tied is not None:
                yield stated, tied
        for stated in figures.bare():
            tied = None if stated.start in counted else self._compared(line, stated)
            if tied is not None:
                tied = tied and is_beyond_plan(line.full, stated) and self._has_outcome(line, stated.unit)
                yield stated, tied

    def is_of_cell(self, line: DocumentLine) -> bool:
        """Is there a figure in the workbook for just that cell of the table?"""
        return self._of_cell(line) is not None

    def _is_of_template(self, typed: Typed) -> bool:
        """Is it the template's own words, which stand as they were written?"""
        said, line = plain_text(typed.text), plain_text(typed.line.full)
        return any(said in words and words in line for words in self._template)

    @cached_property
    def _template(self) -> frozenset[str]:
        """What the template says between its tags, line by line."""
        pieces = (piece for part in self._skeleton for piece in words_in(part))
        return frozenset(piece for piece in map(plain_text, pieces) if " " in piece)

    def _counted(self, line: DocumentLine, ours: Sequence[Stretch]) -> _Counted:
        """Counts told by what is counted, by where they stand, and whether each is right; None where nothing tells."""
        found: _Counted = {}
        _, of_heading = self.under.owner(line.headings)
        for number, counts in enumerate(self._counts):
            keys = of_heading[number] if of_heading else ()
            for stated, is_right in (*self._rows_counted[number].find(line.full, keys), *counts.find(line.full, keys)):
                if not touches((stated.start, stated.end), ours):
                    before = found.get(stated.start, (stated, is_right))[1]
                    is_known = is_right or before or self._own.state(stated)
                    found[stated.start] = stated, is_known or before
        return found

    def _of_cell(self, line: DocumentLine) -> Source | None:
        """The figure that belongs in the table cell: of the row and the column that the controls beside it tell."""
        columns = {(sheet, header) for sheet, _, header in map(_parts, line.cell.column) if header}
        ids = {row for _, row, header in map(_parts, line.cell.row) if header}
        if not ids:
            ids = {row_id for _, row_id in self._rows[0].named(line.cell.label, ())}
        found = [self._sources.find(f"{sheet}/{row}/{header}") for sheet, header in columns for row in ids]
        there = [source for source in found if source]
        known = [source for source in there if source.text] or there
        return known[0] if len(known) == 1 else None

    def _compared(self, line: DocumentLine, stated: Stated) -> bool | None:
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
        figures = {*shown.get(stated.unit, ()), *self._of_rows(keys, stated.unit)}
        if stated.is_none:
            is_of_others = not any(subjects) and is_none_of_others(line.full, stated)
            return None if not any(keys) or not any(figures) or 0 in figures or is_of_others else True
        return self._judged(line, stated, sense, keys, of_label, figures)

    def _reason(self, line: DocumentLine, stated: Stated) -> str:
        """Why it can't be tied to the workbook, where that is known."""
        of_heading = self.under.owner(line.headings)[1]
        subjects = self._subjects(stated, stated.unit, within_row=bool(of_heading))
        keys = subjects if any(subjects) else of_heading
        sense = self._differences.sense(line.full, stated)
        is_unreported = self._differences.is_unreported(sense, keys, stated.unit)
        return UNREPORTED if is_unreported and not self._is_about_another_year(line, stated) else ""

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
        if stated.fits(meant) or stated.fits(self._apart(stated, keys)):
            return None
        if stated.is_bound_of(meant) or is_a_spell(line.full, stated) or is_rate(line.full, stated):
            return False
        tied = is_another or self._is_of_something(stated, figures, keys=keys, total=total)
        return self._of_this_year(line, stated, tied)

    def _is_of_something(self, stated: Stated, figures: set[float], *, keys: Keys, total: set[float]) -> bool:
        """Does anything there have figures of its unit, or was a total probably meant?

        A figure that the workbook's own texts know, and that nothing here is, may be what those tell of.
        """
        named = [[*row.units_in(stated.sentence), *row.led_by(stated.sentence)] for row in self._rows]
        in_sentence = self._of_rows(named, stated.unit)
        if not any(keys) and not in_sentence and not total and self._own.have(stated):
            return False
        return bool(figures or in_sentence) or any(row.is_near_total(stated) for row in self._rows)

    def _of_this_year(self, line: DocumentLine, stated: Stated, tied: bool | None) -> bool | None:
        """What is said of another year can't be tied to the workbook."""
        return tied and not self._is_about_another_year(line, stated)

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

    def _has_outcome(self, line: DocumentLine, unit: str) -> bool:
        """Has the row whose heading the line stands under an outcome beside its plan, and not the same?"""
        return len(self._of_rows(self.under.owner(line.headings)[1], unit)) > 1

    def _subjects(self, stated: Stated, unit: str, *, within_row: bool) -> list[list[FigureKey]]:
        """The rows that the sentence begins with, or that its only figure went to: that is theirs and no other row's.

        Under the heading of a row (``within_row``) only where they have figures of that unit.
        """
        first = next(self.figures.stated_in(stated.sentence), None)
        if first is None or first.text != stated.text:
            return []
        found = [row.begun_with(stated.sentence) for row in self._rows]
        if not any(found) and sum(1 for _ in self.figures.stated_in(stated.sentence)) == 1:
            found = [row.receivers(stated.sentence) for row in self._rows]
        return found if not within_row or self._of_rows(found, unit) else []

    def _begun_with_total(self, stated: Stated) -> set[float]:
        """The totals that the sentence is about, where its only figure can be no other."""
        rows = [row.mentioned(stated.sentence, (), stated.unit) for row in self._rows]
        if any(rows) or stated.about or sum(1 for _ in self.figures.stated_in(stated.sentence)) != 1:
            return set()
        return set[float]().union(*(row.begun_with_total(stated.unit, stated.sentence) for row in self._rows))

    # -------------------------------------------------------------- what the workbook says

    def _of_rows(self, keys: Sequence[Sequence[FigureKey]], unit: str) -> set[float]:
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
        groups = [sorted(self._of_rows(keys, stated.unit))] if any(keys) else []
        if not groups or stated.of_the_whole:
            groups += [[value for _, value in row.known.totals[stated.unit]] for row in self._rows]
        return {abs(one - other) for group in groups for one, other in combinations(group, 2)}

    def _every_figure(self, text: str) -> Iterator[Stated]:
        """All that a text of the workbook states."""
        stated_in = list(self.figures.stated_in(text))
        yield from (*stated_in, *bare_figures(text, stated_in), *other_numbers(text, ()))
        for counts in (self._counts[0], self._rows_counted[0]):
            yield from (stated for stated, _ in counts.find(text, ()))

    def _is_about_another_year(self, line: DocumentLine, stated: Stated) -> bool:
        """Its sentence, or the table it stands in, names another year. A year in a row's name says nothing."""
        sentence = stated.sentence.casefold()
        for row in self._rows:
            sentence = row.without_names(sentence)
        return is_about_other_year(sentence, self._year) or is_about_other_year(line.place.table, self._year)


def _parts(tag: str) -> tuple[str, str, str]:
    """Sheet, row and header; no header for a total."""
    sheet, _, rest = tag.partition("/")
    row, _, header = rest.partition("/")
    return sheet, row, header


def _is(source: Source, number: float) -> bool:
    today = read_number(source.text.rstrip("% "))
    return today is not None and abs(float(today) - number) < 0.005  # the documents have two decimals
