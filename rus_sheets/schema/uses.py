"""What a declared workbook is used for: follow-up forms, merging, comparing, next year, documents."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field


class DocumentCommand(StrEnum):
    """The commands that write a document; ``short`` is ``report --short``."""

    PLAN = "plan"
    REPORT = "report"
    APPLICATION = "application"
    SHORT = "short"


class DocumentContext(StrEnum):
    """What a document's template can ask for: every table as it is, or the names made for one kind of document."""

    GENERAL = "general"
    PLAN = "plan"
    REPORT = "report"
    APPLICATION = "application"
    SHORT = "short"


class ChildTable(Struct, frozen=True):
    """A table in the follow-up form; ``new_id`` is the pattern of the ids that its empty rows carry.

    ``word`` is what one row is called in a mail, "" for the sheet's name. ``left_out`` are columns that aren't the
    owner's business.
    """

    table: str
    new_rows: int = 0
    new_id: str = ""
    word: str = ""
    left_out: tuple[str, ...] = ()


MAIL_NAMES = ("år", "ansvarig", "aktiviteter", "avsändare", "sista dag", "kontakt", "fält")
"""What the subject and the text of a mail draft may ask for: people write them, in the workbook."""


class DraftWords(Struct, frozen=True):
    """The words of a mail draft to an owner; the names in MAIL_NAMES are filled in, {aktiviteter} one a line, and
    {fält} as lines to answer on in the mail itself.

    A line of the text that asks for a last day or a contact is left out where there is none. ``row`` is the row of the
    ``table`` of texts that holds the subject and the text, so that people can change them; until then those of its
    ``known_rows`` hold. A declaration without such a table has a ``subject`` and a ``text`` here. The name of the
    draft may ask for {owner}. ``page`` is a file in reports/ that is attached, "" for none.
    """

    file_name: str
    subject: str = ""
    text: str = ""
    table: str = ""
    row: str = ""
    page: str = ""


class Followup(Struct, frozen=True):
    """The form sent to each owner: one per row of ``unit``, answering the row of ``answer``.

    ``owner`` and ``email`` are the columns of ``unit`` that tell who answers and where, "" for none. The state of a
    field is ``done``, ``missing`` while something is lacking, ``unreadable`` where the merge would refuse what stands
    there, ``unsure`` where the form can't tell, and ``optional``. A declaration without ``unreadable`` says ``missing``
    instead, and one without ``unsure`` says ``unreadable``. ``answered_by`` is the column of ``answer`` that tells
    whether a unit has reported, "" for none: documents warn of those that haven't. ``answered_on`` is the column of
    ``answer`` with the day that its owner was ready, "" for none: no day before the form, nor to come. ``last_day``
    and ``contact`` are the settings that say until when to answer and whom to ask, "" for none. ``invitation`` is the
    mail that the forms are sent with, ``reminder`` the one to those who are late. ``owner_file_name`` is the name of
    one file with all of an owner's forms, "" for none; ``overview`` is its first sheet, which says ``overview_intro``.
    ``rows_sheet`` is the sheet of those child tables that new rows are written in, "" where each has its own.
    """

    unit: str
    answer: str
    sheet: str
    title: str
    file_name: str
    intro: str
    facts_heading: str
    answer_heading: str
    earlier: str
    done: str
    missing: str
    missing_count: str
    optional: str
    state_header: str
    whole_label: str
    facts: tuple[str, ...]
    owner: str = ""
    email: str = ""
    child_tables: tuple[ChildTable, ...] = ()
    last_day: str = ""
    contact: str = ""
    invitation: DraftWords | None = None
    reminder: DraftWords | None = None
    unreadable: str = ""
    unreadable_count: str = ""
    unsure: str = ""
    unsure_count: str = ""
    answered_by: str = ""
    answered_on: str = ""
    owner_file_name: str = ""
    overview: str = ""
    overview_intro: str = ""
    rows_sheet: str = ""


class MergeWords(Struct, frozen=True):
    """The words of a merge: what the log calls each decision, and the workbook in which conflicts are decided on.

    ``headers`` are the conflict workbook's columns by key: number, activity, place, base, current, returned, who, file,
    why, choice and own. In the intro, {command} is the command that carries the choices out.
    """

    taken: str
    confirmed: str
    kept: str
    own: str
    sheet: str
    title: str
    intro: str
    choice_keep: str
    choice_take: str
    choice_own: str
    headers: Mapping[str, str]


class CompareWords(Struct, frozen=True):
    """The workbook that shows what differs between two workbooks.

    ``headers`` are its columns by key: kind, sheet, row, title, column, a, b and difference. In title and intro, {a}
    and {b} are the files' names. ``intro_by_name``, ``same`` and ``unsure`` are for rows that are matched by name.
    """

    sheet: str
    title: str
    intro: str
    new: str
    ended: str
    changed: str
    total: str
    headers: Mapping[str, str]
    intro_by_name: str = ""
    same: str = ""
    unsure: str = ""


class NextYear(Struct, frozen=True):
    """What doesn't follow along when next year's workbook is made from this year's; all else does.

    Columns are "table.column". ``after_period`` are emptied only when the year isn't in the period that the setting
    ``period`` tells. ``shown`` says which column shows this year's value of another one. ``gone`` are the rows that go
    by what a column says ("texts.document" and the choice), but those that the declaration itself knows.
    """

    empty_tables: tuple[str, ...] = ()
    gone: Mapping[str, str] = field(default_factory=dict)
    empty_columns: tuple[str, ...] = ()
    empty_settings: tuple[str, ...] = ()
    period: str = ""
    after_period: tuple[str, ...] = ()
    shown: Mapping[str, str] = field(default_factory=dict)


class Document(Struct, frozen=True):
    """A Word document: ``template`` is a file in ``reports/``; {year} is filled in in ``title`` and ``file_name``.

    ``file_name`` has no ending. ``needs`` are the tables that it prints, or single columns of them ("table.column");
    all tables, where none are named. ``unread`` are columns of those tables that it can do without.
    """

    command: DocumentCommand
    template: str
    title: str
    file_name: str
    context: DocumentContext = DocumentContext.GENERAL
    needs: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
