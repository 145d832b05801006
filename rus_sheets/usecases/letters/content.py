"""What stands in a newsletter: its parts in the declared order, and why some of them are left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from rus_sheets.book.dates import days_in_words, period_in_words
from rus_sheets.book.model import Book, Row
from rus_sheets.book.tidy import on_one_line
from rus_sheets.calendars.entries import CalendarEntry, Doubt, YearCalendar
from rus_sheets.calendars.fragment import hours_told
from rus_sheets.documents.figures import shown
from rus_sheets.documents.views import text_of
from rus_sheets.schema.model import LetterKind, LetterPartWords, NewsletterWords
from rus_sheets.texts.content import Paragraph, Run, Text
from rus_sheets.texts.content import words as words_of
from rus_sheets.usecases.letters.memory import Earlier, LetterMemory, Stood

_ALL_SAID = "allt har stått i ett tidigare brev"


class LetterItem(Struct, frozen=True):
    """One thing under a heading of its own. ``facts`` are when, what and where; ``changed`` the letter that it has
    stood in otherwise, "" for none.
    """

    id: str
    title: str
    facts: str = ""
    text: Text = Text()
    link: str = ""
    changed: str = ""

    @property
    def sum(self) -> str:
        """A checksum of all that is said of it."""
        return sha256("\n".join((self.title, self.facts, words_of(self.text), self.link)).encode()).hexdigest()[:12]


class LetterPart(Struct, frozen=True):
    """A part with its items; ``listed`` are what has stood in earlier letters, and in which."""

    words: LetterPartWords
    items: tuple[LetterItem, ...] = ()
    listed: tuple[Stood, ...] = ()

    @property
    def length(self) -> int:
        """How many things stand in it."""
        return len(self.items) + len(self.listed)


class LeftOut(Struct, frozen=True):
    """A part that isn't in the letter, by its heading, and why, in Swedish."""

    heading: str
    why: str


class Letter(Struct, frozen=True):
    """A newsletter. ``left_out`` are the parts that have nothing to say. ``doubts`` are what rows say that can't be
    shown, ``undated`` counts the events that have no date, and ``held`` those in the period that aren't to come.
    """

    title: str
    first: dt.date
    last: dt.date
    workbook_id: str
    intro: Text
    closing: Text
    contact: str
    website: str
    parts: tuple[LetterPart, ...]
    left_out: tuple[LeftOut, ...]
    doubts: tuple[Doubt, ...]
    undated: int
    held: int
    stood: Mapping[str, Stood]

    @property
    def memory(self) -> LetterMemory:
        """What it is to remember."""
        items = {item.id: Stood(item.title, item.sum, self.title) for part in self.parts for item in part.items}
        return LetterMemory(self.workbook_id, self.title, self.first, self.last, items, self.stood)


def letter_of(
    book: Book, words: NewsletterWords, calendar: YearCalendar | None, first: dt.date, last: dt.date, earlier: Earlier
) -> Letter:
    """The letter over the period; what has stood in an ``earlier`` one is only listed, unless it has changed since."""
    doubts: list[Doubt] = []
    texts = book[words.texts].by_id
    contact, website = (book.setting_text(key).strip() if key else "" for key in (words.contact, words.website))
    found = {
        LetterKind.NOTICES: list(_notices(book, words, doubts)),
        LetterKind.OUTCOMES: list(_outcomes(book, words, doubts)),
    }
    entries = calendar.entries if calendar else ()
    parts = []
    for part in words.part:
        items = found.get(part.kind, [])
        if calendar and part.kind is LetterKind.COMING:
            items = [_dated(entry, calendar) for entry in _coming(entries, words, part, first, last)]
        elif calendar and part.kind is LetterKind.PUBLICATIONS:
            items = [
                _dated(entry, calendar, published=entry.kind in part.kinds)
                for entry in _published(entries, part, first, last)
            ]
        parts.append(LetterPart(part, tuple(items)))
    if calendar:
        rows = {item.id: item for part in parts for item in part.items}
        in_it = {entry.row for entry in entries if {_id(entry), _id(entry, published=True)} & {*rows}}
        doubts += [doubt for doubt in calendar.doubts if doubt.left_out or doubt.row in in_it]
    kept = list(_without_the_said(parts, earlier.stood))
    full = [part for part in kept if part.length or (part.words.kind is LetterKind.CONTACT and (contact or website))]
    return Letter(
        title=on_one_line(words.title.format(period=period_in_words(first, last))),
        first=first,
        last=last,
        workbook_id=book.workbook_id,
        intro=_headed(texts.get(words.intro)),
        closing=_headed(texts.get(words.closing)),
        contact=contact,
        website=website,
        parts=tuple(full),
        left_out=tuple(
            LeftOut(part.words.heading, _ALL_SAID if before.items else part.words.none)
            for before, part in zip(parts, kept, strict=True)
            if part not in full
        ),
        doubts=tuple(dict.fromkeys(doubts)),
        undated=calendar.undated if calendar else 0,
        held=sum(entry.held and entry.first <= last and entry.last >= first for entry in entries),
        stood=earlier.stood,
    )


def _without_the_said(parts: Iterable[LetterPart], stood: Mapping[str, Stood]) -> Iterator[LetterPart]:
    """What has been said goes out of its part and is listed in one of its own; what has changed is marked."""
    parts = list(parts)
    said = tuple(stood[item.id] for part in parts for item in part.items if _is_said(item, stood))
    for part in parts:
        items = (item for item in part.items if not _is_said(item, stood))
        marked = (replace(item, changed=stood[item.id].letter) if item.id in stood else item for item in items)
        yield replace(part, items=tuple(marked), listed=said if part.words.kind is LetterKind.EARLIER else ())


def _is_said(item: LetterItem, stood: Mapping[str, Stood]) -> bool:
    return item.id in stood and stood[item.id].sum == item.sum


def _notices(book: Book, words: NewsletterWords, doubts: list[Doubt]) -> Iterator[LetterItem]:
    table = book[words.texts]
    for row in table:
        text = _text(row)
        if row.text("document") != words.document or row.id in (words.intro, words.closing):
            continue
        if not row.id or not (text or row.text("heading")):
            fault = "Notisen har ingen nyckel: står inte i brevet." if text else "Notisen är tom: står inte i brevet."
            doubts.append(Doubt(_name(row), fault, "Fyll i raden.", left_out=True))
            continue
        if not row.text("heading"):
            fault = "Notisen har ingen rubrik: nyckeln står i stället."
            doubts.append(Doubt(_name(row), fault, "Skriv en rubrik."))
        yield LetterItem(f"{table.table.key}-{row.id}", shown(row.text("heading") or row.id), text=text)


def _outcomes(book: Book, words: NewsletterWords, doubts: list[Doubt]) -> Iterator[LetterItem]:
    key, _, column = words.outcome.partition(".")
    for row in book[key]:
        text = _text(row, column)
        unit = book.follow(row, row.table.parent) if row.table.parent else row
        if not text:
            continue
        if not unit:
            fault = "Raden hör inte till någon aktivitet: står inte i brevet."
            doubts.append(Doubt(_name(row), fault, "Rätta id:t.", left_out=True))
            continue
        yield LetterItem(f"{key}-{row.id}", shown(unit.title) or row.id, text=text)


def _coming(
    entries: Iterable[CalendarEntry], words: NewsletterWords, part: LetterPartWords, first: dt.date, last: dt.date
) -> Iterator[CalendarEntry]:
    """What the part takes of the calendar: what goes on in the period, but not what has come out or been held."""
    coming = [other for other in words.part if other.kind is LetterKind.COMING]
    elsewhere = set(chain.from_iterable(other.kinds for other in coming if other is not part))
    published = set(chain.from_iterable(other.kinds for other in words.part if other.kind is LetterKind.PUBLICATIONS))
    for entry in entries:
        out = entry.kind in published and _is_over(entry)
        mine = entry.kind in part.kinds if part.kinds else entry.kind not in elsewhere
        if mine and not out and not entry.held and entry.first <= last and entry.last >= first:
            yield entry


def _published(
    entries: Iterable[CalendarEntry], part: LetterPartWords, first: dt.date, last: dt.date
) -> Iterator[CalendarEntry]:
    """What has come out until the period's last day, and what has been held and has a page to read."""
    for entry in entries:
        linked = bool(entry.link) and (entry.held or entry.last < first)
        if _is_over(entry) and entry.first <= last and (entry.kind in part.kinds or linked):
            yield entry


def _is_over(entry: CalendarEntry) -> bool:
    return not (entry.planned or entry.cancelled)


def _dated(entry: CalendarEntry, calendar: YearCalendar, *, published: bool = False) -> LetterItem:
    """An entry as it is told. What was announced and has come out since is another thing to tell."""
    when = ", ".join(filter(None, (days_in_words(entry.first, entry.last), hours_told(entry.hours))))
    beside = ((calendar.words.place, entry.place), (calendar.words.audience, entry.audience))
    facts = (when, entry.kind, *(f"{word}: {said}" for word, said in beside if said))
    title = f"{calendar.words.cancelled}: {entry.title}" if entry.cancelled else entry.title
    told = shown(". ".join(filter(None, facts)) + ".")
    return LetterItem(_id(entry, published=published), shown(title), told, link=entry.link)


def _id(entry: CalendarEntry, *, published: bool = False) -> str:
    """Without the workbook's own id, which the letter remembers by itself."""
    return entry.uid.rpartition("@")[0] + ("/ut" if published else "")


def _text(row: Row | None, key: str = "text") -> Text:
    """A cell's text, without the cell: a letter isn't refreshed."""
    return Text(text_of(row.cells.get(key)).blocks) if row else Text()


def _headed(row: Row | None) -> Text:
    """A text that stands under no heading of its own, after the one it has been given, if any."""
    heading, text = row.text("heading") if row else "", _text(row)
    return Text((Paragraph((Run(shown(heading), bold=True),)),)) + text if heading and text else text


def _name(row: Row) -> str:
    return f"{row.table.sheet} {row.id or f'rad {row.number}'}"
