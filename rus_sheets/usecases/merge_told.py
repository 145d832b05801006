"""What a merge came to, in the sentences that the command and the page both say, and activity by activity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from rus_sheets.wording import counted

if TYPE_CHECKING:
    from rus_sheets.answers.decisions import Action
    from rus_sheets.merge.questions import Question
    from rus_sheets.usecases.merging import Merged


def sums(merged: Merged, workbook: str) -> Iterator[str]:
    """How much was read in from how many files, or would be."""
    summary = merged.decisions.summary
    read, giving = summary["files"] - summary["refused_files"], merged.decisions.giving
    verb = "Skulle läsa in" if merged.dry_run else "Läste in"
    untouched = len(merged.decisions.untouched)
    if merged.decisions.nothing_answered:
        yield _nothing_answered(untouched)
    elif untouched:
        yield f"{untouched} av filerna är inte {'ändrad' if untouched == 1 else 'ändrade'} sedan utskicket."
    if not read:
        yield f"Inget {'skulle läsas in' if merged.dry_run else 'är inläst'} till {workbook}."
        return
    files = counted(giving, "fil", "filer") + (
        f" ({read} {'läst' if read == 1 else 'lästa'})" if read != giving else ""
    )
    yield (
        f"{verb} {counted(merged.written, 'värde', 'värden')} från {files} till "
        f"{workbook}. {summary['agree']} stod där redan."
    )


def replaces(merged: Merged) -> Iterator[str]:
    """How much is read in over the same owner's earlier answer."""
    if merged.replacing:
        yield f"{counted(len(merged.replacing), 'värde', 'värden')} ersätter samma ansvarigs tidigare svar"


def waits(merged: Merged) -> Iterator[str]:
    """How much waits for a person."""
    summary = merged.decisions.summary
    if merged.waiting:
        conflicts = counted(summary["conflict"], "konflikt", "konflikter")
        refused = counted(summary["refuse"], "värde", "värden")
        yield f"{conflicts} och {refused} som inte kunde läsas in väntar på er."
    asks = sum(note.asks for file in merged.decisions.files for note in file.notes)
    if asks:
        yield f"{counted(asks, 'anmärkning', 'anmärkningar')} som kan vara svar väntar på er."


def choices(merged: Merged, workbook: str) -> Iterator[str]:
    """What was decided on, or would be, and how much isn't yet."""
    summary = merged.decisions.summary
    decided, open_ = merged.decided
    yield f"{'Skulle bli: ' if merged.dry_run else ''}{counted(decided, 'avgjord', 'avgjorda')}, {open_} kvar."
    written = counted(merged.written, "värde", "värden")
    verb, keep = ("skulle skrivas", "behålls") if merged.dry_run else ("skrevs", "behölls")
    again = counted(summary["agree"], "var redan genomförd", "var redan genomförda")
    yield f"{written} {verb} i {workbook}, {summary['keep']} {keep}, {again}."


class MergedActivity(Struct, frozen=True):
    """What became of one activity's answers; ``name`` is its id with what people call it."""

    name: str
    questions: tuple[Question, ...]

    @property
    def counts(self) -> Mapping[Action, int]:
        """How many values of each decision."""
        return Counter(decision.action for question in self.questions for decision in question.decisions)


def by_activity(merged: Merged) -> tuple[MergedActivity, ...]:
    """All decisions, activity by activity in the order of the decisions."""
    from rus_sheets.merge.questions import every  # noqa: PLC0415 - the commands start without it

    groups: dict[str, list[Question]] = {}
    for question in every(merged.book, merged.decisions.decisions):
        groups.setdefault(question.activity, []).append(question)
    return tuple(MergedActivity(name, tuple(found)) for name, found in groups.items())


def _nothing_answered(files: int) -> str:
    if files == 1:
        return "Filen har inget nytt svar: den är som den lämnades ut, eller som arbetsboken. Är det rätt fil?"
    return f"Inga av de {files} är ändrade sedan utskicket. Är det rätt mapp?"
