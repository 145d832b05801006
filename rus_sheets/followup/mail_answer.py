"""An answer in a mail's own lines, as a returned file: what isn't sure is told with why, and becomes a question."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.answers.interpret import interpret
from rus_sheets.answers.returned import UNKNOWN, Note, Returned, ReturnedCell
from rus_sheets.book.convert import tidy
from rus_sheets.book.display import quoted
from rus_sheets.book.model import Book
from rus_sheets.book.raw import Scalar
from rus_sheets.book.struck import IS_STRUCK, is_struck
from rus_sheets.followup.form import asked_columns
from rus_sheets.followup.mail_fields import Code, current, told_how_to_answer
from rus_sheets.followup.mail_lines import FieldBlock, FoundField, MailLines, read_lines
from rus_sheets.followup.mail_parts import differing, in_both_parts
from rus_sheets.followup.mail_rows import find_label, mail_tables
from rus_sheets.followup.mail_signs import is_common
from rus_sheets.followup.mailed_rows import MailedRow, MailedRows, sum_rows
from rus_sheets.schema.model import CellType, Column

_WORDS = (CellType.TEXT, CellType.LONGTEXT)
_WRAPPED = 55
"""Characters: where a line is as long as that, it may be the mail program that has ended it."""
_WORD = re.compile(r"[^\W\d_]+")
_TELLING = 5  # letters: of a header's shorter words many are in every letter
READ_BESIDE = "Läs det: det kan ändra ett av svaren."
_LIST = re.compile(r"^(?:[-–•*]|\d+[.)])\s")
_SHORT = 60  # characters that are told of a line
_LONGEST = 300  # characters that are told of what stands beside
_MANY = "Fältet står flera gånger i mejlet, med olika svar: {answers}."
_SEVERAL = "Mejlet har flera svar för {unit}, och det här står bara i ett av dem."
_ABOVE = "Det står text ovanför första fältet, så svaren kan höra till raden under."
_OTHER_UNIT = "Rubriken ovanför är {other}, men koden är den för {unit}."
_DOUBLE = "Namnet på fältet, eller på nästa, står två gånger, så det är inte säkert vad som hör till vilket."
_NEIGHBOUR = "Det kan vara svaret på {header}, som är tomt."
_HIDDEN = "Text som inte syns i mejlet har inte lästs in: {text}."
_EARLIER = "I den citerade delen står ett annat svar på {header}: {text}."
_MANY_ROWS = "Raden står flera gånger i mejlet, med olika innehåll."
_IS_QUOTED = "Svaret står i den citerade delen av mejlet."
_NO_CODE = "Raden med aktivitetens kod finns inte i mejlet, så det går inte att veta vad som lämnades ut."
_OTHER_CODE = "Koden i mejlet hör inte till arbetsboken som den är nu, så det går inte att veta vad som lämnades ut."
_NO_END = "Sista raden om aktiviteten finns inte i mejlet, så det går inte att veta var texten slutar."
_BROKEN = "Mejlprogrammet kan ha brutit raderna. De är satta ihop igen."
_MORE = "Det står mer än en rad."
_LOOSE = "Raden är inte skriven som den skickades: {line}."
_NEAR = "Hit hör kanske inte raden {line}."
_NO_LETTER = "\ufffd"
_GARBLED = "Tecken i mejlet går inte att läsa."
_NO_ROW = "Det finns inga id kvar för fler rader, så raden har inte lästs in. I den står: {text}"
_BY_HAND = "Lägg raden i arbetsboken för hand om den ska vara med."


class WrittenMail(Struct, frozen=True):
    """A mail as it was written. ``exact`` where its lines are the writer's own, and not broken by a program.

    ``other`` is the same text in another part of the mail, which another program would show, and ``hidden`` are words
    that no program does.
    """

    name: str
    subject: str
    text: str
    exact: bool
    sender: str
    who: str
    when: str
    day: dt.date
    other: str = ""
    hidden: str = ""


def mail_answers(book: Book, mail: WrittenMail) -> list[Returned]:
    """A returned file for each unit that the mail answers for; none where it holds no answer in its lines."""
    columns = {column.header: column for column in asked_columns(book)}
    units = {row.id: row.title for row in book[book.declaration.followup.unit].rows if row.id}
    label = partial(find_label, mail_tables(book))
    lines, other = (read_lines(text, columns, units, mail.subject, label) for text in (mail.text, mail.other))
    shown, plain = _by_unit(lines), _by_unit(other)
    found = [
        _UnitAnswer(book, mail, unit, columns, shown.get(unit, []), plain.get(unit, [])).returned()
        for unit in dict.fromkeys((*shown, *plain))
    ]
    answers = [answer for answer in found if answer.cells or answer.notes]
    ours = set(map(tidy, told_how_to_answer(book)))
    said = tidy(" ".join(line for line in lines.beside if any(map(str.isalnum, line)) and tidy(line) not in ours))
    if answers and said:
        told = said if len(said) <= _LONGEST else f"{said[:_LONGEST]} …"
        asks = names_a_field(book, said)
        beside = Note(mail.sender, f"I mejlet står också: ”{told}”", READ_BESIDE if asks else "", asks=asks)
        answers[0] = replace(answers[0], notes=(*answers[0].notes, beside))
    if answers and any(map(str.isalnum, mail.hidden)):
        unseen = Note(mail.sender, _HIDDEN.format(text=quoted(mail.hidden, _LONGEST)))
        answers[0] = replace(answers[0], notes=(*answers[0].notes, unseen))
    return answers


def names_a_field(book: Book, text: str) -> bool:
    """Whether a text beside the answers has a word of a field's name in it, and so may say otherwise than they do."""
    said = {word.casefold() for word in _WORD.findall(text)}
    return any(word.startswith(name) for name in _field_words(book) for word in said)


def _field_words(book: Book) -> set[str]:
    found = (word.casefold() for column in asked_columns(book) for word in _WORD.findall(column.header))
    return {word for word in found if len(word) >= _TELLING and not is_common(word)}


def _by_unit(lines: MailLines) -> Mapping[str, list[FieldBlock]]:
    found: dict[str, list[FieldBlock]] = {}
    for block in lines.blocks:
        found.setdefault(block.unit, []).append(block)
    return found


class _UnitAnswer(Struct, frozen=True):
    """What a mail says of one unit, in its blocks and, where the mail has two parts, those of the ``other``."""

    book: Book
    mail: WrittenMail
    unit: str
    columns: Mapping[str, Column]
    blocks: Sequence[FieldBlock]
    other: Sequence[FieldBlock] = ()

    def returned(self) -> Returned:
        book, mail, declaration = self.book, self.mail, self.book.declaration
        row = book[declaration.followup.unit].by_id.get(self.unit)
        parts = (list(MailedRows(book, self.unit, blocks).rows()) for blocks in (self.blocks, self.other))
        rows = list(in_both_parts(*parts, both=bool(self.other)))
        sums = {(row.table, row.row) for row in sum_rows(book, rows)}
        placed = ((row, (row.table, row.row) in sums) for row in rows if row.row)
        cells = (*self._cells(), *(cell for row, adds in placed for cell in self._row_cells(row, sums=adds)))
        written = chain.from_iterable((*self._places(self.blocks).values(), *(row.places for row in rows)))
        below = any(place.below for place in written)
        return Returned(
            path=mail.name, workbook_id=book.workbook_id, declaration=declaration.name, version=declaration.version,
            year=book.year, unit=self.unit, title=tidy(row.title) if row else "",
            sent=self._code.sent if self._code else mail.day, who="" if below else mail.who, when=mail.when,
            cells=cells, sender=mail.sender, earliest=self._code.sent if self._code else None,
            notes=(*(_not_placed(row) for row in rows if not row.row and row.texts), *self._earlier()),
        )  # fmt: skip

    @property
    def _code(self) -> Code | None:
        return next((block.code for block in (*self.blocks, *self.other) if block.code), None)

    @staticmethod
    def _places(blocks: Sequence[FieldBlock]) -> Mapping[str, list[FoundField]]:
        """Where something is written, by field."""
        found: dict[str, list[FoundField]] = {}
        for block in blocks:
            for place in block.fields:
                if tidy(place.text) and not place.row:
                    found.setdefault(place.header, []).append(place)
        return found

    def _cells(self) -> Iterator[ReturnedCell]:
        followup = self.book.declaration.followup
        new = self.unit not in self.book[followup.answer].by_id
        shown, other = self._places(self.blocks), self._places(self.other)
        for header, places in {**other, **shown}.items():
            column = self.columns[header]
            written = [place for place in places if not place.quoted] or places
            value, doubts = _value(column, written[0].text, exact=self.mail.exact)
            base, doubt = self._base(column, value)
            doubts += [doubt] if doubt else []
            texts = dict.fromkeys(tidy(place.text) for place in written)
            doubts += (
                [_MANY.format(answers=", ".join(quoted(text, _SHORT) for text in texts))] if len(texts) > 1 else []
            )
            doubts += differing(shown.get(header, ()), other.get(header, ())) if self.other else ()
            doubts += self._of_blocks(written)
            doubts += self._of_neighbours(column, value)
            doubts += [_IS_QUOTED] if written[0].quoted else []
            doubts += [_NO_END] if self._is_open(written[0]) else []
            doubts += _of_lines(written[0])
            yield ReturnedCell(
                followup.answer, self.unit, column.key, base, value, self.unit, f"rad {written[0].number}", new_row=new,
                doubt=" ".join(doubts),
            )  # fmt: skip

    def _earlier(self) -> Iterator[Note]:
        """Quoted answers that aren't what is written outside the quote."""
        for header, places in self._places(self.blocks).items():
            own = {tidy(place.text) for place in places if not place.quoted}
            for place in places:
                if own and tidy(place.text) not in own:
                    told = _EARLIER.format(header=header, text=quoted(place.text, _LONGEST))
                    yield Note(f"rad {place.number}", told)

    def _of_blocks(self, written: Sequence[FoundField]) -> Iterator[str]:
        """Why an answer may not be of the same answer as the others, or one line away from its place."""
        filled = [
            block for block in self.blocks if any(tidy(place.text) and not place.quoted for place in block.fields)
        ]
        within = [block for block in filled if any(place is found for place in written for found in block.fields)]
        if len(within) < len(filled) and within:
            yield _SEVERAL.format(unit=self.unit)
        if any(block.above for block in within):
            yield _ABOVE
        for block in within:
            if block.other:
                yield _OTHER_UNIT.format(other=block.other, unit=self.unit)
            if any(block.is_beside_a_double(place) for place in written):
                yield _DOUBLE

    def _of_neighbours(self, column: Column, text: str) -> Iterator[str]:
        """Why a text may be the answer on another field, which is blank."""
        places = {**self._places(self.other), **self._places(self.blocks)}
        for other in self.columns.values() if column.type in _WORDS and "\n" not in text else ():
            cell = ReturnedCell("", self.unit, other.key, None, text)
            if other.type not in _WORDS and other.header not in places and not interpret(self.book, other, cell).fault:
                yield _NEIGHBOUR.format(header=other.header)

    def _row_cells(self, row: MailedRow, *, sums: bool) -> Iterator[ReturnedCell]:
        """A row's cells, which were handed out blank."""
        doubts = [row.doubt, *self._no_code(), *([_MANY_ROWS] if row.many else [])]
        doubts += self._of_blocks(row.places)
        doubts += [_IS_QUOTED] if row.quoted else []
        for key, text in row.texts.items():
            yield ReturnedCell(
                row.table, row.row, key, None, text, self.unit, f"rad {row.number}", new_row=True,
                sums=sums, doubt=" ".join(filter(None, [*doubts, *_of_text(text)])),
            )  # fmt: skip

    def _no_code(self) -> Iterator[str]:
        """Why it isn't known what was handed out."""
        if self._code is None:
            yield _NO_CODE
        elif not self._code.is_of(self.book):
            yield _OTHER_CODE

    def _is_open(self, place: FoundField) -> bool:
        """Whether a text that goes on below its label is the last of a block that has lost its end."""
        blocks = (*self.blocks, *self.other)
        block = next(block for block in blocks if any(found is place for found in block.fields))
        return not block.ended and block.fields[-1] is place and (place.after or "\n" in place.text)

    def _base(self, column: Column, value: str) -> tuple[Scalar, str]:
        """What was handed out, and why nothing is known of it."""
        code, now = self._code, current(self.book, self.unit, column)
        unknown = next(self._no_code(), "")
        if code is None or unknown:
            return UNKNOWN, unknown
        if code.was_blank(self.book, column):
            return None, ""
        if code.was(self.book, column, now):
            return now, ""
        return (value if code.was(self.book, column, value) else UNKNOWN), ""


def _of_lines(place: FoundField) -> Iterator[str]:
    """Why the lines of a field may be another's, or not what was written."""
    if place.loose:
        yield _LOOSE.format(line=quoted(place.loose, _SHORT))
    for line in place.near:
        yield _NEAR.format(line=quoted(line, _SHORT))
    yield from _of_text(place.text)


def _of_text(text: str) -> Iterator[str]:
    """Why a text may not be what was meant, by what is in it."""
    if _NO_LETTER in text:
        yield _GARBLED
    if is_struck(text):
        yield IS_STRUCK


def _not_placed(row: MailedRow) -> Note:
    text = " · ".join(row.texts.values())
    return Note(f"rad {row.number}", _NO_ROW.format(text=quoted(text, _LONGEST)), _BY_HAND, asks=True)


def _value(column: Column, text: str, *, exact: bool) -> tuple[str, list[str]]:
    """What is written, and why it isn't sure that it is that."""
    if "\n" not in text:
        return text, []
    if column.type is not CellType.LONGTEXT:
        return text, [_MORE]
    whole = text if exact else "\n".join(_unbroken(text.split("\n")))
    return whole, [_BROKEN] if whole != text else []


def _unbroken(lines: Iterable[str]) -> list[str]:
    """The lines with those put together that a mail program may have broken."""
    said: list[str] = []
    length = 0
    for line in lines:
        if said and said[-1] and line and length >= _WRAPPED and not _LIST.match(line):
            said[-1] = f"{said[-1]} {line}"
        else:
            said.append(line)
        length = len(line)
    return said
