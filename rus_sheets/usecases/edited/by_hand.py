"""What people have typed in a document, or taken the field of, beside the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from math import nan

from msgspec import Struct

from rus_sheets.book.convert import read_number
from rus_sheets.book.model import Book
from rus_sheets.documents.sources import Source, Sources
from rus_sheets.texts.stated import Unit
from rus_sheets.usecases.edited.astray import Astray, Homes
from rus_sheets.usecases.edited.controlreading import ControlReading
from rus_sheets.usecases.edited.copied_facts import CopiedFacts, MisplacedFields
from rus_sheets.usecases.edited.disagreement import Disagreement, DisagreementKind
from rus_sheets.usecases.edited.loose_figures import Loose, LooseFigures
from rus_sheets.usecases.edited.trails import Trails
from rus_sheets.usecases.edited.typed_choices import TypedChoice, TypedChoices
from rus_sheets.usecases.edited.typed_figures import Typed, TypedFigures
from rus_sheets.usecases.edited.typed_rows import TypedRow, typed_rows
from rus_sheets.word.edit.refill import as_printed
from rus_sheets.word.memory.record import Record, checksum
from rus_sheets.word.read.controls import DocumentLine, EditedDocument
from rus_sheets.word.read.figuretext import is_figure

_RIGHT = "Rätta siffran för hand, om den ska vara arbetsbokens."
_CHOOSE = "Rätta det för hand i dokumentet, eller ändra cellen i arbetsboken."
_NO_ROW = (
    "Ta bort raden eller flytta den ut ur tabellen. Ska den vara med: för in den i arbetsboken, och kör rus-sheets "
    "refresh."
)
_MANY = 8
"""So many figures without a field are named one by one; of more, the headings."""
_KEPT, _OF_ONE = 100, 5
"""Fields whose earlier figures are remembered, and how many of each."""
_TELLING = 10
"""A smaller number whose unit isn't known is what many things have been."""


class ByHand(Struct, frozen=True, dict=True):
    """``readings`` are the document's fields beside the workbook; ``last_year`` is what last year's workbook is called.

    ``trails`` and ``record`` are None for a document that doesn't remember what it is made of.
    """

    document: EditedDocument
    sources: Sources
    books: Sequence[Book]
    readings: Sequence[ControlReading]
    trails: Trails | None
    record: Record | None
    last_year: str = ""

    def disagreements(self, after: EditedDocument | None = None) -> tuple[Disagreement, ...]:
        """Everything that differs; of what was ``after`` a refresh only what it has left in the document."""
        texts = {line.text for line in after.lines} if after else set[str]()
        whole = "\n".join(line.full for line in after.lines) if after else ""

        def stands(line: DocumentLine, said: str) -> bool:
            return after is None or line.text in texts or said in whole

        tied = (figure for figure in self.typed if self._is_tied(figure))
        figures = (self._of_typed(figure) for figure in tied if stands(figure.line, figure.text))
        rows = (_of_row(row) for row in self.rows if any(stands(line, line.full) for line in row.figures))
        differing = (figure for figure in self.loose if figure.differs)
        loose = (_of_loose(figure) for figure in differing if figure.line and stands(figure.line, figure.said))
        choices = (_of_choice(choice) for choice in self.choices if choice.tied and stands(choice.line, choice.text))
        copied = (copy.told() for copy in self.misplaced if stands(copy.line, copy.line.full))
        lines = {id(copy.line) for copy in self.misplaced}
        astray = (figure.told() for figure in self.astray if id(figure.line) not in lines)
        return (*figures, *rows, *loose, *choices, *copied, *astray)

    @property
    def untied(self) -> tuple[Typed, ...]:
        """The figures and choices that nothing ties to the workbook: no fault, but nobody has compared them."""
        choices = (Typed(choice.text, choice.line, nan, tied=False) for choice in self.choices if not choice.tied)
        return (*(figure for figure in self.typed if not self._is_tied(figure)), *choices)

    @cached_property
    def choices(self) -> tuple[TypedChoice, ...]:
        """The choices typed by hand that aren't the workbook's, but those that have stood in a field."""
        loose = {id(figure.line) for figure in self.loose if figure.line}
        found = TypedChoices(self.books[0], self.sources, self._finder.figures).find(self.document.lines)
        copied = self._copied.stale(self.document.lines) if self.trails else ()
        return tuple(choice for choice in (*found, *copied) if id(choice.line) not in loose)

    @cached_property
    def misplaced(self) -> tuple[MisplacedFields, ...]:
        """The lines that people have copied to where other rows are told of."""
        return tuple(self._copied.misplaced(self.document.lines)) if self.trails else ()

    @cached_property
    def astray(self) -> tuple[Astray, ...]:
        """The figures of ours that stand where others belong."""
        return tuple(self.homes.astray())

    @cached_property
    def homes(self) -> Homes:
        """Where the document's controls belong, and where they stand."""
        return Homes(self.books[0], self.sources, self.record.homes if self.record else (), self.document.lines)

    @property
    def _copied(self) -> CopiedFacts:
        return CopiedFacts(self.books[0], self.sources, self._finder.figures)

    @cached_property
    def loose(self) -> tuple[Loose, ...]:
        """The figures that have lost their field."""
        return self._loose_figures.find()

    @property
    def gone(self) -> tuple[int, ...]:
        """The places of the fields that are gone, among those that the document remembers."""
        return self._loose_figures.gone

    @cached_property
    def _loose_figures(self) -> LooseFigures:
        remembered = self.record.controls if self.record else ()
        return LooseFigures(self.document, self.sources, remembered, self.trails.now if self.trails else None)

    @cached_property
    def _finder(self) -> TypedFigures:
        made = self.trails.untouched() if self.trails else ()
        return TypedFigures(self.document, self.sources, self.books, made, self.record.skeleton if self.record else ())

    @cached_property
    def _every(self) -> tuple[Typed, ...]:
        """The figures typed by hand that aren't the workbook's, but those that have stood in a field."""
        known = {(id(loose.line), loose.value) for loose in self.loose if loose.line}
        return tuple(figure for figure in self._finder.find() if (id(figure.line), figure.value) not in known)

    @cached_property
    def rows(self) -> tuple[TypedRow, ...]:
        """The rows typed by hand that no row of the workbook explains."""
        loose = {id(figure.line) for figure in self.loose if figure.line}
        wrong = {id(figure.line) for figure in self._every if figure.source}

        def is_told(row: TypedRow) -> bool:
            lines = {id(line) for line in row.figures}
            return bool(lines & (loose | wrong)) or not (
                row.again or not all(self._finder.is_of_cell(line) for line in row.figures)
            )

        return tuple(row for row in typed_rows(self.document) if not is_told(row))

    @cached_property
    def typed(self) -> tuple[Typed, ...]:
        """The figures typed by hand that aren't the workbook's, but those of such rows."""
        lines = {id(line) for row in self.rows for line in row.figures}
        return tuple(figure for figure in self._every if id(figure.line) not in lines)

    # -------------------------------------------------------------- what was the workbook's before

    def _is_tied(self, typed: Typed) -> bool:
        return typed.tied or self._was(typed) is not None

    def _was(self, typed: Typed) -> Source | None:
        """What the figure was the workbook's of, when the document was written or refreshed."""
        old = (reading for reading in self.readings if reading.source and reading.differs)
        for reading in old:
            if read_number(reading.figure) == typed.value and self._may_be(typed, reading.control.tag):
                return reading.source
        for tag, sums in self._earlier.items():
            source = self.sources.find(tag)
            if source and _sum(typed.value) in sums.split() and self._may_be(typed, tag):
                return source
        return None

    @property
    def _earlier(self) -> Mapping[str, str]:
        return self.record.earlier if self.record else {}

    def _may_be(self, typed: Typed, tag: str) -> bool:
        """May the figure be what the field with the tag has said? Both count the same, as far as that is known."""
        if typed.unit == Unit.OTHER:
            return False
        units = self._finder.under.units.get(tag, set[str]())
        return typed.unit in units if units and typed.unit else abs(typed.value) >= _TELLING

    def earlier(self) -> dict[str, str]:
        """What is to be remembered of figures that stand typed, and that fields have said before: sums by tag."""
        found: dict[str, list[str]] = {}
        for figure in self.typed:
            source = None if figure.source else self._was(figure)
            if source and len(found) < _KEPT:
                sums = found.setdefault(source.tag, [])
                sums += [own for own in [_sum(figure.value)] if own not in sums and len(sums) < _OF_ONE]
        return {tag: " ".join(sums) for tag, sums in found.items()}

    # -------------------------------------------------------------- telling

    def _of_typed(self, typed: Typed) -> Disagreement:
        """Where it is what a figure of ours said before, say which one and what it is today."""
        source, today = typed.source, as_printed(typed.source.text) if typed.source else ""
        if source and today:
            message = f"{source.title}: dokumentet säger {typed.text}, skrivet för hand, arbetsboken {_shown(today)}."
        elif source:
            message = f"{source.title}: dokumentet säger {typed.text}, skrivet för hand, men cellen är tom."
        else:
            also = f", inte heller i {self.last_year}" if self.last_year else ""
            message = f"”{typed.text}” är skrivet för hand och {_why(typed)}{also}."
            source = self._was(typed)
            if source:
                today = as_printed(source.text)
                message += f" Så sa {source.title} förut; nu är det {_shown(today)}."
        cell = source.cell if source else ""
        return Disagreement(DisagreementKind.TYPED, str(typed.line.place), "", cell, typed.text, today, message, _RIGHT)


def _why(typed: Typed) -> str:
    """What is wrong with a figure that is none of the workbook's cells."""
    if typed.is_there:
        return "är arbetsbokens siffra, men inte för det som meningen talar om: jämför plan, utfall och avvikelse"
    if not any(sign.isdigit() for sign in typed.text):
        return "stämmer inte med arbetsbokens siffror"
    return "är ingen av arbetsbokens siffror under rubriken"


def _of_choice(choice: TypedChoice) -> Disagreement:
    source = choice.source
    says = f"arbetsboken ”{choice.today}”" if choice.today else "men cellen är tom"
    name = f"{source.title}: " if source else ""
    message = f"{name}dokumentet säger ”{choice.said}”, skrivet för hand, {says}."
    cell, place = source.cell if source else "", str(choice.line.place)
    return Disagreement(
        DisagreementKind.TYPED, place, "", cell, choice.text, choice.today, message[0].upper() + message[1:], _CHOOSE
    )


def _of_row(row: TypedRow) -> Disagreement:
    name = f"Raden ”{row.label}”" if row.label else "En rad utan namn"
    why = "den står i tabellen en gång till" if row.again else "den finns inte i arbetsboken"
    message = f"{name} är skriven för hand i tabellen: {why}, och summorna räknar inte med den."
    said = " ".join(line.full.strip() for line in row.figures)
    return Disagreement(DisagreementKind.TYPED, _place(row.figures), "", "", said, "", message, _NO_ROW)


def _place(lines: Iterable[DocumentLine]) -> str:
    return next((str(line.place) for line in lines), "")


def _of_loose(loose: Loose) -> Disagreement:
    if loose.source is None:
        says = "men uppgiften finns inte längre i arbetsboken"
        remedy = "Ta bort den ur dokumentet. Dess fält är borttaget, så refresh rör den inte."
    elif not loose.today:
        says, remedy = "men cellen är tom", "Skriv om meningen i dokumentet, eller fyll i cellen."
    else:
        says = f"arbetsboken {_shown(loose.today)}"
        remedy = "Rätta för hand i dokumentet: fältet är borttaget, så refresh rör inte det som står där."
    message = f"{loose.title}: dokumentet säger {_shown(loose.said)}, skrivet för hand, {says}."
    cell = loose.source.cell if loose.source else ""
    place = str(loose.place)
    return Disagreement(DisagreementKind.TYPED, place, loose.tag, cell, loose.said, loose.today, message, remedy)


def loose_notes(loose: Sequence[Loose]) -> tuple[str, ...]:
    """The figures without a field that nothing says against, in one line: no fault, but not to be passed over."""
    quiet = [figure for figure in loose if not figure.differs]
    seen = [figure for figure in quiet if figure.said]
    unseen = [figure for figure in quiet if not figure.said]
    notes = []
    if seen:
        how = "1 uppgift har" if len(seen) == 1 else f"{len(seen)} uppgifter har"
        notes.append(f"{how} inget fält längre men stämmer i dag: {_named(seen)}. refresh rör dem inte.")
    if unseen:
        how = "1 uppgift har" if len(unseen) == 1 else f"{len(unseen)} uppgifter har"
        notes.append(f"{how} inget fält längre och jämförs inte: {_named(unseen)}.")
    return tuple(notes)


def _named(loose: Sequence[Loose]) -> str:
    if len(loose) > _MANY:
        headings = list(
            dict.fromkeys(where for figure in loose if (where := figure.place.heading or str(figure.place)))
        )
        more = f" med flera ({len(headings)})" if len(headings) > _MANY else ""
        if not headings:
            return "dokumentet har inga fält kvar"
        return f"vid {'rubriken' if len(headings) == 1 else 'rubrikerna'} {', '.join(headings[:_MANY])}{more}"
    return "; ".join(f"{figure.title} ({_near(figure)}), arbetsboken säger {_today(figure)}" for figure in loose)


def _near(loose: Loose) -> str:
    return loose.place.heading or loose.place.near


def _today(loose: Loose) -> str:
    return _shown(loose.today) or "ingenting"


def _shown(said: str) -> str:
    """A figure as it is, words between quotes."""
    return said if not said or is_figure(said) else f"”{said}”"


def _sum(value: float) -> str:
    return checksum(f"{value:.10g}")
