"""What the newsletter of a declaration must fulfil."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping

from rus_sheets.schema.faults import DeclarationFault, column_keys, column_path_faults, table_keys, twice, unknown
from rus_sheets.schema.model import Declaration, LetterKind, NewsletterWords

_SEVERAL = (LetterKind.COMING,)
"""What several parts may tell of, each of its own kinds."""
_TEXT_COLUMNS = ("document", "heading", "text")
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|]')
_FILLED_IN: Mapping[str, tuple[str, ...]] = {"title": ("period",), "file_name": ("first", "last")}


def newsletter(declaration: Declaration) -> Iterator[DeclarationFault]:
    """Its texts, columns, settings and kinds are there, and it has something to take events from."""
    words = declaration.newsletter
    if words is None:
        return
    yield from _texts(declaration, words)
    yield from column_path_faults(declaration, "newsletter.outcome", words.outcome)
    for key in filter(None, (words.contact, words.website)):
        yield from unknown("newsletter", "Inställningen", key, [setting.key for setting in declaration.setting])
    for key, names in _FILLED_IN.items():
        yield from _names(f"newsletter.{key}", getattr(words, key), names)
    yield from _file_name(words.file_name)
    yield from _parts(declaration, words)


def _file_name(name: str) -> Iterator[DeclarationFault]:
    """Each period's letter has a name of its own, else the next one takes its place and nothing remembers it."""
    if not all(f"{{{key}}}" in name for key in _FILLED_IN["file_name"]):
        fault = "Namnet säger inte vilken period brevet gäller, så nästa brev skulle ersätta det."
        yield DeclarationFault("newsletter.file_name", fault, "Ta med {first} och {last}.")
    if _NOT_IN_NAMES.search(name):
        yield DeclarationFault("newsletter.file_name", f"”{name}” duger inte som filnamn.", "Ta bort skiljetecknen.")


def _texts(declaration: Declaration, words: NewsletterWords) -> Iterator[DeclarationFault]:
    yield from unknown("newsletter.texts", "Tabellen", words.texts, table_keys(declaration))
    if not declaration.has_table(words.texts):
        return
    table = declaration.table_of(words.texts)
    for key in _TEXT_COLUMNS:
        yield from unknown("newsletter.texts", "Kolumnen", key, column_keys(table))
    for key in (words.intro, words.closing):
        yield from unknown("newsletter", "Raden", key, table.known_ids)
    if table.has("document") and table.column("document").list:
        values = declaration.choices(table.column("document").list).values
        yield from unknown("newsletter.document", "Valet", words.document, values)


def _names(place: str, text: str, known: tuple[str, ...]) -> Iterator[DeclarationFault]:
    try:
        asked = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    except ValueError:
        yield DeclarationFault(place, "Klamrarna går inte ihop.", "Skriv {{ och }} för dem som ska synas.")
        return
    for name in asked:
        yield from unknown(place, "Namnet", name, known)


def _parts(declaration: Declaration, words: NewsletterWords) -> Iterator[DeclarationFault]:
    for kind in twice(part.kind for part in words.part if part.kind not in _SEVERAL):
        yield DeclarationFault("newsletter.part", f"Det finns två delar av slaget {kind}.", "Ta bort den ena.")
    kinds = [kind for part in words.part if part.kind in _SEVERAL for kind in part.kinds or ("",)]
    for kind in twice(kinds):
        fault = f"”{kind}” står i två delar." if kind else "Två delar tar alla slag av händelser."
        yield DeclarationFault("newsletter.part", fault, "Säg i kinds vilken del som har vad.")
    if declaration.calendar is None and any(part.kind in (*_SEVERAL, LetterKind.PUBLICATIONS) for part in words.part):
        yield DeclarationFault("newsletter.part", "Det finns ingen kalender att hämta ur.", "Lägg till [calendar].")
        return
    rows = declaration.calendar.rows if declaration.calendar else ()
    known = {
        value
        for source in rows
        if source.kind and declaration.has_table(source.table) and declaration.table_of(source.table).has(source.kind)
        for value in declaration.choices(declaration.table_of(source.table).column(source.kind).list).values
    }
    for part in words.part:
        for kind in part.kinds:
            yield from unknown(f"newsletter.part[{part.kind}]", "Slaget", kind, sorted(known))
