"""What several files say of the same cell: the later answer of one owner, two owners who agree or don't."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rus_sheets.answers.decisions import Action, Decision
from rus_sheets.answers.returned import short
from rus_sheets.book.convert import Shown
from rus_sheets.book.shown import as_text
from rus_sheets.merge.log import History, tells_more

_DECIDE = "Avgör vilket som ska gälla."


def between_files(decisions: Sequence[Decision], history: History) -> list[Decision]:
    """The decisions with each cell's files weighed against each other, ordered by activity and cell.

    Also against those that the ``history`` knows to have been read in before.
    """
    by_cell: dict[tuple[str, str, str], list[Decision]] = {}
    for decision in decisions:
        by_cell.setdefault(decision.cell, []).append(decision)
    weighed = [_in_time(decision, history) for group in by_cell.values() for decision in _weigh(group)]
    places = {cell: number for number, cell in enumerate(by_cell)}
    return sorted(_whole_rows(weighed), key=lambda decision: (decision.activity, places[decision.cell]))


def _in_time(decision: Decision, history: History) -> Decision:
    """What would be taken of a file that is older than one of the same owner's, which said nothing there: read in
    their order, that one would have taken it back.
    """
    later = history.later(decision) if decision.action is Action.TAKE else ""
    if not later:
        return decision
    fault = f"Samma ansvarigs senare svar ({later[:10]}) är redan inläst, och där stod det inte."
    return decision._replace(action=Action.CONFLICT, message=fault, remedy=_DECIDE, clash=decision.added)


def _weigh(group: list[Decision]) -> list[Decision]:
    """One cell's decisions, in the order of their files (by time, then path)."""
    if len(group) == 1:
        return group
    group = _latest_of_each(group)
    takes = [candidate for candidate in group if candidate.action is Action.TAKE]
    # Who confirms what stands there has an answer too, when it is an owner's answer that stands there; but not against
    # one who was handed that very value and changed it.
    unseen = [take for take in takes if as_text(take.base) != as_text(take.current)]
    answers = [
        *takes,
        *(candidate for candidate in group if unseen and candidate.action is Action.AGREE and candidate.log),
    ]
    answers += [candidate for candidate in group if candidate.back]
    if len(unseen) < len(takes):
        # That one answer gave way to what was handed out is no choice of the other's, which stays a question.
        taking = {take.identity for take in takes}
        answers += [candidate for candidate in group if candidate.settled and candidate.identity not in taking]
    if len({_text(answer) for answer in answers}) > 1:
        return [
            _disagreeing(candidate, answers) if candidate.action is Action.TAKE else candidate for candidate in group
        ]
    return [_beside(candidate, takes[0]) if takes else candidate for candidate in group]


def _beside(decision: Decision, first: Decision) -> Decision:
    """An answer beside the one that is taken: the same answer agrees, whatever stands in the workbook now."""
    if decision is first or decision.action not in (Action.TAKE, Action.CONFLICT) or _text(decision) != _text(first):
        return decision
    text = f"Samma svar som i {short(first.file)}."
    return decision._replace(action=Action.AGREE, log=tells_more(decision, first), message=text, remedy="", clash=False)


def _text(decision: Decision) -> str:
    # One that can't be read has no value, and is no blank: a person may have decided on it as it stands.
    value = decision.returned if decision.settled and decision.value is None else decision.value
    return f"{type(value).__name__ if isinstance(value, bool) else ''}{as_text(value)}"


def _latest_of_each(group: list[Decision]) -> list[Decision]:
    """An owner's earlier answer gives way to the later one in the same batch."""
    latest: dict[str, Decision] = {}
    for decision in group:
        if decision.action in (Action.TAKE, Action.AGREE):  # one whose time nobody knows is later than none
            known = latest.get(decision.identity)
            if known is None or decision.when > known.when:
                latest[decision.identity] = decision
    now = [_superseded(one, latest[one.identity]) if one.identity in latest else one for one in group]
    gave_way = {was.identity: was.value for was, decision in zip(group, now, strict=True)
                if was.action is Action.TAKE and decision.action is Action.KEEP}  # fmt: skip
    return [_replacing(line, gave_way) for line in now]


def _replacing(decision: Decision, gave_way: Mapping[str, Shown]) -> Decision:
    """The later answer, with the one in the batch that it replaces."""
    earlier = gave_way.get(decision.identity)
    if decision.action is not Action.TAKE or earlier is None:
        return decision
    return decision._replace(replaces=earlier, message=decision.message or "Ersätter samma ansvarigs tidigare svar.")


def _superseded(decision: Decision, latest: Decision) -> Decision:
    if not decision.when or decision.when >= latest.when or _text(decision) == _text(latest):
        return decision
    if decision.added and decision.clash:  # another row, as it seems, and not the same one changed
        return decision
    if decision.action is Action.AGREE:  # who has changed their mind doesn't stand against themselves
        return decision._replace(log=False)
    if decision.action not in (Action.TAKE, Action.CONFLICT):
        return decision
    text = f"Samma ansvarig har svarat senare, i {short(latest.file)}."
    return decision._replace(action=Action.KEEP, message=text, remedy="", clash=False)


def _disagreeing(decision: Decision, takes: Iterable[Decision]) -> Decision:
    others = sorted({_named(other) for other in takes if _text(other) != _text(decision)})
    fault = f"{_named(decision)} och {', '.join(others)} har olika svar."
    return decision._replace(action=Action.CONFLICT, message=fault, remedy=_DECIDE, clash=True)


def _named(decision: Decision) -> str:
    return f"{decision.who} ({short(decision.file)})" if decision.who else short(decision.file)


def _whole_rows(decisions: list[Decision]) -> list[Decision]:
    """Two owners who each began a new row with the same id have written of two things: never mix their cells.

    Nor does the rest of a row follow by itself when a person has let some of it give way.
    """
    new = [decision for decision in decisions if decision.added]
    clashing = {decision.cell[:2] for decision in new if decision.clash}
    gave_way = {(decision.cell[:2], decision.identity) for decision in new if decision.settled}
    return [
        _not_mixed(decision)
        if decision.added and (decision.cell[:2] in clashing or (decision.cell[:2], decision.identity) in gave_way)
        else decision
        for decision in decisions
    ]


def _not_mixed(decision: Decision) -> Decision:
    """What would have been written to the row (alone, or by several alike) waits for a person too."""
    written = decision.action is Action.TAKE or (
        decision.action is Action.AGREE and as_text(decision.value) != as_text(decision.current)
    )
    if not written:
        return decision
    fault = "Raden har fått olika innehåll i olika filer eller i arbetsboken."
    return decision._replace(action=Action.CONFLICT, message=fault, remedy=_DECIDE, log=False, clash=True)
