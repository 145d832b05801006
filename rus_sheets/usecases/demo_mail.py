"""An answer that came in a mail, as an owner without Excel writes it: on the lines that the draft held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from rus_sheets.book.model import Book
from rus_sheets.book.raw import RichText
from rus_sheets.book.shown import as_text
from rus_sheets.followup.form import asked_columns
from rus_sheets.followup.mail_fields import field_lines
from rus_sheets.followup.mail_rows import labels, mail_tables
from rus_sheets.layout.canonical import Content
from rus_sheets.usecases.practice import DemoAnswer

_HELLO = "Hej!\n\nJag har inte Excel på den här datorn, så svaret står på raderna.\n\nHälsningar\n{owner}\n\n"


def fits_in_a_mail(book: Book, unit: str, answer: DemoAnswer) -> bool:
    """Whether an answer has a row to show, a line for each of its rows, and texts of one line without marks."""
    lines = set(labels(book, unit))
    plain = all(not isinstance(value, RichText) and "\n" not in _said(value) for value in answer.values())
    rows = dict(_rows(book, answer))
    return bool(rows) and rows.keys() <= lines and plain


def answered_in_mail(book: Book, unit: str, answer: DemoAnswer, *, sent: dt.date, when: dt.datetime) -> bytes:
    """The mail (.eml) with the unit's answer; ``sent`` is the day of the draft and ``when`` it was answered."""
    from email.headerregistry import Address  # noqa: PLC0415 - only who makes the year waits for it
    from email.message import EmailMessage  # noqa: PLC0415
    from email.policy import SMTP  # noqa: PLC0415
    from email.utils import format_datetime  # noqa: PLC0415

    form = book.declaration.followup
    row = book[form.unit].by_id[unit]
    text = field_lines(book, [unit], sent)
    fields = {
        column.header: _said(answer.get((form.answer, unit, column.key)))
        for column in asked_columns(book)
        if (form.answer, unit, column.key) in answer
    }
    for label, said in {**fields, **dict(_rows(book, answer))}.items():
        text = text.replace(f"\n{label}:\n", f"\n{label}: {said}\n")
    owner = row.text(form.owner)
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(owner, addr_spec=row.text(form.email))
    message["Subject"] = f"SV: Uppföljning {book.year}"
    message["Date"] = format_datetime(when)
    message.set_content(f"{_HELLO.format(owner=owner)}{text}\n")
    message.set_param("format", "flowed")  # as programs say that end no line by themselves
    return message.as_bytes()


def _rows(book: Book, answer: DemoAnswer) -> Iterator[tuple[str, str]]:
    """The answer's rows, by the labels of their lines."""
    for kind in mail_tables(book):
        rows: dict[str, Mapping[str, Content]] = {}
        for (table, row_id, column), value in answer.items():
            if table == kind.table.key:
                rows[row_id] = {**rows.get(row_id, {}), column: value}
        for row_id, said in rows.items():
            yield f"{kind.word} {row_id}", "; ".join(_said(said.get(column.key)) for column in kind.columns)


def _said(value: Content) -> str:
    return value.text if isinstance(value, RichText) else as_text(value)
