"""A document as it was written, before anybody knows what it says: its paragraphs and tables in reading order."""

from __future__ import annotations

from msgspec import Struct

Tags = tuple[tuple[str, str], ...]
"""The fields of ours in a text, as (tag, what it says): (``Plan/A03/Dagar``, ``53``)."""


class TypedLine(Struct, frozen=True):
    """A paragraph, or one line of a paragraph that has line breaks. ``number`` counts paragraphs from 1.

    ``level`` is 1-9 for a heading by its style (or its signs, in a text file), 0 for others. ``size`` is the height of
    the letters in points, 0 where nothing is said of it. ``bold`` and ``emphasis`` (italic, underlined) are of all the
    line, ``lead`` is the bold text that a line begins with which isn't bold throughout. ``item`` is the sign of an item
    of a list ("-", "1."), "" for none, and ``depth`` how far in it stands. ``style`` is the name of its style in lower
    case.
    """

    number: int
    text: str
    level: int = 0
    size: float = 0
    bold: bool = False
    emphasis: bool = False
    lead: str = ""
    item: str = ""
    depth: int = 0
    style: str = ""
    tags: Tags = ()

    @property
    def place(self) -> str:
        """Where it stands, as it is told."""
        return f"stycke {self.number}"


class TypedCell(Struct, frozen=True):
    """A cell of a table: its paragraphs, and the fields of ours in it."""

    lines: tuple[TypedLine, ...] = ()

    @property
    def text(self) -> str:
        """The whole text, a line for each paragraph, with the signs of lists."""
        return "\n".join(f"{line.item} {line.text}" if line.item else line.text for line in self.lines)

    @property
    def tags(self) -> Tags:
        """The fields of ours in it."""
        return tuple(tag for line in self.lines for tag in line.tags)


class TypedTable(Struct, frozen=True):
    """A table. ``number`` counts tables from 1 (0 for one put together of lines).

    ``before`` is the number of the paragraph before it.
    """

    number: int
    before: int
    rows: tuple[tuple[TypedCell, ...], ...]

    def place(self, row: int) -> str:
        """Where a row (from 0) stands, as it is told."""
        if not self.number:  # put together of lines
            lines = [line.number for cell in self.rows[row] for line in cell.lines]
            return f"stycke {min(lines)}" if lines else ""
        return f"tabell {self.number}, rad {row + 1}"


class Manuscript(Struct, frozen=True):
    """A whole document. ``form`` and ``kind`` are what one of our own says of itself (declaration, command), else "".

    ``aside`` is the text of notes, text boxes, headers and footers, which stand outside the order of the rest.
    ``unseen`` is what is hidden, struck through or deleted with changes tracked, by the paragraph that it stands in;
    ``links`` the texts of links to elsewhere with their addresses.
    """

    name: str
    blocks: tuple[TypedLine | TypedTable, ...]
    aside: tuple[TypedLine, ...] = ()
    form: str = ""
    kind: str = ""
    unseen: tuple[TypedLine, ...] = ()
    links: tuple[TypedLine, ...] = ()
