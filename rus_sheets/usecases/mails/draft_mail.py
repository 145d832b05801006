"""A mail draft as a file: what mail programs open ready to send, with its files in it."""

from __future__ import annotations

import hashlib
import mimetypes
import re
import string
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from rus_sheets.sharing import read_bytes

_MARK = b"X-RUS-sheets: "
"""The first line of a draft, with a checksum of the rest: by it one that nobody has changed since is known."""
_MAY_LACK = frozenset({"sista dag", "kontakt"})
"""Names whose lines are left out of a text where there is nothing to put in."""


class DraftFile(Struct, frozen=True):
    """A file to attach; ``read`` gives its bytes when they are wanted."""

    name: str
    read: Callable[[], bytes]


def asked_for(text: str) -> set[str]:
    """The names that a text asks for in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def filled_in(text: str, names: Mapping[str, str]) -> str:
    """The text with its names filled in, without the lines that ask for what there is none of."""
    lines = (line for line in text.strip().splitlines() if all(names[name] for name in asked_for(line) & _MAY_LACK))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).format(**names).strip() + "\n"


def message_of(
    subject: str, text: str, to: Sequence[tuple[str, str]], attachments: Iterable[DraftFile], html: str = ""
) -> bytes:
    """The draft's bytes; ``to`` are names and addresses, ``html`` says the same as the ``text`` with a look."""
    from email.headerregistry import Address  # noqa: PLC0415 - only who writes drafts waits for it
    from email.message import EmailMessage  # noqa: PLC0415
    from email.policy import SMTP  # noqa: PLC0415

    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject
    if to:
        message["To"] = [Address(name, addr_spec=address) for name, address in to]
    message["X-Unsent"] = "1"  # Outlook opens it as a draft to send, not as a received mail
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
        message.set_boundary(f"rus-sheets-{hashlib.sha256(html.encode()).hexdigest()[:24]}")  # the same each time
    for attachment in attachments:
        kind, _, subtype = (mimetypes.guess_type(attachment.name)[0] or "application/octet-stream").partition("/")
        message.add_attachment(attachment.read(), maintype=kind, subtype=subtype, filename=attachment.name)
    data = message.as_bytes()
    return _mark(data) + data


def is_as_written(path: Path) -> bool:
    """Whether a draft is the very one that we wrote: nobody has written in it since, nor is it somebody's own."""
    mark, _, rest = read_bytes(path).partition(b"\r\n")
    return mark + b"\r\n" == _mark(rest)


def _mark(data: bytes) -> bytes:
    return _MARK + hashlib.sha256(data).hexdigest().encode() + b"\r\n"


def attached(path: Path) -> set[str]:
    """The names of the files in a draft; one name that no file has for what is no draft, since nobody knows."""
    from email import message_from_bytes  # noqa: PLC0415
    from email.message import EmailMessage  # noqa: PLC0415
    from email.policy import default  # noqa: PLC0415

    message = message_from_bytes(read_bytes(path), policy=default)
    if not isinstance(message, EmailMessage) or message["X-Unsent"] is None:
        return {""}
    return {part.get_filename() or "" for part in message.iter_attachments()}
