"""What a letter remembers of itself, and what earlier ones have said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

import msgspec
from msgspec import Struct

from rus_sheets.book.tidy import on_one_line
from rus_sheets.errors import UnusableInputError
from rus_sheets.office.same_file import same_file
from rus_sheets.real_names import real_name
from rus_sheets.texts.manuscript import TypedLine
from rus_sheets.word.memory.letterpart import letter_in
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.read.manuscript import manuscript

_ENDING = ".docx"


class Stood(Struct, frozen=True):
    """What has stood in a letter: its title, the checksum of all that was said of it, and the letter's title."""

    title: str
    sum: str
    letter: str


class LetterMemory(Struct, frozen=True):
    """Which letter it is, what stands in it by id, and what the letters before it have said."""

    workbook: str
    title: str
    first: dt.date
    last: dt.date
    items: Mapping[str, Stood]
    earlier: Mapping[str, Stood] = {}

    @property
    def period(self) -> tuple[dt.date, dt.date]:
        """The first and the last day; of two letters the earlier begins first, or ends first."""
        return self.first, self.last

    def packed(self) -> str:
        """As it is kept in the document."""
        return msgspec.json.encode(self).decode()


class Earlier(Struct, frozen=True):
    """The earlier letters that were ``read``, what has ``stood`` in them by id, and what there is to say of them.

    ``unread`` are letters, or what may be, that can't be read; ``gone`` what somebody has taken out of a letter.
    """

    read: tuple[str, ...] = ()
    stood: Mapping[str, Stood] = {}
    unread: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def memory_of(package: WordPackage) -> LetterMemory | None:
    """What the document remembers as a letter, None for another document. Raises UnusableInputError."""
    said = letter_in(package)
    if not said:
        return None
    try:
        return msgspec.json.decode(said, type=LetterMemory)
    except msgspec.MsgspecError as error:
        raise package.fault("Det som brevet minns kan inte läsas.", "Ta fram en tidigare kopia av brevet.") from error


def earlier_letters(
    folder: Path, named: Sequence[Path], workbook_id: str, period: tuple[dt.date, dt.date], output: Path | None
) -> Earlier:
    """The letters of that workbook with an earlier period, in the folder and among those that are ``named``.

    ``output`` is the letter that is being made anew. Raises UnusableInputError for a named file that is no earlier
    letter of this workbook.
    """
    unread: list[str] = []
    found: dict[str, tuple[LetterMemory, WordPackage]] = {}
    for path in named:
        package = WordPackage(path)
        found[real_name(path)] = _of_this(path, memory_of(package), workbook_id, period), package
    for path in _documents(folder):
        if real_name(path) in found or (output is not None and same_file(path, output)):
            continue
        try:
            package = WordPackage(path)
            memory = memory_of(package)
        except UnusableInputError as error:
            unread.append(f"{path.name}: {error.message} Är det ett tidigare brev kan det som står där upprepas.")
            continue
        if memory and workbook_id and memory.workbook == workbook_id and memory.period < period:
            found[real_name(path)] = memory, package
    letters = sorted(found.values(), key=lambda letter: letter[0].period)
    gone = list(chain.from_iterable(_gone(memory, package) for memory, package in letters))
    stood = _stood(letters, {(letter, id_) for letter, id_, _ in gone})
    told = tuple(f"”{title}” är borttaget ur {letter}: räknas inte som sagt där." for letter, _, title in gone)
    return Earlier(tuple(memory.title for memory, _ in letters), stood, tuple(unread), told)


def _of_this(
    path: Path, memory: LetterMemory | None, workbook_id: str, period: tuple[dt.date, dt.date]
) -> LetterMemory:
    fault = ""
    if memory is None:
        fault = "Dokumentet är inget nyhetsbrev från rus-sheets."
    elif not workbook_id or memory.workbook != workbook_id:
        fault = "Brevet är gjort av en annan arbetsbok."
    elif memory.period >= period:
        fault = f"Brevet är inte tidigare: det gäller {memory.first} till {memory.last}."
    if memory is None or fault:
        raise UnusableInputError(fault, place=path.name, remedy="Ange ett tidigare brev med --earlier.")
    return memory


def _documents(folder: Path) -> Iterable[Path]:
    """The Word documents in the folder, but not the files that Word keeps beside those that are open."""
    return sorted(
        path for path in folder.glob("*") if path.suffix.lower() == _ENDING and not path.name.startswith(("~$", "."))
    )


def _gone(memory: LetterMemory, package: WordPackage) -> Iterator[tuple[str, str, str]]:
    """Letter, id and title of what somebody has taken out of a letter since it was made."""
    said = " ".join(on_one_line(line) for line in _lines(package))
    for id_, item in memory.items.items():
        if on_one_line(item.title) not in said:
            yield memory.title, id_, item.title


def _lines(package: WordPackage) -> Iterator[str]:
    read = manuscript(package)
    for block in read.blocks:
        if isinstance(block, TypedLine):
            yield block.text
        else:
            yield from (line.text for row in block.rows for cell in row for line in cell.lines)


def _stood(letters: Iterable[tuple[LetterMemory, WordPackage]], gone: set[tuple[str, str]]) -> dict[str, Stood]:
    """What was said last of each, in the letters themselves or in those that they know of."""
    letters = list(letters)
    stood: dict[str, Stood] = {}
    own = {memory.title for memory, _ in letters}
    for memory, _ in letters:
        stood |= {id_: item for id_, item in memory.earlier.items() if item.letter not in own}
    for memory, _ in letters:
        stood |= {id_: item for id_, item in memory.items.items() if (memory.title, id_) not in gone}
    return stood
