"""Events and expenses in a mail's lines: what is read as rows, what is asked about, and that none is passed over."""

from __future__ import annotations

import datetime as dt
from itertools import permutations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rus_sheets.answers.decisions import Action, Decision
from rus_sheets.book.model import Book
from rus_sheets.followup.mail_answer import mail_answers
from rus_sheets.followup.mail_fields import field_lines
from tests.followup.test_mail_answer import SENT, decided, mail, quoted
from tests.merge import world

EVENT = {"Datum": dt.date(2026, 4, 21), "Typ": "Möte", "Rubrik": "Nätverksträff", "Deltagare": 40}
LINE = "2026-04-21; Möte; Nätverksträff; 40 deltagare"
BUDGET = [{"id": "P1", "name": "Resor", "budget": 1000}, {"id": "P2", "name": "Övrigt", "budget": 500}]


def book(**tables: object) -> Book:
    return world.small_book(outcomes=[{"id": "A01"}, {"id": "A02"}], budget=BUDGET, **tables)


def lines(of: Book, **rows: str) -> str:
    """The lines that were handed out, with rows written after the colons: by id, with _ for -."""
    text = field_lines(of, ["A01"], SENT)
    for row_id, written in rows.items():
        assert f" {row_id.replace('_', '-')}:\n" in text
        text = text.replace(f" {row_id.replace('_', '-')}:\n", f" {row_id.replace('_', '-')}: {written}\n")
    return text


def rows(made: tuple[Decision, ...], *actions: Action) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for each in made:
        if each.action in actions:
            found.setdefault(each.row, {})[each.column] = each.value
    return found


def taken(of: Book, text: str, **more: object) -> dict[str, dict[str, object]]:
    return rows(decided(of, mail(text, **more)).decisions, Action.TAKE)  # type: ignore[arg-type]


def asked(of: Book, text: str, **more: object) -> dict[str, dict[str, object]]:
    """What is asked about; the same text takes nothing of those rows."""
    made = decided(of, mail(text, **more)).decisions  # type: ignore[arg-type]
    found = rows(made, Action.CONFLICT, Action.REFUSE)
    assert not found.keys() & rows(made, Action.TAKE).keys()
    return found


def test_the_lines_say_how_a_row_is_written() -> None:
    text = field_lines(book(), ["A01"], SENT)
    assert (
        "Händelse skrivs i den här ordningen, med semikolon emellan: Datum; Typ; Rubrik; Deltagare. "
        "Till exempel: 2026-05-17; Möte; Vad det var; 40."
    ) in text
    assert "Post-ID är något av: P1 Resor, P2 Övrigt." in text
    assert text.count("\nHändelse A01-H0") == text.count("\nUtgift A01-U0") == 3
    assert mail_answers(book(), mail(text)) == []


def test_the_example_is_read_as_it_stands_and_asked_about() -> None:
    text = field_lines(book(), ["A01"], SENT)
    examples = [line.partition("Till exempel: ")[2].rstrip(".") for line in text.splitlines() if "Till exempel" in line]
    for told in (examples, [f"{shown}." for shown in examples]):
        found = asked(book(), lines(book(), A01_H01=told[0], A01_U01=told[1]))
        assert found["A01-H01"] == {
            "Datum": dt.date(2026, 5, 17),
            "Typ": "Möte",
            "Rubrik": "Vad det var",
            "Deltagare": 40,
        }
        assert found["A01-U01"] == {"Post-ID": "P1", "Text": "Vad det var", "Belopp": 40}


@pytest.mark.parametrize(
    "sums", [{"A01_U01": "P1; Summa resor; 1200"}, {"A01_U01": "P1; Tåg; 100", "A01_U02": "P2; Fika; 50",
                                                    "A01_U03": "P1; Allt; 150"}]
)  # fmt: skip
def test_a_row_that_is_a_sum_is_asked_about_as_in_a_form(sums: dict[str, str]) -> None:
    made = decided(book(), mail(lines(book(), **sums))).decisions
    last = max(decision.row for decision in made)
    assert {decision.action for decision in made if decision.row == last} == {Action.CONFLICT}
    assert {decision.action for decision in made if decision.row != last} <= {Action.TAKE}


def test_so_is_an_example_with_a_row_of_ones_own_in_it() -> None:
    assert asked(book(), lines(book(), A01_H01="2026-04-21; Kurs; Vad det var; 12"))


def test_rows_are_read_as_a_forms_are() -> None:
    of = book()
    text = lines(of, A01_H01=LINE, A01_H03="2026-05-02;kurs;Om vatten", A01_U01="P1 Resor; Tåg till Örebro; 1 200 kr")
    assert taken(of, text) == {
        "A01-H01": EVENT,
        "A01-H03": {"Datum": dt.date(2026, 5, 2), "Typ": "Kurs", "Rubrik": "Om vatten"},
        "A01-U01": {"Post-ID": "P1", "Text": "Tåg till Örebro", "Belopp": 1200},
    }
    (file,) = decided(of, mail(lines(of, A01_U02="P1; Tåg"))).files
    assert any("A01-U02 saknar Belopp" in str(note) for note in file.notes)


def test_reading_it_again_changes_nothing_and_another_row_under_its_id_is_asked_about() -> None:
    text = lines(book(), A01_H01=LINE)
    same = {"id": "A01-H01", "activity": "A01", "date": EVENT["Datum"], "type": "Möte", "heading": "Nätverksträff",
            "participants": 40}  # fmt: skip
    assert {made.action for made in decided(book(events=[same]), mail(text)).decisions} == {Action.AGREE}
    other = book(events=[{**same, "heading": "Något annat", "date": dt.date(2026, 9, 1)}])
    assert asked(other, text)["A01-H01"]["Rubrik"] == "Nätverksträff"


@pytest.mark.parametrize(
    "written",
    [
        "21 april 2026, Möte, Nätverksträff, 40",
        "Nätverksträff, möte, 2026-04-21",
        "Möte; 2026-04-21; Nätverksträff; 40",
        "2026-04-21; Nätverksträff; Möte; 40",
        "2026-04-21; Möte; 40; Nätverksträff",
        "2026-04-21; Nätverksträff; 40",
        "2026-04-21; Möte; 40 deltagare",
        "2026-04-21; Möte; Nätverksträff; om skog; 40",
        "Nätverksträff",
        "Nätverksträff den 21 april",
        "Bokcirkel",
        "2026-04-21; Bokcirkel; Nätverksträff; 40",
    ],
)
def test_what_does_not_follow_the_order_is_asked_about_with_all_that_was_written(written: str) -> None:
    found = asked(book(), lines(book(), A01_H01=written))
    assert found.keys() == {"A01-H01"}
    said = " ".join(map(str, found["A01-H01"].values()))
    for word in ("Nätverksträff", "Bokcirkel", "om skog"):
        assert (word in said) == (word in written)
    if "2026-04-21" in written:
        assert found["A01-H01"]["Datum"] == EVENT["Datum"]


@pytest.mark.parametrize("order", list(permutations(LINE.split("; "))))
def test_in_whatever_order_the_fields_are_written_nothing_is_taken_otherwise(order: tuple[str, ...]) -> None:
    text = lines(book(), A01_H01="; ".join(order))
    found = taken(book(), text) if "; ".join(order) == LINE else asked(book(), text)
    assert found == {"A01-H01": EVENT}


def test_a_date_without_year_is_asked_about_as_in_a_form() -> None:
    made = decided(book(), mail(lines(book(), A01_H01="12 mars; Möte; Träff; ca 40"))).decisions
    assert {each.column: each.action.value for each in made} == {
        "Datum": "refuse", "Typ": "take", "Rubrik": "take", "Deltagare": "refuse"
    }  # fmt: skip
    assert {each.column: each.value for each in made if each.action is Action.REFUSE} == {
        "Datum": dt.date(2026, 3, 12), "Deltagare": 40
    }  # fmt: skip


def test_more_rows_than_there_are_lines_for_have_the_next_ids() -> None:
    of = book()
    more = "\nHändelse: 2026-05-02; Kurs; Om vatten; 12\nHändelse: 2026-05-03; Kurs; Om luft; 13"
    text = lines(of, A01_H01=f"{LINE}\n2026-05-01; Kurs; Om skog; 11{more}")
    assert {row: said["Rubrik"] for row, said in taken(of, text).items()} == {
        "A01-H01": "Nätverksträff", "A01-H04": "Om skog", "A01-H05": "Om vatten", "A01-H06": "Om luft"
    }  # fmt: skip


@pytest.mark.parametrize("others", ["", "\n2026-05-01; Kurs; Om skog; 11"])
def test_a_row_that_the_ids_have_no_room_for_is_told_of_in_full(others: str) -> None:
    last = {"id": "A01-H999", "activity": "A01", "heading": "Den sista"}
    of = book(events=[last])
    text = f"A01\nHändelser:\n{LINE}{others}"
    (answer,) = mail_answers(of, mail(text, subject="Svar"))
    assert not answer.cells
    told = [note for note in answer.notes if note.asks]
    written = [LINE, *others.split("\n")[1:]]
    assert len(told) == len(written)
    for note, row in zip(told, written, strict=True):
        assert all(part in str(note) for part in row.split("; "))
    made = decided(of, mail(text, subject="Svar"))
    assert [[note.asks for note in file.notes].count(True) for file in made.files] == [len(written)]


def test_rows_below_the_word_alone_are_asked_about_where_nothing_tells_which_they_are() -> None:
    of = book()
    text = f"A01\nHändelser:\n{LINE}\n2026-05-01; Kurs; Om skog; 11\n\nHälsningar\nAnna"
    found = asked(of, text, subject="Svar")
    assert {row: said["Rubrik"] for row, said in found.items()} == {"A01-H01": "Nätverksträff", "A01-H02": "Om skog"}
    there = {"id": "A01-H07", "activity": "A01", "date": EVENT["Datum"], "type": "Möte", "heading": "Nätverksträff",
             "participants": 40}  # fmt: skip
    assert asked(book(events=[there]), text, subject="Svar").keys() == {"A01-H08"}


def test_what_is_quoted_below_is_no_second_row() -> None:
    of = book()
    answer = lines(of, A01_H01=LINE) + "\nHändelse: 2026-05-02; Kurs; Om vatten; 12"
    text = answer.replace("[slut A01]\nHändelse", "Händelse") + "\n[slut A01]\n"
    thread = text + "\n" + quoted(text)
    assert taken(of, thread).keys() == taken(of, text).keys() == {"A01-H01", "A01-H04"}
    assert asked(of, quoted(text)).keys() == {"A01-H01", "A01-H04"}


def test_the_same_line_with_two_contents_is_asked_about() -> None:
    of = book()
    text = lines(of, A01_H01=LINE)
    assert asked(of, text + "\n" + text.replace("Nätverksträff", "Annat")).keys() == {"A01-H01"}


def test_a_line_that_a_program_has_broken_is_put_together_and_asked_about() -> None:
    of = book()
    broken = LINE.replace("Nätverksträff;", "Nätverksträff för alla\ni hela landet;")
    found = asked(of, lines(of, A01_H01=broken), exact=False)
    assert found["A01-H01"]["Rubrik"] == "Nätverksträff för alla i hela landet"
    two = "2026-04-21; Möte\n2026-05-01; Kurs"
    assert taken(of, lines(of, A01_H01=two), exact=False).keys() == {"A01-H01", "A01-H04"}


def test_the_word_within_another_fields_text_is_text() -> None:
    of = book()
    said = "Mindre än planerat.\nUtgifter: högre än väntat."
    text = field_lines(of, ["A01"], SENT).replace("\nAvvikelse:\n", f"\nAvvikelse: {said}\n")
    assert taken(of, text) == {"A01": {"Avvikelse": said}}


PARTS = st.sampled_from(["2026-04-21", "Möte", "40", "ca 3", "", "text: så", "P1", "1 200 kr", "Händelse", ";", "> x"])


@settings(max_examples=world.examples(150), deadline=None)
@example(parts=["2026-04-21", "", "> x"], between="\n", exact=False)
@given(st.lists(PARTS, min_size=1, max_size=6), st.sampled_from(["; ", ", ", "\n", " "]), st.booleans())
def test_whatever_is_written_as_a_row_each_word_of_it_is_told(parts: list[str], between: str, exact: bool) -> None:
    of = book()
    written = between.join(parts)
    answers = mail_answers(of, mail(lines(of, A01_H01=written), exact=exact))
    said = " ".join(str(cell.value) for answer in answers for cell in answer.cells)
    said += " ".join(str(note) for answer in answers for note in answer.notes)
    for part in parts if answers else ():
        assert all(word in said for word in part.replace(";", " ").replace(">", " ").split()), (written, said)
