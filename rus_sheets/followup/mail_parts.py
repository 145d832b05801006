"""A mail's two parts beside each other: the page that most programs show, and the plain text that others do.

Programs make the one of the other, so that they say the same in other words: with addresses after links, other signs
before the points of a list, lines broken elsewhere. What is left is the letters and figures.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from rus_sheets.book.convert import tidy
from rus_sheets.book.display import quoted
from rus_sheets.followup.mail_lines import FoundField
from rus_sheets.followup.mailed_rows import MailedRow

_SHORT = 60
_ADDED = re.compile(r"<(?:https?:|mailto:|tel:)[^<>]*>|\[(?:cid|image|bild):[^\]]*\]", re.IGNORECASE)
_POINT = re.compile(r"^\s*\d{1,2}[.)]\s+", re.MULTILINE)
_SAID = re.compile(r"[^\W_]+|(?<=\d)[.,](?=\d)|[-−](?=\d)")
_OTHER_PART = "I mejlets andra del, som vissa program visar, står {text}."
_NOTHING = "I mejlets andra del, som vissa program visar, är det tomt."
_NOT_SHOWN = "Svaret står bara i den del av mejlet som de flesta program inte visar."


def differing(shown: Sequence[FoundField], other: Sequence[FoundField]) -> Iterator[str]:
    """Why a field's answer isn't sure: what the page says of it, and what the plain text does."""
    ours, theirs = ({_said(place.text) for place in places if not place.quoted} for places in (shown, other))
    if theirs and not shown:
        yield _NOT_SHOWN
    elif ours and not theirs:
        yield _NOTHING
    elif ours and ours != theirs:
        texts = [place.text for place in other if not place.quoted]
        text = next((text for text in texts if _said(text) not in ours), texts[0])
        yield _OTHER_PART.format(text=quoted(text, _SHORT))


def in_both_parts(shown: Sequence[MailedRow], other: Sequence[MailedRow], *, both: bool) -> Iterator[MailedRow]:
    """The rows of either part; where the mail has ``both``, in doubt if they don't say the same of a row."""
    ours, theirs = (_by_id(rows) for rows in (shown, other))
    for row in shown:
        doubt = next(_of_rows(row, theirs.get((row.table, row.row))), "") if both else ""
        yield replace(row, doubt=f"{row.doubt} {doubt}".strip())
    for row in other:
        if (row.table, row.row) not in ours:
            yield replace(row, doubt=f"{row.doubt} {_NOT_SHOWN}".strip())


def _of_rows(row: MailedRow, other: MailedRow | None) -> Iterator[str]:
    if other is None:
        yield _NOTHING
    elif {key: _said(text) for key, text in row.texts.items()} != {
        key: _said(text) for key, text in other.texts.items()
    }:
        yield _OTHER_PART.format(text=quoted("; ".join(other.texts.values()), _SHORT))


def _by_id(rows: Sequence[MailedRow]) -> Mapping[tuple[str, str], MailedRow]:
    return {(row.table, row.row): row for row in rows}


def _said(text: str) -> tuple[str, ...]:
    """The letters and figures of a text."""
    bare = _POINT.sub("", _ADDED.sub("", unicodedata.normalize("NFKC", text)))
    return tuple(_SAID.findall(tidy(bare).casefold()))
