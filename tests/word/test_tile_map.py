"""What the XML of a map of tiles must hold: a shape and a colour for each state, contrast, no gaps between points."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from rus_sheets.texts.content import Chart, Series
from rus_sheets.word.parts.ns import NS, q
from tests.word.test_charts import WHITE, _drawn, colour, contrast

MARKER = "c:marker/c:spPr/a:solidFill/a:srgbClr"
LABEL = "c:dLbls/c:dLbl//a:rPr/a:solidFill/a:srgbClr"


def tiles(*lines: tuple[int | None, ...]) -> Chart:
    names = tuple(f"L{number}" for number in range(len(lines[0])))
    series = tuple(Series(f"Läge {number}", values) for number, values in enumerate(lines[:-1]))
    last = Series("Inte", lines[-1], waiting=True)
    return Chart("tiles", "Karta", names, (*series, last), "Alt.", places=tuple(range(1, len(names) + 1)))


ALL = tiles((1, None, None, 2), (None, 1, None, None), (None, None, 1, None))


def series(folder: Path, chart: Chart) -> list[etree._Element]:
    return list(_drawn(folder, chart).iter(q("c:ser")))


def test_a_state_has_a_colour_and_a_shape_of_its_own(tmp_path: Path) -> None:
    drawn = series(tmp_path, ALL)
    assert len({colour(state, MARKER) for state in drawn}) == 3
    assert len({state.find("c:marker/c:symbol", NS).get("val") for state in drawn}) == 3  # type: ignore[union-attr]
    assert [state.findtext("c:tx//c:v", "", NS) for state in drawn] == ["Läge 0", "Läge 1", "Inte"]


def test_tiles_and_their_labels_can_be_seen(tmp_path: Path) -> None:
    """A tile against the page round it, which is also what lies between two tiles, and its label against it."""
    for state in series(tmp_path, ALL):
        assert contrast(colour(state, MARKER), WHITE) >= 3
        assert contrast(colour(state, LABEL), colour(state, MARKER)) >= 4.5


def test_there_is_a_gap_between_tiles_of_different_states(tmp_path: Path) -> None:
    drawn = _drawn(tmp_path, ALL)
    sizes = {
        state.find("c:marker/c:symbol", NS).get("val"): int(state.find("c:marker/c:size", NS).get("val"))  # type: ignore[union-attr,arg-type]
        for state in drawn.iter(q("c:ser"))
    }
    step = 0.72 / 2.54 * 72
    assert step - sizes["square"] >= 2
    assert step - sizes["circle"] >= 2
    assert sizes["square"] / 2 + sizes["diamond"] / 2 < step


@pytest.mark.parametrize("chart", [ALL, tiles((1, 1, 1)), tiles((None, None), (None, None), (1, 2))])
def test_each_tile_is_one_labelled_point_and_none_is_a_gap(tmp_path: Path, chart: Chart) -> None:
    """After a gap ONLYOFFICE gives a point the look of another."""
    shown = []
    for state in series(tmp_path, chart):
        points = [int(point.get("idx", "")) for point in state.iterfind("c:yVal//c:pt", NS)]
        labels = {
            int(label.find("c:idx", NS).get("val", "")): label.findtext(".//a:t", "", NS)  # type: ignore[union-attr]
            for label in state.iter(q("c:dLbl"))
        }
        assert points == list(range(len(points))) == sorted(labels)
        assert len(state.findall("c:xVal//c:pt", NS)) == len(points)
        counts = {state.find(f"{axis}//c:ptCount", NS).get("val") for axis in ("c:xVal", "c:yVal")}  # type: ignore[union-attr]
        assert counts == {str(len(chart.categories))}  # LibreOffice draws none of a series shorter than a later one
        shown += [labels[point] for point in points]
    assert sorted(shown) == sorted(chart.categories)


def test_no_two_series_share_a_cell_of_the_data_sheet(tmp_path: Path) -> None:
    cells: set[tuple[str, int]] = set()
    for state in series(tmp_path, ALL):
        reference = state.findtext("c:yVal//c:f", "", NS).replace("Data!$", "").replace("$", "")
        first, _, last = reference.partition(":")
        own = {(first[0], row) for row in range(int(first[1:]), int(last[1:]) + 1)}
        assert not own & cells
        cells |= own


@pytest.mark.parametrize(("kind", "places"), [("tiles", ()), ("tiles", (1, 2)), ("bar", (1,))])
def test_a_tile_without_a_place_is_refused(kind: str, places: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="place"):
        Chart(kind, "Karta", ("A",), (Series("S", (1,)),), "Alt.", places=places)  # type: ignore[arg-type]
