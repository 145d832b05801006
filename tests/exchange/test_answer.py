"""What comes back, decided on by the merge: base, workbook and file as lines of a table."""

from __future__ import annotations

from rus_sheets.answers.decisions import Action, Decision
from rus_sheets.answers.returned import Returned
from rus_sheets.book.model import Book
from rus_sheets.book.shown import as_text
from rus_sheets.exchange.base import HandedOut
from tests.exchange.world import DONE, NOT_DONE, as_bytes, changed, notes, read, sent
from tests.merge import world

# what was handed out | what the workbook says now | what comes back -> what becomes of it
CASES = """
Resultat     |         |          |           ->
Resultat     |         |          | Klart     -> take Klart
Resultat     | Från 1  | Från 1   | Klart     -> take Klart
Resultat     | Från 1  | Från 1   |           -> take
Resultat     | Från 1  | Ändrat   | Från 1    ->
Resultat     | Från 1  | Ändrat   | Klart     -> conflict Klart
Resultat     | Från 1  | Klart    | Klart     -> agree Klart
Resultat     | - punkt | - punkt  | '- punkt  ->
Resultat     | - punkt | - punkt  | - punkt   ->
Resultat     |         |          | '=1+1     -> take =1+1
Resultat     | 1-2     | 1-2      | 02-jan    -> conflict 02-jan
Resultat     | 007     | 007      | 7         -> conflict 7
Resultat     |         |          | Ã¥r       -> conflict Ã¥r
Genomförande |         |          | Genomförd -> take Har skett som planerat
Genomförande |         |          | genomförd -> take Har skett som planerat
Genomförande |         |          | Klar      -> refuse Klar
Uppdaterad den |       |          | 2026-12-15 -> take 2026-12-15
Uppdaterad den |       |          | 15/12 2026 -> take 2026-12-15
Uppdaterad den |       |          | i juni     -> refuse i juni
Åtgärd       | Första  | Första   | Annat     ->
"""
KEYS = {"Resultat": ("outcomes", "short"), "Genomförande": ("outcomes", "status"), "Åtgärd": ("plan", "name"),
        "Uppdaterad den": ("outcomes", "submitted")}  # fmt: skip


def decided(book: Book, *files: Returned) -> list[Decision]:
    return list(world.merged(book, *files)[1].decisions)


def said_of(decision: Decision) -> str:
    value = decision.value if decision.action is Action.TAKE else decision.returned
    return f"{decision.action.value} {as_text(value)}".strip()


def test_each_case() -> None:
    for line in CASES.strip().splitlines():
        told, _, becomes = line.partition("->")
        header, was, now, said = (part.strip() for part in told.split("|"))
        table, key = KEYS[header]
        book = world.small_book(outcomes=[{"id": "A01"}, {"id": "A02"}])
        before = world.edited(book, table, "A01", key, was or None)
        base, lines = sent(before)
        after = world.edited(before, table, "A01", key, now or None)
        data = as_bytes(changed(lines, {(2, header): said}))
        found = [said_of(one) for one in decided(after, *read(after, data, base))]
        assert (line, found) == (line, [becomes.strip()] if becomes.strip() else [])


def a_book() -> tuple[Book, HandedOut, list[list[str]]]:
    book = world.small_book(outcomes=[{"id": "A01", "short": "Från början"}, {"id": "A02"}])
    return book, *sent(book)


def test_without_a_stamp_or_a_base_all_that_differs_is_a_question() -> None:
    book, base, lines = a_book()
    cells = {(2, "Resultat"): "Klart", (3, "Resultat"): "Också", (2, "Uttag"): ""}
    (one, two) = decided(book, *read(book, as_bytes(changed(lines, cells))))
    assert (one.action, two.action) == (Action.CONFLICT, Action.CONFLICT)
    assert "Raden säger inte vilket uttag" in one.message
    assert "finns inte kvar i mappen uttag" in two.message
    assert one.base == "(okänt)"
    (one, two) = decided(book, *read(book, as_bytes(changed(lines, cells)), base))
    assert (one.action, two.action) == (Action.CONFLICT, Action.TAKE)
    same = decided(book, *read(book, as_bytes(lines)))
    assert [(one.key, one.action) for one in same] == [("short", Action.AGREE)], "it stands there already"


def test_twice_is_once_and_a_later_file_from_the_system_takes_over() -> None:
    book, base, lines = a_book()
    first = read(book, as_bytes(changed(lines, {(2, "Resultat"): "Klart"})), base)
    once, told = world.merged(book, *first)
    assert [one.action for one in told.decisions] == [Action.TAKE]
    again, told = world.merged(once, *read(once, as_bytes(changed(lines, {(2, "Resultat"): "Klart"})), base))
    assert [one.action for one in told.decisions] == [Action.AGREE]
    assert world.contents(again) == world.contents(once)
    later = read(once, as_bytes(changed(lines, {(2, "Resultat"): "Mer"})), base, when="2026-12-09T10:00:00Z", path="b")
    (taken,) = decided(once, *later)
    assert (taken.action, taken.replaces, taken.who) == (Action.TAKE, "Klart", "Åtgärdslistan")


def test_what_is_left_as_it_was_is_told() -> None:
    book, base, lines = a_book()
    after = world.edited(book, "outcomes", "A01", "short", "Nytt")
    files = read(after, as_bytes(lines), base)
    assert decided(after, *files) == []
    assert [str(note) for note in notes(files)] == [
        "Som när de lämnades ut, men med andra värden i arbetsboken nu: A01 Resultat. Arbetsbokens värden står kvar."
    ]


def test_what_does_not_return_is_told_and_rows_that_are_gone() -> None:
    book, base, lines = a_book()
    files = read(book, as_bytes(changed(lines, {(2, "Åtgärd"): "Annat"})[:2]), base)
    assert decided(book, *files) == []
    assert [str(note) for note in notes(files)] == [
        "Kolumnen Åtgärd läses inte in, men skiljer sig: rad 2 ”Annat” (utlämnat ”Första”).",
        "Finns inte i filen, och ändras inte: A02.",
    ]


def test_a_unit_that_has_left_the_plan_is_no_new_one() -> None:
    book, base, lines = a_book()
    after = world.without(world.without(book, "outcomes", "A02"), "plan", "A02")
    files = read(after, as_bytes(changed(lines, {(3, "Resultat"): "Klart"})), base)
    (one,) = decided(after, *files)
    assert (one.action, one.message) == (Action.CONFLICT, "A02 ”Andra” finns inte längre på bladet Plan.")
    assert [str(note) for note in notes(files)] == ["Lämnades ut, men finns inte längre på bladet Plan: A02."]


def test_rows_that_are_none_of_ours_are_asked_about_and_never_added() -> None:
    book, base, lines = a_book()
    new = ["B77", "Ny åtgärd", "", "", "", "Genomförd", "'=1", "", "", ""]
    files = read(book, as_bytes([*lines, new, ["", *new[1:]], [""] * 10]), base)
    assert decided(book, *files) == []
    first, second = notes(files)
    assert first.asks
    assert str(first) == (
        "rad 4: ”B77” finns inte på bladet Plan. Raden är inte inläst. I den står Åtgärd: ”Ny åtgärd” · "
        "Genomförande: ”Genomförd” · Resultat: ”=1”. Ska den vara med: ge den ett eget id som passar på bladet Plan, "
        "och ett namn, och läs in filen igen."
    )
    assert "Raden har inget id." in str(second)


def test_an_id_that_a_program_has_changed_is_told_and_not_taken() -> None:
    book = world.edited(world.small_book(), "plan", "A01", "id", "1-2")
    book = world.edited(book, "plan", "A02", "id", "007")
    base, lines = sent(book)
    cells = {(2, "Åtgärdens id"): "02-jan", (3, "Åtgärdens id"): "7", (2, "Resultat"): "Klart"}
    files = read(book, as_bytes(changed(lines, cells)), base)
    assert decided(book, *files) == []
    first, second = (str(note) for note in notes(files) if note.asks)
    assert "”02-jan” finns inte på bladet Plan. Ett kalkylprogram kan ha gjort det av 1-2." in first
    assert "kan ha gjort det av 007" in second


def test_a_unit_on_two_rows_is_asked_about_where_they_differ() -> None:
    book, base, lines = a_book()
    rows = changed(lines, {(2, "Resultat"): "Ett", (2, "Effekt"): "Lika"})
    rows += [changed(rows, {(2, "Resultat"): "Två"})[1]]
    result, effect = decided(book, *read(book, as_bytes(rows), base))
    assert (result.action, effect.action) == (Action.CONFLICT, Action.TAKE)
    assert result.message == "A01 står på flera rader i filen (2, 4), med olika värden: ”Ett” · ”Två”."


def test_an_owner_and_the_system_that_disagree_are_a_conflict() -> None:
    book, base, lines = a_book()
    owners = world.answer(book, {"Status": DONE})
    system = read(book, as_bytes(changed(lines, {(2, "Genomförande"): "Ej genomförd"})), base)
    assert {(one.action, one.returned) for one in decided(book, owners, *system)} == {
        (Action.CONFLICT, DONE), (Action.CONFLICT, NOT_DONE)
    }  # fmt: skip


def test_another_workbooks_file_is_refused() -> None:
    from msgspec.structs import replace  # noqa: PLC0415 - only here

    book, base, lines = a_book()
    book = replace(book, raw=replace(book.raw, properties={**book.raw.properties, "rus-sheets id": "en"}))
    other = replace(base, workbook_id="en annan")
    for row in lines[1:]:
        row[-1] = other.stamp
    for data in (as_bytes(lines), as_bytes(changed(lines, {(2, "Resultat"): "x"}))):
        _, told = world.merged(book, *read(book, data, other))
        assert told.summary["refused_files"] == 1
