"""Deciding question by question. What a person chooses stands in the conflict workbook, as if typed there in Excel.

So the command line goes on where the page stopped, and the other way round; nothing is remembered anywhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from rus_sheets.answers.decisions import Action, Decision
from rus_sheets.answers.returned import Note
from rus_sheets.book.convert import tidy
from rus_sheets.book.model import Book
from rus_sheets.book.raw import RawWorkbook
from rus_sheets.errors import UnusableInputError, UsageError
from rus_sheets.excel.edit.patch import Patch
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package, read_workbook
from rus_sheets.merge.carry_out_choices import CHOOSE, CarriedOut, decided, read_choices
from rus_sheets.merge.conflicts import offered, proposal, remembered
from rus_sheets.merge.questions import Question
from rus_sheets.merge.read_choices import ChoicePlace, choice_places, read_answers
from rus_sheets.office.atomic import write_atomically
from rus_sheets.schema.model import MergeWords
from rus_sheets.usecases.backupnotes import fingerprint
from rus_sheets.usecases.backups import exclusive
from rus_sheets.usecases.opening import open_book


class Choice(StrEnum):
    """What a person can choose; NONE is that the question waits."""

    NONE = "none"
    KEEP = "keep"
    TAKE = "take"
    OWN = "own"

    def word(self, words: MergeWords) -> str:
        """What it is called in the conflict workbook, "" for none."""
        return {
            Choice.NONE: "", Choice.KEEP: words.choice_keep, Choice.TAKE: words.choice_take,
            Choice.OWN: words.choice_own,
        }[self]  # fmt: skip


class _GivenAnswer(NamedTuple):
    """A question with what stands beside it in the file."""

    number: int
    question: Question
    chosen: str
    own: str


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question with what has been chosen so far.

    ``chosen`` is the choice as it stands in the file and ``own`` the own text, the proposal to begin with.
    ``weighed`` is what the choice comes to today; ``is_left`` tells that it can't be carried out (there is none, or for
    the reason in ``weighed``), ``is_done`` that it has been, ``is_stale`` that the workbook has another value now.
    """

    number: int
    question: Question
    chosen: str
    own: str
    offered: tuple[Choice, ...]
    weighed: Decision
    is_left: bool
    is_done: bool
    is_stale: bool

    @property
    def state(self) -> str:
        """What tells it from how it has been, or will be."""
        return fingerprint(repr((self.question, self.chosen, self.own)).encode())

    @property
    def fault(self) -> str:
        """Why what was chosen can't be carried out; "" where it can, or where nothing was."""
        return why(self.weighed) if self.is_left and (self.chosen or self.is_stale) else ""


@dataclass(frozen=True, slots=True)
class Asking:
    """A conflict workbook: its questions, how many are decided on and left, and rows that are no question's."""

    path: Path
    words: MergeWords
    questions: tuple[AskedQuestion, ...]
    decided: int
    left: int
    notes: tuple[Note, ...]

    @property
    def to_carry_out(self) -> int:
        """How many are decided on and not yet carried out."""
        return sum(1 for asked in self.questions if not asked.is_left and not asked.is_done)

    def at(self, number: int) -> AskedQuestion | None:
        """The question of that number, None where there is none."""
        return self.questions[number - 1] if 1 <= number <= len(self.questions) else None

    def without_choice(self, after: int = 0) -> int | None:
        """The next question that nobody has chosen anything for, from the beginning when the end has come."""
        waits = [asked.number for asked in self.questions if asked.is_left and not asked.chosen]
        return next((number for number in waits if number > after), waits[0] if waits else None)


def why(decision: Decision) -> str:
    """Why a decision is as it is and what to do, where people don't choose in a file's column."""
    remedy = "" if decision.remedy == CHOOSE else decision.remedy
    return f"{decision.message} {remedy}".strip()


def look_at_questions(workbook: Path, conflicts: Path) -> Asking:
    """The questions of a conflict workbook, weighed against the workbook as it is now. Changes nothing.

    Raises UnusableInputError when either can't be used.
    """
    return _asking(open_book(workbook), read_workbook(conflicts), conflicts)


def choose(workbook: Path, conflicts: Path, number: int, choice: Choice, own: str, *, seen: str) -> Asking:
    """Put a choice in the conflict workbook; ``seen`` is the ``state`` of the question that a person looked at.

    Raises UnusableInputError when either file can't be used or the question isn't as it was seen, UsageError for what
    isn't offered, an own text that is blank, or one that would be dropped. Then nothing is changed.
    """
    with exclusive(conflicts) as held:
        content = held.workbook.read_bytes()
        raw = read_package(Package(conflicts, content))
        book = open_book(workbook)
        words = book.declaration.merge
        asked = _asking(book, raw, conflicts).at(number)
        if asked is None or asked.state != seen:
            remedy = "Se efter igen och välj sedan."
            raise UnusableInputError("Frågan har ändrats sedan du såg den.", place=conflicts.name, remedy=remedy)
        text = _own_text(asked, choice, own, words)
        patch = Patch(Package(conflicts, content))
        for place in _places(raw, book, conflicts, number):
            patch.set_cells(place.sheet, {place.choice: choice.word(words) or None, place.own: text or None})
        data = patch.to_bytes()
        after = _asking(book, read_package(Package(conflicts, data)), conflicts)
        made = after.at(number)
        if made is None or (made.chosen, tidy(made.own)) != (choice.word(words), tidy(text)):
            remedy = "Det är ett fel i rus-sheets. Spara filen och anmäl det."
            raise UnusableInputError("Valet gick inte att skriva i filen.", place=conflicts.name, remedy=remedy)
        write_atomically(held.workbook, data, last=lambda: held.ensure(content))
        return after


def _own_text(asked: AskedQuestion, choice: Choice, own: str, words: MergeWords) -> str:
    """What is to stand as own text. Raises UsageError."""
    typed, first = own.replace("\r\n", "\n").strip(), proposal(asked.question.decisions[0])
    if choice is not Choice.NONE and choice not in asked.offered:
        raise UsageError("Det valet går inte att göra här.", remedy="Välj bland knapparna vid frågan.")
    if choice is Choice.OWN:
        if not typed:
            raise UsageError("Den egna texten är tom.", remedy=f"Skriv den i rutan och välj sedan {words.choice_own}.")
        return typed
    if tidy(typed) not in {"", tidy(first), tidy(asked.own)}:
        remedy = f"Välj {words.choice_own} för att använda den, eller töm rutan."
        raise UsageError("Det står en egen text i rutan, men du valde något annat.", remedy=remedy)
    return first


def _places(raw: RawWorkbook, book: Book, conflicts: Path, number: int) -> list[ChoicePlace]:
    found = choice_places(raw, book.declaration.merge, remembered(raw, book)).get(number)
    if not found:
        remedy = "Lägg tillbaka den, eller läs in filerna igen så att en ny görs."
        raise UnusableInputError("Frågans rad finns inte i filen.", place=conflicts.name, remedy=remedy)
    return found


def _asking(book: Book, raw: RawWorkbook, path: Path) -> Asking:
    words, questions = book.declaration.merge, remembered(raw, book)
    answers, weighed = read_answers(raw, words, questions), read_choices(raw, book)
    by_number: dict[int, list[int]] = {}
    for index, number in enumerate(weighed.rows):
        by_number.setdefault(number, []).append(index)
    asked = []
    for number, question in enumerate(questions, 1):
        answer = answers.given.get(number)
        chosen, own = (answer.choice, answer.text) if answer else ("", tidy(proposal(question.decisions[0])))
        given = _GivenAnswer(number, question, chosen, own)
        asked.append(_asked(given, words, weighed, by_number[number]))
    done, left = decided(weighed.decisions.decisions, weighed.rows)
    return Asking(path, words, tuple(asked), done, left, weighed.decisions.files[0].notes)


def _asked(given: _GivenAnswer, words: MergeWords, weighed: CarriedOut, its: list[int]) -> AskedQuestion:
    decisions = [weighed.decisions.decisions[index] for index in its]
    left = [decision for decision in decisions if decision.action in (Action.CONFLICT, Action.REFUSE)]
    by_word = {choice.word(words): choice for choice in (Choice.KEEP, Choice.TAKE, Choice.OWN)}
    return AskedQuestion(
        *given, tuple(by_word[word] for word in offered(words, given.question.decisions[0])), (left or decisions)[0],
        is_left=bool(left), is_done=all(index in weighed.done for index in its),
        is_stale=any(index in weighed.stale for index in its),
    )  # fmt: skip
