"""What is told of how a document was read: each value with its place, each sum, and all that was left over."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from rus_sheets.intake.passages import Passage


class ReadingState(StrEnum):
    """How it went; in the order in which people want to see it."""

    ASKED = "asked"
    WRONG = "wrong"
    LEFT = "left"
    RIGHT = "right"
    READ = "read"


class Reading(Struct):
    """One value read (or asked about), one sum compared, or one paragraph left over.

    ``table`` and ``column`` are the declaration's keys, "" for none; ``row`` is the id of the row that was filled in.
    ``value`` is what was written in the cell; ``rule`` what it was understood by, ``note`` what a person has to do.
    """

    state: ReadingState
    place: str
    heading: str
    text: str
    table: str = ""
    row: str = ""
    column: str = ""
    value: object = None
    rule: str = ""
    note: str = ""


_LONG = 400
_BESIDE = 150


def around(text: str, said: str) -> str:
    """A paragraph where a value was found; of a long one only what stands around the value."""
    at = text.find(said)
    if len(text) <= _LONG or at < 0:
        return text
    start, end = max(0, at - _BESIDE), at + len(said) + _BESIDE
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


class Readings:
    """All that is told, in the order of the document."""

    def __init__(self) -> None:
        self.all: list[Reading] = []

    def add(self, state: ReadingState, passage: Passage, text: str = "", **what: object) -> Reading:
        """Tell of a passage; ``what`` are the fields of Reading."""
        said = text or passage.line.text
        reading = Reading(state, passage.line.place, passage.heading, said, **what)  # type: ignore[arg-type]
        self.all.append(reading)
        return reading

    def left(self, passage: Passage, text: str | None = None, note: str = "") -> None:
        """Tell that a passage, or the rest of it, was left over."""
        said = (passage.line.text if text is None else text).strip(" .,;·|")
        if said.strip("()"):
            self.add(ReadingState.LEFT, passage, said, note=note)

    def of(self, state: ReadingState) -> list[Reading]:
        """Those in that state."""
        return [reading for reading in self.all if reading.state is state]
