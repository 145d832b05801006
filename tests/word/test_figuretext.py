"""Which part of a control's text is its figure, and when that can't be told."""

from __future__ import annotations

import pytest

from rus_sheets.word.figuretext import figure_in, same

STATUSES = ("Har skett som planerat", "Har ej skett", "Ja", "Nej", "Prioritet 1", "Prioritet 2")
UNKNOWN = ("ännu inte redovisat", "–")


@pytest.mark.parametrize(
    ("text", "today", "figure"),
    [
        ("14", "15", "14"),
        (" 14 ", "15", "14"),
        ("", "15", ""),
        ("14 (preliminärt)", "15", "14"),
        ("ca 14 dagar", "15", "14"),
        ("14*", "15", "14"),
        ("14\n", "15", "14"),
        ("−14\u00a0500,5 kr", "15", "−14\u00a0500,5"),
        ("-14 prel", "15", "-14"),
        ("14 500", "15", "14 500"),
        ("ännu inte redovisat (i juni)", "15", "ännu inte redovisat"),
        ("14 (prel)", "ännu inte redovisat", "14"),
        ("– (prel)", "15", "–"),
        ("2026-04-21 (prel)", "2026-05-02", "2026-04-21"),
        ("den 21 april 2026 i Falun", "2026-05-02", "21 april 2026"),
        ("● nästan", "◐", "●"),
        ("Anna Ek", "Bo Al", "Anna Ek"),
        ("14 1", "15", None),
        ("14 (15 förra året)", "15", None),
        ("14\n16", "15", None),
        ("14-16", "15", None),
        ("14.5", "15", None),
        ("14 (se A02)", "15", None),
        ("2026-04-21", "15", None),
        ("fjorton", "15", None),
        ("14 (fjorton)", "15", None),
        ("14²", "15", None),
        ("14½", "15", None),
        ("14 (en uppskattning)", "15", "14"),
        ("2026-04-21 – 2026-04-22", "2026-05-02", None),
        ("●◐", "◐", None),
    ],
)
def test_the_figure_is_found_or_not(text: str, today: str, figure: str | None) -> None:
    span = figure_in(text, today, UNKNOWN)
    assert (None if span is None else text[slice(*span)]) == figure


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("Har skett som planerat", "Har skett som planerat"),
        ("Har skett som planerat (nästan 14 dagar)", "Har skett som planerat"),
        ("har ej skett", "har ej skett"),
        ("Prioritet 1*", "Prioritet 1"),
        ("Prioritet 12", None),
        ("Ja och Nej", None),
        ("Jadå", None),
        ("Skjuts upp", None),
    ],
)
def test_a_choice_is_one_of_its_words(text: str, figure: str | None) -> None:
    span = figure_in(text, "Prioritet 2", STATUSES, choice=True)
    assert (None if span is None else text[slice(*span)]) == figure


def test_kinds_of_spaces_and_minus_make_no_difference() -> None:
    assert same("−4\u00a0500\u00a0kr ", "-4 500 kr")
    assert not same("4 500", "45 00")


@pytest.mark.parametrize(
    ("text", "figure"), [("82 % (prel)", "82 %"), ("ca 82\u00a0%", "82\u00a0%"), ("82 procent", None), ("82", None)]
)
def test_words_beside_a_share(text: str, figure: str | None) -> None:
    span = figure_in(text, "80\u00a0%", ())
    assert (text[slice(*span)] if span else None) == figure


def test_a_share_that_isnt_known_any_more() -> None:
    assert figure_in("ca 82 %", "saknas", ("saknas",)) == (3, 7)
