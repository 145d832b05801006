"""Years beside each other: each figure is its workbook's own, and what isn't reported is never nought."""

from __future__ import annotations

from itertools import combinations

import pytest

from rus_sheets.book.model import Book
from rus_sheets.documents.so_far import lacking
from rus_sheets.documents.years import FigureState, Years, YearsFigures, years_of
from rus_sheets.usecases.opened.opening import open_book
from tests.checks.workbooks import book
from tests.documents.years import STATES, path
from tests.documents.years import State as How

HEAD = """Inställningar:
Nyckel | Värde
År | {year}

Områden:
Område-ID | Område
{areas}

Grupper:
Grupp-ID | Område-ID | Grupp
G1 | O1 | Löpande
G2 | O2 | Löpande

Mål:
Mål-ID | Område-ID | Mål | Bedömning
{goals}

Plan:
Aktivitets-ID | Grupp-ID | Aktivitet | Dagar
{plan}

Utfall:
Aktivitets-ID | Status | Dagar utfall
{outcomes}

Budget:
Post-ID | Post | Budget
P1 | Löner | 1000
P2 | Möten | 500

Utgifter:
Utgifts-ID | Post-ID | Text | Belopp
{expenses}
"""
DONE = "Har skett som planerat"
Y2025 = HEAD.format(
    year=2025, areas="O1 | Uppföljning\nO2 | Stöd", goals="M01 | O1 | Alla följer upp | På väg",
    plan="A01 | G1 | Årlig rapport | 10\nA02 | G2 | Kommunstöd | 20\nA03 | G2 | Skolmat | 5",
    outcomes=f"A01 | {DONE} | 8\nA02 | {DONE} | 30\nA03 | Har ej skett | 0",
    expenses="U01 | P1 | Lön | 900\nU02 | P2 | Inget | 0",
)  # fmt: skip
Y2026 = HEAD.format(
    year=2026, areas="O1 | Stöd\nO2 | Uppföljning", goals="M01 | O2 | Alla följer upp |",
    plan="A01 | G1 | Kommunstöd | 25\nA02 | G1 | Nobelmöte | 5\nA03 | G2 | Årlig rapport | 12",
    outcomes=f"A01 | {DONE} | 26\nA02 | |\nA03 | |", expenses="U01 | P1 | Lön | 400",
)  # fmt: skip
Y2027 = HEAD.format(
    year=2027, areas="O1 | Stöd\nO2 | Uppföljning", goals="M01 | O2 | Alla följer upp | Uppnått",
    plan="A01 | G1 | Kommunstöd | 30\nA03 | G2 | Rapporten | 12\nA04 | G2 | Nytt | 3",
    outcomes="A01 | |\nA03 | |\nA04 | |", expenses="",
).replace("Utgifter:\nUtgifts-ID | Post-ID | Text | Belopp\n\n", "")  # fmt: skip


def of(*books: Book) -> Years:
    words = books[-1].declaration.years
    assert words
    return years_of(books, words)


@pytest.fixture(scope="module")
def three() -> Years:
    return of(book(Y2025), book(Y2026), book(Y2027))


def table(found: Years, sheet: str) -> dict[str, list[str]]:
    shown = next(each for each in (found.totals, *found.tables) if each.sheet == sheet)
    assert shown.total is None or len(shown.total.values) == len(found.years)
    return {row.title: [value.said for value in row.values] for row in shown.rows}


def test_days_per_area_follow_the_area_and_not_its_id(three: Years) -> None:
    assert table(three, "Dagar per område") == {"Stöd": ["25", "30", "30"], "Uppföljning": ["10", "12", "15"]}
    later = "ännu inte redovisat"
    assert table(three, "Dagar utfall per område") == {
        "Stöd": ["30", "26 hittills", later], "Uppföljning": ["8", later, later],
    }  # fmt: skip


def test_a_charts_figures_are_told_with_their_unit_and_without_signs() -> None:
    """A screen reader says nothing for a dash, and mere numbers don't read as language."""
    found = of(open_book(path("2022", "complete")), open_book(path("2026", "half")))
    assert any(
        value.state == FigureState.ABSENT for shown in found.tables for row in shown.rows for value in row.values
    )
    for shown in found.tables:
        told = f"{shown.alt} {shown.told(found.years)}"
        assert " –" not in told
        assert sum(map(str.isalpha, told)) > len(told) / 2 or not shown.alt, told


def test_rows_that_are_known_by_their_names_are_told(three: Years) -> None:
    told = [line for line in three.told() if "känns igen på namnet" in line]
    assert "Dagar per område: känns igen på namnet, eftersom id:na är olika: Stöd, Uppföljning." in told
    same = of(book(Y2025), book(Y2025.replace("2025", "2026")))
    assert not [line for line in same.told() if "per område" in line]


def test_what_stands_on_no_row_has_a_row_of_its_own() -> None:
    found = of(book(Y2025), book(Y2026.replace("A02 | G1 | Nobelmöte", "A02 | | Nobelmöte")))
    assert table(found, "Dagar per område") == {
        "Stöd": ["25", "25"], "Uppföljning": ["10", "12"], "På ingen av raderna": ["0", "5"],
    }  # fmt: skip


def test_another_goal_under_the_same_id_is_told() -> None:
    found = of(book(Y2026), book(Y2027.replace("Alla följer upp", "Kommunerna får pengar")))
    assert [line for line in found.told() if line.startswith("M01 har fått en annan text.")]
    assert not [line for line in of(book(Y2026), book(Y2027)).told() if "annan text" in line]


def test_money_that_is_not_reported_is_no_nought(three: Years) -> None:
    later = "ännu inte redovisat"
    assert table(three, "Budget per post")["Möten"] == ["500", "500", "500"]
    assert table(three, "Utfall per post") == {"Löner": ["900", "400", later], "Möten": ["0", later, later]}
    assert table(three, "Summor")["Utfall, kr"] == ["900", "400 hittills", later]


def test_what_goes_on_and_how_it_is_known(three: Years) -> None:
    going = {
        unit.thread.title: ([row.id if row else "" for row in unit.thread.rows], unit.by) for unit in three.going_on
    }
    assert going == {
        "Kommunstöd": (["A02", "A01", "A01"], "id, namn"),
        "Rapporten": (["A01", "A03", "A03"], "id, namn"),
    }
    assert {unit.thread.title for unit in three.units} - set(going) == {"Skolmat", "Nobelmöte", "Nytt"}
    assert [goal.said for goal in three.goals] == [("På väg", "inte bedömt", "Uppnått")]
    told = list(three.told())
    assert told[0] == (
        "2025–2026: 2 går vidare, 1 avslutas och 1 är nya. De känns igen på namnet, eftersom id:na är olika planers."
    )
    assert told[1] == "2026–2027: 2 går vidare, 1 avslutas och 1 är nya. De känns igen på sitt id."
    reported = [line for line in told[2:] if "känns igen" not in line]
    assert reported == ["2026: Utfall, Status: saknas för 2 av 3.", "2027: Utfall, Status: saknas för 3 av 3."]


def test_every_activity_of_every_year_stands_in_one_thread(three: Years) -> None:
    for place, year in enumerate(three.books):
        ids = [unit.thread.rows[place].id for unit in three.units if unit.thread.rows[place]]  # type: ignore[union-attr]
        assert sorted(ids) == sorted(year["plan"].by_id)


def test_frames_have_a_line_for_each_row_and_year(three: Years) -> None:
    frames = three.frames()
    assert list(frames) == [three.totals.sheet, *(each.sheet for each in three.tables), "Aktiviteter", "Mål"]
    days = frames["Dagar utfall per område"].set_index(["Rad", "År"])
    assert days.loc[("Stöd", 2026), "Tal"] == 26
    assert days.loc[("Stöd", 2026), "Läge"] == "so far"
    assert days["Tal"].isna().sum() == 3
    assert len(frames["Aktiviteter"]) == 9


# ------------------------------------------------------------------ of any workbook

PAIRS = [(a, b) for a, b in combinations([("2022", how) for how in STATES] + [("2026", how) for how in STATES], 2)
         if a[0] != b[0]]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), PAIRS, ids=str)
def test_sums_are_those_of_each_workbook(first: tuple[str, How], second: tuple[str, How]) -> None:
    books = [open_book(path(*first)), open_book(path(*second))]
    found = of(*books)
    ensure_true(found, books)


@pytest.mark.parametrize("how", STATES)
def test_sums_of_another_declaration(how: How) -> None:
    one = open_book(path("bidrag-2026", how))
    ensure_true(of(one, one), [one, one])


def ensure_true(found: Years, books: list[Book]) -> None:
    words = found.words
    assert {row.title for row in found.totals.rows} == {books[0].totals[key].label for key in words.totals}
    for key, row in zip(words.totals, found.totals.rows, strict=True):
        for year, value in zip(books, row.values, strict=True):
            lacks = lacking(year, key)
            assert value.number == (None if lacks.all_blank else year.totals[key].value)
            assert (value.state is FigureState.KNOWN) == (not lacks and year.totals[key].value is not None)
    for shown in found.tables:
        add_up(shown, len(books))


def add_up(shown: YearsFigures, years: int) -> None:
    """The rows come to the workbook's own sum, and a sum is known exactly where each of its rows is."""
    assert shown.total
    for place in range(years):
        total, values = shown.total.values[place], [row.values[place] for row in shown.rows]
        assert sum(value.number or 0 for value in values) == pytest.approx(total.number or 0)
        states = {value.state for value in values} - {FigureState.ABSENT}
        if total.state is FigureState.KNOWN:
            assert states <= {FigureState.KNOWN}
        elif total.state is FigureState.UNKNOWN:
            assert not any(value.number for value in values)
            assert FigureState.KNOWN not in states


def test_an_activity_that_a_year_has_left_out_is_resumed_not_new() -> None:
    years_ = [Y2025.replace("år | 2025", "år | 2024").replace("År | 2025", "År | 2024"), Y2025, Y2025]
    gap = years_[1].replace("A02 | G2 | Kommunstöd | 20\n", "").replace(f"A02 | {DONE} | 30\n", "")
    later = Y2025.replace("År | 2025", "År | 2026").replace("A03 | G2 | Skolmat | 5", "A04 | G2 | Nytt | 5")
    found = of(book(years_[0]), book(gap), book(later.replace("A03 | Har ej skett | 0", "A04 | Har ej skett | 0")))
    assert [line.partition(" De känns")[0] for line in found.told()][:2] == [
        "2024–2025: 2 går vidare, 0 avslutas, 1 gör uppehåll och 0 är nya.",
        "2025–2026: 1 går vidare, 1 avslutas, 1 återupptas och 1 är nya.",
    ]
    resumed = next(unit for unit in found.units if unit.thread.title == "Kommunstöd")
    assert [bool(row) for row in resumed.thread.rows] == [True, False, True]
    assert resumed in found.going_on
    assert resumed.by == found.words.by_id
