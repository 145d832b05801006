"""Commands as they stand in the docs, in their order.

An HTML comment before a block, unseen by readers, may say what the test has to know: ``slutkod: 1`` the exit code,
``prova: ...`` what a person does first (see ``steps`` in test_commands.py), ``kräver: libreoffice`` what must be there.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_NOTE = re.compile(r"<!-- (prova|slutkod|kräver): (.+) -->")


@dataclass(frozen=True)
class Command:
    line: str
    place: str
    notes: dict[str, str]

    @property
    def words(self) -> list[str]:
        """What stands after the program's name; two spaces begin an explanation."""
        return shlex.split(re.split(r" {2,}", self.line)[0].partition("rus-sheets")[2])

    @property
    def code(self) -> int:
        return int(self.notes.get("slutkod", "0"))


def commands(page: str) -> Iterator[Command]:
    """Every line of the page's code blocks that runs rus-sheets or changes folder within what it has made."""
    notes: dict[str, str] = {}
    inside = False
    for number, line in enumerate((ROOT / page).read_text(encoding="utf-8").splitlines(), 1):
        note = _NOTE.fullmatch(line.strip())
        if note:
            notes[note[1]] = note[2]
        elif line.startswith("```"):
            inside = not inside
            if not inside:
                notes = {}
        elif inside and re.match(r"(uv run )?rus-sheets [a-z-]|cd [a-z]+$", line):
            yield Command(line, f"{page}:{number}", notes)
            notes = {each: text for each, text in notes.items() if each != "prova"}
