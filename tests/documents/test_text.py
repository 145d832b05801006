"""A cell's text as blocks (rus_sheets.texts.text)."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rus_sheets.texts.content import BulletList, NumberedList, Paragraph, Run, words
from rus_sheets.texts.text import one_line, parse, parse_inline, tame


def _items(*texts: str) -> tuple[tuple[Run, ...], ...]:
    return tuple((Run(text),) for text in texts)


CASES = {
    "": (),
    "En rad.": (Paragraph((Run("En rad."),)),),
    "En.\nTvå.\n\n\nTre.": tuple(Paragraph((Run(text),)) for text in ("En.", "Två.", "Tre.")),
    "Så här:\n- ett\n• två": (Paragraph((Run("Så här:"),)), BulletList(_items("ett", "två"))),
    "- ett\n\n- två": (BulletList(_items("ett", "två")),),
    "1. a\n2. b\nText\n1) c": (
        NumberedList(_items("a", "b")),
        Paragraph((Run("Text"),)),
        NumberedList(_items("c")),
    ),
    "1. a\n1. b": (NumberedList(_items("a")), NumberedList(_items("b"))),
    "3. tredje": (NumberedList(_items("tredje"), start=3),),
    "-5 grader, 3.5 tjänster": (Paragraph((Run("-5 grader, 3.5 tjänster"),)),),
    "2022. Ett år": (Paragraph((Run("2022. Ett år"),)),),
    "a\tb\x0bc\r\nd\x00e": (
        Paragraph((Run("a b"),)),
        Paragraph((Run("c"),)),
        Paragraph((Run("de"),)),
    ),
    "Se https://www.rus.se/a_(b)), nu.": (
        Paragraph(
            (
                Run("Se "),
                Run("https://www.rus.se/a_(b)", link="https://www.rus.se/a_(b)"),
                Run("), nu."),
            )
        ),
    ),
    "[RUS](https://www.rus.se) och [x](y)": (Paragraph((Run("RUS", link="https://www.rus.se"), Run(" och [x](y)"))),),
    "https://.": (Paragraph((Run("https://."),)),),
}


@pytest.mark.parametrize("text", CASES)
def test_what_people_type_becomes_blocks(text: str) -> None:
    assert parse(text).blocks == CASES[text]


def test_bold_and_italic_come_from_the_cell() -> None:
    runs = (("- Det ", ""), ("viktiga", "b"), (" i ", "bi"), ("https://rus.se", "i"))
    assert parse("", runs).blocks == (
        BulletList(
            (
                (
                    Run("Det "),
                    Run("viktiga", bold=True),
                    Run(" i ", bold=True, italic=True),
                    Run("https://rus.se", italic=True, link="https://rus.se"),
                ),
            )
        ),
    )


def test_a_break_cut_in_two_by_a_change_of_look_is_one() -> None:
    assert len(parse("", (("a\r", ""), ("\nb", "b"))).blocks) == 2


def test_a_place_for_one_paragraph_gets_one() -> None:
    assert parse_inline("a\n- b") == (Run("a"), Run(" "), Run("- b"))
    assert one_line(" a\r\n\tb\u00a0c ") == "a b\u00a0c"


LISTS = {
    "dashes": ["– ett", "– två"],
    "long dashes": ["— ett", "— två", "— tre"],
    "dots": ["· ett", "· två"],
    "dashes and tabs": ["–\tett", "–\ttvå"],
    "a dash and a tab": ["–\tett"],
    "o and tabs": ["o\tett", "o\ttvå"],
    "o and spaces from a page": ["o\u00a0\u00a0 ett", "o\u00a0\u00a0 två"],
    "§ and tabs": ["§\tett", "§\ttvå"],
    "Symbol's bullet": ["\uf0b7\tett", "\uf0b7 två"],
    "Wingdings' square": ["\uf0a7\tett", "\uf0a7\ttvå"],
    "asterisks": ["* ett", "* två"],
    "squares": ["▪ ett", "▪ två"],
    "two levels": ["•\tett", "\to\ttvå", "\t\t▪\ttre"],
    "a minus": ["− ett", "− två"],
    "different signs": ["• ett", "- två", "· tre"],
}


@pytest.mark.parametrize("lines", LISTS.values(), ids=LISTS)
@pytest.mark.parametrize("apart", ["\n", "\r\n", "\n\n"])
def test_a_list_pasted_from_word_is_a_list(lines: list[str], apart: str) -> None:
    items = _items("ett", "två", "tre")[: len(lines)]
    assert parse(apart.join(["Före.", *lines, "Efter."])).blocks == (
        Paragraph((Run("Före."),)),
        BulletList(items),
        Paragraph((Run("Efter."),)),
    )


def test_a_dash_after_a_colon_begins_a_list() -> None:
    assert parse("Vi har:\n– ett möte").blocks[1] == BulletList(_items("ett möte"))


@pytest.mark.parametrize(
    "text",
    [
        "Mötet hölls i maj\n– en månad senare än planerat – och var välbesökt.",
        "– Det gick bra, säger Karin.",
        "2024–2026\n– eller senare",
        "* Avser hela året.",
        "§ 5 Budgeten\n§ 6 Uppföljning",
        "o ja\no nej",
        "·ingen punkt",
        "–5 grader\n–7 grader",
        "a. Karlsson\nb. Karlsson",
        "i) ett\nii) två\niii) tre",
        "f) kvar från en annan lista",
    ],
)
def test_what_only_looks_like_a_list_stays_text(text: str) -> None:
    assert parse(text).blocks == tuple(Paragraph((Run(line),)) for line in text.split("\n"))


@pytest.mark.parametrize("apart", [" ", "\t", "\u00a0 "])
def test_lettered_items_are_a_lettered_list(apart: str) -> None:
    text = f"Mål:\na){apart}ett\nb){apart}två\n1){apart}tre\nc){apart}fyra\nd){apart}fem"
    assert parse(text).blocks[1:] == (
        NumberedList(_items("ett", "två"), letters=True),
        NumberedList(_items("tre")),
        NumberedList(_items("fyra", "fem"), start=3, letters=True),
    )
    assert parse("a.\tett\nb.\ttvå").blocks == (NumberedList(_items("ett", "två"), letters=True),)


def test_bold_stands_where_it_stood_after_a_tab() -> None:
    assert parse("", (("–\t", ""), ("fet", "b"), ("\ttext\n–\tandra", ""))).blocks == (
        BulletList(((Run("fet", bold=True), Run(" text")), (Run("andra"),))),
    )


_SIGN = re.compile("[-•·∙●○◦▪▫■□◆◇►▶➢➤‣⁃✓✔\uf020-\uf0ff–—‒−*§o]|[0-9]{1,3}[.)]|[a-z][.)]")
TEXTS = st.text(st.sampled_from("ab1.)-–·o*§•[]()\n\r\t &<>\x00\x0b:/") | st.characters(codec="utf-8"), max_size=60)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(TEXTS)
@example("1. a\n- b\nhttps://x.se")
@example("– a\n– b\na) c\no\td")
def test_no_text_is_lost(text: str) -> None:
    """But for the sign that an item is known by."""
    if "](" in text:
        return
    lines = [line for line in tame(text).split("\n") if line.strip(" ")]
    told = words(parse(text)).split("\n") if lines else []
    for line, said in zip(lines, told, strict=True):
        bare, kept = _bare(line), _bare(said)
        assert bare.endswith(kept)
        assert bare == kept or _SIGN.fullmatch(bare.removesuffix(kept))


@given(st.lists(st.tuples(st.text(max_size=20), st.sampled_from(["", "b", "i", "bi"])), min_size=1, max_size=5))
def test_marks_never_change_the_words(runs: list[tuple[str, str]]) -> None:
    together = "".join(text for text, _ in runs)
    if "http" not in together:
        assert words(parse("", runs)) == words(parse(together))
