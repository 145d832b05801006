"""Does a document that people have edited still say what the workbook says? Pure: values in, values out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from rus_sheets.book.model import Book
from rus_sheets.documents.sources import Sources
from rus_sheets.texts.content import Chart
from rus_sheets.usecases.edited.by_hand import ByHand
from rus_sheets.usecases.edited.chartreading import (
    paired,
    told_of_caption,
    told_of_chart,
    told_of_gone,
    told_of_pictures,
)
from rus_sheets.usecases.edited.contents_told import told_of_contents
from rus_sheets.usecases.edited.controlreading import ControlReading, Says, read
from rus_sheets.usecases.edited.disagreement import UNMARKED, Disagreement, DisagreementKind
from rus_sheets.usecases.edited.trails import Trails
from rus_sheets.usecases.edited.wordsaround import WordsAround, turns, words_around
from rus_sheets.word.chart.chartread import ChartSeen, figureless
from rus_sheets.word.memory.record import Record, checksum
from rus_sheets.word.read.controls import Control, DocumentPlace, EditedDocument

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


class DocumentComparison(Struct, frozen=True, dict=True):
    """A document beside its workbook. Figures typed by hand may also be those of last year's (``previous``).

    ``trails`` is None for a document that can't be compared with what it was made of; ``record`` is what it
    remembers, ``written`` is what was written in its controls last, as the record has it. ``remembered`` is the trails
    with last year's workbook as the document remembers it, where another one is given. ``unfit`` are the words around
    the figures that they don't fit any more (``wordsaround.misfits``): known once it has been tried to put them in.
    """

    document: EditedDocument
    sources: Sources
    book: Book
    previous: Book | None = None
    trails: Trails | None = None
    written: Mapping[str, str] = field(default_factory=dict)
    remembered: Trails | None = None
    unfit: frozenset[WordsAround] = frozenset()
    record: Record | None = None

    @cached_property
    def readings(self) -> tuple[ControlReading, ...]:
        """Each control beside its source."""
        on_line: dict[DocumentPlace, set[str]] = {}
        for control in self.document.controls:
            on_line.setdefault(control.place, set()).add(control.tag)
        every = (
            read(control, self.sources, self.written, on_line[control.place]) for control in self.document.controls
        )
        return tuple(
            replace(reading, says=Says.UNFIT)
            if self.unfit and turns(reading) and words_around(reading.control) in self.unfit
            else reading
            for reading in every
        )

    @cached_property
    def turned(self) -> tuple[ControlReading, ...]:
        """Those of the ``changed`` whose figure has become known, or isn't any more."""
        return tuple(filter(turns, self.changed))

    @cached_property
    def changed(self) -> tuple[ControlReading, ...]:
        """The controls whose cell says something else today, and that today's figure can be put in."""
        return tuple(reading for reading in self.readings if reading.can_be_filled)

    @cached_property
    def stale_charts(self) -> tuple[tuple[ChartSeen, Chart], ...]:
        """The charts of ours that show other figures than today's, or say so to those who can't see."""
        return tuple((seen, chart) for seen, chart in self._charts if not seen.shows(chart) or seen.has_old_alt(chart))

    @cached_property
    def _every_chart(self) -> tuple[ChartSeen, ...]:
        written = self.trails.alts() if self.trails else set()
        return tuple(
            replace(chart, own_alt=checksum(figureless(chart.alt)) in written) for chart in self.document.charts
        )

    @cached_property
    def _charts(self) -> tuple[tuple[ChartSeen, Chart], ...]:
        today = {alt for node in self.trails.now.walk() for alt in node.alts} if self.trails else set()
        own = [chart for chart in self.sources.charts if chart.alt in today or not self.trails]
        others = [chart for chart in self.sources.charts if chart not in own]
        return tuple(paired(self._every_chart, own, others))

    @property
    def _charts_gone(self) -> list[ChartSeen]:
        """The charts as we wrote them that the workbook has nothing for today."""
        known = [seen for seen, _ in self._charts]
        return [seen for seen in self._every_chart if seen.own_alt and seen not in known]

    @property
    def charts(self) -> int:
        """How many charts of ours the document has."""
        return len(self._charts)

    @property
    def removed_charts(self) -> tuple[str, ...]:
        """The titles of the charts that people have taken away, or made over beyond recognition."""
        if self.trails is None:
            return ()
        there = {chart.title for _, chart in self._charts}
        pictures = self.document.pictures
        there |= {chart.title for chart in self.sources.charts if any(picture.may_be(chart) for picture in pictures)}
        return tuple(sorted(self.trails.charts - there))

    @property
    def other_year(self) -> str:
        """The year in the document's title, where it isn't the workbook's; "" where nothing is wrong."""
        years = _YEAR.findall(self.document.title)
        return "" if not years or self.book.year is None or str(self.book.year) in years else years[0]

    def disagreements(self) -> tuple[Disagreement, ...]:
        """Everything that differs: what the template made, and figures typed by hand."""
        return (*self.of_template(), *self.by_hand.disagreements())

    def of_template(self) -> tuple[Disagreement, ...]:
        """What differs of what the template made: controls, texts and lists, charts, contents."""
        trails = self._of_trails()
        controls = (_of_control(reading) for reading in self._told_by_themselves())
        contents = told_of_contents(self.document.contents)
        return (*(control for control in controls if control), *trails, *self._of_charts(), *contents)

    def _told_by_themselves(self) -> Iterator[ControlReading]:
        """All but the figures that have nothing to say today in a row or section that is told of as left over."""
        left_over = Counter(self.trails.left_over if self.trails else ())
        for reading in self.readings:
            tag = reading.control.tag
            if left_over[tag] and reading.says in {Says.GONE, Says.UNFIT}:
                left_over[tag] -= 1
            else:
                yield reading

    @property
    def last_year(self) -> str:
        """What last year's workbook is called, where one is given; "" where the document's own memory of it serves."""
        path = self.previous.raw.path if self.previous else ""
        return f"förra årets arbetsbok {Path(path).name}" if path else ""

    def _of_trails(self) -> list[Disagreement]:
        """Texts and lists: what is there without the given workbook of last year too is this year's doing."""
        if self.trails is None:
            return [UNMARKED]
        if self.remembered is None:
            return self.trails.find()
        this_year = {_what(found) for found in self.remembered.find()}
        pairs = zip(self.trails.find(), self.trails.find(self.last_year), strict=True)
        return [found if _what(found) in this_year else self._of_last_year(other) for found, other in pairs]

    def with_option(self, found: Disagreement) -> str:
        """What refresh is to be told to put it right: nothing, but for what last year's workbook says."""
        is_of_last_year = bool(self.last_year) and self.last_year in found.message
        return f" --previous {Path(self.previous.raw.path).name}" if self.previous and is_of_last_year else ""

    def _of_last_year(self, found: Disagreement) -> Disagreement:
        said = "" if self.last_year in found.message else f" Så är det i {self.last_year}."
        return replace(found, message=f"{found.message}{said}")

    def _of_charts(self) -> Iterator[Disagreement]:
        drawn = [chart for _, chart in self._charts]
        for seen, chart in self._charts:
            for told in (told_of_chart(seen, chart), told_of_caption(seen, chart, drawn)):
                if told:
                    yield Disagreement(DisagreementKind.CHART, seen.place, "", "", seen.alt, chart.alt, *told)
        for seen in self._charts_gone:
            yield Disagreement(DisagreementKind.CHART, seen.place, "", "", seen.alt, "", *told_of_gone(seen))
        for picture, message, remedy in told_of_pictures(self.document.pictures, self.sources.charts):
            yield Disagreement(DisagreementKind.CHART, picture.place, "", "", picture.alt, "", message, remedy)

    @cached_property
    def by_hand(self) -> ByHand:
        """What people have typed, or taken the field of."""
        books = [book for book in (self.book, self.previous) if book]
        return ByHand(
            self.document, self.sources, books, self.readings, self.trails, self.record, last_year=self.last_year
        )


def _what(found: Disagreement) -> tuple[str, ...]:
    """What tells one from the others in two comparisons with this year's workbook."""
    return found.kind, found.place, found.tag, found.document, found.workbook


def _of_control(reading: ControlReading) -> Disagreement | None:
    control, source, today = reading.control, reading.source, reading.today
    said, shown = control.text, control.text or "(tomt)"
    if source is None:
        sheet, _, rest = control.tag.partition("/")
        name = f"{sheet} {rest.replace('/', ', ')}"
        message = f"{name}: dokumentet säger {shown}, men uppgiften finns inte längre i arbetsboken."
        remedy = "Ta bort den ur dokumentet, eller skriv dokumentet på nytt."
        return Disagreement(DisagreementKind.GONE, str(control.place), control.tag, "", said, "", message, remedy)
    told = _of_more(reading) or _of_figure(reading)
    if told is None:
        return None
    kind, message, remedy = told
    return Disagreement(
        kind, str(control.place), control.tag, source.cell, said, today, f"{source.title}: {message}", remedy
    )


_Told = tuple[DisagreementKind, str, str]
"""The kind, what is wrong and what to do about it."""


def _of_figure(reading: ControlReading) -> _Told | None:
    """A control that holds one figure, or none; nothing where it is the workbook's."""
    control, today, said = reading.control, reading.today, reading.control.text
    shown = said or "(tomt)"
    both = f"dokumentet säger {shown}, arbetsboken {today.removesuffix('.')}."
    match reading.says:
        case Says.TRACKED:
            then = f"säger dokumentet {said}" if said else "är uppgiften struken"
            rest = "." if said == today else f", arbetsboken säger {today or 'ingenting'}."
            message = f"en spårad ändring är inte avgjord. Godkänns den {then}{rest}"
            remedy = "Godkänn eller avvisa ändringen i Word (fliken Granska), och kör sedan om."
            return DisagreementKind.TRACKED, message, remedy
        case Says.BLANK | Says.EMPTIED:
            message = f"dokumentet säger {said}, men i arbetsboken är det tomt."
            put = "Kör rus-sheets refresh" if reading.can_be_filled else "Skriv om meningen i dokumentet"
            return DisagreementKind.BLANK, message, f"{put}, eller fyll i cellen."
        case Says.HELD:
            message = f"{both} Fältet rymmer också {_held(control)}."
            remedy = "Rätta den för hand i Word: refresh rör inte ett fält som rymmer mer än sin uppgift."
        case Says.TYPED:
            message = f"{both} Den i dokumentet är skriven för hand."
            remedy = (
                f"Skriv {today} i fältet i Word, eller rätta cellen i arbetsboken: refresh rör inte det ni har skrivit."
            )
        case Says.UNFIT:
            message = f"{both} Orden intill passar inte till det, så refresh rör inte fältet."
            remedy = f"Skriv om meningen i Word så att den gäller {today}, och skriv det i fältet."
        case Says.OTHER:
            message, remedy = both, "Kör rus-sheets refresh, eller rätta cellen i arbetsboken."
        case _:
            return None
    return DisagreementKind.CHANGED, message, remedy


def _of_more(reading: ControlReading) -> _Told | None:
    """A control that makes something else of its figure, or holds more than that."""
    said, today = reading.control.text, reading.today
    held = _held(reading.control)
    match reading.says:
        case Says.HIDDEN:
            message = f"uppgiften är dold text i dokumentet, så ingen läsare ser den. Arbetsboken säger {today}."
            remedy = "Visa den i Word (Start > Tecken, avmarkera Dold; den kan också vara dold av sin formatmall)."
        case Says.BESIDE:
            message = f"det läses ”{reading.reads}”, arbetsboken säger {today}."
            remedy = f"Ta i Word bort det som gör {today} till något annat: det kan stå intill fältet."
        case Says.MIXED:
            message = f"i fältet står ”{said}”, mer än en uppgift. Arbetsboken säger {today}."
            remedy = f"Skriv om i Word så att fältet bara har uppgiften, {today}, och ställ det andra utanför det."
        case Says.SHOWN:
            message = f"i fältet står ”{said}” med {held}. Arbetsboken säger {today}."
            remedy = f"Skriv om i Word så att fältet bara har uppgiften, {today}, utan {held}."
        case _:
            return None
    return DisagreementKind.MIXED, message, remedy


def _held(control: Control) -> str:
    return " och ".join(control.obstacles)
