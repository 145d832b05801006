"""Mails as programs write them: charsets, pages, mailboxes, zip files, signatures, names of attachments."""

from __future__ import annotations

import base64
from collections.abc import Callable
from email.message import EmailMessage
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from rus_sheets.followup.mail_fields import field_lines
from rus_sheets.usecases.opened.opening import open_book
from tests.usecases.inbox import SENT, XLSX, answered, mail, merged, outlook, zipped

SHORT = "Åtgärder på väg – färdigt i mars"
HEAD = "From: Anna Ek <anna@example.org>\r\nSubject: Svar\r\nDate: Thu, 03 Dec 2026 10:00:00 +0100\r\n"


def written(workbook: Path) -> str:
    """The mail's lines, answered."""
    lines = field_lines(open_book(workbook), ["A02"], SENT)
    return lines.replace("\nKort utfall:", f"\nKort utfall: {SHORT}").replace("\nDagar utfall:", "\nDagar utfall: 12")


def page(text: str) -> bytes:
    message = mail({})
    message.clear_content()
    message.set_content(f"<html><body>{text}</body></html>", subtype="html", charset="cp1252", cte="quoted-printable")
    return message.as_bytes()


def raw(kind: str, text: bytes) -> bytes:
    return f"{HEAD}Content-Type: {kind}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode() + text


def halves(text: str) -> bytes:
    """As Apple Mail writes one with an attachment in its midst."""
    message, at = MIMEMultipart(), text.index("Dagar utfall")
    message["From"], message["Date"] = "Anna Ek <anna@example.org>", "Thu, 03 Dec 2026 10:00:00 +0100"
    message.attach(MIMEText(text[:at]))
    message.attach(MIMEApplication(b"bild", "pdf"))
    message.attach(MIMEText(text[at:]))
    return message.as_bytes()


TEXTS: dict[str, Callable[[str], bytes]] = {
    "charset told": lambda text: mail({}, text=text).as_bytes(),
    "no charset": lambda text: raw("text/plain", text.encode("cp1252")),
    "no charset, UTF-8": lambda text: raw("text/plain", text.encode()),
    "Latin-1 that is cp1252": lambda text: raw("text/plain; charset=iso-8859-1", text.encode("cp1252")),
    "Latin-1 that is UTF-8": lambda text: raw("text/plain; charset=iso-8859-1", text.encode()),
    "UTF-8 that is cp1252": lambda text: raw("text/plain; charset=utf-8", text.encode("cp1252")),
    "pre": lambda text: page(f"<pre>{text}</pre>"),
    "pre-wrap": lambda text: page(f"<div style='white-space: pre-wrap'><div>Hej</div>{text}</div><p>Slut</p>"),
    "halves": halves,
    "underlined": lambda text: mail({}, text=f"{text}\n\n________\nFrån: RUS\nSkickat: i går\n\nHej").as_bytes(),
}


@pytest.mark.parametrize("way", TEXTS)
def test_the_text_is_what_was_written(workbook: Path, way: str) -> None:
    done = merged(workbook, "svar.eml", TEXTS[way](written(workbook)))
    assert {made.column: (made.action.value, made.returned) for made in done.decisions.decisions} == {
        "Kort utfall": ("take", SHORT), "Dagar utfall": ("take", "12")
    }  # fmt: skip
    said = " ".join(str(note) for file in done.decisions.files for note in file.notes)
    assert "___" not in said


def test_what_comes_after_lines_that_were_cut_off_is_asked_about(workbook: Path) -> None:
    text = written(workbook)
    cut = text[: text.index("Dagar utfall")]
    done = merged(workbook, "svar.eml", mail({}, text=f"{cut}\nHälsningar\n").as_bytes())
    (asked,) = [made for made in done.decisions.decisions if made.column == "Utfall"]
    assert asked.action.value == "conflict"
    assert "var texten slutar" in asked.message


def test_letters_that_are_lost_are_asked_about(workbook: Path) -> None:
    text = written(workbook).replace("Åtgärder", "\ufffdtg\ufffdrder")
    done = merged(workbook, "svar.eml", mail({}, text=text).as_bytes())
    (asked,) = [made for made in done.decisions.decisions if made.column == "Kort utfall"]
    assert (asked.action.value, "går inte att läsa" in asked.message) == ("conflict", True)


# ------------------------------------------------------------------ forms


def signed(form: bytes) -> bytes:
    message, inner = MIMEMultipart("signed", protocol="application/pkcs7-signature", micalg="sha-256"), MIMEMultipart()
    message["From"], message["Date"] = "Anna Ek <anna@example.org>", "Thu, 03 Dec 2026 10:00:00 +0100"
    inner.attach(MIMEText("Hej!"))
    file = MIMEApplication(form, XLSX)
    file.add_header("Content-Disposition", "attachment", filename="A02 x.xlsx")
    inner.attach(file)
    message.attach(inner)
    message.attach(MIMEApplication(b"namnteckning", "pkcs7-signature", name="smime.p7s"))
    return message.as_bytes()


def part(disposition: str, kind: str = "application/octet-stream") -> Callable[[bytes], bytes]:
    """A mail with one part that has those headers."""
    head = f"{HEAD}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b1\r\n\r\n--b1\r\n\r\nHej!\r\n--b1\r\n"
    head += f"Content-Type: {kind}\r\nContent-Disposition: {disposition}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return lambda form: head.encode() + base64.encodebytes(form) + b"\r\n--b1--\r\n"


def in_mails(inner: bytes) -> EmailMessage:
    """Forwarded, and forwarded again."""
    sent = mail({"A02 x.xlsx": inner})
    for who in ("Chef <chef@example.org>", "Registrator <reg@example.org>"):
        outer = mail({}, who, "Se bifogat.")
        outer.add_attachment(sent)
        sent = outer
    return sent


def emlx(form: bytes) -> bytes:
    message = mail({"A02 x.xlsx": form}).as_bytes()
    return f"{len(message)}      \n".encode() + message + b'<?xml version="1.0"?><plist/>'


def mailbox(form: bytes) -> bytes:
    begins = b"From anna@example.org Thu Dec  3 10:00:00 2026\n"
    first = mail({}, "Bo <bo@example.org>", "Jag svarar i morgon.\n\nFrom now on skriver jag så.").as_bytes()
    return begins + first + b"\n" + begins + mail({"A02 x.xlsx": form}).as_bytes()


FORMS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "signed": ("svar.eml", signed),
    "RFC 2231": ("svar.eml", part("attachment; filename*=UTF-8''A02%20Milj%C3%B6m%C3%A5l.xlsx")),
    "RFC 2047": ("svar.eml", part('attachment; filename="=?utf-8?B?QTAyIG3DpWwueGxzeA==?="')),
    "name only": ("svar.eml", part("inline", 'application/octet-stream; name="A02 x.xlsx"')),
    "inline": ("svar.eml", part('inline; filename="A02 x.xlsx"')),
    "as a text": ("svar.eml", part('attachment; filename="A02 x.xlsx"', "text/plain")),
    "two levels": ("svar.eml", lambda form: in_mails(form).as_bytes()),
    "two levels, Outlook": ("svar.msg", lambda form: outlook(in_mails(form))),
    "zip": ("svar.eml", lambda form: mail({"svar.zip": zipped({"mapp/A02 å.xlsx": form})}).as_bytes()),
    "mark of UTF-8": ("svar.eml", lambda form: b"\xef\xbb\xbf" + mail({"A02 x.xlsx": form}).as_bytes()),
    "Apple's": ("svar.emlx", emlx),
    "mailbox": ("in.mbox", mailbox),
    "Apple's mailbox": ("mbox", mailbox),
}


@pytest.mark.parametrize("way", FORMS)
def test_the_form_is_read_with_who_sent_it_and_when(workbook: Path, way: str) -> None:
    path = answered(workbook, "A02", workbook.parent / "svar.xlsx", None, Kort_utfall=SHORT)
    name, write = FORMS[way]
    done = merged(workbook, name, write(path.read_bytes()))
    book = open_book(workbook)
    assert book["outcomes"].by_id["A02"]["short"] == SHORT
    told = {(row.text("sender"), row.text("answered")) for row in book["log"].rows}
    assert told == {("Anna Ek <anna@example.org>", "2026-12-03T09:00:00Z")}
    if name.endswith("mbox"):
        assert any("Jag svarar i morgon" in file.message for file in done.decisions.files)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("in.mbox", b"Hej", "Brevlådan är skadad"),
        ("in.pst", b"!BDN", "som bara Outlook läser"),
        ("svar.eml", part('attachment; filename="winmail.dat"', "application/ms-tnef")(b"\x78\x9f"), "winmail.dat"),
        ("svar.eml", part('attachment; filename="smime.p7m"', "application/pkcs7-mime")(b"0\x82"), "krypterat"),
        ("svar.eml", part("inline", "text/calendar")(b"BEGIN:VCALENDAR"), "Det börjar: ”Hej!”"),
    ],
)
def test_what_is_not_read_is_told_with_why(workbook: Path, name: str, data: bytes, told: str) -> None:
    done = merged(workbook, name, data)
    assert any(told in file.message for file in done.decisions.files), done.decisions.files
