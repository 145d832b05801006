"""Mail drafts to those who haven't answered: one for each person, with the activities' files attached."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from rus_sheets.answers.returned import short
from rus_sheets.errors import UsageError
from rus_sheets.excel.calc.stored import calculate_new
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.followup.form import form
from rus_sheets.followup.naming import file_name
from rus_sheets.followup.status import AnswerState, UnitStatus, Unreadable
from rus_sheets.followup.terms import AS_SET, GivenTerms
from rus_sheets.usecases.mails.draft_mail import DraftFile
from rus_sheets.usecases.mails.draft_terms import terms_of
from rus_sheets.usecases.mails.draft_words import words_in
from rus_sheets.usecases.mails.drafts import Drafted, Drafting
from rus_sheets.usecases.mails.people import OwnedUnit, units_of
from rus_sheets.usecases.status import Seen, look


def remind(  # noqa: PLR0913 - how it runs is the caller's to say, and all of it by name
    workbook: Path,
    sources: Sequence[Path],
    target: Path,
    *,
    today: dt.date,
    given: GivenTerms = AS_SET,
    on_start: Callable[[int], Callable[[], None]] = lambda _: lambda: None,
    dry_run: bool = False,
) -> Drafted:
    """Write a mail draft (.eml) per person whose answers aren't complete, with the activities' files attached.

    Complete is an answer with all that is expected, each of it read or with something to propose (that is for whoever
    reads it in), and no row that is begun and lacks what it can't be without. The mail says what is lacking of one that
    has been begun.
    A file that has come back half filled in is attached as it is; otherwise the one that was sent, or a new one.
    ``given`` are the last day and the contact where the settings don't hold; ``on_start`` as in ``follow_up``. With
    ``dry_run`` nothing is written.

    Raises UsageError when the declaration has no words for it, UnusableInputError for what can't be used.
    """
    seen = look(workbook, sources, today, on_start)
    book = seen.book
    declared = book.declaration.followup.reminder
    if declared is None:
        raise UsageError("Mallen har ingen text för påminnelser.", remedy="Lägg till [followup.reminder] i mallen.")
    words = words_in(book, declared)
    late = {unit.activity: _lacking(unit) for unit in seen.board.units if not _is_complete(unit)}
    drafting = Drafting(
        book, target, words, terms_of(book, words, given), partial(_attachments, seen, today, given), keeps=False,
        dry_run=dry_run, today=today, lacking=late,
    )  # fmt: skip
    return drafting.drafts([unit for unit in units_of(book) if unit.activity in late])


def _is_complete(unit: UnitStatus) -> bool:
    asked = any(map(_is_to_be_asked, unit.unreadable))
    return unit.state is AnswerState.ANSWERED and not asked and not unit.unfinished


def _is_to_be_asked(answer: Unreadable) -> bool:
    """Whether only the owner can tell what was meant, of a field that is expected."""
    return answer.expected and not answer.has_proposal


def _lacking(unit: UnitStatus) -> str:
    """What an activity that is begun lacks, "" for one that isn't."""
    if unit.state is AnswerState.MISSING:
        return ""
    told = [f"Saknas: {', '.join(unit.missing)}."] if unit.missing else []
    for proposed, words in ((False, "Går inte att läsa"), (True, "Går inte att läsa säkert")):
        asked = [f"{answer.column} (”{answer.seen}”)" for answer in unit.unreadable if answer.has_proposal is proposed]
        told += [f"{words}: {', '.join(asked)}."] if asked else []
    told += [f"{row.sheet}, {row.row} saknar {', '.join(row.columns)}." for row in unit.unfinished]
    return " ".join(told)


def _attachments(seen: Seen, today: dt.date, given: GivenTerms, units: Sequence[OwnedUnit]) -> list[DraftFile]:
    """The files to send again: one that holds several of the activities is sent once, under its own name."""
    found: dict[str, DraftFile] = {}
    for unit in units:
        source = _source(seen, unit.activity)
        together = sum(file.path == source for file in seen.returned) > 1
        row = seen.book[seen.book.declaration.followup.unit].by_id[unit.activity]
        name = short(source) if together else file_name(seen.book, row)
        content = partial(_content, seen, today, given, unit.activity, source)
        found.setdefault(source if together else unit.activity, DraftFile(name, content))
    return list(found.values())


def _source(seen: Seen, activity: str) -> str:
    """The file that has come back for an activity, else the one that was sent, "" where there is none."""
    own = [file.path for file in seen.returned if file.unit == activity]
    counted = next(unit.files for unit in seen.board.units if unit.activity == activity)
    paths = (*(file for file in own if file in counted), *own)
    return next((path for path in paths if path in seen.candidates), "")


def _content(seen: Seen, today: dt.date, given: GivenTerms, activity: str, source: str) -> bytes:
    if source:
        return seen.candidates[source].content()
    return make_workbook(form(seen.book, activity, sent=today, given=given), calculate_new)
