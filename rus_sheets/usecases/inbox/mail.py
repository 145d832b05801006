"""A saved mail: who sent it, its first words, and the files in it. Outlook's own format is made into the common one."""

from __future__ import annotations

import codecs
import datetime as dt
import mimetypes
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.parser import HeaderParser
from email.utils import format_datetime, formataddr, parseaddr, parsedate_to_datetime
from io import BytesIO
from typing import Any

from msgspec import Struct

from rus_sheets.book.tidy import on_one_line
from rus_sheets.office.package import OLE
from rus_sheets.usecases.inbox.mail_text import MailBody, decoded, first_words, whole_text
from rus_sheets.usecases.inbox.rtf_text import page_of

_HEADER = 2_000  # characters; longer ones are nobody's name
_IN_BRACKETS = re.compile(r"<\s*([^<>\s]+@[^<>\s]+)\s*>")
_DIGITS = 15
_DEPTH = 8  # mails within mails
_NO_FILES = (
    "text/calendar", "application/pkcs7-signature", "application/x-pkcs7-signature", "message/delivery-status",
    "message/disposition-notification", "text/rfc822-headers",
)  # fmt: skip
"""What mail programs attach by themselves: invitations, signatures, receipts."""
_UNNAMED = "bilaga"
_NO_TEXT = "(Mejlets text går inte att läsa här. Öppna mejlet i Outlook.)"


class UnreadableMailError(Exception):
    """It isn't a mail of its format, or is damaged."""


class Attachment(Struct, frozen=True):
    """A file in a mail. ``number`` tells it from the others; ``size`` is its bytes in the mail."""

    number: int
    name: str
    size: int


class Mail(Struct, frozen=True):
    """A mail. ``sender`` is as a person sees it: ``Anna Ek <anna@example.org>``; ``draft`` tells that nobody sent it.

    ``words`` are the first of what is written in it, ``body`` is all of it, and ``pictures`` how many pictures stand
    within the text.
    """

    sender: str
    time: dt.datetime | None
    subject: str
    words: str
    body: MailBody
    draft: bool
    pictures: int
    parts: tuple[Attachment, ...]
    payloads: tuple[Message, ...]

    def read(self, number: int) -> bytes:
        """The content of the part with that number."""
        return _content(self.payloads[number])


def read_mail(data: bytes) -> Mail:
    """The mail in an .eml or .msg file. Raises UnreadableMailError."""
    message = _from_outlook(data) if data.startswith(OLE) else message_from_bytes(_bare(data), policy=policy.compat32)
    if not message.keys():
        raise UnreadableMailError("no headers")
    leaves = list(_leaves(message))
    files = [leave for leave in leaves if _is_file(leave)]
    pictures = sum(1 for leave in leaves if _is_picture_in_text(leave))
    parts = tuple(Attachment(number, _name(file), _size(file)) for number, file in enumerate(files))
    draft = _header(message, "X-Unsent").strip() == "1" and not (message["Received"] or message["Date"])
    sender = on_one_line(_written(message, "From") or _written(message, "Sender"))
    texts = [leave for leave in leaves if leave.get_content_maintype() == "text" and not _is_file(leave)]
    subject = on_one_line(_header(message, "Subject"))
    return Mail(
        _person(sender), _time(message), subject, first_words(texts), whole_text(texts), draft, pictures, parts,
        tuple(files),
    )  # fmt: skip


def _bare(data: bytes) -> bytes:
    """The mail without what some programs write before it: a mark of UTF-8, or (Apple's .emlx) how long it is.

    Saved by hand as UTF-16 (Windows' "Unicode") it is made UTF-8, which its parts may say that they aren't.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", errors="replace").encode()
    data = data.removeprefix(codecs.BOM_UTF8)
    length, _, rest = data.partition(b"\n")
    return rest[: int(length)] if length.strip().isdigit() and len(length) < _DIGITS else data


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that aren't made up of others, a forwarded mail being one; without recursion, since depth is theirs."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting += [part for part in reversed(payload) if isinstance(part, Message)]
        else:
            yield part


def _is_file(part: Message) -> bool:
    kind = part.get_content_type()
    if kind in _NO_FILES or _is_picture_in_text(part):
        return False
    if kind in ("text/plain", "text/html"):
        return part.get_content_disposition() == "attachment" or bool(part.get_filename())
    return True


def _is_picture_in_text(part: Message) -> bool:
    """A signature's logo, say: shown within the text, and not attached to it."""
    shown = part.get_content_disposition() == "inline" or (part["Content-ID"] and part["Content-Disposition"] is None)
    return part.get_content_maintype() == "image" and bool(shown)


def _content(part: Message) -> bytes:
    payload: Any = part.get_payload()
    if isinstance(payload, list):  # a forwarded mail
        return b"".join(message.as_bytes() for message in payload[:1])
    decoded = part.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else b""


def _size(part: Message) -> int:
    """About how many bytes it is: what is written as base64 is a third longer."""
    payload: Any = part.get_payload()
    length = len(payload) if isinstance(payload, str) else 0
    return length * 3 // 4 if part.get("Content-Transfer-Encoding", "").strip().lower() == "base64" else length


def _name(part: Message) -> str:
    """The file's name without folders, also where the mail has none."""
    if part.get_content_type() == "message/rfc822":
        payload: Any = part.get_payload()
        subject = _header(payload[0], "Subject") if isinstance(payload, list) and payload else ""
        return f"{on_one_line(subject).replace('/', ' ') or _UNNAMED}.eml"
    name = on_one_line(_decoded(part.get_filename() or "")).replace("\\", "/").rpartition("/")[2]
    return name or f"{_UNNAMED}{mimetypes.guess_extension(part.get_content_type()) or ''}"


def _header(message: Message, name: str) -> str:
    return _decoded(_written(message, name))


def _written(message: Message, name: str) -> str:
    """A header as it is written, "" for none: some programs write å as it is, without telling in what."""
    text = next((str(value) for key, value in message.raw_items() if key.casefold() == name.casefold()), "")[:_HEADER]
    for charset in ("utf-8", "cp1252"):
        try:
            return text.encode("utf-8", "surrogateescape").decode(charset)
        except UnicodeError:  # also halves of a character, which a damaged .msg may have
            continue
    return text.encode("utf-8", "replace").decode()


def _decoded(text: str) -> str:
    try:
        return str(make_header(decode_header(text)))
    except (ValueError, LookupError):  # an unknown or faulty encoding: as it stands
        return text


def _person(header: str) -> str:
    """Name and address of a header as it is written, or what it says where it has no address.

    The name is decoded last: a comma in it (Ek, Anna) would part it from its address.
    """
    name, address = parseaddr(header)
    if "@" not in address:
        bare = _IN_BRACKETS.search(header)
        name, address = (header[: bare.start()], bare[1]) if bare else ("", "")
    name = on_one_line(_decoded(name)).strip('" ')
    return f"{name} <{address}>" if name and address else address or on_one_line(_decoded(header))


def address_of(sender: str) -> str:
    """The address of a sender, or the name where it has none."""
    bare = _IN_BRACKETS.findall(sender)  # its last: a name may look as an address too
    return bare[-1] if bare else sender


def _time(message: Message) -> dt.datetime | None:
    try:
        time = parsedate_to_datetime(_header(message, "Date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return time if time.tzinfo else time.replace(tzinfo=dt.UTC)


# ------------------------------------------------------------------ Outlook's .msg


def _from_outlook(data: bytes) -> EmailMessage:
    """An Outlook item as a common mail, with those that are attached to it. Raises UnreadableMailError."""
    from olefile import OleFileIO  # noqa: PLC0415 - few files are Outlook's
    from oxmsg.storage import Storage  # noqa: PLC0415

    try:
        with OleFileIO(BytesIO(data)) as ole:
            streams = [direntry for direntry in ole.direntries if direntry is not None]
            if sum(stream.size for stream in streams) > 2 * len(data):  # streams that share their bytes
                raise UnreadableMailError("larger than its file")
            return _outlook_mail(Storage.from_ole(ole), 32, 0)
    except (OSError, ValueError, LookupError, AttributeError, TypeError, AssertionError, RecursionError) as error:
        raise UnreadableMailError(str(error)) from error


def _outlook_mail(storage: Any, header: int, depth: int) -> EmailMessage:
    """The item in a storage; ``header`` is how long its properties' header is (MS-OXMSG 2.4.1)."""
    from oxmsg.domain import constants as c  # noqa: PLC0415
    from oxmsg.properties import Properties  # noqa: PLC0415

    known = Properties(storage, properties_header_offset=header)
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = _outlook_sender(known)
    message["Subject"] = on_one_line(known.str_prop_value(c.PID_SUBJECT) or "")
    sent = known.date_prop_value(c.PID_CLIENT_SUBMIT_TIME)
    if sent:
        message["Date"] = format_datetime(sent)
    page = decoded(known.binary_prop_value(c.PID_HTML) or b"", "")
    plain = known.str_prop_value(c.PID_BODY) or ""
    if not (page.strip() or plain.strip()):
        page = _rich_text(known.binary_prop_value(c.PID_RTF_COMPRESSED) or b"")
    message.set_content(plain)
    if page.strip():
        message.add_alternative(page, subtype="html")
    for attached in storage.iter_attachment_storages():
        _attach(message, attached, depth)
    return message


def _rich_text(packed: bytes) -> str:
    """The text of a mail that has it as rich text alone, as a page; what can't be read is told in its place."""
    if not packed:
        return ""
    try:
        return page_of(packed)
    except ValueError:
        return _NO_TEXT


def _outlook_sender(known: Any) -> str:
    """Within an organisation the address may be Exchange's own, which is nobody's outside; then the name must do."""
    from oxmsg.domain import constants as c  # noqa: PLC0415

    headers = HeaderParser(policy=policy.compat32).parsestr(known.str_prop_value(c.PID_TRANSPORT_MESSAGE_HEADERS) or "")
    written, sent_from = parseaddr(on_one_line(_header(headers, "From")))
    name = on_one_line(known.str_prop_value(c.PID_SENDER_NAME) or "") or written
    addresses = (known.str_prop_value(property_) for property_ in (_SENDER_SMTP, c.PID_SENDER_EMAIL_ADDRESS))
    address = next((on_one_line(address) for address in (*addresses, sent_from) if address and "@" in address), "")
    return formataddr((name, address)) if address.isascii() and address else name.replace(",", " ")


_SENDER_SMTP = 0x5D01
_ATTACHED_ITEM = "__substg1.0_3701000D"
_CONTENT_ID = 0x3712
_SHORT_NAME = 0x3704


def _attach(message: EmailMessage, storage: Any, depth: int) -> None:
    from oxmsg.domain import constants as c  # noqa: PLC0415
    from oxmsg.properties import Properties  # noqa: PLC0415

    item = next((inner for inner in storage.storages if inner.name == _ATTACHED_ITEM), None)
    if item is not None:
        if depth >= _DEPTH:
            raise UnreadableMailError("too deep")
        # 24 by MS-OXMSG 2.4.1.2, and what remains is entries of 16; some programs write the outer item's 32.
        header = 24 if len(item.properties_stream_bytes) % 16 == 8 else 32
        message.add_attachment(_outlook_mail(item, header, depth + 1))
        return
    known = Properties(storage, properties_header_offset=8)
    name = known.str_prop_value(c.PID_ATTACH_LONG_FILENAME) or known.str_prop_value(_SHORT_NAME) or _UNNAMED
    kind, _, subtype = (known.str_prop_value(c.PID_ATTACH_MIME_TAG) or "").partition("/")
    in_text = kind == "image" and known.str_prop_value(_CONTENT_ID)
    message.add_attachment(
        known.binary_prop_value(c.PID_ATTACH_DATA_BINARY) or b"",
        maintype="image" if in_text else "application", subtype=subtype if in_text and subtype else "octet-stream",
        filename=on_one_line(name), disposition="inline" if in_text else "attachment",
    )  # fmt: skip
