"""The declaration of what a newsletter says, in which order."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class LetterKind(StrEnum):
    """What a part of a newsletter holds.

    ``coming`` is what the calendar has in the period, ``notices`` are texts written for the letter, ``outcomes`` what
    came of the activities, ``publications`` what has come out, and links, ``earlier`` the titles of what earlier
    letters have said, and ``contact`` whom to ask.
    """

    COMING = "coming"
    NOTICES = "notices"
    OUTCOMES = "outcomes"
    PUBLICATIONS = "publications"
    EARLIER = "earlier"
    CONTACT = "contact"


class LetterPartWords(Struct, frozen=True):
    """One part, under its heading. ``none`` is why it is left out when there is nothing for it.

    ``kinds`` are the kinds of events that stand in it: of several parts with what is coming the one without takes the
    others. Those of ``publications`` are what has come out once it is no longer planned.
    """

    kind: LetterKind
    heading: str
    none: str
    kinds: tuple[str, ...] = ()


class NewsletterWords(Struct, frozen=True):
    """A newsletter over a period. {period} is filled in in ``title``, {first} and {last} in ``file_name``.

    ``template`` names the files in ``reports/``, without their endings: .docx, .html and .txt. ``texts`` is the table
    of texts; those of the choice ``document`` are the letter's: the row ``intro`` begins it, the row ``closing`` ends
    it, the others are notices. ``outcome`` is the "table.column" that tells in short what came of it; ``contact`` and
    ``website`` are settings. ``read_more`` stands before the title that a link leads to, ``changed`` and ``stood_in``
    before the name of an earlier letter.
    """

    title: str
    file_name: str
    template: str
    texts: str
    document: str
    intro: str
    closing: str
    outcome: str
    contact: str
    website: str
    read_more: str
    changed: str
    stood_in: str
    part: tuple[LetterPartWords, ...]
