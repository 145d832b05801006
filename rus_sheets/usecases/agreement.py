"""Does a document that people have edited still say what the workbook says? Pure: values in, values out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from rus_sheets.book.content import Chart
from rus_sheets.book.convert import read_number
from rus_sheets.book.model import Book
from rus_sheets.book.stated import Known, Stated, Unit, known_figures, stated_figures
from rus_sheets.documents.sources import Sources
from rus_sheets.usecases.controlreading import Reading, read
from rus_sheets.word.chartread import ChartSeen
from rus_sheets.word.controls import HOLE, EditedDocument, Line
from rus_sheets.word.obstacles import Obstacle

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_UNIT_IN_HEADER = re.compile(r"\b(?:kr|tkr|(?:arbets)?dagar|aktiviteter)\b", re.IGNORECASE)
_A_NUMBER = re.compile(r"\d[\d \u00a0\u202f]*(?:,\d+)?")
# "inom 30 dagar" is a time limit, not a figure of the plan.
_A_TIME = re.compile(r"\b(?:inom|efter|senast|varje|under|om|var)\s+$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n")


class Kind(StrEnum):
    """How document and workbook disagree."""

    CHANGED = "changed"
    BLANK = "blank"
    GONE = "gone"
    TYPED = "typed"
    CHART = "chart"
    TRACKED = "tracked"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing that a document says and the workbook doesn't.

    ``place`` is where in the document, ``cell`` where in the workbook (``Plan!K4``, "" where there is none);
    ``document`` and ``workbook`` are the two texts. ``message`` and ``remedy`` are Swedish.
    """

    kind: Kind
    place: str
    tag: str
    cell: str
    document: str
    workbook: str
    message: str
    remedy: str

    def as_json(self) -> dict[str, str]:
        """For ``--format json``."""
        return {name: str(getattr(self, name)) for name in self.__slots__}


@dataclass(frozen=True)
class Comparison:
    """A document beside its workbook. Figures typed by hand may also be those of last year's (``previous``)."""

    document: EditedDocument
    sources: Sources
    book: Book
    previous: Book | None = None

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """Each control beside its source."""
        return tuple(read(control, self.sources) for control in self.document.controls)

    @cached_property
    def changed(self) -> tuple[Reading, ...]:
        """The controls whose cell says something else today, and that today's figure can be put in."""
        return tuple(each for each in self.readings if each.differs and each.can_be_filled)

    @cached_property
    def stale_charts(self) -> tuple[tuple[ChartSeen, Chart], ...]:
        """The charts of ours that show other figures than today's."""
        found = ((seen, _chart_of(seen, self.sources.charts)) for seen in self.document.charts)
        return tuple((seen, chart) for seen, chart in found if chart and not seen.shows(chart))

    @property
    def other_year(self) -> str:
        """The year in the document's title, where it isn't the workbook's; "" where nothing is wrong."""
        years = _YEAR.findall(self.document.title)
        return "" if not years or self.book.year is None or str(self.book.year) in years else years[0]

    def disagreements(self) -> tuple[Disagreement, ...]:
        """Everything that differs: controls, then figures typed by hand, then charts."""
        controls = (_of_control(each) for each in self.readings)
        return (*(each for each in controls if each), *_Typed(self).find(), *map(_of_chart, self.stale_charts))


def _of_control(reading: Reading) -> Disagreement | None:
    control, source, said = reading.control, reading.source, reading.control.text
    place, shown = str(control.place), said or "(tomt)"
    if source is None:
        sheet, _, rest = control.tag.partition("/")
        name = f"{sheet} {rest.replace('/', ', ')}"
        message = f"{name}: dokumentet säger {shown}, men uppgiften finns inte längre i arbetsboken."
        remedy = "Ta bort den ur dokumentet, eller skriv dokumentet på nytt."
        return Disagreement(Kind.GONE, place, control.tag, "", said, "", message, remedy)
    today = reading.today
    if Obstacle.TRACKED in control.obstacles:
        kind, remedy = Kind.TRACKED, "Godkänn eller avvisa ändringen i Word (fliken Granska), och kör sedan om."
        message = f"{source.title}: en spårad ändring är inte avgjord. Godkänns den säger dokumentet {shown}"
        message += "." if reading.agrees else f", arbetsboken {today or 'ingenting'}."
    elif not source.text:
        if not said:
            return None
        kind, remedy = Kind.BLANK, "Skriv om meningen i dokumentet, eller fyll i cellen."
        message = f"{source.title}: dokumentet säger {said}, men cellen är tom."
    elif reading.agrees:
        return None
    elif reading.span is None:
        kind = Kind.MIXED
        remedy = f"Skriv om i Word så att fältet bara har uppgiften, {today}, och ställ det andra utanför det."
        message = f"{source.title}: i fältet står ”{said}”. Det går inte att se vad av det som är uppgiften."
    elif not reading.can_be_filled:
        kind = Kind.CHANGED
        remedy = "Rätta den för hand i Word: refresh rör inte ett fält som rymmer mer än sin uppgift."
        held = " och ".join(reading.hindering)
        message = f"{source.title}: dokumentet säger {shown}, arbetsboken {today}. Fältet rymmer också {held}."
    else:
        kind, remedy = Kind.CHANGED, "Kör rus-sheets refresh, eller rätta cellen i arbetsboken."
        message = f"{source.title}: dokumentet säger {shown}, arbetsboken {today}."
    return Disagreement(kind, place, control.tag, source.cell, said, today, message, remedy)


def _chart_of(seen: ChartSeen, charts: tuple[Chart, ...]) -> Chart | None:
    """The chart of ours that it is: one with a series in common and the most names in common."""
    names = {each.name for each in seen.series}
    alike = [chart for chart in charts if names & {each.name for each in chart.series}]
    return max(alike, key=seen.likeness, default=None)


def _of_chart(stale: tuple[ChartSeen, Chart]) -> Disagreement:
    seen, chart = stale
    message = f"Diagrammet ”{chart.title}” visar inte arbetsbokens siffror."
    remedy = "Kör rus-sheets refresh, eller skriv dokumentet på nytt."
    return Disagreement(Kind.CHART, seen.place, "", "", seen.alt, chart.alt, message, remedy)


class _Typed:
    """Figures typed by hand: a number with a unit, outside our controls, that is nowhere in the workbook.

    Quiet where it may be about something else: another year than the workbook's, a time limit, a figure that the
    workbook's own texts state too.
    """

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        books = [book for book in (comparison.book, comparison.previous) if book]
        self._known: list[Known] = [known_figures(book) for book in books]
        texts = (*comparison.sources.texts, *(text for book in books for text in _texts(book)))
        self._stated = {(each.unit, each.value) for text in texts if _has_digit(text) for each in stated_figures(text)}
        numbers = (read_number(text) for text in comparison.sources.texts if _A_NUMBER.fullmatch(text.lstrip("−-")))
        self._shown = {abs(float(number)) for number in numbers if number is not None}

    def find(self) -> Iterator[Disagreement]:
        for line in self._comparison.document.lines:
            for stated in self._figures(line):
                if not self._is_known(stated) and not self._is_about_another_year(line, stated):
                    yield self._disagreement(line, stated)

    def _figures(self, line: Line) -> Iterator[Stated]:
        unit = _UNIT_IN_HEADER.search(line.header)
        alone = line.text.strip(" ").lstrip("−-")
        if unit and _A_NUMBER.fullmatch(alone):
            yield from stated_figures(f"{alone} {unit[0]}")
            return
        for stated in stated_figures(line.text):
            before = line.text[: line.text.find(stated.text)]
            if not (stated.unit is Unit.DAYS and _A_TIME.search(before)) and not before.endswith(HOLE):
                yield stated

    def _is_known(self, stated: Stated) -> bool:
        if (stated.unit, stated.value) in self._stated or stated.value in self._shown:
            return True
        figures = (each for known in self._known for each in known.any_of[stated.unit])
        return any(abs(stated.value - abs(each)) <= stated.slack for each in figures)

    def _is_about_another_year(self, line: Line, stated: Stated) -> bool:
        year = str(self._comparison.book.year)
        sentence = next((each for each in _SENTENCE_END.split(line.text) if stated.text in each), "")
        for text in (sentence, line.text, line.place.table, line.place.heading):
            years = _YEAR.findall(text)
            if years:
                return year not in years
        return False

    def _disagreement(self, line: Line, stated: Stated) -> Disagreement:
        """Where it is what a figure of ours said when the document was written, say which one and what it is today."""
        message = f"”{stated.text}” står i dokumentet men finns inte i arbetsboken."
        cell = today = ""
        for each in self._comparison.readings:
            if each.source and each.differs and read_number(each.figure) == stated.value:
                cell, today = each.source.cell, each.today
                message += f" Så sa {each.source.title} förut; nu är det {today}."
                break
        remedy = "Rätta siffran för hand, om den ska vara arbetsbokens."
        return Disagreement(Kind.TYPED, str(line.place), "", cell, stated.text, today, message, remedy)


def _texts(book: Book) -> Iterator[str]:
    for table in book.tables.values():
        for row in table:
            yield from (cell.value for cell in row.cells.values() if isinstance(cell.value, str))


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)
