"""What a control's text says beside the workbook's figure: the same, another in its place, or more than a figure."""

from __future__ import annotations

import pytest

from rus_sheets.word.read.figuretext import FigureText, Own, compared, is_figure, whole

STATUSES = ("Har skett som planerat", "Har ej skett", "Ja", "Nej", "Prioritet 1", "Prioritet 2")
UNKNOWN = ("ännu inte redovisat", "–")
DATE = "21\u00a0april\u00a02026"

SAME = [
    ("14", "14"),
    (" 14 ", "14"),
    ("14\n", "14"),
    ("4 500 000", "4\u00a0500\u00a0000"),
    ("4\u2009500\u202f000", "4\u00a0500\u00a0000"),
    ("4500000", "4\u00a0500\u00a0000"),
    ("-14\u00a0500,5", "−14\u00a0500,5"),
    ("–14", "−14"),
    ("82%", "82\u00a0%"),
    ("2026-04-21", DATE),
    ("21/4 2026", DATE),
    ("21 April 2026", DATE),
    ("–", "–"),
    ("●", "●"),
    ("ännu inte  redovisat", "ännu inte redovisat"),
    ("Anna Ek", "Anna Ek"),
]
OTHER = [
    ("27,5", "28"),  # written so, before the workbook was changed
    ("82,5 %", "82\u00a0%"),
    ("", "14"),
    (" \n", "14"),
    ("13", "14"),
    ("-14", "14"),
    ("14 000", "14"),
    ("45 000 000", "4\u00a0500\u00a0000"),
    ("ännu inte redovisat", "14"),
    ("Ännu inte redovisat", "14"),
    ("–", "14"),
    ("14", "ännu inte redovisat"),
    ("14 %", "–"),
    ("83 %", "82\u00a0%"),
    ("22 april 2026", DATE),
    ("ännu inte redovisat", DATE),
    ("◐", "●"),
    ("Anna Ek", "Bo Al"),
]
MIXED = [
    ("hälften av 4 500 000", "4\u00a0500\u00a0000"),
    ("inte 4 500 000", "4\u00a0500\u00a0000"),
    ("> 4 500 000", "4\u00a0500\u00a0000"),
    ("4 500 000 kr", "4\u00a0500\u00a0000"),
    ("4.500.000", "4\u00a0500\u00a0000"),
    ("4 500 00", "4\u00a0500\u00a0000"),
    ("över 14", "14"),
    ("under 14", "14"),
    ("ca 14", "14"),
    ("~14", "14"),
    ("≈ 14", "14"),
    ("±14", "14"),
    ("nästan 14", "14"),
    ("minst 14", "14"),
    ("högst 14", "14"),
    ("drygt 14", "14"),
    ("14-16", "14"),
    ("14–16", "14"),
    ("14 eller 16", "14"),
    ("14 14", "14"),
    ("14\n14", "14"),
    ("14 1", "14"),
    ("14 (fjorton)", "14"),
    ("fjorton", "14"),
    ("14 (preliminärt)", "14"),
    ("14 dagar", "14"),
    ("14*", "14"),
    ("14.", "14"),
    ("14.5", "14"),
    ("14²", "14"),
    ("14½", "14"),
    ("1\u0664", "14"),
    ("14 miljoner", "14"),
    ("14 %", "14"),
    ("14 000 (14)", "14"),
    ("13 (preliminärt)", "14"),
    ("14 (se A02)", "14"),
    ("+14", "14"),
    ("- 14", "−14"),
    ("14 -", "14"),
    ("1/14", "14"),
    ("2026-04-21", "14"),
    ("14", "82\u00a0%"),
    ("82 procent", "82\u00a0%"),
    ("ca 82 %", "82\u00a0%"),
    ("82", DATE),
    ("den 21 april 2026", DATE),
    ("2026-04-21 (preliminärt)", DATE),
    ("2026-04-21 – 2026-04-22", DATE),
    ("efter 21 april 2026", DATE),
    ("ännu inte redovisat (i juni)", "14"),
    ("ca 14", "ännu inte redovisat"),
    ("nog ännu inte redovisat", "ännu inte redovisat"),
    ("●◐", "◐"),
    ("● nästan", "●"),
    ("inte Anna Ek", "Anna Ek"),
    ("inte anna ek", "Anna Ek"),
    ("Anna Ek (tjänstledig)", "Anna Ek"),
]
TYPED = [
    ("14,0", "14"),
    ("14,25", "14"),
    ("4500000,50", "4\u00a0500\u00a0000"),
    ("82,50 %", "82\u00a0%"),
]
"""In a document that doesn't remember what was written in its fields."""
CASES = [*((*each, FigureText.TYPED) for each in TYPED)]
CASES += [*((*each, FigureText.SAME) for each in SAME), *((*each, FigureText.OTHER) for each in OTHER)]
CASES += [(*each, FigureText.MIXED) for each in MIXED]


@pytest.mark.parametrize(("text", "today", "says"), CASES)
def test_what_a_text_says_beside_the_workbooks(text: str, today: str, says: FigureText) -> None:
    assert compared(text, today, UNKNOWN) is says


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Prioritet 2", FigureText.SAME),
        ("Prioritet 1", FigureText.OTHER),
        ("har ej skett", FigureText.OTHER),
        ("", FigureText.OTHER),
        ("Har skett som planerat (nästan)", FigureText.MIXED),
        ("Prioritet 2*", FigureText.MIXED),
        ("Prioritet 12", FigureText.MIXED),
        ("inte Prioritet 2", FigureText.MIXED),
        ("Ja och Nej", FigureText.MIXED),
        ("Skjuts upp", FigureText.MIXED),
        ("14", FigureText.MIXED),
    ],
)
def test_a_choice_is_one_of_its_words(text: str, says: FigureText) -> None:
    assert compared(text, "Prioritet 2", STATUSES, choice=True) is says


@pytest.mark.parametrize("choice", [False, True])
@pytest.mark.parametrize(
    ("text", "today", "own", "says"),
    [
        ("Löner, resor m.m. RUS och Övrigt", "Löner, resor m.m. RUS", Own.ALL, FigureText.OTHER),
        ("Övrigt och resor", "Övrigt", Own.ALL, FigureText.OTHER),
        ("Har skett som väntat", "Har skett", Own.ALL, FigureText.OTHER),
        ("14 dagar", "14", Own.ALL, FigureText.OTHER),
        ("Övrigt", "Övrigt", Own.ALL, FigureText.SAME),
        ("Övrigt (se nedan)", "Resor", Own.PART, FigureText.MIXED),
        ("Övrigt (se nedan)", "Övrigt", Own.PART, FigureText.MIXED),
        ("", "Övrigt", Own.PART, FigureText.OTHER),
        ("Övrigt (se nedan)", "Övrigt", Own.UNKNOWN, FigureText.MIXED),
        ("14,25", "14,2", Own.ALL, FigureText.OTHER),
    ],
)
def test_what_was_written_last_is_clean_and_more_than_that_is_not(
    text: str, today: str, own: Own, says: FigureText, *, choice: bool
) -> None:
    assert compared(text, today, STATUSES if choice else UNKNOWN, choice=choice, own=own) is says


@pytest.mark.parametrize(
    ("text", "today"),
    [("13", "14"), ("14,0", "14"), ("4500000,50", "4 500 000"), ("22 april 2026", DATE), ("–", "14"), ("◐", "●"),
     ("Anna Ek", "Bo Al")],
)  # fmt: skip
def test_what_a_person_has_typed_is_known_by_what_was_written(text: str, today: str) -> None:
    assert compared(text, today, UNKNOWN, own=Own.TYPED) is FigureText.TYPED
    assert compared(text, text, UNKNOWN, own=Own.TYPED) is FigureText.SAME


@pytest.mark.parametrize("text", ["14", "4\u00a0500\u00a0000", "82 %", DATE, "●", " 14 "])
def test_a_figure_by_its_looks(text: str) -> None:
    assert is_figure(text)
    assert not is_figure(f"{text} m.m.")


@pytest.mark.parametrize(("text", "span"), [(" 14\n", (1, 3)), ("14", (0, 2)), ("", (0, 0)), ("  ", (0, 2))])
def test_a_figure_stands_between_the_spaces_at_its_ends(text: str, span: tuple[int, int]) -> None:
    assert whole(text) == span
