"""From tag to cell: every figure in every document has a source, and the cell named holds what is printed."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from rus_sheets.book.build import build_book
from rus_sheets.book.raw import position_of
from rus_sheets.documents.figures import number
from rus_sheets.documents.sources import sources
from rus_sheets.resources import folder
from rus_sheets.usecases.opened.opening import open_book
from rus_sheets.word.parts.ns import NS, attribute, q, text_of
from tests.documents.books import EMPTY, KINDS, book_of, document, example
from tests.word.documents import body


@pytest.mark.parametrize("year", [2022, 2026])
@pytest.mark.parametrize("kind", KINDS)
def test_every_control_has_its_source(kind: str, year: int) -> None:
    known = sources(example(year))
    tags = [
        (attribute(control.find("w:sdtPr/w:tag", NS), "w:val"), text_of(control))
        for control in body(document(kind, year)).iter(q("w:sdt"))
        if control.find("w:sdtPr/w:picture", NS) is None  # a place for a picture
    ]
    ours = [(tag, text) for tag, text in tags if tag]
    assert [(tag, text) for tag, text in ours if not known.is_ours(tag)] == []
    assert [(tag, known.by_tag[tag].text) for tag, _ in ours] == ours


@pytest.mark.parametrize("year", [2022, 2026])
def test_the_cell_holds_what_is_printed(year: int) -> None:
    """Sums stand in the workbook too, calculated by others: the example's stored values are the proof."""
    book = open_book(folder("examples") / str(year) / f"verksamhet-{year}.xlsx")
    summary = book.raw.sheet(book.declaration.summary.sheet)
    assert summary is not None
    found = [each for each in sources(book).by_tag.values() if each.sheet == summary.name and each.ref]
    assert len(found) > 50
    for each in found:
        value = summary.at(*position_of(each.ref)).value
        if each.text in ("ännu inte redovisat", "ännu inte känt"):
            assert value in (None, "")
        elif not each.text:  # a sum of nothing is 0 in Excel, and isn't told as 0
            assert not value
        else:
            assert (each.tag, each.text.removesuffix("\u00a0kr")) == (each.tag, number(value or 0))  # type: ignore[arg-type]


def test_an_empty_workbook_has_sources_without_figures() -> None:
    assert {each.text for each in sources(book_of(EMPTY)).by_tag.values() if "_totalt" in each.tag} == {"0"}


@pytest.mark.parametrize(
    ("tag", "ours"),
    [("Plan/A99/Dagar", True), ("Summering/Nytt", True), ("Plan", False), ("Mitt/A03/x", False), ("", False)],
)
def test_tags_of_ours_are_told_from_others(tag: str, ours: bool) -> None:
    assert sources(example(2026)).is_ours(tag) == ours


def test_a_renamed_sheet_is_found_by_its_old_name() -> None:
    book = example(2026)
    renamed = replace(
        book.raw,
        sheets=tuple(replace(each, name="Planen") if each.name == "Plan" else each for each in book.raw.sheets),
    )
    known = sources(build_book(book.declaration, renamed))
    assert known.by_tag["Plan/A03/Dagar"] == known.by_tag["Planen/A03/Dagar"]
    assert known.by_tag["Plan/A03/Dagar"].cell.startswith("Planen!")
