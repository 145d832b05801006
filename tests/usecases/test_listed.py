"""What is listed agrees with what is counted: one change in the workbook, and every place in a document that it makes
untrue is told of, in texts, lists and what is said only if. An unchanged workbook is told of nowhere.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import docx
import pytest

from rus_sheets.usecases.refresh import refresh
from rus_sheets.usecases.verify import Verified, verify
from tests.checks.workbooks import lettered
from tests.usecases.years import Change, Rows, no_change, row, rows_of, written_year
from tests.word.documents import lines

pytestmark = pytest.mark.slow

CATEGORIES = ("Samverkan", "Administration")
DONE, PARTLY = "Har skett som planerat", "Har delvis skett som planerat"


def differing(target: Path, example: str, command: str, change: Change, before: Change = no_change) -> Verified:
    return verify(*written_year(target, example, command, change, before))


def told(verified: Verified, *kinds: str) -> list[str]:
    return [each.message for each in verified.disagreements if not kinds or each.kind in kinds]


def half(rows: Rows) -> None:
    """Every other activity and county has answered."""
    for table in ("outcomes", "accounts"):
        for each in rows.get(table, [])[1::2]:
            each.update(dict.fromkeys(set(each) - {"id"}))
    for each in rows["plan"][::2] if not rows.get("outcomes") and "plan" in rows else ():
        rows["outcomes"].append({"id": each["id"], "status": DONE, "short": "Gick bra.", "text": "Bra."})


def empty(rows: Rows) -> None:
    """Only the settings are there."""
    for table in set(rows) - {"settings"}:
        rows[table].clear()


@pytest.mark.parametrize("before", [no_change, half, empty], ids=["as it is", "half", "empty"])
@pytest.mark.parametrize(
    ("example", "command"),
    [
        ("2022", "report"),
        ("2022", "plan"),
        ("2022", "short"),
        ("2026", "report"),
        ("2026", "plan"),
        ("2026", "application"),
        ("bidrag-2026", "report"),
    ],
)
def test_nothing_is_told_of_an_unchanged_workbook(tmp_path: Path, example: str, command: str, before: Change) -> None:
    verified = differing(tmp_path, example, command, no_change, before)
    assert (verified.disagreements, verified.removed) == ((), ())
    assert verified.texts + verified.lists >= 3


def without_a_status(rows: Rows) -> None:
    row(rows, "outcomes", "A07")["status"] = None


def test_a_status_filled_in_moves_the_activity_and_its_facts(tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        row(rows, "outcomes", "A07")["status"] = DONE

    found = differing(tmp_path, "2022", "report", change, without_a_status)
    name = row(rows_of("2022"), "plan", "A07")["name"]
    assert any(f"A07 {name} saknas i listan" in each and DONE in each for each in told(found, "missing"))
    assert any("”Status saknas ännu” står kvar" in each for each in told(found, "left_over"))
    facts = next(each for each in found.disagreements if "”Status saknas ännu”, men i dag" in each.message)
    assert (facts.cell, facts.workbook) == (lettered("Utfall!{Utfall[Status]}8"), f"● {DONE}")
    assert any("Status per prioritet" in each.document for each in found.disagreements if each.kind == "text")


def test_another_status_moves_the_activity(tmp_path: Path) -> None:
    chosen = next(each for each in rows_of("2022")["outcomes"] if each["status"] == PARTLY and each["id"] > "A20")["id"]

    def change(rows: Rows) -> None:
        row(rows, "outcomes", chosen)["status"] = DONE

    found = differing(tmp_path, "2022", "report", change)
    assert any(f"{chosen} " in each and DONE in each for each in told(found, "missing"))
    (old,) = told(found, "left_over")
    assert old.startswith(f"{chosen} ”")
    assert f"{PARTLY}”, men hör inte dit. Hör i dag till ”" in old


@pytest.mark.parametrize("command", ["plan", "report"])
def test_an_activity_that_is_given_priority(tmp_path: Path, command: str) -> None:
    def change(rows: Rows) -> None:
        row(rows, "plan", "A05")["priority"] = "PRIO"

    found = differing(tmp_path, "2026", command, change, half)
    assert any("A05" in each for each in told(found, "missing"))
    if command == "report":
        assert any(each.startswith("A05 ") and "Hör i dag till ”PRIO" in each for each in told(found, "left_over"))


@pytest.mark.parametrize("command", ["report"])
def test_an_expense_more(tmp_path: Path, command: str) -> None:
    def change(rows: Rows) -> None:
        rows["expenses"].append({"id": "U99", "post": "P3", "text": "Tåg till Umeå", "amount": 1000})

    found = differing(tmp_path, "2022", command, change)
    (one,) = [each for each in found.disagreements if each.kind == "missing"]
    assert one.cell == lettered("Utgifter!{Utgifter[Text]}14")
    assert one.message.startswith("U99 Tåg till Umeå saknas i tabellen ”Tabell ")
    assert one.place.count(" › ") >= 1  # heading and table


@pytest.mark.parametrize("command", ["plan", "report"])
def test_an_activity_more_and_one_less(tmp_path: Path, command: str) -> None:
    def more(rows: Rows) -> None:
        rows["plan"].append({"id": "A99", "group": "G1", "name": "Helt ny", "days": 3})

    found = differing(tmp_path, "2026", command, more)
    assert any("A99 Helt ny saknas i listan under ”" in each for each in told(found, "missing"))

    def less(rows: Rows) -> None:
        rows["plan"].remove(row(rows, "plan", "A05"))

    found = differing(tmp_path, "2026", command, less)
    name = row(rows_of("2026"), "plan", "A05")["name"]
    assert any(f"A05 ”{str(name)[:40]}" in each and "hör inte dit." in each for each in told(found, "left_over"))


@pytest.mark.parametrize(
    ("table", "key", "column", "value"),
    [
        ("plan", "A07", "name", "Ett annat namn"),
        ("plan", "A07", "owner", "En annan"),
        ("outcomes", "A07", "short", "Något annat än förut."),
        ("outcomes", "A07", "text", "En annan text.\n\nOch en till."),
        ("events", "A09-H01", "heading", "En annan rubrik"),
        ("expenses", "U03", "text", "En annan text"),
        ("areas", "O1", "name", "Ett annat område"),
        ("seats", "Ordförande, Miljönätverket", "affiliation", "Länsstyrelsen Annanstans"),
    ],
)
def test_a_text_that_has_changed(tmp_path: Path, table: str, key: str, column: str, value: str) -> None:
    def change(rows: Rows) -> None:
        row(rows, table, key, "role" if table == "seats" else "id")[column] = value

    found = differing(tmp_path, "2022", "report", change)
    every = [each for each in found.disagreements if each.kind == "text"]
    assert every
    assert all(" ".join(value.split()) in each.workbook for each in every)
    # A row without id has no tag that leads to its cell.
    assert any("!" in each.cell or table == "seats" for each in every)


def test_a_text_that_is_emptied_or_first_written(tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        row(rows, "outcomes", "A07")["short"] = None
        row(rows, "outcomes", "A07")["effects"] = "Det blev bättre."

    messages = told(differing(tmp_path, "2022", "report", change))
    assert any("men i dag gäller ”: kort utfall saknas ännu”" in each for each in messages)
    assert any("Effekter Det blev bättre.” saknas i dokumentet" in each for each in messages)


def test_another_order_in_the_workbook(tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        rows["budget"].reverse()

    orders = [each for each in differing(tmp_path, "2022", "report", change).disagreements if each.kind == "order"]
    assert len(orders) >= 1
    assert all("Ordningen i tabellen ”" in each.message for each in orders)


def answered(rows: Rows) -> None:
    for each in rows["accounts"]:
        each["days"] = 10
    rows["efforts"].append({"id": "C-I01", "county": "C", "text": "Kurs", "amount": 5000})


def test_another_declaration(tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        rows["efforts"].append({"id": "C-I02", "county": "C", "text": "Slåtter", "amount": 7000})
        row(rows, "efforts", "C-I01")["text"] = "Kurs i slåtter"
        row(rows, "counties", "C")["name"] = "Uppsala"

    found = differing(tmp_path, "bidrag-2026", "report", change, answered)
    assert any("C-I02 Slåtter saknas" in each for each in told(found, "missing"))
    assert {"Kurs i slåtter", "Uppsala"} <= {each.workbook for each in found.disagreements if each.kind == "text"}


def without_a_section(rows: Rows) -> None:
    row(rows, "texts", "vision-mal", "key")["text"] = None


def a_section(rows: Rows) -> None:
    row(rows, "texts", "vision-mal", "key").update(heading="Målen 2026-2028", text="En ny text.")


def the_cover(rows: Rows) -> None:
    rows["settings"].append({"key": "Diarienummer", "value": "123-2026"})
    row(rows, "settings", "Beslutsdatum", "key")["value"] = None


@pytest.mark.parametrize(
    ("change", "before", "expected"),
    [
        (
            a_section,
            without_a_section,
            {("Målen 2026-2028", "Texter!{Texter[Rubrik]}4"), ("En ny text.", "Texter!{Texter[Text]}4")},
        ),
        (
            the_cover,
            no_change,
            {("Diarienummer 123-2026", "Inställningar!B5"), ("Beslutsdatum 12 februari 2026", "Inställningar!B7")},
        ),
    ],
)
def test_what_is_missing_or_extra_has_its_place_and_cell(
    tmp_path: Path, change: Change, before: Change, expected: set[tuple[str, str]]
) -> None:
    """And refresh leaves no heading without words, whose line in the contents would stay."""
    document, workbook = written_year(tmp_path, "2026", "plan", change, before)
    found = [each for each in verify(document, workbook).disagreements if each.kind in ("missing", "left_over")]
    assert {(said, each.cell) for each in found for said in re.findall("”(.*?)”", each.message)} >= {
        (said, lettered(cell)) for said, cell in expected
    }
    assert all(each.place for each in found)
    refresh(document, workbook, now=dt.datetime(2026, 11, 21, tzinfo=dt.UTC))
    headings = [each for each in docx.Document(str(document)).paragraphs if each.style.name.startswith("Heading")]
    assert all(each.text.strip() for each in headings)


def no_source_of_this_year(rows: Rows) -> None:
    for each in rows["funding"]:
        each["kind"] = "Medel från andra"


def test_a_row_that_goes_is_told_of_though_a_heading_says_its_words(tmp_path: Path) -> None:
    """And so is it once refresh has put nought in its figure."""
    document, workbook = written_year(tmp_path, "2026", "application", no_source_of_this_year)
    for _ in range(2):
        messages = told(verify(document, workbook), "left_over")
        assert messages == ["”Medel som söks” står kvar i dokumentet, men gäller inte i dag."]
        refresh(document, workbook, now=dt.datetime(2026, 11, 21, tzinfo=dt.UTC))


def an_effort_in_every_county(rows: Rows) -> None:
    for count, each in enumerate(rows["accounts"]):
        county = each["id"]
        rows["efforts"].append(
            {
                "id": f"{county}-01",
                "county": county,
                "text": "Kurs",
                "category": CATEGORIES[count % 2],
                "state": "Genomfört",
                "amount": 5000,
            }
        )


def an_amount_less(rows: Rows) -> None:
    rows["efforts"][3]["amount"] = None


def test_words_that_another_place_says_too_are_missed(tmp_path: Path) -> None:
    """How much of a sum is known is said beside two sums."""
    document, workbook = written_year(tmp_path, "bidrag-2026", "report", an_amount_less, an_effort_in_every_county)
    refresh(document, workbook, now=dt.datetime(2026, 11, 21, tzinfo=dt.UTC))
    assert told(verify(document, workbook), "missing") == []
    assert re.search(r"Summa, belopp för \d+ av \d+\sinsatser", "\n".join(lines(document.read_bytes())))
