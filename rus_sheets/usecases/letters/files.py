"""A letter as a Word document and as a mail draft: both of the same names, which both templates ask for.

* ``titel``, ``organisation``, ``kortnamn``, and the texts ``inledning`` and ``avslutning``
* ``delar``, each with ``rubrik``, the text ``lista`` and ``saker``: each of these with ``rubrik``, ``fakta``,
  ``ändrat`` and the texts ``text`` and ``länk``
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from rus_sheets.book.model import Book
from rus_sheets.book.tidy import on_one_line
from rus_sheets.calendars.entries import opens
from rus_sheets.schema.model import LetterKind, NewsletterWords
from rus_sheets.texts.content import BulletList, Paragraph, Run, Text
from rus_sheets.texts.manuscript import TypedLine
from rus_sheets.texts.text import parse_inline
from rus_sheets.usecases.letters.content import Letter, LetterItem, LetterPart
from rus_sheets.usecases.letters.memory import memory_of
from rus_sheets.usecases.mails.draft_mail import message_of
from rus_sheets.word.parts.edited_package import WordPackage
from rus_sheets.word.read.manuscript import manuscript

DOCX, EML = ".docx", ".eml"
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PART, _ITEM, _LISTED = 1, 2, 3
"""The levels of the headings in the document, and of what is only listed. In a mail its title stands above them."""


class Counted(Struct, frozen=True):
    """A part as it stands in a file: its heading, and how many things under it."""

    heading: str
    items: int


def names_of(letter: Letter, book: Book, words: NewsletterWords) -> Mapping[str, object]:
    """What the templates may ask for; see above."""
    return {
        "titel": letter.title,
        "organisation": on_one_line(book.setting_text("organisation")),
        "kortnamn": on_one_line(book.setting_text("short_name")),
        "inledning": letter.intro,
        "delar": [_part(part, letter, words) for part in letter.parts],
        "avslutning": letter.closing,
    }


def _part(part: LetterPart, letter: Letter, words: NewsletterWords) -> Mapping[str, object]:
    listed = Text()
    if part.words.kind is LetterKind.CONTACT:
        listed = Text(tuple(_contact(letter)))
    elif part.listed:
        told = (f"{item.title} ({words.stood_in} {item.letter})" for item in part.listed)
        listed = Text((BulletList(tuple((Run(one),) for one in told)),))
    return {"rubrik": part.words.heading, "lista": listed, "saker": [_item(item, words) for item in part.items]}


def _item(item: LetterItem, words: NewsletterWords) -> Mapping[str, object]:
    link = Text((Paragraph((Run(f"{words.read_more}: {item.title}", link=item.link),)),)) if item.link else Text()
    return {
        "rubrik": item.title,
        "fakta": item.facts,
        "ändrat": f"{words.changed} {item.changed}" if item.changed else "",
        "text": item.text,
        "länk": link,
    }


def _contact(letter: Letter) -> Iterator[Paragraph]:
    if letter.contact:
        yield Paragraph(tuple(_with_addresses(letter.contact)))
    if letter.website and opens(letter.website):
        yield Paragraph((Run(urlsplit(letter.website).hostname or letter.website, link=letter.website),))
    elif letter.website:
        yield Paragraph((Run(on_one_line(letter.website)),))


def _with_addresses(text: str) -> Iterator[Run]:
    """The text with its mail addresses as links."""
    for run in parse_inline(text):
        if not isinstance(run, Run) or run.link:
            yield run if isinstance(run, Run) else Run(run.text)
            continue
        position = 0
        for match in _ADDRESS.finditer(run.text):
            yield Run(run.text[position : match.start()])
            yield Run(match[0], link=f"mailto:{match[0]}")
            position = match.end()
        yield Run(run.text[position:])


def document(letter: Letter, names: Mapping[str, object], template: Path, now: dt.datetime) -> bytes:
    """The letter as a Word document that remembers what stands in it. Raises TemplateError for a faulty template."""
    from rus_sheets.word.make.render import render  # noqa: PLC0415 - what a mail alone does without
    from rus_sheets.word.parts.package import DocumentProperties  # noqa: PLC0415
    from rus_sheets.word.parts.stamp import stamped  # noqa: PLC0415

    title = f"{names['kortnamn']} {letter.title}".strip()
    properties = DocumentProperties(title, str(names["organisation"]), now.replace(tzinfo=None, microsecond=0))
    return stamped(render(template, names, properties, template, letter=letter.memory.packed()))


def mail(letter: Letter, names: Mapping[str, object], html: Path, plain_text: Path) -> bytes:
    """The letter as a mail draft without recipients. Raises TemplateError for a faulty template."""
    from rus_sheets.word.make.mailpage import mail_page  # noqa: PLC0415 - only for this

    subject = on_one_line(f"{names['kortnamn']} {letter.title}".strip())
    return message_of(subject, mail_page(plain_text, names), (), (), mail_page(html, names))


def counted(path: Path, data: bytes, letter: Letter) -> tuple[Counted, ...]:
    """The parts that stand in a file, and how many things in each. Raises UnusableInputError for a damaged one."""
    if path.suffix.lower() == EML:
        lines = list(_headings_in_mail(data))
    else:
        package = WordPackage(path, data)
        if memory_of(package) != letter.memory:
            raise package.fault("Brevet minns inte vad som står i det.", "Skriv det på nytt.")
        blocks = (block for block in manuscript(package).blocks if isinstance(block, TypedLine))
        lines = [(line.level or (_LISTED if line.item else 0), line.text) for line in blocks]
    return tuple(_counts(lines, {part.words.heading: part for part in letter.parts}))


def _counts(lines: list[tuple[int, str]], parts: Mapping[str, LetterPart]) -> Iterator[Counted]:
    """Under a part's heading the headings of its items, or where it only lists things the items of its list."""
    for at, (level, text) in enumerate(lines):
        if level == _PART and text in parts:
            below = [level for level, _ in lines[at + 1 :]]
            below = below[: below.index(_PART)] if _PART in below else below
            yield Counted(text, below.count(_LISTED if parts[text].listed else _ITEM))


class _Headings(HTMLParser):
    """The headings of a mail and the items of its lists, each with its level and, for a heading, its text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's
        level = {"h2": _PART, "h3": _ITEM, "li": _LISTED}.get(tag)
        if level:
            self.found.append((level, ""))
            self._open = level != _LISTED

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag not in ("h2", "h3")

    def handle_data(self, data: str) -> None:
        if self._open:
            level, text = self.found[-1]
            self.found[-1] = level, text + data


def _headings_in_mail(data: bytes) -> Iterator[tuple[int, str]]:
    from email import message_from_bytes  # noqa: PLC0415 - only who reads drafts waits for it
    from email.policy import default  # noqa: PLC0415

    body = message_from_bytes(data, policy=default).get_body(("html",))
    parser = _Headings()
    parser.feed(body.get_content() if body else "")
    yield from ((level, on_one_line(text)) for level, text in parser.found)
