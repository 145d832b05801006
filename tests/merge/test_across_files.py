"""What several files say of one cell, as decisions in and decisions out: who gives way, who agrees, who is asked."""

from __future__ import annotations

from typing import Any

import pytest

from rus_sheets.answers.decisions import Action, Decision
from rus_sheets.merge.across_files import between_files
from rus_sheets.merge.log import History, LogEntry
from tests.merge.world import declaration

TAKE, AGREE, KEEP, CONFLICT, REFUSE = Action.TAKE, Action.AGREE, Action.KEEP, Action.CONFLICT, Action.REFUSE
LATER = "Samma ansvarig har svarat senare, i {}."
INSTEAD = "Ersätter samma ansvarigs tidigare svar."
MIXED = "Raden har fått olika innehåll i olika filer eller i arbetsboken."


def said(who: str, day: int, value: Any, action: Action = TAKE, **more: Any) -> Decision:
    """What ``who`` answered that day in December; nothing stands in the workbook. Day 0 is a time that nobody knows."""
    row = more.pop("row", "A01")
    decision = Decision(
        more.pop("activity", "A01"), "outcomes", more.pop("key", "effects"), "Utfall", row, "Effekter", None, None,
        more.pop("returned", value), action, f"mapp/{who}{day}.xlsx", who, f"2026-12-{day:02}T10" if day else "",
        value=value, identity=f"name:{who}",
    )  # fmt: skip
    return decision._replace(**more)


def weighed(decisions: list[Decision] | tuple[Decision, ...], *logged: LogEntry) -> list[Decision]:
    return between_files(decisions, History.of(declaration().merge, logged))


def told(*decisions: Decision) -> list[tuple[str, Action, str]]:
    return [(each.file.removeprefix("mapp/")[:-5], each.action, each.message) for each in weighed(decisions)]


def actions(*decisions: Decision) -> list[Action]:
    return [action for _, action, _ in told(*decisions)]


def test_they_come_by_activity_then_as_their_cells_came() -> None:
    cells = [("A02", "z"), ("A01", "z"), ("A01", "a"), ("A02", "a")]
    out = weighed([said("ek", 1, "x", activity=a, row=a, key=key) for a, key in cells])
    assert [(each.activity, each.key) for each in out] == [("A01", "z"), ("A01", "a"), ("A02", "z"), ("A02", "a")]


class TestOneOwner:
    def test_the_earlier_gives_way_and_the_later_remembers_it(self) -> None:
        first, last = weighed([said("ek", 1, "a", clash=True, remedy="gör"), said("ek", 2, "b")])
        assert (first.action, first.message, first.remedy, first.clash) == (KEEP, LATER.format("ek2.xlsx"), "", False)
        assert first.replaces is None
        assert (last.action, last.message, last.replaces) == (TAKE, INSTEAD, "a")

    def test_what_the_later_one_says_already_is_not_written_over(self) -> None:
        last = weighed([said("ek", 1, "a"), said("ek", 2, "b", message="Läst som b.")])[1]
        assert (last.message, last.replaces) == ("Läst som b.", "a")

    def test_the_last_of_three_is_the_one(self) -> None:
        assert actions(said("ek", 2, "b"), said("ek", 3, "c"), said("ek", 1, "a")) == [KEEP, TAKE, KEEP]

    def test_a_conflict_of_their_own_gives_way_too_and_is_not_what_is_replaced(self) -> None:
        first, last = weighed([said("ek", 1, "a", CONFLICT), said("ek", 2, "b")])
        assert (first.action, last.action, last.replaces) == (KEEP, TAKE, None)

    def test_what_was_refused_stays_refused(self) -> None:
        assert actions(said("ek", 1, "a", REFUSE), said("ek", 2, "b")) == [REFUSE, TAKE]

    def test_a_later_that_agrees_with_what_stands_there_is_their_answer(self) -> None:
        assert actions(said("ek", 1, "a"), said("ek", 2, None, AGREE)) == [KEEP, AGREE]

    def test_an_earlier_that_agreed_has_no_line_in_the_log(self) -> None:
        first, last = weighed([said("ek", 1, None, AGREE, log=True), said("ek", 2, "b")])
        assert (first.action, first.log, last.action, last.replaces) == (AGREE, False, TAKE, None)

    def test_the_same_twice_is_one_answer(self) -> None:
        assert actions(said("ek", 1, "a"), said("ek", 2, "a")) == [TAKE, AGREE]

    @pytest.mark.parametrize("days", [(0, 1), (1, 0), (0, 0), (1, 1)])
    def test_without_an_order_both_are_asked_about(self, days: tuple[int, int]) -> None:
        first, last = days
        decisions = said("ek", first, "a", file="mapp/x.xlsx"), said("ek", last, "b", file="mapp/y.xlsx")
        assert actions(*decisions) == [CONFLICT, CONFLICT]

    @pytest.mark.parametrize(("row", "first"), [("A01-H01", CONFLICT), ("A01", KEEP)])
    def test_another_row_that_they_added_is_no_earlier_answer(self, row: str, first: Action) -> None:
        earlier = said("ek", 1, "a", CONFLICT, row=row, new_row=True, clash=True)
        assert actions(earlier, said("ek", 2, "b", row=row))[0] is first

    def test_an_added_row_without_a_clash_is(self) -> None:
        assert actions(said("ek", 1, "a", row="A01-H01", new_row=True), said("ek", 2, "b", row="A01-H01"))[0] is KEEP


class TestTwoOwners:
    def test_each_is_told_of_the_other(self) -> None:
        out = weighed([said("ek", 1, "a"), said("al", 2, "b"), said("", 0, "c"), said("bo", 1, "a")])
        first, _, third, _ = out
        assert first.message == "ek (ek1.xlsx) och 0.xlsx, al (al2.xlsx) har olika svar."
        assert third.message == "0.xlsx och al (al2.xlsx), bo (bo1.xlsx), ek (ek1.xlsx) har olika svar."
        assert {(each.action, each.remedy, each.clash) for each in out} == {
            (CONFLICT, "Avgör vilket som ska gälla.", True)
        }

    def test_the_same_answer_agrees_with_the_first(self) -> None:
        first, last = weighed([said("ek", 1, "a"), said("al", 2, "a", remedy="gör", clash=True)])
        assert (first.action, first.message) == (TAKE, "")
        assert (last.action, last.message, last.remedy, last.clash) == (AGREE, "Samma svar som i ek1.xlsx.", "", False)

    def test_so_does_one_that_stood_against_the_workbook(self) -> None:
        assert actions(said("ek", 1, "a"), said("al", 2, "a", CONFLICT)) == [TAKE, AGREE]

    @pytest.mark.parametrize("action", [CONFLICT, REFUSE, KEEP, AGREE])
    def test_a_third_who_is_not_taken_is_no_part_of_it(self, action: Action) -> None:
        assert actions(said("ek", 1, "a"), said("al", 1, "b"), said("bo", 1, "c", action)) == [
            CONFLICT,
            CONFLICT,
            action,
        ]

    @pytest.mark.parametrize("action", [CONFLICT, REFUSE, KEEP, AGREE])
    def test_what_is_another_answer_stays_what_it_is(self, action: Action) -> None:
        assert actions(said("ek", 1, "a"), said("al", 2, "b", action)) == [TAKE, action]

    @pytest.mark.parametrize("action", [REFUSE, KEEP])
    def test_so_does_the_same_where_it_is_neither_taken_nor_asked_about(self, action: Action) -> None:
        assert actions(said("ek", 1, "a"), said("al", 2, "a", action)) == [TAKE, action]

    def test_sant_the_value_is_not_sant_the_word(self) -> None:
        assert actions(said("ek", 1, True), said("al", 2, "SANT")) == [CONFLICT, CONFLICT]
        assert actions(said("ek", 1, 1), said("al", 2, "1")) == [TAKE, AGREE]

    @pytest.mark.parametrize(
        ("value", "returned", "settled", "wanted"),
        [
            ("b", "annat", True, TAKE),
            (None, "b", True, TAKE),  # what couldn't be read is told by what was typed, once a person has decided on it
            (None, "annat", True, CONFLICT),
            (None, "b", False, CONFLICT),
        ],
    )
    def test_what_they_say_who_stand_by_what_stands_there(
        self, value: Any, returned: str, settled: bool, wanted: Action
    ) -> None:
        unseen = said("ek", 1, "b", base="gammalt", current="nytt")
        stands = said("al", 2, value, AGREE, returned=returned, settled=settled, log=True)
        assert actions(unseen, stands)[0] is wanted

    @pytest.mark.parametrize(
        ("more", "wanted"),
        [
            ({"action": AGREE, "log": True}, CONFLICT),
            ({"action": AGREE, "log": False}, TAKE),
            ({"action": REFUSE, "log": True}, TAKE),
            ({"action": REFUSE, "back": True}, CONFLICT),
            ({"action": REFUSE}, TAKE),
        ],
    )
    def test_what_stands_against_one_who_has_not_seen_it(self, more: dict[str, Any], wanted: Action) -> None:
        unseen = said("ek", 1, "b", base="gammalt", current="nytt")
        assert actions(unseen, said("al", 2, "nytt")._replace(**more))[0] is wanted

    def test_who_was_handed_it_and_changed_it_has_seen_it(self) -> None:
        stands = said("al", 2, "nytt", AGREE, log=True)
        assert actions(said("ek", 1, "b", base="nytt", current="nytt"), stands)[0] is TAKE

    @pytest.mark.parametrize(
        ("who", "settled", "base", "wanted"),
        [
            ("al", True, None, CONFLICT),
            ("al", False, None, TAKE),
            ("ek", True, None, TAKE),
            ("al", True, "annat", TAKE),  # nobody was handed what stands there
        ],
    )
    def test_what_gave_way_to_what_was_handed_out(self, who: str, settled: bool, base: Any, wanted: Action) -> None:
        gave_way = said(who, 2, "c", KEEP, settled=settled)
        assert actions(said("ek", 1, "b", base=base), gave_way)[0] is wanted


class TestRows:
    """A new row is one owner's or nobody's."""

    @staticmethod
    def new(who: str, key: str, value: Any, action: Action = TAKE, **more: Any) -> Decision:
        more = {"row": "A01-H01", "key": key, "new_row": True, **more}
        return said(who, 1, value, action, **more)

    def test_one_cell_that_clashes_takes_the_row_with_it(self) -> None:
        heading = self.new("ek", "heading", "Vår"), self.new("al", "heading", "Höst")
        date, note = self.new("ek", "date", 1), self.new("al", "note", "x", AGREE, current="x")
        other = self.new("ek", "date", 1, row="A01-H02")
        out = weighed([*heading, date, note, other])
        assert [each.action for each in out] == [CONFLICT, CONFLICT, CONFLICT, AGREE, TAKE]
        assert (out[2].message, out[2].remedy, out[2].log, out[2].clash) == (
            MIXED,
            "Avgör vilket som ska gälla.",
            False,
            True,
        )

    @pytest.mark.parametrize(("current", "wanted"), [("x", AGREE), ("y", CONFLICT)])
    def test_so_does_what_would_be_written_by_several_alike(self, current: str, wanted: Action) -> None:
        clash = self.new("ek", "heading", "Vår"), self.new("al", "heading", "Höst")
        alike = self.new("bo", "note", "x", AGREE, current=current, log=True)
        assert actions(*clash, alike)[2] is wanted

    @pytest.mark.parametrize("action", [KEEP, REFUSE])
    def test_what_is_not_written_stays(self, action: Action) -> None:
        clash = self.new("ek", "heading", "Vår"), self.new("al", "heading", "Höst")
        assert actions(*clash, self.new("bo", "note", "x", action))[2] is action

    def test_a_clash_in_a_row_that_was_handed_out_is_its_cells_own(self) -> None:
        clash = [said(who, 1, who, row="A01-H01", key="heading") for who in ("ek", "al")]
        assert actions(*clash, said("ek", 1, 1, row="A01-H01", key="date"))[2] is TAKE

    @pytest.mark.parametrize("added", [True, False])
    def test_of_a_row_that_some_were_handed_and_some_began_each_kind_is_by_itself(self, added: bool) -> None:
        clash = [self.new(who, "heading", who, new_row=not added) for who in ("ek", "al")]
        assert actions(*clash, self.new("bo", "date", 1, new_row=added))[2] is TAKE

    def test_the_answers_of_the_unit_itself_are_no_such_row(self) -> None:
        clash = [said(who, 1, who, new_row=True) for who in ("ek", "al")]
        assert actions(*clash, said("ek", 1, 1, key="days", new_row=True)) == [CONFLICT, CONFLICT, TAKE]

    @pytest.mark.parametrize(
        ("who", "row", "wanted"), [("ek", "A01-H01", CONFLICT), ("al", "A01-H01", TAKE), ("ek", "A01-H02", TAKE)]
    )
    def test_what_a_person_let_give_way_takes_the_rest_of_that_owners_row(
        self, who: str, row: str, wanted: Action
    ) -> None:
        gave_way = self.new("ek", "heading", "Vår", KEEP, settled=True)
        assert actions(gave_way, self.new(who, "date", 1, row=row))[-1] is wanted


LOGGED = LogEntry(
    "2026-12-20", "mapp/ek5.xlsx", "ek", "A01", "Utfall", "A01", "Status", "", "Ja", "tagit", "2026-12-05T10"
)


@pytest.mark.parametrize(
    ("who", "day", "wanted"), [("ek", 4, CONFLICT), ("ek", 6, TAKE), ("ek", 0, TAKE), ("al", 4, TAKE)]
)
def test_an_answer_from_before_one_that_is_read_in_is_asked_about(who: str, day: int, wanted: Action) -> None:
    """The owner's later file said something else, and left this as it was handed out."""
    (found,) = weighed([said(who, day, "x")], LOGGED)
    assert (found.action, "2026-12-05" in found.message) == (wanted, wanted is CONFLICT)


def test_of_an_added_row_all_is() -> None:
    cells = [
        said("ek", 4, "x", new_row=True, row="A01-H01"),
        said("al", 6, "x", new_row=True, row="A01-H01", key="note"),
    ]
    assert {found.action for found in weighed(cells, LOGGED)} == {CONFLICT}
