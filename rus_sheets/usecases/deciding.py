"""Deciding question by question. What a person chooses stands in the conflict workbook, as if typed there in Excel.

So the command line goes on where the page stopped, and the other way round; nothing is remembered anywhere else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

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
from rus_sheets.sharing import read_bytes
from rus_sheets.usecases.changing.backupnotes import fingerprint
from rus_sheets.usecases.changing.backups import exclusive
from rus_sheets.usecases.opened.opening import open_book


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


class BoxText(NamedTuple):
    """What stands in the box of a question on the page: its ``text``, and the ``draft`` that was shown there."""

    text: str
    draft: str
    seen: str


class _GivenAnswer(NamedTuple):
    """A question with what stands beside it in the file."""

    number: int
    question: Question
    chosen: str
    own: str


class AskedQuestion(Struct, frozen=True):
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
    def draft(self) -> str:
        """What tells the own text from what somebody makes of it."""
        return draft_of(self.own)

    @property
    def is_draft(self) -> bool:
        """Whether an own text has been written and nothing is chosen."""
        return not self.chosen and tidy(self.own) != tidy(proposal(self.question.decisions[0]))

    @property
    def fault(self) -> str:
        """Why what was chosen can't be carried out; "" where it can, or where nothing was."""
        return why(self.weighed) if self.is_left and (self.chosen or self.is_stale) else ""


class Asking(Struct, frozen=True):
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

    @property
    def waiting(self) -> tuple[AskedQuestion, ...]:
        """Those that are left."""
        return tuple(asked for asked in self.questions if asked.is_left)

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


def draft_of(text: str) -> str:
    """What tells a text from any other, however its lines were ended on the way."""
    return fingerprint(tidy(_plain(text)).encode("utf-8", "surrogatepass"))[:16]


def choose(workbook: Path, conflicts: Path, number: int, choice: Choice, typed: Mapping[int, BoxText]) -> Asking:
    """Put a choice in the conflict workbook, and what has been ``typed`` at other questions (by their numbers).

    Such a text is kept as the question's own text, which isn't chosen by that: nothing else is chosen there any more.
    Raises UnusableInputError when either file can't be used or a question isn't as it was seen (the ``state`` that a
    person looked at), UsageError for what isn't offered, an own text that is blank, or one that would be dropped. Then
    nothing is changed.
    """
    made = typed.get(number, BoxText("", "", ""))
    return _write(workbook, conflicts, {number: (choice, made)} | _drafts(typed, besides=number))


def keep_drafts(workbook: Path, conflicts: Path, typed: Mapping[int, BoxText]) -> Asking:
    """Keep what has been ``typed`` and not chosen, as ``choose`` does. Raises as that."""
    drafts = _drafts(typed)
    return _write(workbook, conflicts, drafts) if drafts else look_at_questions(workbook, conflicts)


def drafted(typed: Mapping[int, BoxText], *, besides: int = 0) -> Sequence[int]:
    """The questions where something else was typed than stood there."""
    return [number for number, given in typed.items() if number != besides and draft_of(given.text) != given.draft]


def _drafts(typed: Mapping[int, BoxText], *, besides: int = 0) -> dict[int, tuple[Choice | None, BoxText]]:
    return {number: (None, typed[number]) for number in drafted(typed, besides=besides)}


def _write(workbook: Path, conflicts: Path, given: Mapping[int, tuple[Choice | None, BoxText]]) -> Asking:
    """Put them in the file; a choice of None is a draft."""
    with exclusive(conflicts) as held:
        content = read_bytes(held.workbook)
        raw = read_package(Package(conflicts, content))
        book = open_book(workbook)
        words = book.declaration.merge
        asking, patch = _asking(book, raw, conflicts), Patch(Package(conflicts, content))
        wanted: dict[int, tuple[str, str]] = {}
        for number, (choice, typed) in given.items():
            asked = asking.at(number)
            if asked is None or asked.state != typed.seen:
                fault = f"Fråga {number} har ändrats sedan du såg den."
                raise UnusableInputError(fault, place=conflicts.name, remedy="Se efter igen och välj sedan.")
            text = _draft(asked, typed.text) if choice is None else _own_text(asked, choice, typed.text)
            wanted[number] = (choice or Choice.NONE).word(words), text
            for place in _places(raw, book, conflicts, number):
                patch.set_cells(place.sheet, {place.choice: wanted[number][0] or None, place.own: text or None})
        data = patch.to_bytes()
        after = _asking(book, read_package(Package(conflicts, data)), conflicts)
        for number, (word, text) in wanted.items():
            made = after.at(number)
            if made is None or (made.chosen, tidy(made.own)) != (word, tidy(text)):
                remedy = "Det är ett fel i rus-sheets. Spara filen och anmäl det."
                raise UnusableInputError("Valet gick inte att skriva i filen.", place=conflicts.name, remedy=remedy)
        write_atomically(held.workbook, data, last=lambda: held.ensure(content))
        return after


def _own_text(asked: AskedQuestion, choice: Choice, own: str) -> str:
    """What is to stand as own text. Raises UsageError."""
    typed, first = _plain(own), proposal(asked.question.decisions[0])
    if choice is not Choice.NONE and choice not in asked.offered:
        raise UsageError("Det valet går inte att göra här.", remedy="Välj bland knapparna vid frågan.")
    if choice is Choice.OWN:
        if not typed:
            raise UsageError("Den egna texten är tom.", remedy="Skriv den i rutan och välj den sedan.")
        return typed
    if tidy(typed) not in {"", tidy(first), tidy(asked.own)}:
        remedy = "Ta den egna texten i stället, eller töm rutan."
        raise UsageError("Det står en egen text i rutan, men du valde något annat.", remedy=remedy)
    return first


def _draft(asked: AskedQuestion, typed: str) -> str:
    """What is to stand as own text that isn't chosen; a box that was emptied has the proposal again."""
    return _plain(typed) or proposal(asked.question.decisions[0])


def _plain(text: str) -> str:
    """As a cell keeps it: browsers end lines otherwise."""
    return text.replace("\r\n", "\n").strip()


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
