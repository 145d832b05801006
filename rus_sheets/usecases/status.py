"""Who has answered: the secretariat's board, and mail drafts to those who haven't."""

from __future__ import annotations

import datetime as dt
import mimetypes
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from rus_sheets.book.answers import Returned
from rus_sheets.book.decisions import Action
from rus_sheets.book.model import Book
from rus_sheets.errors import UnusableInputError, UsageError, reason
from rus_sheets.excel.atomic import write_atomically
from rus_sheets.excel.calc import calculate_new
from rus_sheets.excel.make import make_workbook
from rus_sheets.followup.form import form
from rus_sheets.followup.naming import file_name, safe_name
from rus_sheets.followup.status import AnswerState, UnitStatus, status
from rus_sheets.merge.decide import decide
from rus_sheets.schema.model import Reminder
from rus_sheets.usecases import needs
from rus_sheets.usecases.collecting import collect, read_candidates
from rus_sheets.usecases.opening import open_book


@dataclass(frozen=True, slots=True)
class Board:
    """Every activity's state; ``open`` is how many of its returned values a person has to look at before a merge.

    ``refused`` are files that can't be used, with the reason; ``headers`` what the workbook calls a unit and its owner.
    """

    headers: tuple[str, str]
    units: tuple[UnitStatus, ...]
    open: Mapping[str, int]
    refused: tuple[tuple[str, str], ...]

    def count(self, state: AnswerState) -> int:
        """How many activities are in that state."""
        return sum(1 for unit in self.units if unit.state is state)


def follow_up(
    workbook: Path,
    sources: Sequence[Path],
    *,
    today: dt.date,
    on_start: Callable[[int], Callable[[], None]] = lambda _: lambda: None,
) -> Board:
    """The board for the workbook and the files in ``sources``, both those sent and those that came back.

    Raises UnusableInputError when the workbook can't be used.
    """
    return _board(open_book(workbook), workbook, sources, today, on_start)[0]


def _board(
    book: Book, workbook: Path, sources: Sequence[Path], today: dt.date, on_start: Callable[[int], Callable[[], None]]
) -> tuple[Board, list[Returned]]:
    needs.ensure(book, needs.to_follow_up(book.declaration), workbook)
    candidates = collect(sources, workbook)
    files = read_candidates(candidates, [book.declaration], on_start(len(candidates)))
    decisions = decide(book, files, now=dt.datetime.now(dt.UTC))
    waiting = Counter(each.activity for each in decisions.of(Action.CONFLICT, Action.REFUSE))
    refused = tuple((each.path, each.message) for each in decisions.files if each.state == "refused")
    returned = [each for each in files if isinstance(each, Returned)]
    settled = {(each.file, each.place) for each in decisions.decisions if each.settled}
    return Board(_headers(book), status(book, files, today, settled=settled), waiting, refused), returned


def _headers(book: Book) -> tuple[str, str]:
    form = book.declaration.followup
    table = book.declaration.table_of(form.unit)
    unit, owner = (table.column(key).header if key else "" for key in (table.title, form.owner))
    return unit, owner


def remind(workbook: Path, sources: Sequence[Path], target: Path, *, today: dt.date) -> tuple[Path, ...]:
    """Write a mail draft (.eml) per owner whose answers aren't complete, with the activities' files attached.

    A file that has come back half filled in is attached as it is; otherwise the one that was sent, or a new one.
    Raises UsageError when the declaration has no words for it, UnusableInputError for what can't be used.
    """
    book = open_book(workbook)
    words = book.declaration.followup.reminder
    if words is None:
        raise UsageError("Mallen har ingen text för påminnelser.", remedy="Lägg till [followup.reminder] i mallen.")
    board, returned = _board(book, workbook, sources, today, lambda _: lambda: None)
    late = [unit for unit in board.units if unit.state is not AnswerState.ANSWERED]
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fault = f"Mappen kan inte skapas ({reason(error)})."
        raise UnusableInputError(fault, place=str(target), remedy="Välj en annan mapp.") from error
    attachments = _Attachments(book, sources, returned, today)
    return tuple(
        _draft(book, words, units, attachments, target) for units in _by_owner(late) if units[0].email or units[0].owner
    )


def _by_owner(units: Sequence[UnitStatus]) -> Iterator[list[UnitStatus]]:
    groups: dict[tuple[str, str], list[UnitStatus]] = {}
    for unit in units:
        groups.setdefault((unit.owner, unit.email), []).append(unit)
    yield from groups.values()


@dataclass(frozen=True)
class _Attachments:
    """The file to send again for an activity."""

    book: Book
    sources: Sequence[Path]
    returned: Sequence[Returned]
    today: dt.date

    def of(self, unit: UnitStatus) -> tuple[str, bytes]:
        row = self.book[self.book.declaration.followup.unit].by_id[unit.activity]
        own = [file.path for file in self.returned if file.unit == unit.activity]
        started = [path for path in own if path in unit.files]
        for path in (*started, *own):
            found = next((source / path for source in self.sources if (source / path).is_file()), None)
            if found is not None:
                return file_name(self.book, row), found.read_bytes()
        made = make_workbook(form(self.book, unit.activity, sent=self.today), calculate_new)
        return file_name(self.book, row), made


def _draft(book: Book, words: Reminder, units: Sequence[UnitStatus], attachments: _Attachments, target: Path) -> Path:
    owner, email = units[0].owner, units[0].email
    filled = {
        "year": book.year or "",
        "owner": owner,
        "activities": "\n".join(f"  {unit.activity} {unit.title}" for unit in units),
        "sender": book.setting_text("short_name"),
    }
    message = EmailMessage(policy=SMTP)
    message["Subject"] = words.subject.format(**filled)
    if email:
        message["To"] = Address(owner, addr_spec=email)
    message["X-Unsent"] = "1"  # Outlook opens it as a draft to send, not as a received mail
    message.set_content(words.text.format(**filled).strip() + "\n")
    for unit in units:
        name, data = attachments.of(unit)
        kind, _, subtype = (mimetypes.guess_type(name)[0] or "application/octet-stream").partition("/")
        message.add_attachment(data, maintype=kind, subtype=subtype, filename=name)
    path = target / f"{safe_name(words.file_name.format(**filled))}.eml"
    write_atomically(path, message.as_bytes())
    return path
