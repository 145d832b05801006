"""The map of tiles: every county once, in the state that the workbook says, and none of them lost."""

from __future__ import annotations

import pytest

from rus_sheets.book.model import Book
from rus_sheets.documents.contexts import names_for
from rus_sheets.texts.content import Chart
from tests.documents.test_counties_so_far import YEAR, made, printed
from tests.documents.years import State, declaration_of, rows

DONE, PARTLY, WAITING = "Har redovisat", "Bara delvis", "Har inte redovisat"


def tile_map(book: Book) -> Chart:
    drawn = names_for(book.declaration.document[0], book)["diagram"]["redovisningen_per_län"]  # type: ignore[index]
    return next(iter(drawn.blocks))


def states(chart: Chart) -> dict[str, str]:
    """The state of each tile by its label."""
    return {
        label: series.name
        for series in chart.series
        for label, value in zip(chart.categories, series.values, strict=True)
        if value is not None
    }


@pytest.mark.parametrize(("state", "done"), [("empty", 0), ("half", 11), ("complete", 21)])
def test_each_county_stands_once_in_its_state(state: State, done: int) -> None:
    chart = tile_map(made(rows(YEAR, state)))
    assert len(chart.categories) == len(set(chart.categories)) == 21
    assert sum(value is not None for series in chart.series for value in series.values) == 21
    assert [series.name for series in chart.series] == [DONE, PARTLY, WAITING]
    assert list(states(chart).values()).count(WAITING) == 21 - done


def test_a_county_that_has_told_of_a_part_is_neither_done_nor_waiting() -> None:
    known = rows(YEAR, "complete")
    known["efforts"] = [row for row in known["efforts"] if row["county"] != "M"]  # Skåne: all of it is left
    book = made(known)
    chart = tile_map(book)
    assert states(chart)["M"] == PARTLY
    assert "Bara delvis (1): Skåne län." in chart.alt
    left = book["accounts"].by_id["M"].number_of("left")
    text = "\n".join(printed(book))
    amount = f"{int(left):,}".replace(",", " ")
    assert f"Skåne län, {amount} kr kvar att redovisa" in text.replace("\u00a0", " ")


def test_the_text_says_what_the_map_shows() -> None:
    chart = tile_map(made(rows(YEAR, "half")))
    name_of = {str(row["id"]): str(row["name"]) for row in rows(YEAR, "half")["counties"]}
    for state in (DONE, PARTLY, WAITING):
        names = sorted(name_of[label] for label, its in states(chart).items() if its == state)
        told = chart.alt.partition(f"{state} ({len(names)}): ")[2].partition(".")[0]
        assert sorted(told.split(", ") if told else []) == names
    assert f"{PARTLY}: inga." in chart.alt


def test_a_body_that_the_grid_does_not_place_stands_below_and_is_named() -> None:
    known = rows(YEAR, "half")
    known["counties"] += [{"id": f"X{letter}", "name": f"Övriga {letter}", "granted": 0} for letter in "ABCDE"]
    chart = tile_map(made(known))
    lowest = max(line for _, (_, line) in declaration_of(YEAR).summary.map[0].places())
    where = {
        label: (place, value)
        for series in chart.series
        for label, place, value in zip(chart.categories, chart.places, series.values, strict=True)
        if value is not None
    }
    assert len(where) == len(set(where.values())) == 26
    assert all(
        (where[label][1] > lowest) == label.startswith("X") for label in where if len(label) == 2 or label != "X"
    )
    assert chart.alt.endswith(f"Under kartan: {', '.join(f'Övriga {letter}' for letter in 'ABCDE')}.")


def test_the_grid_places_the_counties_of_the_example_and_no_others() -> None:
    placed = [label for label, _ in declaration_of(YEAR).summary.map[0].places()]
    assert sorted(placed) == sorted(str(row["id"]) for row in rows(YEAR, "empty")["counties"])


def test_a_workbook_with_few_counties_has_few_tiles_and_one_without_has_no_map() -> None:
    known = rows(YEAR, "empty")
    few = {**known, "counties": known["counties"][:2], "accounts": known["accounts"][:2], "efforts": []}
    assert len(tile_map(made(few)).categories) == 2
    book = made({**known, "counties": [], "accounts": [], "efforts": []})
    assert not names_for(book.declaration.document[0], book)["diagram"]["redovisningen_per_län"]  # type: ignore[index]


def test_a_declaration_without_a_map_has_none() -> None:
    assert declaration_of("2026").summary.map == ()
