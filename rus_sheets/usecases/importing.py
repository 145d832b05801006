"""An older plan or report into a canonical workbook: read, understood by rules, written, and told of."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from textwrap import shorten

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.book.build import build_book
from rus_sheets.book.model import Book
from rus_sheets.errors import UnusableInputError, reason
from rus_sheets.excel.calc.stored import calculate_new
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.excel.read.package import Package
from rus_sheets.excel.read.reader import read_package
from rus_sheets.intake.cover import settle_organisation
from rus_sheets.intake.days_asked import said_days
from rus_sheets.intake.plaintext import read_text
from rus_sheets.intake.readings import Reading, Readings, ReadingState
from rus_sheets.intake.review_sheet import review_sheet
from rus_sheets.intake.rule_faults import load_rules
from rus_sheets.intake.rules import Rules
from rus_sheets.intake.understand import Understood, understand
from rus_sheets.layout.canonical import canonical_workbook
from rus_sheets.office.atomic import write_atomically
from rus_sheets.office.suffixes import DOCUMENTS
from rus_sheets.resources import declaration_path, folder
from rus_sheets.schema.load import load_declaration
from rus_sheets.schema.model import Declaration, TableKind
from rus_sheets.sharing import read_bytes
from rus_sheets.texts.manuscript import Manuscript
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.read.manuscript import manuscript

DEFAULT_RULES = "verksamhet"
"""The rule file in ``workbook_templates/import`` that is taken when none is named."""
_TEXT = (".txt", ".md")
_SHOWN, _WIDTH = 8, 100
"""Lines told where no activity was found, and how much of each."""
_READABLE = "Öppna den i Word och spara den som Word-dokument (.docx)."


class Imported(Struct, frozen=True):
    """What stands in the workbook that was written, counted there; and what was told of how the document was read.

    ``days`` are those of activities and groups together. ``sums`` are the document's own that agree and that don't.
    """

    path: Path
    source: str
    year: int
    areas: int
    activities: int
    days: float
    goals: int
    statuses: int
    posts: int
    budget: float
    spent: float
    funding: float
    sheet: str
    asked: tuple[Reading, ...]
    wrong: tuple[Reading, ...]
    right: int
    left: int


def import_document(
    source: Path, target: Path, year: int, rules: Path | None = None, *, dry_run: bool = False
) -> Imported:
    """Read ``source`` into the new workbook ``target``; with ``dry_run`` only tell what would be read.

    Raises UnusableInputError when the document can't be read or has no activity, or the workbook is there already, and
    DeclarationError for a faulty file of rules.
    """
    _ensure_free(target)
    path = rules or folder("workbook_templates") / "import" / f"{DEFAULT_RULES}.toml"
    declaration = load_declaration(declaration_path(DEFAULT_RULES))
    loaded = load_rules(path, declaration)
    if loaded.declaration != declaration.name:
        declaration = load_declaration(declaration_path(loaded.declaration))
        loaded = load_rules(path, declaration)
    document = read_manuscript(source)
    understood = understand(document, loaded, declaration)
    settle_organisation(document, understood.settings, understood.readings, declaration)
    if not understood.rows[declaration.followup.unit]:
        remedy = "Ange en regelfil med --rules som säger vilka rubriker och meningar det gäller."
        fault = "Ingen aktivitet hittades i dokumentet."
        raise UnusableInputError(fault, place=str(source), remedy=remedy, also=tuple(_with_days(understood.readings)))
    data = _workbook(declaration, loaded, understood, year)
    book = build_book(declaration, read_package(Package(target, data)))
    told = _told(book, source, target, year, understood, loaded)
    if not dry_run:
        write_atomically(target, data)
    return told


def read_manuscript(path: Path) -> Manuscript:
    """The document, by its ending. Raises UnusableInputError."""
    ending = path.suffix.lower()
    if ending in DOCUMENTS:
        return manuscript(WordPackage(path))
    if ending in _TEXT or not path.exists():
        return read_text(str(path), _text_of(_bytes_of(path)))
    fault = f"Filer på {ending} läses inte." if ending else "En fil utan ändelse läses inte."
    raise UnusableInputError(fault, place=str(path), remedy=_READABLE)


def _bytes_of(path: Path) -> bytes:
    try:
        return read_bytes(path)
    except FileNotFoundError as error:
        remedy = "Kontrollera namn och mapp."
        raise UnusableInputError("Filen finns inte.", place=str(path), remedy=remedy) from error
    except OSError as error:
        fault = f"Filen går inte att läsa ({reason(error)})."
        raise UnusableInputError(fault, place=str(path), remedy="Kontrollera att du får öppna den.") from error


def _text_of(data: bytes) -> str:
    """As Windows' programs save text: UTF-16 or UTF-8 with a mark, UTF-8, else the computer's own Western letters."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _ensure_free(target: Path) -> None:
    if target.exists():
        remedy = "Välj ett annat namn, eller flytta undan filen först."
        raise UnusableInputError("Filen finns redan och skrivs inte över.", place=str(target), remedy=remedy)
    if target.suffix.lower() != ".xlsx":
        raise UnusableInputError("Arbetsboken måste heta något på .xlsx.", place=str(target), remedy="Byt ändelse.")


def _workbook(declaration: Declaration, rules: Rules, understood: Understood, year: int) -> bytes:
    """The workbook with the rows that were read, and the sheet that tells of them last but open first."""
    settings = {declaration.setting_of(key).label: value for key, value in understood.settings.items()}
    settings[declaration.setting_of(declaration.year_setting).label] = year
    rows = {key: list(found) for key, found in understood.rows.items() if found}
    table = declaration.tables(TableKind.SETTINGS)[0].key
    new = canonical_workbook(
        declaration, rows | {table: [{"key": label, "value": value} for label, value in settings.items()]}
    )
    sheet = review_sheet(understood.readings, rules, declaration)
    return make_workbook(replace(new, sheets=(*new.sheets, sheet), active=sheet.name), calculate_new)


def _with_days(readings: Readings) -> Iterator[str]:
    """The lines that hold days, the first of them, for whoever is to say by rules which are activities'."""
    told = {(reading.place, reading.text.strip(" .")): None for reading in readings.all if said_days(reading.text)}
    yield "Dagar står på de här raderna:" if told else "Inga dagar hittades heller."
    for place, text in list(told)[:_SHOWN]:
        yield f"{place}: {shorten(text, _WIDTH, placeholder=' …')}"
    if len(told) > _SHOWN:
        yield f"och {len(told) - _SHOWN} till."


def _told(book: Book, source: Path, target: Path, year: int, understood: Understood, rules: Rules) -> Imported:
    def total(table: str, column: str) -> float:
        return sum(float(value) for row in book[table] if isinstance(value := row.cell(column).value, (int, float)))

    readings = understood.readings
    return Imported(
        path=target,
        source=source.name,
        year=year,
        areas=len(book["areas"]),
        activities=len(book["plan"]),
        days=total("plan", "days") + total("groups", "days"),
        goals=len(book["goals"]),
        statuses=sum(1 for row in book["outcomes"] if row.text("status")),
        posts=len(book["budget"]),
        budget=total("budget", "budget"),
        spent=total("expenses", "amount"),
        funding=total("funding", "amount"),
        sheet=rules.review.sheet,
        asked=tuple(readings.of(ReadingState.ASKED)),
        wrong=tuple(readings.of(ReadingState.WRONG)),
        right=len(readings.of(ReadingState.RIGHT)),
        left=len(readings.of(ReadingState.LEFT)),
    )
