"""Who has no Excel answers in the mail itself: saved from any program, it is read in as a returned file is."""

from __future__ import annotations

import html
import time
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from rus_sheets.followup.mail_fields import field_lines
from rus_sheets.followup.mail_lines import read_lines
from rus_sheets.usecases.inbox.mail import read_mail
from rus_sheets.usecases.inbox.page_text import lines_of_page
from rus_sheets.usecases.merging import merge
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.usecases.status import follow_up
from tests.usecases.inbox import NOW, SENT, answered, form_of, mail, merged, outlook, put, zipped

TEXT = "Vi har under året arbetat tillsammans med länsstyrelserna i hela landet, och det gick bra.\nMer text."


def lines(workbook: Path, unit: str = "A02", days: str = "12", text: str = TEXT) -> str:
    handed_out = field_lines(open_book(workbook), [unit], SENT)
    return handed_out.replace("\nDagar utfall:", f"\nDagar utfall: {days}").replace("\nUtfall:", f"\nUtfall: {text}")


def plain(text: str) -> bytes:
    return mail({}, text=text).as_bytes()


def flowed(text: str) -> bytes:
    """As a program that breaks lines and says so (RFC 3676) sends it."""
    broken = text.replace("länsstyrelserna i hela landet", "länsstyrelserna i \nhela landet")
    message = mail({}, text=broken)
    message.set_param("format", "flowed")
    return message.as_bytes()


def page(text: str) -> EmailMessage:
    message = mail({})
    message.clear_content()
    rows = "".join(f"<div>{html.escape(line) or '<br>'}</div>\n" for line in text.split("\n"))
    message.set_content(f"<html><head><style>p {{x:y}}</style></head><body>{rows}</body></html>", subtype="html")
    return message


def gmail(text: str) -> bytes:
    """A reply as plain text, broken, and as a page; what was sent stands quoted below."""
    quoted = f"<blockquote class=gmail_quote><p>{html.escape('Hej! Dagar utfall: ')}</p></blockquote>"
    rows = "<br>".join(map(html.escape, text.split("\n")))
    message = mail({}, text=text.replace(" länsstyrelserna", "\nlänsstyrelserna"))
    message.add_alternative(
        f"<div dir=ltr>{rows}</div><div>Den 2 nov. 2026 skrev RUS:<br>{quoted}</div>", subtype="html"
    )
    return message.as_bytes()


def word(text: str) -> bytes:
    """A reply from Outlook: paragraphs with non-breaking spaces, and the mail that it answers below its head."""
    rows = "".join(f"<p class=MsoNormal>{html.escape(line).replace(': ', ':&nbsp;') or '&nbsp;'}<o:p></o:p></p>"
                   for line in text.split("\n"))  # fmt: skip
    head = "<p><b>Från:</b> RUS &lt;rus@example.org&gt;<br><b>Skickat:</b> den 2 november<br><b>Till:</b> Anna</p>"
    message = mail({})
    message.clear_content()
    message.set_content(f"<body lang=SV>{rows}{head}<p>Dagar utfall:</p></body>", subtype="html")
    return message.as_bytes()


WAYS: dict[str, Callable[[str], bytes]] = {
    "flowed.eml": flowed,
    "sida.eml": lambda text: page(text).as_bytes(),
    "gmail.eml": gmail,
    "outlook.eml": word,
    "zip.zip": lambda text: zipped({"sida.eml": page(text).as_bytes()}),
}


@pytest.mark.parametrize("name", WAYS)
def test_the_answer_is_read_in_however_it_is_written(workbook: Path, name: str) -> None:
    put(workbook, name, WAYS[name](lines(workbook)))
    done = merged(workbook)
    assert [(made.column, made.action.value) for made in done.decisions.decisions] == [
        ("Utfall", "take"), ("Dagar utfall", "take")
    ]  # fmt: skip
    book = open_book(workbook)
    assert book["outcomes"].by_id["A02"]["days"] == 12
    assert book["outcomes"].by_id["A02"].text("text") == TEXT
    assert {(row.text("who"), row.text("sender"), row.text("answered")) for row in book["log"].rows} == {
        ("anna@example.org", "Anna Ek <anna@example.org>", "2026-12-03T09:00:00Z")
    }
    before = workbook.read_bytes()
    assert merged(workbook).backup is None
    assert workbook.read_bytes() == before


@pytest.mark.parametrize("way", [plain, lambda text: outlook(mail({}, text=text))], ids=["eml", "msg"])
def test_of_plain_text_nobody_knows_who_broke_the_lines(workbook: Path, way: Callable[[str], bytes]) -> None:
    put(workbook, "svar.msg" if way is not plain else "svar.eml", way(lines(workbook)))
    found = {made.column: made for made in merged(workbook).decisions.decisions}
    assert {column: made.action.value for column, made in found.items()} == {
        "Utfall": "conflict", "Dagar utfall": "take"
    }  # fmt: skip
    assert "brutit raderna" in found["Utfall"].message


def test_what_isnt_sure_waits_in_the_conflict_workbook_and_on_the_board(workbook: Path) -> None:
    put(workbook, "svar.eml", page(lines(workbook, days="ca 12")).as_bytes())
    board = follow_up(workbook, [workbook.parent / "ut", workbook.parent / "in"], today=NOW.date())
    assert board.open == {"A02": 1}
    assert next(unit for unit in board.units if unit.activity == "A02").files == ("svar.eml",)
    conflicts = workbook.with_name("fragor.xlsx")
    done = merge(workbook, [workbook.parent / "in"], now=NOW, conflicts=conflicts)
    assert done.conflicts == conflicts
    assert [question.decisions[0].column for question in done.waiting] == ["Dagar utfall"]


def test_an_untouched_form_with_an_answer_in_the_mail_is_an_answer(workbook: Path) -> None:
    message = page(lines(workbook))
    message.add_attachment(form_of(workbook, "A02").read_bytes(), maintype="application", subtype="octet-stream",
                           filename="A02.xlsx")  # fmt: skip
    put(workbook, "svar.eml", message.as_bytes())
    assert [(file.path, file.state.value) for file in merged(workbook).decisions.files] == [
        ("svar.eml", "merged"), ("svar.eml/A02.xlsx", "unchanged")
    ]  # fmt: skip


def test_a_mail_of_two_activities_is_told_by_activity(workbook: Path) -> None:
    text = f"{lines(workbook)}\n{lines(workbook, 'A03', '3')}"
    put(workbook, "svar.eml", page(text).as_bytes())
    assert [(file.path, file.activity, file.state.value) for file in merged(workbook).decisions.files] == [
        ("svar.eml", "A02", "merged"), ("svar.eml", "A03", "merged")
    ]  # fmt: skip


def test_the_mail_that_was_sent_is_no_answer(workbook: Path) -> None:
    put(workbook, "skickat.eml", page(field_lines(open_book(workbook), ["A02"], SENT)).as_bytes())
    (file,) = merged(workbook).decisions.files
    assert "Mejlet har ingen ifylld uppföljningsfil." in file.message


def test_a_mail_without_a_day_is_read_too(workbook: Path) -> None:
    message = page(lines(workbook))
    del message["Date"]
    put(workbook, "svar.eml", message.as_bytes())
    assert {file.state.value for file in merged(workbook).decisions.files} == {"merged"}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<p>En<br>två</p><p>tre</p>", "En\ntvå\ntre\n"),
        ("<div>En</div><div><br></div><div>två</div>", "En\n\ntvå\n"),
        ("<ul><li>a</li><li>b</li></ul>c", "- a\n- b\nc"),
        ("a<blockquote>b<blockquote>c</blockquote></blockquote>d", "a\n> b\n> c\nd"),
        ("<script>x</script><style>y</style>En  \n  rad", "En rad"),
        ("<b>Status:</b> <i>Klar</i>t", "Status: Klart"),
        ("<table><tr><td>Status:</td><td>Klart</td></tr></table>", "Status:\tKlart\n"),
        ("a &amp; b &lt;c&gt;&nbsp;d", "a & b <c> d"),
        ("<p>öppen <b>fet", "öppen fet"),
        ("a<!--[if mso]><xml>x</xml><![endif]-->b<!-- öppen", "ab"),
        ("<html><head><title>x<body>a</body></html>", "a\n"),
        ("3 < 4 &gt; 2", "3 < 4 > 2"),
    ],
)
def test_a_page_becomes_lines(written: str, read: str) -> None:
    assert lines_of_page(written) == read


@pytest.mark.parametrize("piece", ["<", "<!--", "<a ", "&", "</", "<?", "<a b='", "<br>", "<blockquote>"])
def test_a_page_that_is_made_to_take_long_doesnt(piece: str) -> None:
    start = time.process_time()
    lines_of_page((piece * 300_000)[:600_000])
    assert time.process_time() - start < 5


@pytest.mark.parametrize("piece", ["-", "[", "[slut ", "> ", "A01 ", "Status:", "från:", "*", " \xa0"])
def test_lines_that_are_made_to_take_long_dont(piece: str) -> None:
    start = time.process_time()
    line = (piece * 50_000)[:50_000]
    read_lines(f"{line}\n" + f"{line[:200]}\n" * 200, ["Status"], {"A01": "Första"}, "")
    assert time.process_time() - start < 5


def test_a_text_that_is_far_too_long_is_no_answer() -> None:
    body = read_mail(plain("Status: x\n" * 300_000)).body
    assert body.text == ""


BESIDE = {
    "Dagarna ska vara 14 enligt Karin.": True,
    "Ändra STATUS till Har ej skett.": True,
    "Hej! Här kommer det, hör av dig annars.": False,
    "Jag är tillbaka nästa vecka.": False,
}


@pytest.mark.parametrize("words", BESIDE)
@pytest.mark.parametrize("way", ["lines", "form"])
def test_words_beside_an_answer_that_name_a_field_want_a_person(workbook: Path, words: str, way: str) -> None:
    form = answered(workbook, "A02", workbook.parent / "svar.xlsx", Kort_utfall="Bra").read_bytes()
    data = page(f"{words}\n\n{lines(workbook)}") if way == "lines" else mail({"A02.xlsx": form}, text=words)
    decisions = merged(workbook, "svar.eml", data.as_bytes()).decisions
    (note,) = [note for file in decisions.files for note in file.notes if words[:5] in note.text]
    assert note.asks is BESIDE[words]
    assert decisions.wants_a_person is BESIDE[words]


HEADS = {
    "Swedish": "Från: RUS\nSkickat: den 2 november\nTill: Anna",
    "English": "From: RUS\nSent: Monday\nTo: Anna",
    "German": "Von: RUS\nGesendet: Montag\nAn: Anna",
    "Norwegian": "Fra: RUS\nSendt: mandag\nTil: Anna",
    "French": "De : RUS\nEnvoyé : lundi\nÀ : Anna",
    "Finnish": "Lähettäjä: RUS\nLähetetty: maanantai\nVastaanottaja: Anna",
    "Spanish": "De: RUS\nEnviado el: lunes\nPara: Anna",
    "Dutch": "Van: RUS\nVerzonden: maandag\nAan: Anna",
    "Italian": "Da: RUS\nInviato: lunedì\nA: Anna",
}


@pytest.mark.parametrize("language", HEADS)
def test_an_answer_above_the_earlier_mail_is_read_whatever_the_program_speaks(workbook: Path, language: str) -> None:
    earlier = f"\n\n{HEADS[language]}\n\n{field_lines(open_book(workbook), ['A02'], SENT)}"
    decisions = merged(workbook, "svar.eml", page(lines(workbook) + earlier).as_bytes()).decisions
    assert {made.action.value for made in decisions.decisions} == {"take"}
    assert not decisions.files[0].notes
    assert {made.who for made in decisions.decisions} == {"anna@example.org"}
