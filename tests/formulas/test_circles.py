from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rus_sheets.book.raw import SheetPosition, position_of
from rus_sheets.formulas import circles as module
from rus_sheets.formulas.circles import circles
from rus_sheets.formulas.graph import Graph
from tests.formulas.test_graph import graph


def found(formulas: Graph) -> list[list[SheetPosition]]:
    return sorted(circles(formulas))


def places(*refs: str) -> list[SheetPosition]:
    return [("Blad", *position_of(ref)) for ref in refs]


@pytest.mark.parametrize(
    ("formulas", "expected"),
    [
        ({"A1": "A1"}, [["A1"]]),
        ({"A1": "B1", "B1": "SUM(A1:A3)", "C1": "B1"}, [["A1", "B1"]]),
        ({"A1": "Namn", "B2": "A1"}, [["A1", "B2"]]),
        ({"A2": "A1+1", "A3": "A2+1", "A4": "A3+1"}, []),
        ({"A2": "A3", "A3": "A4", "A4": "A2"}, [["A2", "A3", "A4"]]),
        ({"A1": "SUM(B:B)", "B9": "C1", "C1": "1"}, []),
    ],
)
def test_circles(formulas: dict[str, str], expected: list[list[str]]) -> None:
    assert found(graph(formulas, Namn="SUM(Blad!$B$1:$B$3)*2")) == [places(*refs) for refs in expected]


refs = st.sampled_from([f"{column}{row}" for column in "ABC" for row in range(1, 5)])
texts = st.builds("{}{}:{}".format, st.sampled_from(["", "$"]), refs, refs) | refs | refs.map("SUM(A:A)+{}".format)


@given(st.dictionaries(refs, texts, max_size=6))
def test_the_quick_look_misses_none(formulas: dict[str, str]) -> None:
    quick = found(graph(formulas))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_FEW", -1)
        assert found(graph(formulas)) == quick
