"""Ids and references that added rows lack: given where it is sure what they are, asked about where it isn't."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rus_sheets.checks.context import Context
from rus_sheets.checks.id_traces import UsedIds
from rus_sheets.checks.missing_ids import missing_ids
from rus_sheets.checks.rows_to_take_in import rows_to_take_in
from tests.checks.workbooks import book
from tests.merge.world import examples

NONE = UsedIds()


def found(text: str, known: UsedIds = NONE) -> tuple[dict[str, str], list[str]]:
    """What is given, by sheet, column and title, and what is asked: the title and what is said."""
    given, asked = missing_ids(book(text), known)
    return (
        {f"{each.sheet}/{each.label}/{each.title}": each.value for each in given},
        [f"{each.title}: {each.message} {each.remedy}" for each in asked],
    )


PLAN = """
Plan:
Aktivitets-ID | Grupp-ID | Aktivitet | Dagar
A01           | G1       | Möten     | 5
A07           | G1       | Kurser    | 5
"""


def test_new_rows_get_the_next_ids_and_nothing_else_does() -> None:
    given, asked = found(f"{PLAN} | G1 | Nätverk | 4\n | G1 | Handledning | 3\n")
    assert given == {"Plan/Aktivitets-ID/Nätverk": "A08", "Plan/Aktivitets-ID/Handledning": "A09"}
    assert asked == []


def test_what_has_no_series_of_ids_is_given_none() -> None:
    assert found("Texter:\nNyckel | Dokument | Rubrik | Text\n | Plan | Inledning | Om planen") == ({}, [])


def test_ids_are_as_long_as_the_longest_so_far() -> None:
    mixed = PLAN.replace("A07", "A7 ").replace("A01", "A008")
    assert found(f"{mixed} | G1 | Nätverk | 4\n") == ({"Plan/Aktivitets-ID/Nätverk": "A009"}, [])


@pytest.mark.parametrize(
    ("more", "known", "wanted"),
    [
        ("Händelser:\nHändelse-ID | Aktivitets-ID | Rubrik\nA01-H01 | A01 | Dag", NONE, "A08"),
        ("", UsedIds({"plan": frozenset(["A12"])}), "A13"),  # in a copy, or sent out in a form
        ("", UsedIds({"plan": frozenset(["a12"])}), "A13"),
        (
            "Logg:\nTid | Fil | Aktivitets-ID | Blad | Rad | Fält\n2026-01-01 | f | A30 | Utfall | A30 | Status",
            NONE,
            "A31",
        ),
    ],
)
def test_an_id_that_has_been_used_is_nobody_elses(more: str, known: UsedIds, wanted: str) -> None:
    given, asked = found(f"{PLAN} | G1 | Nätverk | 4\n\n{more}", known)
    assert (given, asked) == ({"Plan/Aktivitets-ID/Nätverk": wanted}, [])


def test_rows_below_the_table_have_their_ids() -> None:
    given, _ = found(f"{PLAN} | G1 | Nätverk | 4\n---\nA20 | G1 | Under | 2")
    assert given == {"Plan/Aktivitets-ID/Nätverk": "A21"}


PARTS = f"""{PLAN}
Delaktiviteter:
Delaktivitets-ID | Aktivitets-ID | Delaktivitet
A01-1a           | A01           | Samla
A01-1b           | A01           | Ordna
                 |               | Sprid
A01-2a           | A01           | Börja om
                 |               | Sluta
                 | A07           | Kurs ett
                 |               | Kurs två
A07-9x           |               | Har id
"""


def test_parts_belong_to_the_activity_above_or_to_that_of_their_id() -> None:
    given, asked = found(PARTS)
    assert asked == []
    assert given == {
        "Delaktiviteter/Aktivitets-ID/Sprid": "A01",
        "Delaktiviteter/Delaktivitets-ID/Sprid": "A01-1c",
        "Delaktiviteter/Aktivitets-ID/Sluta": "A01",
        "Delaktiviteter/Delaktivitets-ID/Sluta": "A01-2b",
        "Delaktiviteter/Delaktivitets-ID/Kurs ett": "A07-9y",
        "Delaktiviteter/Aktivitets-ID/Kurs två": "A07",
        "Delaktiviteter/Delaktivitets-ID/Kurs två": "A07-9z",
        "Delaktiviteter/Aktivitets-ID/Har id": "A07",
    }


ASKED = {
    "a part without an activity above": (
        "Delaktiviteter:\nDelaktivitets-ID | Aktivitets-ID | Delaktivitet\n | | Samla",
        "Samla: Aktivitets-ID saknas, och ingen rad ovanför",
    ),
    "two rows of one name": (f"{PLAN} | G1 | Möten | 9", "Möten: Aktivitets-ID saknas, och raden är lik rad 2 (A01)"),
    "a row without a name": (f"{PLAN} | G1 | | 9", "Aktivitets-ID saknas, och raden säger inte vad den är"),
    "a sum": (f"{PLAN} | G1 | Summa dagar | 10", "Summa dagar: Aktivitets-ID saknas, och raden ser ut att"),
    "an id that others refer to": (
        f"{PLAN} | G1 | Nätverk | 9\n\nUtfall:\nAktivitets-ID | Status\nA01 | \nA07 | \nA03 | ",
        "Nätverk: Aktivitets-ID saknas. Raden kan vara A03",
    ),
    "an event of nothing": (
        "Händelser:\nHändelse-ID | Aktivitets-ID | Rubrik\n | | Dag",
        "Dag: Händelse-ID saknas. Det görs av Aktivitets-ID, och det saknas också",
    ),
    "an event of what isn't there": (
        "Händelser:\nHändelse-ID | Aktivitets-ID | Rubrik\n | A55 | Dag",
        "Dag: Händelse-ID saknas. Det görs av Aktivitets-ID, och ”A55” finns inte",
    ),
    "no room": (
        "Budget:\nPost-ID | Post | Budget\nP99 | Löner | 1\n | Resor | 2",
        "Resor: Post-ID saknas, och det finns inget ledigt",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ASKED, ids=str)
def test_what_is_not_sure_is_asked_and_nothing_is_given(case: str) -> None:
    text, wanted = ASKED[case]
    given, asked = found(text)
    assert given == {}
    assert len(asked) == 1
    assert wanted in asked[0]


def test_a_row_that_needs_no_name_is_known_by_what_it_says() -> None:
    text = f"{PLAN}\nMedel:\nMedel-ID | Aktivitets-ID | Belopp | Läge\nMD01 | A01 | 5 | Beslutad\n"
    assert found(f"{text} | A07 | 9 | Beslutad")[0] == {"Medel/Medel-ID/": "MD02"}
    given, asked = found(f"{text} | | | Beslutad")
    assert (given, len(asked)) == ({}, 1)


def test_events_of_one_name_are_told_apart_by_their_day() -> None:
    head = "Händelser:\nHändelse-ID | Aktivitets-ID | Datum | Rubrik\nA01-H01 | A01 | 2026-01-07 | Dag\n"
    assert found(f"{head} | A01 | 2026-02-07 | Dag")[0] == {"Händelser/Händelse-ID/Dag": "A01-H02"}
    assert "lik rad 2" in found(f"{head} | A01 | 2026-01-07 | Dag")[1][0]
    assert "lik rad 2" in found(f"{head} | A01 | | Dag")[1][0]  # a blank tells nothing


def test_expenses_of_one_name_are_told_apart_by_what_they_came_to() -> None:
    head = "Utgifter:\nUtgifts-ID | Post-ID | Aktivitets-ID | Text | Belopp\nU01 | P1 | A01 | Tåg | 100\n"
    assert found(f"{head} | P1 | A01 | Tåg | 250")[0] == {"Utgifter/Utgifts-ID/Tåg": "U02"}
    assert "lik rad 2" in found(f"{head} | P1 | A01 | Tåg | 100")[1][0]


def test_a_lost_id_comes_back_to_its_own_row() -> None:
    known = UsedIds({"plan": frozenset(["A03"])}, {"plan": {"A03": "Nätverk", "A01": "Möten"}})
    text = f"{PLAN} | G1 | nätverk | 9\n | G1 | Ny | 3\n\nUtfall:\nAktivitets-ID | Status\nA01 | \nA07 | \nA03 | "
    assert found(text, known) == ({"Plan/Aktivitets-ID/nätverk": "A03", "Plan/Aktivitets-ID/Ny": "A08"}, [])


def test_what_is_silenced_is_left() -> None:
    silenced = "Undantag:\nKod | Blad | Rad | Fält | Skäl\nRS106 | Plan | | Aktivitets-ID | Väntar på beslut"
    assert found(f"{PLAN} | G1 | Nätverk | 4\n\n{silenced}") == ({}, [])


def taken(text: str) -> tuple[list[tuple[str, ...]], list[str]]:
    rows, asked = rows_to_take_in(Context(book(text)))
    return [each.titles for each in rows], [each.message for each in asked]


@pytest.mark.parametrize(
    ("below", "rows", "said"),
    [
        (" | G1 | Nätverk | 4\n | G1 | Kurs | 2", [("Nätverk", "Kurs")], ""),
        (" | G1 | Nätverk | 4\n | | Summa | 14", [("Nätverk",)], "ser ut att vara en summa"),
        (" | | kolla detta | ", [], "ensamt"),
        ("a07 | G1 | Nätverk | 4", [], "Id:t a07 finns redan"),
        ("Aktivitets-ID | Grupp-ID | Aktivitet | Dagar", [], "rubriker"),
    ],
)
def test_rows_right_below_are_taken_in_and_other_things_are_asked_about(
    below: str, rows: list[tuple[str, ...]], said: str
) -> None:
    found_rows, asked = taken(f"{PLAN}---\n{below}")
    assert found_rows == rows
    assert (said in asked[0]) if said else not asked


def test_the_text_of_a_part_is_enough() -> None:
    text = "Delaktiviteter:\nDelaktivitets-ID | Aktivitets-ID | Delaktivitet\nA01-a | A01 | Samla\n---\n | | Ordna"
    assert taken(text) == ([("Ordna",)], [])


def rows_text(ids: list[str]) -> str:
    head = "Aktivitets-ID | Grupp-ID | Aktivitet | Dagar\n"
    return "Plan:\n" + head + "".join(f"{id_} | G1 | Namn {at} | {at}\n" for at, id_ in enumerate(ids, 1))


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.from_regex("A[0-9]{2,5}", fullmatch=True), min_size=1, max_size=12, unique=True), st.data())
def test_removed_ids_become_unique_ones_and_twice_is_once(ids: list[str], data: st.DataObject) -> None:
    """Where nothing refers to them: else it is asked which they were."""
    gone = data.draw(st.sets(st.integers(0, len(ids) - 1)))
    left = ["" if at in gone else id_ for at, id_ in enumerate(ids)]
    given, asked = missing_ids(book(rows_text(left)), NONE)
    given_rows = {each.row - 2: each.value for each in given}
    assert given_rows.keys() <= gone
    assert {int(each.ref[1:]) - 2 for each in asked} == gone - given_rows.keys()
    assert not asked or any(len(id_) == 6 for id_ in left)  # only where the numbers may be out
    after = [given_rows.get(at, id_) for at, id_ in enumerate(left)]
    assert all(after[at] == left[at] for at in range(len(ids)) if at not in gone)
    assert len({*filter(None, after)}) == len([*filter(None, after)])
    assert all(re.fullmatch("A[0-9]{2,5}", id_) for id_ in after if id_)
    assert missing_ids(book(rows_text(after)), NONE)[0] == ()
