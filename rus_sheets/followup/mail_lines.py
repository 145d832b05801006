"""What stands in a mail's lines: the blocks of a unit's fields, wherever in the mail they stand, and the rest.

Lines begin with ">" where they are quoted. Below what a mail program writes over an earlier mail, lines are somebody's
too, but nobody can tell whose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

from msgspec import Struct, field

from rus_sheets.answers.interpret import folded
from rus_sheets.book.convert import tidy
from rus_sheets.followup.mail_fields import Code, find_mark
from rus_sheets.followup.mail_rows import RowLabel
from rus_sheets.followup.mail_signs import is_head, may_end_a_letter
from rus_sheets.guessing import kin

_QUOTED = re.compile(r"^\s*(?:>\s?)+")
_SIGNATURE = re.compile(r"^--\s?$")
_LONGEST_LABEL = 100
_NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s+")
_OTHER_COLON = re.compile(r"\s*[=\t;|：]\s*|\s+[-–—]\s+")
"""What people write for the colon after a label."""
_REACH = 4  # lines within which the rest of an earlier mail's head stands


class FoundField(Struct):
    """A field as it stands in one place: the lines that were written after its label, in the line ``number``.

    With a ``row`` it is no field but that row, or rows, and its header is what stood before the colon. ``loose`` is its
    line where that isn't written as it was sent; ``after``: nothing stands on the label's own line. ``near`` are lines
    of it that may be another field's.
    """

    header: str
    lines: list[str] = field(default_factory=list)
    quoted: bool = False
    below: bool = False
    number: int = 0
    row: RowLabel | None = None
    loose: str = ""
    after: bool = False
    near: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What is written, without blank lines round it."""
        return "\n".join(self.lines).strip()


class FieldBlock(Struct):
    """The fields of a unit in one place of the mail. ``ended`` where its last line is still there.

    ``above`` are lines before its first field, ``other`` is another unit whose heading stands above the code.
    """

    unit: str
    code: Code | None = None
    fields: list[FoundField] = field(default_factory=list)
    ended: bool = False
    above: list[str] = field(default_factory=list)
    other: str = ""

    def is_beside_a_double(self, place: FoundField) -> bool:
        """Whether the name of the field, or of the one after it, stands twice in the block: in another field's text."""
        at = next((number for number, found in enumerate(self.fields) if found is place), None)
        if at is None:
            return False
        names = [found.header for found in self.fields if not found.row]
        return any(names.count(found.header) > 1 for found in self.fields[at : at + 2])


class MailLines(Struct):
    """The blocks in their order, and the text that is in no field and not below an earlier mail's head.

    What is quoted is only there where it stands among the fields of a block: elsewhere it is what was sent.
    """

    blocks: list[FieldBlock] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)


def read_lines(
    text: str,
    headers: Collection[str],
    units: Mapping[str, str],
    subject: str,
    row_label: Callable[[str, str], RowLabel | None] = lambda _label, _unit: None,
) -> MailLines:
    """The blocks in a mail's text; ``headers`` are the fields', ``units`` the names by id. See ``_Reader``.

    ``row_label`` tells which row of a unit's a label is of.
    """
    by_fold = {folded(header): header for header in headers}
    return _Reader(by_fold, units, _only_unit(f"{subject}\n{text}", units), row_label).read(text)


def _only_unit(text: str, units: Collection[str]) -> str:
    """The only unit that a text speaks of by its id, "" for none or several. An id without a digit may be a word."""
    words = set(re.findall(r"[\w-]+", text.casefold()))
    named = [unit for unit in units if unit.casefold() in words and any(map(str.isdigit, unit))]
    return named[0] if len(named) == 1 else ""


class _Reader(Struct):
    """A block begins with its code, or with a heading: a unit's id, by itself or with its name. A lone label begins one
    where the mail speaks of ``only`` one unit. Within a block that begins with a code, only another code or its end
    ends it.
    """

    by_fold: Mapping[str, str]
    units: Mapping[str, str]
    only: str
    row_label: Callable[[str, str], RowLabel | None]
    found: MailLines = field(default_factory=MailLines)
    block: FieldBlock | None = None
    at: FoundField | None = None
    number: int = 0

    def read(self, text: str) -> MailLines:
        lines = text.splitlines()
        below = False
        for number, whole in enumerate(lines):
            self.number = number + 1
            line = _QUOTED.sub("", whole)
            quoted = line != whole
            below = below or (not quoted and is_head(lines[number : number + _REACH + 1]))
            self._line(line.rstrip(), quoted=quoted, below=below)
        return self.found

    def _line(self, line: str, *, quoted: bool, below: bool) -> None:
        mark = find_mark(line)
        if mark:
            if mark.before.strip():
                self._line(mark.before.rstrip(), quoted=quoted, below=below)
            if mark.code:
                self._begin(mark.code.unit, mark.code)
            else:
                self._end(mark.end, mark.after.strip())
            if mark.after.strip():
                self._line(mark.after.strip(), quoted=quoted, below=below)
        elif _SIGNATURE.match(line) and not (self.block and self.block.code and quoted):
            self.block = self.at = None
        elif not self._label(line, quoted=quoted, below=below):
            self._more(line, quoted=quoted, below=below)

    def _end(self, unit: str, after: str) -> None:
        """A block's last line, which may have more written ``after`` it."""
        if self.block and self.block.unit.casefold() == unit.casefold():
            self.block.ended = True
        if self.at and after and not self.at.row:
            self.at.near.append(after)
        self.block = self.at = None

    def _begin(self, unit: str, code: Code | None) -> None:
        known = next((other for other in self.units if other.casefold() == unit.casefold()), unit)
        if self.at and self.at.lines and self._heading(self.at.lines[-1]) == known:
            self.at.lines.pop()  # above the code, after a block that has lost its end
        if code and self.block and self.block.unit == known and not self.block.code and not self.block.fields:
            self.block.code = code  # its heading has begun it
        else:
            other = self.block.unit if code and self.block and not self.block.code and not self.block.fields else ""
            self.block = FieldBlock(known, code, other=other)
            self.found.blocks.append(self.block)
        self.at = None

    def _label(self, line: str, *, quoted: bool, below: bool) -> bool:
        label, colon, rest = line.partition(":")
        if label.count("~~") % 2:  # the line is struck through, label and all
            rest = f"~~{rest.strip()}".replace("~~~~", "")
        if not colon or len(label) > _LONGEST_LABEL:
            return self._loose(line, quoted=quoted, below=below)
        row = self.row_label(label, self.block.unit if self.block else self.only)
        header = self.by_fold.get(folded(label), label if row and self._is_row(row, rest) else None)
        if header is None:
            return self._loose(line, quoted=quoted, below=below)
        row = None if header in self.by_fold.values() else row
        return self._field(FoundField(header, [rest], quoted, below, self.number, row))

    def _loose(self, line: str, *, quoted: bool, below: bool) -> bool:
        """A field whose label isn't written as it was sent: it is read, and asked about."""
        bare = _NUMBERED.sub("", line).strip("| ")
        label, colon, rest = bare.partition(":")
        header = self._nearly(label) if colon else None
        if header is None:
            label, *after = _OTHER_COLON.split(bare, maxsplit=1)
            header, rest = self.by_fold.get(folded(label)) if after else None, "".join(after)
        if header is None or below or not rest.strip():
            return False
        before = self.at
        found = self._field(FoundField(header, [rest], quoted, below, self.number, loose=line.strip()))
        if found and before and before.text:
            before.near.append(line.strip())
        return found

    def _nearly(self, label: str) -> str | None:
        """The only header that the label is nearly."""
        exact = self.by_fold.get(folded(label))
        near = (
            [header for header in self.by_fold.values() if kin(label, header)]
            if 0 < len(label) < _LONGEST_LABEL
            else []
        )
        return exact or (near[0] if len(near) == 1 else None)

    def _field(self, found: FoundField) -> bool:
        """Begin the field, in a block of its own if none has begun; False where nobody can tell whose it is."""
        if self.block is None:
            if not self.only:
                return False
            self._begin(self.only, None)
        assert self.block is not None  # noqa: S101 - it has just begun
        rest = found.lines[0].replace("\t", " ").lstrip("*_").strip()
        found.lines = [rest] if rest else []
        found.quoted, found.after = found.quoted and bool(rest), not rest
        if not found.row and self._names_another(rest):
            found.near.append(rest)
        self.at = found
        self.block.fields.append(found)
        return True

    def _is_row(self, row: RowLabel, rest: str) -> bool:
        """Whether a label is of a row: it has its id, or its fields, or stands in no other field's text."""
        return bool(row.row) or ";" in rest or self.at is None or self.at.row is not None or not self.at.text

    def _more(self, line: str, *, quoted: bool, below: bool) -> None:
        unit = self._heading(line)
        if unit and not (self.block and self.block.code):
            self._begin(unit, None)
        elif self.at and self.at.row and (self.at.row.row or self.at.lines) and not line.strip():
            self.at = None  # what comes after a blank line is no row
        elif self.at:
            self.at.lines.append(line.replace("\t", " ").strip())
            if self._may_be_a_field(line) or may_end_a_letter(line):
                self.at.near.append(line.strip())
            self.at.quoted = self.at.quoted or (quoted and bool(line.strip()))
        elif line.strip() and not below and (not quoted or self._among_fields()):
            self.found.beside.append(line.strip())
            if self.block and self.block.code and not self.block.fields:
                self.block.above.append(line.strip())

    def _among_fields(self) -> bool:
        """Whether what is sent has nothing but fields here, so that a quoted line that is none is somebody's."""
        return bool(self.block and self.block.code and self.block.fields)

    def _names_another(self, text: str) -> bool:
        """Whether a field's name with a colon stands within a text: two lines that have become one."""
        before = [f" {folded(piece)}" for piece in text.split(":")[:-1]]
        return any(piece.endswith(f" {name}") for piece in before for name in self.by_fold)

    def _may_be_a_field(self, line: str) -> bool:
        """Whether the line begins as a field does, or has a field's name before a colon."""
        said = f" {folded(line)} "
        before = f" {folded(line.partition(':')[0])} " if ":" in line else ""
        return any(said.startswith(f" {name} ") or f" {name} " in before for name in self.by_fold)

    def _heading(self, line: str) -> str:
        """The unit whose heading the line is, "" for none; of a long name the first line is enough."""
        words = tidy(line).strip("*_ ")
        unit = words.split(" ")[0].rstrip(":")
        if unit not in self.units:
            return ""
        rest, name = words.removeprefix(unit).lstrip(": "), tidy(self.units[unit])
        return unit if not rest or name.startswith(rest) else ""
