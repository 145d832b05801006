"""A guess never points to an unlike number, whatever asks for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rus_sheets import guessing
from rus_sheets.guessing import did_you_mean, nearest

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


def test_nothing_else_guesses() -> None:
    """Two texts may be compared elsewhere (``differing``, ``lastyear``), but what was meant is guessed in one place."""
    for path in Path(guessing.__file__).parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "get_close_matches" not in text, path
        assert "difflib" not in text or path.name in ("guessing.py", "differing.py", "lastyear.py"), path


@given(st.from_regex(r"[A-Pa-p]{1,2}[ -]?[0-9]{1,4}(-[HUD][0-9]{1,3})?", fullmatch=True))
def test_a_guessed_id_has_the_same_numbers(word: str) -> None:
    known = [*IDS, "P1", "P10", "G6", "A02-H01", "A02-H11", "A05-U02"]
    meant = nearest(word, known)
    assert not meant or [int(each) for each in re.findall(r"\d+", meant)] == [int(n) for n in re.findall(r"\d+", word)]
