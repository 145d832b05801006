"""Answers in a mail as people write them, not as they were asked to: read, asked about, or told; never guessed."""

from __future__ import annotations

import pytest

from rus_sheets.followup.mail_answer import mail_answers
from rus_sheets.usecases.inbox.page_text import lines_of_page
from tests.followup.test_mail_answer import STATUS, Told, book, filled, mail, told

TAKEN: Told = {"Status": ("take", STATUS), "Dagar utfall": ("take", 12)}
ASKED: Told = {"Status": ("conflict", STATUS), "Dagar utfall": ("conflict", 12)}
SIGNED = "\n\nMed vänlig hälsning\nAnna Ek\nTel: 010-225 00 00, 08-12 34 56\nDagar på plats: 3"
TABLE = "<table><tr><td>Status{0}</td><td>{1}</td></tr><tr><td>Dagar utfall{0}</td><td>12</td></tr></table>"
PARAGRAPHS = (
    TABLE.format("", STATUS).replace("<td>", "<td><p class=MsoNormal>").replace("</td>", "<o:p></o:p></p></td>")
)


def sent() -> str:
    return filled(book(), Status=STATUS, Dagar_utfall="12")


def quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


def between() -> str:
    """Answered between the lines that were sent."""
    said = {"> Status:": STATUS, "> Dagar utfall:": "12"}
    return "\n".join(f"{line}\n{said[line]}" if line in said else line for line in quoted(filled(book())).split("\n"))


ENGLISH = "\n\nFrom: RUS <rus@example.org>\nSent: Monday, November 2, 2026\nTo: Anna\n\n"
VARIATIONS = {
    "as sent": (sent(), TAKEN),
    "signature with figures": (sent() + SIGNED, TAKEN),
    "above the quote": (f"{sent()}{SIGNED}\n\nDen 2 nov. skrev RUS:\n{quoted(filled(book()))}", TAKEN),
    "below the quote": (f"Den 2 nov. skrev RUS:\n{quoted(filled(book()))}\n\n{sent()}", TAKEN),
    "between quoted lines": (between(), TAKEN),
    "within the quote": (quoted(sent()), ASKED),
    "English Outlook": (f"{sent()}{SIGNED}{ENGLISH}{filled(book())}", TAKEN),
    "on the next line": (sent().replace(": ", ":\n"), TAKEN),
    "other order": (f"A01\nDagar utfall: 12\nStatus: {STATUS}", ASKED),
    "capitals": (f"A01\nSTATUS: {STATUS.upper()}\nDAGAR UTFALL: 12", ASKED),
    "bullets": (f"A01\n- Status: {STATUS}\n* Dagar utfall: 12", ASKED),
    "bold": (f"A01\n*Status:* {STATUS}\n**Dagar utfall**: 12", ASKED),
    "numbers": (f"A01\n1. Status: {STATUS}\n2) Dagar utfall: 12", ASKED),
    "dashes": (f"A01\nStatus - {STATUS}\nDagar utfall – 12", ASKED),
    "equals": (f"A01\nStatus = {STATUS}\nDagar utfall=12", ASKED),
    "tabs": (f"A01\nStatus\t{STATUS}\nDagar utfall\t12", ASKED),
    "semicolons": (f"A01\nStatus; {STATUS}\nDagar utfall;12", ASKED),
    "wide colons": (f"A01\nStatus：{STATUS}\nDagar utfall：12", ASKED),
    "table of bars": (f"A01\n| Status | {STATUS} |\n| Dagar utfall | 12 |", ASKED),
    "part of a label": (f"A01\nStatus: {STATUS}\nDagar: 12", ASKED),
    "misspelt label": (f"A01\nStatusen: {STATUS}\nDagar utfal: 12", ASKED),
    "table": (lines_of_page(f"<p>A01</p>{TABLE.format(':', STATUS)}"), ASKED),
    "table without colons": (lines_of_page(f"<p>A01</p>{TABLE.format('', STATUS)}"), ASKED),
    "table of paragraphs": (lines_of_page(f"<p>A01</p>{PARAGRAPHS}"), ASKED),
    "page of kept lines": (lines_of_page(f"<pre>{sent()}</pre>"), TAKEN),
    "days with their unit": (sent().replace(": 12", ": 12 dagar"), TAKEN),
    "two activities": (sent() + "\n" + filled(book(), "A02"), TAKEN),
}


@pytest.mark.parametrize("way", VARIATIONS)
def test_it_is_read(way: str) -> None:
    text, expected = VARIATIONS[way]
    found = told(book(), mail(text))
    assert {column: (action, {"12": 12}.get(str(value), value)) for column, (action, value) in found.items()} == {
        column: (action, value) for column, (action, value) in expected.items()
    }


@pytest.mark.parametrize(
    ("label", "said"),
    [("Dagar utfall:", "12 st"), ("Dagar utfall:", "10-12"), ("Dagar utfall:", "5 + 7"), ("Status:", "nästan klart"),
     ("Inlämnad:", "3/12"), ("Inlämnad:", "i går")],
)  # fmt: skip
def test_a_value_that_is_unclear_is_not_taken(label: str, said: str) -> None:
    found = told(book(), mail(filled(book()).replace(f"\n{label}\n", f"\n{label} {said}\n")))
    assert [action for action, _ in found.values()] == ["refuse"]


@pytest.mark.parametrize(
    "line", ["12 Dagar utfall:", "Dagar utfall 12", "Dager utfall: 12", "Dagar utfall - 12", "Antal Dagar utfall: 12"]
)
def test_a_line_that_may_be_another_fields_is_asked_about(line: str) -> None:
    """Within the lines that were sent it would be the field's above."""
    found = told(book(), mail(filled(book()).replace("\nDagar utfall:\n", f"\n{line}\n")))
    assert found
    assert {action for action, _ in found.values()} == {"conflict"}


STRUCK = {
    ("Dagar utfall", "<s>12</s>14"): ("refuse", None),
    ("Dagar utfall", "<span style='text-decoration:line-through'>1</span>4"): ("refuse", None),
    ("Kort utfall", "Vi har <del>inte <b>helt</b></del> nått målet."):
        ("conflict", "Vi har ~~inte~~ ~~helt~~ nått målet."),
    ("Dagar utfall", "12<sup>1</sup>"): ("refuse", None),
    ("Kort utfall", "40 m<sup>2</sup> och CO<sub>2</sub>, <u>klart</u>"): ("take", "40 m² och CO₂, klart"),
}  # fmt: skip


@pytest.mark.parametrize(("label", "written"), STRUCK)
def test_what_is_struck_through_or_raised_is_not_taken_as_if_it_werent(label: str, written: str) -> None:
    page = lines_of_page(f"<pre>{filled(book())}</pre>".replace(f"\n{label}:\n", f"\n{label}: {written}\n"))
    found = told(book(), mail(page))
    action, value = STRUCK[label, written]
    assert {column: (made, value and meant) for column, (made, meant) in found.items()} == {label: (action, value)}


TEXT = filled(book(), Status=STATUS, Utfall="Bra år.", Dagar_utfall="12")
ONE = {"Status": "take", "Utfall": "take", "Dagar utfall": "take"}
ONLY_TEXT = {**ONE, "Utfall": "conflict"}
NONE_SURE = dict.fromkeys(ONE, "conflict")
HEAD = "Från: RUS <rus@example.org>\nSkickat: den 2 november 2026 10:00\nTill: Anna\nÄmne: Uppföljning"
DISTURBED = {
    "a letter's end among the fields": ("Bra år.", "Bra år.\nMed vänlig hälsning\nAnna Ek", ONLY_TEXT),
    "a short one": ("Bra år.", "Bra år.\n\nMvh Anna", ONLY_TEXT),
    "signed with a stroke": ("Bra år.", "Bra år.\n/Anna", ONLY_TEXT),
    "a telephone's own line": ("Bra år.", "Bra år.\n\nSkickat från min iPhone", ONLY_TEXT),
    "an earlier mail's head": ("Bra år.", f"Bra år.\n{HEAD}", ONLY_TEXT),
    "another program's": ("Bra år.", "Bra år.\nDen 2 nov. 2026 kl. 10 skrev RUS <rus@example.org>:", ONLY_TEXT),
    "the end in a running text": ("Bra år.", "Bra år. Se [slut A01] nedan.", NONE_SURE),
    "the end on the last field's line": ("\n[slut A01]", " [slut A01]", ONE),
    "the code on the first field's line": ("]\nStatus", "] Status", ONE),
    "two fields on a line": ("Bra år.\n", "Bra år. ", {"Status": "take", "Utfall": "conflict"}),
    "a line of a text that is another field's name": (
        "Bra år.",
        "Bra år.\nEffekter: stora\nMer.",
        {**ONLY_TEXT, "Effekter": "conflict"},
    ),
    "another activity's heading": ("A01 Första\n", "A02 Andra\n", NONE_SURE),
    "a text above the first field": ("]\nStatus", "]\nAlldeles utmärkt\nStatus", NONE_SURE),
}


@pytest.mark.parametrize("way", DISTURBED)
def test_what_stands_among_the_fields_goes_into_none_unasked(way: str) -> None:
    before, after, expected = DISTURBED[way]
    found = told(book(), mail(TEXT.replace(before, after)))
    assert {column: action for column, (action, _) in found.items()} == expected


@pytest.mark.parametrize(
    ("label", "said"), [("Kort utfall", STATUS), ("Avvikelse", "12"), ("Effekter", "2026-12-15"), ("Avvikelse", "\n12")]
)
def test_what_is_rather_a_blank_fields_answer_is_asked_about(label: str, said: str) -> None:
    blank = filled(book())
    assert told(book(), mail(blank.replace(f"\n{label}:", f"\n{label}: {said}")))[label][0] == "conflict"


def test_another_answer_in_the_quote_is_told() -> None:
    written = mail(f"{sent()}\n\n{quoted(filled(book(), Dagar_utfall='10'))}")
    assert told(book(), written)["Dagar utfall"] == ("take", 12)
    (answer,) = mail_answers(book(), written)
    assert [
        "I den citerade delen står ett annat svar på Dagar utfall: ”10”." in str(note) for note in answer.notes
    ] == [True]


def test_of_two_answers_in_one_mail_nothing_is_put_together_unasked() -> None:
    found = told(book(), mail(f"{filled(book(), Dagar_utfall='10')}\n\n{filled(book(), Effekter='Stora')}"))
    assert {action for action, _ in found.values()} == {"conflict"}
    assert set(found) == {"Dagar utfall", "Effekter"}


@pytest.mark.parametrize(
    ("label", "said", "wanted"),
    [("Dagar utfall", "12", {"Dagar utfall": ("refuse", None)}),
     ("Kort utfall", "Bra år", {"Kort utfall": ("conflict", "~~Bra år~~")}), ("Avvikelse", "", {})],
)  # fmt: skip
def test_a_whole_line_that_is_struck_is_no_answer(label: str, said: str, wanted: Told) -> None:
    written = f"<pre>{filled(book())}</pre>".replace(f"\n{label}:\n", f"\n<s>{label}: {said}</s>\n")
    assert told(book(), mail(lines_of_page(written))) == wanted


@pytest.mark.parametrize("line", ["Arbetet med avvikelser: se rapporten", "Det tog 12 dagar.", "- En punkt: med kolon"])
def test_a_line_of_a_text_stays_in_it(line: str) -> None:
    found = told(book(), mail(filled(book(), Utfall=f"Bra år.\n{line}")))
    assert found == {"Utfall": ("take", f"Bra år.\n{line}")}


@pytest.mark.parametrize(
    "text", [f"Status: {STATUS}", "A01 och A02\nDagar: 12", "Hej! 12 dagar i A01, allt gick bra.", "A77\nStatus: Klart"]
)
def test_what_is_of_no_activity_or_no_field_is_no_answer(text: str) -> None:
    assert mail_answers(book(), mail(text)) == []
