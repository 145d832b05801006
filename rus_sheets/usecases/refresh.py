"""``refresh``: today's figures into an edited document, and nothing else in it changed."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.documents.sources import sources
from rus_sheets.errors import UnusableInputError, UsageError
from rus_sheets.libreoffice import LibreOfficeError, program
from rus_sheets.office.open_elsewhere import ensure_not_open
from rus_sheets.office.same_file import same_file
from rus_sheets.office.sealed import ensure_not_sealed
from rus_sheets.usecases.changing.backupnotes import state_of
from rus_sheets.usecases.changing.backups import exclusive
from rus_sheets.usecases.changing.put_in_place import plain_name, put
from rus_sheets.usecases.edited.about_document import about_document
from rus_sheets.usecases.edited.agreement import DocumentComparison
from rus_sheets.usecases.edited.beside import compare, ensure_sources, last_year_of
from rus_sheets.usecases.edited.by_hand import loose_notes
from rus_sheets.usecases.edited.disagreement import Disagreement
from rus_sheets.usecases.edited.loose_figures import Loose
from rus_sheets.usecases.edited.remembering import with_last_year, with_written
from rus_sheets.usecases.edited.righted import Righted, put_right
from rus_sheets.usecases.edited.same_workbook import ensure_right_workbook
from rus_sheets.usecases.edited.typed_figures import Typed
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.verify import untied_note
from rus_sheets.word.edit.plain import changes_pending, comments_in, without_controls
from rus_sheets.word.parts.contents import contents_in
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.pdf.libreoffice import page_numbers_anew


class Filled(Struct, frozen=True):
    """A figure or text that got a new text (a chart has no tag or cell); ``done`` tells what became of a row."""

    place: str
    tag: str
    title: str
    cell: str
    before: str
    after: str
    done: str = ""

    def as_json(self) -> dict[str, str]:
        """For ``--format json``."""
        return {name: getattr(self, name) for name in self.__struct_fields__}


class Refreshed(Struct, frozen=True):
    """What was changed in the ``target``, and what a person must see to. ``backup`` is the copy from before, if any.

    ``untied`` are the figures typed by hand that nothing in the workbook could be compared with, ``loose`` those whose
    field is gone. ``pending`` are the tracked changes that stand undecided in a copy for publication, ``comments``
    those left in it.
    ``previous`` is last year's workbook, where the document remembers it anew. ``state`` tells document and workbooks
    from what they are another time. ``about`` is what is to be known of the
    document as a whole.
    """

    target: Path
    filled: tuple[Filled, ...]
    left: tuple[Disagreement, ...]
    backup: Path | None = None
    dry_run: bool = False
    untied: tuple[Typed, ...] = ()
    loose: tuple[Loose, ...] = ()
    pending: int = 0
    comments: int = 0
    previous: Path | None = None
    state: str = ""
    about: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What nobody has compared, in Swedish."""
        return (*self.about, *untied_note(self.untied), *loose_notes(self.loose))


def refresh(  # noqa: PLR0913 - one for each option of the command
    document: Path,
    workbook: Path,
    *,
    now: dt.datetime,
    output: Path | None = None,
    previous: Path | None = None,
    dry_run: bool = False,
    plain: bool = False,
    seen: str = "",
    on_step: Callable[[str, int, int], None] = lambda *_: None,
    on_wait: Callable[[str], None] = lambda _: None,
) -> Refreshed:
    """Fill today's figures into the document, or into a copy (``output``).

    With ``plain`` it is always a copy, for publication: without content controls. A copy of what a file was before is
    kept beside it. With ``dry_run`` nothing is written. ``previous`` is last year's workbook, whose figures may stand
    in the text too; a document that compares with last year remembers it from then on. ``seen`` is the ``state``
    that a person has looked at and agreed to. Raises UnusableInputError, and nothing is changed, when a file can't be
    used, isn't in that state any more, the document is open or was made of another workbook.

    ``on_step`` is told what is begun, which step that is, and of how many; ``on_wait`` what LibreOffice is waited for.
    """
    if output and output.suffix.lower() != document.suffix.lower():
        raise UsageError("Den nya filen måste ha samma ändelse som dokumentet.", place=str(output))
    if output and same_file(output, document):
        if plain:
            raise UsageError(
                "Kopian utan fält får inte ta dokumentets plats: utan fälten går det inte att uppdatera.",
                place=str(output),
                remedy="Ge den ett annat namn med -o, eller utelämna -o.",
            )
        output = None  # the document itself: with a copy from before
    elif plain and not output:
        output = plain_name(document)
    in_place = not dry_run and output is None
    with exclusive(document) if in_place and document.is_file() else contextlib.nullcontext() as held:
        state = state_of(document, workbook, previous)
        if seen and seen != state:
            fault = "Dokumentet eller arbetsboken har ändrats sedan du såg vad som skulle göras. Inget har gjorts."
            raise UnusableInputError(fault, place=document.name, remedy="Se efter igen vad som skulle sättas in.")
        on_step("Läser dokumentet och arbetsboken", 1, 3)
        package = WordPackage(document)
        if not dry_run:
            ensure_not_sealed(package)
        book = open_book(workbook)
        on_step("Jämför dokumentet med arbetsboken", 2, 3)
        known = sources(book)
        last = last_year_of(package, book, previous)
        comparison = compare(package, book, known, last)
        sure = ensure_right_workbook(comparison, package, workbook)
        ensure_sources(comparison, workbook)
        on_step("Sätter in det som skiljer", 3, 3)
        made = put_right(package, comparison)
        comparison = replace(comparison, unfit=made.after.unfit)
        done, left = WordPackage(document, made.data), _left(comparison, made.after)
        if made.data != package.data:
            done = with_written(done, made.after, comparison.by_hand)
        remembered = with_last_year(done, book, last, previous) if last and previous else done
        data, told = _numbered(remembered, on_wait) if made.relisted and not dry_run else (remembered.data, ())
        backup = None
        if held and data != package.data:
            backup = held.replace(package.data, data, "refresh", now)
    copy = WordPackage(document, data)
    pending, comments = (changes_pending(copy), comments_in(copy)) if plain else (0, 0)
    if output and not dry_run:
        ensure_not_open(output)
        backup = put(output, without_controls(copy) if plain else data, "refresh", now).earlier
    return Refreshed(
        output or document,
        tuple(_filled(comparison, made)),
        left,
        backup,
        dry_run,
        untied=comparison.by_hand.untied,
        loose=comparison.by_hand.loose,
        pending=pending,
        comments=comments,
        previous=previous if remembered is not done and not plain else None,
        state=state,
        about=(*about_document(comparison, sure=sure), *told),
    )


def _numbered(package: WordPackage, on_wait: Callable[[str], None]) -> tuple[bytes, tuple[str, ...]]:
    """The document with page numbers in its new contents, if they had any; or a note that they aren't right."""
    contents = contents_in(package.xml(package.main_part))
    if contents is None or not contents.has_pages:
        return package.data, ()
    fault = "Innehållsförteckningen är skriven efter rubrikerna, men sidnumren är inte uträknade"
    note = "Högerklicka på den i Word och välj Uppdatera fält."
    if not program():
        return package.data, (f"{fault}: det gör rus-sheets med LibreOffice. {note}",)
    on_wait("Räknar ut sidnummer med LibreOffice")
    try:
        return page_numbers_anew(package), ()
    except LibreOfficeError as error:
        return package.data, (f"{fault}: {error.message} {note}",)


def _left(before: DocumentComparison, after: DocumentComparison) -> tuple[Disagreement, ...]:
    """What still disagrees; figures typed by hand as they were seen before, when old totals could be told."""
    return (*after.of_template(), *before.by_hand.disagreements(after.document))


def _filled(comparison: DocumentComparison, made: Righted) -> list[Filled]:
    filled = [
        Filled(
            str(reading.control.place),
            reading.control.tag,
            reading.source.title,
            reading.source.cell,
            reading.figure,
            reading.today,
        )
        for reading in comparison.changed
        if reading.source
    ]
    filled += [
        Filled(seen.place, "", f"Diagrammet ”{chart.title}”", "", seen.alt, chart.alt)
        for seen, chart in comparison.stale_charts
        if seen.part not in made.not_redrawn
    ]
    cells = ((mended, comparison.sources.find(mended.tag) if mended.tag else None) for mended in made.mended)
    filled += [
        Filled(cell.place, cell.tag, cell.title, source.cell if source else "", cell.before, cell.after, cell.done)
        for cell, source in cells
    ]
    return filled
