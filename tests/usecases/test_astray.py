"""Figures that people have moved to where others belong, and what they may move, cut and add."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table

from rus_sheets.usecases.refresh import refresh
from rus_sheets.usecases.verify import Verified, verify
from rus_sheets.word.memory.homes import Home, homes_now
from tests.usecases.test_copied_facts import OTHER, OWN, heading
from tests.usecases.test_mended import NOW
from tests.usecases.years import Rows, no_change, row, written_year

pytestmark = pytest.mark.slow

Edit = Callable[[Document], object]


def edited(tmp_path: Path, edit: Edit, example: str = "2026", command: str = "application") -> Verified:
    document, workbook = written_year(tmp_path, example, command, no_change)
    opened = docx.Document(str(document))
    edit(opened)
    opened.save(str(document))
    return verify(document, workbook)


def told(verified: Verified) -> list[str]:
    return [found.message for found in verified.disagreements if found.kind == "misplaced"]


def table(document: Document, header: str) -> Table:
    return next(one for one in document.tables if header in [cell.text for cell in one.rows[0].cells])


def fields(element: BaseOxmlElement) -> list[BaseOxmlElement]:
    return list(element.iter(qn("w:sdt")))


def exchanged(one: BaseOxmlElement, other: BaseOxmlElement) -> None:
    mark = one.makeelement(qn("w:p"), {})
    one.addprevious(mark)
    other.addprevious(one)
    mark.addprevious(other)
    mark.getparent().remove(mark)


def facts(document: Document, name: str) -> BaseOxmlElement:
    return heading(document, name)._p.getnext()


def two_fact_lines(document: Document) -> None:
    exchanged(facts(document, OWN), facts(document, OTHER))


def a_fact_line_moved(document: Document) -> None:
    facts(document, OTHER).addnext(facts(document, OWN))


def a_fact_line_copied(document: Document) -> None:
    facts(document, OTHER).addnext(deepcopy(facts(document, OWN)))


@pytest.mark.parametrize(("edit", "lines"), [(two_fact_lines, 2), (a_fact_line_moved, 1), (a_fact_line_copied, 1)])
def test_facts_under_the_heading_of_another(tmp_path: Path, edit: Edit, lines: int) -> None:
    messages = told(edited(tmp_path, edit, "2022", "report"))
    assert len(messages) == lines
    assert f"uppgiften är om A41 ”{OWN}”, men står under rubriken ”{OTHER}”." in messages[0]


def rows(document: Document) -> list[BaseOxmlElement]:
    return [one._tr for one in table(document, "Arbetsdagar").rows][1:]


def two_cells(document: Document) -> None:
    exchanged(*fields(rows(document)[0])[-2:])


def two_figures_of_a_column(document: Document) -> None:
    exchanged(fields(rows(document)[0])[-1], fields(rows(document)[1])[-1])


def two_names(document: Document) -> None:
    exchanged(*(next(one.iter(qn("w:p"))) for one in rows(document)[:2]))


def header(number: int, text: str) -> Edit:
    def edit(document: Document) -> None:
        cell = table(document, "Arbetsdagar").rows[0].cells[number]
        first, *rest = list(cell._tc.iter(qn("w:t")))
        first.text = text
        assert not rest

    return edit


def a_unit_after_a_figure(document: Document) -> None:
    pieces = document.element.body.iter(qn("w:t"))
    piece = next(one for one in pieces if re.match(r"[ \u00a0]kr\b", one.text or ""))
    piece.text = piece.text.replace("kr", "tkr", 1)


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (two_cells, "Summering O1, Dagar: uppgiften står i kolumnen ”Aktiviteter”, där en annan hör hemma."),
        (
            two_figures_of_a_column,
            "Dagar: uppgiften står på raden ”Miljömålsuppföljning”, där en annan hör hemma.",
        ),
        (
            two_names,
            "Summering O1, Aktiviteter: uppgiften står på raden ”Stöd i åtgärdsarbetet”, där en annan hör hemma.",
        ),
        (header(2, "Tusen kr"), "Dagar: enheten är tkr i kolumnen ”Tusen kr”, men uppgiften är i dagar."),
        (header(2, "Veckor"), "Dagar: enheten är veckor i kolumnen ”Veckor”, men uppgiften är i dagar."),
        (header(2, "Aktiviteter"), "Dagar: uppgiften står i kolumnen ”Aktiviteter”, där en annan hör hemma."),
        (a_unit_after_a_figure, "enheten är tkr där den står, men uppgiften är i kr."),
    ],
)
def test_a_figure_where_another_belongs(tmp_path: Path, edit: Edit, message: str) -> None:
    verified = edited(tmp_path, edit)
    assert any(message in one for one in told(verified)), told(verified)
    assert "stämmer inte" in verified.outcome


def test_a_heading_of_a_column_in_own_words_is_noted(tmp_path: Path) -> None:
    verified = edited(tmp_path, header(2, "Planerad tid"))
    assert told(verified) == []
    (note,) = verified.notes
    assert note.startswith("Kolumnen ”Planerad tid” i tabellen ")
    assert note.endswith("jämförs med arbetsbokens ”Dagar”.")
    assert verified.outcome == "allt som kan jämföras stämmer"


def section(document: Document, name: str) -> Iterator[BaseOxmlElement]:
    element = heading(document, name)._p
    headings = [one._p for one in document.paragraphs if one.style.name.startswith("Heading")]
    yield element
    while (element := element.getnext()) is not None and element not in headings:
        yield element


def a_section_moved(document: Document) -> None:
    target = heading(document, OTHER)._p
    for element in list(section(document, OWN)):
        target.addprevious(element)


def a_section_cut(document: Document) -> None:
    for element in list(section(document, OWN)):
        element.getparent().remove(element)


def own_paragraphs(document: Document) -> None:
    facts(document, OTHER).addprevious(document.add_paragraph("Vårt eget stycke.")._p)


def own_heading(document: Document) -> None:
    heading(document, OWN).runs[0].text = "Mötet i december"


def own_words_beside(document: Document) -> None:
    for paragraph in document.paragraphs:
        if fields(paragraph._p):
            paragraph.add_run(" enligt oss")


def columns_in_another_order(document: Document) -> None:
    for one in table(document, "Med status").rows:
        exchanged(one.cells[1]._tc, one.cells[2]._tc)


def rows_in_another_order(document: Document) -> None:
    exchanged(*(one._tr for one in table(document, "Med status").rows[1:3]))


def an_own_row(document: Document) -> None:
    one = table(document, "Med status").rows[1]._tr
    own = deepcopy(one)
    for element in [*fields(own), *own.iter(qn("w:bookmarkStart")), *own.iter(qn("w:bookmarkEnd"))]:
        element.getparent().remove(element)
    next(own.iter(qn("w:t"))).text = "Vår egen rad"
    one.addnext(own)


@pytest.mark.parametrize(
    "edits",
    [
        (a_section_moved, own_paragraphs, own_words_beside, rows_in_another_order, an_own_row),
        (a_section_cut, columns_in_another_order),
        (own_heading,),
    ],
)
def test_what_people_may_do(tmp_path: Path, edits: tuple[Edit, ...]) -> None:
    def edit(document: Document) -> None:
        for one in edits:
            one(document)

    verified = edited(tmp_path, edit, "2022", "report")
    assert told(verified) == []
    assert not any("Kolumnen" in note for note in verified.notes)


def test_refresh_moves_nothing_and_remembers_where_things_belong(tmp_path: Path) -> None:
    """What is new in the workbook is at home where it stands; what was astray goes on being so."""

    def change(every: Rows) -> None:
        row(every, "areas", "O3")["name"] = "Ett annat namn"
        row(every, "groups", "G1")["area"] = "O2"

    document, workbook = written_year(tmp_path, "2026", "application", change)
    opened = docx.Document(str(document))
    two_figures_of_a_column(opened)
    opened.save(str(document))
    for _ in range(2):
        left = [found.message for found in refresh(document, workbook, now=NOW).left]
        assert [message.partition(":")[0] for message in left] == ["Summering O2, Dagar", "Summering O1, Dagar"]
    assert told(verify(document, workbook)) == left


def one_day(rows: Rows) -> None:
    row(rows, "plan", "A02")["days"] = 14
    answered(rows, 1)


def several_days(rows: Rows) -> None:
    row(rows, "plan", "A02")["days"] = 17
    answered(rows, 4)


def answered(rows: Rows, days: int) -> None:
    rows["outcomes"] = [one for one in rows["outcomes"] if one["id"] != "A02"]
    rows["outcomes"].append({"id": "A02", "status": "Har skett som planerat", "days": days})


def planned_and_spent(document: Document) -> None:
    exchanged(*(one for one in fields(facts(document, SECOND)) if tag(one).endswith(("/Dagar", "/Dagar utfall"))))


def own_order_of_facts(document: Document) -> None:
    """The figures and the words before them."""
    planned_and_spent(document)
    for piece in facts(document, SECOND).iter(qn("w:t")):
        if "Planerat" in (piece.text or "") or "Utfall" in (piece.text or ""):
            piece.text = piece.text.replace("Planerat", "#").replace("Utfall", "Planerat")
            piece.text = piece.text.replace("#", "Utfall")


SECOND = "Fortsatt utveckling av regional miljömålsuppföljning"


def tag(control: BaseOxmlElement) -> str:
    return str(control.find(qn("w:sdtPr")).find(qn("w:tag")).get(qn("w:val")))


@pytest.mark.parametrize(("edit", "wrong"), [(planned_and_spent, 1), (own_order_of_facts, 0)])
def test_figures_exchanged_are_told_when_the_words_after_them_follow_the_number(
    tmp_path: Path, edit: Edit, wrong: int
) -> None:
    """``1 arbetsdag`` has become ``4 arbetsdagar``, so the words of the line aren't those that are remembered."""
    document, workbook = written_year(tmp_path, "2026", "report", several_days, one_day)
    opened = docx.Document(str(document))
    edit(opened)
    opened.save(str(document))
    assert len(told(verify(document, workbook))) == wrong
    refresh(document, workbook, now=NOW)
    assert len(told(verify(document, workbook))) == wrong


def test_what_is_remembered_after_a_change() -> None:
    def home(label: str, *tags: str) -> Home:
        return Home("rubrik", tags, (label,), ("",) * len(tags))

    old = [home("a", "A"), home("b", "B"), home("c", "C"), home("d", "D")]
    before = [home("a", "A"), home("b", "D"), home("c", "C")]
    after = [home("A", "A"), home("b", "D"), home("c", "C"), home("e", "E")]
    made = homes_now(old, before, after)
    assert set(made) == {home("A", "A"), home("b", "B"), home("c", "C"), home("d", "D"), home("e", "E")}
