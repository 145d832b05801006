"""Mails that Outlook keeps as rich text alone: the answer in them is read, and nothing that isn't seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from aspose.email_foss.msg import MapiMessage

from rus_sheets.followup.mail_fields import field_lines
from rus_sheets.usecases.inbox.page_text import read_page
from rus_sheets.usecases.inbox.rtf_text import page_of, unpacked
from rus_sheets.usecases.opened.opening import open_book
from tests.usecases.inbox import SENT, mail, merged

PACKED = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)
"""The specification's own example (MS-OXRTFCP 3.1.1)."""
CROSSED = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
"""And that of a text which goes on in what it has just written (3.1.2)."""


def packed(text: str) -> bytes:
    """Rich text as it may stand without being packed."""
    data = text.encode("ascii")
    return (len(data) + 12).to_bytes(4, "little") + len(data).to_bytes(4, "little") + b"MELA" + bytes(4) + data


def rich(text: str) -> bytes:
    """A mail from Outlook whose text is that rich text and nothing else."""
    message = MapiMessage.from_email_message(mail({}, text=""))
    message.set_property(0x1009, 0x0102, packed(text))
    return message.to_bytes()


def written(text: str) -> str:
    """The text as Word writes rich text."""
    letters = "".join(f"\\'{ord(sign):02x}" if "\x7f" < sign < "\u0100" else sign for sign in text)
    return letters.replace("{", r"\{").replace("}", r"\}").replace("\n", "\\par\r\n")


def test_what_is_packed_comes_out() -> None:
    assert unpacked(PACKED) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert unpacked(CROSSED) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


TEXTS = {
    r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\pard Hej\par p\'e5 dig}": "Hej\npå dig",
    r"{\rtf1\ansi\uc1 \u8364?5 \{a\}\~b \emdash }": "€5 {a} b —",
    r"{\rtf1 Bra{\v  inte} \u229\'e5r{\*\bkmkstart x}}": "Bra år",
    r"{\rtf1 {\strike 12} 14\plain  dagar}": "~~12~~ 14 dagar",
    r"{\rtf1 \u55357?\u56397? a}": "\U0001f44d a",
    r"{\rtf1\ansi\fromhtml1{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 A &{\*\htmltag84 <br>}\htmlrtf \line\htmlrtf0 B"
    r"\htmlrtf }\htmlrtf0{\*\htmltag72 </p>}}": "A &\nB",
}  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_rich_text_becomes_lines(text: str) -> None:
    assert read_page(page_of(packed(text))).text.strip() == TEXTS[text]


def test_an_answer_in_rich_text_alone_is_read(workbook: Path) -> None:
    lines = field_lines(open_book(workbook), ["A02"], SENT).replace("\nDagar utfall:", "\nDagar utfall: 12")
    text = rf"{{\rtf1\ansi\ansicpg1252 {written(lines)}}}"
    (made,) = merged(workbook, "svar.msg", rich(text)).decisions.decisions
    assert (made.column, made.value, made.action.value) == ("Dagar utfall", 12, "take")


@pytest.mark.parametrize("text", ["", "inget", "{\\rtf1"])
def test_what_cannot_be_read_is_a_mail_without_an_answer(workbook: Path, text: str) -> None:
    (file,) = merged(workbook, "svar.msg", rich(text)).decisions.files
    assert file.state.value == "refused"
