"""Money set aside: each activity's amounts, all of them, and what each state comes to, in plan and report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from lxml import etree

from rus_sheets.book.build import build_book
from rus_sheets.checks.run_all import run_checks
from rus_sheets.documents.contexts import names_for
from rus_sheets.documents.figures import NOT_WHOLE
from rus_sheets.excel.calc.stored import calculate_new
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.findings import Severity
from rus_sheets.layout.canonical import NewRow, canonical_workbook
from rus_sheets.resources import folder
from rus_sheets.usecases.refresh import refresh
from rus_sheets.usecases.rows_as_text import load_rows
from rus_sheets.usecases.verify import verify
from rus_sheets.word.make.render import render
from rus_sheets.word.memory.record import Origin
from rus_sheets.word.parts.ns import q
from rus_sheets.word.parts.package import DocumentProperties
from tests.documents.books import DECLARATION
from tests.word.documents import body, lines

NOW = dt.datetime(2031, 2, 1, tzinfo=dt.UTC)
Rows = dict[str, list[NewRow]]
COMMANDS = ("plan", "report")
LEAD, WHERE = "Medel till aktiviteterna. ", "Alla belopp står i bilagan Medel till aktiviteterna."


def invented() -> Rows:
    rows = load_rows(DECLARATION, Path(__file__).parent / "invented")
    return {key: [dict(row) for row in each] for key, each in rows.items()}


def workbook(target: Path, rows: Mapping[str, Sequence[NewRow]]) -> Path:
    target.write_bytes(make_workbook(canonical_workbook(DECLARATION, rows), calculate_new))
    return target


def written(folder_: Path, command: str, rows: Mapping[str, Sequence[NewRow]]) -> Path:
    book = build_book(DECLARATION, read_workbook(workbook(folder_ / "före.xlsx", rows)))
    chosen = next(each for each in DECLARATION.document if each.command == command)
    names = names_for(chosen, book)
    properties = DocumentProperties("Plan", "RUS", NOW)
    document = folder_ / f"{command}.docx"
    made = render(folder("reports") / chosen.template, names, properties, remembered=Origin(command))
    document.write_bytes(made)
    return document


def tables(document: Path, first: str) -> list[list[list[str]]]:
    """The rows, without their head, of each table whose head begins so."""
    found = [
        [[_said(cell) for cell in row.iter(q("w:tc"))] for row in table.iter(q("w:tr"))]
        for table in body(document.read_bytes()).iter(q("w:tbl"))
    ]
    return [rows[1:] for rows in found if rows[0][0] == first]


def _said(cell: etree._Element) -> str:
    return "".join(text.text or "" for text in cell.iter(q("w:t"))).replace("\u00a0", " ")


def note(document: Path) -> str:
    said = [line.replace("\u00a0", " ") for line in lines(document.read_bytes())]
    return (
        next(line for line in said if line.startswith((LEAD, "Beslutat:")))
        .removeprefix(LEAD)
        .removesuffix(WHERE)
        .strip()
    )


def test_the_year_is_as_it_should_be(tmp_path: Path) -> None:
    book = build_book(DECLARATION, read_workbook(workbook(tmp_path / "år.xlsx", invented())))
    serious = [each for each in run_checks(book).findings if each.severity in (Severity.BLOCKER, Severity.ERROR)]
    assert serious == []
    assert [row["allocated"] for row in book["plan"]] == [60_000 + 180_000 + 14_000, None]
    assert (book.totals["allocated"].value, book.totals["expected_funds"].value) == (254_000, 25_000)
    assert book.totals["allocated"].stored == 254_000


@pytest.mark.parametrize("command", COMMANDS)
def test_an_activity_with_several_has_a_table(tmp_path: Path, command: str) -> None:
    first, second = tables(written(tmp_path, command, invented()), "Avser")
    assert first == [
        ["Flygbilder", "Projekt. Stora fonden 2030", "Beslutad", "60 000"],
        ["Tolkning", "Projekt. Stora fonden 2031", "Beslutad", "180 000"],
        ["Tryck", "Grannkommunen 2031", "Beslutad", "14 000"],
        ["Beslutat", "", "", "254 000"],
    ]
    assert [row[-1] for row in second] == ["25 000", "50 000–100 000", "–"]


@pytest.mark.parametrize("command", COMMANDS)
def test_all_are_listed_and_no_state_is_added_to_another(tmp_path: Path, command: str) -> None:
    document = written(tmp_path, command, invented())
    (rows,) = tables(document, "Till aktivitet, och vad det avser")
    assert [row[-1] for row in rows] == ["60 000", "180 000", "14 000", "25 000", "50 000–100 000", "inte känt"]
    assert rows[-1][0] == "Gemensamt: Omfördelat"
    assert note(document) == (
        "Beslutat: 254 000 kr, varav årets medel 180 000 kr, tidigare års medel 60 000 kr och medel från andra "
        "14 000 kr. Väntat utöver det: 25 000 kr. Möjligt utöver det: 50 000–100 000 kr, och 1 utan känt belopp."
    )


def only(*ids: str) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        rows["allocations"] = [row for row in rows["allocations"] if row["id"] in ids]

    return change


def no_amount(rows: Rows) -> None:
    del rows["allocations"][1]["amount"]


def test_what_is_not_known_is_not_nought(tmp_path: Path) -> None:
    rows = invented()
    no_amount(rows)
    document = written(tmp_path, "plan", rows)
    assert tables(document, "Avser")[0][1][-1] == "saknas"
    assert tables(document, "Avser")[0][-1][-1] == NOT_WHOLE
    assert note(document).startswith(
        f"Beslutat: {NOT_WHOLE}, varav årets medel {NOT_WHOLE}, tidigare års medel 60 000 kr"
    )


@pytest.mark.parametrize(
    ("id_", "said"),
    [
        ("MD01", "Beslutat: 60 000 kr, allt är tidigare års medel."),
        ("MD02", "Beslutat: 180 000 kr, allt är årets medel."),
    ],
)
def test_one_kind_of_funds_is_no_part_of_itself(tmp_path: Path, id_: str, said: str) -> None:
    rows = invented()
    only(id_)(rows)
    assert note(written(tmp_path, "plan", rows)) == said


@pytest.mark.parametrize(
    ("values", "amount", "told"),
    [
        pytest.param({"low": 10_000}, "minst 10 000", "minst 60 000 kr", id="from"),
        pytest.param({"high": 40_000}, "högst 40 000", "50 000–140 000 kr", id="to"),
    ],
)
def test_one_end_of_a_range_is_no_sure_amount(tmp_path: Path, values: NewRow, amount: str, told: str) -> None:
    rows = invented()
    rows["allocations"][5] = rows["allocations"][5] | values
    document = written(tmp_path, "plan", rows)
    assert tables(document, "Till aktivitet, och vad det avser")[0][-1][-1] == amount
    assert note(document).endswith(f"Möjligt utöver det: {told}.")


@pytest.mark.parametrize(
    ("values", "part"),
    [
        pytest.param({"source": "Stora fonden", "year": 2032}, "och senare års medel 1 000 kr", id="later"),
        pytest.param({"source": "Stora fonden"}, "och utan känd källa eller år 1 000 kr", id="no year"),
        pytest.param({"year": 2031}, "och utan känd källa eller år 1 000 kr", id="neither source nor post"),
        pytest.param({"source": "Kvar från i fjol"}, "tidigare års medel 61 000 kr och", id="kept, no year"),
        pytest.param({"post": "P1", "year": 2031}, "årets medel 181 000 kr,", id="of the budget"),
    ],
)
def test_what_source_and_year_tell(tmp_path: Path, values: NewRow, part: str) -> None:
    rows = invented()
    rows["allocations"].append({"id": "MD07", "amount": 1_000, "purpose": "Porto", "state": "Beslutad", **values})
    assert part in note(written(tmp_path, "plan", rows)).partition(".")[0]


def test_a_year_that_the_source_ends_with_is_said_once(tmp_path: Path) -> None:
    rows = invented()
    rows["funding"][1]["source"] = "Kvar från 2030"
    rows["allocations"][0] |= {"source": "Kvar från 2030"}
    document = written(tmp_path, "plan", rows)
    assert tables(document, "Till aktivitet, och vad det avser")[0][0][1] == "Projekt. Kvar från 2030"


def test_money_stands_beside_the_days_without_a_need(tmp_path: Path) -> None:
    rows = invented()
    rows["plan"][0] |= {"cash": "Nej"}
    said = " ".join(lines(written(tmp_path, "plan", rows).read_bytes())).replace("\u00a0", " ")
    assert "12 arbetsdagar\u2002·\u2002Beslutade medel: 254 000 kr" in said


def test_nothing_decided_says_so(tmp_path: Path) -> None:
    rows = invented()
    only("MD04")(rows)
    assert note(written(tmp_path, "plan", rows)) == "Beslutat: inget. Väntat utöver det: 25 000 kr."


@pytest.mark.parametrize("command", COMMANDS)
def test_without_any_there_is_nothing(tmp_path: Path, command: str) -> None:
    rows = invented()
    only()(rows)
    document = written(tmp_path, command, rows)
    assert tables(document, "Avser") + tables(document, "Till aktivitet") == []
    assert [
        line for line in lines(document.read_bytes()) if line.startswith("Medel") or "Beslutade medel" in line
    ] == []


def another(rows: Rows) -> None:
    rows["allocations"][1]["amount"] = 200_000


def decided(rows: Rows) -> None:
    rows["allocations"][3]["state"] = "Beslutad"


def bounded(rows: Rows) -> None:
    rows["allocations"][5] |= {"low": 1_000, "high": 2_000}


def one_more(rows: Rows) -> None:
    rows["allocations"].insert(
        3, {"id": "MD07", "activity": "A01", "amount": 1_000, "purpose": "Porto", "year": 2031, "state": "Beslutad"}
    )


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(another, id="another amount"),
        pytest.param(decided, id="another state"),
        pytest.param(bounded, id="known within bounds"),
        pytest.param(no_amount, id="no amount"),
        pytest.param(one_more, id="one more"),
        pytest.param(only("MD01", "MD02", "MD03", "MD04", "MD05"), id="one gone"),
    ],
)
def test_what_has_changed_is_told_and_put_in(tmp_path: Path, command: str, change: Callable[[Rows], None]) -> None:
    document = written(tmp_path, command, invented())
    assert verify(document, workbook(tmp_path / "år.xlsx", invented())).disagreements == ()
    rows = invented()
    change(rows)
    changed = workbook(tmp_path / "år.xlsx", rows)
    assert verify(document, changed).disagreements
    refresh(document, changed, now=NOW)
    fresh = tmp_path / "ny"
    fresh.mkdir()
    expected = written(fresh, command, rows)
    assert tables(document, "Avser") == tables(expected, "Avser")
    assert tables(document, "Till aktivitet") == tables(expected, "Till aktivitet")
    assert note(document) == note(expected)
    assert verify(document, changed).disagreements == ()
