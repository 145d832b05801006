"""What counties have answered in part: every sum says of how many it is, and nothing blank is told as nought."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from rus_sheets.book.build import build_book
from rus_sheets.book.model import Book
from rus_sheets.documents.contexts import names_for
from rus_sheets.documents.unreported import unreported
from rus_sheets.excel.make.workbook import make_workbook
from rus_sheets.excel.read.reader import read_workbook
from rus_sheets.layout.canonical import canonical_workbook
from rus_sheets.resources import folder
from rus_sheets.schema.model import DocumentCommand
from rus_sheets.texts.content import Chart
from rus_sheets.word.make.render import render
from rus_sheets.word.parts.package import DocumentProperties
from tests.documents import states
from tests.documents.test_planned_gaps import said
from tests.documents.years import Rows, declaration_of, rows
from tests.word.documents import lines

YEAR = "bidrag-2026"
ZERO = re.compile(r"(?<![\d,.] )(?<![\d,.])0(?![\d,.]| \d{3}| av )")


def made(known: Rows) -> Book:
    with TemporaryDirectory() as place:
        path = Path(place) / "bok.xlsx"
        path.write_bytes(make_workbook(canonical_workbook(declaration_of(YEAR), known), lambda _: {}))
        return build_book(declaration_of(YEAR), read_workbook(path))


def printed(book: Book) -> list[str]:
    document = book.declaration.document_of(DocumentCommand.REPORT)
    assert document
    properties = DocumentProperties("Länen", "RUS", dt.datetime(2027, 1, 25, tzinfo=dt.UTC))
    return said(render(folder("reports") / document.template, names_for(document, book), properties))


def charts(book: Book) -> list[Chart]:
    names = names_for(book.declaration.document[0], book)
    return [chart for text in names["diagram"].values() for chart in text.blocks]  # type: ignore[attr-defined]


@cache
def one_county() -> Book:
    """Uppsala alone has answered: what it carries over, and an effort whose amount is blank."""
    known = rows(YEAR, "empty")
    next(row for row in known["accounts"] if row["id"] == "C").update(carried=5000, carried_in=6000)
    effort = {"id": "C-01", "county": "C", "text": "Webbinarium", "category": "Genomförande", "state": "Pågår"}
    return made({**known, "efforts": [effort]})


def test_an_effort_without_amount_is_not_of_nought() -> None:
    shown = printed(one_county())
    text = "\n".join(shown)
    assert "men bara delvis. En insats är redovisad, men utan belopp. Hittills förs 5 000 kr över" in text
    assert "över till nästa år." in text
    assert (
        "ej redovisat | 1 | 5 000; inga belopp är ifyllda | hittills, från 1 av 21 län | hittills, från 1 av 21 län"
        in text
    )
    assert "Tabellen visar de insatser som är redovisade. Inga belopp är ifyllda." in text
    assert "Genomförande | – | saknas | – | saknas | 1" in text
    assert "Webbinarium |  | Genomförande | Pågår | saknas" in text
    assert "Summa | – | – | – | – | 1" in text
    assert "Uppsala län (C) | 75 000 | 81 000 | ej redovisat | 5 000 | –" in text
    assert "använt från 0 av 21 län, förs över från 1 av 21 län och dagar från 0 av 21 län. Inga belopp" in text
    assert "Att använda 81 000 kr\u2002·\u2002Använt, kr: ännu inte redovisat\u2002·\u2002Förs över 5 000 kr" in text
    assert [row for row in shown if ZERO.search(row)] == []


def test_the_warning_names_the_amount_and_what_the_county_lacks() -> None:
    book = one_county()
    told = "\n".join(map(str, unreported(book.declaration.document[0], book)))
    assert "Insatser, Belopp: saknas för 1 av 1 (Webbinarium)" in told
    for header in ("Sammanfattning", "Resultat", "Arbetsdagar", "Använt"):
        assert f"Redovisning, {header}: saknas för ytterligare 1 av 21 (Uppsala län)" in told


def test_a_county_has_accounted_when_it_says_what_is_carried_over_and_has_begun_before() -> None:
    """Kronoberg has told its days and no more: the same in the sentence, the lists, the map and its own section."""
    known = rows(YEAR, "half")
    known["accounts"] = [row if row["id"] != "G" else {"id": "G", "days": 7} for row in known["accounts"]]
    known["efforts"] = [row for row in known["efforts"] if row["county"] != "G"]
    shown = printed(made(known))
    text = "\n".join(shown)
    waiting = sum("carried" not in row for row in known["accounts"])
    assert f"{waiting} län har inte redovisat klart." in text
    assert "Kronobergs län, 60 000 kr att använda; redovisningen är påbörjad" in text
    assert shown.count("Kronobergs län") == 2  # in the contents, and above its own section
    assert "Redovisningen är inte klar: det står inte hur mycket som förs över till nästa år." in text


def test_that_all_have_answered_is_not_that_all_is_accounted_for() -> None:
    known = rows(YEAR, "complete")
    known["efforts"] = [row for row in known["efforts"] if row["county"] != "M"]
    text = "\n".join(printed(made(known)))
    assert "Alla 21 län har svarat, men 1 av dem har redovisat bara en del av medlen." in text
    assert "alla län har svarat" in text
    assert "alla län har redovisat" not in text


@cache
def one_amount_blank() -> Book:
    """All have answered, but one effort of many has no amount."""
    known = rows(YEAR, "complete")
    at = next(place for place, row in enumerate(known["efforts"]) if row["id"] == "AB-01")
    known["efforts"][at] = {**known["efforts"][at], "amount": None}
    return made(known)


def test_categories_say_how_many_amounts_they_are_of() -> None:
    book = one_amount_blank()
    text = "\n".join(printed(book))
    effort = book["efforts"].by_id["AB-01"]
    row = next(line for line in text.split("\n") if line.startswith(f"{effort['category']} |"))
    assert row.split(" | ")[4] == "153 000 hittills"  # so that the rows add up to their sum
    assert "Belopp saknas för 1 av 48 insatser." in text
    assert "Summa, belopp för 47 av 48 insatser | " in text
    assert "kr; belopp saknas för 1 av 48 insatser." in text
    county = next(line for line in text.split("\n") if line.startswith("Stockholms län (AB) |"))
    assert county.split(" | ")[3] == "77 000 hittills"
    assert "Använt, kr: 77 000 hittills" in text
    assert "Summa |  |  |  | 77 000 hittills" in text
    assert "känt kr" not in text
    assert "Stockholms län, hur mycket som är kvar är inte känt" in text
    per_category = next(chart for chart in charts(book) if "kategori" in chart.title)
    place = per_category.categories.index(str(effort["category"]))
    assert per_category.series[0].values[place] is None
    assert f"{effort['category']}: Belopp, kr 153\u00a0000 hittills" in per_category.alt
    assert "saknas för 0" not in per_category.alt


@pytest.mark.parametrize("blank", ["one", "all"])
def test_a_county_without_grant_is_named_and_no_sum_is_told_as_whole(blank: str) -> None:
    known = rows(YEAR, "complete")
    known["counties"] = [
        {**row, "granted": None} if blank == "all" or row["id"] == "C" else row for row in known["counties"]
    ]
    text = "\n".join(printed(made(known)))
    whole, left = "1 500 000", "1 425 000"
    tables = [line for line in text.split("\n") if line.startswith(("Summa", "Tilldelat, kr"))]
    assert not [line for line in tables if whole in line]
    assert not re.search("känt (kr|att)|tilldelats ännu", text)
    assert "Att använda: ännu inte känt" in text
    if blank == "one":
        assert f"20 av 21 län har tilldelats {left} kr. Tilldelade medel saknas för Uppsala län." in text
        assert f"Summa, tilldelat till 20 av 21 län | {left} | " in text
        assert f"{left} | 41 500 | 1 460 500; till 20 av 21 län | " in text
    else:
        assert "Hur mycket länen har tilldelats är inte ifyllt ännu." in text
        assert "Summa | – | – | " in text


@pytest.mark.parametrize("column", ["counties.granted", "accounts.days", "accounts.carried", "efforts.amount"])
@pytest.mark.parametrize("state", ["half", "complete"])
def test_a_column_that_is_emptied_gives_no_nought(column: str, state: str) -> None:
    known = rows(YEAR, state)  # type: ignore[arg-type]
    before = sum(len(ZERO.findall(row)) for row in printed(made(known)))
    table, _, key = column.partition(".")
    known[table] = [{**row, key: None} for row in known[table]]
    after = [row for row in printed(made(known)) if ZERO.search(row)]
    assert sum(len(ZERO.findall(row)) for row in after) <= before, after


def test_sums_of_what_is_reported_are_not_explained_before_anything_is() -> None:
    told = {state: "\n".join(lines(states.document("bidrag", state, "report"))) for state in ("planned", "half")}
    assert "Summorna är det som 18 av 21 län har redovisat." in told["half"].replace("\u00a0", " ")
    assert "Summorna är det som" not in told["planned"]


def test_how_many_counties_have_accounted_is_said_once_in_a_paragraph() -> None:
    """Not for each of the sums; and of all 21 not as "21 av 21"."""
    for state in ("half", "whole"):
        told = [line.replace("\u00a0", " ") for line in lines(states.document("bidrag", state, "report"))]
        assert [line for line in told if line.count(" av 21 län") > 1 or "21 av 21" in line] == []
    assert "Summorna är det som hittills är redovisat." in told


def test_a_dash_in_the_table_of_categories_is_explained() -> None:
    told = "\n".join(lines(states.document("bidrag", "half", "report")))
    assert "Streck betyder att inget är redovisat ännu." in told


@cache
def two_in_part() -> Book:
    """Stockholm lacks one amount of two; Jämtland says that its only effort cost nothing, and accounts for no more."""
    known = rows(YEAR, "empty")
    for county, told in (("AB", {"carried": 0, "days": 12}), ("Z", {"carried": 500, "days": 1})):
        next(row for row in known["accounts"] if row["id"] == county).update(told)
    efforts = [
        {
            "id": "AB-01",
            "county": "AB",
            "text": "Ängar",
            "category": "Uppföljning",
            "state": "Genomfört",
            "amount": 50000,
        },
        {"id": "AB-02", "county": "AB", "text": "Mer", "category": "Åtgärdsprogram", "state": "Inte genomfört"},
        {"id": "Z-01", "county": "Z", "text": "Webbinarium", "category": "Genomförande", "state": "Pågår", "amount": 0},
    ]
    return made({**known, "efforts": efforts})


def test_a_typed_nought_is_told_and_a_category_without_efforts_is_not() -> None:
    shown = printed(two_in_part())
    assert "Genomförande | – | 0 | – | 0 | 1" in shown
    assert "Uppföljning | 50 000 | – | – | 50 000 | 1" in shown
    assert "Samverkan | – | – | – | – | –" in shown
    assert "Summa, belopp för 2 av 3 insatser | 50 000 | 0 | – | 50 000 | 3" in shown


def test_the_rows_of_counties_add_up_to_their_sum() -> None:
    text = "\n".join(printed(two_in_part()))
    assert "Stockholms län (AB) | 135 000 | 135 000 | 50 000 hittills | 0 | 12" in text
    assert "2 av 21 län har redovisat, alla bara delvis." in text


def test_what_is_left_of_a_county_half_told_is_not_yet_accounted_for() -> None:
    chart = next(chart for chart in charts(two_in_part()) if chart.kind == "stacked")
    drawn = {series.name: dict(zip(chart.categories, series.values, strict=True)) for series in chart.series}
    assert drawn["Använt, kr"]["Stockholms län"] == 50000
    assert drawn["Ej redovisat"]["Stockholms län"] == 85000
    assert drawn["Ej redovisat"]["Jämtlands län"] == 54000
    assert "Inte använt" not in drawn


def test_two_counts_of_counties_that_differ_are_explained() -> None:
    """A county that hasn't said what it carries over hasn't accounted; its efforts count all the same."""
    known = rows(YEAR, "half")
    waiting = next(row["id"] for row in known["accounts"] if row.get("carried") is None)
    effort = {"id": f"{waiting}-01", "county": waiting, "text": "Ängar", "category": "Uppföljning", "amount": 500}
    text = "\n".join(printed(made({**known, "efforts": [*known["efforts"], effort]})))
    assert "11 av 21 län har redovisat" in text
    assert "Insatser är införda från 12 av 21 län; ett län har redovisat först när det står" in text
    assert "Insatser är införda från" not in "\n".join(printed(made(known)))
