"""What a merge has done and what waits for a person, each with why and what to do."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from rus_sheets.book.convert import Shown
from rus_sheets.cli.grouping import as_ranges
from rus_sheets.cli.terminal import say, say_command, say_refused, say_styled
from rus_sheets.commandline import command_line
from rus_sheets.usecases.merge_told import choices, replaces, sums, waits

if TYPE_CHECKING:
    from rus_sheets.answers.decisions import Decision
    from rus_sheets.merge.questions import Question
    from rus_sheets.usecases.merging import Merged

_LONGEST = 58
_MOST = 30
"""Replaced answers that are listed one by one."""


def show(merged: Merged, workbook: Path) -> None:
    """What was read in, what was refused, and what waits for a person last, where it is seen."""
    from rus_sheets.answers.decisions import FileState  # noqa: PLC0415

    files = merged.decisions.files
    say_refused((file.path, file.message) for file in files if file.state is FileState.REFUSED)
    for file in files:
        if file.state is FileState.OTHER:
            say(f"Inget svar: {file.path}. {file.message}")
        for note in file.notes:
            say_styled(
                *(("Att se till: ", "bold red") if note.asks else ("Obs: ", "")),
                f"{file.path}{', ' if note.place else ': '}{note}",
            )
    if merged.waiting:
        say_styled("KONFLIKTER – arbetsboken är orörd på de här ställena", "bold")
        for activity, questions in groupby(merged.waiting, key=lambda question: question.activity):
            say(activity, indent=2)
            for question in questions:
                _show_question(question)
    if merged.chosen_in:
        _show_choices(merged, workbook, merged.chosen_in)
    else:
        _show_counts(merged, workbook)
    if merged.backup:
        say(f"Kopia från före: {merged.backup.parent.name}/{merged.backup.name}")
    if merged.untrusted:
        say(f"Räknas om när arbetsboken öppnas i Excel: {as_ranges(merged.untrusted)}")


def _show_question(question: Question) -> None:
    first = question.decisions[0]
    if len(question.decisions) == 1:
        say(f"{question.place} ({first.file})", indent=4)
        say(_values(first), indent=6)
    else:
        say(f"{question.place} i {first.file}:", indent=4)
        for decision in question.decisions:
            say(f"{decision.sheet}, {decision.row}: {decision.column}: {_quoted(decision.returned_seen)}", indent=8)
    say(f"→ {first.message} {first.remedy}", indent=6)


def _values(decision: Decision) -> str:
    from rus_sheets.answers.decisions import Action  # noqa: PLC0415

    if decision.action is Action.REFUSE:
        return f"Inte inläst: {_quoted(decision.returned_seen, decision.base)}"
    stands = decision.current if decision.current is not None else decision.base
    told = (
        ("Utlämnat", decision.base, decision.returned_seen),
        ("I arbetsboken", decision.current, decision.returned_seen),
        ("Inkommet", decision.returned_seen, stands),
    )
    return " · ".join(f"{where}: {_quoted(value, other)}" for where, value, other in told)


def _quoted(value: Shown, other: Shown = None) -> str:
    """The value in quotation marks; a long one is cut round what differs from the other."""
    from rus_sheets.book.display import around, seen  # noqa: PLC0415

    text = seen(value)
    return f"”{around(text, seen(other), _LONGEST)}”" if text else "tomt"


def _show_replacing(merged: Merged) -> None:
    """What is read in over the same owner's earlier answer: which values, and what they were."""
    for line in replaces(merged):
        say(f"{line}:")
    for question in merged.replacing[:_MOST]:
        decision = question.decisions[0]
        was, now = _quoted(decision.replaces, decision.value), _quoted(decision.value, decision.replaces)
        say(f"{question.activity.split(' ')[0]}, {question.place}: {was} blir {now} ({decision.file})", indent=2)
    more = len(merged.replacing) - _MOST
    if more > 0:
        say(f"och {more} till. Alla står i arbetsbokens logg.", indent=2)


def _show_counts(merged: Merged, workbook: Path) -> None:
    for line in sums(merged, workbook.name):
        say(line)
    summary = merged.decisions.summary
    if summary["files"] == summary["refused_files"]:
        return
    _show_replacing(merged)
    for line in waits(merged):
        say(line)
    if merged.conflicts:
        say(f"Avgör dem i {merged.conflicts} och kör sedan:")
        say_command(command_line("merge", workbook, "--decisions", merged.conflicts))
    elif merged.asks:
        say("Avgör dem i en arbetsbok: kör igen med --conflicts konflikter.xlsx")


def _show_choices(merged: Merged, workbook: Path, chosen_in: Path) -> None:
    """What was decided on, summed, and what isn't yet."""
    for line in choices(merged, workbook.name):
        say(line)
    if merged.goes_on:
        say(f"Det som är kvar: välj i {chosen_in}, spara och kör igen:")
        say_command(command_line("merge", workbook, "--decisions", chosen_in))
