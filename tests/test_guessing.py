"""A guess never points to an unlike number, whatever asks for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rus_sheets import guessing
from rus_sheets.guessing import Kin, did_you_mean, kin, nearest, nearest_choice
from rus_sheets.resources import declaration_path
from rus_sheets.schema.load import load_declaration

IDS = [f"A{number:02}" for number in (1, 2, 5, 13, 23, 25, 28)]


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("A5", IDS, "A05"),
        ("a05", IDS, "A05"),
        ("A-5", IDS, "A05"),
        ("A005", IDS, "A05"),
        ("A3", IDS, ""),
        ("A03", IDS, ""),
        ("A255", IDS, ""),
        ("A", IDS, ""),
        ("A02-H1", ["A02-H01", "A02-H11", "A01-H01"], "A02-H01"),
        ("A2-H1", ["A02-H10"], ""),
        ("G9", ["G6", "G8"], ""),
        ("RS3111", ["RS311", "RS111"], ""),
        ("rs 311", ["RS311", "RS111"], "RS311"),
        ("Prioritet 3", ["Prioritet 1", "Prioritet 2"], ""),
        ("Prioritet", ["Prioritet 1", "Prioritet 2"], ""),
        ("prioritet 02", ["Prioritet 1", "Prioritet 2"], "Prioritet 2"),
        ("Plan", ["Plan 2026", "Utfall"], "Plan 2026"),
        ("Effkter", ["Effekter", "Utfall"], "Effekter"),
        ("kort_utfall", ["Kort utfall"], "Kort utfall"),
        ("helt annat", ["Effekter"], ""),
        ("9" * 5000, IDS, ""),
    ],
)
def test_what_is_meant(word: str, known: list[str], meant: str) -> None:
    assert nearest(word, known) == meant
    assert did_you_mean(word, known) == (f"Menade du ”{meant}”?" if meant else "")


_COMPARE = (
    "word_diff.py", "another_plan.py", "traillines.py", "trailwords.py", "loose_figures.py", "lists.py",
    "about_document.py", "contents.py",
)  # fmt: skip


def test_nothing_else_guesses() -> None:
    """Two texts may be compared elsewhere, but what was meant is guessed in one place."""
    for path in Path(guessing.__file__).parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "get_close_matches" not in text, path
        assert "difflib" not in text or path.name in ("guessing.py", *_COMPARE), path


@given(st.from_regex(r"[A-Pa-p]{1,2}[ -]?[0-9]{1,4}(-[HUD][0-9]{1,3})?", fullmatch=True))
def test_a_guessed_id_has_the_same_numbers(word: str) -> None:
    known = [*IDS, "P1", "P10", "G6", "A02-H01", "A02-H11", "A05-U02"]
    meant = nearest(word, known)
    assert not meant or [int(each) for each in re.findall(r"\d+", meant)] == [int(n) for n in re.findall(r"\d+", word)]


LISTS = [each.values for name in ("verksamhet", "bidrag") for each in load_declaration(declaration_path(name)).list]
STATUS = ["Har skett som planerat", "Har delvis skett som planerat", "Har ej skett", "Har ej varit aktuellt"]
FUNDS = ["Årets medel", "Tidigare års medel", "Medel från andra"]
STATE = ["Genomfört", "Pågår", "Inte genomfört"]
GOAL = ["Uppnått", "På väg", "Inte uppnått", "Går inte att bedöma"]
WEIGHTY = (
    "ej", "inte", "icke", "ingen", "inga", "inget", "aldrig", "delvis", "utan", "nästan", "knappt", "halvt", "mest",
    "bara", "endast", "till", "tidigare", "nästa", "andra", "ska", "kan", "planerat",
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "choices", "meant"),
    [
        ("Har skett", STATUS, ""),
        ("Har delvis skett", STATUS, ""),
        ("Har skett delvis", STATUS, ""),
        ("Har varit aktuellt", STATUS, ""),
        ("Har skett enligt plan", STATUS, "Har skett som planerat"),
        ("Har ej skett enligt plan", STATUS, ""),
        ("Skett enligt planen", STATUS, "Har skett som planerat"),
        ("Har inte skett som planerat", STATUS, ""),
        ("Ska ske som planerat", STATUS, ""),
        ("Har skett som oplanerat", STATUS, ""),
        ("Har inte skett", STATUS, "Har ej skett"),
        ("Har ej sket", STATUS, "Har ej skett"),
        ("Ej aktuellt", STATUS, "Har ej varit aktuellt"),
        ("Har skett som planerat, delvis", STATUS, "Har delvis skett som planerat"),
        ("har skett som planerad", STATUS, "Har skett som planerat"),
        ("Har skett som plan.", STATUS, "Har skett som planerat"),
        ("Har delvs skett som planerat", STATUS, "Har delvis skett som planerat"),
        ("harejskett", STATUS, "Har ej skett"),
        ("Medel från tidigare år", FUNDS, "Tidigare års medel"),
        ("Egna medel", FUNDS, ""),
        ("Medel till andra", FUNDS, ""),
        ("Medel", FUNDS, ""),
        ("Genomfört ej", STATE, "Inte genomfört"),
        ("Ogenomfört", STATE, ""),
        ("Delvis genomfört", STATE, ""),
        ("Ouppnått", GOAL, ""),
        ("Går att bedöma", GOAL, ""),
        ("Uppnåtts", GOAL, "Uppnått"),
        ("Prio 1", ["PRIO", "Prioritet 1", "Prioritet 2"], "Prioritet 1"),
        ("Prio 3", ["PRIO", "Prioritet 1", "Prioritet 2"], ""),
        ("Eventuelt", ["Nej", "Ja", "Eventuellt"], "Eventuellt"),
        ("Nja", ["Nej", "Ja", "Eventuellt"], ""),
        ("Mötte", ["Möte", "Kurs"], "Möte"),
        ("Möten", ["Möte", "Kurs"], "Möte"),
        ("Möte, kurs", ["Möte", "Kurs"], ""),
        ("?", STATUS, ""),
    ],
)
def test_which_choice_is_meant(said: str, choices: list[str], meant: str) -> None:
    assert nearest_choice(said, choices) == meant


def _weight(text: str) -> list[str]:
    words = re.findall(r"\w+", text.casefold())
    return sorted("ej" if each in ("inte", "icke") else each for each in words if each in WEIGHTY)


@given(st.data())
def test_a_guessed_choice_says_no_more_and_no_less(data: st.DataObject) -> None:
    """Words put in, taken out and moved: what is proposed has the same words of negation and degree."""
    choices = data.draw(st.sampled_from(LISTS))
    words = data.draw(st.sampled_from(choices)).split()
    kept = data.draw(st.lists(st.sampled_from(words), unique=True, max_size=len(words)))
    # "planerat" is another form of the choice "Planerad", and turns nothing
    turning = [word for word in WEIGHTY if not any(word.startswith(choice.casefold()[:-1]) for choice in choices)]
    added = data.draw(st.lists(st.sampled_from([*turning, "har", "som", "medel"]), max_size=2))
    said = " ".join(data.draw(st.permutations([*kept, *added])))
    meant = nearest_choice(said, choices)
    assert not meant or _weight(meant) == _weight(said)


@given(st.data())
def test_a_slip_of_the_finger_is_seen_through(data: st.DataObject) -> None:
    """A letter of a long word left out or doubled: the choice is proposed, or none, never another one."""
    choices = data.draw(st.sampled_from(LISTS))
    choice = data.draw(st.sampled_from(choices))
    at = data.draw(st.integers(0, len(choice) - 1))
    said = choice[:at] + choice[at] * data.draw(st.sampled_from([0, 2])) + choice[at + 1 :]
    assert nearest_choice(said, choices) in ("", choice)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("Miljömålsdagarna", "miljömålsdagarna ", Kin.SAME),
        ("Miljömålsdagarna", "Miljömålsdagar", Kin.NEARLY),
        ("Miljömåldagarna", "Miljömålsdagarna", Kin.NEARLY),
        ("Kulturmiljö", "Kulturmiljö – byggd miljö", Kin.NEARLY),
        ("Rådet", "Rådet, samordning", Kin.NEARLY),
        ("Åtgärdswebb", "Åtgärdswebb, utveckling 2.0", Kin.NEARLY),
        ("Cirkulär ekonomi", "Cirkulär ekonomi och hållbar konsumtion", Kin.NEARLY),
        ("Stöd till kommunernas arbete", "Stöd till kommunernas och regionernas arbete", Kin.NEARLY),
        ("Nobelmötet", "Nobelmötet och extra vårmöte", Kin.PERHAPS),
        ("Etapp", "Etapp 2", Kin.PERHAPS),
        ("Utvärdering (FU23)", "Utvärdering (FU27)", Kin.PERHAPS),
        ("Årsrapport 2025", "Årsrapport 2026", Kin.PERHAPS),
        ("Dialog i nordväst", "Dialog i nordöst", Kin.PERHAPS),
        ("Indikatorer", "Indikatorutveckling", Kin.NONE),
        ("Möte", "Möten", Kin.NEARLY),
        ("Mål", "Måla", Kin.PERHAPS),
        ("Länsplan", "Miljömålen i skolan", Kin.NONE),
        ("", "", Kin.NONE),
        ("–", "Plan", Kin.NONE),
    ],
)
def test_whether_two_names_are_one_things(one: str, other: str, found: Kin) -> None:
    assert kin(one, other) == kin(other, one) == found


@given(st.text("ab ,-–(2é", max_size=12), st.text("ab ,-–(2é", max_size=12))
def test_kinship_has_no_direction(one: str, other: str) -> None:
    assert kin(one, other) == kin(other, one)
    assert kin(one, one) == (Kin.SAME if any(map(str.isalnum, one)) else Kin.NONE)


@pytest.mark.parametrize(
    ("name", "other", "expected"),
    [
        ("Stad och hamn", "Stal och hamm", Kin.NONE),
        ("Stöd till länen", "Stöd till lagen", Kin.PERHAPS),
        ("Kommunikation", "Kom munikation", Kin.PERHAPS),
    ],
)
def test_names_of_several_words_have_one_in_common(name: str, other: str, expected: Kin) -> None:
    assert kin(name, other) == kin(other, name) == expected
