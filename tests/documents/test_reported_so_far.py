"""An empty, a half reported and a complete year: what isn't reported is said to be so, and never told as nought."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from itertools import product
from pathlib import Path
from tempfile import mkdtemp

import pytest
from lxml import etree

from rus_sheets.book.model import Book
from rus_sheets.documents.contexts import names_for
from rus_sheets.documents.names import names_in
from rus_sheets.documents.unreported import unreported
from rus_sheets.schema.model import DocumentCommand
from rus_sheets.texts.content import Chart
from rus_sheets.usecases import documents
from rus_sheets.usecases.documents import write_document
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.word.parts.ns import NS, q, text_of
from tests.documents.years import STATES, YEARS, State, path, path_of_next
from tests.word.documents import body, lines

pytestmark = pytest.mark.slow

NOW = dt.datetime(2026, 12, 18, tzinfo=dt.UTC)
PLANS = ("2022", "2026")
UNKNOWN = "ännu inte redovisat"


@cache
def written(command: str, year: str, state: State) -> bytes:
    return _written(command, path(year, state))


def written_after(command: str, last: str, state: State) -> bytes:
    """Of the year after ``last``, with that year's workbook as the previous one."""
    return _written(command, path_of_next(last), path(last, state))


@cache
def _written(command: str, workbook: Path, previous: Path | None = None) -> bytes:
    target = Path(mkdtemp()) / "d.docx"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(documents, "program", lambda: None)  # contents without page numbers: seconds less
        write_document(DocumentCommand(command), workbook, now=NOW, output=target, previous=previous)
    return target.read_bytes()


def said(command: str, year: str, state: State) -> str:
    return text_in(written(command, year, state))


def text_in(document: bytes) -> str:
    return "\n".join(lines(document)).replace("\u00a0", " ")


def rows(document: bytes, caption: str) -> list[list[str]]:
    """The cells of the table under that caption."""
    for table in body(document).iter(q("w:tbl")):
        title = table.find("w:tblPr/w:tblCaption", NS)
        if title is not None and title.get(q("w:val"), "").startswith(caption):
            return [[_text(cell) for cell in row.iter(q("w:tc"))] for row in table.iter(q("w:tr"))]
    raise AssertionError(caption)


def _text(cell: etree._Element) -> str:
    return text_of(cell).replace("\u00a0", " ")


def charts(command: str, year: str, state: State) -> dict[str, Chart]:
    book = open_book(path(year, state))
    document = book.declaration.document_of(DocumentCommand(command))
    assert document
    found = [value for value in _blocks(names_for(document, book)) if isinstance(value, Chart)]
    return {each.title: each for each in found}


def _blocks(value: object) -> list[object]:
    if isinstance(value, dict):
        return [each for inner in value.values() for each in _blocks(inner)]
    return list(getattr(value, "blocks", ()))


# ------------------------------------------------------------------ activities


@pytest.mark.parametrize(("year", "state"), list(product(PLANS, ("half", "complete"))))
def test_the_statuses_add_up_to_the_plan(year: str, state: State) -> None:
    count = len(open_book(path(year, state))["plan"])
    head, *counted = rows(written("report", year, state), "Status per prioritet")
    assert sum(int(row[-1]) for row in counted) == count
    assert all(sum(map(int, row[1:-1])) == int(row[-1]) for row in counted)
    assert ("Utan status" in head) == (state == "half")
    chart = charts("report", year, state)[f"Status per prioritet {year}"]
    assert sum(value or 0 for each in chart.series for value in each.values) == count
    assert [each.name for each in chart.series if each.waiting] == (["Utan status"] if state == "half" else [])
    assert ("Utan status 5" in chart.alt) == (state == "half")


@pytest.mark.parametrize(("year", "command", "state"), list(product(PLANS, ("report", "short"), STATES)))
def test_a_sentence_of_statuses_adds_up_too(year: str, command: str, state: State) -> None:
    text = said(command, year, state)
    waiting = {"2022": 16, "2026": 9}[year]
    if state == "empty":
        assert "Ingen av dem har fått någon status ännu" in text
        assert "Tabellen visar hur det gick" not in text
    elif command == "report":
        assert (f"Status saknas ännu för {waiting} av dem" in text) == (state == "half")
    else:
        sentence = next(line for line in text.split("\n") if line.startswith("Planen har")).partition(".")[0]
        count, *each = map(int, re.findall(r"(\d+) [a-zåäö]", sentence))
        assert sum(each) == count
        assert (f"{waiting} saknar status ännu" in sentence) == (state == "half")


@pytest.mark.parametrize("state", STATES)
def test_an_activity_says_that_its_status_or_days_are_missing(state: State) -> None:
    text = said("report", "2026", state)
    in_appendix = text[text.rindex("Utfall per aktivitet") :]
    assert in_appendix.count("Status saknas ännu") == {"empty": 28, "half": 9, "complete": 0}[state]
    assert (in_appendix.count("Dagar enligt utfall saknas ännu") > 0) == (state == "half")


def test_a_status_that_is_in_no_list_is_counted_too() -> None:
    from rus_sheets.documents.report import report_context  # noqa: PLC0415
    from tests.documents.books import book_of  # noqa: PLC0415
    from tests.documents.years import rows as example_rows  # noqa: PLC0415

    made = example_rows("2026", "half")
    changed = {"status": "Klart " * 40}
    made["outcomes"] = [{**row, **changed} if row["id"] == "A01" else row for row in made["outcomes"]]
    names = report_context(book_of(made))
    counts = [int(str(each["antal"])) for each in names["statusar"]]  # type: ignore[attr-defined]
    assert sum(counts) + int(str(names["utan_status"])) == 28
    assert list(names_in(names))


# ------------------------------------------------------------------ money


@pytest.mark.parametrize(("year", "state"), list(product(PLANS, STATES)))
def test_money_is_summed_only_over_what_is_reported_and_says_so(year: str, state: State) -> None:
    text = said("report", year, state)
    if state == "empty":
        assert "Inga utgifter är införda ännu." in text
        assert "Budget och utfall, kr" not in charts("report", year, state)
        return
    *posts, total = rows(written("report", year, state), "Budget och utfall")[1:]
    waiting = [row for row in posts if row[2] == UNKNOWN]
    assert all((row[4] == UNKNOWN) == (row in waiting) for row in posts)
    assert len(waiting) == (2 if state == "half" else 0)
    assert total[0] == ("Summa, utfall för 2 av 4 poster" if state == "half" else "Summa")
    assert (total[4] == UNKNOWN) == (state == "half")
    assert ("kr inte förbrukade" in text.rpartition("Finansiering")[2]) == (state == "complete")
    chart = charts("report", year, state)["Budget och utfall, kr"]
    assert [each.name for each in chart.series] == ["Budget", "Utfall"] + ["Ännu inte redovisat"] * (state == "half")
    for place in range(len(posts) if state == "half" else 0):
        budget, spent, rest = (each.values[place] for each in chart.series)
        assert (spent is None, rest) == (posts[place] in waiting, budget if posts[place] in waiting else None)


@pytest.mark.parametrize("year", PLANS)
def test_the_comment_of_a_post_without_outcome_is_about_the_plan(year: str) -> None:
    half = said("report", year, "half")
    assert not [line for line in half.split("\n") if line.startswith(("Arrangemang. ", "Övrigt. "))]
    if year == "2022":
        whole = said("report", year, "complete")
        assert all(f"{row.title}. " in whole for row in open_book(path(year, "complete"))["budget"])
        assert "Nobelmötet och arbetsgruppens möte" in said("plan", year, "half")
        assert "Nobelmötet och arbetsgruppens möte" not in said("plan", year, "complete")


def test_an_expense_without_amount_is_not_nought() -> None:
    from rus_sheets.documents.report import report_context  # noqa: PLC0415
    from tests.documents.books import book_of  # noqa: PLC0415
    from tests.documents.years import rows as example_rows  # noqa: PLC0415

    made = example_rows("2022", "complete")
    made["expenses"] = [*made["expenses"], {"id": "U98", "post": "P2", "text": "Lokal"}]
    names = report_context(book_of(made))
    post = next(each for each in names["poster"] if each["post_id"] == "P2")  # type: ignore[attr-defined]
    assert str(post["avvikelse"]) == str(post["utgifter"][-1]["belopp"]) == str(names["avvikelse"]) == UNKNOWN
    assert (str(post["utfall"]), str(post["andel"])) == (UNKNOWN, "–")  # what is there of it isn't told as the whole
    chart = names["diagram_ekonomi"].blocks[0]  # type: ignore[attr-defined]
    assert "Arrangemang: Budget 200\xa0000, Utfall ännu inte redovisat" in chart.alt
    assert str(names["poster_kvar"]) == "1"
    assert str(names["oredovisade_poster"]) == "Arrangemang"
    assert str(names["redovisade_poster"]) == "3 av 4"


def _part_known() -> Book:
    """A half reported year where P2 is accounted for; P3 has expenses, one without amount, and words on the plan."""
    from tests.documents.books import book_of  # noqa: PLC0415
    from tests.documents.years import rows as example_rows  # noqa: PLC0415

    made = example_rows("2026", "complete")
    made["budget"] = [{**row, "comment": f"Planens ord om {row['id']}."} for row in made["budget"]]
    made["expenses"] = [row for row in made["expenses"] if row["post"] in {"P2", "P3"}]
    made["expenses"] = [{**row, "amount": None} if row["id"] == "A14-U01" else row for row in made["expenses"]]
    return book_of(made)


@pytest.mark.parametrize("command", ["report", "short", "application"])
def test_the_sum_of_outcomes_is_of_the_rows_that_it_counts(command: str) -> None:
    from tests.documents.books import book_of, rendered  # noqa: PLC0415
    from tests.documents.years import rows as example_rows  # noqa: PLC0415

    previous = command == "application"
    year = book_of(example_rows("2026", "empty")) if previous else _part_known()
    document = rendered(command, year, _part_known() if previous else None)
    *posts, total = rows(document, "Budget och utfall")[1:]
    place = 3 if previous else 2
    known = [row[place] for row in posts if row[place] != UNKNOWN]
    assert (total[0], [total[place]]) == ("Summa, utfall för 1 av 4 poster", known)
    if not previous:
        assert total[3] == "–"  # a share of the whole budget would be of posts that wait too
    text = "\n".join(lines(document)).replace("\u00a0", " ")
    assert "195 000 kr är införda på poster där någon utgift saknar belopp, och ingår inte i tabellens summa." in text


def test_a_sum_of_no_reported_post_is_not_nought() -> None:
    from tests.documents.books import book_of, rendered  # noqa: PLC0415
    from tests.documents.years import rows as example_rows  # noqa: PLC0415

    made = example_rows("2026", "complete")
    made["expenses"] = [
        {"id": "U01", "post": "P2", "text": "Lokal", "amount": 5},
        {"id": "U02", "post": "P2", "text": "Mat"},
    ]
    total = rows(rendered("report", book_of(made)), "Budget och utfall")[-1]
    assert total[0] == "Summa, utfall för 0 av 4 poster"
    assert total[2:4] == [UNKNOWN, "–"]


def test_the_comment_of_a_post_with_an_unknown_expense_is_about_the_plan() -> None:
    from tests.documents.books import book_of, rendered  # noqa: PLC0415
    from tests.documents.years import rows as example_rows  # noqa: PLC0415

    year, other = _part_known(), book_of(example_rows("2026", "empty"))
    for document in (rendered("report", year), rendered("application", other, year)):
        text = "\n".join(lines(document))
        assert ["Planens ord om P2." in text, "Planens ord om P3." in text] == [True, False]
    assert "Planens ord om P3." in "\n".join(lines(rendered("plan", year)))


@pytest.mark.parametrize("command", ["report", "short", "application"])
def test_the_warning_names_the_expense_that_lacks_its_amount(command: str) -> None:
    year = _part_known()
    document = year.declaration.document_of(DocumentCommand(command))
    assert document
    told = unreported(document, year, year)
    lacking = next(each for each in told if each.sheet == "Utgifter")
    name = "Mer arbetstid för konsumtion och cirkulär ekonomi, ca 10 %"
    assert str(lacking) == f"Utgifter, Belopp: saknas för 1 av 8 ({name})"
    posts = next(each for each in told if each.sheet == "Budget")
    assert "Projekt/insatser, övrigt" in (posts.comments if command != "short" else str(posts))


def _waits(year: str, state: State, command: str, **changed: object) -> dict[str, str]:
    from tests.documents.books import book_of  # noqa: PLC0415
    from tests.documents.years import rows as example_rows  # noqa: PLC0415

    made = example_rows(year, state)
    for key, row in changed.items():
        made[key][0] |= row  # type: ignore[operator]
    book = book_of(made)
    document = book.declaration.document_of(DocumentCommand(command))
    assert document
    return {f"{one.sheet}, {one.header}": str(one) for one in unreported(document, book)}


def test_the_report_warns_of_texts_that_nobody_has_written() -> None:
    """Not of those who haven't answered at all: they are told of first. The short text prints none of them."""
    told = _waits("2026", "half", "report")
    assert told["Utfall, Kort utfall"].startswith("Utfall, Kort utfall: saknas för ytterligare 4 av 28 (Miljömål i")
    assert "Utfall, Utfall" in told
    assert not {"Utfall, Utfall", "Utfall, Kort utfall"} & {*_waits("2026", "half", "short")}
    assert not {"Utfall, Utfall", "Utfall, Kort utfall"} & {*_waits("2022", "complete", "report")}


@pytest.mark.parametrize(("state", "places"), [("half", 4), ("empty", 0)])
def test_the_report_says_where_the_short_texts_are_missing(state: State, places: int) -> None:
    assert said("report", "2026", state).count(": kort utfall saknas ännu") == places


@pytest.mark.parametrize(
    ("state", "sentences"),
    [("half", ["Av 19 aktiviteter med status saknar 4 ännu en beskrivning av utfallet."]), ("empty", [])],
)
def test_the_report_says_once_how_many_descriptions_are_missing(state: State, sentences: list[str]) -> None:
    """Not on each activity's line: 24 times the same."""
    text = said("report", "2026", state)
    assert [line for line in text.split("\n") if "beskrivning av utfallet" in line.lower()] == sentences


def test_the_report_warns_of_goals_that_are_not_assessed() -> None:
    """Once any is, and in the last of their years; else nobody is to assess them yet."""
    assert "Mål, Bedömning" not in _waits("2026", "complete", "report")
    some = _waits("2026", "complete", "report", goals={"assessment": "Uppnått"})
    assert some["Mål, Bedömning"] == "Mål, Bedömning: saknas för 15 av 16 (" + some["Mål, Bedömning"].partition("(")[2]
    assert "Mål, Bedömning" not in _waits("2026", "complete", "short", goals={"assessment": "Uppnått"})


def test_in_the_last_year_of_the_goals_each_is_in_the_report() -> None:
    from tests.documents.books import book_of, rendered  # noqa: PLC0415
    from tests.documents.years import rows as example_rows  # noqa: PLC0415

    made = example_rows("2026", "complete")
    next(row for row in made["settings"] if row["key"] == "År")["value"] = 2028
    text = "\n".join(lines(rendered("report", book_of(made))))
    assert text.count("Ännu inte bedömt") == len(made["goals"])


@pytest.mark.parametrize("state", STATES)
def test_next_years_application_says_how_far_last_year_is_reported(state: State) -> None:
    text = text_in(written_after("application", "2022", state))
    last = text[text.index("Så användes medlen 2022") :]
    if state == "empty":
        assert "Utgifterna för 2022 är inte införda ännu" in last
        assert "Ingen aktivitet har fått någon status ännu" in last
    else:
        assert ("16 utan status ännu" in last) == ("Summa, utfall för 2 av 4 poster" in last) == (state == "half")
        assert ("Ännu inte redovisat: Arrangemang och Övrigt" in last) == (state == "half")
        assert ("Nobelmötet och arbetsgruppens möte" in last) == (state == "complete")
    assert ("blev 357 977 kr över" in last) == (state == "complete")


# ------------------------------------------------------------------ counties


GRANT = "bidrag-2026"


@pytest.mark.parametrize("state", STATES)
def test_the_counties_sums_say_how_many_counties(state: State) -> None:
    text = said("report", GRANT, state)
    assert "Hittills har" not in text
    assert ("Alla 21 län har redovisat" in text) == (state == "complete")
    answered = {"empty": 0, "half": 11, "complete": 21}[state]
    assert (f"{answered} av 21 län har redovisat" in text) == (state != "complete")
    assert (f"{21 - answered} län har inte redovisat klart" in text) == (state == "half")
    assert ("Inget av de 21 länen är klart med redovisningen ännu." in text) == (state == "empty")
    assert ("Uppsala län, 75 000 kr att använda" in text) == (state == "half")
    total = rows(written("report", GRANT, state), "Tilldelade och använda medel per län")[-1]
    assert (total[3:] == ["ej redovisat", "–", "–"]) == (state == "empty")
    if state == "empty":
        assert "Ingen insats är redovisad ännu" in text
        assert not re.search(r"\b0 (kr|insatser|arbetsdagar)\b", text[text.index("0 av 21 län") :])


@pytest.mark.parametrize("state", STATES)
def test_every_county_has_its_place_in_the_chart(state: State) -> None:
    chart = charts("report", GRANT, state)["Att använda och använt per län 2026, kronor"]
    assert len(chart.categories) == 21
    rest = [each for each in chart.series if each.waiting]
    assert [each.name for each in rest] == ([] if state == "complete" else ["Ej redovisat"])
    assert all(sum(value is not None for value in each.values) == {"empty": 21, "half": 10}[state] for each in rest)
    assert chart.alt.count("Använt, kr ej redovisat") == {"empty": 21, "half": 10, "complete": 0}[state]
    if state == "half":
        assert "saknas för 10 av 21" in charts("report", GRANT, state)["Använt per kategori 2026, kronor"].alt
        assert "saknas" not in charts("report", GRANT, "complete")["Använt per kategori 2026, kronor"].alt


@pytest.mark.parametrize(("year", "state"), list(product(YEARS, STATES)))
def test_what_is_written_stands_up_to_verify(year: str, state: State, tmp_path: Path) -> None:
    from rus_sheets.usecases.verify import verify  # noqa: PLC0415

    (tmp_path / "d.docx").write_bytes(written("report", year, state))
    assert verify(tmp_path / "d.docx", path(year, state)).disagreements == ()


# ------------------------------------------------------------------ goals, and what follows


def test_goals_are_all_there_once_one_is_assessed() -> None:
    from tests.documents.books import book_of, rendered  # noqa: PLC0415
    from tests.documents.years import rows as example_rows  # noqa: PLC0415

    made = example_rows("2026", "half")
    first, second, *others = made["goals"]
    made["goals"] = [{**first, "assessment": _assessments()[0]}, {**second, "comment": "Svårt mål."}, *others]
    document = rendered("report", book_of(made))
    assessed, waiting, *rest = rows(document, "Bedömning av målen")[1:]
    assert assessed[1] == _assessments()[0]
    assert waiting[1:] == ["Ännu inte bedömt", ""]
    assert len(rest) == len(others)


def _assessments() -> tuple[str, ...]:
    declaration = open_book(path("2026", "half")).declaration
    column = declaration.table_of("goals").column("assessment")
    return declaration.choices(column.list).values


@pytest.mark.parametrize("year", YEARS)
def test_figures_and_charts_follow_when_the_rest_is_reported(year: str, tmp_path: Path) -> None:
    """What was said to be missing can be refreshed: no figure of it is called gone, and no chart is left behind."""
    from rus_sheets.usecases.refresh import refresh  # noqa: PLC0415
    from rus_sheets.usecases.verify import verify  # noqa: PLC0415

    document, workbook = tmp_path / "d.docx", path(year, "complete")
    document.write_bytes(written("report", year, "half"))
    refresh(document, workbook, now=NOW)
    left = verify(document, workbook).disagreements
    kinds = {"changed", "gone"} if year == "2026" else {"changed", "gone", "chart"}  # a status of its own in the rest
    assert [each for each in left if each.kind.value in kinds] == []
    text = "\n".join(lines(document.read_bytes())).replace("\u00a0", " ")
    assert "2 av 4 poster" not in text
    assert "11 av 21 län" not in text


def test_the_plans_words_of_money_stay_the_plans() -> None:
    """What was written of the budget of 2026 isn't told as a comment on what became of it."""
    words = "En extra förfrågan om det är förberedd"
    assert words in said("plan", "2026", "empty")
    for state in STATES[1:]:
        assert words not in said("report", "2026", state)
