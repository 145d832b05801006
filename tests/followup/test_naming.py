"""File names: whose they are, and that every system takes them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rus_sheets.followup.naming import file_name, safe_name
from tests.merge import world


def test_the_name_begins_with_the_id() -> None:
    book = world.small_book()
    assert file_name(book, book["plan"].by_id["A01"]) == "A01 Första.xlsx"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("A01 Mål: 50 % klart?", "A01 Mål 50 klart"),
        ("A01 Plan/uppföljning", "A01 Plan uppföljning"),
        ("A01 Slut. ", "A01 Slut"),
        ("con", "_con"),
        ("A01 a\u030astadkomma", "A01 åstadkomma"),
        ("A01 " + "ord " * 60, ("A01 " + "ord " * 23).strip()),
        ("", "_"),
    ],
)
def test_safe_names(title: str, name: str) -> None:
    assert safe_name(title) == name


@given(st.text())
def test_any_title_gives_a_name_that_windows_takes(title: str) -> None:
    name = safe_name(f"A01 {title}")
    assert name.startswith("A01")
    assert len(name) <= 95
    assert name == name.strip(" .") == unicodedata.normalize("NFC", name)
    assert not set(name) & set('<>:"/\\|?*#%\n\t')
