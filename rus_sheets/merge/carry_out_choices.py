"""Carries out what a person has chosen in a conflict workbook; what isn't chosen, or is stale, stays open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.answers.decisions import Action, Decision, Decisions, Edits, FileResult, FileState
from rus_sheets.answers.interpret import interpret
from rus_sheets.answers.returned import Note, ReturnedCell, short
from rus_sheets.book.convert import Shown, tidy, to_scalar
from rus_sheets.book.display import quoted, seen
from rus_sheets.book.model import Book
from rus_sheets.book.raw import RawWorkbook, Scalar
from rus_sheets.book.shown import as_scalar, as_text, normal, shown_as
from rus_sheets.merge.apply import edits_of, log_entry
from rus_sheets.merge.conflicts import proposal, remembered
from rus_sheets.merge.log import History, LogEntry, read_log
from rus_sheets.merge.read_choices import Answers, ChoiceAnswer, read_answers
from rus_sheets.merge.row_choices import MadeChoice, complete_rows, unmixed_rows

_WRITTEN = (Action.TAKE, Action.AGREE)
CHOOSE = "Välj i kolumnen och läs in filen igen."
"""The remedy where there is nothing more to say: how a choice is made in the file."""


class CarriedOut(Struct, frozen=True):
    """What was chosen for each question: ``decisions`` to show, and what it comes to.

    A decision is take (``value`` is written), agree (it has been written already), keep (the workbook's value stays)
    or still conflict, with the reason.
    ``own`` are those taken with a person's own text; ``done`` those that had been carried out before. ``stale`` are
    those that no choice in this file can decide, since the workbook has another value now; ``current`` is that value.
    ``rows`` are the numbers of the questions, one for each decision: one row may be about many values.
    """

    path: str
    decisions: Decisions
    own: frozenset[int] = frozenset()
    done: frozenset[int] = frozenset()
    stale: frozenset[int] = frozenset()
    rows: tuple[int, ...] = ()

    @property
    def goes_on(self) -> bool:
        """Whether what is still open can be chosen in this file."""
        return any(
            decision.action is Action.CONFLICT and number not in self.stale
            for number, decision in enumerate(self.decisions.decisions)
        )


def read_choices(raw: RawWorkbook, book: Book) -> CarriedOut:
    """The choices in a conflict workbook, weighed against the workbook as it is now.

    Raises UnusableInputError for a file that is no conflict workbook of this workbook's.
    """
    asked = remembered(raw, book)
    answers = read_answers(raw, book.declaration.merge, asked)
    history = History.of(book.declaration.merge, read_log(book))
    numbered = [(number, decision) for number, question in enumerate(asked, 1) for decision in question.decisions]
    weighed = [_Weigh(book, history, decision).decide(answers, number) for number, decision in numbered]
    each_asked = [decision for _, decision in numbered]
    decisions = _one_per_cell(weighed)
    decisions = complete_rows(_made(each_asked, decisions, weighed))
    decisions = _beside_taken(decisions, weighed)
    decisions = unmixed_rows(book, _made(each_asked, decisions, weighed))
    own = frozenset(number for number, given in enumerate(weighed) if given.own)
    done = frozenset(number for number, given in enumerate(weighed) if given.done)
    stale = _stale(decisions, weighed)
    rows = tuple(number for number, _ in numbered)
    return CarriedOut(raw.path, retold(raw.path, tuple(decisions), tuple(answers.strays), rows), own, done, stale, rows)


def decided(decisions: Sequence[Decision], rows: Sequence[int]) -> tuple[int, int]:
    """How many of the rows that a person sees are decided on, and how many are left."""
    waits = (Action.CONFLICT, Action.REFUSE)
    left = {row for decision, row in zip(decisions, rows, strict=True) if decision.action in waits}
    return len(set(rows)) - len(left), len(left)


def retold(path: str, decisions: tuple[Decision, ...], notes: tuple[Note, ...], rows: Sequence[int]) -> Decisions:
    """The decisions with how many rows are decided on and how many wait, also when some have become others."""
    done, open_ = decided(decisions, rows)
    message = f"{done} {'avgjord' if done == 1 else 'avgjorda'}, {open_} kvar att avgöra"
    state = FileState.OPEN if open_ or notes else FileState.MERGED
    return Decisions((FileResult(path, "", state, message, notes),), decisions)


def choice_edits(book: Book, chosen: CarriedOut, now: dt.datetime) -> Edits:
    """What the choices change in ``book``, with the log: it remembers what gave way, so that nobody is asked again."""
    words = book.declaration.merge
    decisions = chosen.decisions.decisions
    fresh = [(number, decision) for number, decision in enumerate(decisions) if number not in chosen.done]
    taken = [decision for _, decision in fresh if decision.action is Action.TAKE]
    after = {decision.cell: decision.value for decision in decisions if decision.action in _WRITTEN}
    logged: list[LogEntry] = []
    for number, decision in fresh:
        if decision.action is Action.TAKE and number in chosen.own:
            entry = log_entry(book, decision._replace(who="", when="", file=short(chosen.path)), now, words.own)
            logged += [entry, _gave_way(book, decision, decision.value, now)]
        elif decision.action is Action.TAKE:
            logged.append(log_entry(book, decision, now))
    logged += [
        _gave_way(book, decision, after.get(decision.cell, decision.current), now)
        for _, decision in fresh
        if decision.action is Action.KEEP
    ]
    return edits_of(book, taken, logged)


def _gave_way(book: Book, decision: Decision, stays: Shown, now: dt.datetime) -> LogEntry:
    entry = log_entry(book, decision, now, book.declaration.merge.kept)
    return replace(entry, before=as_text(decision.returned), after=as_text(stays))


class _Weighed(Struct, frozen=True):
    """What became of one value: a person's own text, carried out before, and whether the workbook's is to stay.

    ``stale`` where it can't be decided on in this file.

    ``place`` is where the choice was made.
    """

    decision: Decision
    place: str = ""
    own: bool = False
    done: bool = False
    keep: bool = False
    stale: bool = False


class _Weigh(Struct, frozen=True):
    """One value that a person was asked about."""

    book: Book
    history: History
    asked: Decision

    def decide(self, answers: Answers, number: int) -> _Weighed:
        """What the answer to the question of that number comes to."""
        answer = answers.given.get(number)
        if number in answers.faults:
            return self._open(answers.faults[number], "Rätta raderna och läs in filen igen.")
        if answer is None:
            return self._outdated() if self._stale() else self._open("Inget val är gjort.")
        found = replace(self._weighed(answer), place=answer.place)
        if found.decision.action is Action.CONFLICT:
            message = f"{answer.place}: {found.decision.message}"
            return replace(found, decision=found.decision._replace(message=message))
        return found

    def _weighed(self, answer: ChoiceAnswer) -> _Weighed:
        words = self.book.declaration.merge
        choice = answer.choice.casefold()
        if choice == words.choice_own.casefold():
            return self._own(answer)
        if answer.text and answer.text != tidy(proposal(self.asked)):
            stands = f"valet är ”{answer.choice}”" if answer.choice else "inget val är gjort"
            remedy = f"Välj ”{words.choice_own}”, eller ta bort texten."
            return self._open(f"Det står en egen text, men {stands}.", remedy)
        if choice == words.choice_keep.casefold():
            return self._keep()
        if choice == words.choice_take.casefold():
            if not self.asked.mendable or self.asked.action is Action.REFUSE:
                return self._open(f"Det inkomna kan inte tas som det står. {self.asked.message}", self.asked.remedy)
            return self._write(self.asked.value, own=False)
        offered = ", ".join((words.choice_keep, words.choice_take, words.choice_own))
        return self._open(f"”{answer.choice}” är inget av valen.", f"Välj bland: {offered}.")

    def _open(self, why: str, remedy: str = CHOOSE) -> _Weighed:
        return _Weighed(self.asked._replace(action=Action.CONFLICT, message=why, remedy=remedy))

    def _now(self) -> Scalar:
        row = self.book[self.asked.table].by_id.get(self.asked.row)
        cell = row.cells.get(self.asked.key) if row else None
        if cell is None:
            return None
        return cell.raw.value if cell.fault else to_scalar(cell.value)

    def _stale(self) -> bool:
        return self._differs(self._now(), self.asked.current)

    def _outdated(self, *, keep: bool = False) -> _Weighed:
        """Open, and to be decided on in another file: this one asks about a value that has given way."""
        kind = self.book.declaration.table_of(self.asked.table).column(self.asked.key).type
        now = shown_as(self._now(), kind)
        then = quoted(seen(self.asked.current)) if seen(self.asked.current) else "tomt"
        message = f"Värdet i arbetsboken har ändrats sedan filen gjordes: det var {then}."
        remedy = f"Läs in {short(self.asked.file)} igen med --conflicts och ett nytt filnamn, och välj där."
        open_ = self.asked._replace(action=Action.CONFLICT, message=message, remedy=remedy, current=now)
        return _Weighed(open_, keep=keep, stale=True)

    def _differs(self, one: Scalar, other: Shown) -> bool:
        kind = self.book.declaration.table_of(self.asked.table).column(self.asked.key).type
        return normal(one, kind) != normal(as_scalar(other), kind)

    def _keep(self) -> _Weighed:
        kept = self.asked._replace(action=Action.KEEP, message="Värdet i arbetsboken behålls.", remedy="")
        cell = (self.asked.sheet, self.asked.row, self.asked.column)
        kind = self.book.declaration.table_of(self.asked.table).column(self.asked.key).type
        now = as_text(shown_as(self._now(), kind))
        if self.history.settled(cell, now, as_text(self.asked.returned)):
            return _Weighed(kept, done=True, keep=True)
        if self._stale():
            return self._outdated(keep=True)
        return _Weighed(kept, keep=True)

    def _own(self, answer: ChoiceAnswer) -> _Weighed:
        if self.asked.new_unit:
            return self._open("En egen text kan inte stå för en hel rad.", "Välj ett av de andra valen.")
        if not self.asked.mendable:
            return self._open(self.asked.message, self.asked.remedy)
        column = self.book.declaration.table_of(self.asked.table).column(self.asked.key)
        cell = ReturnedCell(
            self.asked.table, self.asked.row, self.asked.key, None, answer.own.value,
            format=answer.style.kind_of(answer.own.value, column.type), code=answer.style.number_format,
            formula=answer.own.formula is not None,
        )  # fmt: skip
        meant = interpret(self.book, column, cell, decided=True)
        if meant.fault:
            return self._open(f"Den egna texten kan inte skrivas in. {meant.fault} {meant.remedy}")
        if meant.value is None:
            return self._open("Den egna texten är tom.")
        return self._write(meant.value, own=True)

    def _write(self, value: Shown, *, own: bool) -> _Weighed:
        taken = self.asked._replace(
            action=Action.TAKE, value=value, runs=() if own else self.asked.runs, message="", remedy=""
        )
        if not self._differs(self._now(), value):
            return _Weighed(taken._replace(action=Action.AGREE, message="Redan genomfört."), own=own, done=True)
        units = self.book[self.book.declaration.followup.unit].by_id
        if self._stale() or (self.asked.new_unit and self.asked.activity in units):
            return self._outdated()
        if not self.book.has_column(self.asked.table, self.asked.key):
            remedy = "Lägg till kolumnen sist i tabellen, med just den rubriken, och läs in filen igen."
            return self._open(f"Kolumnen {self.asked.column} finns inte på bladet {self.asked.sheet}.", remedy)
        exists = self.asked.row in self.book[self.asked.table].by_id
        if not exists and not self.asked.new_row:
            return self._open(f"Raden {self.asked.row} finns inte i arbetsboken.")
        return _Weighed(taken, own=own)


def _stale(decisions: list[Decision], weighed: list[_Weighed]) -> frozenset[int]:
    """Those that can't be decided on in this file: a row that an owner has added not in any of its cells."""
    stale = {
        (decision.cell[:2], decision.file)
        for decision, given in zip(decisions, weighed, strict=True)
        if given.stale and decision.added and decision.action is Action.CONFLICT
    }
    return frozenset(
        number
        for number, (decision, given) in enumerate(zip(decisions, weighed, strict=True))
        if given.stale or (decision.added and (decision.cell[:2], decision.file) in stale)
    )


def _made(asked: list[Decision], decisions: list[Decision], weighed: list[_Weighed]) -> list[MadeChoice]:
    return [
        MadeChoice(question, decision, given.place, given.own, given.keep, given.done, given.stale)
        for question, decision, given in zip(asked, decisions, weighed, strict=True)
    ]


def _beside_taken(decisions: list[Decision], weighed: list[_Weighed]) -> list[Decision]:
    """What gives way to another row's answer: the cell has changed through this very file, maybe another day."""
    taken = {decision.cell for decision in decisions if decision.action in _WRITTEN}
    return [
        decision._replace(action=Action.KEEP, message="En annan rads värde gäller.", remedy="")
        if given.keep and given.decision.action is Action.CONFLICT and decision.cell in taken
        else decision
        for decision, given in zip(decisions, weighed, strict=True)
    ]


def _one_per_cell(weighed: Iterable[_Weighed]) -> list[Decision]:
    """Two choices that would write different values in one cell are no decision."""
    weighed = list(weighed)
    values: dict[tuple[str, str, str], set[str]] = {}
    places: dict[tuple[str, str, str], list[str]] = {}
    for choice in weighed:
        if choice.decision.action is Action.TAKE:
            values.setdefault(choice.decision.cell, set()).add(as_text(choice.decision.value))
            places.setdefault(choice.decision.cell, []).append(choice.place)
    return [
        choice.decision._replace(
            action=Action.CONFLICT, remedy="Välj en av dem.",
            message=f"{' och '.join(places[choice.decision.cell])}: Raderna vill skriva olika värden i samma cell.",
        )
        if choice.decision.action is Action.TAKE and len(values[choice.decision.cell]) > 1
        else choice.decision
        for choice in weighed
    ]  # fmt: skip
