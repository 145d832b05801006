"""Newsletters: parts and their order, the same in both files, earlier letters, and texts that nobody should trust."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from docx import Document

from rus_sheets.book.dates import days_in_words, period_in_words
from rus_sheets.errors import UnusableInputError, UsageError
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.layout.canonical import NewRow, canonical_workbook
from rus_sheets.office.zipwrite import with_members
from rus_sheets.resources import folder
from rus_sheets.usecases.newsletter import Newsletter, newsletter
from rus_sheets.usecases.rows_as_text import load_rows
from rus_sheets.word.parts.edited_package import WordPackage
from tests.documents.books import DECLARATION, rows_of
from tests.libreoffice import convert, soffice
from tests.word.accessibility import problems

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
SPRING = dt.date(2026, 3, 1), dt.date(2026, 5, 31)
SUMMER = dt.date(2026, 6, 1), dt.date(2026, 8, 31)
EVENTS: Sequence[NewRow] = (
    {"id": "A01-H01", "activity": "A01", "date": dt.date(2026, 5, 6), "end": dt.date(2026, 5, 7), "time": "10–16",
     "type": "Konferens", "heading": "Målkonferensen", "state": "Planerad", "place": "Nyköping",
     "link": "https://www.example.org/dagarna", "audience": "Alla samordnare"},
    {"id": "A01-H02", "activity": "A01", "date": dt.date(2026, 4, 2), "type": "Kurs", "heading": "Att leda förändring",
     "state": "Inställd"},
    {"id": "A02-H01", "activity": "A02", "date": dt.date(2026, 3, 12), "type": "Rapport", "heading": "Länens läge",
     "link": "https://www.example.org/rapport?a=1&b=2"},
    {"id": "A02-H02", "activity": "A02", "date": dt.date(2026, 2, 12), "type": "Webbinarium", "heading": "Filmen",
     "link": "https://www.example.org/film"},
    {"id": "A02-H03", "activity": "A02", "date": dt.date(2026, 9, 1), "type": "Möte", "heading": "I höst"},
)  # fmt: skip
TEXTS: Sequence[NewRow] = (
    {"key": "nyhetsbrev-inledning", "document": "Nyhetsbrev", "text": "Vårens nyheter."},
    {"key": "notis-medel", "document": "Nyhetsbrev", "heading": "Medel för nästa år", "text": "Klart i april.\n- Läs"},
    {"key": "nyhetsbrev-avslutning", "document": "Nyhetsbrev", "text": "Brevet går till samordnarna."},
)
OUTCOMES: Sequence[NewRow] = ({"id": "A01", "short": "Alla län har svarat."}, {"id": "A02"})


@cache
def _base() -> Mapping[str, Sequence[NewRow]]:
    return load_rows(DECLARATION, folder("examples") / "2026")


def book(path: Path, **rows: Sequence[NewRow]) -> Path:
    """The example of 2026 with these rows; without any, those above."""
    made = {**rows_of(2026, 2026), "events": EVENTS, "outcomes": OUTCOMES} | rows
    own = [row for row in _base()["texts"] if row["document"] != "Nyhetsbrev"]
    made["texts"] = [*own, *rows.get("texts", TEXTS)]
    contact = next(row for row in made["settings"] if row["key"] == "Kontakt för frågor")
    contact["value"] = "Kansliet, kansliet@example.org"
    path.write_bytes(make_workbook(canonical_workbook(DECLARATION, made), lambda _: {}))
    return path


@pytest.fixture(scope="module")
def spring(tmp_path_factory: pytest.TempPathFactory) -> Newsletter:
    workbook = book(tmp_path_factory.mktemp("brev") / "verksamhet-2026.xlsx")
    return newsletter(workbook, *SPRING, now=NOW)


def lines(path: Path) -> list[tuple[str, str]]:
    """Style and text of each paragraph that says something."""
    return [(line.style.name, line.text) for line in Document(str(path)).paragraphs if line.text.strip()]


def mail(path: Path) -> EmailMessage:
    found = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(found, EmailMessage)
    return found


def body(path: Path, kind: str) -> str:
    part = mail(path).get_body((kind,))
    assert part is not None
    return str(part.get_content())


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def read(html: str) -> _Words:
    parser = _Words()
    parser.feed(html)
    return parser


def headings(html: str, level: int) -> list[str]:
    return [" ".join(found.split()) for found in re.findall(rf"<h{level}[^>]*>(.*?)</h{level}>", html, re.DOTALL)]


def test_parts_in_the_order_of_the_source(spring: Newsletter) -> None:
    docx, eml = (file.file.path for file in spring.files)
    assert docx.name == "Nyhetsbrev-2026-03-01--2026-05-31.docx"
    said = lines(docx)
    assert [text for style, text in said if style == "Heading 1"] == [
        "Konferenser, möten och datum", "Aktuellt", "Det har gjorts", "Publikationer och länkar",
        "Kurser och seminarier", "Kontakt",
    ]  # fmt: skip
    assert [text for style, text in said if style == "Heading 2"] == [
        "Målkonferensen", "Medel för nästa år", "Medverkan i fördjupad utvärdering av miljömålen (FU27)", "Filmen",
        "Länens läge", "Inställt: Att leda förändring",
    ]  # fmt: skip
    texts = [text for _, text in said]
    assert texts[:2] == ["RUS", "Nyhetsbrev mars–maj 2026"]
    assert texts[3] == "Vårens nyheter."
    assert "6–7\u00a0maj\u00a02026, kl. 10–16. Konferens. Plats: Nyköping. För: Alla samordnare." in texts
    assert texts[-1] == "Brevet går till samordnarna."
    assert mail(eml)["Subject"] == "RUS Nyhetsbrev mars–maj 2026"
    assert [part.heading for part in spring.letter.left_out] == ["Har stått i tidigare brev"]
    assert not spring.wants_a_person


def test_both_files_say_the_same_and_are_counted_from_what_was_written(spring: Newsletter) -> None:
    docx, eml = spring.files
    assert docx.parts == eml.parts
    assert [part.items for part in docx.parts] == [1, 1, 1, 2, 1, 0]
    html, plain = body(eml.file.path, "html"), body(eml.file.path, "plain")
    in_word = [" ".join(text.split()) for _, text in lines(docx.file.path)]
    found = " ".join(" ".join(read(html).said).split())
    flat = " ".join(plain.split())
    for text in in_word:
        assert text in found.replace(" , ", ", ").replace(" .", ".") or text.split(",")[0] in found
        assert text.split(": ")[0] in flat
    order = [found.index(text) for text in in_word[3:] if text in found and found.count(text) == 1]
    assert order == sorted(order)


def test_the_mail_is_a_draft_that_any_program_shows(spring: Newsletter) -> None:
    eml = spring.files[1].file.path
    message, html = mail(eml), body(eml, "html")
    assert message.get_content_type() == "multipart/alternative"
    assert (message["X-Unsent"], message["To"]) == ("1", None)
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    parsed = read(html)
    assert dict(parsed.tags)["html"] == {"lang": "sv"}
    names = {name for name, _ in parsed.tags}
    assert not names & {"img", "script", "style", "link", "iframe", "form", "div"}
    assert all(attrs["role"] == "presentation" for name, attrs in parsed.tags if name == "table")
    assert all("style" in attrs for name, attrs in parsed.tags if name in {"td", "h1", "h2", "h3", "p", "li", "a"})
    assert len(headings(html, 1)) == 1
    assert {attrs["href"] for name, attrs in parsed.tags if name == "a"} == {
        "https://www.example.org/dagarna", "https://www.example.org/rapport?a=1&b=2", "https://www.example.org/film",
        "mailto:kansliet@example.org", "https://www.rus.se",
    }  # fmt: skip


def test_the_same_again_is_the_same_bytes(spring: Newsletter, tmp_path: Path) -> None:
    before = [file.file.path.read_bytes() for file in spring.files]
    workbook = book(tmp_path / "verksamhet-2026.xlsx")
    made = newsletter(workbook, *SPRING, now=NOW)
    assert [file.file.path.read_bytes() for file in made.files] == before
    again = newsletter(workbook, *SPRING, now=NOW)
    assert [file.file.earlier for file in again.files] == [None, None]


def test_the_document_can_be_read_by_all(spring: Newsletter) -> None:
    data = spring.files[0].file.path.read_bytes()
    assert not list(problems(data))


@pytest.mark.skipif(soffice() is None, reason="LibreOffice isn't here")
def test_a_letter_that_libreoffice_has_saved_is_known(spring: Newsletter, tmp_path: Path) -> None:
    convert(spring.files[0].file.path, "docx", tmp_path)
    made = newsletter(book(tmp_path / "bok.xlsx"), *SUMMER, now=NOW)
    assert (made.earlier.read, made.earlier.gone) == (("Nyhetsbrev mars–maj 2026",), ())
    assert "Medel för nästa år" in [item.title for part in made.letter.parts for item in part.listed]


def test_what_an_earlier_letter_said_is_only_listed(tmp_path: Path) -> None:
    workbook = book(tmp_path / "bok.xlsx")
    newsletter(workbook, *SPRING, now=NOW)
    changed = [dict(row) for row in TEXTS]
    changed[1]["text"] = "Klart i maj."
    new = ({"key": "notis-ny", "document": "Nyhetsbrev", "heading": "Ny notis", "text": "Nytt."},)
    outcomes = [*OUTCOMES[:1], {"id": "A02", "short": "Data är klara."}]
    book(workbook, texts=[*changed, *new], outcomes=outcomes)
    made = newsletter(workbook, *SUMMER, now=NOW)
    assert made.earlier.read == ("Nyhetsbrev mars–maj 2026",)
    parts = {part.words.heading: part for part in made.letter.parts}
    notices = [(item.title, item.changed) for item in parts["Aktuellt"].items]
    assert notices == [("Medel för nästa år", "Nyhetsbrev mars–maj 2026"), ("Ny notis", "")]
    assert len(parts["Det har gjorts"].items) == 1
    listed = [item.title for item in parts["Har stått i tidigare brev"].listed]
    assert "Medverkan i fördjupad utvärdering av miljömålen (FU27)" in listed
    assert "Länens läge" in listed
    assert "Filmen" in listed
    said = [text for _, text in lines(made.files[0].file.path)]
    assert "Filmen (stod i Nyhetsbrev mars–maj 2026)" in said
    assert "Ändrat sedan Nyhetsbrev mars–maj 2026" in said
    assert "Alla län har svarat." not in said
    assert made.files[0].parts == made.files[1].parts
    # The third knows by the second what stood in the first, though that one is gone.
    (tmp_path / "Nyhetsbrev-2026-03-01--2026-05-31.docx").unlink()
    third = newsletter(workbook, dt.date(2026, 9, 1), dt.date(2026, 9, 30), now=NOW)
    stood = {item.title: item.letter for item in third.letter.parts[-2].listed}
    why = {part.heading: part.why for part in third.letter.left_out}
    assert why["Det har gjorts"] == "allt har stått i ett tidigare brev"
    assert why["Kurser och seminarier"] == "inget sådant har ett datum i perioden"
    assert stood["Filmen"] == "Nyhetsbrev mars–maj 2026"
    assert stood["Ny notis"] == "Nyhetsbrev juni–augusti 2026"


def test_what_is_cancelled_after_a_letter_is_said_again(tmp_path: Path) -> None:
    workbook = book(tmp_path / "bok.xlsx")
    newsletter(workbook, *SPRING, now=NOW)
    book(workbook, events=[{**EVENTS[0], "state": "Inställd"}, *EVENTS[1:]])
    made = newsletter(workbook, dt.date(2026, 5, 1), dt.date(2026, 6, 30), now=NOW)
    coming = next(part for part in made.letter.parts if part.words.heading.startswith("Konferenser"))
    assert [(item.title, item.changed) for item in coming.items if item.changed] == [
        ("Inställt: Målkonferensen", "Nyhetsbrev mars–maj 2026")
    ]


def test_a_letter_whose_memory_is_broken_is_told(tmp_path: Path) -> None:
    workbook = book(tmp_path / "bok.xlsx")
    path = newsletter(workbook, *SPRING, now=NOW).files[0].file.path
    package = WordPackage(path)
    part = next(name for name in package.parts_in("customXml") if b'"first"' in package.read(name))
    path.write_bytes(with_members(package, {part: package.read(part).replace(b'"first"', b'"furst"')}))
    made = newsletter(workbook, *SUMMER, now=NOW)
    assert (made.wants_a_person, made.earlier.read) == (True, ())
    assert "Det som brevet minns kan inte läsas." in made.earlier.unread[0]


def test_two_notices_of_one_key_are_both_said_or_listed(tmp_path: Path) -> None:
    twins: list[NewRow] = [dict(TEXTS[1]), {**TEXTS[1], "text": "En annan text."}]
    workbook = book(tmp_path / "bok.xlsx", texts=twins)
    first = newsletter(workbook, *SPRING, now=NOW)
    second = newsletter(workbook, *SUMMER, now=NOW)
    for made in (first, second):
        assert sum(item.title == "Medel för nästa år" for part in made.letter.parts
                   for item in (*part.items, *part.listed)) == 2  # fmt: skip


def test_the_heading_of_the_introduction_is_not_lost(tmp_path: Path) -> None:
    workbook = book(tmp_path / "bok.xlsx", texts=[{**TEXTS[0], "heading": "Hej våren!"}])
    made = newsletter(workbook, *SPRING, now=NOW)
    assert "Hej våren!" in [text for _, text in lines(made.files[0].file.path)]
    assert "<strong>Hej våren!</strong>" in body(made.files[1].file.path, "html")


def test_the_same_period_made_again_is_not_earlier(tmp_path: Path) -> None:
    workbook = book(tmp_path / "bok.xlsx")
    newsletter(workbook, *SUMMER, now=NOW)
    newsletter(workbook, *SPRING, now=NOW)
    again = newsletter(workbook, *SPRING, now=NOW)
    assert again.earlier.read == ()
    elsewhere = newsletter(workbook, *SPRING, outputs=[tmp_path / "annat.docx"], now=NOW)
    assert elsewhere.earlier.read == ()


def test_what_somebody_took_out_of_a_letter_was_not_said_in_it(tmp_path: Path) -> None:
    workbook = book(tmp_path / "bok.xlsx")
    path = newsletter(workbook, *SPRING, now=NOW).files[0].file.path
    document = Document(str(path))
    for line in document.paragraphs:
        if line.text == "Medel för nästa år":
            line.clear()
    document.save(str(path))
    made = newsletter(workbook, *SUMMER, now=NOW)
    assert any(item.title == "Medel för nästa år" for part in made.letter.parts for item in part.items)
    assert made.notes[0].startswith("”Medel för nästa år” är borttaget ur Nyhetsbrev mars–maj 2026")


def test_other_letters_and_what_cannot_be_read(tmp_path: Path) -> None:
    workbook = book(tmp_path / "bok.xlsx")
    letter = newsletter(workbook, *SPRING, now=NOW).files[0].file.path
    (tmp_path / "trasigt.docx").write_bytes(letter.read_bytes()[:-200])
    Document().save(str(tmp_path / "annat.docx"))
    made = newsletter(workbook, *SUMMER, now=NOW)
    assert [line.partition(":")[0] for line in made.earlier.unread] == ["trasigt.docx"]
    assert made.wants_a_person
    other = tmp_path / "annan mapp"
    other.mkdir()
    moved = book(other / "bok.xlsx")
    assert newsletter(moved, *SUMMER, now=NOW).earlier.read == ()
    assert newsletter(moved, *SUMMER, earlier=[letter], now=NOW).earlier.read == ("Nyhetsbrev mars–maj 2026",)
    for wrong, fault in ((tmp_path / "annat.docx", "inget nyhetsbrev"), (letter, "inte tidigare")):
        with pytest.raises(UnusableInputError, match=fault):
            newsletter(moved, *SPRING, earlier=[wrong], now=NOW)


def test_an_edited_letter_is_kept_as_a_copy(tmp_path: Path) -> None:
    workbook = book(tmp_path / "bok.xlsx")
    path = newsletter(workbook, *SPRING, now=NOW).files[0].file.path
    document = Document(str(path))
    document.paragraphs[3].text = "Egen inledning."
    document.save(str(path))
    mine = path.read_bytes()
    file = newsletter(workbook, *SPRING, now=NOW).files[0].file
    assert file.edited
    assert file.earlier is not None
    assert file.earlier.read_bytes() == mine


def test_an_empty_period_says_what_is_left_out(tmp_path: Path) -> None:
    workbook = book(tmp_path / "bok.xlsx", events=[], texts=[], outcomes=[{"id": "A01"}])
    made = newsletter(workbook, dt.date(2027, 1, 1), dt.date(2027, 1, 31), now=NOW)
    assert [part.heading for part in made.files[0].parts] == ["Kontakt"]
    assert len(made.letter.left_out) == 6
    assert all(part.why for part in made.letter.left_out)
    assert made.notes == ("Perioden ligger utanför arbetsbokens år, 2026.",)
    assert made.letter.title == "Nyhetsbrev januari 2027"


HOSTILE = '<script>alert(1)</script> & "{{ 7*7 }}" {% for %} ]]> <b onclick=x>'


def test_texts_from_people_are_text(tmp_path: Path) -> None:
    events: list[NewRow] = [dict(row) for row in EVENTS]
    events[0] |= {"heading": HOSTILE, "place": HOSTILE, "link": "javascript:alert(1)"}
    told = f'{HOSTILE} [tryck](https://example.org/?a="><img src=x>) [fel](javascript:alert(2)) mailto:x'
    texts: list[NewRow] = [{"key": "notis", "document": "Nyhetsbrev", "heading": HOSTILE, "text": told}]
    made = newsletter(book(tmp_path / "bok.xlsx", events=events, texts=texts), *SPRING, now=NOW)
    docx, eml = (file.file.path for file in made.files)
    parsed = read(body(eml, "html"))
    assert not {name for name, _ in parsed.tags} & {"script", "b", "img"}
    hrefs = [attrs["href"] or "" for name, attrs in parsed.tags if name == "a"]
    assert all(re.match("https?://|mailto:", href) for href in hrefs)
    assert not any("onclick" in attrs for _, attrs in parsed.tags)
    assert HOSTILE in " ".join(" ".join(parsed.said).split())
    assert HOSTILE in body(eml, "plain")
    assert [text for style, text in lines(docx) if style == "Heading 2"][:2] == [HOSTILE, HOSTILE]
    targets = [link.target_ref for link in Document(str(docx)).part.rels.values() if link.is_external]
    assert all(re.match("https?://|mailto:", target) for target in targets)
    assert [(doubt.row, doubt.left_out) for doubt in made.letter.doubts] == [("Händelser A01-H01", False)]
    assert made.files[0].parts == made.files[1].parts
    later = newsletter(tmp_path / "bok.xlsx", *SUMMER, now=NOW)
    assert (later.earlier.read, later.earlier.gone) == (("Nyhetsbrev mars–maj 2026",), ())


@pytest.mark.parametrize(
    ("outputs", "fault"),
    [(["brev.pdf"], ".docx, för Word, eller .eml"), (["a.docx", "b.docx"], "Två filer på .docx")],
)
def test_what_cannot_be_written(tmp_path: Path, outputs: list[str], fault: str) -> None:
    with pytest.raises(UsageError, match=fault):
        newsletter(tmp_path / "ingen.xlsx", *SPRING, outputs=[tmp_path / name for name in outputs], now=NOW)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ((2026, 3, 1), (2026, 5, 31), "mars–maj 2026"),
        ((2026, 2, 1), (2026, 2, 28), "februari 2026"),
        ((2025, 12, 1), (2026, 1, 31), "december 2025–januari 2026"),
        ((2026, 3, 2), (2026, 3, 31), "2–31 mars 2026"),
        ((2026, 3, 1), (2026, 4, 2), "1 mars 2026 till 2 april 2026"),
        ((2026, 3, 2), (2026, 3, 2), "2 mars 2026"),
    ],
)
def test_a_period_in_words(first: tuple[int, int, int], last: tuple[int, int, int], said: str) -> None:
    assert period_in_words(dt.date(*first), dt.date(*last)).replace("\u00a0", " ") == said


def test_days_in_words() -> None:
    assert (
        days_in_words(dt.date(2026, 4, 30), dt.date(2026, 5, 2)) == "30\u00a0april\u00a02026 till 2\u00a0maj\u00a02026"
    )


def test_what_has_been_held_is_not_coming_and_is_counted(tmp_path: Path) -> None:
    held = [{**row, "state": "Genomförd"} if row["id"] == "A01-H01" else dict(row) for row in EVENTS]
    held.append({"id": "A01-H09", "activity": "A01", "date": dt.date(2026, 3, 5), "type": "Möte",
                 "heading": "Redan hållet", "state": "Genomförd"})  # fmt: skip
    made = newsletter(book(tmp_path / "verksamhet-2026.xlsx", events=held), *SPRING, now=NOW)
    parts = {part.words.heading: [item.title for item in part.items] for part in made.letter.parts}
    assert "Konferenser, möten och datum" not in parts
    assert "Målkonferensen" in parts["Publikationer och länkar"]  # it has a page to read
    assert "Redan hållet" not in str(parts)
    assert "2 händelser i perioden är redan genomförda: inte bland det som kommer." in made.notes
