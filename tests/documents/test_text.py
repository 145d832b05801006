"""A cell's text as blocks (rus_sheets.book.text)."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rus_sheets.book.content import BulletList, NumberedList, Paragraph, Run, words
from rus_sheets.book.text import one_line, parse, parse_inline, tame


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


_MARKERS = re.compile(r"^\s*(?:[-•]|(?:0|[1-9][0-9]{0,2})[.)])\s+(?=\S)", re.MULTILINE)
TEXTS = st.text(st.sampled_from("ab1.)-•[]()\n\r\t &<>\x00\x0b:/") | st.characters(codec="utf-8"), max_size=60)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(TEXTS)
@example("1. a\n- b\nhttps://x.se")
def test_no_text_is_lost(text: str) -> None:
    expected = "\n".join(_MARKERS.sub("", line, count=1) for line in tame(text).split("\n"))
    if "](" not in text:
        assert _bare(words(parse(text))) == _bare(expected)


@given(st.lists(st.tuples(st.text(max_size=20), st.sampled_from(["", "b", "i", "bi"])), min_size=1, max_size=5))
def test_marks_never_change_the_words(runs: list[tuple[str, str]]) -> None:
    together = "".join(text for text, _ in runs)
    if "http" not in together:
        assert words(parse("", runs)) == words(parse(together))
