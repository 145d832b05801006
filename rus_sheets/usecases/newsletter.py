"""A newsletter over a period, as a Word document and as a mail draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from rus_sheets import wording
from rus_sheets.book.model import Book
from rus_sheets.calendars.entries import YearCalendar, calendar_of
from rus_sheets.errors import UnusableInputError, UsageError
from rus_sheets.office.same_file import same_file
from rus_sheets.resources import folder
from rus_sheets.schema.model import NewsletterWords
from rus_sheets.sharing import read_bytes
from rus_sheets.usecases.changing.put_in_place import WrittenFile, put
from rus_sheets.usecases.letters.content import Letter, letter_of
from rus_sheets.usecases.letters.files import DOCX, EML, Counted, counted, document, mail, names_of
from rus_sheets.usecases.letters.memory import Earlier, earlier_letters
from rus_sheets.usecases.opened import requirements
from rus_sheets.usecases.opened.opening import open_book

_OPERATION = "newsletter"


class WrittenLetter(Struct, frozen=True):
    """A file of the letter, and the parts that stand in it, read back."""

    file: WrittenFile
    parts: tuple[Counted, ...]


class Newsletter(Struct, frozen=True):
    """The letter, the earlier ones that it knows of, the files, and in Swedish what is to be looked at."""

    letter: Letter
    earlier: Earlier
    files: tuple[WrittenLetter, ...]
    notes: tuple[str, ...]

    @property
    def wants_a_person(self) -> bool:
        """Something can't be shown, or may be said once more."""
        return bool(self.letter.doubts or self.earlier.unread)


def newsletter(
    workbook: Path,
    first: dt.date,
    last: dt.date,
    *,
    outputs: Sequence[Path] = (),
    earlier: Sequence[Path] = (),
    now: dt.datetime,
) -> Newsletter:
    """Write the letter over the period: to ``outputs``, or as .docx and .eml beside the workbook.

    What stood in earlier letters of the workbook, those in the same folder and those that are named, isn't said again.
    Of a file that was there a copy is kept. Raises UsageError for what can't be acted on, UnusableInputError for a
    workbook or a letter that can't be used, TemplateError for a faulty template.
    """
    if last < first:
        raise UsageError(f"{last} är före {first}.", place="--to", remedy="Byt plats på dem.")
    _ensure_written_as(outputs, workbook)
    book = open_book(workbook)
    words = book.declaration.newsletter
    if words is None:
        raise UsageError(
            f"Mallen {book.declaration.name} säger inte vad som ska stå i ett nyhetsbrev.",
            place=book.declaration.source,
            remedy="Lägg till [newsletter].",
        )
    requirements.ensure(book, requirements.to_newsletter(book.declaration, words), workbook)
    stem = words.file_name.format(first=first.isoformat(), last=last.isoformat())
    targets = tuple(outputs) or tuple(workbook.with_name(f"{stem}{ending}") for ending in (DOCX, EML))
    own = next((target for target in targets if target.suffix.lower() == DOCX), None)
    before = earlier_letters((own or workbook).parent, earlier, book.workbook_id, (first, last), own)
    letter = letter_of(book, words, _calendar(book), first, last, before)
    made = [(target, _made(target, letter, book, words, now)) for target in targets]
    written = [put(target, data, _OPERATION, now) for target, data in made]
    files = tuple(WrittenLetter(file, counted(file.path, read_bytes(file.path), letter)) for file in written)
    return Newsletter(letter, before, files, tuple(_notes(letter, book, before, own)))


def _ensure_written_as(outputs: Sequence[Path], workbook: Path) -> None:
    endings = [path.suffix.lower() for path in outputs]
    for path, ending in zip(outputs, endings, strict=True):
        if ending not in (DOCX, EML):
            fault = "Nyhetsbrevet skrivs som .docx, för Word, eller .eml, som mejlutkast."
            raise UsageError(fault, place=str(path), remedy="Byt ändelse.")
        if same_file(path, workbook):
            raise UnusableInputError("Det är arbetsboken.", place=str(path), remedy="Välj ett annat namn.")
        if endings.count(ending) > 1:
            raise UsageError(f"Två filer på {ending} kan inte skrivas på en gång.", place=str(path), remedy="Ta en.")


def _calendar(book: Book) -> YearCalendar | None:
    return calendar_of(book, book.declaration.calendar) if book.declaration.calendar else None


def _made(target: Path, letter: Letter, book: Book, words: NewsletterWords, now: dt.datetime) -> bytes:
    template = folder("reports") / words.template
    names = names_of(letter, book, words)
    if target.suffix.lower() == EML:
        return mail(letter, names, template.with_suffix(".html"), template.with_suffix(".txt"))
    return document(letter, names, template.with_suffix(DOCX), now)


def _notes(letter: Letter, book: Book, before: Earlier, own: Path | None) -> list[str]:
    """What isn't wrong, but good to know."""
    notes = list(before.gone)
    if letter.undated:
        events = wording.counted(letter.undated, "händelse", "händelser")
        notes.append(f"{events} utan datum: inte i brevet.")
    if letter.held:
        events = wording.counted(letter.held, "händelse", "händelser")
        notes.append(f"{events} i perioden är redan genomförda: inte bland det som kommer.")
    if book.year and not letter.first.year <= book.year <= letter.last.year:
        notes.append(f"Perioden ligger utanför arbetsbokens år, {book.year}.")
    if own is None:
        notes.append("Bara Word-filen minns vad som har stått i brevet: skriv den också, så att nästa brev vet det.")
    elif not book.workbook_id:
        notes.append("Arbetsboken har förlorat sitt id: nästa brev vet inte vad som har stått i det här.")
    return notes


def as_data(made: Newsletter) -> dict[str, object]:
    """The newsletter for ``--format json``."""
    letter = made.letter
    return {
        "title": letter.title,
        "first": letter.first.isoformat(),
        "last": letter.last.isoformat(),
        "parts": [
            {"heading": part.words.heading, "kind": part.words.kind.value,
             "items": [{"id": item.id, "title": item.title, "changed_since": item.changed} for item in part.items],
             "earlier": [{"title": item.title, "letter": item.letter} for item in part.listed]}
            for part in letter.parts
        ],
        "left_out": [{"heading": part.heading, "why": part.why} for part in letter.left_out],
        "earlier_letters": list(made.earlier.read),
        "unread_letters": list(made.earlier.unread),
        "doubts": [
            {"row": doubt.row, "fault": doubt.fault, "remedy": doubt.remedy, "left_out": doubt.left_out}
            for doubt in letter.doubts
        ],
        "notes": list(made.notes),
        "files": [
            {"path": str(file.file.path), "copy": str(file.file.earlier) if file.file.earlier else None,
             "edited": file.file.edited,
             "parts": [{"heading": part.heading, "items": part.items} for part in file.parts]}
            for file in made.files
        ],
    }  # fmt: skip
