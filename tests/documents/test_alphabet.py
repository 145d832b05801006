"""Swedish order of words."""

from __future__ import annotations

from itertools import permutations

from rus_sheets.documents.alphabet import swedish_order

RIGHT = ["Dalarna", "Örebro", "Östergötland"]


def test_the_letters_after_z_come_in_their_order() -> None:
    for given in permutations(["Ale", "Zorn", "Åmål", "Ängelholm", "Öland"]):
        assert sorted(given, key=swedish_order) == ["Ale", "Zorn", "Åmål", "Ängelholm", "Öland"]


def test_accents_and_capitals_do_not_count() -> None:
    words = ["linne", "Linné", "linnéa", "LINNET"]
    assert sorted(words, key=swedish_order) == ["Linné", "linne", "linnéa", "LINNET"]
    assert sorted(["Östergötland", "Dalarna", "Örebro"], key=swedish_order) == RIGHT


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert swedish_order("A\u030amål")[0] == swedish_order("Åmål")[0]
