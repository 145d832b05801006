"""What is typed right beside a figure: does it read as another figure?"""

from __future__ import annotations

import pytest

from rus_sheets.word.read.adjoining import choice_read_as, read_as

OTHER = [
    ("under 1", "107", " dagar", "1107"),
    ("", "107", "5 dagar", "1075"),
    ("", "53", ",5 arbetsdagar", "53,5"),
    ("", "53", ".5", "53.5"),
    ("", "107", "\u00a0000 arbetsdagar", "107\u00a0000"),
    ("1 ", "107", "", "1 107"),
    ("12\u00a0", "107", "", "12\u00a0107"),
    ("är −", "14", "", "−14"),
    ("-", "14", "", "-14"),
    ("minus ", "14", "", "minus 14"),
    ("blev inte ", "14", "", "inte 14"),
    ("ej ", "14", "", "ej 14"),
    ("hälften av ", "14", "", "hälften av 14"),
    ("en tredjedel av ", "14", "", "tredjedel av 14"),
    ("en femtedel av ", "14", "", "femtedel av 14"),
    ("dubbelt ", "14", "", "dubbelt 14"),
    ("> ", "14", "", "> 14"),
    ("≤", "14", "", "≤14"),
    ("", "14", "½ dagar", "14½"),
    ("", "14", " och en halv dagar", "14 och en halv"),
    ("", "14", " tusen kronor", "14 tusen"),
    ("", "14", "hundra", "14hundra"),
    ("", "14", " miljoner", "14 miljoner"),
    ("", "14", " mkr", "14 mkr"),
    ("två tusen ", "14", "", "två tusen 14"),
    ("", "14", " procent", "14 procent"),
    *(("", "53", f" {word}", f"53 {word}") for word in ("timmar", "tim", "h", "veckor", "månader")),
    ("", "14", "%", "14%"),
    ("", "14", "–20 dagar", "14–20"),
    ("", "14", " - 20", "14 - 20"),
    ("", "14", " eller femton", "14 eller femton"),
    ("", "14", " × 3", "14 × 3"),
    ("10–", "14", "", "10–14"),
    ("tio – ", "14", "", "tio – 14"),
    *((f"{word} ", "14", "", f"{word} 14") for word in (
        "icke", "dubbla", "halva", "dubbla av", "fjärdedel av", "tiondel av",
    )),
    *((sign, "14", "", f"{sign}14") for sign in "<>≤≥±–−"),
    *(("", "14", f" {word}", f"14 {word}") for word in (
        "miljarder", "tiotusen", "tjog", "dussin", "milj", "mdkr", "mdr", "tkr", "kkr", "mnkr",
        "tsek", "msek", "promille", "‰",
    )),
    *(("", "14", f" {word} 3", f"14 {word} 3") for word in (
        "minus", "plus", "gånger", "eller", "till", "à", "x", "×", "/", "*", "+", "±",
    )),
    *(("", "14", sign, f"14{sign}") for sign in "¼½¾⅐⅓⅞"),
    *((f"10 {word} ", "14", "", f"10 {word} 14") for word in ("gånger", "eller", "à", "x", "×", "/", "*", "+", "±")),
]  # fmt: skip
SAME = [
    ("", "53", " dagar"),
    ("medel ", "14", ""),
    ("ca ", "107", " arbetsdagar"),
    ("", "107", " (preliminärt)"),
    ("Agenda 2030 ", "107", " dagar"),
    ("Under 2026 ", "14", " dagar 2026."),
    ("FU23 ", "107", ""),
    ("\ufffc ", "107", " \ufffc"),
    ("\ufffc–", "14", "–\ufffc dagar"),
    ("", "40", " av 49"),
    ("en ", "14", " ett"),
    ("RUS-", "14", "-dagars, 3"),
    ("", "4 500 000", ":-"),
    ("", "14", ". 3 dagar"),
    ("tabell 3: ", "14", ""),
    ("1\n", "14", "\t20"),
    ("1", "Planerat", "2"),
    ("", "14", "²"),
]


@pytest.mark.parametrize(("before", "figure", "after", "reads"), OTHER)
def test_it_is_another_figure(before: str, figure: str, after: str, reads: str) -> None:
    assert read_as(figure, before, after, "Plan A02, Dagar") == reads


@pytest.mark.parametrize(("before", "figure", "after"), SAME)
def test_it_is_the_same_figure(before: str, figure: str, after: str) -> None:
    assert read_as(figure, before, after, "Plan A02, Dagar") == ""


@pytest.mark.parametrize(
    ("after", "title"), [(" tkr", "Budget P1, Belopp (tkr)"), (" %", "Andel, %"), (" procent", "Andel")]
)
def test_what_the_column_counts_in_is_no_other_figure(after: str, title: str) -> None:
    assert read_as("14", "", after, title) == ""


@pytest.mark.parametrize(
    ("before", "after", "reads"),
    [
        ("Reda pengar: inte ", "", "inte Ja"),
        ("Ej ", "", "Ej Ja"),
        ("icke ", "", "icke Ja"),
        ("aldrig ", "", "aldrig Ja"),
        ("knappast ", "", "knappast Ja"),
        ("", "/Nej", "Ja/Nej"),
        ("", " eller Nej", "Ja eller Nej"),
        ("", "nuari", "Januari"),
        ("Reda pengar: ", " (än så länge)", ""),
        ("\ufffc ", "\u2002·\u2002Planerat", ""),
        ("", ", möte", ""),
    ],
)
def test_a_choice_and_what_stands_beside_it(before: str, after: str, reads: str) -> None:
    assert choice_read_as("Ja", before, after) == reads


def test_hours_are_what_they_are_of_a_figure_that_is_no_days() -> None:
    assert read_as("14", "", " timmar", "Händelse A09-H01, Antal") == ""
