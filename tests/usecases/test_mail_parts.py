"""A mail in two parts, a page and plain text, and what a page doesn't show: nothing of it is taken unseen."""

from __future__ import annotations

import html
from email.message import EmailMessage
from pathlib import Path

import pytest

from rus_sheets.answers.decisions import Action
from rus_sheets.followup.mail_fields import field_lines
from rus_sheets.usecases.inbox.page_text import read_page
from rus_sheets.usecases.merging import Merged
from rus_sheets.usecases.opened.opening import open_book
from tests.usecases.inbox import SENT, mail, merged, outlook

ANSWER = "svar.eml"
ROW = "2026-04-21; Möte; Nätverksträff; 40"


def lines(workbook: Path, **answers: str) -> str:
    text = field_lines(open_book(workbook), ["A02"], SENT)
    for label, value in answers.items():
        text = text.replace(f"\n{label.replace('_', ' ')}:\n", f"\n{label.replace('_', ' ')}: {value}\n")
    return text


def page(text: str, head: str = "") -> str:
    rows = "".join(f"<div>{html.escape(line, quote=False) or '<br>'}</div>\n" for line in text.split("\n"))
    return f"<html><head>{head}</head><body>{rows}</body></html>"


def in_parts(plain: str, shown: str) -> EmailMessage:
    message = mail({}, text=plain)
    message.add_alternative(shown, subtype="html")
    return message


def actions(done: Merged) -> dict[str, Action]:
    return {made.column: made.action for made in done.decisions.decisions}


PARTS = {
    "the same": ({"Dagar_utfall": "12"}, {"Dagar_utfall": "12"}, {"Dagar utfall": "take"}),
    "another figure": ({"Dagar_utfall": "21"}, {"Dagar_utfall": "12"}, {"Dagar utfall": "conflict"}),
    "another decimal": ({"Dagar_utfall": "125"}, {"Dagar_utfall": "12,5"}, {"Dagar utfall": "conflict"}),
    "blank in plain text": ({}, {"Dagar_utfall": "12"}, {"Dagar utfall": "conflict"}),
    "in plain text alone": ({"Dagar_utfall": "12"}, {}, {"Dagar utfall": "conflict"}),
    "one field of two": (
        {"Kort_utfall": "Bra", "Dagar_utfall": "12"}, {"Kort_utfall": "Bra", "Dagar_utfall": "13"},
        {"Kort utfall": "take", "Dagar utfall": "conflict"},
    ),
    "as programs make one of the other": (
        {"Kort_utfall": "Se sidan<https://example.org/a> och\nden *andra*"}, {"Kort_utfall": "Se sidan och den andra"},
        {"Kort utfall": "take"},
    ),
    "rows": (
        {"Händelse_A02-H01": ROW}, {"Händelse_A02-H01": ROW.replace("40", "41")},
        dict.fromkeys(("Datum", "Typ", "Rubrik", "Deltagare"), "conflict"),
    ),
    "the same rows": (
        {"Händelse_A02-H01": ROW}, {"Händelse_A02-H01": ROW},
        dict.fromkeys(("Datum", "Typ", "Rubrik", "Deltagare"), "take"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", PARTS)
def test_what_the_parts_say_otherwise_is_asked_about(workbook: Path, way: str) -> None:
    plain, shown, expected = PARTS[way]
    found = actions(
        merged(workbook, ANSWER, in_parts(lines(workbook, **plain), page(lines(workbook, **shown))).as_bytes())
    )
    assert found == expected


def test_plain_text_that_only_says_that_there_is_a_page_is_nothing_to_compare_with(workbook: Path) -> None:
    shown = page(lines(workbook, Dagar_utfall="12"))
    assert actions(merged(workbook, ANSWER, in_parts("Mejlet visas i HTML.", shown).as_bytes())) == {
        "Dagar utfall": "take"
    }


def test_outlooks_own_format_has_both_too(workbook: Path) -> None:
    shown = page(lines(workbook, Dagar_utfall="STRUCK")).replace("STRUCK", "<s>1</s>2")
    assert actions(merged(workbook, "svar.msg", outlook(in_parts(lines(workbook, Dagar_utfall="12"), shown)))) == {
        "Dagar utfall": "refuse"
    }


LOOKS = {
    "hidden by its style": ("Bra<span style='display:none'> inte</span> år", "", "Bra år", "inte"),
    "hidden by a class": ("Bra<span class='x dold'> inte</span> år", ".dold {display : none}", "Bra år", "inte"),
    "hidden by an attribute": ("Bra<span hidden> inte</span> år", "", "Bra år", "inte"),
    "hidden from Word": ("Bra<span style='mso-hide:all'> inte</span> år", "", "Bra år", "inte"),
    "of no size": ("Bra<span style='font-size:0px'> inte</span> år", "", "Bra år", "inte"),
    "that can be seen through": ("Bra<span style='opacity: 0'> inte</span> år", "", "Bra år", "inte"),
    "white by its style": ("Bra<span style='color: #FFF'> inte</span> år", "", "Bra år", "inte"),
    "white by its font": ("Bra<font color=white> inte</font> år", "", "Bra år", "inte"),
    "white by a class": ("Bra<span class=v> inte</span> år", ".v {color: rgb(255, 255, 255)}", "Bra år", "inte"),
    "white on a ground": ("Bra<span style='background:#036;color:#fff'> inte</span> år", "", "Bra inte år", ""),
    "a white ground": ("Bra<span style='background-color:#fff'> inte</span> år", "", "Bra inte år", ""),
    "nearly white by its letters": ("Bra<span style='color:#ffff00'> inte</span> år", "", "Bra inte år", ""),
    "half of it": ("Bra<span style='opacity:0.5'> inte</span> år", "", "Bra inte år", ""),
    "a part that is a block": ("12<details>3</details>", "", "12\n3", ""),
    "a size that begins with 0": ("Bra<span style='font-size:0.9em'> inte</span> år", "", "Bra inte år", ""),
    "a tag within it": ("Bra<b style='display:none'><b>x</b> inte</b> år", "", "Bra år", "x inte"),
    "a picture that is": ("Bra<img style='display:none'> år", "", "Bra år", ""),
    "a paragraph that isn't closed": ("<p style='display:none'>Dolt<p>Bra år", "", "Bra år", "Dolt"),
    "struck by a class": ("Bra <span class=struket>inte</span> år", "p, .struket{text-decoration:line-through}",
                          "Bra ~~inte~~ år", ""),
    "struck by a tag's class": ("<i class=b>inte</i> år", "<!-- i.b {text-decoration: line-through;} -->",
                                "~~inte~~ år", ""),
    "another tag's": ("<u class=b>inte</u> år", "i.b {text-decoration: line-through}", "inte år", ""),
    "struck by a tag's rule": ("<em>inte</em> år", "em{text-decoration:line-through}", "~~inte~~ år", ""),
    "on paper alone": ("<i class=b>inte</i> år", "@media print{.a{x:y} .b{display:none}} .c{x:y}", "inte år", ""),
    "raised by its style": ("12<span style='vertical-align:super;font-size:8pt'>1</span>", "", "12¹", ""),
}  # fmt: skip


@pytest.mark.parametrize("way", LOOKS)
def test_what_a_page_does_not_show_as_it_stands(way: str) -> None:
    written, styles, shown, hidden = LOOKS[way]
    found = read_page(f"<html><head><style type='text/css'>{styles}</style></head><body>{written}</body></html>")
    assert (found.text.strip(), found.hidden) == (shown, hidden)


def test_what_is_hidden_is_told_and_not_read(workbook: Path) -> None:
    shown = page(lines(workbook, Kort_utfall="Bra DOLT år")).replace(" DOLT", "<span style='display:none'> inte</span>")
    done = merged(workbook, ANSWER, in_parts("", shown).as_bytes())
    assert actions(done) == {"Kort utfall": "take"}
    assert open_book(workbook)["outcomes"].by_id["A02"].text("short") == "Bra år"
    told = [str(note) for file in done.decisions.files for note in file.notes]
    assert any("inte syns" in note and "”inte”" in note for note in told)


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be", ""])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_read_whatever_the_mail_says_it_is(workbook: Path, charset: str, encoding: str) -> None:
    message = mail({})
    message.clear_content()
    message.set_content(lines(workbook, Kort_utfall="Året gick bra").encode(encoding), "text", "plain")
    if charset:
        message.set_param("charset", charset)
    assert actions(merged(workbook, ANSWER, message.as_bytes())) == {"Kort utfall": "take"}
    assert open_book(workbook)["outcomes"].by_id["A02"].text("short") == "Året gick bra"


def test_a_mail_that_somebody_has_saved_as_utf16_is_read(workbook: Path) -> None:
    message = mail({}, text=lines(workbook, Kort_utfall="Året gick bra"))
    message.replace_header("Content-Transfer-Encoding", "8bit")
    message.set_payload(lines(workbook, Kort_utfall="Året gick bra"), "utf-8")
    text = message.as_bytes().decode()
    assert actions(merged(workbook, ANSWER, text.encode("utf-16"))) == {"Kort utfall": "take"}
