"""What the subject and the text of a mail ask for in braces: {ansvarig}, {sista dag}; two braces stand for one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rus_sheets.guessing import nearest
from rus_sheets.schema.model import MAIL_NAMES

_BRACES = re.compile(r"\{\{|\}\}|\{(?P<name>[^{}]*)\}|[{}]")
_AROUND = 20
"""So many characters are quoted round a brace that stands alone."""
KNOWN = f"De som fylls i är {', '.join(f'{{{name}}}' for name in MAIL_NAMES)}."


class MailTextFault(NamedTuple):
    """Why a mail can't be filled in, and what to do, in Swedish."""

    fault: str
    remedy: str


def faults_in(text: str) -> Iterator[MailTextFault]:
    """What in a subject or a text of a mail can't be filled in, from its beginning."""
    for found in _BRACES.finditer(text):
        name = found["name"]
        if name is not None and name not in MAIL_NAMES:
            meant = nearest(name.strip(), MAIL_NAMES)
            guess = f"Menade du {{{meant}}}? " if meant else ""
            yield MailTextFault(f"Texten till mejlet frågar efter {{{name}}}, som inte finns.", f"{guess}{KNOWN}")
        elif found[0] in ("{", "}"):
            yield _alone(text, found)


def _alone(text: str, found: re.Match[str]) -> MailTextFault:
    opens = found[0] == "{"
    start, end = (found.start(), found.end() + _AROUND) if opens else (found.start() - _AROUND, found.end())
    said = " ".join(text[max(start, 0) : end].split())
    fault = f"Texten till mejlet har en klammer som inte {'stängs' if opens else 'öppnas'}: ”{said}”."
    twice = "Ska klammern synas i mejlet: skriv den två gånger."
    return MailTextFault(fault, f"Skriv en klammer på var sida om ordet. {KNOWN} {twice}")
