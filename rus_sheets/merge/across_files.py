"""What several files say of the same cell: the later answer of one owner, two owners who agree or don't."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rus_sheets.answers.decisions import Action, Decision
from rus_sheets.answers.returned import short
from rus_sheets.book.convert import Shown
from rus_sheets.book.shown import as_text
from rus_sheets.merge.log import tells_more

_DECIDE = "Avgör vilket som ska gälla."


def between_files(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions with each cell's files weighed against each other, ordered by activity and cell."""
    by_cell: dict[tuple[str, str, str], list[Decision]] = {}
    for decision in decisions:
        by_cell.setdefault(decision.cell, []).append(decision)
    weighed = [decision for group in by_cell.values() for decision in _weigh(group)]
    places = {cell: number for number, cell in enumerate(by_cell)}
    return sorted(_whole_rows(weighed), key=lambda each: (each.activity, places[each.cell]))


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
    if takes and len({_text(answer) for answer in answers}) > 1:
        return [
            _disagreeing(candidate, answers) if candidate.action is Action.TAKE else candidate for candidate in group
        ]
    return [_beside(candidate, takes[0]) if takes else candidate for candidate in group]


def _beside(each: Decision, first: Decision) -> Decision:
    """An answer beside the one that is taken: the same answer agrees, whatever stands in the workbook now."""
    if each is first or each.action not in (Action.TAKE, Action.CONFLICT) or _text(each) != _text(first):
        return each
    text = f"Samma svar som i {short(first.file)}."
    return each._replace(action=Action.AGREE, log=tells_more(each, first), message=text, remedy="", clash=False)


def _text(each: Decision) -> str:
    return f"{type(each.value).__name__ if isinstance(each.value, bool) else ''}{as_text(each.value)}"


def _latest_of_each(group: list[Decision]) -> list[Decision]:
    """An owner's earlier answer gives way to the later one in the same batch."""
    latest: dict[str, Decision] = {}
    for each in group:
        if each.action in (Action.TAKE, Action.AGREE) and each.when:
            known = latest.get(each.identity)
            if known is None or each.when > known.when:
                latest[each.identity] = each
    now = [_superseded(one, latest[one.identity]) if one.identity in latest else one for one in group]
    gave_way = {was.identity: was.value for was, each in zip(group, now, strict=True)
                if was.action is Action.TAKE and each.action is Action.KEEP}  # fmt: skip
    return [_replacing(line, gave_way) for line in now]


def _replacing(each: Decision, gave_way: Mapping[str, Shown]) -> Decision:
    """The later answer, with the one in the batch that it replaces."""
    earlier = gave_way.get(each.identity)
    if each.action is not Action.TAKE or earlier is None:
        return each
    return each._replace(replaces=earlier, message=each.message or "Ersätter samma ansvarigs tidigare svar.")


def _superseded(each: Decision, latest: Decision) -> Decision:
    if not each.when or each.when >= latest.when or _text(each) == _text(latest):
        return each
    if each.added and each.clash:  # another row, as it seems, and not the same one changed
        return each
    if each.action is Action.AGREE:  # who has changed their mind doesn't stand against themselves
        return each._replace(log=False)
    if each.action not in (Action.TAKE, Action.CONFLICT):
        return each
    text = f"Samma ansvarig har svarat senare, i {short(latest.file)}."
    return each._replace(action=Action.KEEP, message=text, remedy="", clash=False)


def _disagreeing(each: Decision, takes: Iterable[Decision]) -> Decision:
    others = sorted({_named(other) for other in takes if _text(other) != _text(each)})
    fault = f"{_named(each)} och {', '.join(others)} har olika svar."
    return each._replace(action=Action.CONFLICT, message=fault, remedy=_DECIDE, clash=True)


def _named(each: Decision) -> str:
    return f"{each.who} ({short(each.file)})" if each.who else short(each.file)


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


def _not_mixed(each: Decision) -> Decision:
    """What would have been written to the row (alone, or by several alike) waits for a person too."""
    written = each.action is Action.TAKE or (
        each.action is Action.AGREE and as_text(each.value) != as_text(each.current)
    )
    if not written:
        return each
    fault = "Raden har fått olika innehåll i olika filer eller i arbetsboken."
    return each._replace(action=Action.CONFLICT, message=fault, remedy=_DECIDE, log=False, clash=True)
