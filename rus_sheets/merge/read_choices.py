"""What a person has filled in on the conflict workbook's sheet, row by row, wherever the rows have come to stand.

A row is known by its words (activity, field and file); its number must agree with them. What can't be told for certain
is no choice: the question stays open, with the place of the row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from rus_sheets.answers.returned import Note
from rus_sheets.book.convert import tidy
from rus_sheets.book.display import seen
from rus_sheets.book.raw import RawCell, RawSheet, RawStyle, RawWorkbook, ref_of
from rus_sheets.book.shown import as_text, shown_as
from rus_sheets.errors import UnusableInputError
from rus_sheets.merge.conflicts import COLUMNS, proposal
from rus_sheets.merge.questions import Question
from rus_sheets.schema.model import CellType, MergeWords

_KNOWN_BY = ("activity", "place", "file")
_NEEDED = frozenset({"number", "choice", "own", *_KNOWN_BY})


class ChoiceAnswer(Struct, frozen=True):
    """A row that has been read: its place (``Konflikter!G7``), the choice as it stands, and a text of one's own."""

    place: str
    choice: str
    own: RawCell
    style: RawStyle

    @property
    def text(self) -> str:
        """The own text as it stands."""
        return tidy(seen(shown_as(self.own.value, CellType.LONGTEXT)))


class ChoicePlace(Struct, frozen=True):
    """Where a question's choice and own text are filled in."""

    sheet: str
    choice: str
    own: str


class Answers(Struct):
    """The answers by the questions' numbers, why others can't be used, and rows that are no question's."""

    given: dict[int, ChoiceAnswer] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)
    strays: list[Note] = field(default_factory=list)


def read_answers(raw: RawWorkbook, words: MergeWords, questions: Sequence[Question]) -> Answers:
    """What has been filled in. Raises UnusableInputError where no sheet has the table with the choices."""
    by_words = {_compared(question.words): number for number, question in enumerate(questions, 1)}
    answers = Answers()
    for row in _rows(raw, words):
        _take(answers, row, by_words, questions)
    return answers


def choice_places(
    raw: RawWorkbook, words: MergeWords, questions: Sequence[Question]
) -> Mapping[int, list[ChoicePlace]]:
    """Where each question's answer is filled in, by the questions' numbers; a row may have been copied."""
    by_words = {_compared(question.words): number for number, question in enumerate(questions, 1)}
    found: dict[int, list[ChoicePlace]] = {}
    for row in _rows(raw, words):
        number = by_words.get(row.words)
        if number is not None and row.text("number") in ("", str(number)):
            found.setdefault(number, []).append(row.place)
    return found


def _rows(raw: RawWorkbook, words: MergeWords) -> Iterator[_ChoiceRow]:
    """Every row of the tables with the choices. Raises UnusableInputError where there is no such table."""
    sheets = [sheet for sheet in raw.sheets if sheet.state != "veryHidden"]
    tables = [(sheet, places, rows) for sheet in sheets for places, rows in _tables(sheet, words)]
    if not tables:
        names = ", ".join(words.headers[key] for key in COLUMNS if key in _NEEDED)
        fault = f"Tabellen med valen finns inte i filen, eller saknar någon av kolumnerna {names}."
        raise UnusableInputError(fault, place=raw.path, remedy="Gör en ny med rus-sheets merge … --conflicts.")
    for sheet, places, rows in tables:
        yield from (_ChoiceRow(raw, sheet, places, row) for row in rows)


class _ChoiceRow(Struct, frozen=True):
    raw: RawWorkbook
    sheet: RawSheet
    places: Mapping[str, int]
    row: int

    def text(self, key: str) -> str:
        return tidy(as_text(shown_as(self.sheet.at(self.row, self.places[key]).value, CellType.LONGTEXT)))

    @property
    def words(self) -> tuple[str, ...]:
        return _compared(tuple(self.text(key) for key in _KNOWN_BY))

    @property
    def place(self) -> ChoicePlace:
        choice, own = (ref_of(self.row, self.places[key]) for key in ("choice", "own"))
        return ChoicePlace(self.sheet.name, choice, own)

    @property
    def answer(self) -> ChoiceAnswer:
        own = self.sheet.at(self.row, self.places["own"])
        place = f"{self.sheet.name}!{ref_of(self.row, self.places['choice'])}"
        return ChoiceAnswer(place, self.text("choice"), own, self.raw.style_of(own))


def _compared(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(tidy(word).casefold() for word in words)


def _take(
    answers: Answers, row: _ChoiceRow, by_words: Mapping[tuple[str, ...], int], questions: Sequence[Question]
) -> None:
    meant = by_words.get(row.words)
    written, answer = row.text("number"), row.answer
    number = next((number for number in range(1, len(questions) + 1) if written == str(number)), None)
    filled_in = answer.choice or (answer.text and not _is_proposal(answer, questions, meant or number))
    if not filled_in:
        return
    if meant is not None and (meant == number or not written):
        _add(answers, meant, answer)
    elif meant is None and number is None:
        remedy = "Gör valet på den rad där frågan står."
        answers.strays.append(Note(answer.place, "Raden hör inte till någon av frågorna.", remedy, asks=True))
    else:
        fault = f"{answer.place}: Radens nummer och dess text hör inte ihop."
        answers.faults |= {value: fault for value in (meant, number) if value is not None}


def _is_proposal(answer: ChoiceAnswer, questions: Sequence[Question], number: int | None) -> bool:
    return number is not None and answer.text == tidy(proposal(questions[number - 1].decisions[0]))


def _add(answers: Answers, number: int, answer: ChoiceAnswer) -> None:
    """Two rows about the same question must say the same."""
    known = answers.given.setdefault(number, answer)
    if (known.choice.casefold(), known.text) != (answer.choice.casefold(), answer.text):
        answers.faults[number] = f"{known.place} och {answer.place}: Samma fråga har två olika svar."


def _tables(sheet: RawSheet, words: MergeWords) -> Iterator[tuple[Mapping[str, int], list[int]]]:
    """Each table with the choices: its columns' places, and its rows down to the next one in the same columns."""
    wanted = {words.headers[key]: key for key in COLUMNS}
    heads: dict[int, dict[int, str]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        if isinstance(cell.value, str) and tidy(cell.value) in wanted:
            heads.setdefault(row, {})[column] = wanted[tidy(cell.value)]
    found = [(row, places) for row, head in heads.items() for places in _side_by_side(head)]
    rows = sorted({row for row, _ in sheet.cells})
    for top, places in found:
        below = [other for other, its in found if other > top and set(its.values()) & set(places.values())]
        end = min(below, default=rows[-1] + 1)
        yield places, [row for row in rows if top < row < end]


def _side_by_side(head: Mapping[int, str]) -> Iterator[dict[str, int]]:
    """A row of headers as one table, or several beside each other: a header that comes again begins the next."""
    places: dict[str, int] = {}
    for column, key in head.items():
        if key in places:
            if set(places) >= _NEEDED:
                yield places
            places = {}
        places[key] = column
    if set(places) >= _NEEDED:
        yield places
