"""The plan as its reader meets it: what is most important first, numbered, nothing said that goes without saying."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree

from rus_sheets.resources import folder
from rus_sheets.word.parts.ns import NS, attribute, q, text_of
from rus_sheets.word.parts.styles import Styles
from tests.documents.books import book_of, document, example, last_year, rendered, rows_of
from tests.word.documents import body, lines

YEARS = pytest.mark.parametrize("year", [2022, 2026])


def _styled(made: bytes, *names: str) -> list[str]:
    """The texts of the paragraphs in those styles."""
    with ZipFile(BytesIO(made)) as archive:
        styles = Styles(etree.fromstring(archive.read("word/styles.xml")))
    wanted = {styles.id_of(name) for name in names}
    found = (
        each for each in body(made).iter(q("w:p")) if attribute(each.find("w:pPr/w:pStyle", NS), "w:val") in wanted
    )
    return [text_of(each) for each in found]


@YEARS
def test_it_opens_with_a_sentence_for_each_prioritised_activity(year: int) -> None:
    said = [row for row in example(year)["plan"] if row.text("summary")]
    assert len(said) == {2022: 19, 2026: 14}[year]
    bullets = _styled(document("plan", year), "List Bullet")
    assert sorted(bullets[: len(said)]) == sorted(f"{row.title}. {row.text('summary')}" for row in said)


@YEARS
@pytest.mark.parametrize("compared", [False, True])
def test_no_activity_is_named_three_times_before_it_is_described(year: int, compared: bool) -> None:
    book = example(year)
    made = rendered("plan", book, last_year()) if compared and year == 2026 else document("plan", year)
    text = lines(made)
    begins = max(number for number, line in enumerate(text) if line == "Detaljerad verksamhetsplan")
    for row in book["plan"]:
        name = re.compile(rf"{re.escape(row.title)}(?:\.|$| (?:PRIO|Allra|Ny|Ändrad))")
        assert sum(1 for line in text[:begins] if name.match(line)) <= 2, row.title


@YEARS
def test_budget_and_funding_need_one_table_and_a_few_lines(year: int) -> None:
    """Two tables with comments had no room on one page."""
    told = lines(document("plan", year))
    assert [line for line in told if re.match(r"Tabell \d+\. (Budget|Finansiering)", line)] == [
        next(line for line in told if re.match(r"Tabell \d+\. Budget", line))
    ]
    after = [line.replace("\u00a0", " ") for line in told[told.index("Finansiering") :]]
    assert (
        len(after[1 : after.index(next(line for line in after if line.startswith("Finansieringen är")))])
        == {
            2022: 3,
            2026: 1,
        }[year]
    )
    explained = " Budget minus finansiering är 303 000 kr, som ryms i egna medel (303 000 kr)."
    total = {
        2022: f"Finansieringen är sammanlagt 5 039 500 kr.{explained}",
        2026: "Finansieringen är sammanlagt 4 500 000 kr.",
    }
    assert total[year] in after


@YEARS
def test_what_goes_without_saying_is_not_said(year: int) -> None:
    facts = _styled(document("plan", year), "Faktarad")
    assert [line for line in facts if "Reda pengar: Nej" in line] == []
    assert any("Reda pengar" in line for line in facts)
    # The group's heading says it.
    assert [line for line in facts if re.match("Prioritet [12]", line)] == []


@YEARS
@pytest.mark.parametrize("kind", ["plan", "report"])
def test_headings_are_numbered_and_so_are_the_contents(kind: str, year: int) -> None:
    made = document(kind, year)
    first = [line.rpartition("\t")[0] or line for line in _styled(made, "toc 1")]
    chapters = [line for line in first if not line.startswith("Bilaga")]
    assert [line.split(" ")[0] for line in chapters] == [str(number) for number in range(1, len(chapters) + 1)]
    appendices = first[len(chapters) :]
    assert [line[:10] for line in appendices] == [f"Bilaga {number}. " for number in range(1, len(appendices) + 1)]
    assert len(appendices) >= 2
    assert {line.split(" ")[0].count(".") for line in _styled(made, "toc 2") if line[0].isdigit()} == {1}
    assert _styled(made, "toc 3")
    for line in _styled(made, "heading 1", "Bilaga"):
        assert not re.match(r"\d|Bilaga", line)  # Word writes the number


def test_each_group_tells_its_days_and_each_kind_of_work_has_its_own() -> None:
    text = [line.replace("\u00a0", " ") for line in lines(document("plan", 2022))]
    facts = [line.replace("\u00a0", " ") for line in _styled(document("plan", 2022), "Faktarad")]
    assert [line for line in facts if line.startswith("Resurssättning")] == [
        "Resurssättning för hela gruppen: 148 arbetsdagar",
        "Resurssättning: 113 arbetsdagar",
        "Resurssättning: 12 arbetsdagar",
        "Resurssättning för hela gruppen: 95 arbetsdagar",
        "Resurssättning: 191 arbetsdagar",
        "Resurssättning: 78 arbetsdagar",
        "Resurssättning för hela gruppen: 144 arbetsdagar",
        "Resurssättning: 28 arbetsdagar",
    ]
    assert (
        "Arbetet efter typ. Löpande: 19 aktiviteter, 387 planerade arbetsdagar. "
        "Utvecklingsinsats: 30 aktiviteter, 422 planerade arbetsdagar."
    ) in text
    areas = [line for line in _styled(document("plan", 2026), "Faktarad") if line.startswith("Resurssättning")]
    assert len(areas) == 3  # two areas have a single group without a heading, whose days the area has told


def test_the_vision_stands_as_it_is_in_the_settings() -> None:
    for year in (2022, 2026):
        vision = example(year).setting_text("vision")
        assert lines(document("plan", year)).count(vision) == 1
        assert vision not in " ".join(line for line in lines(document("plan", year)) if line != vision)


@pytest.mark.parametrize("told", [True, False])
def test_the_first_chapter_begins_on_a_page_of_its_own(told: bool) -> None:
    rows = rows_of(2022, 2022)
    for row in rows["plan"]:
        row["summary"] = row.get("summary") if told else None
    made = rendered("plan", book_of(rows))
    first = next(
        each for each in body(made).iter(q("w:p")) if attribute(each.find("w:pPr/w:pStyle", NS), "w:val") == "Heading1"
    )
    assert text_of(first) == ("Det viktigaste 2022" if told else "Om RUS")
    assert first.find("w:pPr/w:pageBreakBefore", NS) is not None


@pytest.mark.parametrize("name", ["verksamhetsplan.docx", "verksamhetsberattelse.docx", "bidrag.docx"])
def test_the_cover_has_places_for_a_logo_and_a_picture(name: str) -> None:
    made = (folder("reports") / name).read_bytes()
    places = [each for each in body(made).iter(q("w:sdt")) if each.find("w:sdtPr/w:picture", NS) is not None]
    assert [attribute(each.find("w:sdtPr/w:alias", NS), "w:val") for each in places] == ["Logotyp", "Omslagsbild"]
    for each in places:
        assert b"decorative" in etree.tostring(each)
        assert next(each.iter(q("wp:inline")), None) is not None


@pytest.mark.parametrize(("kind", "said"), [("plan", "1 arbetsdag"), ("report", "Planerat 1 arbetsdag")])
def test_one_day_is_not_several(kind: str, said: str) -> None:
    rows = rows_of(2026, 2026)
    rows["plan"][0]["days"] = 1
    rows["outcomes"] = [{"id": rows["plan"][0]["id"], "days": 1}, *rows.get("outcomes", [])]
    facts = [line.replace("\u00a0", " ") for line in _styled(rendered(kind, book_of(rows)), "Faktarad")]
    assert [line for line in facts if re.search(r"\b1 arbetsdagar", line)] == []
    assert sum(bool(re.search(rf"{said}\b", line)) for line in facts) == 1
