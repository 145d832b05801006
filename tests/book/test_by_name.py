"""Rows matched by name: one to one, whatever their order, and never guessed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rus_sheets.book.by_name import Matched, NamedRow, matched
from rus_sheets.guessing import Kin, kin


def rows(*names: str, place: str = "") -> list[NamedRow]:
    return [NamedRow((f"A{number:02}", 0), name, place) for number, name in enumerate(names, 1)]


def ids(found: Matched) -> list[str]:
    return [f"{one[0]}={other[0]}" for one, other in found.pairs]


def test_the_same_names_then_nearly_the_same() -> None:
    found = matched(rows("Rådet", "Rådet vid nytt uppdrag", "Dagarna"), rows("Dagar", "Rådet", "Helt annat"))
    assert ids(found) == ["A01=A02", "A03=A01"]
    assert not found.unsure


def test_two_that_may_be_the_same_one_are_asked_about() -> None:
    found = matched(rows("Luft", "Vatten", "Vatten och luft"), rows("Vatten som underlag för luft"))
    assert not found.pairs
    assert [(one[0], [each[0] for each in may_be]) for one, may_be in found.unsure] == [("A02", ["A01"])]
    found = matched(rows("Rådet"), rows("Rådet, norr", "Rådet, söder"))
    assert not found.pairs
    assert [(one[0], [each[0] for each in may_be]) for one, may_be in found.unsure] == [("A01", ["A01", "A02"])]


def test_of_several_with_one_name_what_they_belong_to_tells() -> None:
    a = [NamedRow(("G1", 0), "Löpande", "O1"), NamedRow(("G2", 0), "Löpande", "O2")]
    b = [NamedRow(("G7", 0), "Löpande", "O2"), NamedRow(("G8", 0), "Löpande", "O1")]
    assert ids(matched(a, b)) == ["G1=G8", "G2=G7"]
    assert not ids(matched(a, [NamedRow(row.key, row.name) for row in b]))


_NAMES = st.lists(
    st.sampled_from(["Möten", "Möte", "Möten i norr", "Dialog", "Dialog 2", "Dialog, norr", "Stöd till län", "", "  "]),
    max_size=7,
)


@given(_NAMES, _NAMES, st.randoms())
def test_one_to_one_with_no_direction_or_order(a: list[str], b: list[str], random: object) -> None:
    left, right = rows(*a), rows(*b)
    found = matched(left, right)
    names = [{row.key: row.name for row in side} for side in (left, right)]
    for at in (0, 1):
        keys = [pair[at] for pair in found.pairs]
        assert len(set(keys)) == len(keys)
    assert all(kin(names[0][one], names[1][other]) >= Kin.NEARLY for one, other in found.pairs)
    assert {(other, one) for one, other in matched(right, left).pairs} == set(found.pairs)
    shuffled = [list(left), list(right)]
    for side in shuffled:
        random.shuffle(side)  # type: ignore[attr-defined]
    assert matched(*shuffled) == found
    paired = {one for one, _ in found.pairs}
    assert not paired & {one for one, _ in found.unsure}
    alone = [name for name in set(a) & set(b) if name.strip() and a.count(name) == b.count(name) == 1]
    assert all(any(names[0][one] == name for one in paired) for name in alone)
