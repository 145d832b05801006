"""Carries out what a person has chosen in a conflict workbook; what isn't chosen, or is stale, stays open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from rus_sheets.book.answers import ReturnedCell, Shown, as_scalar, as_text, normal, short, shown_as
from rus_sheets.book.convert import tidy, to_scalar
from rus_sheets.book.decisions import Action, Decision, Decisions, Edits, FileResult, FileState
from rus_sheets.book.formats import FormatKind
from rus_sheets.book.interpret import interpret
from rus_sheets.book.model import Book
from rus_sheets.book.raw import RawCell, RawWorkbook, Scalar
from rus_sheets.errors import UnusableInputError
from rus_sheets.merge.apply import edits_of, log_entry
from rus_sheets.merge.conflicts import COLUMNS, remembered
from rus_sheets.merge.log import History, LogEntry, read_log
from rus_sheets.schema.model import MergeWords

_WRITTEN = (Action.TAKE, Action.AGREE)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen for each question: ``decisions`` to show, and what it comes to.

    A decision is take (``value`` is written), agree (it has been written already), keep (the workbook's value stays)
    or still conflict, with the reason.
    ``own`` are those taken with a person's own text; ``done`` those that had been carried out before.
    """

    path: str
    decisions: Decisions
    own: frozenset[int] = frozenset()
    done: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Answer:
    choice: str
    own: RawCell
    format: FormatKind


def read_choices(raw: RawWorkbook, book: Book) -> Chosen:
    """The choices in a conflict workbook, weighed against the workbook as it is now.

    Raises UnusableInputError for a file that is no conflict workbook of this workbook's.
    """
    asked = remembered(raw, book)
    answers = _answers(raw, book.declaration.merge, len(asked))
    history = History.of(book.declaration.merge, read_log(book))
    weighed = [_Weigh(book, history, each).decide(answers.get(number)) for number, each in enumerate(asked, 1)]
    keep = book.declaration.merge.choice_keep.casefold()
    kept = [number in answers and answers[number].choice.casefold() == keep for number in range(1, len(asked) + 1)]
    decisions = _beside_taken(_one_per_cell([each for each, _, _ in weighed]), kept)
    own = frozenset(number for number, (_, own, _) in enumerate(weighed) if own)
    done = frozenset(number for number, (_, _, done) in enumerate(weighed) if done)
    open_ = sum(1 for each in decisions if each.action is Action.CONFLICT)
    message = f"{len(decisions) - open_} avgjorda, {open_} kvar att avgöra"
    file = FileResult(raw.path, "", FileState.OPEN if open_ else FileState.MERGED, message)
    return Chosen(raw.path, Decisions((file,), tuple(decisions)), own, done)


def choice_edits(book: Book, chosen: Chosen, now: dt.datetime) -> Edits:
    """What the choices change in ``book``, with the log: it remembers what gave way, so that nobody is asked again."""
    words = book.declaration.merge
    decisions = chosen.decisions.decisions
    fresh = [(number, each) for number, each in enumerate(decisions) if number not in chosen.done]
    taken = [each for _, each in fresh if each.action is Action.TAKE]
    after = {each.cell: each.value for each in decisions if each.action in _WRITTEN}
    logged: list[LogEntry] = []
    for number, each in fresh:
        if each.action is Action.TAKE and number in chosen.own:
            entry = log_entry(book, each._replace(who="", when="", file=short(chosen.path)), now, words.own)
            logged += [entry, _gave_way(book, each, each.value, now)]
        elif each.action is Action.TAKE:
            logged.append(log_entry(book, each, now))
    logged += [
        _gave_way(book, each, after.get(each.cell, each.current), now)
        for _, each in fresh
        if each.action is Action.KEEP
    ]
    return edits_of(book, taken, logged)


def _gave_way(book: Book, each: Decision, stays: Shown, now: dt.datetime) -> LogEntry:
    entry = log_entry(book, each, now, book.declaration.merge.kept)
    return replace(entry, before=as_text(each.returned), after=as_text(stays))


def _answers(raw: RawWorkbook, words: MergeWords, count: int) -> Mapping[int, _Answer]:
    """The choices by the questions' numbers; the table may have been sorted and moved."""
    wanted = {words.headers[key]: key for key in COLUMNS}
    for sheet in raw.sheets:
        if sheet.state == "veryHidden":
            continue
        heads: dict[int, dict[str, int]] = {}
        for (row, column), cell in sheet.cells.items():
            if isinstance(cell.value, str) and tidy(cell.value) in wanted:
                heads.setdefault(row, {}).setdefault(wanted[tidy(cell.value)], column)
        top = next((row for row in sorted(heads) if {"number", "choice", "own"} <= set(heads[row])), None)
        if top is None:
            continue
        places = heads[top]
        answers = {}
        for row in {at[0] for at in sheet.cells if at[0] > top}:
            number = sheet.at(row, places["number"]).value
            if isinstance(number, (int, float)) and 1 <= number <= count:
                choice = sheet.at(row, places["choice"]).value
                own = sheet.at(row, places["own"])
                word = tidy(choice) if isinstance(choice, str) else ""
                answers[int(number)] = _Answer(word, own, raw.style_of(own).kind)
        return answers
    fault = "Tabellen med valen finns inte i filen."
    raise UnusableInputError(fault, place=raw.path, remedy="Gör en ny med rus-sheets merge … --conflicts.")


@dataclass(frozen=True)
class _Weigh:
    """One question."""

    book: Book
    history: History
    asked: Decision

    def decide(self, answer: _Answer | None) -> tuple[Decision, bool, bool]:
        """The decision, whether it is a person's own text, and whether it had been carried out before."""
        words = self.book.declaration.merge
        choice = answer.choice.casefold() if answer else ""
        if not choice:
            return self._open("Inget val är gjort."), False, False
        if choice == words.choice_keep.casefold():
            return self._keep()
        if choice == words.choice_take.casefold():
            if not self.asked.mendable or self.asked.action is Action.REFUSE:
                return self._open(f"Det inkomna kan inte tas som det står. {self.asked.message}"), False, False
            return self._write(self.asked.value, own=False)
        if choice == words.choice_own.casefold() and answer:
            return self._own(answer)
        offered = ", ".join((words.choice_keep, words.choice_take, words.choice_own))
        return (
            self._open(f"”{answer.choice if answer else ''}” är inget av valen. Välj bland: {offered}."),
            False,
            False,
        )

    def _open(self, why: str) -> Decision:
        return self.asked._replace(action=Action.CONFLICT, message=why, remedy="Välj i kolumnen och läs in filen igen.")

    def _now(self) -> Scalar:
        row = self.book[self.asked.table].by_id.get(self.asked.row)
        cell = row.cells.get(self.asked.key) if row else None
        if cell is None:
            return None
        return cell.raw.value if cell.fault else to_scalar(cell.value)

    def _stale(self) -> bool:
        return self._differs(self._now(), self.asked.current)

    def _differs(self, one: Scalar, other: Shown) -> bool:
        kind = self.book.declaration.table_of(self.asked.table).column(self.asked.key).type
        return normal(one, kind) != normal(as_scalar(other), kind)

    def _keep(self) -> tuple[Decision, bool, bool]:
        kept = self.asked._replace(action=Action.KEEP, message="Värdet i arbetsboken behålls.", remedy="")
        cell = (self.asked.sheet, self.asked.row, self.asked.column)
        kind = self.book.declaration.table_of(self.asked.table).column(self.asked.key).type
        now = as_text(shown_as(self._now(), kind))
        if self.history.settled(cell, now, as_text(self.asked.returned)):
            return kept, False, True
        if self._stale():
            return self._open("Värdet i arbetsboken har ändrats sedan filen gjordes."), False, False
        return kept, False, False

    def _own(self, answer: _Answer) -> tuple[Decision, bool, bool]:
        if not self.asked.mendable:
            return self._open(self.asked.message), False, False
        column = self.book.declaration.table_of(self.asked.table).column(self.asked.key)
        cell = ReturnedCell(
            self.asked.table, self.asked.row, self.asked.key, None, answer.own.value, format=answer.format,
            formula=answer.own.formula is not None,
        )  # fmt: skip
        meant = interpret(self.book, column, cell, decided=True)
        if meant.fault:
            return self._open(f"Den egna texten kan inte skrivas in. {meant.fault} {meant.remedy}"), False, False
        if meant.value is None:
            return self._open("Den egna texten är tom."), False, False
        return self._write(meant.value, own=True)

    def _write(self, value: Shown, *, own: bool) -> tuple[Decision, bool, bool]:
        taken = self.asked._replace(
            action=Action.TAKE, value=value, runs=() if own else self.asked.runs, message="", remedy=""
        )
        if not self._differs(self._now(), value):
            return taken._replace(action=Action.AGREE, message="Redan genomfört."), own, True
        if self._stale():
            return self._open("Värdet i arbetsboken har ändrats sedan filen gjordes."), False, False
        if not self.book.has_column(self.asked.table, self.asked.key):
            return self._open(f"Kolumnen {self.asked.column} finns inte på bladet {self.asked.sheet}."), False, False
        exists = self.asked.row in self.book[self.asked.table].by_id
        if not exists and not self.asked.new_row:
            return self._open(f"Raden {self.asked.row} finns inte i arbetsboken."), False, False
        return taken, own, False


def _beside_taken(decisions: list[Decision], kept: list[bool]) -> list[Decision]:
    """What gives way to another row's answer: the cell has changed through this very file, maybe another day."""
    taken = {each.cell for each in decisions if each.action in _WRITTEN}
    return [
        each._replace(action=Action.KEEP, message="En annan rads värde gäller.", remedy="")
        if keep and each.action is Action.CONFLICT and each.cell in taken
        else each
        for each, keep in zip(decisions, kept, strict=True)
    ]


def _one_per_cell(decisions: Iterable[Decision]) -> list[Decision]:
    """Two choices that would write different values in one cell are no decision."""
    decisions = list(decisions)
    values: dict[tuple[str, str, str], set[str]] = {}
    for each in decisions:
        if each.action is Action.TAKE:
            values.setdefault(each.cell, set()).add(as_text(each.value))
    why = "Två rader vill skriva olika värden i samma cell."
    return [
        each._replace(action=Action.CONFLICT, message=why, remedy="Välj en av dem.")
        if each.action is Action.TAKE and len(values[each.cell]) > 1
        else each
        for each in decisions
    ]
