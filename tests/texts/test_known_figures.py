"""Which of the workbook's figures a text may speak of, and how near one of them a stated figure is doubted."""

from __future__ import annotations

import pytest

from rus_sheets.texts.declared_units import DeclaredUnits
from rus_sheets.texts.known_figures import WHOLE, Known, known_figures
from rus_sheets.texts.stated import Named, Unit
from rus_sheets.texts.text_figures import stated_figures
from tests.checks.workbooks import book

DAYS, MONEY, ACTIVITIES, POSTS, PEOPLE = Unit.DAYS, Unit.MONEY, Unit.ACTIVITIES, Unit.POSTS, "deltagare"
CAPACITY = "Dagar att fördela (heltidstjänster × dagar per heltid)"
TEXT = """
Inställningar:
Nyckel           | Värde
År               | 2026
Heltidstjänster  | 4
Dagar per heltid | 216
Områden:
Område-ID | Område
O1        | ett
O2        | två
Grupper:
Grupp-ID | Område-ID | Grupp | Dagar
G1       | O1        | en    |
G2       | O2        | två   | 100
Plan:
Aktivitets-ID | Grupp-ID | Aktivitet | Prioritet   | Dagar
A01           | G1       | a         | Prioritet 1 | 200
A02           | G1       | b         | PRIO        | 30
A03           | G2       | c         |             |
Utfall:
Aktivitets-ID | Dagar utfall | Status
A01           | 215          | Har ej skett
Händelser:
Händelse-ID | Aktivitets-ID | Rubrik | Deltagare
A01-H01     | A01           | Vår    | 320
A02-H01     | A02           | Höst   | 35
Budget:
Post-ID | Post | Budget
P1      | Lön  | 90000
P2      | Resa | 10000
Utgifter:
Utgifts-ID | Post-ID | Text | Belopp
U01        | P1      | x    | 70000
U02        | P2      | y    | 500
Finansiering:
Källa | Slag        | Belopp
NV    | Årets medel | 120000
"""


@pytest.fixture
def known() -> Known:
    return known_figures(book(TEXT))


def test_the_totals_in_the_order_that_people_speak_of_them(known: Known) -> None:
    assert known.totals == {
        DAYS: (("Planerade dagar", 330), ("Dagar enligt utfall", 215), (CAPACITY, 864)),
        MONEY: (("Budget, kr", 100_000), ("Utfall, kr", 70_500), ("Beslutad finansiering, kr", 120_000)),
        ACTIVITIES: (("Antal aktiviteter", 3),),
        POSTS: (("Heltidstjänster", 4),),
        PEOPLE: ((PEOPLE, 355),),
    }


def test_every_total_of_the_summary_and_apart_what_settings_alone_give(known: Known) -> None:
    assert known.every_total[DAYS] == {330, 215}
    assert known.every_total[MONEY] == {100_000, 70_500, 120_000, 49_500}
    assert known.every_total[ACTIVITIES] == {3, 2, 1}  # all, those with priority and those with and without status
    assert known.every_total[POSTS] == {4}
    assert known.every_total[PEOPLE] == {355}
    assert known.reckoned == {DAYS: ((CAPACITY, 864),), MONEY: (), ACTIVITIES: (), POSTS: (), PEOPLE: ()}


def test_a_total_that_is_nought_or_not_there_is_none() -> None:
    empty = known_figures(book("Inställningar:\nNyckel | Värde\nHeltidstjänster | (tomt)"))
    assert [name for name, _ in empty.totals[DAYS]] == ["Planerade dagar"]
    assert empty.totals[POSTS] == ()
    assert empty.reckoned[DAYS] == ()


def test_what_stands_on_each_row(known: Known) -> None:
    figures = {unit: {key: found for key, found in rows.items() if found} for unit, rows in known.of_row.items()}
    assert figures[DAYS] == {
        ("areas", "O1"): (("Dagar", 230), ("Dagar löpande", 0), ("Dagar utveckling", 0)),
        ("areas", "O2"): (("Dagar", 100), ("Dagar löpande", 0), ("Dagar utveckling", 0)),
        ("groups", "G1"): (("Dagar i aktiviteter", 230),),
        ("groups", "G2"): (("Dagar", 100), ("Dagar i aktiviteter", 0)),
        ("plan", "A01"): (("Dagar", 200),),
        ("plan", "A02"): (("Dagar", 30),),
        ("plan", "A03"): (("Gruppens dagar", 100),),
        ("outcomes", "A01"): (("Dagar plan", 200), ("Dagar utfall", 215)),
    }
    assert figures[MONEY] == {
        ("budget", "P1"): (("Budget", 90_000), ("Utfall", 70_000), ("Avvikelse", -20_000)),
        ("budget", "P2"): (("Budget", 10_000), ("Utfall", 500), ("Avvikelse", -9_500)),
        ("expenses", "U01"): (("Belopp", 70_000),),
        ("expenses", "U02"): (("Belopp", 500),),
    }
    count = "antalet aktiviteter"
    assert figures[ACTIVITIES] == {
        ("areas", "O1"): ((count, 2),), ("areas", "O2"): ((count, 1),),
        ("groups", "G1"): ((count, 2),), ("groups", "G2"): ((count, 1),),
    }  # fmt: skip
    assert figures[POSTS] == {}
    assert figures[PEOPLE] == {
        ("events", "A01-H01"): (("Deltagare", 320),),
        ("events", "A02-H01"): (("Deltagare", 35),),
    }
    assert [known.has(key) for key in (("plan", "A01"), ("settings", "År"), ("plan", "A09"))] == [True, False, False]


def test_what_belongs_to_a_row(known: Known) -> None:
    assert known.under[DAYS]["groups", "G1"] == {200, 30, 230}
    assert known.under[DAYS]["areas", "O1"] == {200, 30, 230, 215}
    assert known.under[DAYS]["plan", "A01"] == {200, 215}
    assert ("plan", "A03") not in known.under[DAYS]
    assert known.under[MONEY]["budget", "P1"] == {70_000}
    assert known.under[ACTIVITIES]["groups", "G1"] == {1, 2}
    assert known.under[PEOPLE]["plan", "A01"] == {320}
    assert known.under[POSTS] == {WHOLE: frozenset()}


def test_sums_by_what_they_are_summed_by(known: Known) -> None:
    assert set(known.sums[DAYS]["groups", "G1"]) == {
        ("", 230), ("G1", 230), ("O1", 230), ("Prioritet 1", 200), ("PRIO", 30)
    }  # fmt: skip
    assert known.sums[MONEY]["budget", "P1"] == (("", 70_000), ("P1", 70_000))
    assert {("", 120_000), ("Årets medel", 120_000), ("P2", 500)} <= set(known.sums[MONEY][WHOLE])
    assert {("", 3), ("PRIO", 1), ("Har ej skett", 1), ("G1", 2)} <= set(known.sums[ACTIVITIES][WHOLE])
    assert ("", 1) not in known.sums[ACTIVITIES]["groups", "G1"]  # answers are their own table's


def test_all_that_may_be_meant(known: Known) -> None:
    assert {330, 864, 30, 230, 215} <= known.any_of[DAYS]
    assert known.any_of[POSTS] == {4}


OF_G1, OF_O1 = ("Dagar i aktiviteter för G1", 230), ("Dagar för O1", 230)
OWN, PLAN_DAYS = ("Dagar", 200), ("Planerade dagar", 330)


@pytest.mark.parametrize(
    ("row", "text", "own", "meant"),
    [
        ("plan A01", "200 dagar", True, None),
        ("plan A01", "205 dagar", True, OWN),
        ("plan A01", "181 dagar", True, OWN),
        ("plan A01", "216 dagar", True, OWN),  # nearer that of the group, and yet
        ("plan A01", "230 dagar", True, None),  # the group's
        ("plan A01", "245 dagar", True, OF_G1),
        ("plan A01", "320 dagar", True, PLAN_DAYS),
        ("plan A01", "500 dagar", True, None),
        ("plan A01", "planens 205 dagar", True, OWN),
        ("plan A01", "planens 200 dagar", True, None),
        ("plan A01", "215 dagar", True, None),  # its answer's
        # what the text doesn't stand under is not its own
        ("plan A01", "180 dagar", False, None),
        ("plan A01", "320 dagar", False, PLAN_DAYS),
        ("plan A01", "330 dagar", False, None),
        ("plan A03", "170 dagar", True, None),
        ("plan A03", "105 dagar", True, ("Gruppens dagar", 100)),
        ("plan A03", "864 dagar", True, None),
        # nothing that another row has makes it right where the row has one almost like it
        ("groups G2", "98 dagar", True, ("Dagar", 100)),
        ("groups G1", "200 dagar", True, None),
        ("groups G1", "215 dagar", True, ("Dagar i aktiviteter", 230)),
        ("groups G1", "planens 215 dagar", True, None),  # those that were spent
        ("groups G1", "210 dagar", True, ("Dagar i aktiviteter", 230)),
        # parts of a post are named as often as all of it
        ("budget P1", "88 000 kr", True, ("Budget", 90_000)),
        ("budget P1", "68 000 kr", True, ("Utfall", 70_000)),
        ("budget P1", "70 500 kr", True, None),  # of all posts
        ("budget P2", "500 kr", True, None),
        # a figure of the row counts something else
        ("events A01-H01", "320 dagar", True, PLAN_DAYS),
        ("events A01-H01", "300 deltagare", True, None),  # such a unit is never doubted
        ("budget P2", "100 000 kr", True, None),
        ("budget P2", "95 000 kr", True, ("Budget, kr", 100_000)),
        ("expenses U01", "88 000 kr", True, None),
        ("plan A01", "40 procent", True, None),
        ("plan A01", "3 tjänster", True, ("Heltidstjänster", 4)),
        ("plan A01", "4 tjänster", True, None),
    ],
)
def test_what_was_probably_meant(known: Known, row: str, text: str, own: bool, meant: Named | None) -> None:
    table, _, row_id = row.partition(" ")
    workbook, said = book(TEXT), f"Det blir {text}."
    (stated,) = *stated_figures(said), *DeclaredUnits(workbook.declaration).find(said)
    assert known.near(stated, workbook[table].by_id[row_id], own=own) == meant


@pytest.mark.parametrize(("said", "meant"), [(228, OF_G1), (245, ("Dagar för O1", 242))])
def test_the_nearest_of_what_it_belongs_to(said: int, meant: Named) -> None:
    nearby = book(TEXT.replace("G2       | O2        | två   | 100", "G2       | O1        | två   | 12"))
    (stated,) = stated_figures(f"Det blir {said} dagar.")
    assert known_figures(nearby).near(stated, nearby["plan"].by_id["A01"]) == meant


@pytest.mark.parametrize(
    ("key", "text", "smallest", "meant"),
    [
        ("plan A01", "160 dagar", True, OWN),
        ("plan A01", "215 dagar", True, None),  # of its answer
        ("plan A01", "20 dagar", True, OWN),
        ("plan A01", "19 dagar", True, None),
        ("plan A01", "19 dagar", False, OWN),
        ("plan A01", "200 dagar", True, None),
        ("plan A01", "100 kr", True, None),
        ("plan A01", "100 kr", False, None),
        ("plan A01", "5 procent", True, None),
        ("groups G2", "7 dagar", False, ("Dagar", 100)),
        ("groups G2", "0 dagar", False, ("Dagar", 100)),
        ("areas O1", "380 dagar", False, ("Dagar", 230)),
        ("groups G1", "200 dagar", False, ("Dagar i aktiviteter", 230)),  # those of a priority are no part of it
        ("budget P1", "72 000 kr", False, ("Utfall", 70_000)),
        ("groups G1", "3 aktiviteter", False, ("antalet aktiviteter", 2)),
        ("budget P1", "140 000 kr", False, None),  # all that stands on it together
    ],
)
def test_the_heading_of_a_row(known: Known, key: str, text: str, smallest: bool, meant: Named | None) -> None:
    table, _, row_id = key.partition(" ")
    (stated,) = stated_figures(f"Stöd ({text})")
    assert known.of_heading(stated, (table, row_id), smallest=smallest) == meant


@pytest.mark.parametrize(
    ("text", "total", "is_near"),
    [
        ("90 dagar", 100, True), ("89 dagar", 100, False), ("110 dagar", 100, True), ("111 dagar", 100, False),
        ("50 dagar", 52, True), ("49 dagar", 52, False), ("49,9 dagar", 52, False),
        ("90 000 kr", 100_000, True), ("89 999 kr", 100_000, False),
        ("50 000 kr", 52_000, True), ("49 999 kr", 52_000, False),
        ("17 aktiviteter", 20, True), ("16 aktiviteter", 20, False),
        ("10 aktiviteter", 11, True), ("9 aktiviteter", 10, False),
        ("3 tjänster", 4, True), ("2,9 tjänster", 4, False), ("1 tjänst", 1.2, True), ("0,9 tjänster", 1, False),
        ("40 procent", 40, False),
    ],
)  # fmt: skip
def test_how_near_a_total(text: str, total: float, is_near: bool) -> None:
    figures = dict.fromkeys((DAYS, MONEY, ACTIVITIES, POSTS), (("Totalen", total), ("En senare", total)))
    only_totals = Known(figures, {}, {}, {}, {}, {}, {}, {})
    (stated,) = stated_figures(f"Det blir {text}.")
    assert only_totals.near_total(stated) == (("Totalen", total) if is_near else None)


@pytest.mark.parametrize(
    ("table", "columns", "text", "is_near"),
    [
        ("plan", "Dagar | 21", "20 dagar", True),
        ("plan", "Dagar | 21", "19 dagar", False),
        ("plan", "Dagar | 100", "90 dagar", True),
        ("plan", "Dagar | 100", "89 dagar", False),
        ("budget", "Budget | 1050", "1 000 kr", True),
        ("budget", "Budget | 1050", "999 kr", False),
        ("budget", "Budget | 10000", "9 000 kr", True),
        ("budget", "Budget | 10000", "8 999 kr", False),
    ],
)
def test_how_near_a_figure_of_its_own(table: str, columns: str, text: str, is_near: bool) -> None:
    header, _, value = columns.partition(" | ")
    row = "Aktivitets-ID | Grupp-ID | Aktivitet" if table == "plan" else "Post-ID | Post"
    cells = "A01 | G1 | a" if table == "plan" else "P1 | Lön"
    own = book(f"{table.capitalize()}:\n{row} | {header}\n{cells} | {value}")
    (stated,) = stated_figures(f"Det blir {text}.")
    found = known_figures(own).near(stated, own[table].rows[0])
    assert (found == (header, float(value))) is is_near


@pytest.mark.parametrize(("count", "said", "is_near"), [(6, 5, True), (5, 4, False), (10, 8, True), (12, 9, False)])
def test_how_near_a_number_of_activities(count: int, said: int, is_near: bool) -> None:
    rows = "\n".join(f"A{number:02} | G1 | a{number}" for number in range(1, count + 1))
    own = book(f"Plan:\nAktivitets-ID | Grupp-ID | Aktivitet\n{rows}")
    (stated,) = stated_figures(f"Det blir {said} aktiviteter.")
    assert (known_figures(own).near(stated, own["groups"].rows[0]) is not None) is is_near
